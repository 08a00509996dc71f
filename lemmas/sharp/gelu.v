(** Products and near-identities by GeLU: proofs of claims of [gelu.py]; that the error is of order 5 is refuted. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Scalars Gelu GeluTanh GeluCubic GeluTanhFourth GeluOrder.
Local Open Scope R_scope.

Theorem product_error_sharp : forall a b : R,
  Rabs (product_error a b) <= Rabs (a * b) * (2 * a ^ 2 + 3 * a * b + 2 * b ^ 2) / 6.
Proof. exact abs_product_error_le. Qed.

Theorem product_error_sign : forall a b : R, a * b * product_error a b <= 0.
Proof. intros a b. apply product_error_between. Qed.

Theorem product_error_fourth : forall a b : R, Rabs (product_error a b) <= 7 / 12 * (a ^ 4 + b ^ 4).
Proof. exact abs_product_error_le_fourth. Qed.

Theorem product_error_fourth_tanh : forall a b : R,
  Rabs (sqrt (PI / 2) * (gelu_tanh (a + b) - gelu_tanh a - gelu_tanh b) - a * b) <= 3 / 5 * (a ^ 4 + b ^ 4).
Proof. exact abs_product_error_tanh_le. Qed.

Theorem product_error_third : forall a b : R, Rabs (product_error a b) <= 1 / 3 * (Rabs a ^ 3 + Rabs b ^ 3).
Proof. exact abs_product_error_le_third. Qed.

Theorem order_four : exists C delta : R, 0 < delta /\ (forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
  Rabs (product_error a b) <= C * (a ^ 4 + b ^ 4)).
Proof. exists (7 / 12), 1. split; [lra|]. intros a b _ _. apply abs_product_error_le_fourth. Qed.

(** At b = -a the error is at least a^4 / 12 - a^6 / 240. *)
Theorem order_five : ~ exists C delta : R, 0 < delta /\ (forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
  Rabs (product_error a b) <= C * (Rabs a ^ 5 + Rabs b ^ 5)).
Proof.
  intros (C & delta & Hd & H). pose proof (Rabs_pos C) as C0. pose proof (Rle_abs C).
  assert (I : 0 < / (48 * (Rabs C + 1))) by (apply Rinv_0_lt_compat; lra).
  set (z := Rmin delta (/ (48 * (Rabs C + 1)))). assert (Z : 0 < z) by (apply Rmin_glb_lt; assumption).
  pose proof (Rmin_l delta (/ (48 * (Rabs C + 1)))) as L. pose proof (Rmin_r delta (/ (48 * (Rabs C + 1)))) as M.
  fold z in L, M. assert (K : (Rabs C + 1) * z <= 1 / 48).
  { apply (Rmult_le_compat_l (Rabs C + 1)) in M; [|lra].
    replace ((Rabs C + 1) * / (48 * (Rabs C + 1))) with (1 / 48) in M by (field; lra). exact M. }
  specialize (H z (- z)). rewrite Rabs_Ropp, (Rabs_pos_eq z), product_error_opposite in H by lra.
  specialize (H L L). pose proof (Rle_trans _ _ _ (Rle_abs _) H) as B. pose proof (gap_lower z) as G.
  pose proof (pow_lt z 4 Z) as P. pose proof (Rmult_le_pos _ _ C0 (Rlt_le _ _ Z)).
  assert (Y : z * z <= 1) by nra. apply (Rmult_le_compat_l (z ^ 4)) in Y; [|lra].
  assert (X : C * z <= 1 / 48) by (pose proof (Rmult_le_compat_r z C (Rabs C) ltac:(lra) ltac:(assumption)); lra).
  apply (Rmult_le_compat_l (z ^ 4)) in X; [|lra]. lra.
Qed.

Theorem bypass : forall N a : R, 0 <= N + a ->
  Rabs (gelu (N + a) - N - a) <= exp (- (N + a) ^ 2 / 2) / sqrt (2 * PI).
Proof.
  intros N a Hz. pose proof (gelu_off_between (N + a) Hz) as B.
  replace (- (N + a) ^ 2 / 2) with (- ((N + a) * (N + a) / 2)) by field. apply Rabs_le. lra.
Qed.

Theorem bypass_tanh : forall N a : R, 0 <= N + a ->
  Rabs (gelu_tanh (N + a) - N - a) <= (N + a) * exp (- 2 * root * (N + a)).
Proof.
  intros N a Hz. pose proof (gelu_tanh_off_between (N + a) Hz) as B.
  replace (- 2 * root * (N + a)) with (- (2 * (root * (N + a)))) by ring. apply Rabs_le. lra.
Qed.
