(** Derivatives of alpha, c and the loss: proofs of the claims of [derivatives.py], one for exp, cosh and sinh alike.

    [gradient_transposed], which is refuted, has none. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression Fields Composite Hyperbolic Entrywise
  RescaledRegression.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Family.
  Variables (g s : R -> R).
  Hypothesis P : hyperbolic g s.
  Variables (d n : nat) (A : mat).

  Lemma d_alpha : forall (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
    deriv_at (fun t => vsum n (vmap g (mulv d A (vadd x (vscale t (vunit i)))))) 0
      (dot n (vmap s (mulv d A x)) (col A i)).
  Proof.
    intros x i _ _ Hi. rewrite <- (mulv_vunit_col d A i Hi).
    apply (deriv_ext (fun t => vsum n (vmap g (vadd (mulv d A x) (vscale t (mulv d A (vunit i))))))).
    - intros t. rewrite mulv_line. reflexivity.
    - apply (deriv_vsum_vmap_line g s (slope _ _ P)).
  Qed.

  (** Along any line; K^T diag(v) A h is v o A h - <v, A h> b. *)
  Lemma d_residual_line b x h k : (k < n)%nat ->
    deriv_at (fun t => residual n g b (mulv d A (vadd x (vscale t h))) k) 0
      (mulv n (tr (K b)) (hmul (vmap s (mulv d A x)) (mulv d A h)) k).
  Proof.
    intros Hk. apply (deriv_ext (fun t => residual n g b (vadd (mulv d A x) (vscale t (mulv d A h))) k)).
    - intros t. rewrite mulv_line. reflexivity.
    - apply (deriv_residual g s n b P), Hk.
  Qed.

  Lemma d_residual : forall (b x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
    forall k : nat, (k < n)%nat ->
    deriv_at (fun t => residual n g b (mulv d A (vadd x (vscale t (vunit i)))) k) 0
      (vsub (hmul (vmap s (mulv d A x)) (col A i)) (vscale (dot n (vmap s (mulv d A x)) (col A i)) b) k).
  Proof.
    intros b x i _ _ Hi k Hk. eapply deriv_eq; [apply d_residual_line, Hk|].
    rewrite (mulv_vunit_col d A i Hi). apply mulv_tr_K, Hk.
  Qed.

  Lemma jacobian : forall b x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall (v : vec) (i : nat), (i < n)%nat ->
    deriv_at (fun t => residual n g b (mulv d A (vadd x (vscale t v))) i) 0
      (mulv d (mulm n (mulm n (tr (K b)) (vdiag (vmap s (mulv d A x)))) A) v i).
  Proof.
    intros b x _ _ v i Hi. eapply deriv_eq; [apply d_residual_line, Hi|].
    rewrite !mulv_mulm. apply mulv_ext_r. intros j Hj. symmetry. apply mulv_vdiag, Hj.
  Qed.

  Lemma gradient : forall b x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall v : vec,
    deriv_at (fun t => rescaled_loss n g b (mulv d A (vadd x (vscale t v)))) 0
      (dot d (mulv n (tr A) (rescaled_gradient n g s b (mulv d A x))) v).
  Proof. intros b x _ _. apply gradient_in_x, rescaled_gradient_field, P. Qed.

  Lemma hessian : forall b x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall D : vec -> vec,
    gradient_field d (fun x => rescaled_loss n g b (mulv d A x)) D ->
    hessian_at d D (mulm n (mulm n (tr A) (rescaled_inner n g s b (mulv d A x))) A) x.
  Proof.
    intros b x _ _ D. apply (hessian_in_x d n A (rescaled_loss n g b) (rescaled_gradient n g s b)).
    - apply rescaled_gradient_field, P.
    - apply rescaled_hessian_field, P.
  Qed.

  Lemma regularized_hessian : forall b w x : vec, (1 <= d)%nat -> (1 <= n)%nat -> forall D : vec -> vec,
    gradient_field d (fun x => rescaled_loss n g b (mulv d A x) + regularizer n w (mulv d A x)) D ->
    hessian_at d D
      (mulm n (mulm n (tr A) (madd (rescaled_inner n g s b (mulv d A x)) (mulm n (vdiag w) (vdiag w)))) A) x.
  Proof.
    intros b w x _ _ D. apply (hessian_in_x d n A (fun z => rescaled_loss n g b z + regularizer n w z) _
      (fun z => madd (rescaled_inner n g s b z) (mulm n (vdiag w) (vdiag w)))
      (gradient_field_plus _ _ _ _ _ (rescaled_gradient_field g s n b P) (regularizer_gradient n w))
      (hessian_field_plus _ _ _ _ _ (rescaled_hessian_field g s n b P) (regularizer_hessian n w))).
  Qed.
End Family.

Definition d_alpha__exp := d_alpha exp exp hyperbolic_exp.
Definition d_alpha__cosh := d_alpha cosh sinh hyperbolic_cosh.
Definition d_alpha__sinh := d_alpha sinh cosh hyperbolic_sinh.

Definition d_residual__exp := d_residual exp exp hyperbolic_exp.
Definition d_residual__cosh := d_residual cosh sinh hyperbolic_cosh.
Definition d_residual__sinh := d_residual sinh cosh hyperbolic_sinh.

Definition jacobian__exp := jacobian exp exp hyperbolic_exp.
Definition jacobian__cosh := jacobian cosh sinh hyperbolic_cosh.
Definition jacobian__sinh := jacobian sinh cosh hyperbolic_sinh.

Definition gradient__exp := gradient exp exp hyperbolic_exp.
Definition gradient__cosh := gradient cosh sinh hyperbolic_cosh.
Definition gradient__sinh := gradient sinh cosh hyperbolic_sinh.

Definition hessian__exp := hessian exp exp hyperbolic_exp.
Definition hessian__cosh := hessian cosh sinh hyperbolic_cosh.
Definition hessian__sinh := hessian sinh cosh hyperbolic_sinh.

Definition regularized_hessian__exp := regularized_hessian exp exp hyperbolic_exp.
Definition regularized_hessian__cosh := regularized_hessian cosh sinh hyperbolic_cosh.
Definition regularized_hessian__sinh := regularized_hessian sinh cosh hyperbolic_sinh.
