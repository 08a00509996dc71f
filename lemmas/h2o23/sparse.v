(** The loss with a sparsity term: proofs of the claims of [sparse.py].

    In the logits the Hessian is the one of the regularized loss plus diag(exp z), between 0 and exp(R^2). *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression Fields SingularValues
  LossHessian HessianLipschitz Regularized.
From Lemmas.dls23 Require Import hessian.
From Lemmas.sharp Require regularizer.
Local Open Scope R_scope.

Local Notation total n b w z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2
  + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2 + vsum n (vexp z)).
Local Notation least n d A s := (expands n d A s \/ expands d n (tr A) s).

Theorem strong_convexity : forall (d n : nat) (A : mat) (b w x : vec) (r l : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
  forall g : vec -> vec, gradient_field d (fun x => total n b w (mulv d A x)) g ->
  forall M : mat, hessian_at d g M x ->
  0 < l -> opbound n d A r -> norm2 d x <= r ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 20 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i) ->
  INR d <= INR n -> 0 < s -> s ^ 2 <> 0 -> psd d (mscale l meye) M.
Proof.
  intros d n A b w x r l Hd Hn s HA HA' g Hg M HM Hl _ _ Hb Hb1 Hw.
  apply (regularizer.strong_convexity_sparse d n A b w x l Hd Hn s HA HA' g Hg M HM Hl Hb Hb1).
  intros i Hi. specialize (Hw i Hi). lra.
Qed.

Theorem approximation : forall (d n : nat) (A : mat) (b w x : vec) (r l : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
  0 < l -> opbound n d A r -> norm2 d x <= r ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 200 * exp (r ^ 2) + l / s ^ 2 <= vmap (fun t => t ^ 2) w i) ->
  INR d <= INR n -> 0 < s -> s ^ 2 <> 0 ->
  let W2 := mulm n (vdiag w) (vdiag w) in
  let core := madd (B n b (softmax n (mulv d A x))) (vdiag (vexp (mulv d A x))) in
  psd n (mscale (9 / 10) (madd core W2)) W2 /\ psd n W2 (mscale (11 / 10) (madd core W2)).
Proof.
  intros d n A b w x r l _ Hn s _ _ Hl HA Hx Hb Hb1 Hw _ Hs _. pose proof (exp_ge_1 (r ^ 2) (pow2_ge_0 r)).
  assert (E : 0 < l / s ^ 2) by (apply Rdiv_lt_0_compat; [exact Hl|apply pow_lt, Hs]).
  apply (regularizer_near n w _ 4 (8 + exp (r ^ 2)) (200 * exp (r ^ 2) + l / s ^ 2)); [|exact Hw|lra|lra].
  intros v. rewrite quadratic_madd.
  pose proof (form_between n b _ v (softmax_probability n (mulv d A x) Hn) Hb Hb1).
  pose proof (exp_form_between n (mulv d A x) v (r ^ 2) (fun i => logit_le n d A x r i HA Hx)). lra.
Qed.

Theorem hessian_lipschitz : forall (d n : nat) (A : mat) (b w x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec -> vec, gradient_field d (fun x => total n b w (mulv d A x)) g ->
  forall M : mat, hessian_at d g M x ->
  forall k : vec -> vec, gradient_field d (fun y => total n b w (mulv d A y)) k ->
  forall N : mat, hessian_at d k N y ->
  4 <= r -> opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d (msub M N) (INR n ^ 2 * exp (40 * r ^ 2) * norm2 d (vsub x y)).
Proof.
  intros d n A b w x y r Hd Hn g Hg M HM k Hk N HN Hr HA Hx Hy _ Hb Hb1.
  apply opbound_weaken with ((5 / sqrt 2 + exp (r ^ 2)) * r ^ 3 * norm2 d (vsub x y)).
  - apply (regularizer.hessian_lipschitz_sparse d n A b w x y r Hd Hn g Hg M HM k Hk N HN); assumption.
  - apply Rmult_le_compat_r; [apply norm2_nonneg|].
    pose proof (exp_ge_1 (r ^ 2) (pow2_ge_0 r)) as E. pose proof five_halves_sqrt_2_le_4 as C.
    pose proof (cube_le_exp_square 39 r ltac:(lra) ltac:(lra)) as K. pose proof (pow_le r 3 ltac:(lra)) as R3.
    replace (40 * r ^ 2) with (r ^ 2 + 39 * r ^ 2) by ring. rewrite exp_plus.
    assert (I : 1 <= INR n ^ 2) by (pose proof (INR_ge_1 n Hn) as I; pose proof (le_mult_1 _ _ I I); lra).
    apply Rle_trans with (5 * exp (r ^ 2) * r ^ 3); [apply Rmult_le_compat_r; lra|].
    apply Rle_trans with (1 * (exp (r ^ 2) * exp (39 * r ^ 2))).
    + pose proof (Rmult_le_compat_l (exp (r ^ 2)) _ _ ltac:(lra) K).
      assert (0 <= exp (r ^ 2) * r ^ 3) by (apply Rmult_le_pos; lra). lra.
    + apply Rmult_le_compat_r; [apply Rmult_le_pos; left; apply exp_pos|exact I].
Qed.
