(** Sharp constants in x: proofs of the claims of [in_x.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Theorem f_logits : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y))) <= norm2 n (mulv d A (vsub x y)) / 2.
Proof. intros d n A x y _ Hn. rewrite <- vsub_mulv. apply softmax_half_norm2, Hn. Qed.

Theorem f_logits_max : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norminf n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y))) <= norminf n (mulv d A (vsub x y)) / 2.
Proof. intros d n A x y _ Hn. rewrite <- vsub_mulv. apply softmax_half_norminf, Hn. Qed.

Theorem f_lipschitz : forall (d n : nat) (A : mat) (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y))) <= r / 2 * norm2 d (vsub x y).
Proof. intros d n A x y r _ Hn HA. apply f_lipschitz_in_x; assumption. Qed.

Theorem c_lipschitz : forall (d n : nat) (A : mat) (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r ->
  norm2 n (vsub (vsub (softmax n (mulv d A x)) b) (vsub (softmax n (mulv d A y)) b)) <= r / 2 * norm2 d (vsub x y).
Proof. intros d n A b x y r _ Hn HA. rewrite vsub_vsub. apply f_lipschitz_in_x; assumption. Qed.

Theorem exp_lipschitz : forall (d n : nat) (A : mat) (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A y))) <= r * exp (r ^ 2) * norm2 d (vsub x y).
Proof. intros d n A x y r _ _ HA Hx Hy. apply exp_lipschitz_in_x; assumption. Qed.

Theorem alpha_lower : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> INR n * exp (- r ^ 2 / sqrt (INR n)) <= vsum n (vexp (mulv d A x)).
Proof.
  intros d n A x r _ Hn HA Hx. set (z := mulv d A x). eapply Rle_trans; [|apply jensen_exp, Hn].
  pose proof (INR_ge_1 n Hn) as N. pose proof (sqrt_INR_ge_1 n Hn) as S.
  apply Rmult_le_compat_l; [lra|]. apply exp_le.
  assert (B : Rabs (vsum n z) <= sqrt (INR n) * r ^ 2).
  { eapply Rle_trans; [apply abs_vsum_le_norm2|]. apply Rmult_le_compat_l; [lra|].
    replace (r ^ 2) with (r * r) by ring. apply opbound_mulv_le; assumption. }
  apply Rabs_le_between in B.
  apply Rmult_le_reg_r with (INR n); [lra|]. replace (vsum n z / INR n * INR n) with (vsum n z) by (field; lra).
  rewrite <- (sqrt_sqrt (INR n)) at 2 by lra.
  replace (- r ^ 2 / sqrt (INR n) * (sqrt (INR n) * sqrt (INR n))) with (- (sqrt (INR n) * r ^ 2)) by (field; lra).
  lra.
Qed.

Theorem alpha_inverse_lipschitz : forall (d n : nat) (A : mat) (x y : vec) (r beta : R),
  (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> beta <= vsum n (vexp (mulv d A x)) -> beta <= vsum n (vexp (mulv d A y)) ->
  0 < beta -> beta <> 0 ->
  Rabs (/ vsum n (vexp (mulv d A x)) - / vsum n (vexp (mulv d A y))) <= r / beta * norm2 d (vsub x y).
Proof.
  intros d n A x y r beta _ Hn HA Hx Hy Hb _.
  replace (r / beta * norm2 d (vsub x y)) with (r * norm2 d (vsub x y) / beta) by (field; lra).
  apply alpha_inverse_moves; [assumption..|]. intros i Hi.
  change (Rabs (vsub (mulv d A x) (mulv d A y) i) <= r * norm2 d (vsub x y)). rewrite vsub_mulv.
  eapply Rle_trans; [apply (entry_le_norm2 n i _ Hi)|]. apply opbound_mulv, HA.
Qed.

Theorem published_follows : forall (d n : nat) (A : mat) (x y : vec) (r beta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  4 <= r -> opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
  beta <= vsum n (vexp (mulv d A x)) -> beta <= vsum n (vexp (mulv d A y)) -> 0 < beta -> beta < 1 -> beta <> 0 ->
  r / 2 * norm2 d (vsub x y)
  <= 4 * / beta ^ 2 * (INR n * sqrt (INR n)) * r * exp (2 * r ^ 2) * norm2 d (vsub x y).
Proof.
  intros d n A x y r beta _ Hn Hr _ _ _ _ _ _ H0 H1 _. apply Rmult_le_compat_r; [apply norm2_nonneg|].
  apply half_le_product; [lra|apply inv_pow2_ge_1; assumption|apply power_of_dimension_ge_1, Hn|lra].
Qed.
