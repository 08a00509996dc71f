(** A gradient step in x against a self-attention update of A: proofs of the claims of [comparison.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression LossHessian Slope Steps.
Local Open Scope R_scope.

Local Notation f A d n x := (softmax n (mulv d A x)).
Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).

Theorem logits : forall (d n : nat) (A D : mat) (b x : vec) (eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d g v)) ->
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A D) d n x))
  <= norm2 n (vadd (vscale eta (mulv d A g)) (mulv d D x)) / 2.
Proof. intros d n A D b x eta _ Hn g _. apply gap_norm2, Hn. Qed.

(** Through f (A, x), by the bounds R/2 in x and in A. *)
Theorem sum_of_moves : forall (d n : nat) (A D : mat) (b x : vec) (r eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d g v)) ->
  forall s : R, opbound n d D s -> (forall t : R, opbound n d D t -> s <= t) ->
  4 <= r -> opbound n d A r -> norm2 d x <= r -> 0 < eta ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 d (vsub x (vscale eta g)) <= r -> opbound n d (madd A D) r ->
  norminf n (mulv d A (vsub (vsub x (vscale eta g)) x)) < 1 / 100 -> norminf n (mulv d D x) < 1 / 100 ->
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A D) d n x))
  <= INR n * sqrt (INR n) * exp (10 * r ^ 2) * (norm2 d (vsub (vsub x (vscale eta g)) x) + s).
Proof.
  intros d n A D b x r eta _ Hn g _ s Hs _ _ HA Hx _ _ _ _ _ _ _. set (x' := vsub x (vscale eta g)).
  rewrite (norm2_ext n _ (fun i => vsub (f A d n x') (f A d n x) i + vsub (f A d n x) (f (madd A D) d n x) i))
    by (intros; unfold vsub; ring).
  eapply Rle_trans; [apply norm2_triangle|].
  pose proof (f_lipschitz_in_x n d A x' x r Hn HA) as Bx.
  assert (HD : opbound n d (msub (madd A D) A) s).
  { apply (opbound_ext n d D); [intros; unfold msub, madd; ring|exact Hs]. }
  pose proof (f_lipschitz_in_A n d (madd A D) A x r s Hn HD Hx) as BA.
  unfold vsub in BA at 1. rewrite norm2_minus_sym in BA.
  pose proof (half_le_published n r Hn) as P. pose proof (opbound_nonneg _ _ _ _ Hs) as s0.
  pose proof (norm2_nonneg d (vsub x' x)) as x0.
  apply (Rmult_le_compat_r (norm2 d (vsub x' x) + s)) in P; [|lra].
  change (norm2 n (fun i => f A d n x i - f (madd A D) d n x i)) with (norm2 n (vsub (f A d n x) (f (madd A D) d n x)))
    in BA. lra.
Qed.

Theorem exact_imitation : forall (d n : nat) (A : mat) (b x : vec) (eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d g v)) ->
  0 < norm2 d x -> norm2 d x ^ 2 <> 0 -> forall i : nat, (i < n)%nat ->
  f (msub A (mscale (eta / norm2 d x ^ 2) (outer (mulv d A g) x))) d n x i = f A d n (vsub x (vscale eta g)) i.
Proof.
  intros d n A b x eta _ _ g _ _ Hx i _. rewrite step_logits.
  replace (mulv d (msub A (mscale (eta / norm2 d x ^ 2) (outer (mulv d A g) x))) x)
    with (vsub (mulv d A x) (vscale eta (mulv d A g))); [reflexivity|].
  apply functional_extensionality. intros k. unfold msub. rewrite mulv_msub, mulv_mscale, mulv_outer, <- norm2_sq.
  unfold vsub, vscale. field. intros E. apply Hx. rewrite E. ring.
Qed.

Theorem no_imitation_at_zero : forall (d n : nat) (A D : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat -> f (madd A D) d n (vconst 0) i = hdiv (vconst 1) (vconst (INR n)) i.
Proof.
  intros d n A D _ _ i _. unfold softmax. replace (mulv d (madd A D) (vconst 0)) with (vconst 0).
  - unfold vconst. rewrite vsum_const, exp_0, Rmult_1_r. reflexivity.
  - apply functional_extensionality. intros k. symmetry. apply vsum_zero. intros j _. unfold vconst. ring.
Qed.

(** ** Layers *)

(** |J c| <= 8 sqrt(2) / 27 is below 1 / sqrt(2). *)
Lemma slope_le : 8 * sqrt 2 / 27 <= 1 / sqrt 2.
Proof.
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as S. apply Rmult_le_reg_r with (sqrt 2); [exact S|].
  replace (1 / sqrt 2 * sqrt 2) with 1 by (field; lra). pose proof (sqrt_sqrt 2 ltac:(lra)). lra.
Qed.

(** The gap is at most half of what the step and the layer, of size [m], move the logits. *)
Lemma gap_le d n A M b x g r eta m : (1 <= n)%nat -> 0 < eta -> opbound n d A r ->
  (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d g v)) ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> norm2 n (mulv d M x) <= eta * m ->
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A M) d n x)) <= eta * (r ^ 2 / sqrt 2 + m) / 2.
Proof.
  intros Hn He HA Hg Hb Hb1 Hm. eapply Rle_trans; [apply gap_norm2, Hn|].
  pose proof (norm2_triangle n (vscale eta (mulv d A g)) (mulv d M x)) as T. unfold vscale at 2 in T.
  rewrite norm2_scal, Rabs_pos_eq in T by lra. pose proof (step_size n d A b x g r Hg HA) as S.
  pose proof (residual_norm n b Hn Hb Hb1 (mulv d A x)) as J. pose proof slope_le as L.
  pose proof (Rmult_le_compat_l (r ^ 2) _ _ (pow2_ge_0 r) (Rle_trans _ _ _ J L)) as K.
  pose proof (Rmult_le_compat_l eta _ _ ltac:(lra) (Rle_trans _ _ _ S K)) as N. unfold vadd.
  replace (r ^ 2 * (1 / sqrt 2)) with (r ^ 2 / sqrt 2) in N by (unfold Rdiv; ring). lra.
Qed.

Theorem linear_layer : forall (d n : nat) (A V : mat) (b v x : vec) (r eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, (forall w : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t w)))) 0 (dot d g w)) ->
  forall s : R, opbound d d V s -> (forall t : R, opbound d d V t -> s <= t) ->
  opbound n d A r -> norm2 d x <= r -> 0 < eta -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  let M := mscale (eta / INR n) (mulm n (mulm d A (tr A)) (madd (mulm d A (tr V)) (outer b v))) in
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A M) d n x))
  <= eta * (r ^ 2 / sqrt 2 + r ^ 3 * (r * s + norm2 d v) / INR n) / 2.
