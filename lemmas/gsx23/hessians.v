(** Hessians of both losses: proofs of the claims of [hessians.py].

    A gradient [D] is a function with the hypothesis that it is the gradient everywhere. Its entry at [e] is the
    derivative along a unit vector, so the Hessian entry along [v] is a second derivative along [v] and [e]: twice the
    sum over j of <H_j v_j, e_j>, with v_j and e_j the moves of row j of the logits. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Fields Composite LossHessian RescaledLoss
  Kronecker Frobenius RowSums Attention AttentionLosses SecondDerivatives.
Local Open Scope R_scope.

(** ** One block *)

Theorem normalized_block : forall (d n : nat) (A_j0 : mat) (b_j0 x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let c := fun x => vsub (softmax n (mulv (d * d) A_j0 x)) b_j0 in
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => dot n (c (vadd x (vscale t v))) (c (vadd x (vscale t v))) / 2) 0
    (dot (d * d) (D x) v)) ->
  forall (v : vec) (i : nat), (i < d * d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv (d * d) (mulm n (mulm n (tr A_j0) (hess n b_j0 (softmax n (mulv (d * d) A_j0 x)))) A_j0) v i).
Proof.
  intros d n A b x _ _ c D HD.
  exact (hessian_in_x (d * d) n A _ _ _ (loss_gradient_field n b) (loss_hessian_field n b) D x HD).
Qed.

Theorem rescaled_block : forall (d n : nat) (A_j0 : mat) (b_j0 x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let q := fun x => rescaled n b_j0 (mulv (d * d) A_j0 x) in
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => dot n (q (vadd x (vscale t v))) (q (vadd x (vscale t v))) / 2) 0
    (dot (d * d) (D x) v)) ->
  forall (v : vec) (i : nat), (i < d * d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv (d * d) (mulm n (mulm n (tr A_j0) (rescaled_hess n b_j0 (mulv (d * d) A_j0 x))) A_j0) v i).
Proof.
  intros d n A b x _ _ q D HD.
  exact (hessian_in_x (d * d) n A _ _ _ (rescaled_gradient_field n b) (rescaled_hessian_field n b) D x HD).
Qed.

(** ** All blocks, in x *)

Lemma normalized_second n B :
  second_derivative n (normalized_loss n B) (fun Z j => hess n (row B j) (softmax n (row Z j))).
Proof. exact (second_deriv_normalized_loss n B). Qed.

Lemma rescaled_second n B : second_derivative n (rescaled_loss n B) (fun Z j => rescaled_hess n (row B j) (row Z j)).
Proof. exact (second_deriv_rescaled_loss n B). Qed.

(** Twice the sum of B_j^T H_j B_j. *)
Definition summed (n : nat) (B H : nat -> mat) : mat :=
  mscale 2 (fun k l => vsum n (fun j => mulm n (mulm n (tr (B j)) (H j)) (B j) k l)).

Theorem normalized_in_x : forall (d n : nat) (A_1 A_2 B : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let z := through (d * d) (block n d A_1 A_2) in
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => normalized_loss n B (z (vadd x (vscale t v)))) 0 (dot (d * d) (D x) v)) ->
  forall (v : vec) (i : nat), (i < d * d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv (d * d) (summed n (block n d A_1 A_2) (fun j => hess n (row B j) (softmax n (z x j)))) v i).
Proof.
  intros d n A_1 A_2 B x _ _ z D HD v i Hi.
  exact (hessian_through_rows n _ _ (normalized_second n B) (d * d) (block n d A_1 A_2) D x v i Hi HD).
Qed.

Theorem rescaled_in_x : forall (d n : nat) (A_1 A_2 B : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let z := through (d * d) (block n d A_1 A_2) in
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => rescaled_loss n B (z (vadd x (vscale t v)))) 0 (dot (d * d) (D x) v)) ->
  forall (v : vec) (i : nat), (i < d * d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv (d * d) (summed n (block n d A_1 A_2) (fun j => rescaled_hess n (row B j) (z x j))) v i).
Proof.
  intros d n A_1 A_2 B x _ _ z D HD v i Hi.
  exact (hessian_through_rows n _ _ (rescaled_second n B) (d * d) (block n d A_1 A_2) D x v i Hi HD).
Qed.

(** ** In X, A_1 and A_2, row by row *)

Set Default Proof Using "All".

