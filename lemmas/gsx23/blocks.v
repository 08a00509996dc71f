(** The definitions of the blocks: proofs of the claims of [blocks.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Matrices Softmax Kronecker Frobenius Attention AttentionLosses.
Local Open Scope R_scope.

(** u, alpha and f of block j, at x = vec(X). *)
Local Notation point A_1 A_2 X d n j := (mulv (d * d) (block n d A_1 A_2 j) (vec_rows d X)).

Lemma point_row d n A_1 A_2 X j k : (k < n)%nat -> row (logits d A_1 X A_2) j k = point A_1 A_2 X d n j k.
Proof. intros Hk. symmetry. apply block_row, Hk. Qed.

Theorem exponential : forall (d n : nat) (A_1 A_2 X : mat) (j0 : nat), (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  forall i : nat, (i < n)%nat -> row (mmap exp (logits d A_1 X A_2)) j0 i = vexp (point A_1 A_2 X d n j0) i.
Proof. intros d n A_1 A_2 X j0 _ _ _ i Hi. exact (f_equal exp (point_row d n A_1 A_2 X j0 i Hi)). Qed.

Lemma sum_of_block d n A_1 A_2 X j :
  vsum n (vexp (row (logits d A_1 X A_2) j)) = vsum n (vexp (point A_1 A_2 X d n j)).
Proof. apply vsum_exp_ext. intros; apply point_row; assumption. Qed.

Theorem total : forall (d n : nat) (A_1 A_2 X : mat) (j0 : nat), (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  mdiagonal (row_sums n (mmap exp (logits d A_1 X A_2))) j0 = vsum n (vexp (point A_1 A_2 X d n j0)).
Proof.
  intros d n A_1 A_2 X j0 _ _ _. unfold mdiagonal, row_sums, vdiag. rewrite Nat.eqb_refl, row_sum. apply sum_of_block.
Qed.

Theorem row_of_attention : forall (d n : nat) (A_1 A_2 X : mat) (j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  forall N : mat, gives_one n (row_sums n U) N -> gives_one n N (row_sums n U) ->
  forall i : nat, (i < n)%nat -> row (mulm n N U) j0 i = softmax n (point A_1 A_2 X d n j0) i.
Proof.
  intros d n A_1 A_2 X j0 _ _ Hj U N _ HN i Hi. unfold row, U. rewrite (attention_entry n N _ j0 i HN Hj).
  apply softmax_ext; [|exact Hi]. intros; apply point_row; assumption.
Qed.

Theorem residual : forall (d n : nat) (A_1 A_2 B X : mat) (j0 : nat), (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  forall N : mat, gives_one n (row_sums n U) N -> gives_one n N (row_sums n U) ->
  forall i : nat, (i < n)%nat ->
  row (msub (mulm n N U) B) j0 i = vsub (softmax n (point A_1 A_2 X d n j0)) (row B j0) i.
Proof.
  intros d n A_1 A_2 B X j0 Hd Hn Hj U N HN HN' i Hi. unfold vsub.
  rewrite <- (row_of_attention d n A_1 A_2 X j0 Hd Hn Hj N HN HN' i Hi). reflexivity.
Qed.

Theorem target : forall (d n : nat) (A_1 A_2 B X : mat) (j0 : nat), (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  forall i : nat, (i < n)%nat ->
  row (mulm n (row_sums n (mmap exp (logits d A_1 X A_2))) B) j0 i
  = vscale (vsum n (vexp (point A_1 A_2 X d n j0))) (row B j0) i.
Proof.
  intros d n A_1 A_2 B X j0 _ _ Hj i _. unfold row at 1. rewrite scaled_entry, sum_of_block by exact Hj. reflexivity.
Qed.

Theorem rescaled_residual : forall (d n : nat) (A_1 A_2 B X : mat) (j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat -> let U := mmap exp (logits d A_1 X A_2) in
  forall i : nat, (i < n)%nat ->
  row (msub U (mulm n (row_sums n U) B)) j0 i
  = vsub (vexp (point A_1 A_2 X d n j0)) (vscale (vsum n (vexp (point A_1 A_2 X d n j0))) (row B j0)) i.
Proof.
  intros d n A_1 A_2 B X j0 Hd Hn Hj U i Hi. unfold vsub.
  rewrite <- (target d n A_1 A_2 B X j0 Hd Hn Hj i Hi), <- (exponential d n A_1 A_2 X j0 Hd Hn Hj i Hi). reflexivity.
Qed.

Theorem normalized_loss : forall (d n : nat) (A_1 A_2 B X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  forall N : mat, gives_one n (row_sums n U) N -> gives_one n N (row_sums n U) ->
  normfro n n (msub (mulm n N U) B) ^ 2
  = vsum n (fun j => dot n (vsub (softmax n (point A_1 A_2 X d n j)) (row B j))
                           (vsub (softmax n (point A_1 A_2 X d n j)) (row B j))).
Proof.
  intros d n A_1 A_2 B X _ _ U N _ HN. unfold U. rewrite (normfro_normalized n N B _ HN).
  exact (normalized_loss_ext n B _ (fun j => point A_1 A_2 X d n j) (fun j i _ => point_row d n A_1 A_2 X j i)).
Qed.

Theorem rescaled_loss : forall (d n : nat) (A_1 A_2 B X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  normfro n n (msub U (mulm n (row_sums n U) B)) ^ 2
  = vsum n (fun j =>
      let z := point A_1 A_2 X d n j in
      dot n (vsub (vexp z) (vscale (vsum n (vexp z)) (row B j))) (vsub (vexp z) (vscale (vsum n (vexp z)) (row B j)))).
Proof.
  intros d n A_1 A_2 B X _ _ U. unfold U. rewrite normfro_rescaled.
  exact (rescaled_loss_ext n B _ (fun j => point A_1 A_2 X d n j) (fun j i _ => point_row d n A_1 A_2 X j i)).
Qed.
