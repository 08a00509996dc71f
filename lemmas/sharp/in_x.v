(** Sharp constants in x: proofs of claims of [in_x.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Exponentials Softmax Moves Regression.
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

(** ** Sums of exponentials at logits of norm at most R^2 *)

Theorem alpha_upper : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r ->
  vsum n (vexp (mulv d A x)) <= INR n + (- 1) + (sqrt (INR n) + (- 1)) * r ^ 2 + exp (r ^ 2).
Proof. intros d n A x r _ Hn HA Hx. apply sum_exp_le; [exact Hn|apply logits_norm; assumption]. Qed.

Theorem exp_bound : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r ->
  0 <= INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r ^ 2 + exp (2 * r ^ 2) ->
  norm2 n (vexp (mulv d A x)) <= sqrt (INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r ^ 2 + exp (2 * r ^ 2)).
Proof. intros d n A x r _ Hn HA Hx _. apply norm2_exp_le; [exact Hn|apply logits_norm; assumption]. Qed.

(** Along the segment from y to x, alpha has the derivative <exp (A x_t), A (x - y)>. *)
Lemma alpha_one_side d n A x y r k : (1 <= n)%nat -> opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  (forall z, norm2 d z <= r -> norm2 n (vexp (mulv d A z)) <= k) ->
  vsum n (vexp (mulv d A x)) - vsum n (vexp (mulv d A y)) <= r * k * norm2 d (vsub x y).
Proof.
  intros Hn HA Hx Hy Hk. set (X := between y x). set (h := mulv d A (vsub x y)).
  pose proof (mean_value (fun t => vsum n (vexp (mulv d A (X t)))) (fun t => dot n (vexp (mulv d A (X t))) h)
    (r * k * norm2 d (vsub x y))) as M. cbv beta in M. unfold X in M. rewrite between_0, between_1 in M. fold X in M.
  apply M.
  - intros t _. apply (deriv_alpha n (fun t => mulv d A (X t))). intros i _. apply (deriv_mulv d A X).
    intros j _. apply deriv_between.
  - intros t Ht. eapply Rle_trans; [apply dot_le_norm2|].
    assert (Xt : norm2 d (X t) <= r) by (apply between_norm2; assumption).
    pose proof (Hk (X t) Xt) as K. pose proof (opbound_mulv n d A r (vsub x y) HA) as V. fold h in V.
    replace (r * k * norm2 d (vsub x y)) with (k * (r * norm2 d (vsub x y))) by ring.
    apply Rmult_le_compat; [apply norm2_nonneg|apply norm2_nonneg|exact K|exact V].
Qed.

Theorem alpha_lipschitz : forall (d n : nat) (A : mat) (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  0 <= INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r ^ 2 + exp (2 * r ^ 2) ->
  Rabs (vsum n (vexp (mulv d A x)) - vsum n (vexp (mulv d A y)))
  <= r * sqrt (INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r ^ 2 + exp (2 * r ^ 2)) * norm2 d (vsub x y).
Proof.
  intros d n A x y r Hd Hn HA Hx Hy H0.
  pose proof (fun z Hz => exp_bound d n A z r Hd Hn HA Hz H0) as K. apply Rabs_le. split.
  - pose proof (alpha_one_side d n A y x r _ Hn HA Hy Hx K) as H.
    replace (norm2 d (vsub y x)) with (norm2 d (vsub x y)) in H by apply norm2_minus_sym. lra.
  - exact (alpha_one_side d n A x y r _ Hn HA Hx Hy K).
Qed.

(** ** Moves of any size *)

Lemma move_of_logits n d A x y i : (i < n)%nat ->
  vmin n (mulv d A (vsub x y)) <= mulv d A x i - mulv d A y i <= vmax n (mulv d A (vsub x y)).
Proof.
  intros Hi. change (mulv d A x i - mulv d A y i) with (vsub (mulv d A x) (mulv d A y) i). rewrite vsub_mulv.
  split; [apply vmin_le, Hi|apply vmax_ge, Hi].
Qed.

Theorem f_total_variation : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm1 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y)))
  <= 2 * tanh ((vmax n (mulv d A (vsub x y)) - vmin n (mulv d A (vsub x y))) / 4).
Proof.
  intros d n A x y _ Hn. apply softmax_any_move_norm1; [exact Hn|]. intros i Hi. apply move_of_logits, Hi.
Qed.

Theorem f_any_move : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y)))
  <= sqrt 2 * tanh ((vmax n (mulv d A (vsub x y)) - vmin n (mulv d A (vsub x y))) / 4).
Proof.
  intros d n A x y _ Hn. apply softmax_any_move_norm2; [exact Hn|]. intros i Hi. apply move_of_logits, Hi.
Qed.
