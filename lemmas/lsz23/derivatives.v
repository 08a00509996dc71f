(** Gradients and Hessians: proofs of the claims of [derivatives.py], one for exp, cosh and sinh alike.

    [h] is the curvature as the claim writes it for each of the three. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression Fields Composite Hyperbolic Entrywise
  PlainRegression.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Family.
  Variables (g s : R -> R).
  Hypothesis P : hyperbolic g s.
  Variable h : vec -> vec -> vec.
  Hypothesis Hh : forall b z i, h b z i = curvature g s (b i) (z i).
  Variables (d n : nat) (A : mat).

  Lemma gradient : forall b x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall v : vec,
    deriv_at (fun t => plain_loss n g b (mulv d A (vadd x (vscale t v)))) 0
      (dot d (mulv n (tr A) (plain_gradient n g s b (mulv d A x))) v).
  Proof. intros b x _ _. apply gradient_in_x, plain_gradient_field, P. Qed.

  Lemma hessian : forall b x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall D : vec -> vec,
    gradient_field d (fun x => plain_loss n g b (mulv d A x)) D ->
    hessian_at d D (mulm n (mulm n (tr A) (vdiag (h b (mulv d A x)))) A) x.
  Proof.
    intros b x _ _ D. apply (hessian_in_x d n A _ _ (fun z => vdiag (h b z)) (plain_gradient_field g s n b P)).
    apply (plain_hessian_field g s n b P). intros; apply Hh.
  Qed.

  Lemma regularized_gradient : forall b w x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall v : vec,
    deriv_at (fun t => plain_loss n g b (mulv d A (vadd x (vscale t v)))
                       + regularizer n w (mulv d A (vadd x (vscale t v)))) 0
      (dot d (vadd (mulv n (tr A) (plain_gradient n g s b (mulv d A x)))
                   (mulv n (tr A) (mulv n (vdiag w) (mulv n (vdiag w) (mulv d A x))))) v).
  Proof.
    intros b w x _ _ v.
    eapply deriv_eq.
    - apply deriv_plus; apply gradient_in_x; [apply plain_gradient_field, P|apply regularizer_gradient].
    - symmetry. apply dot_plus_l.
  Qed.

  Lemma regularized_hessian : forall b w x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall D : vec -> vec,
    gradient_field d (fun x => plain_loss n g b (mulv d A x) + regularizer n w (mulv d A x)) D ->
    hessian_at d D (mulm n (mulm n (tr A) (madd (vdiag (h b (mulv d A x))) (mulm n (vdiag w) (vdiag w)))) A) x.
  Proof.
    intros b w x _ _ D. apply (hessian_in_x d n A (fun z => plain_loss n g b z + regularizer n w z) _
      (fun z => madd (vdiag (h b z)) (mulm n (vdiag w) (vdiag w)))
      (gradient_field_plus _ _ _ _ _ (plain_gradient_field g s n b P) (regularizer_gradient n w))).
    apply (hessian_field_plus _ _ _ (fun z => vdiag (h b z))); [|apply regularizer_hessian].
    apply (plain_hessian_field g s n b P). intros; apply Hh.
  Qed.
End Family.

Definition gradient__exp := gradient exp exp hyperbolic_exp curvature_exp curvature_exp_eq.
Definition gradient__cosh := gradient cosh sinh hyperbolic_cosh curvature_cosh curvature_cosh_eq.
Definition gradient__sinh := gradient sinh cosh hyperbolic_sinh curvature_sinh curvature_sinh_eq.

Definition hessian__exp := hessian exp exp hyperbolic_exp curvature_exp curvature_exp_eq.
Definition hessian__cosh := hessian cosh sinh hyperbolic_cosh curvature_cosh curvature_cosh_eq.
Definition hessian__sinh := hessian sinh cosh hyperbolic_sinh curvature_sinh curvature_sinh_eq.

Definition regularized_gradient__exp := regularized_gradient exp exp hyperbolic_exp curvature_exp curvature_exp_eq.
Definition regularized_gradient__cosh :=
  regularized_gradient cosh sinh hyperbolic_cosh curvature_cosh curvature_cosh_eq.
Definition regularized_gradient__sinh :=
  regularized_gradient sinh cosh hyperbolic_sinh curvature_sinh curvature_sinh_eq.

Definition regularized_hessian__exp := regularized_hessian exp exp hyperbolic_exp curvature_exp curvature_exp_eq.
Definition regularized_hessian__cosh := regularized_hessian cosh sinh hyperbolic_cosh curvature_cosh curvature_cosh_eq.
Definition regularized_hessian__sinh := regularized_hessian sinh cosh hyperbolic_sinh curvature_sinh curvature_sinh_eq.
