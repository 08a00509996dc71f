(** * How negative the Hessian of rescaled regression may be: the inner matrix is at least -(n - 1) p / 2, where the
    products g(z_i) g(z_j) for i other than j are of size p. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Hyperbolic Entrywise RescaledRegression
  RescaledHessian.
Local Open Scope R_scope.

(** ** Two entries of a vector *)

(** |z_i + z_j| and |z_i - z_j| are at most sqrt(2) |z|. *)
Lemma two_entries n z r i j : norm2 n z <= r -> (i < n)%nat -> (j < n)%nat -> i <> j ->
  Rabs (z i + z j) <= sqrt 2 * r /\ Rabs (z i - z j) <= sqrt 2 * r.
Proof.
  intros Hz Hi Hj E. pose proof (two_squares n z i j Hi Hj E) as S. pose proof (norm2_nonneg n z) as N.
  pose proof (sqrt_pos 2) as Q. pose proof (sqrt_sqrt 2 ltac:(lra)) as Q2.
  assert (B : dot n z z <= r * r) by (rewrite <- norm2_sq; apply Rmult_le_compat; assumption).
  assert (T : 0 <= sqrt 2 * r) by (apply Rmult_le_pos; lra).
  assert (T2 : Rsqr (sqrt 2 * r) = 2 * (r * r)) 
    by (unfold Rsqr; replace (sqrt 2 * r * (sqrt 2 * r)) with (sqrt 2 * sqrt 2 * (r * r)) by ring; rewrite Q2; ring).
  pose proof (Rle_0_sqr (z i + z j)) as P1. pose proof (Rle_0_sqr (z i - z j)) as P2. unfold Rsqr in P1, P2.
  rewrite <- (Rabs_pos_eq _ T). split; apply Rsqr_le_abs_0; rewrite T2; unfold Rsqr; lra.
Qed.

(** ** K K^T, entry by entry *)

Section Target.
  Variables (n : nat) (b : vec).
  Hypotheses (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Let sum_b : vsum n b <= 1.
  Proof. rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1. Qed.
  Let b_le_1 i : (i < n)%nat -> b i <= 1.
  Proof. intros Hi. eapply Rle_trans; [apply (vsum_term n i b Hb Hi)|exact sum_b]. Qed.
  Let square_le_1 : dot n b b <= 1.
  Proof.
    eapply Rle_trans; [|exact sum_b]. apply vsum_le. intros i Hi. pose proof (Hb i Hi). pose proof (b_le_1 i Hi). nra.
  Qed.

  Definition entry_KK (i j : nat) : R := (if Nat.eqb j i then 1 else 0) - b i - b j + dot n b b.

  Lemma KK_entries u i : (i < n)%nat -> KK n b u i = vsum n (fun j => entry_KK i j * u j).
  Proof using.
    intros Hi. unfold KK. rewrite mulv_K, mulv_tr_K by exact Hi.
    rewrite (dot_ext n b b _ (fun j => u j - vsum n u * b j)), dot_minus_r, dot_scal_r
      by (reflexivity || (intros; apply mulv_tr_K; assumption)).
    rewrite (vsum_ext n (fun j => entry_KK i j * u j)
      (fun j => (if Nat.eqb j i then u j else 0) - b i * u j - b j * u j + dot n b b * u j))
      by (intros j _; unfold entry_KK; destruct (Nat.eqb j i); ring).
    rewrite vsum_plus, !vsum_minus, !vsum_scal, (vsum_delta n i u Hi). unfold dot. ring.
  Qed.

  Lemma diagonal_KK i : (i < n)%nat -> 0 <= entry_KK i i.
  Proof using.
    intros Hi. unfold entry_KK. rewrite Nat.eqb_refl. pose proof (Rle_0_sqr (1 - b i)) as S. unfold Rsqr in S.
    pose proof (vsum_term n i (fun k => b k * b k) (fun k _ => Rle_0_sqr (b k)) Hi) as T. fold (dot n b b) in T. lra.
  Qed.

  Lemma off_diagonal_KK i j : (i < n)%nat -> (j < n)%nat -> i <> j -> - (1 / 2) <= entry_KK i j <= 1.
  Proof using Hb Hb1.
    intros Hi Hj E. unfold entry_KK. destruct (Nat.eqb_spec j i); [lia|].
    pose proof (two_squares n b i j Hi Hj E) as S. pose proof (Hb i Hi). pose proof (Hb j Hj).
    pose proof (Rle_0_sqr (b i - 1 / 2)) as S1. pose proof (Rle_0_sqr (b j - 1 / 2)) as S2. unfold Rsqr in *.
    pose proof square_le_1. lra.
  Qed.

  (** ** The inner matrix *)

  (** A product [x y] is of size [p] if it is at least - p / 2 times a factor between -1/2 and 1. *)
  Definition product_size (p q : R) : Prop := forall k, - (1 / 2) <= k <= 1 -> - (p / 2) <= k * q.

  Variables (g s : R -> R) (z : vec) (p : R).
  Hypothesis Hp : forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> product_size p (g (z i) * g (z j)).

  Lemma diagonal_term i : (i < n)%nat -> - ((INR n + - 1) / 2 * p) <= vmap g z i * KK n b (vmap g z) i.
  Proof using Hb Hb1 Hp.
    intros Hi. rewrite KK_entries, <- vsum_scal by exact Hi.
    replace (- ((INR n + - 1) / 2 * p)) with (vsum n (fun j => - (p / 2) + (if Nat.eqb j i then p / 2 else 0))).
    - apply vsum_le. intros j Hj. unfold vmap. destruct (Nat.eqb_spec j i) as [->|E].
      + pose proof (Rmult_le_pos _ _ (diagonal_KK i Hi) (Rle_0_sqr (g (z i)))) as T. unfold Rsqr in T. lra.
      + pose proof (Hp i j Hi Hj ltac:(lia) _ (off_diagonal_KK i j Hi Hj ltac:(lia))). lra.
    - rewrite vsum_plus, vsum_const, (vsum_delta n i (fun _ => p / 2) Hi). field.
  Qed.

  Theorem inner_lower : psd n (mscale (- ((INR n + - 1) / 2 * p)) meye) (rescaled_inner n g s b z).
  Proof using Hb Hb1 Hp.
    intros h. rewrite quadratic_mscale, quadratic_meye.
    set (x := mulv n (tr (K b)) (hmul (vmap s z) h)).
    apply Rle_trans with (dot n x x + vsum n (fun i => vmap g z i * KK n b (vmap g z) i * (h i * h i))).
    - pose proof (dot_self n x). unfold dot at 1. rewrite <- vsum_scal.
      enough (vsum n (fun i => - ((INR n + - 1) / 2 * p) * (h i * h i))
        <= vsum n (fun i => vmap g z i * KK n b (vmap g z) i * (h i * h i))) by lra.
      apply vsum_le. intros i Hi. apply Rmult_le_compat_r; [apply Rle_0_sqr|apply diagonal_term, Hi].
    - right. unfold x at 1. rewrite <- dot_mulv. unfold dot. rewrite <- vsum_plus. apply vsum_ext. intros i Hi.
      rewrite mulv_inner by exact Hi. unfold KK at 2. fold x. unfold hmul at 1. ring.
  Qed.
End Target.

(** ** The sizes for exp, cosh and sinh, where |z| <= r *)

Section Sizes.
  Variables (n : nat) (z : vec) (r : R) (i j : nat).
  Hypotheses (Hz : norm2 n z <= r) (Hi : (i < n)%nat) (Hj : (j < n)%nat) (E : i <> j).

  Let sums : Rabs (z i + z j) <= sqrt 2 * r /\ Rabs (z i - z j) <= sqrt 2 * r.
  Proof. exact (two_entries n z r i j Hz Hi Hj E). Qed.

  (** A product between 0 and p, or between - p / 2 and p / 2. *)
  Let positive p q : 0 <= q <= p -> product_size p q.
  Proof. intros H k Hk. pose proof (Rmult_le_compat_r q _ _ (proj1 H) (proj1 Hk)). lra. Qed.

  Lemma size_exp : product_size (exp (sqrt 2 * r)) (exp (z i) * exp (z j)).
  Proof using Hz Hi Hj E.
    rewrite <- exp_plus. apply positive. split; [left; apply exp_pos|]. apply exp_le.
    pose proof (Rle_abs (z i + z j)). lra.
  Qed.

  Lemma size_cosh : product_size (cosh (sqrt 2 * r)) (cosh (z i) * cosh (z j)).
  Proof using Hz Hi Hj E.
    destruct sums as [S1 S2]. apply cosh_le in S1, S2. rewrite cosh_plus in S1. rewrite cosh_minus in S2.
    apply positive. split; [|lra]. pose proof (cosh_ge_1 (z i)). pose proof (cosh_ge_1 (z j)).
    apply Rmult_le_pos; lra.
  Qed.

  Lemma size_sinh : product_size (cosh (sqrt 2 * r) + - 1) (sinh (z i) * sinh (z j)).
  Proof using Hz Hi Hj E.
    destruct sums as [S1 S2]. apply cosh_le in S1, S2.
    pose proof (cosh_ge_1 (z i + z j)) as L1. pose proof (cosh_ge_1 (z i - z j)) as L2.
    rewrite cosh_plus in S1, L1. rewrite cosh_minus in S2, L2. set (q := sinh (z i) * sinh (z j)) in *.
    assert (A : Rabs q <= (cosh (sqrt 2 * r) + - 1) / 2) by (apply Rabs_le; lra).
    intros k Hk. assert (B : Rabs k <= 1) by (apply Rabs_le; lra).
    pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos k) (Rabs_pos q) B A) as C. rewrite <- Rabs_mult in C.
    apply Rabs_le_between in C. lra.
  Qed.
End Sizes.
