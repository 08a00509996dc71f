(** * Powers below exponentials: how explicit constants simplify. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Scalars.
Local Open Scope R_scope.

Lemma exp_double t : exp (2 * t) = exp t * exp t.
Proof. rewrite <- exp_plus. f_equal. ring. Qed.

(** e >= (1 + 1/16)^16 >= 2.61. *)
Lemma e_lower : 261 / 100 <= exp 1.
Proof.
  replace (exp 1) with (exp (2 * (2 * (2 * (2 * (1 / 16)))))) by (f_equal; field). rewrite !exp_double.
  pose proof (exp_ineq1_le (1 / 16)) as E. set (q := exp (1 / 16)) in *.
  assert (E1 : 1128 / 1000 <= q * q) by nra. assert (E2 : 1272 / 1000 <= q * q * (q * q)) by nra.
  assert (E3 : 1617 / 1000 <= q * q * (q * q) * (q * q * (q * q))) by nra. nra.
Qed.

(** 16 r^3 <= 7 e^{r^2}: e r^2 <= (3/2) e^{2 r^2 / 3} is the tangent at 1, to be cubed. *)
Lemma cube_le_exp r : 16 * r ^ 3 <= 7 * exp (r ^ 2).
Proof.
  set (q := exp (r ^ 2 / 3)). pose proof (exp_pos (r ^ 2 / 3) : 0 < q) as Q.
  assert (T : 174 / 100 * r ^ 2 <= q * q).
  { unfold q. rewrite <- exp_double. pose proof (exp_tangent (2 * (r ^ 2 / 3)) 1) as T. pose proof e_lower as E.
    pose proof (pow2_ge_0 r) as P. apply (Rmult_le_compat_r (r ^ 2) _ _ P) in E. lra. }
  assert (C : exp (r ^ 2) = q * q * q) by (unfold q; rewrite <- !exp_plus; f_equal; field). rewrite C.
  assert (Q3 : 0 <= 7 * (q * q * q)) by (repeat apply Rmult_le_pos; lra).
  apply Rsqr_incr_0_var; [|exact Q3]. unfold Rsqr.
  pose proof (pow_incr (174 / 100 * r ^ 2) (q * q) 3 ltac:(pose proof (pow2_ge_0 r); lra)) as I.
  pose proof (pow2_ge_0 (r ^ 3)) as P6. lra.
Qed.

(** (1 + s)^2 (3 + s) <= 16 s^3 for s >= 1. *)
Lemma cubic_le s : 1 <= s -> (1 + s) ^ 2 * (3 + s) <= 16 * (s * s * s).
Proof. intros H. assert (0 <= (s - 1) * (15 * (s * s) + 10 * s + 3)) by (apply Rmult_le_pos; nra). lra. Qed.

(** With s = sqrt n, both at once. *)
Lemma rescaled_constant n r : (1 <= n)%nat -> 0 <= r ->
  (1 + sqrt (INR n)) ^ 2 * (3 + sqrt (INR n)) * r ^ 3 * exp (2 * r ^ 2)
  <= 16 * (INR n * sqrt (INR n)) * r ^ 3 * exp (2 * r ^ 2).
Proof.
  intros Hn Hr. apply Rmult_le_compat_r; [left; apply exp_pos|]. apply Rmult_le_compat_r; [apply pow_le, Hr|].
  pose proof (cubic_le _ (sqrt_INR_ge_1 n Hn)) as C. rewrite (sqrt_sqrt (INR n)) in C by apply pos_INR. exact C.
Qed.

Lemma rescaled_constant_exp n r : (1 <= n)%nat -> 0 <= r ->
  16 * (INR n * sqrt (INR n)) * r ^ 3 * exp (2 * r ^ 2) <= 7 * (INR n * sqrt (INR n)) * exp (3 * r ^ 2).
Proof.
  intros Hn Hr. replace (3 * r ^ 2) with (r ^ 2 + 2 * r ^ 2) by ring. rewrite exp_plus.
  pose proof (cube_le_exp r) as C. pose proof (power_of_dimension_ge_1 n Hn) as N.
  apply (Rmult_le_compat_r (INR n * sqrt (INR n) * exp (2 * r ^ 2))) in C; [lra|].
  apply Rmult_le_pos; [lra|left; apply exp_pos].
Qed.

(** 16 n^1.5 r^3 e^{2 r^2} <= e^{9 (r^2 + log n)}, as 27 r^3 <= e^{27 r^2 / 4} and n^1.5 <= e^{2 log n}. *)
Lemma rescaled_constant_log n r : (1 <= n)%nat -> 0 <= r ->
  16 * (INR n * sqrt (INR n)) * r ^ 3 * exp (2 * r ^ 2) <= exp (9 * (r ^ 2 + ln (INR n))).
Proof.
  intros Hn Hr. pose proof (INR_ge_1 n Hn) as N. pose proof (sqrt_INR_ge_1 n Hn) as S. pose proof (pow2_ge_0 r) as R2.
  assert (C : 27 * r ^ 3 <= exp (27 / 4 * r ^ 2)).
  { pose proof (le_exp_square (1 / 4) (3 * r) ltac:(lra)) as L.
    replace (27 / 4 * r ^ 2) with (1 / 4 * (3 * r) ^ 2 + 1 / 4 * (3 * r) ^ 2 + 1 / 4 * (3 * r) ^ 2) by field.
    rewrite !exp_plus. pose proof (pow_incr (3 * r) _ 3 (conj (Rmult_le_pos 3 r ltac:(lra) Hr) L)). lra. }
  assert (P : INR n * sqrt (INR n) <= exp (9 * ln (INR n))).
  { assert (L : 0 <= ln (INR n)).
    { destruct N as [N | <-]; [left; rewrite <- ln_1; apply ln_increasing; lra|rewrite ln_1; lra]. }
    apply Rle_trans with (exp (2 * ln (INR n))); [|apply exp_le; lra]. rewrite exp_double, exp_ln by lra.
    apply Rmult_le_compat_l; [lra|]. pose proof (sqrt_sqrt (INR n) ltac:(lra)). nra. }
  pose proof (exp_pos (2 * r ^ 2)) as E2. pose proof (pow_le r 3 Hr) as R3.
  rewrite Rmult_plus_distr_l, exp_plus, (Rmult_comm (exp (9 * r ^ 2))).
  apply Rle_trans with (INR n * sqrt (INR n) * (27 * r ^ 3 * exp (2 * r ^ 2))).
  - enough (0 <= INR n * sqrt (INR n) * (r ^ 3 * exp (2 * r ^ 2))) by lra. apply Rmult_le_pos; apply Rmult_le_pos; lra.
  - apply Rmult_le_compat; [apply Rmult_le_pos; lra|apply Rmult_le_pos; lra|exact P|].
    apply Rle_trans with (exp (27 / 4 * r ^ 2) * exp (2 * r ^ 2)); [apply Rmult_le_compat_r; lra|].
    rewrite <- exp_plus. apply exp_le. lra.
Qed.

(** r^3 (4 e^{2 r^2} + r e^{r^2}) <= sqrt(n) e^{6 r^2} for r >= 2: r^3 <= e^{3 r^2 / 4} and 4 + r <= e^{3 r^2}. *)
Lemma plain_constant n r : (1 <= n)%nat -> 2 <= r ->
  r ^ 3 * (4 * exp (2 * r ^ 2) + r * exp (r ^ 2)) <= sqrt (INR n) * exp (6 * r ^ 2).
Proof.
  intros Hn Hr. pose proof (sqrt_INR_ge_1 n Hn) as S. pose proof (exp_pos (6 * r ^ 2)) as E6.
  assert (R4 : 4 <= r ^ 2) by nra. pose proof (exp_pos (2 * r ^ 2)) as E2.
  assert (A : r ^ 3 <= exp (3 / 4 * r ^ 2)).
  { replace (3 / 4 * r ^ 2) with (1 / 4 * r ^ 2 + 1 / 4 * r ^ 2 + 1 / 4 * r ^ 2) by field. rewrite !exp_plus.
    pose proof (pow_incr r _ 3 (conj (Rle_trans 0 2 r ltac:(lra) Hr) (le_exp_square (1 / 4) r ltac:(lra)))). lra. }
  assert (B : 4 + r <= exp (3 * r ^ 2)) by (pose proof (exp_ineq1_le (3 * r ^ 2)); nra).
  assert (C : 4 * exp (2 * r ^ 2) + r * exp (r ^ 2) <= (4 + r) * exp (2 * r ^ 2)).
  { pose proof (exp_le (r ^ 2) (2 * r ^ 2) ltac:(lra)) as L. apply (Rmult_le_compat_l r) in L; lra. }
  pose proof (pow_le r 3 ltac:(lra)) as R3.
  apply Rle_trans with (exp (3 / 4 * r ^ 2) * (exp (3 * r ^ 2) * exp (2 * r ^ 2))).
  - apply Rle_trans with (r ^ 3 * ((4 + r) * exp (2 * r ^ 2))); [apply Rmult_le_compat_l; assumption|].
    apply Rmult_le_compat; [exact R3|apply Rmult_le_pos; lra|exact A|apply Rmult_le_compat_r; lra].
  - rewrite <- !exp_plus. apply Rle_trans with (1 * exp (6 * r ^ 2)); [|apply Rmult_le_compat_r; lra].
    rewrite Rmult_1_l. apply exp_le. lra.
Qed.
