(** * Inequalities between numbers: exponentials, and the constants of the papers. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang.
Local Open Scope R_scope.

(** ** Exponentials *)

Lemma exp_le a b : a <= b -> exp a <= exp b.
Proof. intros [H | ->]; [left; apply exp_increasing, H|right; reflexivity]. Qed.

Lemma exp_ge_1 a : 0 <= a -> 1 <= exp a.
Proof. intros H. rewrite <- exp_0. apply exp_le, H. Qed.

Lemma exp_opp_le_1 a : 0 <= a -> exp (- a) <= 1.
Proof. intros H. rewrite <- exp_0. apply exp_le. lra. Qed.

(** The tangent at [b]: e^a >= e^b (1 + a - b). *)
Lemma exp_tangent a b : exp b * (1 + (a - b)) <= exp a.
Proof.
  replace (exp a) with (exp b * exp (a - b)) by (rewrite <- exp_plus; f_equal; ring).
  apply Rmult_le_compat_l; [left; apply exp_pos|]. apply exp_ineq1_le.
Qed.

(** |e^a - e^b| <= e^m |a - b| for a, b <= m. *)
Lemma exp_lipschitz a b m : a <= m -> b <= m -> Rabs (exp a - exp b) <= exp m * Rabs (a - b).
Proof.
  assert (H : forall a b, a <= m -> b <= a -> exp a - exp b <= exp m * (a - b)).
  { intros s t Hs L. pose proof (exp_tangent t s). pose proof (exp_le s m Hs).
    assert (exp s * (s - t) <= exp m * (s - t)) by (apply Rmult_le_compat_r; lra). lra. }
  intros Ha Hb. destruct (Rle_dec b a) as [L|L].
  - pose proof (exp_le b a L). rewrite !Rabs_pos_eq by lra. apply H; assumption.
  - pose proof (exp_le a b ltac:(lra)). rewrite !Rabs_left1 by lra.
    pose proof (H b a Hb ltac:(lra)). lra.
Qed.

(** |e^a - e^b| <= e^a (e^|a - b| - 1). *)
Lemma exp_difference a b h : Rabs (a - b) <= h -> Rabs (exp a - exp b) <= exp a * (exp h - 1).
Proof.
  intros H.
  assert (B : a - h <= b <= a + h) by (revert H; unfold Rabs; destruct (Rcase_abs (a - b)); lra).
  pose proof (exp_le b (a + h) ltac:(lra)) as U. pose proof (exp_le (a - h) b ltac:(lra)) as L.
  rewrite exp_plus in U. unfold Rminus in L. rewrite exp_plus in L. pose proof (exp_pos a) as P.
  assert (C : 2 - exp h <= exp (- h)).
  { rewrite exp_Ropp. pose proof (exp_pos h) as E.
    apply Rmult_le_reg_l with (exp h); [exact E|]. rewrite Rinv_r by lra.
    pose proof (Rle_0_sqr (exp h - 1)) as S. unfold Rsqr in S. lra. }
  apply (Rmult_le_compat_l (exp a)) in C; [|lra]. apply Rabs_le. lra.
Qed.

(** e^h - 1 <= 2 h for 0 <= h <= 1/2. *)
Lemma exp_minus_1_le h : 0 <= h <= 1 / 2 -> exp h - 1 <= 2 * h.
Proof.
  intros H. pose proof (exp_ineq1_le (- h)) as L. rewrite exp_Ropp in L. pose proof (exp_pos h) as E.
  apply (Rmult_le_compat_l (exp h)) in L; [|lra]. rewrite Rinv_r in L by lra.
  assert (exp h * (1 + - h) * (1 + 2 * h) <= 1 * (1 + 2 * h)) by (apply Rmult_le_compat_r; lra).
  assert (0 <= exp h * (h * (1 - 2 * h))) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]).
  lra.
Qed.

(** ** Dimensions *)

Lemma INR_ge_1 n : (1 <= n)%nat -> 1 <= INR n.
Proof. intros H. apply (le_INR 1 n H). Qed.

Lemma sqrt_INR_ge_1 n : (1 <= n)%nat -> 1 <= sqrt (INR n).
Proof. intros H. rewrite <- sqrt_1. apply sqrt_le_1_alt, INR_ge_1, H. Qed.

(** ** Products of factors that are at least 1 *)

Lemma le_mult_1 a b : 1 <= a -> 1 <= b -> 1 <= a * b.
Proof. intros. nra. Qed.

(** ** The constants of the papers *)

(** [r/2 <= e^{c r^2}], and [r <= e^{c r^2}], for every r, once [c >= 1/4]. *)
Lemma le_exp_square c r : 1 / 4 <= c -> r <= exp (c * r ^ 2).
Proof.
  intros H. pose proof (exp_ineq1_le (c * r ^ 2)) as E. pose proof (pow2_ge_0 (r / 2 - 1)) as S.
  pose proof (Rmult_le_compat_r (r ^ 2) _ _ (pow2_ge_0 r) H). lra.
Qed.

(** [8 r^3 <= e^{c r^2}] for r >= 0 and c >= 4: the square of [e^{2 r^2} >= 1 + 2 r^2]. *)
Lemma cube_le_exp_square c r : 4 <= c -> 0 <= r -> 8 * r ^ 3 <= exp (c * r ^ 2).
Proof.
  intros Hc Hr. pose proof (pow2_ge_0 r) as S.
  apply Rle_trans with (exp (2 * r ^ 2) * exp (2 * r ^ 2)).
  - pose proof (exp_ineq1_le (2 * r ^ 2)) as E.
    apply Rle_trans with ((1 + 2 * r ^ 2) * (1 + 2 * r ^ 2)); [|apply Rmult_le_compat; lra].
    pose proof (pow2_ge_0 (r * (1 - r))). lra.
  - rewrite <- exp_plus. apply exp_le. pose proof (Rmult_le_compat_r _ _ _ S Hc). lra.
