(** * The error of the product by GeLU is of order 4 and no higher one: at b = -a it is twice the gap, and positive. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Derivatives Convexity Scalars Gaussian Gelu Moves GeluTanh GeluTanhFourth.
Local Open Scope R_scope.

(** ** The exact form *)

(** Where w = z^2 / 2 is small the second derivative is nearly 2 w, so the gap is of order 4. *)
Lemma gap_curvature_lower z : z * z / 2 - z * z * (z * z) / 16 <= gap_curvature z.
Proof.
  unfold gap_curvature. rewrite gaussian_over_sqrt_2. set (w := z * z / 2). pose proof (Rle_0_sqr z) as S.
  unfold Rsqr in S. assert (W : 0 <= w) by (unfold w; lra).
  replace (z * z * (z * z) / 16) with (w * w / 4) by (unfold w; field).
  pose proof (exp_pos (- w)) as E. pose proof (exp_opp_le_1 w W) as E1. destruct (Rle_lt_dec w 1) as [L|L].
  - pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) E1). pose proof (Rle_0_sqr w) as Q. unfold Rsqr in Q. lra.
  - pose proof (Rmult_le_pos (w - 1) (exp (- w)) ltac:(lra) ltac:(lra)).
    pose proof (Rle_0_sqr (1 - w / 2)) as Q. unfold Rsqr in Q. lra.
Qed.

Theorem gap_lower z : z ^ 4 / 24 - z ^ 6 / 480 <= gelu_gap z.
Proof.
  destruct (Req_dec z 0) as [->|N]; [rewrite gap_0; lra|].
  pose proof (mixed_difference_le (fun t => t * t * (t * t) / 24 - t * t * t * (t * t * t) / 480)
    (fun t => t * t * t / 6 - t * t * (t * t) * t / 80) (fun t => t * t / 2 - t * t * (t * t) / 16)
    gelu_gap gap_slope gap_curvature z (- z)) as M. cbv beta in M.
  rewrite Rplus_opp_r, gap_0, gap_even in M. assert (P : 0 < z * z) by nra.
  apply Rmult_le_reg_l with (z * z); [exact P|]. enough (z * - z * (z ^ 4 / 24 - z ^ 6 / 480) * 2
    >= z * - z * gelu_gap z * 2) by lra.
  apply Rle_ge. match type of M with _ -> _ -> _ -> _ -> _ -> ?a <= ?b =>
    enough (a <= b) by lra end. apply M; intros t;
    pose proof (deriv_mult _ _ t _ _ (deriv_id t) (deriv_id t)) as D2;
    pose proof (deriv_mult _ _ t _ _ D2 (deriv_id t)) as D3;
    pose proof (deriv_mult _ _ t _ _ D2 D2) as D4.
  - eapply deriv_eq.
    + apply deriv_minus; [apply (deriv_scal_r (/ 24) (fun t => t * t * (t * t))), D4|].
      apply (deriv_scal_r (/ 480) (fun t => t * t * t * (t * t * t))), (deriv_mult _ _ t _ _ D3 D3).
    + field.
  - eapply deriv_eq.
    + apply deriv_minus; [apply (deriv_scal_r (/ 6) (fun t => t * t * t)), D3|].
      apply (deriv_scal_r (/ 80) (fun t => t * t * (t * t) * t)), (deriv_mult _ _ t _ _ D4 (deriv_id t)).
    + field.
  - apply deriv_gap.
  - apply deriv_gap_slope.
  - apply gap_curvature_lower.
Qed.

Lemma product_error_opposite z : product_error z (- z) = 2 * gelu_gap z.
Proof. rewrite product_error_gap, Rplus_opp_r, gap_0, gap_even. ring. Qed.

(** ** The form with tanh *)

