(** A product by GeLU: proofs of claims of [products.py], refutations of its literal reading.

    In both forms the error is that of the function D, where D(z) is at most a multiple of |z|^3. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Scalars Gelu GeluTanh GeluOrder.
Local Open Scope R_scope.

Definition error (form : R -> R) (a b : R) : R := sqrt (PI / 2) * (form (a + b) - form a - form b) - a * b.

(** |a + b|^3 <= 4 (|a|^3 + |b|^3). *)
Lemma cube_of_sum (D : R -> R) k a b : 0 <= k -> (forall z, Rabs (D z) <= k * Rabs z ^ 3) ->
  Rabs (- (D (a + b) - D a - D b)) <= 5 * k * (Rabs a ^ 3 + Rabs b ^ 3).
Proof.
  intros Hk H. pose proof (H (a + b)) as S. pose proof (H a) as A. pose proof (H b) as B.
  assert (C : Rabs (a + b) ^ 3 <= 4 * (Rabs a ^ 3 + Rabs b ^ 3)).
  { pose proof (Rabs_pos a) as p. pose proof (Rabs_pos b) as q. set (x := Rabs a) in *. set (y := Rabs b) in *.
    apply Rle_trans with ((x + y) ^ 3); [apply pow_incr; split; [apply Rabs_pos|apply Rabs_triang]|].
    pose proof (Rmult_le_pos (x + y) ((x - y) ^ 2) ltac:(lra) (pow2_ge_0 _)). lra. }
  apply (Rmult_le_compat_l k _ _ Hk) in C.
  apply Rabs_le_between in S. apply Rabs_le_between in A. apply Rabs_le_between in B. apply Rabs_le. lra.
Qed.

(** ** The exact form *)

Theorem everywhere__exact : exists C : R, forall a b : R, Rabs (error gelu a b) <= C * (Rabs a ^ 3 + Rabs b ^ 3).
Proof.
  exists (5 * (1 / 2)). intros a b. change (error gelu a b) with (product_error a b). rewrite product_error_gap.
  apply cube_of_sum; [lra|]. apply gap_le_cube.
Qed.

Theorem sizes__exact : exists C delta : R, 0 < delta /\ forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
  Rabs (error gelu a b) <= C * (Rabs a ^ 3 + Rabs b ^ 3).
Proof. destruct everywhere__exact as (C & H). exists C, 1. split; [lra|]. intros a b _ _. apply H. Qed.

(** ** The form with tanh *)

Theorem everywhere__tanh : exists C : R, forall a b : R, Rabs (error gelu_tanh a b) <= C * (Rabs a ^ 3 + Rabs b ^ 3).
Proof.
  exists (5 * tanh_gap_constant). intros a b. unfold error. rewrite product_error_tanh_gap.
  apply cube_of_sum; [apply tanh_gap_constant_nonneg|]. apply tanh_gap_le_cube.
Qed.

Theorem sizes__tanh : exists C delta : R, 0 < delta /\ forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
  Rabs (error gelu_tanh a b) <= C * (Rabs a ^ 3 + Rabs b ^ 3).
Proof. destruct everywhere__tanh as (C & H). exists C, 1. split; [lra|]. intros a b _ _. apply H. Qed.

(** ** The literal reading: a^3 + b^3 is 0 at b = -a, and the error is not *)

Lemma not_odd_cubes (e : R -> R -> R) r : 0 < r -> (forall z, 0 < z <= r -> 0 < e z (- z)) ->
  ~ exists C delta : R, 0 < delta /\ forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
    Rabs (e a b) <= C * Rabs (a ^ 3 + b ^ 3).
Proof.
  intros Hr He (C & delta & Hd & H). pose proof (Rmin_l delta r). pose proof (Rmin_r delta r).
  set (z := Rmin delta r) in *.
  assert (Z : 0 < z) by (apply Rmin_glb_lt; assumption). specialize (He z ltac:(lra)).
  specialize (H z (- z)). rewrite Rabs_Ropp, (Rabs_pos_eq z), (Rabs_pos_eq (e z (- z))) in H by lra.
  replace (z ^ 3 + (- z) ^ 3) with 0 in H by ring. rewrite Rabs_R0, Rmult_0_r in H.
  specialize (H ltac:(lra) ltac:(lra)). lra.
Qed.

Theorem as_printed__exact : ~ exists C delta : R, 0 < delta /\ forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
  Rabs (error gelu a b) <= C * Rabs (a ^ 3 + b ^ 3).
Proof.
  apply (not_odd_cubes _ 1); [lra|]. intros z Hz. change (error gelu z (- z)) with (product_error z (- z)).
  rewrite product_error_opposite. pose proof (gap_lower z). pose proof (pow_lt z 4 ltac:(lra)).
  assert (z ^ 6 <= z ^ 4); [|lra]. replace (z ^ 6) with (z ^ 4 * (z * z)) by ring. rewrite <- (Rmult_1_r (z ^ 4)) at 2.
  apply Rmult_le_compat_l; [lra|]. nra.
Qed.

Theorem as_printed__tanh : ~ exists C delta : R, 0 < delta /\ forall a b : R, Rabs a <= delta -> Rabs b <= delta ->
  Rabs (error gelu_tanh a b) <= C * Rabs (a ^ 3 + b ^ 3).
Proof.
  apply (not_odd_cubes _ (1 / 20)); [lra|]. intros z Hz. unfold error.
  rewrite product_error_tanh_gap, tanh_gap_opposite. pose proof (tanh_gap_pos z Hz). lra.
Qed.
