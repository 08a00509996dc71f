(** Strong convexity by regularization, and W^2 in place of B + W^2: proofs of the claims of [convexity.py].

    The Hessian of the loss in the logits is at least -1/2, the recalled B between -4 and 8. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Fields SingularValues Composite LossHessian
  Regularized.
From Lemmas.dls23 Require Import hessian.
Local Open Scope R_scope.

Local Notation loss n b w z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2
  + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2).
Local Notation least n d A s := (expands n d A s \/ expands d n (tr A) s).

Theorem strong_convexity : forall (d n : nat) (A : mat) (b w x : vec) (l : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
  forall g : vec -> vec, gradient_field d (fun x => loss n b w (mulv d A x)) g ->
  forall M : mat, hessian_at d g M x ->
  0 < l -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 4 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i) ->
  INR d <= INR n -> 0 < s -> s ^ 2 <> 0 -> psd d (mscale l meye) M.
Proof.
  intros d n A b w x l _ Hn s HA _ g Hg M HM Hl Hb Hb1 Hw Hd Hs _.
  apply (hessian_convex d n A _ _ _ (regularized_gradient_field n b w) (regularized_hessian_field n b w)
    g M x Hg HM s l Hd HA Hs Hl).
  apply (regularized_ge n w _ 4); [|exact Hw]. intros v.
  pose proof (loss_form_ge n b (mulv d A x) v Hn Hb Hb1). pose proof (dot_self n v). lra.
Qed.

Theorem approximation : forall (d n : nat) (A : mat) (b w x : vec) (l : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
  0 < l -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 100 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i) ->
  INR d <= INR n -> 0 < s -> s ^ 2 <> 0 ->
  let W2 := mulm n (vdiag w) (vdiag w) in
  let core := B n b (softmax n (mulv d A x)) in
  psd n (mscale (9 / 10) (madd core W2)) W2 /\ psd n W2 (mscale (11 / 10) (madd core W2)).
Proof.
  intros d n A b w x l _ Hn s _ _ Hl Hb Hb1 Hw _ Hs Hs2.
  assert (E : 0 < l / s ^ 2) by (apply Rdiv_lt_0_compat; [exact Hl|apply pow_lt, Hs]).
  apply (regularizer_near n w _ 4 8 (100 + l / s ^ 2)); [|exact Hw|lra|lra]. intros v.
  rewrite Ropp_mult_distr_l. apply form_between; [apply softmax_probability, Hn|exact Hb|exact Hb1].
Qed.
