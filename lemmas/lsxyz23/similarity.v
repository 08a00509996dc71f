(** The first step of gradient descent, from x = 0: proof of a claim of [similarity.py], and a refutation for all A.

    At z = A x = 0 softmax is 1/n, and J c is (mean b - b) / n. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression LossHessian Steps
  NearUniform Enclosures AtNumbers.
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

(** At A = (s, 0) and eta = 4 / s^2 the logits move to (1, 0), however small eta is. *)
Theorem within_eta : ~ exists C : R, forall (d n : nat) (A : mat) (eta : R), (1 <= d)%nat -> (1 <= n)%nat -> 0 < eta ->
  softmax n (mulv d A (vscale (eta / INR n) (mulv n (tr A) (vsub (vunit 0) (hdiv (vconst 1) (vconst (INR n)))))))
    0%nat - 1 / INR n <= C * eta.
Proof.
  intros (C & H). pose proof (Rabs_pos C). pose proof (Rle_abs C). set (s := 5 * (Rabs C + 1)).
  assert (S : 5 <= s) by (unfold s; lra). assert (P : 0 < s * s) by (apply Rmult_lt_0_compat; lra).
  assert (E : 0 < 4 / (s * s)) by (apply Rdiv_lt_0_compat; lra).
  specialize (H 1%nat 2%nat (fun i _ => match i with O => s | _ => 0 end) _ (le_n 1) (le_S 1 1 (le_n 1)) E).
  set (z := mulv 1 _ _) in H. assert (Z0 : z 0%nat = 1) by (unfold z; unroll_lang; field; lra).
  assert (Z1 : z 1%nat = 0) by (unfold z; unroll_lang; field; lra).
  change (softmax 2 z 0%nat) with (exp (z 0%nat) / (0 + exp (z 0%nat) + exp (z 1%nat))) in H.
  rewrite Z0, Z1, exp_0 in H. change (INR 2) with 2 in H.
  assert (F : 23 / 100 <= exp 1 / (0 + exp 1 + 1) - 1 / 2) by enclose.
  enough (C * (4 / (s * s)) <= 4 / 25) by lra. apply Rmult_le_reg_r with (s * s); [exact P|].
  replace (C * (4 / (s * s)) * (s * s)) with (4 * C) by (field; lra).
  pose proof (Rmult_le_compat_r s 5 s ltac:(lra) S). unfold s in *. lra.
Qed.
