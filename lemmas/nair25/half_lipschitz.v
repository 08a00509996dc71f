(** Softmax is 1/2-Lipschitz: proofs of claims of [half_lipschitz.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Local Notation jacobian p := (msub (vdiag p) (outer p p)).

(** Column j of the Jacobian is J e_j, and rows are columns. *)
Lemma column_norm n p j : (1 <= n)%nat -> probability n p -> (j < n)%nat -> norm1 n (col (jacobian p) j) <= 1 / 2.
Proof.
  intros Hn P Hj. replace (1 / 2) with (norm1 n (vunit j) / 2).
  - rewrite (norm1_ext n _ (jac n p (vunit j))); [apply jac_norm1; assumption|].
    intros i Hi. rewrite <- mulv_jacobian, mulv_vunit by assumption. reflexivity.
  - f_equal. unfold norm1. rewrite <- (vsum_delta n j (fun _ => 1) Hj). apply vsum_ext. intros i _. unfold vunit.
    destruct (Nat.eqb i j); [apply Rabs_R1|apply Rabs_R0].
Qed.

Lemma jacobian_sym p i j : jacobian p i j = jacobian p j i.
Proof. unfold msub, vdiag, outer. rewrite (Nat.eqb_sym j i). destruct (Nat.eqb_spec i j) as [->|]; ring. Qed.

Theorem jacobian_1 : forall (n : nat) (x : vec), (1 <= n)%nat ->
  norminf n (fun j => norm1 n (col (jacobian (softmax n x)) j)) <= 1 / 2.
Proof.
  intros n x Hn. apply norminf_le; [lra|]. intros j Hj. rewrite Rabs_pos_eq by apply norm1_nonneg.
  apply column_norm; [exact Hn|apply softmax_probability, Hn|exact Hj].
Qed.

Theorem jacobian_2 : forall (n : nat) (x : vec), (1 <= n)%nat -> opbound n n (jacobian (softmax n x)) (1 / 2).
Proof.
  intros n x Hn. split; [lra|]. intros v. rewrite (norm2_ext n _ (jac n (softmax n x) v)) by apply mulv_jacobian.
  pose proof (jac_norm2 n _ v Hn (softmax_probability n x Hn)). lra.
Qed.

Theorem jacobian_inf : forall (n : nat) (x : vec), (1 <= n)%nat ->
  norminf n (fun j => norm1 n (row (jacobian (softmax n x)) j)) <= 1 / 2.
Proof.
  intros n x Hn. apply norminf_le; [lra|]. intros j Hj. rewrite Rabs_pos_eq by apply norm1_nonneg.
  rewrite (norm1_ext n _ (col (jacobian (softmax n x)) j)) by (intros; apply jacobian_sym).
  apply column_norm; [exact Hn|apply softmax_probability, Hn|exact Hj].
Qed.

Theorem lipschitz_1 : forall (n : nat) (x y : vec), (1 <= n)%nat ->
  norm1 n (vsub (softmax n x) (softmax n y)) <= norm1 n (vsub x y) / 2.
Proof. intros n x y Hn. apply softmax_half_norm1, Hn. Qed.

Theorem lipschitz_2 : forall (n : nat) (x y : vec), (1 <= n)%nat ->
  norm2 n (vsub (softmax n x) (softmax n y)) <= norm2 n (vsub x y) / 2.
Proof. intros n x y Hn. apply softmax_half_norm2, Hn. Qed.

Theorem lipschitz_inf : forall (n : nat) (x y : vec), (1 <= n)%nat ->
  norminf n (vsub (softmax n x) (softmax n y)) <= norminf n (vsub x y) / 2.
Proof. intros n x y Hn. apply softmax_half_norminf, Hn. Qed.

Theorem temperature_2 : forall (n : nat) (x y : vec) (lambda : R), (1 <= n)%nat -> 0 < lambda ->
  norm2 n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) <= lambda / 2 * norm2 n (vsub x y).
Proof. intros n x y lambda Hn Hl. apply softmax_temperature; assumption. Qed.
