(** * Rules of the norm calculus: softmax, and its derivative along a vector.

    [jac n p h] is the derivative of softmax along [h] where softmax is [p]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Derivatives Softmax.
From Certify Require Import Quantities RulesEntries RulesVectors RulesMatrices.
Local Open Scope R_scope.

(** ** Probability vectors *)

Section Probabilities.
  Context {n : nat} (Hn : (1 <= n)%nat) (z : vec).
  Let p := softmax n z.
  Let P : probability n p := softmax_probability n z Hn.

  Lemma probability_nonneg : floor1 n p 0.
  Proof. split; [lra|]. apply P. Qed.

  Lemma probability_l1 : norm1 n p <= 1.
  Proof.
    destruct P as [H E]. right. rewrite <- E. apply vsum_ext. intros i Hi. apply Rabs_pos_eq, H, Hi.
  Qed.

  Lemma probability_l2 : norm2 n p <= 1.
  Proof. apply l2_from_l1, probability_l1. Qed.

  Lemma probability_size : size1 n p 1.
  Proof. apply size_from_l1, probability_l1. Qed.

  Lemma probability_spread : spread1 n p 1.
  Proof.
    split; [lra|]. intros i j Hi Hj. pose proof (probability_le_1 n p i P Hi). pose proof (probability_le_1 n p j P Hj).
    lra.
  Qed.
End Probabilities.

(** The rows of a matrix of attention. *)
Lemma probability_rows {m n} (Hn : (1 <= n)%nat) (Z : nat -> vec) : rows2 m n (fun i => softmax n (Z i)) 1.
Proof. split; [lra|]. intros i _. apply (probability_l1 Hn (Z i)). Qed.

(** |<p, h>| <= |h|_inf. *)
Lemma mean_size {n} (Hn : (1 <= n)%nat) z {h r} : size1 n h r -> size0 (dot n (softmax n z) h) r.
Proof.
  intros H. apply (valued (size0 _) (size_hoelder_first (probability_l1 Hn z) H)). ring.
Qed.

(** ** Softmax is 1/2-Lipschitz *)

Lemma difference_l2 {n} (Hn : (1 <= n)%nat) {a b h r} : norm2 n h <= r ->
  (forall i, (i < n)%nat -> a i - b i = h i) -> norm2 n (vsub (softmax n a) (softmax n b)) <= 1 / 2 * r.
Proof.
  intros H E. eapply Rle_trans; [apply (softmax_half_norm2 n a b Hn)|]. rewrite (norm2_ext n _ h E). lra.
Qed.

Lemma difference_l1 {n} (Hn : (1 <= n)%nat) {a b h r} : norm1 n h <= r ->
  (forall i, (i < n)%nat -> a i - b i = h i) -> norm1 n (vsub (softmax n a) (softmax n b)) <= 1 / 2 * r.
Proof.
  intros H E. eapply Rle_trans; [apply (softmax_half_norm1 n a b Hn)|]. rewrite (norm1_ext n _ h E). lra.
Qed.

Lemma difference_size {n} (Hn : (1 <= n)%nat) {a b h r} : size1 n h r ->
  (forall i, (i < n)%nat -> a i - b i = h i) -> size1 n (vsub (softmax n a) (softmax n b)) (1 / 2 * r).
Proof.
  intros [H0 H] E. apply size_from_norminf. eapply Rle_trans; [apply (softmax_half_norminf n a b Hn)|].
  rewrite (norminf_ext n _ h E). pose proof (norminf_le n h r H0 H). lra.
Qed.

(** ** The derivative along h *)

Lemma variance_spread {n p h r} : (1 <= n)%nat -> probability n p -> spread1 n h r -> variance n p h <= r * r / 4.
Proof.
  intros Hn P [H0 H]. destruct (vmax_attained n h Hn) as (i & Hi & Ei), (vmin_attained n h Hn) as (j & Hj & Ej).
  eapply Rle_trans; [apply (variance_le_spread n p h (h j) (h i) P)|].
  - intros k Hk. rewrite <- Ei, <- Ej. split; [apply vmin_le|apply vmax_ge]; exact Hk.
  - specialize (H i j Hi Hj). pose proof (vmax_ge n j h Hj). rewrite Ei in *.
    assert ((h i - h j) * (h i - h j) <= r * r) by (apply Rmult_le_compat; lra). lra.
Qed.

(** The entries of the derivative add up to 0. *)
Lemma jac_total {n p h} a : probability n p -> dot n (jac n p h) (vconst a) = 0.
Proof.
  intros [_ E]. set (m := dot n p h).
  replace (dot n (jac n p h) (vconst a)) with ((dot n p h - m * vsum n p) * a); [rewrite E; unfold m; ring|].
  rewrite <- vsum_scal. unfold dot. rewrite <- vsum_minus, <- vsum_scal_r. apply vsum_ext.
  intros i _. unfold jac, vconst. fold m. ring.
Qed.

Section Moved.
  Context {n : nat} (Hn : (1 <= n)%nat) (z : vec) {h : vec}.
  Let p := softmax n z.
  Let P : probability n p := softmax_probability n z Hn.

  Lemma moved_l2 {r} : norm2 n h <= r -> norm2 n (jac n p h) <= 1 / 2 * r.
  Proof. intros H. pose proof (jac_norm2 n p h Hn P). lra. Qed.

  (** (E|h - m|)^2 <= Var h, for the mean of the squares is at least the square of the mean. *)
  Lemma moved_l1 {r} : spread1 n h r -> norm1 n (jac n p h) <= 1 / 2 * r.
  Proof.
    intros H. pose proof (variance_spread Hn P H) as V. destruct H as [H0 _]. set (m := dot n p h).
    set (g := fun i => Rabs (h i - m)).
    assert (E : norm1 n (jac n p h) = dot n p g).
    { apply vsum_ext. intros i Hi. unfold jac, g. rewrite Rabs_mult, Rabs_pos_eq by (apply P, Hi). reflexivity. }
    pose proof (variance_nonneg n p g P) as G. rewrite (variance_centre n p g 0 P) in G.
    rewrite (variance_centre n p h m P) in V. fold m in V.
    rewrite (dot_ext n p p (fun i => (g i - 0) * (g i - 0)) (fun i => (h i - m) * (h i - m))) in G
      by (reflexivity || (intros; unfold g; rewrite Rminus_0_r, <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr)).
    rewrite E. apply Rsqr_incr_0_var; [unfold Rsqr|]; lra.
  Qed.

  (** p_i |h_i - m| <= p_i (1 - p_i) spread. *)
  Lemma moved_size {r} : spread1 n h r -> size1 n (jac n p h) (1 / 4 * r).
  Proof.
    intros [H0 H]. split; [lra|]. intros i Hi. unfold jac. pose proof (probability_le_1 n p i P Hi) as [p0 p1].
    assert (B : Rabs (h i - dot n p h) <= (1 - p i) * r).
    { destruct P as [Pp E]. replace (h i - dot n p h) with (vsum n (fun j => p j * (h i - h j))).
      - eapply Rle_trans; [apply vsum_abs|].
        apply Rle_trans with (vsum n (fun j => p j * r - (if Nat.eqb j i then p j * r else 0))).
        + apply vsum_le. intros j Hj. rewrite Rabs_mult, (Rabs_pos_eq (p j)) by (apply Pp, Hj).
          destruct (Nat.eqb_spec j i) as [->|N]; [rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; lra|].
          rewrite Rminus_0_r. apply Rmult_le_compat_l; [apply Pp, Hj|]. apply Rabs_le.
          pose proof (H i j Hi Hj). pose proof (H j i Hj Hi). lra.
        + rewrite vsum_minus, (vsum_delta n i (fun j => p j * r) Hi), vsum_scal_r, E. lra.
      - transitivity (h i * vsum n p - dot n p h); [|rewrite E; ring].
        rewrite <- vsum_scal. unfold dot. rewrite <- vsum_minus. apply vsum_ext. intros; ring. }
    rewrite Rabs_mult, (Rabs_pos_eq (p i)) by exact p0.
    apply Rle_trans with (p i * ((1 - p i) * r)); [apply Rmult_le_compat_l; [exact p0|exact B]|].
    replace (p i * ((1 - p i) * r)) with (p i * (1 - p i) * r) by ring. apply Rmult_le_compat_r; [exact H0|].
    pose proof (Rle_0_sqr (p i - 1 / 2)) as S. unfold Rsqr in S. lra.
  Qed.

  (** |w|_2^2 <= |w|_inf |w|_1. *)
  Lemma moved_l2_spread {r} : spread1 n h r -> norm2 n (jac n p h) <= sqrt (1 / 8) * r.
  Proof.
    intros H. pose proof (moved_l1 H) as A. pose proof (moved_size H) as [_ B]. destruct H as [H0 _].
    set (w := jac n p h) in *. replace (sqrt (1 / 8) * r) with (sqrt (1 / 8 * (r * r)))
      by (rewrite sqrt_mult, sqrt_square by (try apply Rle_0_sqr; lra); reflexivity).
    apply sqrt_le_1_alt. apply Rle_trans with (1 / 4 * r * norm1 n w).
    - unfold norm1. rewrite <- vsum_scal. apply vsum_le. intros i Hi. specialize (B i Hi).
      rewrite <- (Rabs_pos_eq (w i * w i)) by apply Rle_0_sqr. rewrite Rabs_mult.
      apply Rmult_le_compat_r; [apply Rabs_pos|exact B].
    - apply Rle_trans with (1 / 4 * r * (1 / 2 * r)); [apply Rmult_le_compat_l; lra|lra].
  Qed.

  (** Gruess: a covariance is at most a quarter of the product of the spreads. *)
  Lemma covariance_size {k r s} : spread1 n h r -> spread1 n k s -> size0 (dot n (jac n p h) k) (1 / 4 * (r * s)).
  Proof.
    intros H K. destruct (vmax_attained n k Hn) as (i & Hi & Ei), (vmin_attained n k Hn) as (j & Hj & Ej).
    set (c := (k i + k j) / 2). destruct K as [K0 K].
    replace (dot n (jac n p h) k) with (dot n (jac n p h) (fun l => k l - vconst c l))
      by (rewrite dot_minus_r, (jac_total c P); ring).
    apply (valued (size0 _) (a := 1 / 2 * r * (s / 2))); [|field]. apply size_hoelder_first; [apply moved_l1, H|].
    split; [lra|]. intros l Hl. pose proof (vmax_ge n l k Hl) as U. pose proof (vmin_le n l k Hl) as L.
    rewrite Ei in U. rewrite Ej in L. specialize (K i j Hi Hj). apply Rabs_le. unfold vconst, c. lra.
  Qed.

  (** diag(p) - p p^T is symmetric. *)
  Lemma covariance_turned {k r s} : norm2 n (jac n p k) <= r -> norm2 n h <= s -> size0 (dot n (jac n p h) k) (r * s).
  Proof. intros H K. rewrite dot_sym, jac_sym, dot_sym. apply size_cauchy_schwarz; assumption. Qed.
End Moved.

(** ** Linear in h *)

Lemma jac_plus n p u v i : jac n p (vadd u v) i = jac n p u i + jac n p v i.
Proof. unfold jac, vadd. rewrite dot_plus_r. ring. Qed.

Lemma jac_opp n p u i : jac n p (vopp u) i = - jac n p u i.
Proof.
  unfold jac. replace (dot n p (vopp u)) with (-1 * dot n p u); [unfold vopp; ring|].
  rewrite <- dot_scal_r. apply dot_ext; [reflexivity|]. intros; unfold vopp; ring.
Qed.

(** ** The Jacobian as a matrix *)

Section Jacobian.
  Context {n : nat} (Hn : (1 <= n)%nat) (z : vec).
  Let p := softmax n z.
  Let P : probability n p := softmax_probability n z Hn.

  Lemma jacobian_spectral : opbound n n (msub (vdiag p) (outer p p)) (1 / 2).
  Proof.
    split; [lra|]. intros h. rewrite (norm2_ext n _ (jac n p h)) by (intros; apply mulv_jacobian; assumption).
    pose proof (jac_norm2 n p h Hn P). lra.
  Qed.

  (** A row has the l_1 norm 2 p_i (1 - p_i). *)
  Lemma jacobian_rows : rows2 n n (msub (vdiag p) (outer p p)) (1 / 2).
  Proof.
    split; [lra|]. intros i Hi. destruct P as [Pp E]. pose proof (probability_le_1 n p i P Hi) as [p0 p1].
    apply Rle_trans with (vsum n (fun j => p i * p j + (if Nat.eqb j i then p i * (1 - 2 * p i) else 0))).
    - apply vsum_le. intros j Hj. unfold row, msub, vdiag, outer. specialize (Pp j Hj).
      pose proof (Rmult_le_pos _ _ p0 Pp). rewrite (Nat.eqb_sym j i). destruct (Nat.eqb_spec i j) as [<-|N].
      + pose proof (Rmult_le_pos _ _ p0 (Rge_le _ _ (Rge_minus _ _ (Rle_ge _ _ p1)))). rewrite Rabs_pos_eq; lra.
      + rewrite Rabs_left1; lra.
    - rewrite vsum_plus, vsum_scal, E, (vsum_delta n i (fun _ => p i * (1 - 2 * p i)) Hi).
      pose proof (Rle_0_sqr (p i - 1 / 2)) as S. unfold Rsqr in S. lra.
  Qed.

  Lemma jacobian_columns : columns2 n n (msub (vdiag p) (outer p p)) (1 / 2).
  Proof.
    destruct jacobian_rows as [H0 H]. split; [exact H0|]. intros j Hj. eapply Rle_trans; [|apply (H j Hj)].
    right. apply norm1_ext. intros i _. unfold col, row, msub, vdiag, outer. rewrite (Nat.eqb_sym i j).
    destruct (Nat.eqb_spec j i) as [->|N]; ring.
  Qed.
End Jacobian.