Proof.
  intros d n A V b v x r eta _ Hn g Hg s HV _ HA Hx He Hb Hb1 M. apply (gap_le d n A M b x g r eta); [assumption..|].
  pose proof (INR_ge_1 n Hn) as N.
  replace (eta * (r ^ 3 * (r * s + norm2 d v) / INR n)) with (eta / INR n * (r ^ 3 * (r * s + norm2 d v)))
    by (field; lra).
  apply (linear_layer_norm n d A V b v x r s); [assumption..|].
  apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
Qed.

Theorem softmax_layer : forall (d n : nat) (A V : mat) (b v x : vec) (r eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, (forall w : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t w)))) 0 (dot d g w)) ->
  forall s : R, opbound d d V s -> (forall t : R, opbound d d V t -> s <= t) ->
  opbound n d A r -> norm2 d x <= r -> 0 < eta -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  let S := fun i => softmax n (row (mulm d A (tr A)) i) in
  let M := mscale eta (mulm n S (madd (mulm d A (tr V)) (outer b v))) in
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A M) d n x))
  <= eta * (r ^ 2 / sqrt 2 + sqrt (INR n) * r * (r * s + norm2 d v)) / 2.
Proof.
  intros d n A V b v x r eta _ Hn g Hg s HV _ HA Hx He Hb Hb1 S M. apply (gap_le d n A M b x g r eta); [assumption..|].
  replace (eta * (sqrt (INR n) * r * (r * s + norm2 d v)))
    with (sqrt (INR n) * (eta * (r * (r * s + norm2 d v)))) by ring.
  pose proof (opbound_nonneg _ _ _ _ HA) as r0. pose proof (opbound_nonneg _ _ _ _ HV) as s0.
  pose proof (norm2_nonneg d v) as v0. apply norm2_le_const.
  - repeat apply Rmult_le_pos; try lra. pose proof (Rmult_le_pos r s r0 s0). lra.
  - intros i Hi. apply (softmax_layer_entry n d A V b v x r s); [assumption..|lra|]. apply (softmax_probability n _ Hn).
Qed.
