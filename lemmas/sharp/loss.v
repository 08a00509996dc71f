(** The loss and its gradient: proofs of the claims of [loss.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Regression Frobenius Fields LossHessian Slope.
Local Open Scope R_scope.

Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).

Theorem residual : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 n (vsub (softmax n (mulv d A x)) b) <= sqrt 2.
Proof. intros d n A b x _ Hn Hb Hb1. apply residual_bound; [apply softmax_probability, Hn|assumption..]. Qed.

Theorem value : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> loss n b (mulv d A x) <= 1.
Proof.
  intros d n A b x Hd Hn Hb Hb1. pose proof (residual d n A b x Hd Hn Hb Hb1) as H. set (c := vsub _ b) in *.
  pose proof (norm2_nonneg n c) as N. rewrite <- norm2_sq. pose proof (Rmult_le_compat _ _ _ _ N N H H) as S.
  rewrite sqrt_sqrt in S by lra. lra.
Qed.

Theorem gradient_norm : forall (d n : nat) (A : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d D v)) ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 d D <= 8 * sqrt 2 / 27 * r.
Proof.
  intros d n A b x r _ Hn D HD HA Hb Hb1.
  rewrite (norm2_ext d D (mulv n (tr A) (LossHessian.residual n b (mulv d A x))))
    by (intros i Hi; apply (gradient_through n d A _ _ (loss_gradient_field n b) x D i Hi HD)).
  rewrite Rmult_comm. apply (opbound_mulv_le d n (tr A) r); [apply opbound_tr, HA|apply residual_norm; assumption].
Qed.

Theorem lipschitz : forall (d n : nat) (A : mat) (b x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  Rabs (loss n b (mulv d A x) - loss n b (mulv d A y)) <= 8 * sqrt 2 / 27 * norm2 n (mulv d A (vsub x y)).
Proof. intros d n A b x y _ Hn Hb Hb1. rewrite <- vsub_mulv. apply loss_moves; assumption. Qed.

Theorem lipschitz_in_A : forall (d n : nat) (A A' : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  Rabs (loss n b (mulv d A x) - loss n b (mulv d A' x)) <= 8 * sqrt 2 / 27 * norm2 n (mulv d (msub A A') x).
Proof. intros d n A A' b x _ Hn Hb Hb1. rewrite <- vsub_mulv_l. apply loss_moves; assumption. Qed.

(** The gradient in A is (J c) x^T: entry i, j is the derivative along e_i e_j^T, which moves the logits by x_j e_i. *)
Theorem gradient_in_A_norm : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : mat, (forall v : mat, deriv_at (fun t => loss n b (mulv d (madd A (mscale t v)) x)) 0
    (vsum n (fun i => vsum d (fun j => D i j * v i j)))) ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  normfro n d D <= 8 * sqrt 2 / 27 * norm2 d x.
Proof.
  intros d n A b x _ Hn D HD Hb Hb1. set (g := LossHessian.residual n b (mulv d A x)).
  assert (E : forall i j, (i < n)%nat -> (j < d)%nat -> D i j = g i * x j).
  { intros i j Hi Hj. transitivity (inner n d D (outer (vunit i) (vunit j))).
    { symmetry. apply inner_unit; assumption. }
    transitivity (dot n g (mulv d (outer (vunit i) (vunit j)) x)).
    { exact (deriv_unique _ _ _ _ (HD _) (deriv_loss_in_A n d A (outer (vunit i) (vunit j)) x b)). }
    rewrite <- (dot_delta n i g Hi) at 1.
    rewrite <- (dot_delta d j x Hj), Rmult_comm, <- dot_scal_r. apply dot_ext; [reflexivity|].
    intros k _. rewrite mulv_outer, (dot_sym d x). ring. }
  rewrite normfro_rows. rewrite (norm2_ext n _ (fun i => norm2 d x * Rabs (g i))).
  - rewrite norm2_scal, Rabs_pos_eq, Rmult_comm by apply norm2_nonneg.
    apply Rmult_le_compat_r; [apply norm2_nonneg|].
    eapply Rle_trans; [|apply (residual_norm n b Hn Hb Hb1 (mulv d A x))].
    apply norm2_le_entries. intros i _. rewrite Rabs_Rabsolu. right. reflexivity.
  - intros i Hi. rewrite (norm2_ext d _ (fun j => g i * x j)) by (intros; apply E; assumption).
    rewrite norm2_scal. ring.
Qed.

Theorem gradient_lipschitz_best : forall (d n : nat) (A : mat) (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d D v)) ->
  forall D' : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd y (vscale t v)))) 0 (dot d D' v)) ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 d (vsub D D') <= 5 / 16 * r ^ 2 * norm2 d (vsub x y).
Proof.
  intros d n A b x y r _ Hn D HD D' HD' HA Hb Hb1.
  apply (gradient_moves n b Hn Hb Hb1 d A); [exact HA|intros i Hi..];
    apply (gradient_through n d A _ _ (loss_gradient_field n b)); assumption.
Qed.

Theorem gradient_lipschitz : forall (d n : nat) (A : mat) (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0 (dot d D v)) ->
  forall D' : vec, (forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd y (vscale t v)))) 0 (dot d D' v)) ->
  opbound n d A r -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm2 d (vsub D D') <= r ^ 2 / 2 * norm2 d (vsub x y).
Proof.
  intros d n A b x y r Hd Hn D HD D' HD' HA Hb Hb1.
  eapply Rle_trans; [exact (gradient_lipschitz_best d n A b x y r Hd Hn D HD D' HD' HA Hb Hb1)|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|]. pose proof (pow2_ge_0 r). lra.
Qed.
