(** * n blocks of n entries at once: a vector of n n entries as a matrix whose rows are the blocks.

    D is D(X) kron I, with the sums of the blocks of exp z on the diagonal of D(X). *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Softmax Kronecker Frobenius Attention RescaledLoss RescaledMoves.
Local Open Scope R_scope.

(** I kron 1^T, which adds up each block, and D. *)
Definition adding (n : nat) : mat := kron 1 n meye (mconst 1).
Definition block_sums (n : nat) (u : vec) : mat := kron n n (vdiag (mulv (n * n) (adding n) u)) meye.

(** Block i of a product D v, and of D^{-1} v. *)
Lemma mulv_block_sums_entry n u v i j : (i < n)%nat -> (j < n)%nat ->
  mulv (n * n) (block_sums n u) v (i * n + j)%nat = vsum n (row (unvec n u) i) * unvec n v i j.
Proof.
  intros Hi Hj. pose proof (place_lt n n i j Hi Hj) as Hk. unfold block_sums.
  rewrite mulv_kron_vdiag_meye by (exact Hk || lia). rewrite place_div by exact Hj.
  unfold adding. rewrite mulv_block_sums by exact Hi. reflexivity.
Qed.

Lemma mulv_inverse_entry n u N v i j : gives_one (n * n) N (block_sums n u) -> (i < n)%nat -> (j < n)%nat ->
  mulv (n * n) N v (i * n + j)%nat = unvec n v i j / vsum n (row (unvec n u) i).
Proof.
  intros HN Hi Hj. pose proof (place_lt n n i j Hi Hj) as Hk.
  rewrite (mulv_inverse_diagonal (n * n) _ (block_sums n u) N
    (fun a b _ _ => kron_vdiag_meye n _ a b ltac:(lia)) HN v _ Hk).
  cbv beta. rewrite place_div by exact Hj. unfold adding. rewrite mulv_block_sums by exact Hi. reflexivity.
Qed.

(** Block i of D^{-1} exp z is a softmax. *)
Lemma attention_block n N z i j : gives_one (n * n) N (block_sums n (vexp z)) -> (i < n)%nat -> (j < n)%nat ->
  mulv (n * n) N (vexp z) (i * n + j)%nat = softmax n (row (unvec n z) i) j.
Proof. intros HN Hi Hj. exact (mulv_inverse_entry n (vexp z) N (vexp z) i j HN Hi Hj). Qed.

(** All blocks together move by at most half of what the logits move by. *)
Theorem attention_blocks_move n M N z w : (1 <= n)%nat ->
  gives_one (n * n) M (block_sums n (vexp z)) -> gives_one (n * n) N (block_sums n (vexp w)) ->
  norm2 (n * n) (vsub (mulv (n * n) M (vexp z)) (mulv (n * n) N (vexp w))) <= 1 / 2 * norm2 (n * n) (vsub z w).
Proof.
  intros Hn HM HN. rewrite !norm2_unvec. apply normfro_le_rows; [lra|]. intros i Hi.
  rewrite (norm2_ext n _ (vsub (softmax n (row (unvec n z) i)) (softmax n (row (unvec n w) i)))).
  - eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
    change (norm2 n (row (unvec n (vsub z w)) i) / 2 <= 1 / 2 * norm2 n (row (unvec n (vsub z w)) i)). lra.
  - intros j Hj. unfold row at 1. unfold unvec at 1. unfold vsub.
    rewrite (attention_block n M z i j HM Hi Hj), (attention_block n N w i j HN Hi Hj). reflexivity.
Qed.

(** The residual u - D b. *)
Definition rescaled_blocks (n : nat) (b z : vec) : vec := vsub (vexp z) (mulv (n * n) (block_sums n (vexp z)) b).

Lemma rescaled_block_entry n b z i j : (i < n)%nat -> (j < n)%nat ->
  rescaled_blocks n b z (i * n + j)%nat = rescaled n (row (unvec n b) i) (row (unvec n z) i) j.
Proof.
  intros Hi Hj. unfold rescaled_blocks, vsub. rewrite mulv_block_sums_entry by assumption. reflexivity.
Qed.

(** The target that makes up for a move of all logits. *)
Theorem target_blocks_move n N b z w r : (1 <= n)%nat -> 0 < r ->
  gives_one (n * n) N (block_sums n (vexp z)) ->
  (forall i, (i < n)%nat -> norm1 n (row (unvec n b) i) <= 1) -> norm2 (n * n) (vsub z w) <= 2 * r ^ 2 ->
  norm2 (n * n) (mulv (n * n) N (vsub (rescaled_blocks n b z) (rescaled_blocks n b w)))
  <= (exp (2 * r ^ 2) - 1) / r ^ 2 * norm2 (n * n) (vsub z w).
Proof.
  intros Hn Hr HN Hb Hm. rewrite !norm2_unvec in *.
  apply normfro_le_rows; [apply target_constant_nonneg, Hr|]. intros i Hi.
  rewrite (norm2_ext n _ (hdiv (vsub (rescaled n (row (unvec n b) i) (row (unvec n z) i))
    (rescaled n (row (unvec n b) i) (row (unvec n w) i))) (vconst (vsum n (vexp (row (unvec n z) i)))))).
  - apply target_moves_within; [exact Hn|apply Hb, Hi|exact Hr|]. eapply Rle_trans; [|exact Hm].
    rewrite normfro_rows. eapply Rle_trans; [apply Rle_abs|].
    exact (entry_le_norm2 n i (fun i => norm2 n (row (unvec n (vsub z w)) i)) Hi).
  - intros j Hj. unfold row at 1. unfold unvec at 1. rewrite (mulv_inverse_entry n (vexp z) N _ i j HN Hi Hj).
    unfold unvec at 1. unfold vsub at 1. rewrite !rescaled_block_entry by assumption. reflexivity.
Qed.

(** The hypothesis on the targets as the sums of |b|. *)
Lemma targets_of_sums n b : (forall i, (i < n)%nat -> mulv (n * n) (adding n) (vmap Rabs b) i <= 1) ->
  forall i, (i < n)%nat -> norm1 n (row (unvec n b) i) <= 1.
Proof.
  intros H i Hi. specialize (H i Hi). unfold adding in H. rewrite mulv_block_sums in H by exact Hi. exact H.
Qed.
