(** * GeLU, z Phi(z): how it multiplies, and how close it is to the identity.

    sqrt(pi/2) GeLU(z) is linear in z up to [z / sqrt 2 * gauss (z / sqrt 2)], which is z^2 / 2 less [gelu_gap z]. The
    gap is even and convex, its second derivative 1 - (1 - w) e^{-w} at w = z^2 / 2 being between 0 and 2 w. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Derivatives Convexity Scalars Gaussian.
Local Open Scope R_scope.

Definition gelu (z : R) : R := z * (1 + 2 / sqrt PI * gauss (z / sqrt 2)) / 2.

(** What sqrt(pi/2) (GeLU(a + b) - GeLU(a) - GeLU(b)) is off a b. *)
Definition product_error (a b : R) : R := sqrt (PI / 2) * (gelu (a + b) - gelu a - gelu b) - a * b.

Definition gelu_gap (z : R) : R := z * z / 2 - z / sqrt 2 * gauss (z / sqrt 2).
Definition gap_slope (z : R) : R :=
  z - / sqrt 2 * gauss (z / sqrt 2) - z / 2 * gaussian (z / sqrt 2).
Definition gap_curvature (z : R) : R := 1 - (1 - z * z / 2) * gaussian (z / sqrt 2).

Lemma sqrt_2_pos : 0 < sqrt 2.
Proof. apply sqrt_lt_R0. lra. Qed.

Lemma sqrt_2_square : sqrt 2 * sqrt 2 = 2.
Proof. apply sqrt_sqrt. lra. Qed.

Lemma inv_sqrt_2_square : / sqrt 2 * / sqrt 2 = / 2.
Proof. pose proof sqrt_2_pos. rewrite <- Rinv_mult by lra. rewrite sqrt_2_square. reflexivity. Qed.

Lemma over_sqrt_2_square z : z / sqrt 2 * (z / sqrt 2) = z * z / 2.
Proof. unfold Rdiv. rewrite <- inv_sqrt_2_square. ring. Qed.

Lemma gap_0 : gelu_gap 0 = 0.
Proof. unfold gelu_gap. unfold Rdiv. rewrite !Rmult_0_l. ring. Qed.

Theorem product_error_gap a b : product_error a b = - (gelu_gap (a + b) - gelu_gap a - gelu_gap b).
Proof.
  pose proof sqrt_2_pos as S. pose proof (sqrt_lt_R0 PI PI_RGT_0) as P. unfold product_error, gelu, gelu_gap.
  rewrite sqrt_div_alt by lra. field. lra.
Qed.

Lemma deriv_over_sqrt_2 z : deriv_at (fun z => z / sqrt 2) z (/ sqrt 2).
Proof. eapply deriv_eq; [apply (deriv_scal_r (/ sqrt 2) (fun z => z)), deriv_id|ring]. Qed.

Lemma deriv_gap z : deriv_at gelu_gap z (gap_slope z).
Proof.
  pose proof sqrt_2_pos as S. unfold gelu_gap. eapply deriv_eq.
  - apply deriv_minus; [apply (deriv_scal_r (/ 2) (fun z => z * z)), deriv_mult; apply deriv_id|].
    apply deriv_mult; [apply deriv_over_sqrt_2|].
    apply (deriv_comp gauss (fun z => z / sqrt 2)); [apply deriv_gauss|apply deriv_over_sqrt_2].
  - unfold gap_slope. replace (z / sqrt 2 * (gaussian (z / sqrt 2) * / sqrt 2))
      with (z * gaussian (z / sqrt 2) * (/ sqrt 2 * / sqrt 2)) by (unfold Rdiv; ring).
    rewrite inv_sqrt_2_square. unfold Rdiv. field. lra.
Qed.

Lemma deriv_gap_slope z : deriv_at gap_slope z (gap_curvature z).
Proof.
  pose proof sqrt_2_pos as S. unfold gap_slope. eapply deriv_eq.
  - apply deriv_minus; [apply deriv_minus; [apply deriv_id|]|].
    + apply deriv_scal, (deriv_comp gauss (fun z => z / sqrt 2)); [apply deriv_gauss|apply deriv_over_sqrt_2].
    + apply deriv_mult; [apply (deriv_scal_r (/ 2) (fun z => z)), deriv_id|].
      unfold gaussian. apply (deriv_exp (fun z => - (z / sqrt 2 * (z / sqrt 2)))), deriv_opp, deriv_mult;
        apply deriv_over_sqrt_2.
  - fold (gaussian (z / sqrt 2)). unfold gap_curvature. set (g := gaussian (z / sqrt 2)).
    replace (/ sqrt 2 * (g * / sqrt 2)) with (g * (/ sqrt 2 * / sqrt 2)) by ring.
    replace (/ sqrt 2 * (z / sqrt 2) + z / sqrt 2 * / sqrt 2) with (2 * z * (/ sqrt 2 * / sqrt 2))
      by (unfold Rdiv; ring).
    rewrite inv_sqrt_2_square. field.
Qed.

Lemma gaussian_over_sqrt_2 z : gaussian (z / sqrt 2) = exp (- (z * z / 2)).
Proof. unfold gaussian. rewrite over_sqrt_2_square. reflexivity. Qed.

(** 0 <= gap'' <= z^2. *)
Lemma gap_curvature_between z : 0 <= gap_curvature z <= z * z.
Proof.
  unfold gap_curvature. rewrite gaussian_over_sqrt_2. set (w := z * z / 2).
  pose proof (Rle_0_sqr z) as S. unfold Rsqr in S. assert (W : 0 <= w) by (unfold w; lra).
  replace (z * z) with (2 * w) by (unfold w; lra).
  pose proof (exp_pos (- w)) as E. pose proof (exp_opp_le_1 w W) as E1. pose proof (exp_ineq1_le (- w)) as E2.
  destruct (Rle_lt_dec w 1) as [L|L].
  - pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) E1). pose proof (Rmult_le_compat_l (1 - w) _ _ ltac:(lra) E2).
    pose proof (Rle_0_sqr w) as Q. unfold Rsqr in Q. split; lra.
  - pose proof (Rmult_le_compat_l (w - 1) _ _ ltac:(lra) E1).
    pose proof (Rmult_le_pos (w - 1) (exp (- w)) ltac:(lra) ltac:(lra)).
    lra.
