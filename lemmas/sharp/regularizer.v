(** How much regularization the Hessian needs: proofs of claims of [regularizer.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression Fields SingularValues
  Composite LossHessian ThirdBound Regularized.
Local Open Scope R_scope.

(** The regularized loss of logits z, without and with the sum of exponentials. *)
Local Notation loss n b w z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2
  + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2).
Local Notation total n b w z := (loss n b w z + vsum n (vexp z)).
Local Notation least n d A s := (expands n d A s \/ expands d n (tr A) s).

(** Weights w_i^2 >= m + l / s^2 for the least singular value s of A. *)
Definition convex_by_weights (m : R) : Prop :=
  forall (d n : nat) (A : mat) (b w x : vec) (l : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
  forall g : vec -> vec, gradient_field d (fun x => loss n b w (mulv d A x)) g ->
  forall M : mat, hessian_at d g M x ->
  0 < l -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> m + l / s ^ 2 <= vmap (fun t => t ^ 2) w i) ->
  INR d <= INR n -> 0 < s -> s ^ 2 <> 0 -> psd d (mscale l meye) M.

Lemma convex m : 1 / 4 <= m -> convex_by_weights m.
Proof.
  intros Hm d n A b w x l _ Hn s HA _ g Hg M HM Hl Hb Hb1 Hw Hd Hs _.
  apply (hessian_convex d n A _ _ _ (regularized_gradient_field n b w) (regularized_hessian_field n b w)
    g M x Hg HM s l Hd HA Hs Hl).
  apply (regularized_ge n w _ m); [|exact Hw]. intros v. pose proof (loss_form_ge n b (mulv d A x) v Hn Hb Hb1) as F.
  pose proof (Rmult_le_compat_r _ _ _ (dot_self n v) Hm). lra.
Qed.

Theorem strong_convexity : convex_by_weights (1 / 2).
Proof. apply convex. lra. Qed.

Theorem strong_convexity_observed : convex_by_weights (1 / 4).
Proof. apply convex. lra. Qed.

Theorem strong_convexity_sparse : forall (d n : nat) (A : mat) (b w x : vec) (l : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
  forall g : vec -> vec, gradient_field d (fun x => total n b w (mulv d A x)) g ->
  forall M : mat, hessian_at d g M x ->
  0 < l -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 1 / 2 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i) ->
  INR d <= INR n -> 0 < s -> s ^ 2 <> 0 -> psd d (mscale l meye) M.
Proof.
  intros d n A b w x l _ Hn s HA _ g Hg M HM Hl Hb Hb1 Hw Hd Hs _.
  apply (hessian_convex d n A _ _ _ (sparse_gradient_field n b w) (sparse_hessian_field n b w)
    g M x Hg HM s l Hd HA Hs Hl).
  intros v. rewrite quadratic_madd. pose proof (proj1 (exp_form_between n (mulv d A x) v _ (fun i => vmax_ge n i _))).
  enough (dot n v (mulv n (mscale (l / s ^ 2) meye) v) <= dot n v (mulv n (madd (hess n b (softmax n (mulv d A x)))
    (mulm n (vdiag w) (vdiag w))) v)) by lra.
  apply (regularized_ge n w _ (1 / 2)); [|exact Hw]. intros u.
  pose proof (loss_form_ge n b (mulv d A x) u Hn Hb Hb1). pose proof (dot_self n u). lra.
Qed.

Theorem approximation : forall (d n : nat) (A : mat) (b w x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 11 / 2 <= vmap (fun t => t ^ 2) w i) ->
  let W2 := mulm n (vdiag w) (vdiag w) in
  let core := hess n b (softmax n (mulv d A x)) in
  psd n (mscale (9 / 10) (madd core W2)) W2 /\ psd n W2 (mscale (11 / 10) (madd core W2)).
Proof.
  intros d n A b w x _ Hn Hb Hb1 Hw. apply (regularizer_near n w _ (1 / 2) (1 / 2) (11 / 2)); [|exact Hw|lra|lra].
  intros v. pose proof (loss_form_ge n b (mulv d A x) v Hn Hb Hb1). pose proof (dot_self n v).
  split; [lra|apply loss_form_le; assumption].
Qed.

Theorem approximation_sparse : forall (d n : nat) (A : mat) (b w x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i : nat, (i < n)%nat -> 9 * (exp (r ^ 2) + 1 / 2) <= vmap (fun t => t ^ 2) w i) ->
  let W2 := mulm n (vdiag w) (vdiag w) in
  let core := madd (hess n b (softmax n (mulv d A x))) (vdiag (vexp (mulv d A x))) in
  psd n (mscale (9 / 10) (madd core W2)) W2 /\ psd n W2 (mscale (11 / 10) (madd core W2)).
Proof.
  intros d n A b w x r _ Hn HA Hx Hb Hb1 Hw. pose proof (exp_ge_1 (r ^ 2) (pow2_ge_0 r)).
  apply (regularizer_near n w _ (1 / 2) (1 / 2 + exp (r ^ 2)) (9 * (exp (r ^ 2) + 1 / 2))); [|exact Hw|lra|lra].
  intros v. rewrite quadratic_madd. pose proof (loss_form_ge n b (mulv d A x) v Hn Hb Hb1).
  pose proof (loss_form_le n b (mulv d A x) v Hn Hb Hb1). pose proof (dot_self n v).
  pose proof (exp_form_between n (mulv d A x) v (r ^ 2) (fun i => logit_le n d A x r i HA Hx)). lra.
Qed.

Theorem hessian_lipschitz_sparse : forall (d n : nat) (A : mat) (b w x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall g : vec -> vec, gradient_field d (fun x => total n b w (mulv d A x)) g ->
  forall M : mat, hessian_at d g M x ->
  forall k : vec -> vec, gradient_field d (fun y => total n b w (mulv d A y)) k ->
  forall N : mat, hessian_at d k N y ->
  opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound d d (msub M N) ((5 / sqrt 2 + exp (r ^ 2)) * r ^ 3 * norm2 d (vsub x y)).
Proof.
  intros d n A b w x y r _ Hn g Hg M HM k Hk N HN HA Hx Hy Hb Hb1.
  rewrite (Rmult_comm _ (r ^ 3)).
  apply (hessian_lipschitz_in_x d n A _ _ _ g M x k N y r _ (sparse_gradient_field n b w) (sparse_hessian_field n b w)
    Hg HM Hk HN HA).
  - pose proof constant_nonneg. pose proof (exp_pos (r ^ 2)). lra.
  - apply sparse_hessian_moves; [exact Hn|exact Hb|exact Hb1| |]; intros; apply (logit_le n); assumption.
Qed.
