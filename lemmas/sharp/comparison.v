(** What is true of a gradient step against an attention layer: proofs of the claims of [comparison.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Moves Regression LossHessian Slope
  Steps.
Local Open Scope R_scope.

Set Default Proof Using "All".

Local Notation f A d n x := (softmax n (mulv d A x)).
Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).
Local Notation gradient n d A b x g :=
  (forall w : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t w)))) 0 (dot d g w)).
Local Notation linear_update n d A V b v eta :=
  (mscale (eta / INR n) (mulm n (mulm d A (tr A)) (madd (mulm d A (tr V)) (outer b v)))).
Local Notation softmax_update n d A V b v eta :=
  (mscale eta (mulm n (fun i => softmax n (row (mulm d A (tr A)) i)) (madd (mulm d A (tr V)) (outer b v)))).

(** ** The gap and the two shifts *)

Lemma distances n (p q o : vec) :
  norm2 n (vsub p q) <= norm2 n (vsub p o) + norm2 n (vsub q o) /\
  Rabs (norm2 n (vsub p o) - norm2 n (vsub q o)) <= norm2 n (vsub p q).
Proof.
  assert (T : forall u v w : vec, norm2 n (vsub u v) <= norm2 n (vsub u w) + norm2 n (vsub v w)).
  { intros u v w. replace (norm2 n (vsub v w)) with (norm2 n (vsub w v)) by apply norm2_minus_sym.
    rewrite (norm2_ext n (vsub u v) (fun i => vsub u w i + vsub w v i)) by (intros; unfold vsub; ring).
    apply norm2_triangle. }
  split; [apply T|]. pose proof (T p o q) as T1. pose proof (T q o p) as T2.
  replace (norm2 n (vsub o q)) with (norm2 n (vsub q o)) in T1 by apply norm2_minus_sym.
  replace (norm2 n (vsub o p)) with (norm2 n (vsub p o)) in T2 by apply norm2_minus_sym.
  replace (norm2 n (vsub q p)) with (norm2 n (vsub p q)) in T2 by apply norm2_minus_sym.
  apply Rabs_le. lra.
Qed.

Lemma square_of_distance n (p q o : vec) : norm2 n (vsub p q) ^ 2
  = norm2 n (vsub p o) ^ 2 + norm2 n (vsub q o) ^ 2 - 2 * dot n (vsub p o) (vsub q o).
Proof.
  assert (S : forall u, norm2 n u ^ 2 = dot n u u) by (intros u; rewrite <- norm2_sq; ring). rewrite !S.
  unfold dot. rewrite <- vsum_plus, <- vsum_scal, <- vsum_minus. apply vsum_ext. intros i _. unfold vsub. ring.
Qed.