Qed.

(** gap'' <= |z|: for |z| <= 1 by the above, beyond as (w - 1) e^{-w} <= 1/4. *)
Lemma gap_curvature_le_abs z : gap_curvature z <= Rabs z.
Proof.
  pose proof (gap_curvature_between z) as [_ B]. pose proof (Rabs_pos z) as A.
  assert (Z : z * z = Rabs z * Rabs z) by (rewrite <- Rabs_mult; symmetry; apply Rabs_pos_eq, Rle_0_sqr).
  destruct (Rle_lt_dec (Rabs z) 1) as [L|L].
  - rewrite Z in B. pose proof (Rmult_le_compat_l _ _ _ A L). lra.
  - unfold gap_curvature. rewrite gaussian_over_sqrt_2, Z. set (r := Rabs z) in *. set (w := r * r / 2).
    pose proof (exp_pos (- w)) as E. destruct (Rle_lt_dec w 1) as [M|M].
    + pose proof (Rmult_le_pos (1 - w) (exp (- w)) ltac:(lra) ltac:(lra)). lra.
    + (* w - 1 <= e^{w - 2}, and e^2 >= 4 *)
      assert (K : (w - 1) * exp (- w) <= 1 / 4).
      { pose proof (exp_ineq1_le (w - 2)) as X. pose proof (exp_ineq1_le 1) as Y.
        assert (F : 4 <= exp 2) by (replace 2 with (1 + 1) by ring; rewrite exp_plus; nra).
        apply Rle_trans with (exp (w - 2) * exp (- w)); [apply Rmult_le_compat_r; lra|].
        rewrite <- exp_plus. replace (w - 2 + - w) with (- (2)) by ring. rewrite exp_Ropp.
        replace (1 / 4) with (/ 4) by field. apply Rinv_le_contravar; lra. }
      assert (5 / 4 <= r); [|lra]. apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. unfold w in M. lra.
Qed.

(** ** Products *)

(** The error has the sign of - a b, and it is at most |a b| (2 a^2 + 3 a b + 2 b^2) / 6, the value for z^4 / 12. *)
Theorem product_error_between a b :
  a * b * product_error a b <= 0 /\
  - (a * b * (a * b * (2 * a ^ 2 + 3 * a * b + 2 * b ^ 2) / 6)) <= a * b * product_error a b.
