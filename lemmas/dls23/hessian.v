(** The spectrum of the recalled B: proofs of claims of [hessian.py]. That A^T B A is the Hessian is refuted. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Definition B (n : nat) (b p : vec) : mat :=
  madd (madd (madd (madd (mscale (dot n (vsub (vscale 3 p) (vscale 2 b)) p) (outer p p))
                         (mscale (dot n (vsub p b) p) (vdiag p)))
                   (vdiag (hmul (vsub (vscale 2 p) b) p)))
             (outer (hmul b p) p))
       (outer p (hmul b p)).

Section Spectrum.
  Variables (n : nat) (b p v : vec).
  Hypotheses (P : probability n p) (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Let m := dot n p v.
  Let N := dot n v v.
  Let q := dot n p (fun i => v i * v i).

  Let sum_b : vsum n b <= 1.
  Proof. rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1. Qed.
  Let b_le_1 j : (j < n)%nat -> 0 <= b j <= 1.
  Proof. intros Hj. split; [apply Hb, Hj|]. eapply Rle_trans; [apply (vsum_term n j b Hb Hj)|exact sum_b]. Qed.
  Let p_le_1 j : (j < n)%nat -> 0 <= p j <= 1.
  Proof. intros Hj. exact (probability_le_1 n p j P Hj). Qed.

  (** A number c_j between lo and hi for all j gives a sum of c_j v_j^2 between lo |v|^2 and hi |v|^2. *)
  Let weighted (c : vec) lo hi : (forall j, (j < n)%nat -> lo <= c j <= hi) ->
    lo * N <= dot n c (fun i => v i * v i) <= hi * N.
  Proof.
    intros H. unfold N, dot. rewrite <- !vsum_scal.
    split; apply vsum_le; intros j Hj; apply Rmult_le_compat_r; try apply Rle_0_sqr; apply H, Hj.
  Qed.

  Let q_between : 0 * N <= q <= 1 * N.
  Proof. apply weighted, p_le_1. Qed.

  Let square_between : 0 <= m * m <= N.
  Proof.
    split; [apply Rle_0_sqr|]. eapply Rle_trans; [apply cauchy_schwarz|]. fold N.
    assert (dot n p p <= 1).
    { destruct P as [Hp E]. rewrite <- E. apply vsum_le. intros j Hj. pose proof (p_le_1 j Hj). nra. }
    pose proof (dot_self n v : 0 <= N). apply Rle_trans with (1 * N); [apply Rmult_le_compat_r; assumption|lra].
  Qed.

  (** The two rank-one terms: 2 <b o p, v> <p, v>, of products at most |v| each. *)
  Let cross_between : - N <= dot n (hmul b p) v * m <= N.
  Proof.
    set (k := dot n (hmul b p) v).
    assert (K : k * k <= N).
    { eapply Rle_trans; [apply cauchy_schwarz|]. fold N.
      assert (dot n (hmul b p) (hmul b p) <= 1).
      { destruct P as [Hp E]. rewrite <- E. apply vsum_le. intros j Hj. unfold hmul.
        pose proof (p_le_1 j Hj) as [p0 p1]. pose proof (b_le_1 j Hj) as [b0 b1].
        assert (0 <= b j * b j <= 1) by nra. assert (0 <= p j * p j <= p j) by nra. nra. }
      pose proof (dot_self n v : 0 <= N). apply Rle_trans with (1 * N); [apply Rmult_le_compat_r; assumption|lra]. }
    pose proof square_between as [_ M]. pose proof (Rle_0_sqr (k - m)) as S1. pose proof (Rle_0_sqr (k + m)) as S2.
    unfold Rsqr in *. lra.
  Qed.

  (** Sums of terms (a p_j - c b_j) p_j, at least - c^2 / (4 a) b_j each as b_j <= 1. *)
  Let s3_between : - (1 / 3) <= dot n (vsub (vscale 3 p) (vscale 2 b)) p <= 3.
  Proof.
    split.
    - apply Rle_trans with (vsum n (fun j => b j * - (1 / 3))); [rewrite vsum_scal_r; pose proof sum_b; lra|].
      apply vsum_le. intros j Hj. unfold vsub, vscale. pose proof (b_le_1 j Hj) as [b0 b1].
      pose proof (Rle_0_sqr (p j - b j / 3)) as S. unfold Rsqr in S.
      assert (0 <= b j * (1 - b j)) by (apply Rmult_le_pos; lra). lra.
    - destruct P as [Hp E]. apply Rle_trans with (vsum n (fun j => 3 * p j)); [|rewrite vsum_scal, E; lra].
      apply vsum_le. intros j Hj. unfold vsub, vscale. pose proof (b_le_1 j Hj) as [b0 b1].
      pose proof (p_le_1 j Hj) as [p0 p1]. assert (0 <= b j * p j) by (apply Rmult_le_pos; lra).
      assert (0 <= p j * (1 - p j)) by (apply Rmult_le_pos; lra). lra.
  Qed.

  Let s1_between : - (1 / 4) <= dot n (vsub p b) p <= 1.
  Proof.
    split.
    - apply Rle_trans with (vsum n (fun j => b j * - (1 / 4))); [rewrite vsum_scal_r; pose proof sum_b; lra|].
      apply vsum_le. intros j Hj. unfold vsub. pose proof (b_le_1 j Hj) as [b0 b1].
      pose proof (Rle_0_sqr (p j - b j / 2)) as S. unfold Rsqr in S.
      assert (0 <= b j * (1 - b j)) by (apply Rmult_le_pos; lra). lra.
    - destruct P as [Hp E]. rewrite <- E. apply vsum_le. intros j Hj. unfold vsub. pose proof (b_le_1 j Hj) as [b0 b1].
      pose proof (p_le_1 j Hj) as [p0 p1]. assert (0 <= b j * p j) by (apply Rmult_le_pos; lra).
      assert (0 <= p j * (1 - p j)) by (apply Rmult_le_pos; lra). lra.
  Qed.

  Let diagonal_between : - (1 / 8) * N <= dot n (hmul (vsub (vscale 2 p) b) p) (fun i => v i * v i) <= 2 * N.
  Proof.
    apply weighted. intros j Hj. unfold hmul, vsub, vscale. pose proof (b_le_1 j Hj) as [b0 b1].
    pose proof (p_le_1 j Hj) as [p0 p1]. pose proof (Rle_0_sqr (p j - b j / 4)) as S. unfold Rsqr in S.
    assert (0 <= b j * p j) by (apply Rmult_le_pos; lra). assert (0 <= p j * (1 - p j)) by (apply Rmult_le_pos; lra).
    assert (0 <= b j * (1 - b j)) by (apply Rmult_le_pos; lra). lra.
  Qed.

  Lemma form_between : - 4 * N <= dot n v (mulv n (B n b p) v) <= 8 * N.
  Proof.
    unfold B. rewrite !quadratic_madd, !quadratic_mscale, !quadratic_outer, !quadratic_vdiag. fold m q N.
    pose proof (dot_self n v : 0 <= N). pose proof q_between. pose proof square_between. pose proof cross_between.
    pose proof diagonal_between.
    set (s3 := dot n (vsub (vscale 3 p) (vscale 2 b)) p) in *. set (s1 := dot n (vsub p b) p) in *.
    pose proof (s3_between : - (1 / 3) <= s3 <= 3) as S3. pose proof (s1_between : - (1 / 4) <= s1 <= 1) as S1.
    assert (- (1 / 3) * N <= s3 * (m * m) <= 3 * N) by (split; nra).
    assert (- (1 / 4) * N <= s1 * q <= 1 * N) by (split; nra). lra.
  Qed.
End Spectrum.

Theorem spectrum_lower : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  psd n (mscale (- 4) meye) (B n b (softmax n (mulv d A x))).
Proof.
  intros d n A b x _ Hn Hb Hb1 v. rewrite quadratic_mscale, quadratic_meye.
  apply form_between; [apply softmax_probability, Hn|exact Hb|exact Hb1].
Qed.

Theorem spectrum_upper : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  psd n (B n b (softmax n (mulv d A x))) (mscale 8 meye).
Proof.
  intros d n A b x _ Hn Hb Hb1 v. rewrite quadratic_mscale, quadratic_meye.
  apply form_between; [apply softmax_probability, Hn|exact Hb|exact Hb1].
Qed.
