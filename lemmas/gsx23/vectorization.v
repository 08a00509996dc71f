(** The tensor trick: proofs of the claims of [vectorization.py]. Column by column the printed statements are refuted,
    and only the corrected ones have proofs. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Kronecker Frobenius Attention.
Local Open Scope R_scope.

(** D kron I and I kron D. *)
Local Notation lifted n D := (kron n n D meye).
Local Notation lifted_right n D := (kron n n meye D).

(** ** vec(A_1 X A_2^T) *)

Theorem linear__C : forall (d n : nat) (A_1 A_2 X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n * n)%nat ->
  vec_rows n (logits d A_1 X A_2) i = mulv (d * d) (kron n d A_1 A_2) (vec_rows d X) i.
Proof. intros. symmetry. apply tensor_trick. Qed.

Lemma columns_trick d n A_1 A_2 X i :
  mulv (d * d) (kron n d A_2 A_1) (vec_columns d X) i = vec_columns n (logits d A_1 X A_2) i.
Proof. etransitivity; [exact (tensor_trick n d A_2 A_1 (tr X) i)|]. apply logits_tr. Qed.

Theorem linear_swapped : forall (d n : nat) (A_1 A_2 X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n * n)%nat ->
  vec_columns n (logits d A_1 X A_2) i = mulv (d * d) (kron n d A_2 A_1) (vec_columns d X) i.
Proof. intros. symmetry. apply columns_trick. Qed.

Theorem linear_transposed : forall (d n : nat) (A_1 A_2 X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n * n)%nat ->
  vec_columns n (logits d A_2 (tr X) A_1) i = mulv (d * d) (kron n d A_1 A_2) (vec_columns d (tr X)) i.
Proof. intros. symmetry. apply columns_trick. Qed.

Theorem exponential__C : forall (d n : nat) (A_1 A_2 X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n * n)%nat ->
  vec_rows n (mmap exp (logits d A_1 X A_2)) i = vexp (mulv (d * d) (kron n d A_1 A_2) (vec_rows d X)) i.
Proof. intros. apply (f_equal exp). symmetry. apply tensor_trick. Qed.

Theorem exponential_swapped : forall (d n : nat) (A_1 A_2 X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n * n)%nat ->
  vec_columns n (mmap exp (logits d A_1 X A_2)) i = vexp (mulv (d * d) (kron n d A_2 A_1) (vec_columns d X)) i.
Proof. intros. apply (f_equal exp). symmetry. apply columns_trick. Qed.

(** ** Rows, columns and blocks *)

Theorem rows__C : forall (d n : nat) (A_1 A_2 X : mat) (j0 : nat), (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  forall i : nat, (i < n)%nat ->
  row (mmap exp (logits d A_1 X A_2)) j0 i = vexp (mulv (d * d) (block n d A_1 A_2 j0) (vec_rows d X)) i.
Proof. intros. apply (f_equal exp). symmetry. apply block_row. assumption. Qed.

Definition select (n j : nat) : mat := kron n n (outer (vconst 1) (vunit j)) meye.

Theorem block_of_product : forall (d n : nat) (A_1 A_2 : mat) (j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat -> forall i j : nat, (i < n)%nat -> (j < d * d)%nat ->
  mulm (n * n) (select n j0) (kron n d A_1 A_2) i j = block n d A_1 A_2 j0 i j.
Proof. intros. apply select_block; assumption. Qed.

Theorem columns : forall (d n : nat) (A_1 A_2 X : mat) (j0 : nat), (1 <= d)%nat -> (1 <= n)%nat -> (j0 < n)%nat ->
  forall i : nat, (i < n)%nat ->
  col (mmap exp (logits d A_1 X A_2)) j0 i
  = vexp (mulv (d * d) (mulm (n * n) (select n j0) (kron n d A_2 A_1)) (vec_columns d X)) i.
Proof.
  intros d n A_1 A_2 X j0 _ _ Hj i Hi. apply (f_equal exp). rewrite <- logits_tr, <- (block_row n) by exact Hi.
  apply vsum_ext. intros k _. unfold select. rewrite select_block by assumption. reflexivity.
Qed.

(** ** The losses *)

Theorem normalized__C : forall (d n : nat) (A_1 A_2 B X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  let D := row_sums n U in
  forall M : mat, gives_one n D M -> gives_one n M D ->
  forall N : mat, gives_one (n * n) (lifted n D) N -> gives_one (n * n) N (lifted n D) ->
  normfro n n (msub (mulm n M U) B) ^ 2
  = norm2 (n * n) (vsub (mulv (n * n) N (vexp (mulv (d * d) (kron n d A_1 A_2) (vec_rows d X)))) (vec_rows n B)) ^ 2.
Proof.
  intros d n A_1 A_2 B X _ Hn U D M _ HM N _ HN. rewrite <- norm2_vec_rows. f_equal. apply norm2_ext. intros k Hk.
  unfold vsub, vec_rows at 1, msub. f_equal.
  rewrite (mulm_inverse_diagonal n _ D M (fun i j _ _ => eq_refl) HM U _ _ (div_lt_rows n n k Hk)).
  rewrite (mulv_inverse_diagonal (n * n) _ _ N (fun i j _ _ => kron_vdiag_meye n _ i j Hn) HN _ k Hk).
  unfold Rdiv. f_equal. apply (f_equal exp). symmetry. apply tensor_trick.
Qed.

Theorem normalized_swapped : forall (d n : nat) (A_1 A_2 B X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  let D := row_sums n U in
  forall M : mat, gives_one n D M -> gives_one n M D ->
  forall N : mat, gives_one (n * n) (lifted_right n D) N -> gives_one (n * n) N (lifted_right n D) ->
  normfro n n (msub (mulm n M U) B) ^ 2
  = norm2 (n * n)
      (vsub (mulv (n * n) N (vexp (mulv (d * d) (kron n d A_2 A_1) (vec_columns d X)))) (vec_columns n B)) ^ 2.
Proof.
  intros d n A_1 A_2 B X _ Hn U D M _ HM N _ HN. rewrite <- norm2_vec_columns. f_equal. apply norm2_ext. intros k Hk.
  unfold vsub, vec_columns at 1, msub. f_equal.
  rewrite (mulm_inverse_diagonal n _ D M (fun i j _ _ => eq_refl) HM U _ _ (mod_lt_columns n n k Hk)).
  rewrite (mulv_inverse_diagonal (n * n) _ _ N (fun i j _ _ => kron_meye_vdiag n _ i j Hn) HN _ k Hk).
  unfold Rdiv. f_equal. apply (f_equal exp). symmetry. apply columns_trick.
Qed.

Theorem rescaled__C : forall (d n : nat) (A_1 A_2 B X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  let D := row_sums n U in
  normfro n n (msub U (mulm n D B)) ^ 2
  = norm2 (n * n) (vsub (vexp (mulv (d * d) (kron n d A_1 A_2) (vec_rows d X)))
                        (mulv (n * n) (lifted n D) (vec_rows n B))) ^ 2.
Proof.
  intros d n A_1 A_2 B X _ Hn U D. rewrite <- norm2_vec_rows. f_equal. apply norm2_ext. intros k Hk.
  unfold vsub, vec_rows at 1, msub. f_equal.
  - apply (f_equal exp). symmetry. apply tensor_trick.
  - unfold D, row_sums. rewrite mulm_vdiag by (apply (div_lt_rows n n k Hk)).
    rewrite mulv_kron_vdiag_meye by assumption. reflexivity.
Qed.

Theorem rescaled_swapped : forall (d n : nat) (A_1 A_2 B X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let U := mmap exp (logits d A_1 X A_2) in
  let D := row_sums n U in
  normfro n n (msub U (mulm n D B)) ^ 2
  = norm2 (n * n) (vsub (vexp (mulv (d * d) (kron n d A_2 A_1) (vec_columns d X)))
                        (mulv (n * n) (lifted_right n D) (vec_columns n B))) ^ 2.
Proof.
  intros d n A_1 A_2 B X _ Hn U D. rewrite <- norm2_vec_columns. f_equal. apply norm2_ext. intros k Hk.
  unfold vsub, vec_columns at 1, msub. f_equal.
  - apply (f_equal exp). symmetry. apply columns_trick.
  - unfold D, row_sums. rewrite mulm_vdiag by (apply (mod_lt_columns n n k Hk)).
    rewrite mulv_kron_meye_vdiag by assumption. reflexivity.
Qed.