Proof.
  rewrite product_error_gap. pose proof (mixed_difference gelu_gap gap_slope gap_curvature a b deriv_gap deriv_gap_slope
    (fun t => proj1 (gap_curvature_between t))) as L. rewrite gap_0 in L. split; [lra|].
  pose proof (mixed_difference_le gelu_gap gap_slope gap_curvature (fun t => t * t * (t * t) / 12)
    (fun t => t * t * t / 3) (fun t => t * t) a b deriv_gap deriv_gap_slope) as U. cbv beta in U. rewrite gap_0 in U.
  enough (a * b * (gelu_gap (a + b) - gelu_gap a - gelu_gap b + 0)
    <= a * b * ((a + b) * (a + b) * ((a + b) * (a + b)) / 12 - a * a * (a * a) / 12 - b * b * (b * b) / 12
                + 0 * 0 * (0 * 0) / 12)) by lra.
  apply U; intros t; pose proof (deriv_mult _ _ t _ _ (deriv_id t) (deriv_id t)) as D2.
  - eapply deriv_eq; [apply (deriv_scal_r (/ 12) (fun t => t * t * (t * t))), (deriv_mult _ _ t _ _ D2 D2)|field].
  - eapply deriv_eq; [apply (deriv_scal_r (/ 3) (fun t => t * t * t)), (deriv_mult _ _ t _ _ D2 (deriv_id t))|field].
  - apply gap_curvature_between.
Qed.

(** x between 0 and y is at most |y|, where p x and p (y - x) say so of p = a b. *)
Theorem abs_product_error_le a b :
  Rabs (product_error a b) <= Rabs (a * b) * (2 * a ^ 2 + 3 * a * b + 2 * b ^ 2) / 6.
Proof.
  pose proof (product_error_between a b) as [U L]. set (p := a * b) in *. set (e := product_error a b) in *.
  set (q := 2 * a ^ 2 + 3 * a * b + 2 * b ^ 2) in *.
  destruct (total_order_T p 0) as [[N|Z]|P].
  - rewrite (Rabs_left p N). apply Rabs_le. split; [|].
    + apply Rle_trans with 0; [|apply Rmult_le_reg_l with (- p); lra].
      assert (0 <= - p * q / 6); [|lra]. apply Rmult_le_reg_l with (- p); [lra|]. lra.
    + apply Rmult_le_reg_l with (- p); lra.
  - assert (e = 0) as ->; [|rewrite Rabs_R0, Z, Rabs_R0; lra].
    unfold e. rewrite product_error_gap. destruct (Rmult_integral a b Z) as [-> | ->].
    + rewrite Rplus_0_l, gap_0. ring.
    + rewrite Rplus_0_r, gap_0. ring.
  - rewrite (Rabs_pos_eq p) by lra. apply Rabs_le. split; [|].
    + apply Rmult_le_reg_l with p; lra.
    + apply Rle_trans with 0; [apply Rmult_le_reg_l with p; lra|].
      assert (0 <= p * q / 6); [|lra]. apply Rmult_le_reg_l with p; lra.
Qed.

(** The largest value of |a b| (2 a^2 + 3 a b + 2 b^2) for a given a^4 + b^4 is at a = b. *)
Theorem abs_product_error_le_fourth a b : Rabs (product_error a b) <= 7 / 12 * (a ^ 4 + b ^ 4).
Proof.
  eapply Rle_trans; [apply abs_product_error_le|].
  assert (P : a * b <= Rabs (a * b)) by apply Rle_abs. pose proof (Rabs_pos (a * b)) as P0.
  assert (S : Rabs (a * b) * Rabs (a * b) = a ^ 2 * b ^ 2)
    by (rewrite <- Rabs_mult, Rabs_pos_eq by apply Rle_0_sqr; ring).
  set (p := Rabs (a * b)) in *. pose proof (Rmult_le_compat_l _ _ _ P0 P) as Q.
  pose proof (pow2_ge_0 (a ^ 2 - b ^ 2)) as D. pose proof (pow2_ge_0 (a ^ 2 + b ^ 2 - 2 * p)) as F. lra.
Qed.

(** 0 <= gap z <= z^4 / 12, from b = - a above, and gap z <= z^2 / 2; so it is at most |z|^3 / 2. *)
Lemma gap_even z : gelu_gap (- z) = gelu_gap z.
Proof.
  unfold gelu_gap. replace (- z / sqrt 2) with (- (z / sqrt 2)) by (field; pose proof sqrt_2_pos; lra).
  rewrite gauss_odd. field. pose proof sqrt_2_pos. lra.
Qed.

Lemma gap_between z : 0 <= gelu_gap z <= z ^ 4 / 12.
Proof.
  destruct (Req_dec z 0) as [->|N]; [rewrite gap_0; lra|].
  pose proof (product_error_between z (- z)) as [U L]. rewrite product_error_gap, Rplus_opp_r, gap_0, gap_even in U, L.
  assert (P : 0 < z * z) by nra. split; apply Rmult_le_reg_l with (z * z); lra.
