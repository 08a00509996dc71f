(** * The error of the product by the form of GeLU with tanh: at most 3/5 (a^4 + b^4).

    With g = tanh u the second derivative of z g / (2 c), c = sqrt(2/pi), is
    (1 - g^2) (1 + 6 k z^2 - c z g (1 + 3 k z^2)^2) with k = 0.044715, and within 36/35 z^2 of 1. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Interval Require Tactic.
From Certify Require Import Lang Derivatives Convexity Scalars Moves GeluTanh Enclosures.
Import Enclosures.Tactics.
Local Open Scope R_scope.

Local Notation k := (8943 / 200000).

Lemma deriv_tanh u : deriv_at tanh u (1 - tanh u * tanh u).
Proof.
  apply (deriv_ext (fun s => 1 - 2 * / (exp (2 * s) + 1))).
  { intros s. rewrite tanh_exp. unfold Rdiv. reflexivity. }
  pose proof (exp_pos (2 * u)) as E. eapply deriv_eq.
  - apply deriv_minus; [apply deriv_const|]. apply deriv_scal, (deriv_inv (fun s => exp (2 * s) + 1)); [|lra].
    apply deriv_plus; [apply (deriv_exp (fun s => 2 * s)), deriv_scal, deriv_id|apply deriv_const].
  - rewrite tanh_exp. field. lra.
Qed.

Definition steepness (z : R) : R := root * (1 + 3 * k * (z * z)).

Lemma deriv_inner z : deriv_at inner_cubic z (steepness z).
Proof.
  pose proof (deriv_mult _ _ z _ _ (deriv_id z) (deriv_id z)) as D2.
  pose proof (deriv_mult _ _ z _ _ D2 (deriv_id z)) as D3. cbv beta in D3.
  apply (deriv_ext (fun z => root * (z + k * (z * z * z)))); [intros; unfold inner_cubic; ring|].
  eapply deriv_eq; [apply deriv_scal, deriv_plus; [apply deriv_id|apply deriv_scal, D3]|].
  unfold steepness. ring.
Qed.

Definition bend (z : R) : R := 1 - tanh (inner_cubic z) * tanh (inner_cubic z).

Lemma deriv_tanh_inner z : deriv_at (fun z => tanh (inner_cubic z)) z (bend z * steepness z).
Proof. apply (deriv_comp tanh inner_cubic); [apply deriv_tanh|apply deriv_inner]. Qed.

Definition tanh_slope (z : R) : R :=
  z - (tanh (inner_cubic z) + z * (bend z * steepness z)) * / (2 * root).

Lemma deriv_tanh_gap z : deriv_at tanh_gap z (tanh_slope z).
Proof.
  pose proof root_pos as C. unfold tanh_gap. eapply deriv_eq.
  - apply deriv_minus; [apply (deriv_scal_r (/ 2) (fun z => z * z)), deriv_mult; apply deriv_id|].
    apply (deriv_scal_r (/ (2 * root)) (fun z => z * tanh (inner_cubic z))), deriv_mult;
      [apply deriv_id|apply deriv_tanh_inner].
  - unfold tanh_slope. field. lra.
Qed.

(** The second derivative of z^2 / 2 - tanh_gap z. *)
Definition arch (z : R) : R := bend z * (1 + 6 * k * (z * z)
  - root * z * tanh (inner_cubic z) * ((1 + 3 * k * (z * z)) * (1 + 3 * k * (z * z)))).

Lemma deriv_tanh_slope z : deriv_at tanh_slope z (1 - arch z).
Proof.
  pose proof root_pos as C.
  assert (DS : deriv_at steepness z (root * (6 * k * z))).
  { unfold steepness. eapply deriv_eq; [apply deriv_scal, deriv_plus; [apply deriv_const|]|].
    - apply deriv_scal, (deriv_mult _ _ z _ _ (deriv_id z) (deriv_id z)).
    - ring. }
  assert (DB : deriv_at bend z (- (2 * tanh (inner_cubic z) * (bend z * steepness z)))).
  { unfold bend. eapply deriv_eq; [apply deriv_minus; [apply deriv_const|]|].
    - apply (deriv_mult _ _ z _ _ (deriv_tanh_inner z) (deriv_tanh_inner z)).
    - cbv beta. unfold bend. ring. }
  unfold tanh_slope. eapply deriv_eq.
  - apply deriv_minus; [apply deriv_id|].
    apply (deriv_scal_r (/ (2 * root)) (fun z => tanh (inner_cubic z) + z * (bend z * steepness z))).
    apply deriv_plus; [apply deriv_tanh_inner|].
    apply (deriv_mult (fun z => z) (fun z => bend z * steepness z)); [apply deriv_id|].
    apply deriv_mult; [exact DB|exact DS].
  - unfold arch, steepness. field. lra.
Qed.

(** ** How far the second derivative is from 1 *)

Lemma root_square : root * root = 2 / PI.
Proof. apply sqrt_sqrt, Rlt_le, Rdiv_lt_0_compat; [lra|apply PI_RGT_0]. Qed.

Lemma inner_opp z : inner_cubic (- z) = - inner_cubic z.
Proof. unfold inner_cubic. ring. Qed.

Lemma arch_even z : arch (- z) = arch z.
Proof. unfold arch, bend. rewrite inner_opp, tanh_opp. ring. Qed.

Section Right.
  Variable z : R.
  Hypothesis Hz : 0 <= z.
  Let u := inner_cubic z.
  Let g := tanh u.
  Let v := z * z.
  Let q := 1 + 3 * k * v.

  Let v0 : 0 <= v.
  Proof. apply Rle_0_sqr. Qed.

  Let u_eq : u = root * z * (1 + k * v).
  Proof. unfold u, inner_cubic, v. ring. Qed.

  Let u0 : 0 <= u.
  Proof. rewrite u_eq. pose proof root_pos. apply Rmult_le_pos; [apply Rmult_le_pos|]; lra. Qed.

  Let g_between : 0 <= g <= u /\ g <= 1.
  Proof.
    pose proof (tanh_le 0 u u0) as L. rewrite tanh_0 in L. pose proof (tanh_le_id u u0). pose proof (tanh_lt_1 u).
    unfold g. lra.
  Qed.

  Let bend_between : 1 - u * u <= bend z <= 1.
  Proof. unfold bend. fold u. fold g. pose proof g_between. nra. Qed.

  Let bend_nonneg : 0 <= bend z.
  Proof. unfold bend. fold u. fold g. pose proof g_between. nra. Qed.

  Let arch_eq : arch z = bend z * (1 + 6 * k * v - root * z * g * (q * q)).
  Proof. reflexivity. Qed.

  Lemma arch_upper : arch z <= 1 + 36 / 35 * v.
  Proof using Hz.
    rewrite arch_eq. pose proof root_pos as C. pose proof g_between as G.
    assert (P : 0 <= root * z * g * (q * q)).
    { apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra|apply Rle_0_sqr]. }
    pose proof bend_nonneg as B0. pose proof bend_between as B.
    apply Rle_trans with (bend z * (1 + 6 * k * v)); [apply Rmult_le_compat_l; lra|].
    pose proof (Rmult_le_compat_r (1 + 6 * k * v) (bend z) 1 ltac:(lra) ltac:(lra)). lra.
  Qed.

  Let root_z_g_le : root * z * g * (q * q) <= 2 / PI * v * (1 + k * v) * (q * q).
  Proof.
    apply Rmult_le_compat_r; [apply Rle_0_sqr|]. pose proof root_pos as C. pose proof g_between as G.
    replace (2 / PI * v * (1 + k * v)) with (root * z * u) by (rewrite u_eq, <- root_square; unfold v; ring).
    apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra].
  Qed.

  (** Near 0, with tanh u <= u. *)
  Lemma arch_lower_near : z <= 1 -> 1 - 36 / 35 * v <= arch z.
  Proof using Hz.
    intros H1. assert (V1 : v <= 1) by (unfold v; nra). pose proof v0 as V0. rewrite arch_eq.
    pose proof root_z_g_le as L. set (l := 1 + 6 * k * v - 2 / PI * v * (1 + k * v) * (q * q)).
    assert (l0 : 0 <= l) by (unfold l, q; clearbody v; interval with (Tactic.i_prec 40, Tactic.i_bisect v)).
    assert (B : 1 - 2 / PI * v * ((1 + k * v) * (1 + k * v)) <= bend z).
    { pose proof bend_between as B. replace (2 / PI * v * ((1 + k * v) * (1 + k * v))) with (u * u); [lra|].
      rewrite u_eq, <- root_square. unfold v. ring. }
    apply Rle_trans with (bend z * l); [|apply Rmult_le_compat_l; [exact bend_nonneg|unfold l; lra]].
    apply Rle_trans with ((1 - 2 / PI * v * ((1 + k * v) * (1 + k * v))) * l); [|apply Rmult_le_compat_r; assumption].
    assert (G : 0 <= 36 / 35 + 6 * k - 2 / PI * (1 + k * v) * (q * q) - 2 / PI * ((1 + k * v) * (1 + k * v)) * l)
      by (unfold l, q; clearbody v; interval with (Tactic.i_prec 40, Tactic.i_bisect v, Tactic.i_autodiff v)).
    apply (Rmult_le_compat_l v) in G; [|exact V0]. unfold l at 1. unfold l in G. lra.
  Qed.

  (** Further out the second derivative is above - 4 e^{-2u} c z q^2. *)
  Let arch_ge : - (4 * exp (- (2 * u)) * (root * z * (q * q))) <= arch z.
  Proof.
    rewrite arch_eq. pose proof root_pos as C. pose proof g_between as G. pose proof (one_minus_tanh_between u) as T.
    fold g in T. pose proof bend_nonneg as B0.
    assert (Q : 0 <= root * z * (q * q)) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply Rle_0_sqr]).
    assert (B : bend z <= 4 * exp (- (2 * u))).
    { unfold bend. fold u. fold g. replace (1 - g * g) with ((1 - g) * (1 + g)) by ring. nra. }
    apply Rle_trans with (bend z * - (root * z * (q * q))).
    - pose proof (Rmult_le_compat_r _ _ _ Q B). lra.
    - apply Rmult_le_compat_l; [exact B0|].
      pose proof (Rmult_le_compat_l (root * z * (q * q)) g 1 Q ltac:(lra)). pose proof v0. lra.
  Qed.

  Lemma arch_lower_far : 1 <= z -> 1 - 36 / 35 * v <= arch z.
  Proof using Hz.
    intros H1. destruct (Rle_lt_dec z (3 / 2)) as [M|M].
    - rewrite arch_eq. unfold g, bend, q, v, u, inner_cubic, root. rewrite !tanh_exp.
      apply Rminus_le. interval with (Tactic.i_prec 40, Tactic.i_bisect z).
    - eapply Rle_trans; [|exact arch_ge]. destruct (Rle_lt_dec z 4) as [F|F].
      + unfold q, v, u, inner_cubic, root. apply Rminus_le.
        interval with (Tactic.i_prec 40, Tactic.i_bisect z).
      + assert (C : 79 / 100 <= root <= 8 / 10) by (unfold root; split; interval with (Tactic.i_prec 40)).
        assert (V : 16 <= v) by (unfold v; nra).
        assert (U : 2 * u / 3 >= 9 / 10 * z).
        { rewrite u_eq. assert (135 / 100 <= root * (1 + k * v)) by nra. nra. }
        pose proof (exp_ineq1_le (2 * u / 3)) as E. set (x := exp (2 * u / 3)) in *.
        assert (X : exp (2 * u) = x * x * x) by (unfold x; rewrite <- !exp_plus; f_equal; field).
        rewrite exp_Ropp, X. assert (X1 : 9 / 10 * z <= x) by lra.
        assert (X3 : 9 / 10 * z * (9 / 10 * z) * (9 / 10 * z) <= x * x * x).
        { apply Rmult_le_compat; [nra|lra| |exact X1]. apply Rmult_le_compat; lra. }
        assert (P : 0 < x * x * x) by nra.
        assert (Q : / (x * x * x) <= / (729 / 1000 * (v * z))).
        { apply Rinv_le_contravar; [nra|]. unfold v. lra. }
        assert (SS : q * q <= 39 / 1000 * (v * v)) by (unfold q; nra).
        assert (W : 0 <= root * z * (q * q) <= 8 / 10 * z * (39 / 1000 * (v * v))).
        { assert (0 <= q * q) by apply Rle_0_sqr. split; [apply Rmult_le_pos; nra|]. apply Rmult_le_compat; nra. }
        assert (Y : 4 * / (x * x * x) * (root * z * (q * q)) <= 18 / 100 * v).
        { apply Rle_trans with (4 * / (729 / 1000 * (v * z)) * (8 / 10 * z * (39 / 1000 * (v * v)))).
          - apply Rmult_le_compat; [|lra| |lra].
            + apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, P].
            + apply Rmult_le_compat_l; lra.
          - replace (4 * / (729 / 1000 * (v * z)) * (8 / 10 * z * (39 / 1000 * (v * v))))
              with (4 * (8 / 10) * (39 / 1000) / (729 / 1000) * v) by (field; split; lra). lra. }
        lra.
  Qed.
