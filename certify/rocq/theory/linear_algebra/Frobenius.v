(** * The inner product of matrices and the Frobenius norm. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Kronecker.
Local Open Scope R_scope.

(** ** The inner product *)

Definition inner (m n : nat) (M N : mat) : R := vsum m (fun i => vsum n (fun j => M i j * N i j)).

Lemma inner_ext m n M M' N N' : (forall i j, (i < m)%nat -> (j < n)%nat -> M i j = M' i j) ->
  (forall i j, (i < m)%nat -> (j < n)%nat -> N i j = N' i j) -> inner m n M N = inner m n M' N'.
Proof.
  intros HM HN. apply vsum_ext. intros i Hi. apply vsum_ext. intros j Hj. rewrite HM, HN by assumption. reflexivity.
Qed.

Lemma inner_scal_l m n a M N : inner m n (mscale a M) N = a * inner m n M N.
Proof.
  unfold inner. rewrite <- vsum_scal. apply vsum_ext. intros i _. exact (dot_scal_l n a (M i) (N i)).
Qed.

Lemma inner_tr m n M N : inner m n (tr M) (tr N) = inner n m M N.
Proof. apply (vsum_swap m n (fun i j => M j i * N j i)). Qed.

(** The entry of a matrix as its product with a unit matrix. *)
Lemma inner_unit m n M a b : (a < m)%nat -> (b < n)%nat -> inner m n M (outer (vunit a) (vunit b)) = M a b.
Proof.
  intros Ha Hb. unfold inner. rewrite (vsum_ext m _ (fun i => M i b * vunit a i)).
  - exact (dot_delta m a (fun i => M i b) Ha).
  - intros i _. rewrite <- (dot_delta n b (M i) Hb). unfold dot. rewrite <- vsum_scal_r. apply vsum_ext.
    intros j _. unfold outer. ring.
Qed.

(** <G, A V> = <A^T G, V> and <G, V C> = <G C^T, V>. *)
Lemma inner_mulm_l m k n A G V : inner m n G (mulm k A V) = inner k n (mulm m (tr A) G) V.
Proof.
  rewrite <- (inner_tr n m), <- (inner_tr n k). apply vsum_ext. intros j _.
  exact (dot_mulv m k A (fun i => G i j) (fun i => V i j)).
Qed.

Lemma inner_mulm_r m k n C G V : inner m n G (mulm k V C) = inner m k (mulm n G (tr C)) V.
Proof.
  apply vsum_ext. intros i _. change (dot n (row G i) (row (mulm k V C) i) = dot k (row (mulm n G (tr C)) i) (row V i)).
  rewrite (dot_ext n _ (row G i) (row (mulm k V C) i) (mulv k (tr C) (row V i))).
  - rewrite dot_mulv. apply dot_ext; [|reflexivity]. intros a _. apply vsum_ext. intros j _. unfold tr, row. ring.
  - reflexivity.
  - intros j _. apply vsum_ext. intros a _. unfold tr, row. ring.
Qed.

(** ** Products of matrices *)

Lemma mulm_ext n M M' N N' i k : (forall j, (j < n)%nat -> M i j = M' i j) ->
  (forall j, (j < n)%nat -> N j k = N' j k) -> mulm n M N i k = mulm n M' N' i k.
Proof. intros HM HN. apply vsum_ext. intros j Hj. rewrite HM, HN by exact Hj. reflexivity. Qed.

Lemma mulm_assoc p q M N P i k : mulm q (mulm p M N) P i k = mulm p M (mulm q N P) i k.
Proof. exact (mulv_mulm p q M N (fun j => P j k) i). Qed.

Lemma mulm_mscale_l n a M N i k : mulm n (mscale a M) N i k = a * mulm n M N i k.
Proof. unfold mulm, mscale. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

Lemma mulm_madd_l n M M' N i k : mulm n (madd M M') N i k = mulm n M N i k + mulm n M' N i k.
Proof. unfold mulm, madd. rewrite <- vsum_plus. apply vsum_ext. intros; ring. Qed.

Lemma mulm_madd_r n M N N' i k : mulm n M (madd N N') i k = mulm n M N i k + mulm n M N' i k.
Proof. unfold mulm, madd. rewrite <- vsum_plus. apply vsum_ext. intros; ring. Qed.

Lemma mulm_mscale_r n a M N i k : mulm n M (mscale a N) i k = a * mulm n M N i k.
Proof. unfold mulm, mscale. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

Lemma tr_mulm n M N i k : tr (mulm n M N) i k = mulm n (tr N) (tr M) i k.
Proof. apply vsum_ext. intros j _. unfold tr. ring. Qed.

(** ** The Frobenius norm *)

Lemma normfro_sq m n M : normfro m n M ^ 2 = vsum m (fun i => dot n (row M i) (row M i)).
Proof.
  rewrite <- norm2_vec_rows. simpl. rewrite Rmult_1_r, norm2_sq. apply dot_vec_rows.
Qed.

Lemma normfro_nonneg m n M : 0 <= normfro m n M.
Proof. apply sqrt_pos. Qed.

Lemma normfro_ext m n M N : (forall i j, (i < m)%nat -> (j < n)%nat -> M i j = N i j) -> normfro m n M = normfro m n N.
Proof. intros H. unfold normfro. f_equal. apply inner_ext; assumption. Qed.

Lemma normfro_mscale m n a M : normfro m n (mscale a M) = Rabs a * normfro m n M.
Proof. rewrite <- !norm2_vec_rows. exact (norm2_scal (m * n) a (vec_rows n M)). Qed.

Lemma normfro_outer m n u v : normfro m n (outer u v) = norm2 m u * norm2 n v.
Proof.
  unfold normfro, norm2. rewrite <- sqrt_mult_alt by apply dot_self. f_equal. unfold dot. rewrite vsum_product.
  apply vsum_ext. intros i _. apply vsum_ext. intros j _. unfold outer. ring.
Qed.

Lemma normfro_tr m n M : normfro m n (tr M) = normfro n m M.
Proof. unfold normfro. f_equal. exact (inner_tr m n M M). Qed.

(** The norm of the norms of the rows. *)
Lemma normfro_rows m n M : normfro m n M = norm2 m (fun i => norm2 n (row M i)).
Proof. unfold normfro, norm2 at 1. f_equal. apply vsum_ext. intros i _. symmetry. exact (norm2_sq n (row M i)). Qed.

(** Rows at most [c] times those of another matrix. *)
Lemma normfro_le_rows m n p c M N : 0 <= c ->
  (forall i, (i < m)%nat -> norm2 n (row M i) <= c * norm2 p (row N i)) -> normfro m n M <= c * normfro m p N.
Proof.
  intros Hc H. rewrite !normfro_rows. apply norm2_le_scaled; [exact Hc|]. intros i Hi.
  rewrite !Rabs_pos_eq by apply norm2_nonneg. apply H, Hi.
Qed.

(** ||M N||_F <= ||M|| ||N||_F and ||M N||_F <= ||M||_F ||N||. *)
Lemma normfro_mulm_r m k n M N r : opbound k n N r -> normfro m n (mulm k M N) <= r * normfro m k M.
Proof.
  intros H. apply normfro_le_rows; [apply (opbound_nonneg _ _ _ _ H)|]. intros i _.
  rewrite (norm2_ext n _ (mulv k (tr N) (row M i))) by (intros; apply vsum_ext; intros; unfold tr, row; ring).
  apply opbound_mulv, opbound_tr, H.
Qed.

Lemma normfro_mulm_l m k n M N r : opbound m k M r -> normfro m n (mulm k M N) <= r * normfro k n N.
Proof.
  intros H. rewrite <- (normfro_tr n m), <- (normfro_tr n k).
  rewrite (normfro_ext n m _ (mulm k (tr N) (tr M))) by (intros; apply tr_mulm).
  apply normfro_mulm_r, opbound_tr, H.
Qed.

(** ** The norm of a Kronecker product is the product of the norms *)

Lemma norm2_unvec m n v : norm2 (m * n) v = normfro m n (unvec n v).
Proof. unfold norm2, normfro, dot. rewrite vsum_places. reflexivity. Qed.

Section KroneckerNorm.
  Variables (m n p q : nat) (A C : mat).
  Hypothesis Hq : (1 <= q)%nat.

  Lemma opbound_kron r s : opbound m n A r -> opbound p q C s -> opbound (m * p) (n * q) (kron p q A C) (r * s).
  Proof.
    intros HA HC. pose proof (opbound_nonneg _ _ _ _ HA) as Hr. pose proof (opbound_nonneg _ _ _ _ HC) as Hs.
    split; [apply Rmult_le_pos; assumption|]. intros v. rewrite (norm2_unvec n q v).
    rewrite (norm2_ext (m * p) _ (vec_rows p (mulm q (mulm n A (unvec q v)) (tr C)))).
    - rewrite norm2_vec_rows. eapply Rle_trans; [apply normfro_mulm_r, opbound_tr, HC|].
      pose proof (normfro_mulm_l m n q A (unvec q v) r HA) as H. apply (Rmult_le_compat_l s _ _ Hs) in H. lra.
    - intros i _. unfold vec_rows at 1. rewrite <- mulv_kron. apply vsum_ext. intros j _.
      rewrite vec_unvec by exact Hq. reflexivity.
  Qed.

  (** On the product of u and v: |A u| |C v| <= t |u| |v|. *)
  Lemma opbound_kron_product t u v : opbound (m * p) (n * q) (kron p q A C) t ->
    norm2 m (mulv n A u) * norm2 p (mulv q C v) <= t * (norm2 n u * norm2 q v).
  Proof.
    intros H. pose proof (opbound_mulv _ _ _ _ (vec_rows q (outer u v)) H) as B.
    rewrite norm2_vec_rows, normfro_outer in B.
    rewrite (norm2_ext (m * p) _ (vec_rows p (outer (mulv n A u) (mulv q C v)))) in B.
    - rewrite norm2_vec_rows, normfro_outer in B. exact B.
    - intros i _. rewrite mulv_kron. unfold vec_rows, outer. unfold mulm, tr, mulv.
      rewrite <- vsum_scal. apply vsum_ext. intros b _. rewrite (Rmult_comm (C _ b)), <- Rmult_assoc.
      f_equal. rewrite <- vsum_scal_r. apply vsum_ext. intros; ring.
  Qed.

  Theorem kron_norm t r s : opbound (m * p) (n * q) (kron p q A C) t ->
    (forall x, opbound (m * p) (n * q) (kron p q A C) x -> t <= x) ->
    opbound m n A r -> (forall x, opbound m n A x -> r <= x) ->
    opbound p q C s -> (forall x, opbound p q C x -> s <= x) -> t = r * s.
  Proof.
    intros Ht least_t Hr least_r Hs least_s. apply Rle_antisym; [apply least_t, opbound_kron; assumption|].
    pose proof (opbound_nonneg _ _ _ _ Ht) as t0. pose proof (opbound_nonneg _ _ _ _ Hr) as r0.
    assert (B : forall v, r * norm2 p (mulv q C v) <= t * norm2 q v).
    { intros v. pose proof (norm2_nonneg q v) as v0. pose proof (norm2_nonneg p (mulv q C v)) as [c0|c0].
      - apply Rmult_le_reg_r with (/ norm2 p (mulv q C v)); [apply Rinv_0_lt_compat, c0|].
        replace (r * norm2 p (mulv q C v) * / norm2 p (mulv q C v)) with r by (field; lra).
        apply least_r. split; [apply Rmult_le_pos; [apply Rmult_le_pos; assumption|left; apply Rinv_0_lt_compat, c0]|].
        intros u. pose proof (opbound_kron_product t u v Ht) as P.
        apply Rmult_le_reg_r with (norm2 p (mulv q C v)); [exact c0|].
        replace (t * norm2 q v * / norm2 p (mulv q C v) * norm2 n u * norm2 p (mulv q C v))
          with (t * (norm2 n u * norm2 q v)) by (field; lra). exact P.
      - rewrite <- c0, Rmult_0_r. apply Rmult_le_pos; assumption. }
    destruct r0 as [r0|r0]; [|rewrite <- r0, Rmult_0_l; exact t0].
    apply Rmult_le_reg_l with (/ r); [apply Rinv_0_lt_compat, r0|]. rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra.
    apply least_s. split; [apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, r0|exact t0]|].
    intros v. specialize (B v). apply Rmult_le_reg_l with r; [exact r0|].
    replace (r * (/ r * t * norm2 q v)) with (t * norm2 q v) by (field; lra). exact B.
  Qed.
End KroneckerNorm.
