(** The Hessian is Lipschitz with a constant exp(O(R^2 + log n)): proof of the claim of [hessian_order.py], C = 9. *)

From Coq Require Import Reals Arith.
From Certify Require Import Lang Fields Composite Hyperbolic RescaledRegression.
From Lemmas Require Import gsy23.hessian_lipschitz.
Local Open Scope R_scope.

Theorem hessian_order : exists C : R, forall (d n : nat) (A : mat) (b x y : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall D : vec -> vec,
  gradient_field d (fun x => rescaled_loss n exp b (mulv d A x)) D -> forall H : mat, hessian_at d D H x ->
  forall D' : vec -> vec, gradient_field d (fun x => rescaled_loss n exp b (mulv d A x)) D' ->
  forall H' : mat, hessian_at d D' H' y ->
  opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d (msub H H') (exp (C * (r ^ 2 + ln (INR n))) * norm2 d (vsub x y)).
Proof. exists 9. exact (hessian_lipschitz_log exp exp hyperbolic_exp). Qed.