Qed.

(** [5 / sqrt 2 <= 4]. *)
Lemma five_halves_sqrt_2_le_4 : 5 / sqrt 2 <= 4.
Proof.
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as S. apply Rmult_le_reg_r with (sqrt 2); [exact S|].
  replace (5 / sqrt 2 * sqrt 2) with 5 by (field; lra).
  enough (5 / 4 <= sqrt 2) by lra. rewrite <- (sqrt_square (5 / 4)) by lra. apply sqrt_le_1_alt. lra.
Qed.

(** n^1.5 >= 1. *)
Lemma power_of_dimension_ge_1 n : (1 <= n)%nat -> 1 <= INR n * sqrt (INR n).
Proof. intros H. apply le_mult_1; [apply INR_ge_1, H|apply sqrt_INR_ge_1, H]. Qed.

(** The factor n^1.5 e^{10 R^2} of LSXYZ23 is above R/2, for every R. *)
Lemma half_le_published n r : (1 <= n)%nat -> r / 2 <= INR n * sqrt (INR n) * exp (10 * r ^ 2).
Proof.
  intros H. pose proof (power_of_dimension_ge_1 n H) as P. pose proof (le_exp_square 10 r ltac:(lra)) as E.
  pose proof (exp_pos (10 * r ^ 2)) as X. apply (Rmult_le_compat_r (exp (10 * r ^ 2))) in P; lra.
Qed.

(** With a = beta^-2 and k = n or n^1.5 both at least 1, and r >= 0: r/2 <= c a k r e^{2 r^2} for c >= 1/2. *)
Lemma half_le_product c a k r : 1 / 2 <= c -> 1 <= a -> 1 <= k -> 0 <= r -> r / 2 <= c * a * k * r * exp (2 * r ^ 2).
Proof.
  intros Hc Ha Hk Hr. pose proof (exp_ge_1 (2 * r ^ 2) ltac:(pose proof (pow2_ge_0 r); lra)) as E.
  pose proof (le_mult_1 a k Ha Hk) as P. pose proof (le_mult_1 _ _ P E) as Q.
  replace (c * a * k * r * exp (2 * r ^ 2)) with (c * r * (a * k * exp (2 * r ^ 2))) by ring.
  apply Rle_trans with (c * r * 1); [|apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact Q]].
  pose proof (Rmult_le_compat_r r _ _ Hr Hc). lra.
Qed.

Lemma exp_square_le_published n r :
  (1 <= n)%nat -> 0 <= r -> r * exp (r ^ 2) <= 2 * sqrt (INR n) * r * exp (r ^ 2).
Proof.
  intros Hn Hr. pose proof (sqrt_INR_ge_1 n Hn) as S. pose proof (exp_pos (r ^ 2)) as E.
  pose proof (Rmult_le_pos r (exp (r ^ 2)) Hr ltac:(lra)) as P.
  pose proof (Rmult_le_compat_r _ 1 (2 * sqrt (INR n)) P ltac:(lra)). lra.
Qed.

(** beta^-2 >= 1 for beta in (0, 1). *)
Lemma inv_pow2_ge_1 b : 0 < b -> b < 1 -> 1 <= / b ^ 2.
Proof.
  intros H0 H1. rewrite <- Rinv_1 at 1. apply Rinv_le_contravar; [apply pow_lt, H0|].
  replace 1 with (1 ^ 2) by ring. apply pow_incr. lra.
Qed.

(** So R/2 is below both constants of the papers for a value of softmax. *)
Lemma half_le_with_beta n b r : (1 <= n)%nat -> 0 < b -> b < 1 -> 0 <= r ->
  r / 2 <= 4 * / b ^ 2 * (INR n * sqrt (INR n)) * r * exp (2 * r ^ 2).
Proof.
  intros Hn Hb Hb1. pose proof (inv_pow2_ge_1 b Hb Hb1). pose proof (power_of_dimension_ge_1 n Hn).
  apply half_le_product; lra.
Qed.

Lemma half_le_with_beta_variant n b r : (1 <= n)%nat -> 0 < b -> b < 1 -> 0 <= r ->
  r / 2 <= 2 * / b ^ 2 * INR n * r * exp (2 * r ^ 2).
Proof.
  intros Hn Hb Hb1. pose proof (inv_pow2_ge_1 b Hb Hb1). pose proof (INR_ge_1 n Hn). apply half_le_product; lra.
Qed.

(** |1/s - 1/t| <= |s - t| / beta^2. *)
Lemma inverse_lipschitz s t b : 0 < b -> b <= s -> b <= t -> Rabs (/ s - / t) <= / b ^ 2 * Rabs (s - t).
Proof.
  intros Hb Hs Ht. replace (/ s - / t) with (/ (s * t) * - (s - t)) by (field; lra).
  assert (P : 0 < s * t) by (apply Rmult_lt_0_compat; lra).
  rewrite Rabs_mult, Rabs_Ropp, (Rabs_pos_eq (/ (s * t))) by (left; apply Rinv_0_lt_compat, P).
  apply Rmult_le_compat_r; [apply Rabs_pos|]. apply Rinv_le_contravar; [apply pow_lt, Hb|].
  replace (b ^ 2) with (b * b) by ring. apply Rmult_le_compat; lra.
Qed.
