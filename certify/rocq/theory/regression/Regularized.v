(** * Regularization: what weights w_i^2 that are large enough do to a Hessian in the logits, and to A^T H A. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression Fields
  SingularValues LossHessian Spectrum ThirdBound.
Local Open Scope R_scope.

(** <v, W^2 v> = |W v|^2 for W = diag w. *)
Lemma quadratic_weights n w v :
  dot n v (mulv n (mulm n (vdiag w) (vdiag w)) v) = dot n (mulv n (vdiag w) v) (mulv n (vdiag w) v).
Proof. apply vsum_ext. intros i Hi. rewrite mulv_mulm, !mulv_vdiag by exact Hi. ring. Qed.

Lemma weights_ge n w v m : (forall i, (i < n)%nat -> m <= vmap (fun t => t ^ 2) w i) ->
  m * dot n v v <= dot n v (mulv n (mulm n (vdiag w) (vdiag w)) v).
Proof.
  intros H. rewrite quadratic_weights. unfold dot. rewrite <- vsum_scal. apply vsum_le. intros i Hi.
  rewrite !mulv_vdiag by exact Hi. specialize (H i Hi). unfold vmap in H.
  pose proof (Rmult_le_compat_r _ _ _ (Rle_0_sqr (v i)) H) as B. unfold Rsqr in B. lra.
Qed.

(** Weights w_i^2 >= m + c make up for a form that is at least - m |v|^2. *)
Lemma regularized_ge n w H m c : (forall v, - (m * dot n v v) <= dot n v (mulv n H v)) ->
  (forall i, (i < n)%nat -> m + c <= vmap (fun t => t ^ 2) w i) ->
  psd n (mscale c meye) (madd H (mulm n (vdiag w) (vdiag w))).
Proof.
  intros HH Hw v. rewrite quadratic_mscale, quadratic_meye, quadratic_madd.
  pose proof (weights_ge n w v _ Hw). specialize (HH v). lra.
Qed.

(** W^2 is within 1/10 of H + W^2 for a form between - lo |v|^2 and hi |v|^2 and w_i^2 >= 11 lo, 9 hi. *)
Theorem regularizer_near n w H lo hi m : (forall v, - (lo * dot n v v) <= dot n v (mulv n H v) <= hi * dot n v v) ->
  (forall i, (i < n)%nat -> m <= vmap (fun t => t ^ 2) w i) -> 11 * lo <= m -> 9 * hi <= m ->
  psd n (mscale (9 / 10) (madd H (mulm n (vdiag w) (vdiag w)))) (mulm n (vdiag w) (vdiag w)) /\
  psd n (mulm n (vdiag w) (vdiag w)) (mscale (11 / 10) (madd H (mulm n (vdiag w) (vdiag w)))).
Proof.
  intros HH Hw Hlo Hhi. split; intros v; rewrite quadratic_mscale, quadratic_madd;
    pose proof (weights_ge n w v m Hw) as B; pose proof (dot_self n v) as N; specialize (HH v).
  - pose proof (Rmult_le_compat_r _ _ _ N Hhi). lra.
  - pose proof (Rmult_le_compat_r _ _ _ N Hlo). lra.
Qed.

(** The form of the Hessian of the loss, with or without the sum of exponentials. *)
Lemma loss_form_ge n b z v : (1 <= n)%nat -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  - (1 / 4 * dot n v v) <= dot n v (mulv n (hess n b (softmax n z)) v).
Proof.
  intros Hn Hb Hb1. pose proof (form_between n b _ v (softmax_probability n z Hn) Hb Hb1).
  pose proof (dot_self n v). lra.
Qed.

Lemma loss_form_le n b z v : (1 <= n)%nat -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  dot n v (mulv n (hess n b (softmax n z)) v) <= 1 / 2 * dot n v v.
Proof.
  intros Hn Hb Hb1. pose proof (form_between n b _ v (softmax_probability n z Hn) Hb Hb1).
  pose proof (dot_self n v). lra.
Qed.

Lemma exp_form_between n z v m : (forall i, (i < n)%nat -> z i <= m) ->
  0 <= dot n v (mulv n (vdiag (vexp z)) v) <= exp m * dot n v v.
Proof.
  intros H. rewrite quadratic_vdiag. unfold dot. rewrite <- vsum_scal. split.
  - apply vsum_nonneg. intros i _. apply Rmult_le_pos; [left; apply exp_pos|apply Rle_0_sqr].
  - apply vsum_le. intros i Hi. apply Rmult_le_compat_r; [apply Rle_0_sqr|apply exp_le, H, Hi].
Qed.

(** diag(exp z) moves by at most e^m |z - w| where entries are at most m. *)
Lemma exp_diagonal_moves n z w m : (forall i, (i < n)%nat -> z i <= m) -> (forall i, (i < n)%nat -> w i <= m) ->
  opbound n n (msub (vdiag (vexp z)) (vdiag (vexp w))) (exp m * norm2 n (vsub z w)).
Proof.
  intros Hz Hw. apply opbound_weaken with (norminf n (vsub (vexp z) (vexp w))).
  - apply (opbound_ext n n (vdiag (vsub (vexp z) (vexp w)))); [|apply opbound_vdiag].
    intros i j _ _. unfold vdiag, msub, vsub. destruct (Nat.eqb i j); ring.
  - apply norminf_le; [apply Rmult_le_pos; [left; apply exp_pos|apply norm2_nonneg]|]. intros i Hi.
    eapply Rle_trans; [apply (exp_lipschitz _ _ m); auto|].
    apply Rmult_le_compat_l; [left; apply exp_pos|apply (entry_le_norm2 n i (vsub z w) Hi)].
Qed.

(** With the regularizer, which is the same everywhere, and with the sum of exponentials. *)
Lemma regularized_hessian_moves n b w z y : (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (msub (madd (hess n b (softmax n z)) (mulm n (vdiag w) (vdiag w)))
                    (madd (hess n b (softmax n y)) (mulm n (vdiag w) (vdiag w)))) (5 / sqrt 2 * norm2 n (vsub z y)).
Proof.
  intros Hn Hb Hb1. apply (opbound_ext n n (msub (hess n b (softmax n z)) (hess n b (softmax n y)))).
  - intros i j _ _. unfold msub, madd. ring.
  - apply loss_hessian_moves; assumption.
Qed.

Definition sparse_gradient_field n b w :=
  gradient_field_plus n _ _ _ _ (regularized_gradient_field n b w) (alpha_gradient_field n).
Definition sparse_hessian_field n b w :=
  hessian_field_plus n _ _ _ _ (regularized_hessian_field n b w) (alpha_hessian_field n).

Lemma sparse_hessian_moves n b w z y m : (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  (forall i, (i < n)%nat -> z i <= m) -> (forall i, (i < n)%nat -> y i <= m) ->
  opbound n n (msub (madd (madd (hess n b (softmax n z)) (mulm n (vdiag w) (vdiag w))) (vdiag (vexp z)))
                    (madd (madd (hess n b (softmax n y)) (mulm n (vdiag w) (vdiag w))) (vdiag (vexp y))))
    ((5 / sqrt 2 + exp m) * norm2 n (vsub z y)).
Proof.
  intros Hn Hb Hb1 Hz Hy. rewrite Rmult_plus_distr_r.
  apply (opbound_ext n n (madd (msub (hess n b (softmax n z)) (hess n b (softmax n y)))
                               (msub (vdiag (vexp z)) (vdiag (vexp y))))).
  - intros i j _ _. unfold msub, madd. ring.
  - apply opbound_madd; [apply loss_hessian_moves; assumption|apply exp_diagonal_moves; assumption].
Qed.
