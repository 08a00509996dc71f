(** * A feed-forward layer z + U_2 GeLU(U_1 z + bias) that computes with GeLU(N + e) - GeLU(N), nearly e for large N. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Kronecker Blocks Gaussian Gelu LinearAttention.
Local Open Scope R_scope.

(** GeLU of each entry. *)
Definition vgelu (u : vec) : vec :=
  hdiv (hmul u (vadd (vconst 1) (vmap (fun t => 2 / sqrt PI * gauss t) (hdiv u (vconst (sqrt 2)))))) (vconst 2).

Lemma vgelu_entry u i : vgelu u i = gelu (u i).
Proof. reflexivity. Qed.

(** [m] entries and [h] hidden ones. *)
Definition feed_forward (m h : nat) (U_1 U_2 : mat) (bias z : vec) : vec :=
  vadd z (mulv h U_2 (vgelu (vadd (mulv m U_1 z) bias))).

(** The density of the normal distribution. *)
Definition density (x : R) : R := exp (- x ^ 2 / 2) / sqrt (2 * PI).

Lemma density_pos x : 0 < density x.
Proof. apply Rdiv_lt_0_compat; [apply exp_pos|]. apply sqrt_lt_R0. pose proof PI_RGT_0. lra. Qed.

Lemma density_lt_half x : density x < 1 / 2.
Proof.
  assert (P : 2 < sqrt (2 * PI)).
  { replace 2 with (sqrt 4) at 1 by (replace 4 with (2 * 2) by ring; apply sqrt_square; lra).
    apply sqrt_lt_1_alt. pose proof PI2_1. lra. }
  apply Rle_lt_trans with (1 / sqrt (2 * PI)).
  - apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. rewrite <- exp_0. apply exp_le.
    pose proof (pow2_ge_0 x). lra.
  - apply Rmult_lt_compat_l; [lra|]. apply Rinv_lt_contravar; lra.
Qed.

Lemma density_le x y : 0 <= x <= y -> density y <= density x.
Proof.
  intros H. unfold density, Rdiv at 1 3. apply Rmult_le_compat_r.
  - left. apply Rinv_0_lt_compat, sqrt_lt_R0. pose proof PI_RGT_0. lra.
  - apply exp_le. pose proof (Rmult_le_compat x y x y ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)). lra.
Qed.

Lemma gelu_off_density z r : 0 <= r <= z -> 0 <= z - gelu z <= density r.
Proof.
  intros H. pose proof (gelu_off_between z ltac:(lra)) as B. pose proof (density_le r z H) as D.
  unfold density at 1 in D. replace (- z ^ 2 / 2) with (- (z * z / 2)) in D by field. lra.
Qed.

(** |GeLU(N + e) - GeLU(N) - e| <= density (N - r) for |e| <= r <= N. *)
Theorem gelu_difference N e r : Rabs e <= r -> r <= N -> Rabs (gelu (N + e) - gelu N - e) <= density (N - r).
Proof.
  intros He Hr. pose proof (Rabs_pos e). apply Rabs_le_between in He.
  pose proof (gelu_off_density (N + e) (N - r) ltac:(lra)). pose proof (gelu_off_density N (N - r) ltac:(lra)).
  apply Rabs_le. lra.
Qed.

(** Far to the left GeLU is nearly 0. *)
Lemma gelu_left z r : 0 <= r -> z <= - r -> - density r <= gelu z <= 0.
Proof.
  intros H0 H. pose proof (gelu_off_density (- z) r ltac:(lra)) as B. pose proof (gelu_opp (- z)) as E.
  rewrite Ropp_involutive in E. lra.
Qed.

(** The largest absolute entry. *)
Lemma abs_le_vmax n v i : (i < n)%nat -> Rabs (v i) <= vmax n (vmap Rabs v).
Proof. apply (vmax_ge n i (vmap Rabs v)). Qed.

(** ** Three pieces *)

Definition stacked3 (a b : nat) (u v w : vec) : vec := fun i =>
  if Nat.ltb i a then u i else if Nat.ltb i (a + b) then v (i - a)%nat else w (i - (a + b))%nat.
Definition beside3 (a b : nat) (M N P : mat) : mat := fun i j =>
  if Nat.ltb j a then M i j else if Nat.ltb j (a + b) then N i (j - a)%nat else P i (j - (a + b))%nat.

Lemma stacked3_first a b u v w i : (i < a)%nat -> stacked3 a b u v w i = u i.
Proof. intros H. unfold stacked3. destruct (Nat.ltb_spec i a); [reflexivity|lia]. Qed.

Lemma stacked3_second a b u v w i : (i < b)%nat -> stacked3 a b u v w (a + i)%nat = v i.
Proof.
  intros H. unfold stacked3. destruct (Nat.ltb_spec (a + i) a); [lia|].
  destruct (Nat.ltb_spec (a + i) (a + b)); [f_equal; lia|lia].
Qed.

Lemma stacked3_third a b u v w i : stacked3 a b u v w (a + b + i)%nat = w i.
Proof.
  unfold stacked3. destruct (Nat.ltb_spec (a + b + i) a); [lia|].
  destruct (Nat.ltb_spec (a + b + i) (a + b)); [lia|f_equal; lia].
Qed.

Lemma mulv_beside3 a b c M N P u v w i : mulv (a + b + c) (beside3 a b M N P) (stacked3 a b u v w) i
  = mulv a M u i + mulv b N v i + mulv c P w i.
Proof.
  unfold mulv. rewrite !vsum_split. f_equal; [f_equal|]; apply vsum_ext; intros j Hj.
  - rewrite stacked3_first by exact Hj. apply Rmult_eq_compat_r. exact (stacked3_first a b (M i) (N i) (P i) j Hj).
  - rewrite stacked3_second by exact Hj. apply Rmult_eq_compat_r. exact (stacked3_second a b (M i) (N i) (P i) j Hj).
  - rewrite stacked3_third. apply Rmult_eq_compat_r. exact (stacked3_third a b (M i) (N i) (P i) j).
Qed.

Lemma mulv_above_first n m M N v i : (i < m)%nat -> mulv n (above m M N) v i = mulv n M v i.
Proof. intros H. apply vsum_ext. intros j _. rewrite above_first by exact H. reflexivity. Qed.

Lemma mulv_above_second n m M N v i : mulv n (above m M N) v (m + i)%nat = mulv n N v i.
Proof. apply vsum_ext. intros j _. rewrite above_second. reflexivity. Qed.

Lemma mulv_mopp_meye n v i : (i < n)%nat -> mulv n (mopp meye) v i = - v i.
Proof.
  intros Hi. rewrite <- (mulv_meye n v i Hi). unfold mulv. rewrite <- vsum_opp. apply vsum_ext. intros.
  unfold mopp. ring.
Qed.

(** [I | -I] takes a difference. *)
Lemma mulv_difference n u i : (i < n)%nat -> mulv (2 * n) (beside n meye (mopp meye)) u i = u i - u (n + i)%nat.
Proof.
  intros Hi. replace (2 * n)%nat with (n + n)%nat by lia.
  rewrite mulv_beside, mulv_meye, mulv_mopp_meye by exact Hi. ring.
Qed.

Lemma mulv_zeros n m v i : mulv (2 * n) (beside m (mconst 0) (mconst 0)) v i = 0.
Proof.
  apply vsum_zero. intros j _. unfold beside, mconst. destruct (Nat.ltb j m); ring.
Qed.
