(** Softmax is (2/lambda)-co-coercive: proof of the claim of [cocoercive.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Theorem cocoercive : forall (n : nat) (x y : vec) (lambda : R), (1 <= n)%nat -> 0 < lambda -> lambda <> 0 ->
  2 / lambda * norm2 n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) ^ 2
  <= dot n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) (vsub x y).
Proof. intros n x y lambda Hn Hl _. apply softmax_cocoercive_temperature; assumption. Qed.