Section Matrices.
  Variables (d n : nat) (A_1 A_2 B X : mat).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Local Notation U A_1 X A_2 := (mmap exp (logits d A_1 X A_2)).
  Local Notation Sums A_1 X A_2 := (row_sums n (U A_1 X A_2)).

  (** <D, V> for a gradient by a p x q matrix, and M vec(v) for a Hessian M. *)
  Local Notation paired p q D V := (vsum p (fun i => vsum q (fun j => D (i * q + j)%nat * V i j))).
  Local Notation applied p q M v k := (vsum p (fun i => vsum q (fun j => M k (i * q + j)%nat * v i j))).

  (** The Hessians, from the matrix H b z of one row. *)
  Definition Hessian_X (H : vec -> vec -> mat) : mat :=
    summed n (block n d A_1 A_2) (fun j => H (row B j) (logits_of_X n d A_1 A_2 X j)).
  Definition Hessian_A_1 (H : vec -> vec -> mat) : mat :=
    mscale 2 (fun k l => vsum n (fun j => kron d d (outer (vunit j) (vunit j))
      (mulm n (mulm n (tr (keys d A_2 X)) (H (row B j) (logits_of_A_1 d A_2 X A_1 j))) (keys d A_2 X)) k l)).
  Definition Hessian_A_2 (H : vec -> vec -> mat) : mat :=
    mscale 2 (fun k l => vsum n (fun j => kron d d (H (row B j) (logits_of_A_2 d A_1 X A_2 j))
      (outer (query d A_1 X j) (query d A_1 X j)) k l)).

  Let H_normalized (b z : vec) : mat := hess n b (softmax n z).
  Let H_rescaled (b z : vec) : mat := rescaled_hess n b z.

  (** The [gradient] of the loss that is printed is that of a function of the logits, which has [second] derivatives. *)
  Local Ltac hessian theorem second gradient entry :=
    intros HD v k Hk; apply (theorem n _ _ (second n B) d A_1 A_2 X v k Hd); [lia|];
    eapply gradient; first [match goal with H : _ |- _ => exact H end|intros; apply entry; assumption].

  Section Normalized.
    Local Notation loss F A_1 X A_2 := (normfro n n (msub (mulm n F (U A_1 X A_2)) B) ^ 2).

    Variable N : mat.
    Hypotheses (HDN : gives_one n (Sums A_1 X A_2) N) (HND : gives_one n N (Sums A_1 X A_2)).
    Variables (F : mat -> mat).

    (** What is said of the gradient holds everywhere, since there is an inverse everywhere. *)
    Let everywhere p q (Z W : mat -> mat) (D : mat -> vec) :
      inverse_wherever n (fun Y => row_sums n (mmap exp (Z Y))) F ->
      (forall Y j i, (j < n)%nat -> (i < n)%nat -> W Y j i = Z Y j i) ->
      (forall Y, gives_one n (row_sums n (mmap exp (Z Y))) (F Y) ->
        gives_one n (F Y) (row_sums n (mmap exp (Z Y))) -> forall V, deriv_at (fun t =>
        let Y := madd Y (mscale t V) in normfro n n (msub (mulm n (F Y) (mmap exp (Z Y))) B) ^ 2) 0
        (paired p q (D Y) V)) ->
      forall Y V, deriv_at (fun t => normalized_loss n B (W (madd Y (mscale t V)))) 0 (paired p q (D Y) V).
    Proof.
      intros HF HW HD Y V. pose proof (inverse_of_row_sums n Z F Hn HF) as I.
      eapply deriv_ext; [|exact (HD Y (proj1 (I Y)) (proj2 (I Y)) V)]. intros t. cbv zeta beta.
      rewrite (normalized_of_inverse n B Z F Hn HF). apply normalized_loss_ext. intros. symmetry. apply HW; assumption.
    Qed.

    Theorem normalized_in_X : inverse_wherever n (fun X => Sums A_1 X A_2) F -> forall D : mat -> vec,
      (forall X : mat, gives_one n (Sums A_1 X A_2) (F X) -> gives_one n (F X) (Sums A_1 X A_2) -> forall v : mat,
        deriv_at (fun t => let X := madd X (mscale t v) in loss (F X) A_1 X A_2) 0 (paired d d (D X) v)) ->
      forall (v : mat) (k : nat), (k < d * d)%nat ->
      deriv_at (fun t => D (madd X (mscale t v)) k) 0 (applied d d (Hessian_X H_normalized) v k).
    Proof. intros HF D. hessian hessian_in_X normalized_second everywhere logits_of_X_entry. Qed.

    Theorem normalized_in_A_1 : inverse_wherever n (fun A_1 => Sums A_1 X A_2) F -> forall D : mat -> vec,
      (forall A_1 : mat, gives_one n (Sums A_1 X A_2) (F A_1) -> gives_one n (F A_1) (Sums A_1 X A_2) ->
        forall v : mat, deriv_at (fun t => let A_1 := madd A_1 (mscale t v) in loss (F A_1) A_1 X A_2) 0
          (paired n d (D A_1) v)) ->
      forall (v : mat) (k : nat), (k < d * n)%nat ->
      deriv_at (fun t => D (madd A_1 (mscale t v)) k) 0 (applied n d (Hessian_A_1 H_normalized) v k).
    Proof. intros HF D. hessian hessian_in_A_1 normalized_second everywhere logits_of_A_1_entry. Qed.

    Theorem normalized_in_A_2 : inverse_wherever n (fun A_2 => Sums A_1 X A_2) F -> forall D : mat -> vec,
      (forall A_2 : mat, gives_one n (Sums A_1 X A_2) (F A_2) -> gives_one n (F A_2) (Sums A_1 X A_2) ->
        forall v : mat, deriv_at (fun t => let A_2 := madd A_2 (mscale t v) in loss (F A_2) A_1 X A_2) 0
          (paired n d (D A_2) v)) ->
      forall (v : mat) (k : nat), (k < d * n)%nat ->
      deriv_at (fun t => D (madd A_2 (mscale t v)) k) 0 (applied n d (Hessian_A_2 H_normalized) v k).
    Proof. intros HF D. hessian hessian_in_A_2 normalized_second everywhere logits_of_A_2_entry. Qed.
  End Normalized.

  Local Notation loss A_1 X A_2 := (normfro n n (msub (U A_1 X A_2) (mulm n (Sums A_1 X A_2) B)) ^ 2).

  Let replaced p q (Z W : mat -> mat) (D : mat -> vec) :
    (forall Y j i, (j < n)%nat -> (i < n)%nat -> W Y j i = Z Y j i) ->
    (forall Y V, deriv_at (fun t => let Y := madd Y (mscale t V) in
      normfro n n (msub (mmap exp (Z Y)) (mulm n (row_sums n (mmap exp (Z Y))) B)) ^ 2) 0 (paired p q (D Y) V)) ->
    forall Y V, deriv_at (fun t => rescaled_loss n B (W (madd Y (mscale t V)))) 0 (paired p q (D Y) V).
  Proof.
    intros HW HD Y V. eapply deriv_ext; [|exact (HD Y V)]. intros t. cbv zeta beta.
    rewrite normfro_rescaled. apply rescaled_loss_ext. intros. symmetry. apply HW; assumption.
  Qed.

  Theorem rescaled_in_X : forall D : mat -> vec,
    (forall X v : mat, deriv_at (fun t => loss A_1 (madd X (mscale t v)) A_2) 0 (paired d d (D X) v)) ->
    forall (v : mat) (k : nat), (k < d * d)%nat ->
    deriv_at (fun t => D (madd X (mscale t v)) k) 0 (applied d d (Hessian_X H_rescaled) v k).
  Proof. intros D. hessian hessian_in_X rescaled_second replaced logits_of_X_entry. Qed.

  Theorem rescaled_in_A_1 : forall D : mat -> vec,
    (forall A_1 v : mat, deriv_at (fun t => loss (madd A_1 (mscale t v)) X A_2) 0 (paired n d (D A_1) v)) ->
    forall (v : mat) (k : nat), (k < d * n)%nat ->
    deriv_at (fun t => D (madd A_1 (mscale t v)) k) 0 (applied n d (Hessian_A_1 H_rescaled) v k).
  Proof. intros D. hessian hessian_in_A_1 rescaled_second replaced logits_of_A_1_entry. Qed.

  Theorem rescaled_in_A_2 : forall D : mat -> vec,
    (forall A_2 v : mat, deriv_at (fun t => loss A_1 X (madd A_2 (mscale t v))) 0 (paired n d (D A_2) v)) ->
    forall (v : mat) (k : nat), (k < d * n)%nat ->
    deriv_at (fun t => D (madd A_2 (mscale t v)) k) 0 (applied n d (Hessian_A_2 H_rescaled) v k).
  Proof. intros D. hessian hessian_in_A_2 rescaled_second replaced logits_of_A_2_entry. Qed.
End Matrices.