Qed.

Lemma gap_le_square z : gelu_gap z <= z * z / 2.
Proof.
  pose proof sqrt_2_pos as S. assert (H : forall t, 0 <= t * gauss t).
  { intros t. destruct (Rle_lt_dec 0 t) as [T|T]; [apply Rmult_le_pos; [exact T|apply gauss_nonneg, T]|].
    rewrite <- (Ropp_involutive t), gauss_odd. pose proof (gauss_nonneg (- t) ltac:(lra)). nra. }
  unfold gelu_gap. specialize (H (z / sqrt 2)). lra.
Qed.

Lemma gap_le_cube z : Rabs (gelu_gap z) <= 1 / 2 * Rabs z ^ 3.
Proof.
  pose proof (gap_between z) as [L U]. pose proof (gap_le_square z) as Q. rewrite Rabs_pos_eq by exact L.
  pose proof (Rabs_pos z) as A. assert (Z : z * z = Rabs z * Rabs z) by (rewrite <- Rabs_mult; symmetry;
    apply Rabs_pos_eq, Rle_0_sqr). replace (z ^ 4) with (z * z * (z * z)) in U by ring. rewrite Z in U, Q.
  set (r := Rabs z) in *. assert (0 <= r ^ 3) by (apply pow_le, A). destruct (Rle_lt_dec r 1) as [T|T].
  - pose proof (Rmult_le_compat_l (r ^ 3) _ _ H T). lra.
  - pose proof (Rmult_le_compat_l (r * r) 1 r ltac:(nra) ltac:(lra)). lra.
Qed.

(** ** Far to the right and far to the left *)

Lemma gelu_off z : z - gelu z = z * tail (z / sqrt 2) / sqrt PI.
Proof.
  pose proof (sqrt_lt_R0 PI PI_RGT_0). unfold gelu, tail, half_sqrt_pi. field. pose proof sqrt_2_pos. lra.
Qed.

(** Mills' ratio: 0 <= z - GeLU(z) <= e^{-z^2/2} / sqrt(2 pi) for z >= 0. *)
Theorem gelu_off_between z : 0 <= z -> 0 <= z - gelu z <= exp (- (z * z / 2)) / sqrt (2 * PI).
Proof.
  intros Hz. rewrite gelu_off. pose proof (sqrt_lt_R0 PI PI_RGT_0) as P. pose proof sqrt_2_pos as S.
  assert (T : 0 <= z / sqrt 2) by (apply Rmult_le_pos; [exact Hz|left; apply Rinv_0_lt_compat, S]).
  pose proof (mills _ T) as M. pose proof (tail_between _ T) as [Q _]. rewrite over_sqrt_2_square in M.
  pose proof (Rinv_0_lt_compat _ P). split.
  - apply Rmult_le_pos; [apply Rmult_le_pos; assumption|lra].
  - rewrite sqrt_mult_alt by lra. apply Rmult_le_reg_r with (sqrt 2 * sqrt PI); [apply Rmult_lt_0_compat; assumption|].
    replace (exp (- (z * z / 2)) / (sqrt 2 * sqrt PI) * (sqrt 2 * sqrt PI)) with (exp (- (z * z / 2))) by (field; lra).
    eapply Rle_trans; [|exact M]. right. replace (2 * (z / sqrt 2)) with (z / sqrt 2 * (sqrt 2 * sqrt 2))
      by (rewrite sqrt_2_square; ring). field. lra.
Qed.

Lemma gelu_ge_half z : 0 <= z -> z / 2 <= gelu z.
Proof.
  intros H. unfold gelu. pose proof sqrt_2_pos as S. pose proof (Rinv_0_lt_compat _ S).
  assert (T : 0 <= z / sqrt 2) by (apply Rmult_le_pos; lra). pose proof (gauss_nonneg _ T) as G.
  pose proof (Rinv_0_lt_compat _ (sqrt_lt_R0 PI PI_RGT_0)) as P.
  pose proof (Rmult_le_pos _ _ H (Rmult_le_pos _ _ (Rlt_le _ _ P) G)). unfold Rdiv at 2 3. lra.
Qed.

Lemma gelu_opp z : gelu (- z) = gelu z - z.
Proof.
  unfold gelu. replace (- z / sqrt 2) with (- (z / sqrt 2)) by (field; pose proof sqrt_2_pos; lra). rewrite gauss_odd.
  field. pose proof sqrt_2_pos. pose proof (sqrt_lt_R0 PI PI_RGT_0). lra.
Qed.
