(** * Probability vectors: variance, and the norms of the matrix diag(p) - p p^T, which is the Jacobian of softmax. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices.
Local Open Scope R_scope.

Definition probability (n : nat) (p : vec) : Prop := (forall i, (i < n)%nat -> 0 <= p i) /\ vsum n p = 1.

Lemma probability_le_1 n p i : probability n p -> (i < n)%nat -> 0 <= p i <= 1.
Proof. intros [Hp E] Hi. split; [apply Hp, Hi|]. rewrite <- E. apply vsum_term; assumption. Qed.

(** ** The Jacobian diag(p) - p p^T and the variance

    [jac n p h] is this matrix, the Jacobian of softmax at a point where softmax is [p], applied to [h]; its quadratic
    form is the variance of a variable that takes the value [h i] with probability [p i]. *)
Definition jac (n : nat) (p h : vec) : vec := fun i => p i * (h i - dot n p h).

Lemma mulv_jacobian n p h i : (i < n)%nat -> mulv n (msub (vdiag p) (outer p p)) h i = jac n p h i.
Proof.
  intros Hi. unfold msub. rewrite mulv_msub, mulv_vdiag by exact Hi. unfold jac, mulv, outer, dot.
  replace (vsum n (fun j => p i * p j * h j)) with (p i * vsum n (fun j => p j * h j)); [ring|].
  rewrite <- vsum_scal. apply vsum_ext. intros; ring.
Qed.

(** <v, J h> is the covariance of v and h. *)
Lemma dot_jac n p v h : dot n v (jac n p h) = dot n p (fun i => v i * h i) - dot n p v * dot n p h.
Proof.
  unfold jac, dot. rewrite <- vsum_scal_r, <- vsum_minus. apply vsum_ext. intros; ring.
Qed.

Lemma jac_minus n p u v i : jac n p (fun k => u k - v k) i = jac n p u i - jac n p v i.
Proof. unfold jac. rewrite dot_minus_r. ring. Qed.

Definition variance (n : nat) (p h : vec) : R := dot n h (jac n p h).

(** The variance as a mean of squares: for any centre [a] it is at most the mean of [(h - a)^2]. *)
Lemma variance_centre n p h a : probability n p ->
  variance n p h = dot n p (fun i => (h i - a) * (h i - a)) - (dot n p h - a) * (dot n p h - a).
Proof.
  intros [_ E]. unfold variance. rewrite dot_jac.
  replace (dot n p (fun i => (h i - a) * (h i - a)))
    with (dot n p (fun i => h i * h i) - 2 * a * dot n p h + a * a * vsum n p); [rewrite E; ring|].
  unfold dot. rewrite <- !vsum_scal, <- vsum_minus, <- vsum_plus. apply vsum_ext. intros; ring.
Qed.

Lemma variance_nonneg n p h : probability n p -> 0 <= variance n p h.
Proof.
  intros P. rewrite (variance_centre n p h (dot n p h) P).
  replace ((dot n p h - dot n p h) * (dot n p h - dot n p h)) with 0 by ring. rewrite Rminus_0_r.
  apply vsum_nonneg. intros i Hi. apply Rmult_le_pos; [apply P, Hi|apply Rle_0_sqr].
Qed.

Lemma variance_shift n p h a : probability n p -> variance n p (fun i => h i - a) = variance n p h.
Proof.
  intros P. rewrite (variance_centre n p h a P), (variance_centre n p _ 0 P).
  replace (dot n p (fun i => h i - a)) with (dot n p h - a).
  - unfold dot. rewrite (vsum_ext n _ (fun i => p i * ((h i - a) * (h i - a)))) by (intros; ring). ring.
  - rewrite dot_minus_r. unfold dot at 3. rewrite vsum_scal_r. destruct P as [_ ->]. ring.
Qed.

(** Popoviciu: a variable with values in [lo, hi] has variance at most (hi - lo)^2 / 4. *)
Theorem variance_le_spread n p h lo hi : probability n p ->
  (forall i, (i < n)%nat -> lo <= h i <= hi) -> variance n p h <= (hi - lo) * (hi - lo) / 4.
Proof.
  intros P H. rewrite (variance_centre n p h ((lo + hi) / 2) P).
  assert (B : dot n p (fun i => (h i - (lo + hi) / 2) * (h i - (lo + hi) / 2)) <= (hi - lo) * (hi - lo) / 4).
  { replace ((hi - lo) * (hi - lo) / 4) with (vsum n p * ((hi - lo) * (hi - lo) / 4))
      by (destruct P as [_ E]; rewrite E; ring).
    rewrite <- vsum_scal_r. apply vsum_le. intros i Hi. apply Rmult_le_compat_l; [apply P, Hi|].
    specialize (H i Hi). assert (0 <= (hi - h i) * (h i - lo)) by (apply Rmult_le_pos; lra). lra. }
  pose proof (Rle_0_sqr (dot n p h - (lo + hi) / 2)) as S. unfold Rsqr in S. lra.
Qed.

(** The spread of two entries: (h_i - h_j)^2 <= 2 |h|^2. *)
Lemma spread_le_norm2 n h i j : (i < n)%nat -> (j < n)%nat -> (h i - h j) * (h i - h j) <= 2 * dot n h h.
Proof.
  intros Hi Hj. destruct (Nat.eq_dec i j) as [->|E]; [pose proof (dot_self n h); nra|].
  pose proof (two_squares n h i j Hi Hj E). pose proof (Rle_0_sqr (h i + h j)). unfold Rsqr in *. lra.
Qed.

(** The variance is at most |h|^2 / 2. *)
Theorem variance_le_norm2 n p h : (1 <= n)%nat -> probability n p -> variance n p h <= dot n h h / 2.
Proof.
  intros Hn P. destruct (vmax_attained n h Hn) as (i & Hi & Ei), (vmin_attained n h Hn) as (j & Hj & Ej).
  eapply Rle_trans; [apply (variance_le_spread n p h (h j) (h i) P)|].
  - intros k Hk. rewrite <- Ei, <- Ej. split; [apply vmin_le|apply vmax_ge]; exact Hk.
  - pose proof (spread_le_norm2 n h i j Hi Hj). lra.
Qed.

(** An entry is off the mean by at most sqrt(2) |h|: the mean of (h - h_k)^2 is at most 2 |h|^2. *)
Lemma centred_le_norm2 n p h k : probability n p -> (k < n)%nat ->
  (h k - dot n p h) * (h k - dot n p h) <= 2 * dot n h h.
Proof.
  intros P Hk. pose proof (variance_nonneg n p h P) as V. rewrite (variance_centre n p h (h k) P) in V.
  assert (M : dot n p (fun i => (h i - h k) * (h i - h k)) <= vsum n p * (2 * dot n h h)).
  { rewrite <- vsum_scal_r. apply vsum_le. intros i Hi. apply Rmult_le_compat_l; [apply P, Hi|].
    apply spread_le_norm2; assumption. }
  destruct P as [_ E]. rewrite E in M. lra.
Qed.

(** p_j <= 1 - p_i for j other than i, hence |p|^2 <= p_i^2 + (1 - p_i)^2. *)
Lemma probability_square n p i : probability n p -> (i < n)%nat -> dot n p p <= p i * p i + (1 - p i) * (1 - p i).
Proof.
  intros [Hp E] Hi. pose proof (vsum_delta n i p Hi) as Ei.
  assert (Q : forall j, (j < n)%nat -> j <> i -> p j <= 1 - p i).
  { intros j Hj Nj. pose proof (two_terms n p j i Hp Hj Hi Nj). lra. }
  apply Rle_trans with (vsum n (fun j => (1 - p i) * p j + (if Nat.eqb j i then p j else 0) * (2 * p i - 1))).
  - apply vsum_le. intros j Hj. destruct (Nat.eqb_spec j i) as [->|N]; [lra|].
    specialize (Q j Hj N). specialize (Hp j Hj). pose proof (Rmult_le_compat_l _ _ _ Hp Q). lra.
  - rewrite vsum_plus, vsum_scal, vsum_scal_r, Ei, E. lra.
Qed.

(** Var h <= (1 - |p|^2) |h|^2: the double sum of p_i p_j (h_i + h_j)^2 is at least its diagonal, which says
    Var h <= 2 sum p_i (1 - p_i) h_i^2. *)
Theorem variance_le_trace n p h : probability n p -> variance n p h <= (1 - dot n p p) * dot n h h.
Proof.
  intros P. pose proof P as [Hp E]. set (m := dot n p h).
  assert (D : vsum n (fun i => 4 * (p i * p i * (h i * h i)))
              <= vsum n (fun i => vsum n (fun j => p i * p j * ((h i + h j) * (h i + h j))))).
  { apply vsum_le. intros i Hi.
    replace (4 * (p i * p i * (h i * h i))) with (p i * p i * ((h i + h i) * (h i + h i))) by ring.
    apply (vsum_term n i (fun j => p i * p j * ((h i + h j) * (h i + h j)))); [|exact Hi].
    intros j Hj. apply Rmult_le_pos; [apply Rmult_le_pos; auto|apply Rle_0_sqr]. }
  set (q := dot n p (fun i => h i * h i)).
  assert (S : vsum n (fun i => vsum n (fun j => p i * p j * ((h i + h j) * (h i + h j)))) = 2 * q + 2 * m * m).
  { rewrite (vsum_ext n _ (fun i => p i * (h i * h i) + 2 * m * (p i * h i) + q * p i)).
    - rewrite !vsum_plus, !vsum_scal, E. fold (dot n p h). fold m. fold (dot n p (fun i => h i * h i)). fold q. ring.
    - intros i _.
      rewrite (vsum_ext n _ (fun j =>
        p i * (h i * h i) * p j + 2 * p i * h i * (p j * h j) + p i * (p j * (h j * h j))))
        by (intros; ring).
      rewrite !vsum_plus, !vsum_scal, E. fold (dot n p h). fold m. fold (dot n p (fun i => h i * h i)). fold q. ring. }
  rewrite vsum_scal in D. rewrite S in D. unfold variance. rewrite dot_jac. fold q. fold m.
  apply Rle_trans with (vsum n (fun i => 2 * (p i * (h i * h i)) - 2 * (p i * p i * (h i * h i)))).
  - rewrite vsum_minus, !vsum_scal. fold (dot n p (fun i => h i * h i)). fold q. lra.
  - unfold dot at 2. rewrite <- vsum_scal. apply vsum_le. intros i Hi. pose proof (probability_square n p i P Hi) as B.
    pose proof (Rle_0_sqr (h i)) as Q. unfold Rsqr in Q. apply (Rmult_le_compat_r _ _ _ Q) in B. lra.
Qed.

Lemma jac_sym n p u v : dot n u (jac n p v) = dot n v (jac n p u).
Proof. rewrite !dot_jac. rewrite (dot_ext n p p _ (fun i => v i * u i)) by (intros; ring). ring. Qed.

Lemma dot_jac_minus n p v u h a :
  dot n v (jac n p (fun k => u k - a * h k)) = dot n v (jac n p u) - a * dot n v (jac n p h).
Proof.
  rewrite !dot_jac, dot_minus_r, dot_scal_r.
  rewrite (dot_ext n p p (fun i => v i * (u i - a * h i)) (fun i => v i * u i - a * (v i * h i))) by (intros; ring).
  rewrite dot_minus_r, dot_scal_r. ring.
Qed.

(** <w, J h> <= Var w + Var h / 4, as Var (w - h / 2) >= 0. *)
Lemma dot_jac_le n p w h : probability n p -> dot n w (jac n p h) <= variance n p w + variance n p h / 4.
Proof.
  intros P. pose proof (variance_nonneg n p (fun i => w i - (1 / 2) * h i) P) as V.
  unfold variance in *. rewrite dot_jac_minus, (jac_sym n p _ w), (jac_sym n p _ h), !dot_jac_minus in V.
  rewrite (jac_sym n p h w) in V. lra.
Qed.

(** |J h| <= |h| / 2: take w = J h above. *)
Theorem jac_norm2 n p h : (1 <= n)%nat -> probability n p -> norm2 n (jac n p h) <= norm2 n h / 2.
Proof.
  intros Hn P. set (w := jac n p h). pose proof (dot_jac_le n p w h P) as B. fold w in B.
  pose proof (variance_le_norm2 n p w Hn P) as Vw. pose proof (variance_le_norm2 n p h Hn P) as Vh.
  apply norm2_le_sq; [pose proof (norm2_nonneg n h); lra|].
  replace (norm2 n h / 2 * (norm2 n h / 2)) with (dot n h h / 4) by (rewrite <- norm2_sq; field).
  lra.
Qed.

(** In the maximum norm: |p_i (h_i - <p, h>)| <= p_i (1 - p_i) 2 |h| <= |h| / 2. *)
Theorem jac_norminf n p h : (1 <= n)%nat -> probability n p -> norminf n (jac n p h) <= norminf n h / 2.
Proof.
  intros Hn P. set (s := norminf n h). pose proof (norminf_nonneg n h : 0 <= s) as S.
  apply norminf_le; [lra|]. intros i Hi. unfold jac. pose proof (probability_le_1 n p i P Hi) as Pi.
  assert (B : Rabs (h i - dot n p h) <= 2 * s * (1 - p i)).
  { replace (h i - dot n p h) with (vsum n (fun j => if Nat.eqb j i then 0 else p j * (h i - h j))).
    - eapply Rle_trans; [apply vsum_abs|].
      replace (2 * s * (1 - p i)) with (vsum n (fun j => 2 * s * (p j - (if Nat.eqb j i then p j else 0)))).
      + apply vsum_le. intros j Hj. destruct (Nat.eqb j i); [rewrite Rabs_R0; lra|].
        rewrite Rabs_mult, Rabs_pos_eq by apply P, Hj. rewrite Rminus_0_r, (Rmult_comm _ (p j)).
        apply Rmult_le_compat_l; [apply P, Hj|].
        pose proof (entry_le_norminf n i h Hi) as A1. pose proof (entry_le_norminf n j h Hj) as A2.
        eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. fold s in A1, A2. lra.
      + rewrite vsum_scal, vsum_minus, vsum_delta by exact Hi. destruct P as [_ ->]. ring.
    - transitivity (vsum n (fun j => p j * (h i - h j))).
      + apply vsum_ext. intros j _. destruct (Nat.eqb_spec j i) as [->|]; ring.
      + rewrite (vsum_ext n _ (fun j => p j * h i - p j * h j)) by (intros; ring).
        rewrite vsum_minus, vsum_scal_r. destruct P as [_ ->]. unfold dot. ring. }
  rewrite Rabs_mult, (Rabs_pos_eq (p i)) by lra. pose proof (Rabs_pos (h i - dot n p h)).
  apply Rle_trans with (p i * (2 * s * (1 - p i))); [apply Rmult_le_compat_l; lra|].
  assert (Q : p i * (1 - p i) <= 1 / 4) by (pose proof (Rle_0_sqr (p i - 1 / 2)); unfold Rsqr in *; lra).
  apply (Rmult_le_compat_l (2 * s)) in Q; lra.
Qed.

(** In the norm l_1, by duality: <w, J h> = <J w, h> for w = sign (J h). *)
Theorem jac_norm1 n p h : (1 <= n)%nat -> probability n p -> norm1 n (jac n p h) <= norm1 n h / 2.
Proof.
  intros Hn P. set (g := jac n p h). set (w := fun i => if Rle_dec 0 (g i) then 1 else -1).
  assert (W : norminf n w <= 1).
  { apply norminf_le; [lra|]. intros i _. unfold w. destruct (Rle_dec 0 (g i)); apply Rabs_le; lra. }
  replace (norm1 n g) with (dot n w g).
  - unfold g. rewrite jac_sym. pose proof (abs_dot_le_norm1 n h (jac n p w)) as H.
    pose proof (jac_norminf n p w Hn P). pose proof (norm1_nonneg n h).
    pose proof (Rle_abs (dot n h (jac n p w))). nra.
  - apply vsum_ext. intros i _. unfold w. destruct (Rle_dec 0 (g i)) as [L|L].
    + rewrite Rabs_pos_eq by exact L. ring.
    + rewrite Rabs_left by lra. ring.
Qed.
