(** * Rules of the norm calculus: the norm of Frobenius. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Frobenius Quantities RulesEntries RulesVectors RulesMatrices.
Local Open Scope R_scope.

Lemma size_normfro {m n M r} : normfro m n M <= r -> size0 (normfro m n M) r.
Proof. intros H. unfold size0. rewrite Rabs_pos_eq by apply normfro_nonneg. exact H. Qed.

(** A row whose norm is at most that of another has a smaller share. *)
Lemma normfro_le_norm2 {m n M w} :
  (forall i, (i < m)%nat -> norm2 n (row M i) <= w i) -> normfro m n M <= norm2 m w.
Proof.
  intros H. rewrite normfro_rows. apply norm2_le_entries. intros i Hi. specialize (H i Hi).
  pose proof (norm2_nonneg n (row M i)). rewrite !Rabs_pos_eq; lra.
Qed.

Lemma fro_triangle {m n M N r s} : normfro m n M <= r -> normfro m n N <= s -> normfro m n (madd M N) <= r + s.
Proof.
  intros H K. rewrite normfro_rows in H, K.
  apply Rle_trans with (norm2 m (vadd (fun i => norm2 n (row M i)) (fun i => norm2 n (row N i))));
    [|apply l2_triangle; assumption].
  apply normfro_le_norm2. intros i _. apply (l2_triangle (u := row M i) (v := row N i)); apply Rle_refl.
Qed.

Lemma fro_scaling {m n a M r s} : size0 a r -> normfro m n M <= s -> normfro m n (mscale a M) <= r * s.
Proof.
  intros Ha H. rewrite normfro_rows in H.
  apply Rle_trans with (norm2 m (vscale r (fun i => norm2 n (row M i)))).
  - apply normfro_le_norm2. intros i _. apply (l2_scaling (v := row M i) Ha (Rle_refl _)).
  - apply l2_scaling; [apply size_nonneg0, (size0_nonneg Ha)|exact H].
Qed.

Lemma fro_sign {m n M r} : normfro m n M <= r -> normfro m n (mopp M) <= r.
Proof.
  intros H. rewrite (normfro_ext m n _ (mscale (-1) M)) by (intros; unfold mopp, mscale; ring).
  apply (valued (fun r => normfro m n _ <= r) (a := 1 * r)); [|ring].
  apply fro_scaling; [apply size_constant0; lra|exact H].
Qed.

Lemma fro_transpose {m n M r} : normfro m n M <= r -> normfro n m (tr M) <= r.
Proof. intros H. rewrite <- normfro_tr in H. exact H. Qed.

Lemma spectral_from_fro {m n M r} : normfro m n M <= r -> opbound m n M r.
Proof.
  intros H. pose proof (normfro_bound_nonneg H) as H0. split; [exact H0|]. intros v.
  rewrite normfro_rows in H.
  apply Rle_trans with (norm2 m (vscale (norm2 n v) (fun i => norm2 n (row M i)))).
  - apply norm2_le_entries. intros i _. unfold vscale. pose proof (norm2_nonneg n v).
    pose proof (norm2_nonneg n (row M i)). rewrite (Rabs_pos_eq (norm2 n v * _)) by (apply Rmult_le_pos; assumption).
    rewrite Rmult_comm. apply (abs_dot_le_norm2 n (row M i) v).
  - rewrite Rmult_comm. apply l2_scaling; [apply size_nonneg0, norm2_nonneg|exact H].
Qed.

Lemma fro_product_first {m k n M N r s} :
  normfro m k M <= r -> opbound k n N s -> normfro m n (mulm k M N) <= r * s.
Proof.
  intros H K. eapply Rle_trans; [apply (normfro_mulm_r _ _ _ _ _ _ K)|]. rewrite Rmult_comm.
  apply Rmult_le_compat_r; [apply (opbound_nonneg _ _ _ _ K)|exact H].
Qed.

Lemma fro_product_second {m k n M N r s} :
  opbound m k M r -> normfro k n N <= s -> normfro m n (mulm k M N) <= r * s.
Proof.
  intros H K. eapply Rle_trans; [apply (normfro_mulm_l _ _ _ _ _ _ H)|].
  apply Rmult_le_compat_l; [apply (opbound_nonneg _ _ _ _ H)|exact K].
Qed.

Lemma fro_outer {m n u v r s} : norm2 m u <= r -> norm2 n v <= s -> normfro m n (outer u v) <= r * s.
Proof.
  intros H K. pose proof (norm2_bound_nonneg K) as S0. apply Rle_trans with (norm2 m (vscale s u)).
  - rewrite normfro_rows. apply norm2_le_entries. intros i _. unfold vscale.
    rewrite (Rabs_pos_eq (norm2 n _)) by apply norm2_nonneg. rewrite Rabs_mult, (Rabs_pos_eq s) by exact S0.
    change (row (outer u v) i) with (vscale (u i) v). unfold vscale. rewrite norm2_scal, Rmult_comm.
    apply Rmult_le_compat_r; [apply Rabs_pos|exact K].
  - rewrite (Rmult_comm r). apply l2_scaling; [apply size_nonneg0, S0|exact H].
Qed.

(** |M_ij| <= |M|. *)
Lemma size_from_spectral {m n M r} : opbound m n M r -> size2 m n M r.
Proof.
  intros H. split; [apply (opbound_nonneg _ _ _ _ H)|]. intros i j Hi Hj.
  eapply Rle_trans; [apply (entry_le_norm2 m i (col M j) Hi)|]. apply (column_l2 j Hj H).
Qed.
