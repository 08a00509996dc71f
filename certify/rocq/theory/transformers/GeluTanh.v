(** * The form of GeLU with tanh: how it multiplies, and how close it is to the identity. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Derivatives Scalars Moves.
Local Open Scope R_scope.

(** The argument of tanh, and the number sqrt(2/pi) in it. *)
Definition root : R := sqrt (2 / PI).
Definition inner_cubic (z : R) : R := root * (z + 8943 / 200000 * z ^ 3).
Definition gelu_tanh (z : R) : R := z * (1 + tanh (inner_cubic z)) / 2.

Lemma root_pos : 0 < root.
Proof. apply sqrt_lt_R0, Rdiv_lt_0_compat; [lra|apply PI_RGT_0]. Qed.

Lemma tanh_opp u : tanh (- u) = - tanh u.
Proof.
  unfold tanh, sinh, cosh. rewrite Ropp_involutive. pose proof (exp_pos u). pose proof (exp_pos (- u)). field. lra.
Qed.

Lemma one_minus_tanh_between u : 0 <= 1 - tanh u <= 2 * exp (- (2 * u)).
Proof.
  rewrite tanh_exp, exp_Ropp. pose proof (exp_pos (2 * u)) as E.
  replace (1 - (1 - 2 / (exp (2 * u) + 1))) with (2 * / (exp (2 * u) + 1)) by (unfold Rdiv; ring). split.
  - apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
  - apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra.
Qed.

(** 0 <= z - GeLU_tanh(z) <= z e^{-2 sqrt(2/pi) z} for z >= 0. *)
Theorem gelu_tanh_off_between z : 0 <= z -> 0 <= z - gelu_tanh z <= z * exp (- (2 * (root * z))).
Proof.
  intros Hz. unfold gelu_tanh. set (u := inner_cubic z). pose proof (one_minus_tanh_between u) as [L U].
  assert (B : exp (- (2 * u)) <= exp (- (2 * (root * z)))).
  { apply exp_le. unfold u, inner_cubic. pose proof root_pos. pose proof (pow_le z 3 Hz) as C.
    pose proof (Rmult_le_pos root (z ^ 3) ltac:(lra) C). lra. }
  replace (z - z * (1 + tanh u) / 2) with (z * ((1 - tanh u) / 2)) by field. split.
  - apply Rmult_le_pos; lra.
  - apply Rmult_le_compat_l; lra.
Qed.

Lemma gelu_tanh_opp z : gelu_tanh (- z) = gelu_tanh z - z.
Proof.
  unfold gelu_tanh. replace (inner_cubic (- z)) with (- inner_cubic z) by (unfold inner_cubic; ring).
  rewrite tanh_opp. field.
Qed.

Lemma inner_cubic_nonneg z : 0 <= z -> 0 <= inner_cubic z.
Proof.
  intros H. unfold inner_cubic. pose proof root_pos. pose proof (pow_le z 3 H).
  apply Rmult_le_pos; lra.
Qed.

Lemma tanh_nonneg u : 0 <= u -> 0 <= tanh u.
Proof.
  intros H. rewrite tanh_exp. pose proof (exp_ineq1_le (2 * u)).
  assert (2 / (exp (2 * u) + 1) <= 1); [|lra]. apply Rmult_le_reg_r with (exp (2 * u) + 1); [lra|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma gelu_tanh_ge_half z : 0 <= z -> z / 2 <= gelu_tanh z.
Proof.
  intros H. unfold gelu_tanh. pose proof (inner_cubic_nonneg z H) as U.
  pose proof (Rmult_le_pos z _ H (tanh_nonneg _ U)). lra.
Qed.

(** |u - tanh u| <= u^2, as tanh u >= u / (1 + u) for u >= 0. *)
Lemma tanh_off u : Rabs (u - tanh u) <= u * u.
Proof.
  assert (H : forall u, 0 <= u -> 0 <= u - tanh u <= u * u).
  { clear u. intros u Hu. pose proof (tanh_le_id u Hu) as B. split; [lra|]. rewrite tanh_exp.
    pose proof (exp_ineq1_le (2 * u)) as E. set (y := exp (2 * u)) in *.
    apply Rmult_le_reg_r with (y + 1); [lra|].
    replace ((u - (1 - 2 / (y + 1))) * (y + 1)) with (u * (y + 1) - (y - 1)) by (field; lra).
    pose proof (Rmult_le_pos u u Hu Hu) as Q. pose proof (Rmult_le_compat_l (u * u) _ _ Q E). nra. }
  destruct (Rle_lt_dec 0 u) as [L|L]; [apply Rabs_le; specialize (H u L); lra|].
  specialize (H (- u) ltac:(lra)). rewrite tanh_opp in H. apply Rabs_le. lra.
Qed.

(** ** Products

    sqrt(pi/2) GeLU_tanh(z) is linear in z up to z^2 / 2 less this. *)
Definition tanh_gap (z : R) : R := z * z / 2 - z * tanh (inner_cubic z) / (2 * root).

Lemma sqrt_half_pi : sqrt (PI / 2) = / root.
Proof.
  unfold root. pose proof PI_RGT_0. rewrite <- sqrt_inv by (apply Rdiv_lt_0_compat; lra). f_equal. field. lra.
Qed.

Theorem product_error_tanh_gap a b :
  sqrt (PI / 2) * (gelu_tanh (a + b) - gelu_tanh a - gelu_tanh b) - a * b
  = - (tanh_gap (a + b) - tanh_gap a - tanh_gap b).
Proof. rewrite sqrt_half_pi. unfold gelu_tanh, tanh_gap. pose proof root_pos. field. lra. Qed.

Definition tanh_gap_constant : R := (1 + 3 * root + 2 * (root * root)) / (2 * root).

Lemma tanh_gap_constant_nonneg : 0 <= tanh_gap_constant.
Proof.
  pose proof root_pos as C. pose proof (Rmult_lt_0_compat _ _ C C).
  apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
Qed.

(** |c z - tanh u| is at most c |z| + 1, and at most c |z|^3 + u^2 where |u| <= 1.05 c |z|. *)
Lemma tanh_gap_le_cube z : Rabs (tanh_gap z) <= tanh_gap_constant * Rabs z ^ 3.
Proof.
  pose proof root_pos as C. pose proof (Rabs_pos z) as A. set (r := Rabs z) in *. set (u := inner_cubic z).
  assert (B : Rabs (root * z - tanh u) <= (1 + 3 * root + 2 * (root * root)) * (r * r)).
  { pose proof (Rmult_lt_0_compat _ _ C C) as C2. destruct (Rle_lt_dec r 1) as [L|L].
    - replace (root * z - tanh u) with (- (root * (8943 / 200000) * z ^ 3) + (u - tanh u))
        by (unfold u, inner_cubic; ring).
      eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult, <- RPow_abs. fold r.
      rewrite !Rabs_pos_eq by lra. pose proof (tanh_off u) as T.
      assert (U : u * u <= 2 * (root * root) * (r * r)).
      { unfold u, inner_cubic. replace (2 * (root * root) * (r * r)) with (root * root * (z * z) * 2)
          by (unfold r; rewrite <- (Rabs_pos_eq (z * z)), Rabs_mult by apply Rle_0_sqr; ring).
        replace (root * (z + 8943 / 200000 * z ^ 3) * (root * (z + 8943 / 200000 * z ^ 3)))
          with (root * root * (z * z) * ((1 + 8943 / 200000 * (z * z)) * (1 + 8943 / 200000 * (z * z)))) by ring.
        apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra|apply Rle_0_sqr]|].
        assert (Z : 0 <= z * z <= 1).
        { split; [apply Rle_0_sqr|]. replace (z * z) with (r * r)
            by (unfold r; rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr). nra. }
        nra. }
      assert (V : r ^ 3 <= r * r) by (replace (r ^ 3) with (r * r * r) by ring; nra).
      pose proof (Rmult_le_compat_l root _ _ ltac:(lra) V). pose proof (Rmult_le_pos _ _ A A). nra.
    - eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq root) by lra. fold r.
      assert (T : Rabs (tanh u) <= 1).
      { pose proof (tanh_lt_1 u). pose proof (tanh_lt_1 (- u)) as M. rewrite tanh_opp in M. apply Rabs_le. lra. }
      assert (R1 : r <= r * r) by nra. pose proof (Rmult_le_compat_l root _ _ ltac:(lra) R1).
      pose proof (Rmult_le_pos _ _ A A). nra. }
  unfold tanh_gap, tanh_gap_constant. fold u.
  replace (z * z / 2 - z * tanh u / (2 * root)) with (z * (root * z - tanh u) * / (2 * root)) by (field; lra).
  rewrite !Rabs_mult, (Rabs_pos_eq (/ (2 * root))) by (left; apply Rinv_0_lt_compat; lra). fold r.
  unfold Rdiv. rewrite (Rmult_comm (_ * / (2 * root)) (r ^ 3)), <- Rmult_assoc.
  apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
  apply (Rmult_le_compat_l r) in B; [|exact A]. lra.
Qed.
