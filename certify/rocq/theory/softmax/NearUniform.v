(** * Softmax near equal logits: its value, its first two terms, and the gradient of the loss there. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Rcomplements Derive.
From Certify Require Import Lang Sums Norms Derivatives Scalars Softmax LossHessian.
Local Open Scope R_scope.

(** A constant added to all logits does not matter. *)
Lemma softmax_shift n z c : (1 <= n)%nat -> softmax n (fun i => z i + c) = softmax n z.
Proof.
  intros Hn. apply functional_extensionality. intros i. unfold softmax.
  rewrite (vsum_ext n _ (fun k => exp (z k) * exp c)) by (intros; apply exp_plus).
  rewrite vsum_scal_r, exp_plus. pose proof (vsum_exp_pos n z Hn). pose proof (exp_pos c). field. lra.
Qed.

Lemma softmax_zero n : (1 <= n)%nat -> softmax n (vconst 0) = vconst (/ INR n).
Proof.
  intros Hn. pose proof (INR_ge_1 n Hn). apply functional_extensionality. intros k.
  unfold softmax, vconst. rewrite vsum_const, exp_0. field. lra.
Qed.

(** J c is (mean b - b) / n. *)
Lemma residual_zero n b i : (1 <= n)%nat -> residual n b (vconst 0) i = (vsum n b / INR n - b i) / INR n.
Proof.
  intros Hn. pose proof (INR_ge_1 n Hn) as N. unfold residual, jac. rewrite softmax_zero by exact Hn.
  unfold dot, vsub, vconst. rewrite vsum_scal, vsum_minus, vsum_const. field. lra.
Qed.

(** ** Taylor *)

(** |g(1) - g(0) - g'(0)| <= K/2 where |g''| <= K on [0, 1]. *)
Theorem second_remainder (g dg ddg : R -> R) K :
  (forall t, 0 <= t <= 1 -> deriv_at g t (dg t)) -> (forall t, 0 <= t <= 1 -> deriv_at dg t (ddg t)) ->
  (forall t, 0 <= t <= 1 -> Rabs (ddg t) <= K) -> Rabs (g 1 - g 0 - dg 0) <= K / 2.
Proof.
  intros Hg Hdg HK.
  assert (slope : forall t, 0 <= t <= 1 -> Rabs (dg t - dg 0) <= K * t).
  { intros t [[Ht| <-] Ht1]; [|rewrite Rmult_0_r, Rminus_diag_eq, Rabs_R0 by reflexivity; lra].
    destruct (MVT_cor2 dg ddg 0 t Ht) as (c & -> & Hc).
    - intros c Hc. apply is_derive_Reals. apply (Hdg c). lra.
    - rewrite Rminus_0_r, Rabs_mult, (Rabs_pos_eq t) by lra. apply Rmult_le_compat_r; [lra|apply HK; lra]. }
  assert (one_side : forall s, s = 1 \/ s = - 1 ->
    (s * g 1 - 1 * (s * dg 0) - 1 * 1 * (K / 2)) - (s * g 0 - 0 * (s * dg 0) - 0 * 0 * (K / 2)) <= 0).
  { intros s Hs. apply (mean_value (fun t => s * g t - t * (s * dg 0) - t * t * (K / 2))
      (fun t => s * dg t - 1 * (s * dg 0) - (1 * t + t * 1) * (K / 2))).
    - intros t Ht. apply deriv_minus; [apply deriv_minus|].
      + apply deriv_scal, Hg, Ht.
      + apply (deriv_scal_r (s * dg 0) (fun t => t)), deriv_id.
      + apply (deriv_scal_r (K / 2) (fun t => t * t)), (deriv_mult (fun t => t) (fun t => t)); apply deriv_id.
    - intros t Ht. specialize (slope t Ht). apply Rabs_le_between in slope. destruct Hs as [-> | ->]; lra. }
  pose proof (one_side 1 ltac:(auto)). pose proof (one_side (- 1) ltac:(auto)). apply Rabs_le. lra.
Qed.

(** For logits y of sum 0, softmax is 1/n + y/n up to |y|^2 / 4: the second derivative of entry k along t y is
    f_k ((y_k - m)^2 - s) with the mean m and the variance s of y under f. *)
Theorem softmax_first_order n y k : (1 <= n)%nat -> vsum n y = 0 -> (k < n)%nat ->
  Rabs (softmax n y k - / INR n - y k / INR n) <= dot n y y / 4.
Proof.
  intros Hn E Hk. pose proof (INR_ge_1 n Hn) as N. set (F := fun t => softmax n (fun i => t * y i)).
  assert (F1 : F 1 = softmax n y) by (unfold F; f_equal; apply functional_extensionality; intros; ring).
  assert (F0 : F 0 = vconst (/ INR n)).
  { rewrite <- softmax_zero by exact Hn. unfold F. f_equal. apply functional_extensionality. intros. apply Rmult_0_l. }
  assert (HF : forall t i, (i < n)%nat -> deriv_at (fun s => F s i) t (jac n (F t) y i)).
  { intros t i Hi. apply (deriv_softmax n (fun s i => s * y i)); [exact Hi|]. intros j _.
    eapply deriv_eq; [apply (deriv_scal_r (y j) (fun s => s)), deriv_id|ring]. }
  replace (dot n y y / 4) with (dot n y y / 2 / 2) by field.
  pose proof (second_remainder (fun t => F t k) (fun t => jac n (F t) y k)
    (fun t => jac n (F t) y k * (y k - dot n (F t) y) + F t k * (0 - dot n (jac n (F t) y) y))) as T.
  cbv beta in T. rewrite F1, F0 in T.
  assert (J0 : jac n (vconst (/ INR n)) y k = y k / INR n).
  { unfold jac, dot, vconst. rewrite vsum_scal, E. unfold Rdiv. ring. }
  rewrite J0 in T. unfold vconst in T. apply T.
  - intros t _. apply HF, Hk.
  - intros t _. apply (deriv_mult (fun s => F s k) (fun s => y k - dot n (F s) y)); [apply HF, Hk|].
    apply deriv_minus; [apply deriv_const|]. apply deriv_dot_const. intros i Hi. apply HF, Hi.
  - intros t _. assert (P : probability n (F t)) by apply (softmax_probability n _ Hn).
    pose proof (variance_le_norm2 n (F t) y Hn P) as V. pose proof (variance_nonneg n (F t) y P) as V0.
    pose proof (probability_le_1 n (F t) k P Hk) as B. rewrite (dot_sym n (jac n (F t) y) y).
    fold (variance n (F t) y). set (s := variance n (F t) y) in *. set (m := dot n (F t) y) in *.
    assert (S : F t k * ((y k - m) * (y k - m)) <= s).
    { unfold s. rewrite (variance_centre n (F t) y m P). fold m.
      replace ((m - m) * (m - m)) with 0 by ring. rewrite Rminus_0_r.
      apply (vsum_term n k (fun i => F t i * ((y i - m) * (y i - m)))); [|exact Hk].
      intros i Hi. apply Rmult_le_pos; [apply P, Hi|apply Rle_0_sqr]. }
    assert (S0 : 0 <= F t k * ((y k - m) * (y k - m))) by (apply Rmult_le_pos; [lra|apply Rle_0_sqr]).
    pose proof (Rmult_le_compat_r s _ _ V0 (proj2 B)). pose proof (Rmult_le_pos _ _ (proj1 B) V0).
    unfold jac. fold m. apply Rabs_le. lra.
Qed.
