(** The weight decay of one step of gradient descent: proofs of the claims of [weight_decay.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives.
From Lemmas.asa22 Require Import sgd.
Local Open Scope R_scope.

(** w + step (product x (<w, x> - y) + weight w). *)
Local Notation composed d w x y product weight step :=
  (vadd w (vscale step (vadd (vscale product (vsub (vscale (dot d w x) x) (vscale y x))) (vscale weight w)))).
Local Notation gradient d w x y lambda g := (forall v : vec, deriv_at
  (fun t => let w := vadd w (vscale t v) in (dot d w x - y) ^ 2 + lambda * norm2 d w ^ 2) 0 (dot d g v)).

Theorem half : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat ->
  forall g : vec, gradient d w x y lambda g -> forall i : nat, (i < d)%nat ->
  composed d w x y (- 1) (- lambda) (2 * alpha) i = vsub w (vscale alpha g) i.
Proof.
  intros d w x alpha lambda y _ g Hg i Hi. unfold vsub, vadd, vscale. rewrite (gradient_entry d w x y lambda g i Hi Hg).
  ring.
Qed.

Theorem whole : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat ->
  forall g : vec, gradient d w x y lambda g -> forall i : nat, (i < d)%nat ->
  composed d w x y (- 2) (- 2 * lambda) alpha i = vsub w (vscale alpha g) i.
Proof.
  intros d w x alpha lambda y _ g Hg i Hi. unfold vsub, vadd, vscale. rewrite (gradient_entry d w x y lambda g i Hi Hg).
  ring.
Qed.

Theorem consistent : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat -> forall i : nat, (i < d)%nat ->
  composed d w x y (- 1) (- lambda) (2 * alpha) i = composed d w x y (- 2) (- 2 * lambda) alpha i.
Proof. intros. unfold vsub, vadd, vscale. ring. Qed.

Theorem difference : forall (d : nat) (w x : vec) (alpha lambda y : R), (1 <= d)%nat -> forall i : nat, (i < d)%nat ->
  vsub (composed d w x y (- 2) (- lambda) alpha) (composed d w x y (- 2) (- 2 * lambda) alpha) i
  = vscale (alpha * lambda) w i.
Proof. intros. unfold vsub, vadd, vscale. ring. Qed.
