(** Products and near-identities by GeLU: proofs of claims of [gelu.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Scalars Gelu GeluTanh GeluCubic GeluTanhFourth.
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