Section Distances.
  Variables (d n : nat) (A V : mat) (b v x : vec) (eta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable g : vec.
  Hypothesis Hg : gradient n d A b x g.

  Theorem linear_layer :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (linear_update n d A V b v eta)) d n x))
    <= norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x))
       + norm2 n (vsub (f (madd A (linear_update n d A V b v eta)) d n x) (f A d n x)).
  Proof. apply distances. Qed.

  Theorem softmax_layer :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (softmax_update n d A V b v eta)) d n x))
    <= norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x))
       + norm2 n (vsub (f (madd A (softmax_update n d A V b v eta)) d n x) (f A d n x)).
  Proof. apply distances. Qed.

  Theorem square__linear :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (linear_update n d A V b v eta)) d n x)) ^ 2
    = norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x)) ^ 2
      + norm2 n (vsub (f (madd A (linear_update n d A V b v eta)) d n x) (f A d n x)) ^ 2
      - 2 * dot n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x))
                  (vsub (f (madd A (linear_update n d A V b v eta)) d n x) (f A d n x)).
  Proof. apply square_of_distance. Qed.

  Theorem square__softmax :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (softmax_update n d A V b v eta)) d n x)) ^ 2
    = norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x)) ^ 2
      + norm2 n (vsub (f (madd A (softmax_update n d A V b v eta)) d n x) (f A d n x)) ^ 2
      - 2 * dot n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x))
                  (vsub (f (madd A (softmax_update n d A V b v eta)) d n x) (f A d n x)).
  Proof. apply square_of_distance. Qed.

  Theorem below_root_2__linear :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (linear_update n d A V b v eta)) d n x)) < sqrt 2.
  Proof. apply softmax_below_sqrt_2, Hn. Qed.

  Theorem below_root_2__softmax :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (softmax_update n d A V b v eta)) d n x)) < sqrt 2.
  Proof. apply softmax_below_sqrt_2, Hn. Qed.

  (** Near the solution of a task the step moves the model by at most (eta/4) |A|^2 |c|. *)
  Variable r : R.
  Hypotheses (HA : opbound n d A r) (least : forall t : R, opbound n d A t -> r <= t) (He : 0 < eta).

  Lemma step_is_idle (q : vec) :
    Rabs (norm2 n (vsub (f A d n (vsub x (vscale eta g))) q) - norm2 n (vsub q (f A d n x)))
    <= eta / 4 * r ^ 2 * norm2 n (vsub (f A d n x) b).
  Proof.
    set (p := f A d n (vsub x (vscale eta g))). set (o := f A d n x).
    apply Rle_trans with (norm2 n (vsub p o)).
    - replace (norm2 n (vsub q o)) with (norm2 n (vsub o q)) by apply norm2_minus_sym. apply distances.
    - eapply Rle_trans; [apply (step_moves n d A b x g r Hg HA eta Hn He)|].
      pose proof (jac_norm2 n o (vsub o b) Hn (softmax_probability n _ Hn)) as J.
      change (jac n o (vsub o b)) with (residual n b (mulv d A x)) in J.
      replace (eta / 4 * r ^ 2 * norm2 n (vsub o b)) with (eta / 2 * r ^ 2 * (norm2 n (vsub o b) / 2)) by field.
      apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|exact J].
  Qed.

  Theorem step_is_idle_when_solved__linear :
    Rabs (norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (linear_update n d A V b v eta)) d n x))
          - norm2 n (vsub (f (madd A (linear_update n d A V b v eta)) d n x) (f A d n x)))
    <= eta / 4 * r ^ 2 * norm2 n (vsub (f A d n x) b).
  Proof. apply step_is_idle. Qed.

  Theorem step_is_idle_when_solved__softmax :
    Rabs (norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (softmax_update n d A V b v eta)) d n x))
          - norm2 n (vsub (f (madd A (softmax_update n d A V b v eta)) d n x) (f A d n x)))
    <= eta / 4 * r ^ 2 * norm2 n (vsub (f A d n x) b).
  Proof. apply step_is_idle. Qed.
End Distances.

Theorem at_least : forall (d n : nat) (A D : mat) (b x : vec) (eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, gradient n d A b x g ->
  Rabs (norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x)) - norm2 n (vsub (f (madd A D) d n x) (f A d n x)))
  <= norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A D) d n x)).
Proof. intros. apply distances. Qed.

