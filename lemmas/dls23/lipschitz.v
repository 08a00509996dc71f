(** The Hessian of L_exp is Lipschitz: proofs of the claims of [lipschitz.py], from the constant 5/sqrt(2) R^3. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Fields Composite LossHessian
  ThirdBound.
Local Open Scope R_scope.

Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).

(** Any constant above 4 R^3 serves. *)
Lemma above_sharp d n A b x y g M k N r c : (1 <= n)%nat ->
  gradient_field d (fun x => loss n b (mulv d A x)) g -> hessian_at d g M x ->
  gradient_field d (fun y => loss n b (mulv d A y)) k -> hessian_at d k N y ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> 4 * r ^ 3 <= c ->
  opbound d d (msub M N) (c * norm2 d (vsub x y)).
Proof.
  intros Hn Hg HM Hk HN HA Hb Hb1 Hc.
  apply opbound_weaken with (r ^ 3 * (5 / sqrt 2) * norm2 d (vsub x y)).
  - apply (hessian_lipschitz_in_x d n A _ _ _ g M x k N y r _ (loss_gradient_field n b) (loss_hessian_field n b)
      Hg HM Hk HN HA constant_nonneg). apply loss_hessian_moves; assumption.
  - apply Rmult_le_compat_r; [apply norm2_nonneg|]. eapply Rle_trans; [|exact Hc]. rewrite Rmult_comm.
    apply Rmult_le_compat_r; [apply pow_le, (opbound_nonneg _ _ _ _ HA)|apply five_halves_sqrt_2_le_4].
Qed.

Section Given.
  Variables (d n : nat) (A : mat) (b x y : vec) (r : R).

  Theorem with_beta : forall beta : R, (1 <= d)%nat -> (1 <= n)%nat ->
    forall g : vec -> vec, gradient_field d (fun x => loss n b (mulv d A x)) g ->
    forall M : mat, hessian_at d g M x ->
    forall k : vec -> vec, gradient_field d (fun y => loss n b (mulv d A y)) k ->
    forall N : mat, hessian_at d k N y ->
    4 <= r -> opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
    (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
    beta <= vsum n (vexp (mulv d A x)) -> beta <= vsum n (vexp (mulv d A y)) ->
    0 < beta -> beta < 1 / 10 -> beta <> 0 ->
    opbound d d (msub M N) (/ beta ^ 2 * (INR n * sqrt (INR n)) * exp (20 * r ^ 2) * norm2 d (vsub x y)).
  Proof.
    intros beta _ Hn g Hg M HM k Hk N HN Hr HA _ _ _ Hb Hb1 _ _ H0 H1 _.
    apply (above_sharp d n A b x y g M k N r); try assumption.
    pose proof (cube_le_exp_square 20 r ltac:(lra) ltac:(lra)). pose proof (pow_le r 3 ltac:(lra)).
    pose proof (le_mult_1 _ _ (inv_pow2_ge_1 beta H0 ltac:(lra)) (power_of_dimension_ge_1 n Hn)) as P.
    pose proof (exp_pos (20 * r ^ 2)) as E. apply (Rmult_le_compat_r (exp (20 * r ^ 2))) in P; lra.
  Qed.

  Theorem with_beta_put_in : (1 <= d)%nat -> (1 <= n)%nat ->
    forall g : vec -> vec, gradient_field d (fun x => loss n b (mulv d A x)) g ->
    forall M : mat, hessian_at d g M x ->
    forall k : vec -> vec, gradient_field d (fun y => loss n b (mulv d A y)) k ->
    forall N : mat, hessian_at d k N y ->
    4 <= r -> opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
    (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
    opbound d d (msub M N) (INR n * sqrt (INR n) * exp (30 * r ^ 2) * norm2 d (vsub x y)).
  Proof.
    intros _ Hn g Hg M HM k Hk N HN Hr HA _ _ _ Hb Hb1.
    apply (above_sharp d n A b x y g M k N r); try assumption.
    pose proof (cube_le_exp_square 30 r ltac:(lra) ltac:(lra)). pose proof (pow_le r 3 ltac:(lra)).
    pose proof (power_of_dimension_ge_1 n Hn) as P.
    pose proof (exp_pos (30 * r ^ 2)) as E. apply (Rmult_le_compat_r (exp (30 * r ^ 2))) in P; lra.
  Qed.
End Given.
