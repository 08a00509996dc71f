(** * The error of the product by GeLU against third powers: at most (|a|^3 + |b|^3) / 3.

    For a, b >= 0 and a given sum the worst case is a = b, as z^3 / 3 plus the gap is convex there. What is left is a
    statement on one number: [excess t >= 0], whose derivative is elementary. It falls on about [0.35, 0.71] only. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Interval Require Tactic.
From Certify Require Import Lang Derivatives Convexity Scalars Gaussian Gelu Enclosures.
Import Enclosures.Tactics.
Local Open Scope R_scope.

Definition excess (t : R) : R := 2 * sqrt 2 / 3 * (t * t) - t + gauss (2 * t) - gauss t.
Definition excess_slope (t : R) : R := 4 * sqrt 2 / 3 * t - 1 + 2 * exp (- (4 * (t * t))) - exp (- (t * t)).

Lemma deriv_excess t : deriv_at excess t (excess_slope t).
Proof.
  unfold excess. eapply deriv_eq.
  - apply deriv_minus; [apply deriv_plus; [apply deriv_minus; [|apply deriv_id]|]|apply deriv_gauss].
    + apply deriv_scal, (deriv_mult (fun t => t) (fun t => t)); apply deriv_id.
    + apply (deriv_comp gauss (fun t => 2 * t)); [apply deriv_gauss|apply deriv_scal, deriv_id].
  - unfold excess_slope, gaussian. replace (2 * t * (2 * t)) with (4 * (t * t)) by ring. field.
Qed.

Lemma excess_0 : excess 0 = 0.
Proof. unfold excess. replace (2 * 0) with 0 by ring. rewrite gauss_0. ring. Qed.

(** The slope by enclosures, and near 0 by e^{-4 t^2} >= 1 - 4 t^2 and e^{-t^2} <= 1. *)
Lemma slope_near_0 t : 0 <= t <= 23 / 100 -> 0 <= excess_slope t.
Proof.
  intros H. unfold excess_slope. pose proof (exp_ineq1_le (- (4 * (t * t)))) as E.
  pose proof (exp_opp_le_1 (t * t) (Rle_0_sqr t)) as F.
  assert (S : 14 / 10 <= sqrt 2) by (rewrite <- (sqrt_square (14 / 10)) by lra; apply sqrt_le_1_alt; lra). nra.
Qed.

Lemma slope_rises t : 23 / 100 <= t <= 34 / 100 -> 0 <= excess_slope t.
Proof. intros H. unfold excess_slope. interval with (Tactic.i_prec 40, Tactic.i_bisect t, Tactic.i_autodiff t). Qed.

Lemma slope_falls t : 36 / 100 <= t <= 7 / 10 -> excess_slope t <= 0.
Proof. intros H. unfold excess_slope. interval with (Tactic.i_prec 40, Tactic.i_bisect t, Tactic.i_autodiff t). Qed.

Lemma slope_small t : 34 / 100 <= t <= 73 / 100 -> - (13 / 100) <= excess_slope t.
Proof. intros H. unfold excess_slope. interval with (Tactic.i_prec 40, Tactic.i_bisect t, Tactic.i_autodiff t). Qed.

Lemma slope_rises_again t : 73 / 100 <= t -> 0 <= excess_slope t.
Proof.
  intros H. destruct (Rle_lt_dec t 2) as [L|L].
  - unfold excess_slope. interval with (Tactic.i_prec 40, Tactic.i_bisect t, Tactic.i_autodiff t).
  - unfold excess_slope. pose proof (exp_pos (- (4 * (t * t)))). pose proof (exp_opp_le_1 (t * t) (Rle_0_sqr t)).
    assert (S : 14 / 10 <= sqrt 2) by (rewrite <- (sqrt_square (14 / 10)) by lra; apply sqrt_le_1_alt; lra). nra.
Qed.

(** Its value where it begins to fall and where it ends falling. *)
Lemma gauss_between a b : gauss b - gauss a = RInt (fun s => exp (- (s * s))) a b.
Proof.
  unfold gauss. pose proof (RInt_Chasles (V := R_CompleteNormedModule) gaussian 0 a b (gaussian_integrable _ _)
    (gaussian_integrable _ _)) as C. unfold plus in C. simpl in C. unfold gaussian in *. lra.
Qed.

Lemma excess_at t : excess t = 2 * sqrt 2 / 3 * (t * t) - t + RInt (fun s => exp (- (s * s))) t (2 * t).
Proof. rewrite <- gauss_between. unfold excess. ring. Qed.

Lemma excess_begin : 1 / 100 <= excess (34 / 100).
Proof.
  rewrite excess_at. replace (2 * (34 / 100)) with (68 / 100) by field.
  assert (26 / 100 <= RInt (fun s => exp (- (s * s))) (34 / 100) (68 / 100)) by integral with (Tactic.i_prec 50).
  assert (14 / 10 <= sqrt 2) by by_enclosure. lra.
Qed.

Lemma excess_end : 4 / 1000 <= excess (7 / 10).
Proof.
  rewrite excess_at. replace (2 * (7 / 10)) with (14 / 10) by field.
  assert (24315 / 100000 <= RInt (fun s => exp (- (s * s))) (7 / 10) (14 / 10)) by integral with (Tactic.i_prec 50).
  assert (1414 / 1000 <= sqrt 2) by by_enclosure. lra.
Qed.

Theorem excess_nonneg t : 0 <= t -> 0 <= excess t.
Proof.
  intros Ht.
  assert (rise : forall a b, a <= b -> (forall s, a < s < b -> 0 <= excess_slope s) -> excess a <= excess b).
  { intros a b L H. apply (increasing_of_derivative excess excess_slope a b L); [intros; apply deriv_excess|exact H]. }
  assert (fall : forall a b k, a <= b -> (forall s, a < s < b -> - k <= excess_slope s) ->
    excess a - k * (b - a) <= excess b).
  { intros a b k L H. enough (excess a + k * a <= excess b + k * b) by lra.
    apply (increasing_of_derivative (fun s => excess s + k * s) (fun s => excess_slope s + k * 1) a b L).
    - intros s _. apply deriv_plus; [apply deriv_excess|apply deriv_scal, deriv_id].
    - intros s Hs. specialize (H s Hs). lra. }
  pose proof excess_begin as B. pose proof excess_end as E.
  destruct (Rle_lt_dec t (34 / 100)) as [T1|T1].
  { rewrite <- excess_0. apply rise; [exact Ht|]. intros s Hs.
    destruct (Rle_lt_dec s (23 / 100)); [apply slope_near_0|apply slope_rises]; lra. }
  destruct (Rle_lt_dec t (36 / 100)) as [T2|T2].
  { pose proof (fall (34 / 100) t (13 / 100) ltac:(lra) ltac:(intros; apply slope_small; lra)). lra. }
  destruct (Rle_lt_dec t (7 / 10)) as [T3|T3].
  { enough (- excess t <= - excess (7 / 10)) by lra.
    apply (increasing_of_derivative (fun s => - excess s) (fun s => - excess_slope s) t (7 / 10) T3).
    - intros s _. apply deriv_opp, deriv_excess.
    - intros s Hs. pose proof (slope_falls s ltac:(lra)). lra. }
  destruct (Rle_lt_dec t (73 / 100)) as [T4|T4].
  { pose proof (fall (7 / 10) t (13 / 100) ltac:(lra) ltac:(intros; apply slope_small; lra)). lra. }
  pose proof (fall (7 / 10) (73 / 100) (13 / 100) ltac:(lra) ltac:(intros; apply slope_small; lra)).
  pose proof (rise (73 / 100) t ltac:(lra) ltac:(intros; apply slope_rises_again; lra)). lra.
Qed.

(** ** The gap at twice a number, at the mean of two, and at a difference *)

Lemma gap_double z : 0 <= z -> gelu_gap (2 * z) - 2 * gelu_gap z <= 2 / 3 * z ^ 3.
Proof.
  intros Hz. pose proof sqrt_2_pos as S. set (t := z / sqrt 2).
  assert (T : 0 <= t) by (apply Rmult_le_pos; [exact Hz|left; apply Rinv_0_lt_compat, S]).
  pose proof (excess_nonneg t T) as E. assert (Z : z = sqrt 2 * t) by (unfold t; field; lra).
  assert (D : 2 * z / sqrt 2 = 2 * t) by (unfold t; field; lra).
  unfold gelu_gap. rewrite D. fold t. unfold excess in E. apply (Rmult_le_compat_l (2 * t)) in E; [|lra].
  assert (Z2 : z * z = 2 * (t * t)) by (rewrite Z; transitivity (sqrt 2 * sqrt 2 * (t * t)); [ring|];
    rewrite sqrt_2_square; ring).
  replace (2 * z * (2 * z)) with (4 * (z * z)) by ring. replace (z ^ 3) with (z * z * z) by ring.
  rewrite Z2, Z. lra.
Qed.

(** A convex function at the mean of two numbers. *)
Lemma gap_mean a b : 2 * gelu_gap ((a + b) / 2) <= gelu_gap a + gelu_gap b.
Proof.
  set (m := (a + b) / 2). set (e := (a - b) / 2).
  assert (D : forall g dg, (forall t, deriv_at g t (dg t)) -> forall t, deriv_at (fun t => g (m + t)) t (dg (m + t))).
  { intros g dg H t. eapply deriv_eq; [apply (deriv_comp g (fun t => m + t)); [apply H|]|apply Rmult_1_r].
    eapply deriv_eq; [apply deriv_plus; [apply deriv_const|apply deriv_id]|ring]. }
  pose proof (mixed_difference (fun t => gelu_gap (m + t)) _ _ e (- e) (D _ _ deriv_gap) (D _ _ deriv_gap_slope)
    (fun t => proj1 (gap_curvature_between (m + t)))) as M. cbv beta in M.
  replace (m + (e + - e)) with m in M by ring. replace (m + 0) with m in M by ring.
  replace (m + e) with a in M by (unfold m, e; field). replace (m + - e) with b in M by (unfold m, e; field).
  destruct (Req_dec e 0) as [Z|N].
  - replace a with m by (unfold m, e in *; lra). replace b with m by (unfold m, e in *; lra). lra.
  - apply Rmult_le_reg_l with (e * e); [nra|]. lra.
Qed.

(** gap'' <= |z| gives slopes of at most z^2 / 2 on the right, and differences of at most those of z^3 / 6. *)
Lemma slope_le z : 0 <= z -> gap_slope z <= z * z / 2.
Proof.
  intros Hz. enough (0 * 0 / 2 - gap_slope 0 <= z * z / 2 - gap_slope z).
  { assert (E : gap_slope 0 = 0) by (unfold gap_slope, Rdiv; rewrite !Rmult_0_l, gauss_0; ring). lra. }
  apply (increasing_of_derivative (fun t => t * t / 2 - gap_slope t) (fun t => (1 * t + t * 1) * / 2 - gap_curvature t)
    0 z Hz).
  - intros t _. apply deriv_minus; [|apply deriv_gap_slope].
    apply (deriv_scal_r (/ 2) (fun t => t * t)), (deriv_mult (fun t => t) (fun t => t)); apply deriv_id.
  - intros t Ht. pose proof (gap_curvature_le_abs t) as C. rewrite Rabs_pos_eq in C by lra. lra.
Qed.

Lemma gap_difference_le a b : 0 <= a <= b -> gelu_gap b - gelu_gap a <= (b ^ 3 - a ^ 3) / 6.
Proof.
  intros H. enough (a * a * a / 6 - gelu_gap a <= b * b * b / 6 - gelu_gap b) by lra.
  apply (increasing_of_derivative (fun t => t * t * t / 6 - gelu_gap t)
    (fun t => ((1 * t + t * 1) * t + t * t * 1) * / 6 - gap_slope t) a b (proj2 H)).
  - intros t _. apply deriv_minus; [|apply deriv_gap].
    apply (deriv_scal_r (/ 6) (fun t => t * t * t)), (deriv_mult (fun t => t * t) (fun t => t)); [|apply deriv_id].
    apply (deriv_mult (fun t => t) (fun t => t)); apply deriv_id.
  - intros t Ht. pose proof (slope_le t ltac:(lra)). lra.
Qed.

(** The gap rises on the right. *)
Lemma gap_difference_ge a b : 0 <= a <= b -> 0 <= gelu_gap b - gelu_gap a.
Proof.
  intros H. enough (gelu_gap a <= gelu_gap b) by lra.
  apply (increasing_of_derivative gelu_gap gap_slope a b (proj2 H)); [intros; apply deriv_gap|].
  intros t Ht. assert (E : gap_slope 0 = 0) by (unfold gap_slope, Rdiv; rewrite !Rmult_0_l, gauss_0; ring).
  rewrite <- E. apply (increasing_of_derivative gap_slope gap_curvature 0 t); [lra|intros; apply deriv_gap_slope|].
  intros s _. apply gap_curvature_between.
Qed.

(** ** The error *)

Lemma gap_abs z : gelu_gap (Rabs z) = gelu_gap z.
Proof. unfold Rabs. destruct (Rcase_abs z); [apply gap_even|reflexivity]. Qed.

(** Both numbers on one side of 0. *)
Lemma same_side a b : 0 <= a -> 0 <= b -> gelu_gap (a + b) - gelu_gap a - gelu_gap b <= (a ^ 3 + b ^ 3) / 3.
Proof.
  intros Ha Hb. set (m := (a + b) / 2). pose proof (gap_double m ltac:(unfold m; lra)) as D.
  pose proof (gap_mean a b) as M. fold m in M. replace (2 * m) with (a + b) in D by (unfold m; field).
  assert (C : 2 * m ^ 3 <= a ^ 3 + b ^ 3).
  { unfold m. pose proof (Rmult_le_pos (a + b) ((a - b) ^ 2) ltac:(lra) (pow2_ge_0 _)). lra. }
  lra.
Qed.

(** One on each side, b the nearer to 0. *)
Lemma two_sides a b : 0 <= b <= a -> gelu_gap a + gelu_gap b - gelu_gap (a - b) <= (a ^ 3 + b ^ 3) / 3.
Proof.
  intros H. pose proof (gap_difference_le (a - b) a ltac:(lra)) as D.
  pose proof (gap_difference_le 0 b ltac:(lra)) as B.
  rewrite gap_0 in B. pose proof (pow2_ge_0 (a / 2 - b)) as S. apply (Rmult_le_compat_l a) in S; [|lra].
  pose proof (pow_le a 3 ltac:(lra)). lra.
Qed.

Theorem abs_product_error_le_third a b : Rabs (product_error a b) <= 1 / 3 * (Rabs a ^ 3 + Rabs b ^ 3).
Proof.
  pose proof (product_error_between a b) as [U _]. rewrite product_error_gap in *.
  assert (wlog : forall x y, gelu_gap (x + y) = gelu_gap (Rabs x + Rabs y)
    \/ gelu_gap (x + y) = gelu_gap (Rabs (Rabs x - Rabs y))).
  { intros x y. unfold Rabs at 1 2. unfold Rabs at 2 3. destruct (Rcase_abs x), (Rcase_abs y).
    - left. rewrite <- gap_even. f_equal. ring.
    - right. rewrite gap_abs, <- gap_even. f_equal. ring.
    - right. rewrite gap_abs. f_equal. ring.
    - left. reflexivity. }
  pose proof (Rabs_pos a) as A. pose proof (Rabs_pos b) as B. rewrite <- (gap_abs a), <- (gap_abs b).
  set (x := Rabs a) in *. set (y := Rabs b) in *. destruct (wlog a b) as [E|E]; fold x y in E; rewrite E.
  - pose proof (same_side x y A B). pose proof (product_error_between x y) as [L _]. rewrite product_error_gap in L.
    set (d := gelu_gap (x + y) - gelu_gap x - gelu_gap y) in *.
    assert (0 <= d); [|apply Rabs_le; lra].
    destruct (Req_dec (x * y) 0) as [Z|Z].
    + unfold d. destruct (Rmult_integral _ _ Z) as [-> | ->]; rewrite ?Rplus_0_l, ?Rplus_0_r, gap_0; lra.
    + apply Rmult_le_reg_l with (x * y); [pose proof (Rmult_le_pos x y A B); lra|]. lra.
  - pose proof (gap_between x). pose proof (gap_between y).
    assert (T : forall x y, 0 <= y <= x -> Rabs (- (gelu_gap (Rabs (x - y)) - gelu_gap x - gelu_gap y))
      <= 1 / 3 * (x ^ 3 + y ^ 3)).
    { clear. intros x y H. rewrite gap_abs. pose proof (two_sides x y H) as S.
      assert (0 <= gelu_gap x + gelu_gap y - gelu_gap (x - y)); [|apply Rabs_le; lra].
      pose proof (gap_difference_ge (x - y) x ltac:(lra)). pose proof (gap_between y). lra. }
    destruct (Rle_lt_dec y x) as [L|L]; [apply T; lra|].
    rewrite Rabs_minus_sym. replace (- (gelu_gap (Rabs (y - x)) - gelu_gap x - gelu_gap y))
      with (- (gelu_gap (Rabs (y - x)) - gelu_gap y - gelu_gap x)) by ring.
    rewrite (Rplus_comm (x ^ 3)). apply T. lra.
Qed.
