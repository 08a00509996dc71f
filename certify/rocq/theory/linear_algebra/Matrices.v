(** * Matrices: products with vectors, bounds of the spectral norm, quadratic forms. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms.
Local Open Scope R_scope.

(** ** Bounds of matrices *)

Lemma opbound_nonneg m n M r : opbound m n M r -> 0 <= r.
Proof. intros [H _]; exact H. Qed.

Lemma opbound_mulv m n M r v : opbound m n M r -> norm2 m (mulv n M v) <= r * norm2 n v.
Proof. intros [_ H]; apply H. Qed.

Lemma opbound_weaken m n M r s : opbound m n M r -> r <= s -> opbound m n M s.
Proof.
  intros [H0 H] L. split; [lra|]. intros v. eapply Rle_trans; [apply H|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|exact L].
Qed.

Lemma opbound_ext m n M N r :
  (forall i j, (i < m)%nat -> (j < n)%nat -> M i j = N i j) -> opbound m n M r -> opbound m n N r.
Proof.
  intros E [H0 H]. split; [exact H0|]. intros v. rewrite <- (norm2_ext m (mulv n M v)); [apply H|].
  intros i Hi. apply vsum_ext. intros j Hj. rewrite E by assumption. reflexivity.
Qed.

(** Two bounds meet at a vector: |M v| <= r s when |M| <= r and |v| <= s. *)
Lemma opbound_mulv_le m n M r v s : opbound m n M r -> norm2 n v <= s -> norm2 m (mulv n M v) <= r * s.
Proof.
  intros H Hv. eapply Rle_trans; [apply opbound_mulv, H|].
  apply Rmult_le_compat_l; [eapply opbound_nonneg, H|exact Hv].
Qed.

(** The transpose has the same norm. *)
Lemma opbound_tr m n M r : opbound m n M r -> opbound n m (tr M) r.
Proof.
  intros H. pose proof (opbound_nonneg _ _ _ _ H) as H0. split; [exact H0|]. intros v.
  set (w := mulv m (tr M) v). apply norm2_le_dot; [pose proof (norm2_nonneg m v); nra|].
  replace (dot n w w) with (dot m v (mulv n M w)) by apply dot_mulv.
  eapply Rle_trans; [apply dot_le_norm2|].
  pose proof (opbound_mulv _ _ _ _ w H). pose proof (norm2_nonneg m v). nra.
Qed.

Lemma mulv_mulm n p M N v i : mulv p (mulm n M N) v i = mulv n M (mulv p N v) i.
Proof.
  unfold mulv, mulm.
  rewrite (vsum_ext p _ (fun k => vsum n (fun j => M i j * N j k * v k))) by (intros; symmetry; apply vsum_scal_r).
  rewrite vsum_swap. apply vsum_ext. intros j _. rewrite <- vsum_scal. apply vsum_ext. intros; ring.
Qed.

Lemma opbound_mulm m n p M N r s : opbound m n M r -> opbound n p N s -> opbound m p (mulm n M N) (r * s).
Proof.
  intros HM HN. pose proof (opbound_nonneg _ _ _ _ HM). pose proof (opbound_nonneg _ _ _ _ HN).
  split; [nra|]. intros v. rewrite (norm2_ext m _ (mulv n M (mulv p N v))).
  - eapply Rle_trans; [apply opbound_mulv, HM|]. rewrite Rmult_assoc.
    apply Rmult_le_compat_l; [assumption|]. apply opbound_mulv, HN.
  - intros i _. apply mulv_mulm.
Qed.

Lemma opbound_madd m n M N r s : opbound m n M r -> opbound m n N s -> opbound m n (madd M N) (r + s).
Proof.
  intros HM HN. pose proof (opbound_nonneg _ _ _ _ HM). pose proof (opbound_nonneg _ _ _ _ HN).
  split; [lra|]. intros v. rewrite (norm2_ext m _ (fun i => mulv n M v i + mulv n N v i)).
  - eapply Rle_trans; [apply norm2_triangle|].
    pose proof (opbound_mulv _ _ _ _ v HM). pose proof (opbound_mulv _ _ _ _ v HN). lra.
  - intros i _. unfold mulv, madd. rewrite <- vsum_plus. apply vsum_ext. intros; ring.
Qed.

Lemma opbound_outer m n u v : opbound m n (outer u v) (norm2 m u * norm2 n v).
Proof.
  pose proof (norm2_nonneg m u). pose proof (norm2_nonneg n v). split; [nra|]. intros w.
  rewrite (norm2_ext m _ (fun i => dot n v w * u i)).
  - rewrite norm2_scal. pose proof (abs_dot_le_norm2 n v w). nra.
  - intros i _. unfold mulv, outer, dot. rewrite <- vsum_scal_r. apply vsum_ext. intros; ring.
Qed.

Lemma mulv_vdiag n u v i : (i < n)%nat -> mulv n (vdiag u) v i = u i * v i.
Proof.
  intros Hi. unfold mulv, vdiag. rewrite <- (vsum_delta_l n i (fun j => u i * v j) Hi).
  apply vsum_ext. intros j _. destruct (Nat.eqb i j); ring.
Qed.

Lemma opbound_vdiag n v : opbound n n (vdiag v) (norminf n v).
Proof.
  split; [apply norminf_nonneg|]. intros w. rewrite (norm2_ext n _ (fun i => v i * w i)); [apply norm2_hmul|].
  intros; apply mulv_vdiag; assumption.
Qed.

Lemma mulv_meye n v i : (i < n)%nat -> mulv n meye v i = v i.
Proof.
  intros Hi. unfold mulv, meye. rewrite <- (vsum_delta_l n i v Hi). apply vsum_ext.
  intros j _. destruct (Nat.eqb i j); ring.
Qed.

Lemma mulv_ext_r n M u v i : (forall j, (j < n)%nat -> u j = v j) -> mulv n M u i = mulv n M v i.
Proof. intros E. apply vsum_ext. intros j Hj. rewrite E by exact Hj. reflexivity. Qed.

(** Matrix times vector is linear. *)
Lemma mulv_minus n M u v i : mulv n M (fun j => u j - v j) i = mulv n M u i - mulv n M v i.
Proof. unfold mulv. rewrite <- vsum_minus. apply vsum_ext. intros; ring. Qed.

Lemma mulv_plus n M u v i : mulv n M (fun j => u j + v j) i = mulv n M u i + mulv n M v i.
Proof. unfold mulv. rewrite <- vsum_plus. apply vsum_ext. intros; ring. Qed.

Lemma mulv_scal n M a v i : mulv n M (fun j => a * v j) i = a * mulv n M v i.
Proof. unfold mulv. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

Lemma mulv_msub n M N v i : mulv n (fun i j => M i j - N i j) v i = mulv n M v i - mulv n N v i.
Proof. unfold mulv. rewrite <- vsum_minus. apply vsum_ext. intros; ring. Qed.

Lemma mulv_vunit n M k i : (k < n)%nat -> mulv n M (vunit k) i = M i k.
Proof. intros H. apply (dot_delta n k (M i) H). Qed.

Lemma mulv_madd n M N v i : mulv n (madd M N) v i = mulv n M v i + mulv n N v i.
Proof. unfold mulv, madd. rewrite <- vsum_plus. apply vsum_ext. intros; ring. Qed.

Lemma mulv_mscale n a M v i : mulv n (mscale a M) v i = a * mulv n M v i.
Proof. unfold mulv, mscale. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

(** The same as equalities of vectors. *)
Lemma vsub_mulv n M u v : vsub (mulv n M u) (mulv n M v) = mulv n M (vsub u v).
Proof. apply functional_extensionality. intros i. symmetry. apply mulv_minus. Qed.

Lemma vsub_mulv_l n M N v : vsub (mulv n M v) (mulv n N v) = mulv n (msub M N) v.
Proof. apply functional_extensionality. intros i. symmetry. apply mulv_msub. Qed.

Lemma vsub_vscale a u v : vsub (vscale a u) (vscale a v) = vscale a (vsub u v).
Proof. apply functional_extensionality. intros i. unfold vsub, vscale. ring. Qed.

Lemma vsub_vsub u v b : vsub (vsub u b) (vsub v b) = vsub u v.
Proof. apply functional_extensionality. intros i. unfold vsub. ring. Qed.

Lemma mulv_vunit_col n M k : (k < n)%nat -> mulv n M (vunit k) = col M k.
Proof. intros H. apply functional_extensionality. intros i. exact (mulv_vunit n M k i H). Qed.

Lemma vadd_vscale_0 x v : vadd x (vscale 0 v) = x.
Proof. apply functional_extensionality. intros i. unfold vadd, vscale. ring. Qed.

Lemma madd_mscale_0 M N : madd M (mscale 0 N) = M.
Proof. do 2 (apply functional_extensionality; intro). unfold madd, mscale. ring. Qed.

(** ** Quadratic forms <v, M v> *)

Lemma quadratic_madd n M N v :
  dot n v (mulv n (madd M N) v) = dot n v (mulv n M v) + dot n v (mulv n N v).
Proof.
  rewrite <- dot_plus_r. apply dot_ext; [reflexivity|]. intros i _. unfold mulv, madd. rewrite <- vsum_plus.
  apply vsum_ext. intros; ring.
Qed.

Lemma quadratic_msub n M N v :
  dot n v (mulv n (msub M N) v) = dot n v (mulv n M v) - dot n v (mulv n N v).
Proof.
  rewrite <- dot_minus_r. apply dot_ext; [reflexivity|]. intros i _. apply mulv_msub.
Qed.

Lemma quadratic_mscale n a M v : dot n v (mulv n (mscale a M) v) = a * dot n v (mulv n M v).
Proof.
  rewrite <- dot_scal_r. apply dot_ext; [reflexivity|]. intros i _. unfold mulv, mscale. rewrite <- vsum_scal.
  apply vsum_ext. intros; ring.
Qed.

Lemma quadratic_meye n v : dot n v (mulv n meye v) = dot n v v.
Proof. apply dot_ext; [reflexivity|]. intros i Hi. apply mulv_meye, Hi. Qed.

Lemma quadratic_vdiag n u v : dot n v (mulv n (vdiag u) v) = dot n u (fun i => v i * v i).
Proof. apply vsum_ext. intros i Hi. rewrite mulv_vdiag by exact Hi. ring. Qed.

Lemma mulv_outer n u v w i : mulv n (outer u v) w i = u i * dot n v w.
Proof. unfold mulv, outer, dot. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

Lemma quadratic_outer n u w v : dot n v (mulv n (outer u w) v) = dot n u v * dot n w v.
Proof.
  rewrite (dot_ext n v v _ (fun i => dot n w v * u i)), dot_scal_r, (dot_sym n v u);
    [ring|reflexivity|intros; rewrite mulv_outer; ring].
Qed.

Lemma quadratic_mhdiv n M a v : dot n v (mulv n (mhdiv M (mconst a)) v) = dot n v (mulv n M v) / a.
Proof.
  unfold Rdiv. rewrite Rmult_comm, <- quadratic_mscale. apply dot_ext; [reflexivity|]. intros i _.
  apply vsum_ext. intros j _. unfold mhdiv, mconst, mscale, Rdiv. ring.
Qed.

Lemma quadratic_mopp n M v : dot n v (mulv n (mopp M) v) = - dot n v (mulv n M v).
Proof.
  replace (- dot n v (mulv n M v)) with (-1 * dot n v (mulv n M v)) by ring. rewrite <- quadratic_mscale.
  apply dot_ext; [reflexivity|]. intros i _. apply vsum_ext. intros j _. unfold mopp, mscale. ring.
Qed.

(** A matrix with the bilinear form <A u, H A v> has a norm of at most |A|^2 |H|. *)
Lemma opbound_form n d A H M r s : opbound n d A r -> opbound n n H s ->
  (forall u v, dot d u (mulv d M v) = dot n (mulv d A u) (mulv n H (mulv d A v))) -> opbound d d M (r * s * r).
Proof.
  intros HA HH E. pose proof (opbound_nonneg _ _ _ _ HA). pose proof (opbound_nonneg _ _ _ _ HH).
  assert (P : 0 <= r * s * r) by (repeat apply Rmult_le_pos; assumption). split; [exact P|]. intros v.
  apply norm2_le_dot; [apply Rmult_le_pos; [exact P|apply norm2_nonneg]|]. rewrite E.
  eapply Rle_trans; [apply dot_le_norm2|].
  pose proof (opbound_mulv_le _ _ _ _ _ _ HH (opbound_mulv _ _ _ _ v HA)) as B.
  pose proof (opbound_mulv _ _ _ _ (mulv d M v) HA) as C.
  replace (r * s * r * norm2 d v * norm2 d (mulv d M v)) with (r * norm2 d (mulv d M v) * (s * (r * norm2 d v)))
    by ring.
  apply Rmult_le_compat; auto using norm2_nonneg.
Qed.
