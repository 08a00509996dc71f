(** Softmax is 1/2-Lipschitz: proofs of claims of [half_lipschitz.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Powers SoftmaxNorms.
Local Open Scope R_scope.

Local Notation jacobian p := (msub (vdiag p) (outer p p)).

(** Columns and rows have sums of absolute values of 2 q_i (1 - q_i) <= 1/2. *)
Lemma largest_sum n (w q : vec) : probability n q -> (forall j, (j < n)%nat -> w j = 2 * (q j * (1 - q j))) ->
  norminf n w <= 1 / 2.
Proof.
  intros Q H. apply norminf_le; [lra|]. intros j Hj. pose proof (probability_le_1 n q j Q Hj) as B.
  rewrite H, Rabs_pos_eq by (exact Hj || (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra])). apply row_le_half.
Qed.

Theorem jacobian_1 : forall (n : nat) (x : vec), (1 <= n)%nat ->
  norminf n (fun j => norm1 n (col (jacobian (softmax n x)) j)) <= 1 / 2.
Proof.
  intros n x Hn. apply (largest_sum n _ (softmax n x)); [apply softmax_probability, Hn|].
  intros j Hj. apply jacobian_column; [apply softmax_probability, Hn|exact Hj].
Qed.

Theorem jacobian_2 : forall (n : nat) (x : vec), (1 <= n)%nat -> opbound n n (jacobian (softmax n x)) (1 / 2).
Proof.
  intros n x Hn. split; [lra|]. intros v. rewrite (norm2_ext n _ (jac n (softmax n x) v)) by apply mulv_jacobian.
  pose proof (jac_norm2 n _ v Hn (softmax_probability n x Hn)). lra.
Qed.

Theorem jacobian_inf : forall (n : nat) (x : vec), (1 <= n)%nat ->
  norminf n (fun j => norm1 n (row (jacobian (softmax n x)) j)) <= 1 / 2.
Proof.
  intros n x Hn. apply (largest_sum n _ (softmax n x)); [apply softmax_probability, Hn|].
  intros j Hj. apply jacobian_row; [apply softmax_probability, Hn|exact Hj].
Qed.

Theorem jacobian_p : forall (n : nat) (v x : vec) (p : R), (1 <= n)%nat -> 1 <= p -> 0 < p ->
  normp n p (mulv n (jacobian (softmax n x)) v) <= normp n p v / 2.
Proof. intros n v x p Hn Hp _. apply softmax_jacobian_normp; assumption. Qed.

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

(** ** Every p, and with a temperature *)

Theorem lipschitz_p : forall (n : nat) (x y : vec) (p : R), (1 <= n)%nat -> 1 <= p -> 0 < p ->
  normp n p (vsub (softmax n x) (softmax n y)) <= normp n p (vsub x y) / 2.
Proof. intros n x y p Hn Hp _. apply softmax_half_normp; assumption. Qed.

Theorem temperature_p : forall (n : nat) (x y : vec) (lambda p : R), (1 <= n)%nat -> 1 <= p -> 0 < lambda -> 0 < p ->
  normp n p (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) <= lambda / 2 * normp n p (vsub x y).
Proof.
  intros n x y lambda p Hn Hp Hl Hp0. eapply Rle_trans; [apply softmax_half_normp; assumption|].
  rewrite vsub_vscale. unfold vscale. rewrite normp_scal, Rabs_pos_eq by lra. lra.
Qed.

(** The derivative along v is J (lambda v). *)
Theorem temperature_jacobian : forall (n : nat) (v x : vec) (lambda p : R), (1 <= n)%nat -> forall D : vec,
  (forall i : nat, (i < n)%nat ->
    deriv_at (fun t => softmax n (vscale lambda (vadd x (vscale t v))) i) 0 (D i)) ->
  1 <= p -> 0 < lambda -> 0 < p -> normp n p D <= lambda / 2 * normp n p v.
Proof.
  intros n v x lambda p Hn D HD Hp Hl Hp0. set (Z := fun t => vscale lambda (vadd x (vscale t v))).
  rewrite (normp_ext n p D (mulv n (jacobian (softmax n (Z 0))) (vscale lambda v))).
  - eapply Rle_trans; [apply softmax_jacobian_normp; assumption|]. unfold vscale.
    rewrite normp_scal, Rabs_pos_eq by lra. lra.
  - intros i Hi. rewrite mulv_jacobian by exact Hi. apply (deriv_unique _ _ _ _ (HD i Hi)).
    apply (deriv_softmax n Z); [exact Hi|]. intros k _. apply deriv_scal, deriv_line.
Qed.
