(** * The rescaled loss |q|^2 / 2 with q = u - alpha b, u = exp z and alpha = sum u, as a function of the logits:
    rescaled regression with g = exp, its gradient written as u o (q - <b, q>). *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression Fields Hyperbolic.
From Certify Require RescaledRegression.
Local Open Scope R_scope.

Definition rescaled (n : nat) (b z : vec) : vec := vsub (vexp z) (vscale (vsum n (vexp z)) b).

Definition rescaled_gradient (n : nat) (b z : vec) : vec :=
  hmul (vexp z) (vsub (rescaled n b z) (vconst (dot n b (rescaled n b z)))).

(** diag(u) K K^T diag(u) + diag(u o (K q)) with K = I - 1 b^T. *)
Definition rescaled_hess (n : nat) (b z : vec) : mat := RescaledRegression.rescaled_inner n exp exp b z.

(** q moves at the velocity u o h - <u, h> b. *)
Lemma deriv_rescaled n b (Z : R -> vec) t h k : (k < n)%nat ->
  (forall i, (i < n)%nat -> deriv_at (fun s => Z s i) t (h i)) ->
  deriv_at (fun s => rescaled n b (Z s) k) t (vexp (Z t) k * h k - dot n (vexp (Z t)) h * b k).
Proof.
  intros Hk HZ. apply (deriv_minus (fun s => vexp (Z s) k) (fun s => vsum n (vexp (Z s)) * b k)).
  - apply (deriv_u n Z t h HZ), Hk.
  - apply deriv_scal_r, (deriv_alpha n Z t h HZ).
Qed.

Lemma gradient_printed n b z k : (k < n)%nat ->
  RescaledRegression.rescaled_gradient n exp exp b z k = rescaled_gradient n b z k.
Proof.
  intros Hk. unfold RescaledRegression.rescaled_gradient.
  rewrite mulv_vdiag, RescaledRegression.mulv_K by exact Hk. reflexivity.
Qed.

Lemma rescaled_gradient_field n b :
  gradient_field n (fun z => dot n (rescaled n b z) (rescaled n b z) / 2) (rescaled_gradient n b).
Proof.
  intros z h. eapply deriv_eq; [exact (RescaledRegression.rescaled_gradient_field exp exp n b hyperbolic_exp z h)|].
  apply dot_ext; [intros; apply gradient_printed; assumption|reflexivity].
Qed.

Lemma rescaled_hessian_field n b : hessian_field n (rescaled_gradient n b) (rescaled_hess n b).
Proof.
  intros z h k Hk. eapply deriv_ext;
    [|exact (RescaledRegression.rescaled_hessian_field exp exp n b hyperbolic_exp z h k Hk)].
  intros t. apply gradient_printed, Hk.
Qed.
