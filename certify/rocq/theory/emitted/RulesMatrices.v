(** * Rules of the norm calculus: matrices. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Quantities RulesEntries RulesVectors.
Local Open Scope R_scope.

(** ** Images of vectors *)

Lemma image_l2 {m n M v r s} : opbound m n M r -> norm2 n v <= s -> norm2 m (mulv n M v) <= r * s.
Proof. apply opbound_mulv_le. Qed.

(** |M v|_inf <= (largest l_1 norm of a row) |v|_inf. *)
Lemma image_size {m n M v r s} : rows2 m n M r -> size1 n v s -> size1 m (mulv n M v) (r * s).
Proof.
  intros [H0 H] K. pose proof K as [K0 _]. split; [apply Rmult_le_pos; assumption|]. intros i Hi.
  apply (size_hoelder_first (H i Hi) K).
Qed.

Lemma image_l1 {m n M v r s} : columns2 m n M r -> norm1 n v <= s -> norm1 m (mulv n M v) <= r * s.
Proof.
  intros [H0 H] K. apply Rle_trans with (r * norm1 n v); [|apply Rmult_le_compat_l; assumption].
  apply Rle_trans with (vsum m (fun i => vsum n (fun j => Rabs (M i j) * Rabs (v j)))).
  - apply vsum_le. intros i _. unfold mulv. eapply Rle_trans; [apply vsum_abs|]. right. apply vsum_ext.
    intros j _. apply Rabs_mult.
  - rewrite vsum_swap. unfold norm1. rewrite <- vsum_scal. apply vsum_le. intros j Hj. rewrite vsum_scal_r.
    apply Rmult_le_compat_r; [apply Rabs_pos|apply (H j Hj)].
Qed.

(** A column, or a row, is the image of a unit vector. *)
Lemma column_l2 {m n M r} k : (k < n)%nat -> opbound m n M r -> norm2 m (col M k) <= r.
Proof.
  intros Hk H. rewrite <- (mulv_vunit_col n M k Hk). replace r with (r * 1) by ring. apply (opbound_mulv_le _ _ _ _ _ _ H).
  right. unfold norm2. rewrite (dot_delta n k (vunit k) Hk). unfold vunit. rewrite Nat.eqb_refl. apply sqrt_1.
Qed.

Lemma row_l2 {m n M r} k : (k < m)%nat -> opbound m n M r -> norm2 n (row M k) <= r.
Proof. intros Hk H. apply (column_l2 (M := tr M) k Hk), opbound_tr, H. Qed.

(** ** The spectral norm *)

Lemma spectral_product {m n p M N r s} : opbound m n M r -> opbound n p N s -> opbound m p (mulm n M N) (r * s).
Proof. apply opbound_mulm. Qed.

Lemma spectral_transpose {m n M r} : opbound m n M r -> opbound n m (tr M) r.
Proof. apply opbound_tr. Qed.

Lemma spectral_triangle {m n M N r s} : opbound m n M r -> opbound m n N s -> opbound m n (madd M N) (r + s).
Proof. apply opbound_madd. Qed.

Lemma spectral_sign {m n M r} : opbound m n M r -> opbound m n (mopp M) r.
Proof.
  intros [H0 H]. split; [exact H0|]. intros v. rewrite (norm2_ext m _ (vopp (mulv n M v))); [apply l2_sign, H|].
  intros i _. unfold mulv, mopp, vopp. rewrite <- vsum_opp. apply vsum_ext. intros; ring.
Qed.

Lemma spectral_scaling {m n a M r s} : size0 a r -> opbound m n M s -> opbound m n (mscale a M) (r * s).
Proof.
  intros Ha [H0 H]. split; [apply Rmult_le_pos; [apply (size0_nonneg Ha)|exact H0]|]. intros v.
  rewrite (norm2_ext m _ (vscale a (mulv n M v))) by (intros; apply mulv_mscale).
  rewrite Rmult_assoc. apply l2_scaling; [exact Ha|apply H].
Qed.

Lemma spectral_diagonal {n v r} : size1 n v r -> opbound n n (vdiag v) r.
Proof.
  intros H. pose proof H as [H0 _]. split; [exact H0|]. intros w.
  rewrite (norm2_ext n _ (hmul v w)) by (intros; apply mulv_vdiag; assumption).
  apply l2_hoelder; [exact H|apply Rle_refl].
Qed.

Lemma spectral_identity n : opbound n n meye 1.
Proof.
  split; [lra|]. intros v. rewrite (norm2_ext n _ v) by (intros; apply mulv_meye; assumption). lra.
Qed.

Lemma spectral_outer {m n u v r s} : norm2 m u <= r -> norm2 n v <= s -> opbound m n (outer u v) (r * s).
Proof.
  intros H K. apply (opbound_weaken m n _ (norm2 m u * norm2 n v)); [apply opbound_outer|].
  apply Rmult_le_compat; try apply norm2_nonneg; assumption.
Qed.

(** A norm of a difference does not depend on its orientation. *)
Lemma spectral_minus_sym {m n M N r} : opbound m n (msub M N) r -> opbound m n (msub N M) r.
Proof.
  intros H. apply (opbound_same (mopp (msub M N))); [apply spectral_sign, H|]. intros. unfold mopp, msub. ring.
Qed.

(** A semidefinite order with a multiple of the identity follows from a bound of the spectral norm. *)
Lemma form_le {n M r} v : opbound n n M r -> Rabs (dot n v (mulv n M v)) <= r * dot n v v.
Proof.
  intros [H0 H]. eapply Rle_trans; [apply abs_dot_le_norm2|]. rewrite <- norm2_sq.
  pose proof (Rmult_le_compat_l _ _ _ (norm2_nonneg n v) (H v)). lra.
Qed.

Lemma psd_above {n M N r s} : opbound n n M r -> r <= s ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> N i j = s * meye i j) -> psd n M N.
Proof.
  intros H L E v. pose proof (form_le v H) as B. pose proof (Rle_abs (dot n v (mulv n M v))).
  pose proof (Rmult_le_compat_r _ _ _ (dot_self n v) L).
  replace (dot n v (mulv n N v)) with (s * dot n v v); [lra|].
  rewrite <- (quadratic_meye n v), <- quadratic_mscale. apply dot_ext; [reflexivity|]. intros i Hi. apply vsum_ext.
  intros j Hj. rewrite (E i j Hi Hj). reflexivity.
Qed.

Lemma psd_below {n M N r s} : opbound n n N r -> r <= s ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> M i j = - s * meye i j) -> psd n M N.
Proof.
  intros H L E v. pose proof (form_le v H) as B. pose proof (Rle_abs (- dot n v (mulv n N v))) as A.
  rewrite Rabs_Ropp in A. pose proof (Rmult_le_compat_r _ _ _ (dot_self n v) L).
  replace (dot n v (mulv n M v)) with (- s * dot n v v); [lra|].
  rewrite <- (quadratic_meye n v), <- quadratic_mscale. apply dot_ext; [reflexivity|]. intros i Hi. apply vsum_ext.
  intros j Hj. rewrite (E i j Hi Hj). reflexivity.
Qed.