(** tanh u <= u - u^3 / 4 for small u, where the derivative 1 - tanh^2 u is at most 1 - 3/4 u^2. *)
Lemma tanh_le_cubic u : 0 <= u <= 1 / 10 -> tanh u <= u - u * u * u / 4.
Proof.
  intros [H0 H1]. pose proof (increasing_of_derivative (fun t => t - t * t * t * / 4 - tanh t)
    (fun t => 1 - (1 * t + t * 1) * t * / 4 - t * t * 1 * / 4 - (1 - tanh t * tanh t)) 0 u H0) as I. cbv beta in I.
  assert (Z : tanh 0 = 0) by (rewrite tanh_0; reflexivity). rewrite Z in I. enough (0 - 0 * 0 * 0 * / 4 - 0
    <= u - u * u * u * / 4 - tanh u) by lra. apply I.
  - intros t _. pose proof (deriv_mult _ _ t _ _ (deriv_id t) (deriv_id t)) as D2.
    pose proof (deriv_mult _ _ t _ _ D2 (deriv_id t)) as D3. eapply deriv_eq.
    + apply deriv_minus; [apply deriv_minus; [apply deriv_id|apply (deriv_scal_r (/ 4) (fun t => t * t * t)), D3]|].
      apply deriv_tanh.
    + field.
  - intros t Ht. pose proof (tanh_off t) as B. apply Rabs_le_between in B. assert (9 / 10 * t <= tanh t) by nra.
    pose proof (Rmult_le_compat (9 / 10 * t) (tanh t) (9 / 10 * t) (tanh t) ltac:(lra) ltac:(lra) ltac:(assumption)
      ltac:(assumption)). nra.
Qed.

Lemma tanh_gap_pos z : 0 < z <= 1 / 20 -> 0 < tanh_gap z.
Proof.
  intros [Z0 Z1]. pose proof root_pos as C. pose proof root_square as Q. pose proof PI2_1. pose proof PI_4.
  assert (P : 0 < / PI) by (apply Rinv_0_lt_compat; lra). assert (I : PI * / PI = 1) by (apply Rinv_r; lra).
  assert (Q1 : 1 / 2 <= root * root <= 1) by (rewrite Q; unfold Rdiv; nra).
  assert (C1 : root <= 1) by nra. assert (Z3 : 0 < z ^ 3 <= z) by (simpl; rewrite Rmult_1_r; split;
    [repeat apply Rmult_lt_0_compat; lra|nra]).
  assert (U : root * z <= inner_cubic z <= 1 / 10).
  { unfold inner_cubic. pose proof (Rmult_lt_0_compat _ _ C (proj1 Z3)). split; [lra|].
    pose proof (Rmult_le_compat_r (z + 8943 / 200000 * z ^ 3) _ _ ltac:(lra) C1). lra. }
  pose proof (Rmult_lt_0_compat _ _ C Z0) as RZ.
  pose proof (tanh_le_cubic (inner_cubic z) ltac:(lra)) as T.
  assert (K : root * z * (root * z) * (root * z) <= inner_cubic z * inner_cubic z * inner_cubic z).
  { apply Rmult_le_compat; [apply Rmult_le_pos| |apply Rmult_le_compat|]; lra. }
  assert (L : tanh (inner_cubic z) < root * z).
  { replace (root * z * (root * z) * (root * z)) with (root * root * (root * z ^ 3)) in K by ring.
    pose proof (Rmult_lt_0_compat _ _ C (proj1 Z3)) as RZ3.
    pose proof (Rmult_le_compat_r _ _ _ (Rlt_le _ _ RZ3) (proj1 Q1)).
    unfold inner_cubic at 2 in T. lra. }
  unfold tanh_gap. replace (z * z / 2 - z * tanh (inner_cubic z) / (2 * root))
    with (z * (root * z - tanh (inner_cubic z)) * / (2 * root)) by (field; lra).
  apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|apply Rinv_0_lt_compat; lra].
Qed.

Lemma tanh_gap_opposite z : - (tanh_gap (z + - z) - tanh_gap z - tanh_gap (- z)) = 2 * tanh_gap z.
Proof.
  pose proof root_pos. rewrite Rplus_opp_r. unfold tanh_gap. rewrite inner_opp, tanh_opp. field. lra.
Qed.