End Right.

Theorem arch_between z : 1 - 36 / 35 * (z * z) <= arch z <= 1 + 36 / 35 * (z * z).
Proof.
  assert (H : forall z, 0 <= z -> 1 - 36 / 35 * (z * z) <= arch z <= 1 + 36 / 35 * (z * z)).
  { clear z. intros z Hz. split; [|apply arch_upper, Hz].
    destruct (Rle_lt_dec z 1); [apply arch_lower_near|apply arch_lower_far]; lra. }
  destruct (Rle_lt_dec 0 z) as [L|L]; [apply H, L|].
  rewrite <- arch_even. replace (z * z) with (- z * - z) by ring. apply H. lra.
Qed.

(** ** The error *)

Theorem abs_product_error_tanh_le a b :
  Rabs (sqrt (PI / 2) * (gelu_tanh (a + b) - gelu_tanh a - gelu_tanh b) - a * b) <= 3 / 5 * (a ^ 4 + b ^ 4).
Proof.
  rewrite product_error_tanh_gap, Rabs_Ropp.
  assert (Z : tanh_gap 0 = 0) by (unfold tanh_gap, Rdiv; rewrite !Rmult_0_l; ring).
  set (d := tanh_gap (a + b) - tanh_gap a - tanh_gap b).
  set (m := 36 / 35 * ((a + b) ^ 4 / 12 - a ^ 4 / 12 - b ^ 4 / 12)).
  assert (Q : forall e f t, deriv_at (fun t => e * (t * t * (t * t) / 12)) t (e * (t * t * t / 3))
    /\ deriv_at (fun t => f * (t * t * t / 3)) t (f * (t * t))).
  { intros e f t. pose proof (deriv_mult _ _ t _ _ (deriv_id t) (deriv_id t)) as D2. cbv beta in D2. split.
    - eapply deriv_eq; [apply deriv_scal, (deriv_scal_r (/ 12) (fun t => t * t * (t * t))),
        (deriv_mult _ _ t _ _ D2 D2)|field].
    - eapply deriv_eq; [apply deriv_scal, (deriv_scal_r (/ 3) (fun t => t * t * t)),
        (deriv_mult _ _ t _ _ D2 (deriv_id t))|field]. }
  pose proof (mixed_difference_le tanh_gap tanh_slope (fun t => 1 - arch t)
    (fun t => 36 / 35 * (t * t * (t * t) / 12)) (fun t => 36 / 35 * (t * t * t / 3)) (fun t => 36 / 35 * (t * t)) a b
    deriv_tanh_gap deriv_tanh_slope (fun t => proj1 (Q _ 0 t)) (fun t => proj2 (Q 0 _ t))
    (fun t => ltac:(pose proof (arch_between t); lra))) as U. cbv beta in U.
  pose proof (mixed_difference_le (fun t => - (36 / 35) * (t * t * (t * t) / 12))
    (fun t => - (36 / 35) * (t * t * t / 3)) (fun t => - (36 / 35) * (t * t)) tanh_gap tanh_slope
    (fun t => 1 - arch t) a b (fun t => proj1 (Q _ 0 t)) (fun t => proj2 (Q 0 _ t)) deriv_tanh_gap deriv_tanh_slope
    (fun t => ltac:(pose proof (arch_between t); lra))) as L. cbv beta in L.
  rewrite Z in U, L.
  assert (U' : a * b * d <= a * b * m) by (unfold d, m; lra).
  assert (L' : - (a * b * m) <= a * b * d) by (unfold d, m; lra). clear U L.
  assert (M : Rabs m <= 3 / 5 * (a ^ 4 + b ^ 4)).
  { pose proof (pow2_ge_0 (a ^ 2 - b ^ 2)). pose proof (pow2_ge_0 ((a - b) ^ 2)).
    pose proof (pow2_ge_0 ((a + b) ^ 2)).
    pose proof (pow2_ge_0 (a ^ 2 + a * b)). pose proof (pow2_ge_0 (a ^ 2 - a * b)).
    pose proof (pow2_ge_0 (b ^ 2 + a * b)).
    pose proof (pow2_ge_0 (b ^ 2 - a * b)). unfold m. apply Rabs_le. split; lra. }
  destruct (Req_dec (a * b) 0) as [E|E].
  - assert (D0 : d = 0).
    { unfold d. destruct (Rmult_integral _ _ E) as [-> | ->]; rewrite ?Rplus_0_l, ?Rplus_0_r, Z; ring. }
    rewrite D0, Rabs_R0. eapply Rle_trans; [apply Rabs_pos|exact M].
  - eapply Rle_trans; [|exact M]. apply Rmult_le_reg_l with (Rabs (a * b)); [apply Rabs_pos_lt, E|].
    rewrite <- !Rabs_mult. apply Rabs_le. pose proof (Rle_abs (a * b * m)). pose proof (Rle_abs (- (a * b * m))) as A.
    rewrite Rabs_Ropp in A.
    destruct (Rle_lt_dec 0 (a * b * m)); [lra|]. rewrite Rabs_left by lra. lra.
Qed.
