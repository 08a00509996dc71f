(** * How far the attention matrix is from a target B: |D^{-1} U - B|^2 normalized, |U - D B|^2 rescaled, in the norm of
    Frobenius, as functions of the logits Z with U = exp Z. Both are sums over rows. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Softmax Fields LossHessian RescaledLoss Kronecker Frobenius RowSums
  Attention.
Local Open Scope R_scope.

Definition normalized_loss (n : nat) (B : mat) : mat -> R := squares n n (fun j z => vsub (softmax n z) (row B j)).
Definition rescaled_loss (n : nat) (B : mat) : mat -> R := squares n n (fun j => rescaled n (row B j)).

(** ** They depend on the entries of Z *)

Lemma squares_ext m n C Z W :
  (forall j i, (j < m)%nat -> (i < n)%nat -> C j (row Z j) i = C j (row W j) i) -> squares m n C Z = squares m n C W.
Proof. intros H. apply vsum_ext. intros j Hj. apply dot_ext; intros; apply H; assumption. Qed.

Lemma normalized_loss_ext n B Z W : (forall j i, (j < n)%nat -> (i < n)%nat -> Z j i = W j i) ->
  normalized_loss n B Z = normalized_loss n B W.
Proof.
  intros H. apply squares_ext. intros j i Hj Hi. unfold vsub. f_equal. apply softmax_ext; [|exact Hi].
  intros k Hk. apply H; assumption.
Qed.

Lemma rescaled_ext n b z w i : (forall k, (k < n)%nat -> z k = w k) -> (i < n)%nat ->
  rescaled n b z i = rescaled n b w i.
Proof.
  intros H Hi. unfold rescaled, vsub, vscale, vexp at 1 3. rewrite (H i Hi), (vsum_exp_ext n z w H). reflexivity.
Qed.

Lemma rescaled_loss_ext n B Z W : (forall j i, (j < n)%nat -> (i < n)%nat -> Z j i = W j i) ->
  rescaled_loss n B Z = rescaled_loss n B W.
Proof.
  intros H. apply squares_ext. intros j i Hj Hi. apply rescaled_ext; [|exact Hi]. intros k Hk. apply H; assumption.
Qed.

(** ** As norms of matrices *)

Lemma normfro_normalized n N B Z : gives_one n N (row_sums n (mmap exp Z)) ->
  normfro n n (msub (mulm n N (mmap exp Z)) B) ^ 2 = normalized_loss n B Z.
Proof.
  intros HN. rewrite normfro_sq. apply vsum_ext. intros j Hj.
  apply dot_ext; intros i _; unfold row at 1, msub; rewrite (attention_entry n N Z j i HN Hj); reflexivity.
Qed.

(** With the inverse of D wherever there is one, along any Z. *)
Lemma normalized_of_inverse n B (Z F : mat -> mat) : (1 <= n)%nat ->
  inverse_wherever n (fun Y => row_sums n (mmap exp (Z Y))) F -> forall Y,
  normfro n n (msub (mulm n (F Y) (mmap exp (Z Y))) B) ^ 2 = normalized_loss n B (Z Y).
Proof. intros Hn HF Y. apply normfro_normalized, (inverse_of_row_sums n Z F Hn HF). Qed.

Lemma normfro_rescaled n B Z :
  normfro n n (msub (mmap exp Z) (mulm n (row_sums n (mmap exp Z)) B)) ^ 2 = rescaled_loss n B Z.
Proof.
  rewrite normfro_sq. apply vsum_ext. intros j Hj.
  apply dot_ext; intros i _; unfold row at 1, msub; rewrite (scaled_entry n Z B j i Hj); reflexivity.
Qed.

(** ** Derivatives *)

(** Row j of half the gradient in Z. *)
Definition normalized_slopes (n : nat) (B : mat) : mat -> mat := slopes (fun j => residual n (row B j)).
Definition rescaled_slopes (n : nat) (B : mat) : mat -> mat := slopes (fun j => rescaled_gradient n (row B j)).

Lemma deriv_normalized_loss n B Z V : deriv_at (fun t => normalized_loss n B (madd Z (mscale t V))) 0
  (2 * inner n n (normalized_slopes n B Z) V).
Proof. exact (deriv_squares n n _ _ (fun j => loss_gradient_field n (row B j)) Z V). Qed.

Lemma deriv_rescaled_loss n B Z V : deriv_at (fun t => rescaled_loss n B (madd Z (mscale t V))) 0
  (2 * inner n n (rescaled_slopes n B Z) V).
Proof. exact (deriv_squares n n _ _ (fun j => rescaled_gradient_field n (row B j)) Z V). Qed.

Lemma second_deriv_normalized_loss n B Z V E (D : R -> R) :
  (forall t, deriv_at (fun s => normalized_loss n B (madd (madd Z (mscale t V)) (mscale s E))) 0 (D t)) ->
  deriv_at D 0
    (2 * vsum n (fun j => dot n (mulv n (hess n (row B j) (softmax n (row Z j))) (row V j)) (row E j))).
Proof.
  exact (second_deriv_squares n n _ _ _ (fun j => loss_gradient_field n (row B j))
    (fun j => loss_hessian_field n (row B j)) Z V E D).
Qed.

Lemma second_deriv_rescaled_loss n B Z V E (D : R -> R) :
  (forall t, deriv_at (fun s => rescaled_loss n B (madd (madd Z (mscale t V)) (mscale s E))) 0 (D t)) ->
  deriv_at D 0 (2 * vsum n (fun j => dot n (mulv n (rescaled_hess n (row B j) (row Z j)) (row V j)) (row E j))).
Proof.
  exact (second_deriv_squares n n _ _ _ (fun j => rescaled_gradient_field n (row B j))
    (fun j => rescaled_hessian_field n (row B j)) Z V E D).
Qed.
