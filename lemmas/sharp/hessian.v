(** The Hessian of the loss: proofs of claims of [hessian.py].

    The loss is a function of the logits z = A x with the Hessian [hess n b (softmax z)], so it is A^T hess A in x. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Softmax Regression Fields Composite
  LossHessian HessianLipschitz HessianSharper SpectrumUpper.
Local Open Scope R_scope.

Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).

Theorem loss_mixed : forall (d n : nat) (A : mat) (b x : vec) (i j : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> (j < d)%nat -> forall D : vec -> R,
  (forall x : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t (vunit i))))) 0 (D x)) ->
  deriv_at (fun t => D (vadd x (vscale t (vunit j)))) 0
    (dot n (col A i) (mulv n (hess n b (softmax n (mulv d A x))) (col A j))).
Proof.
  intros d n A b x i j _ _ Hi Hj D HD.
  apply (deriv_ext (fun t => dot n (residual n b (vadd (mulv d A x) (vscale t (col A j)))) (col A i))).
  - intros t. rewrite <- (mulv_vunit_col d A j Hj), <- mulv_line, <- (mulv_vunit_col d A i Hi).
    exact (deriv_unique _ _ _ _ (deriv_loss_in_x n d A _ _ b) (HD _)).
  - rewrite dot_sym. apply (deriv_dot_const n (fun t => residual n b (vadd (mulv d A x) (vscale t (col A j))))).
    intros k Hk. apply loss_hessian_field, Hk.
Qed.

Theorem loss_hessian : forall (d n : nat) (A : mat) (b w x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => let z := mulv d A (vadd x (vscale t v)) in
     loss n b z + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2) 0 (dot d (D x) v)) ->
  forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv d (mulm n (mulm n (tr A) (madd (hess n b (softmax n (mulv d A x))) (mulm n (vdiag w) (vdiag w)))) A) v i).
Proof.
  intros d n A b w x _ _ D HD v i Hi. rewrite !mulv_mulm.
  apply (gradient_moves_through n d A _ _ _ (regularized_gradient_field n b w) (regularized_hessian_field n b w)
    D x HD v i Hi).
Qed.

Section Spectrum.
  Variables (d n : nat) (A : mat) (b x : vec).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Theorem spectrum_upper : psd n (hess n b (softmax n (mulv d A x))) (mhdiv meye (mconst 2)).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mhdiv, quadratic_meye.
    pose proof (form_le_half n b _ v Hn (softmax_probability n (mulv d A x) Hn) Hb Hb1). lra.
  Qed.

  Theorem spectrum_upper_observed : psd n (hess n b (softmax n (mulv d A x))) (mhdiv meye (mconst 3)).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mhdiv, quadratic_meye.
    exact (form_le_third n b _ v (softmax_probability n (mulv d A x) Hn) Hb Hb1).
  Qed.

  Theorem spectrum_lower : psd n (mopp (mhdiv meye (mconst 2))) (hess n b (softmax n (mulv d A x))).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mopp, quadratic_mhdiv, quadratic_meye.
    pose proof (form_ge_half n b _ v (softmax_probability n (mulv d A x) Hn) Hb Hb1). lra.
  Qed.
End Spectrum.

(** Any matrix whose products with v are the derivatives of the gradient along v is A^T hess A. *)
Theorem hessian_norm : forall (d n : nat) (A : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d (D x) v)) ->
  forall H : mat,
  (forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0 (mulv d H v i)) ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d H (r ^ 2 / 2).
Proof.
  intros d n A b x r _ Hn D HD H HH HA Hb Hb1. apply opbound_weaken with (r * (1 / 2) * r); [|lra].
  apply (opbound_form n d A (hess n b (softmax n (mulv d A x)))); [exact HA| |].
  - apply opbound_hess; [exact Hn|apply softmax_probability, Hn|exact Hb|exact Hb1].
  - exact (form_through n d A _ _ _ (loss_gradient_field n b) (loss_hessian_field n b) D x H HD HH).
Qed.

Theorem hessian_lipschitz : forall (d n : nat) (A : mat) (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d (D x) v)) ->
  forall H : mat,
  (forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0 (mulv d H v i)) ->
  forall E : vec -> vec,
  (forall y v : vec, deriv_at (fun t => loss n b (mulv d A (vadd y (vscale t v)))) 0 (dot d (E y) v)) ->
  forall K : mat,
  (forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => E (vadd y (vscale t v)) i) 0 (mulv d K v i)) ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d (msub H K) (5 / sqrt 2 * r ^ 3 * norm2 d (vsub x y)).
Proof.
  intros d n A b x y r _ Hn D HD H HH E HE K HK HA Hb Hb1.
  rewrite (Rmult_comm _ (r ^ 3)).
  apply (hessian_lipschitz_in_x d n A _ _ _ D H x E K y r _ (loss_gradient_field n b) (loss_hessian_field n b)
    HD HH HE HK HA constant_nonneg). apply loss_hessian_moves; assumption.
Qed.

Theorem hessian_lipschitz_sharper : forall (d n : nat) (A : mat) (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d (D x) v)) ->
  forall H : mat,
  (forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0 (mulv d H v i)) ->
  forall E : vec -> vec,
  (forall y v : vec, deriv_at (fun t => loss n b (mulv d A (vadd y (vscale t v)))) 0 (dot d (E y) v)) ->
  forall K : mat,
  (forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => E (vadd y (vscale t v)) i) 0 (mulv d K v i)) ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d (msub H K) (9 / 8 * r ^ 3 * norm2 d (vsub x y)).
Proof.
  intros d n A b x y r _ Hn D HD H HH E HE K HK HA Hb Hb1.
  rewrite (Rmult_comm _ (r ^ 3)).
  apply (hessian_lipschitz_in_x d n A _ _ _ D H x E K y r (9 / 8) (loss_gradient_field n b) (loss_hessian_field n b)
    HD HH HE HK HA ltac:(lra)). apply loss_hessian_moves_sharper; assumption.
Qed.
