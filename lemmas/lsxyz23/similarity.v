(** The first step of gradient descent, from x = 0: proof of the claim of [similarity.py] that is not refuted.

    At z = A x = 0 softmax is 1/n, and J c is (mean b - b) / n. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression LossHessian Steps
  NearUniform.
Local Open Scope R_scope.

Theorem step_from_zero : forall (d n : nat) (A : mat) (b x : vec) (eta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec, (forall v : vec, deriv_at (fun t =>
    dot n (vsub (softmax n (mulv d A (vadd x (vscale t v)))) b)
          (vsub (softmax n (mulv d A (vadd x (vscale t v)))) b) / 2) 0 (dot d g v)) ->
  (forall i : nat, (i < d)%nat -> x i = vconst 0 i) -> forall i : nat, (i < d)%nat ->
  vsub x (vscale eta g) i = vscale (eta / INR n) (mulv n (tr A) (vsub b (vconst (vsum n b / INR n)))) i.
Proof.
  intros d n A b x eta _ Hn g Hg Hx i Hi. pose proof (INR_ge_1 n Hn) as N.
  unfold vsub at 1, vscale. rewrite (step_gradient n d A b x g Hg i Hi), (Hx i Hi).
  replace (mulv d A x) with (vconst 0).
  - unfold mulv. rewrite <- !vsum_scal. unfold vconst at 1. rewrite Rminus_0_l, <- vsum_opp. apply vsum_ext.
    intros k _. rewrite residual_zero by exact Hn. unfold vsub, vconst. field. lra.
  - apply functional_extensionality. intros k. symmetry. apply vsum_zero. intros j Hj. rewrite Hx by exact Hj.
    unfold vconst. ring.
Qed.
