(** The Hessian of the loss: proofs of claims of [hessian.py].

    The loss is a function of the logits z = A x with the Hessian [hess n b (softmax z)], so it is A^T hess A in x. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Softmax Regression Fields Composite
  LossHessian Spectrum ThirdBound.
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

  Let between v := form_between n b _ v (softmax_probability n (mulv d A x) Hn) Hb Hb1.

  Theorem spectrum_upper_best : psd n (hess n b (softmax n (mulv d A x))) (mscale (5 / 16) meye).
  Proof using Hd Hn Hb Hb1. intros v. rewrite quadratic_mscale, quadratic_meye. apply between. Qed.

  Theorem spectrum_upper_observed : psd n (hess n b (softmax n (mulv d A x))) (mhdiv meye (mconst 3)).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mhdiv, quadratic_meye. pose proof (between v). pose proof (dot_self n v). lra.
  Qed.

  Theorem spectrum_upper : psd n (hess n b (softmax n (mulv d A x))) (mhdiv meye (mconst 2)).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mhdiv, quadratic_meye. pose proof (between v). pose proof (dot_self n v). lra.
  Qed.

  Theorem spectrum_lower_best : psd n (mopp (hess n b (softmax n (mulv d A x)))) (mscale (1203 / 5000) meye).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mopp, quadratic_mscale, quadratic_meye. pose proof (between v). lra.
  Qed.

  Theorem spectrum_lower_observed : psd n (mopp (mhdiv meye (mconst 4))) (hess n b (softmax n (mulv d A x))).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mopp, quadratic_mhdiv, quadratic_meye. pose proof (between v).
    pose proof (dot_self n v). lra.
  Qed.

  Theorem spectrum_lower : psd n (mopp (mhdiv meye (mconst 2))) (hess n b (softmax n (mulv d A x))).
  Proof using Hd Hn Hb Hb1.
    intros v. rewrite quadratic_mopp, quadratic_mhdiv, quadratic_meye. pose proof (between v).
    pose proof (dot_self n v). lra.
  Qed.
End Spectrum.

(** ** In x *)

Local Notation gradient d n A b D :=
  (forall x v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d (D x) v)).
Local Notation hessian d D x H :=
  (forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0 (mulv d H v i)).

(** Any matrix whose products with v are the derivatives of the gradient along v is A^T hess A. *)
Theorem hessian_norm_best : forall (d n : nat) (A : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec, gradient d n A b D -> forall H : mat, hessian d D x H ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d H (5 / 16 * r ^ 2).
Proof.
  intros d n A b x r _ Hn D HD H HH HA Hb Hb1. apply opbound_weaken with (r * (5 / 16) * r); [|lra].
  apply (opbound_form n d A (hess n b (softmax n (mulv d A x)))); [exact HA| |].
  - apply opbound_hess; [apply softmax_probability, Hn|exact Hb|exact Hb1].
  - exact (form_through n d A _ _ _ (loss_gradient_field n b) (loss_hessian_field n b) D x H HD HH).
Qed.

Theorem hessian_norm : forall (d n : nat) (A : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec, gradient d n A b D -> forall H : mat, hessian d D x H ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d H (r ^ 2 / 2).
Proof.
  intros d n A b x r Hd Hn D HD H HH HA Hb Hb1. apply opbound_weaken with (5 / 16 * r ^ 2).
  - exact (hessian_norm_best d n A b x r Hd Hn D HD H HH HA Hb Hb1).
  - pose proof (pow2_ge_0 r). lra.
Qed.

(** From the logits to x. *)
Definition hessian_moves (K : R) : Prop :=
  forall (d n : nat) (A : mat) (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec, gradient d n A b D -> forall H : mat, hessian d D x H ->
  forall D' : vec -> vec, gradient d n A b D' -> forall H' : mat, hessian d D' y H' ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d (msub H H') (K * r ^ 3 * norm2 d (vsub x y)).

Theorem hessian_lipschitz_observed : hessian_moves (3 / 5).
Proof.
  intros d n A b x y r _ Hn D HD H HH D' HD' H' HH' HA Hb Hb1. rewrite (Rmult_comm (3 / 5)).
  apply (hessian_lipschitz_in_x d n A _ _ _ D H x D' H' y r (3 / 5) (loss_gradient_field n b) (loss_hessian_field n b)
    HD HH HD' HH' HA ltac:(lra)). apply loss_hessian_moves_best; assumption.
Qed.

Lemma above_observed K : 3 / 5 <= K -> hessian_moves K.
Proof.
  intros HK d n A b x y r Hd Hn D HD H HH D' HD' H' HH' HA Hb Hb1.
  eapply opbound_weaken; [exact (hessian_lipschitz_observed d n A b x y r Hd Hn D HD H HH D' HD' H' HH' HA Hb Hb1)|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|]. apply Rmult_le_compat_r; [|exact HK].
  apply pow_le, (opbound_nonneg _ _ _ _ HA).
Qed.

Theorem hessian_lipschitz_best : hessian_moves (121 / 250 * sqrt 2).
Proof.
  apply above_observed. enough (5 / 4 <= sqrt 2) by lra. rewrite <- (sqrt_square (5 / 4)) by lra.
  apply sqrt_le_1_alt. lra.
Qed.

Theorem hessian_lipschitz_sharper : hessian_moves (9 / 8).
Proof. apply above_observed. lra. Qed.

Theorem hessian_lipschitz : hessian_moves (5 / sqrt 2).
Proof. apply above_observed. exact loose_constant. Qed.
