(** Facts on vectors: proofs of the claims of [facts.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Theorem hadamard : forall (n : nat) (a b : vec), (1 <= n)%nat -> norm2 n (hmul a b) <= norminf n a * norm2 n b.
Proof. intros n a b _. apply norm2_hmul. Qed.

Theorem max_below_euclidean : forall (n : nat) (a : vec), (1 <= n)%nat -> norminf n a <= norm2 n a.
Proof. intros n a _. apply norminf_le_norm2. Qed.

Theorem euclidean_below_max : forall (n : nat) (a : vec), (1 <= n)%nat -> norm2 n a <= sqrt (INR n) * norminf n a.
Proof. intros n a _. apply norm2_le_norminf. Qed.

Theorem diagonal : forall (n : nat) (a : vec), (1 <= n)%nat -> opbound n n (vdiag a) (norm2 n a).
Proof. intros n a _. apply opbound_weaken with (norminf n a); [apply opbound_vdiag|apply norminf_le_norm2]. Qed.

Theorem rank_one : forall (n : nat) (a b : vec), (1 <= n)%nat -> opbound n n (outer a b) (norm2 n a * norm2 n b).
Proof. intros n a b _. apply opbound_outer. Qed.

Theorem exp_max : forall (n : nat) (a : vec), (1 <= n)%nat -> norminf n (vexp a) <= exp (norm2 n a).
Proof.
  intros n a _. apply exp_norminf_le. intros i Hi. eapply Rle_trans; [apply Rle_abs|apply entry_le_norm2, Hi].
Qed.

Theorem exp_difference : forall (n : nat) (a b : vec), (1 <= n)%nat -> norminf n (vsub a b) <= 1 / 100 ->
  norm2 n (vsub (vexp a) (vexp b)) <= norm2 n (vexp a) * (2 * norminf n (vsub a b)).
Proof.
  intros n a b _ H. pose proof (norminf_nonneg n (vsub a b)) as P.
  eapply Rle_trans; [apply exp_difference_norm2|]. apply Rmult_le_compat_l; [apply norm2_nonneg|].
  apply exp_minus_1_le. lra.
Qed.

Theorem inner_product_moves : forall (n : nat) (a b c : vec), (1 <= n)%nat -> dot n (hmul a b) c = dot n a (hmul b c).
Proof. intros n a b c _. apply vsum_ext. intros i _. unfold hmul. ring. Qed.

Theorem inner_product_diagonal : forall (n : nat) (a b c : vec), (1 <= n)%nat ->
  dot n a (hmul b c) = dot n a (mulv n (vdiag b) c).
Proof. intros n a b c _. apply vsum_ext. intros i Hi. rewrite mulv_vdiag by exact Hi. reflexivity. Qed.

Theorem inner_product_ones : forall (n : nat) (a b : vec), (1 <= n)%nat -> dot n (hmul a b) (vconst 1) = dot n a b.
Proof. intros n a b _. apply vsum_ext. intros i _. unfold hmul, vconst. ring. Qed.

(** <v, a b^T v> = <v, a> <v, b>, and 2 s t <= s^2 + t^2. *)
Theorem cross_terms : forall (n : nat) (a b : vec), (1 <= n)%nat ->
  psd n (madd (outer a b) (outer b a)) (madd (outer a a) (outer b b)).
Proof.
  intros n a b _ v. rewrite !quadratic_madd, !quadratic_outer.
  pose proof (Rle_0_sqr (dot n a v - dot n b v)) as H. unfold Rsqr in H. lra.
Qed.

Theorem rank_one_below_identity : forall (n : nat) (u : vec), (1 <= n)%nat ->
  psd n (outer u u) (mscale (norm2 n u ^ 2) meye).
Proof.
  intros n u _ v. rewrite quadratic_outer, quadratic_mscale, quadratic_meye.
  replace (norm2 n u ^ 2) with (norm2 n u * norm2 n u) by ring. rewrite norm2_sq. apply cauchy_schwarz.
Qed.