Theorem layer_is_idle_at_zero : forall (d n : nat) (A D : mat) (b x : vec) (eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, gradient n d A b x g -> (forall i : nat, (i < d)%nat -> x i = vconst 0 i) ->
  forall i : nat, (i < n)%nat -> vsub (f A d n (vsub x (vscale eta g))) (f (madd A D) d n x) i
  = vsub (f A d n (vsub x (vscale eta g))) (f A d n x) i.
Proof.
  intros d n A D b x eta _ _ g _ Hx i _. unfold vsub at 1 3. do 2 f_equal. rewrite update_logits.
  apply functional_extensionality. intros k. unfold vadd. rewrite <- Rplus_0_r. f_equal. apply vsum_zero.
  intros j Hj. rewrite Hx by exact Hj. unfold vconst. ring.
Qed.

(** ** With constants *)

Section Constants.
  Variables (d n : nat) (A : mat) (b x : vec) (r eta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable g : vec.
  Hypotheses (Hg : gradient n d A b x g) (HA : opbound n d A r).
  Hypotheses (He : 0 < eta) (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Theorem shift_of_a_step :
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f A d n x)) <= 4 * sqrt 2 / 27 * eta * r ^ 2.
  Proof.
    eapply Rle_trans; [apply (step_moves n d A b x g r Hg HA eta Hn He)|].
    pose proof (residual_norm n b Hn Hb Hb1 (mulv d A x)) as J.
    replace (4 * sqrt 2 / 27 * eta * r ^ 2) with (eta / 2 * r ^ 2 * (8 * sqrt 2 / 27)) by field.
    apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|exact J].
  Qed.

  (** An entry of eta A g + M x, when one of M x is at most eta m. *)
  Lemma gap_le_tanh M m : (forall i, (i < n)%nat -> Rabs (mulv d M x i) <= eta * m) ->
    norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A M) d n x))
    <= sqrt 2 * tanh (eta / 2 * (8 * sqrt 2 / 27 * r ^ 2 + m)).
  Proof.
    intros Hm. eapply Rle_trans; [apply gap_norminf, Hn|]. apply Rmult_le_compat_l; [apply sqrt_pos|].
    apply tanh_le. pose proof (step_size n d A b x g r Hg HA) as S.
    pose proof (Rmult_le_compat_l (r ^ 2) _ _ (pow2_ge_0 r) (residual_norm n b Hn Hb Hb1 (mulv d A x))) as J.
    enough (norminf n (vadd (vscale eta (mulv d A g)) (mulv d M x)) <= eta * (8 * sqrt 2 / 27 * r ^ 2 + m)) by lra.
    assert (m0 : 0 <= eta * m) by (eapply Rle_trans; [apply Rabs_pos|apply (Hm O); lia]).
    assert (s0 : 0 <= 8 * sqrt 2 / 27 * r ^ 2)
      by (apply Rmult_le_pos; [pose proof (sqrt_pos 2); lra|apply pow2_ge_0]).
    pose proof (Rmult_le_pos eta _ ltac:(lra) s0).
    apply norminf_le; [lra|]. intros i Hi. unfold vadd, vscale. eapply Rle_trans; [apply Rabs_triang|].
    rewrite Rabs_mult, (Rabs_pos_eq eta) by lra. pose proof (entry_le_norm2 n i (mulv d A g) Hi) as E.
    pose proof (Rmult_le_compat_l eta _ _ ltac:(lra) (Rle_trans _ _ _ E (Rle_trans _ _ _ S J))). specialize (Hm i Hi).
    lra.
  Qed.
End Constants.

Theorem any_layer : forall (d n : nat) (A D : mat) (b x : vec) (eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, gradient n d A b x g ->
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A D) d n x))
  <= sqrt 2 * tanh (norminf n (vadd (vscale eta (mulv d A g)) (mulv d D x)) / 2).
Proof. intros d n A D b x eta _ Hn g _. apply gap_norminf, Hn. Qed.

Theorem linear_layer_constant : forall (d n : nat) (A V : mat) (b v x : vec) (r eta : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall g : vec, gradient n d A b x g ->
  forall s : R, opbound d d V s -> (forall t : R, opbound d d V t -> s <= t) ->
  opbound n d A r -> norm2 d x <= r -> 0 < eta -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (linear_update n d A V b v eta)) d n x))
  <= sqrt 2 * tanh (eta / 2 * (8 * sqrt 2 / 27 * r ^ 2 + r ^ 3 * (r * s + norm2 d v) / INR n)).
Proof.
  intros d n A V b v x r eta Hd Hn g Hg s HV _ HA Hx He Hb Hb1. pose proof (INR_ge_1 n Hn) as N.
  apply (gap_le_tanh d n A b x r eta Hd Hn g); [assumption..|]. intros i Hi.
  replace (eta * (r ^ 3 * (r * s + norm2 d v) / INR n)) with (eta / INR n * (r ^ 3 * (r * s + norm2 d v)))
    by (field; lra).
  eapply Rle_trans; [apply (entry_le_norm2 n i _ Hi)|].
  apply (linear_layer_norm n d A V b v x r s); [assumption..|].
  apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
Qed.

Theorem softmax_layer_constant : forall (d n : nat) (A V : mat) (b v x : vec) (r eta : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall g : vec, gradient n d A b x g ->
  forall s : R, opbound d d V s -> (forall t : R, opbound d d V t -> s <= t) ->
  opbound n d A r -> norm2 d x <= r -> 0 < eta -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 n (vsub (f A d n (vsub x (vscale eta g))) (f (madd A (softmax_update n d A V b v eta)) d n x))
  <= sqrt 2 * tanh (eta / 2 * (8 * sqrt 2 / 27 * r ^ 2 + r * (r * s + norm2 d v))).
Proof.
  intros d n A V b v x r eta Hd Hn g Hg s HV _ HA Hx He Hb Hb1.
  apply (gap_le_tanh d n A b x r eta Hd Hn g); [assumption..|]. intros i Hi.
  apply (softmax_layer_entry n d A V b v x r s); [assumption..|lra|]. apply (softmax_probability n _ Hn).
Qed.
