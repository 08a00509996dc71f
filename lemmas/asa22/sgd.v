(** A step of stochastic gradient descent with weight decay: proofs of claims of [sgd.py]; the others are refuted. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression.
Local Open Scope R_scope.

(** The gradient of (<w, x> - y)^2 + lambda |w|^2. *)
Lemma gradient_entry d w x y lambda (g : vec) i : (i < d)%nat ->
  (forall v : vec, deriv_at (fun t => let w := vadd w (vscale t v) in (dot d w x - y) ^ 2 + lambda * norm2 d w ^ 2) 0
     (dot d g v)) ->
  g i = 2 * (x i * (dot d w x - y) + lambda * w i).
Proof.
  intros Hi Hg.
  apply (Regression.gradient_entry d g (fun w => (dot d w x - y) ^ 2 + lambda * norm2 d w ^ 2) w i _ Hi Hg).
  set (W := fun t => vadd w (vscale t (vunit i))).
  assert (HW : forall k, (k < d)%nat -> deriv_at (fun t => W t k) 0 (vunit i k)) by (intros; apply deriv_line).
  assert (W0 : W 0 = w) by apply vadd_vscale_0.
  apply (deriv_ext (fun t => (dot d (W t) x - y) * (dot d (W t) x - y) + lambda * dot d (W t) (W t))).
  - intros t. fold (W t). rewrite <- norm2_sq. ring.
  - eapply deriv_eq; [apply deriv_plus; [apply deriv_mult|apply deriv_scal, deriv_dot; exact HW]|].
    + apply deriv_minus; [apply deriv_dot_const, HW|apply deriv_const].
    + apply deriv_minus; [apply deriv_dot_const, HW|apply deriv_const].
    + cbv beta. rewrite W0, !(dot_sym d (vunit i)), !(dot_delta d i) by exact Hi. ring.
Qed.

Theorem gradient_step : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat -> forall g : vec,
  (forall v : vec, deriv_at (fun t => let w := vadd w (vscale t v) in (dot d w x - y) ^ 2 + lambda * norm2 d w ^ 2) 0
     (dot d g v)) -> forall i : nat, (i < d)%nat ->
  vsub w (vscale (2 * alpha) (vadd (vsub (vscale (dot d w x) x) (vscale y x)) (vscale lambda w))) i
  = vsub w (vscale alpha g) i.
Proof.
  intros d w x alpha lambda y _ g Hg i Hi. unfold vsub, vadd, vscale. rewrite (gradient_entry d w x y lambda g i Hi Hg).
  ring.
Qed.

Theorem list_half : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat -> forall i : nat, (i < d)%nat ->
  vadd w (vscale (2 * alpha)
    (vadd (vscale (- 1) (vsub (vscale (dot d w x) x) (vscale y x))) (vscale (- lambda) w))) i
  = vsub w (vscale (2 * alpha) (vadd (vsub (vscale (dot d w x) x) (vscale y x)) (vscale lambda w))) i.
Proof. intros. unfold vsub, vadd, vscale. ring. Qed.

Theorem walk_through_whole : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat ->
  forall i : nat, (i < d)%nat ->
  vadd w (vscale alpha
    (vadd (vscale (- 2) (vsub (vscale (dot d w x) x) (vscale y x))) (vscale (- 2 * lambda) w))) i
  = vsub w (vscale (2 * alpha) (vadd (vsub (vscale (dot d w x) x) (vscale y x)) (vscale lambda w))) i.
Proof. intros. unfold vsub, vadd, vscale. ring. Qed.
