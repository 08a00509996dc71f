(** The log-sum-exp of the logits: proofs of the claims of [log_sum_exp.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Local Notation lse n z := (ln (vsum n (vexp z))).
Local Notation jacobian p := (msub (vdiag p) (outer p p)).

Lemma alpha_pos n z : (1 <= n)%nat -> 0 < vsum n (vexp z).
Proof. apply (vsum_exp_pos n z). Qed.

Lemma deriv_lse d n A x v t : (1 <= n)%nat ->
  deriv_at (fun s => lse n (mulv d A (vadd x (vscale s v)))) t
    (dot n (softmax n (mulv d A (vadd x (vscale t v)))) (mulv d A v)).
Proof.
  intros Hn. set (Z := fun s => mulv d A (vadd x (vscale s v))).
  assert (HZ : forall k, (k < n)%nat -> deriv_at (fun s => Z s k) t (mulv d A v k)) by (intros; apply deriv_logits).
  apply (deriv_eq _ _ _ _ (deriv_ln _ t _ (alpha_pos n (Z t) Hn) (deriv_alpha n Z t _ HZ))).
  symmetry. apply dot_softmax, Hn.
Qed.

Theorem gradient : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall v : vec, deriv_at (fun t => lse n (mulv d A (vadd x (vscale t v)))) 0
    (dot d (mulv n (tr A) (softmax n (mulv d A x))) v).
Proof.
  intros d n A x _ Hn v. rewrite <- dot_mulv. eapply deriv_eq; [apply deriv_lse, Hn|].
  rewrite vadd_vscale_0. reflexivity.
Qed.

Theorem hessian : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => lse n (mulv d A (vadd x (vscale t v)))) 0 (dot d (D x) v)) ->
  forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv d (mulm n (mulm n (tr A) (jacobian (softmax n (mulv d A x)))) A) v i).
Proof.
  intros d n A x Hd Hn D HD v i Hi.
  apply (deriv_ext (fun t => dot n (softmax n (mulv d A (vadd x (vscale t v)))) (col A i))).
  - intros t. symmetry. apply (gradient_entry d _ (fun y => lse n (mulv d A y)) _ i _ Hi (HD _)).
    rewrite <- (mulv_vunit_col d A i Hi), dot_mulv. apply gradient; assumption.
  - eapply deriv_eq; [apply deriv_slope_in_x|]. rewrite !mulv_mulm, dot_sym. apply vsum_ext.
    intros k Hk. rewrite <- mulv_jacobian by exact Hk. reflexivity.
Qed.

(** Jensen under the probabilities f: alpha(w) >= alpha(z) e^{<f, w - z>}. *)
Lemma lse_tangent n z w : (1 <= n)%nat -> lse n z + dot n (softmax n z) (vsub w z) <= lse n w.
Proof.
  intros Hn. set (m := dot n (softmax n z) (vsub w z)). set (s := vsum n (vexp z)).
  pose proof (alpha_pos n z Hn : 0 < s) as S.
  assert (E : dot n (vexp z) (vsub w z) = m * s) by (unfold m; rewrite dot_softmax by exact Hn; fold s; field; lra).
  assert (B : exp m * s <= vsum n (vexp w)).
  { apply Rle_trans with (vsum n (fun i => exp m * (vexp z i * (1 - m) + vexp z i * vsub w z i))).
    - rewrite vsum_scal, vsum_plus, vsum_scal_r. fold (dot n (vexp z) (vsub w z)). rewrite E. fold s. right. ring.
    - apply vsum_le. intros i _. unfold vexp, vsub.
      replace (exp (w i)) with (exp (z i) * exp (w i - z i)) by (rewrite <- exp_plus; f_equal; ring).
      pose proof (exp_tangent (w i - z i) m) as T. apply (Rmult_le_compat_l (exp (z i))) in T; [|left; apply exp_pos].
      lra. }
  replace (ln s + m) with (ln (exp m * s)) by (rewrite ln_mult, ln_exp by (apply exp_pos || exact S); ring).
  destruct B as [B| ->]; [|lra]. left. apply ln_increasing; [|exact B].
  apply Rmult_lt_0_compat; [apply exp_pos|exact S].
Qed.

Theorem convex : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  lse n (mulv d A x) + dot d (mulv n (tr A) (softmax n (mulv d A x))) (vsub y x) <= lse n (mulv d A y).
Proof. intros d n A x y _ Hn. rewrite <- dot_mulv, <- vsub_mulv. apply lse_tangent, Hn. Qed.

(** A mean is at most the largest absolute value. *)
Lemma mean_le_norminf n p h : probability n p -> dot n p h <= norminf n h.
Proof.
  intros [Hp E]. apply Rle_trans with (vsum n (fun i => p i * norminf n h)); [|rewrite vsum_scal_r, E; lra].
  apply vsum_le. intros i Hi. apply Rmult_le_compat_l; [apply Hp, Hi|].
  eapply Rle_trans; [apply Rle_abs|apply entry_le_norminf, Hi].
Qed.

Theorem lipschitz : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  Rabs (lse n (mulv d A x) - lse n (mulv d A y)) <= norminf n (mulv d A (vsub x y)).
Proof.
  intros d n A x y _ Hn. rewrite <- vsub_mulv. set (z := mulv d A x). set (w := mulv d A y).
  pose proof (lse_tangent n z w Hn) as T1. pose proof (lse_tangent n w z Hn) as T2.
  pose proof (mean_le_norminf n _ (vsub z w) (softmax_probability n z Hn)) as M1.
  pose proof (mean_le_norminf n _ (vsub w z) (softmax_probability n w Hn)) as M2.
  assert (F : forall p, dot n p (vsub w z) = - dot n p (vsub z w)).
  { intros p. unfold dot. rewrite <- vsum_opp. apply vsum_ext. intros; unfold vsub; ring. }
  assert (G : norminf n (vsub w z) = norminf n (vsub z w)).
  { apply Rle_antisym; apply norminf_le; try apply norminf_nonneg; intros i Hi; unfold vsub; rewrite Rabs_minus_sym.
    - apply (entry_le_norminf n i (vsub z w) Hi).
    - apply (entry_le_norminf n i (vsub w z) Hi). }
  rewrite F in T1. rewrite F, G in M2. apply Rabs_le. split; lra.
Qed.

Theorem above_max : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  vmax n (mulv d A x) <= lse n (mulv d A x).
Proof.
  intros d n A x _ Hn. set (z := mulv d A x). destruct (vmax_attained n z Hn) as (k & Hk & ->).
  rewrite <- (ln_exp (z k)).
  assert (B : exp (z k) <= vsum n (vexp z)) by (apply (vsum_term n k (vexp z)); [intros; left; apply exp_pos|exact Hk]).
  destruct B as [B| ->]; [|lra]. left. apply ln_increasing; [apply exp_pos|exact B].
Qed.

Theorem below_max : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  lse n (mulv d A x) <= vmax n (mulv d A x) + ln (INR n).
Proof.
  intros d n A x _ Hn. set (z := mulv d A x). pose proof (INR_ge_1 n Hn) as N.
  replace (vmax n z + ln (INR n)) with (ln (INR n * exp (vmax n z)))
    by (rewrite ln_mult, ln_exp by (apply exp_pos || lra); ring).
  assert (B : vsum n (vexp z) <= INR n * exp (vmax n z)).
  { rewrite <- vsum_const. apply vsum_le. intros i Hi. apply exp_le, vmax_ge, Hi. }
  destruct B as [B| ->]; [|lra]. left. apply ln_increasing; [apply alpha_pos, Hn|exact B].
Qed.

(** Along the segment the slope <f_t, h> is above <f_0, h> by at most t |h|^2 / 2. *)
Theorem smooth : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  lse n (mulv d A y) <= lse n (mulv d A x) + dot d (mulv n (tr A) (softmax n (mulv d A x))) (vsub y x)
                        + norm2 n (mulv d A (vsub y x)) ^ 2 / 4.
Proof.
  intros d n A x y _ Hn. rewrite <- dot_mulv. set (v := vsub y x). set (h := mulv d A v).
  set (p := softmax n (mulv d A x)). set (k := norm2 n h ^ 2).
  set (X := fun t => vadd x (vscale t v)).
  set (g := fun t => lse n (mulv d A (X t)) - t * dot n p h - t * (t * (k / 4))).
  assert (E1 : X 1 = y) by (apply FunctionalExtensionality.functional_extensionality; intros i;
    unfold X, v, vadd, vscale, vsub; ring).
  assert (E0 : X 0 = x) by apply vadd_vscale_0.
  enough (M : g 1 - g 0 <= 0) by (unfold g in M; rewrite E1, E0 in M; lra).
  apply (mean_value g (fun t => dot n (softmax n (mulv d A (X t))) h - dot n p h - (1 * (t * (k / 4)) + t * (k / 4)))).
  - intros t _. unfold g. apply deriv_minus; [apply deriv_minus; [apply deriv_lse, Hn|]|].
    + eapply deriv_eq; [apply (deriv_scal_r (dot n p h) (fun s => s)), deriv_id|ring].
    + apply (deriv_mult (fun s => s) (fun s => s * (k / 4))); [apply deriv_id|].
      eapply deriv_eq; [apply (deriv_scal_r (k / 4) (fun s => s)), deriv_id|ring].
  - intros t Ht. rewrite <- dot_minus_l.
    pose proof (dot_le_norm2 n (fun i => softmax n (mulv d A (X t)) i - p i) h) as C.
    pose proof (softmax_half_norm2 n (mulv d A (X t)) (mulv d A x) Hn) as L. fold p in L.
    rewrite (norm2_ext n (fun i => mulv d A (X t) i - mulv d A x i) (fun i => t * h i)) in L.
    + rewrite norm2_scal, Rabs_pos_eq in L by lra. pose proof (norm2_nonneg n h) as N.
      apply (Rmult_le_compat_r _ _ _ N) in L. unfold k. lra.
    + intros i _. unfold X, vadd, vscale, h. rewrite mulv_plus, mulv_scal. ring.
Qed.

Theorem curvature_lower : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  psd n (mconst 0) (jacobian (softmax n (mulv d A x))).
Proof.
  intros d n A x _ Hn v. rewrite (dot_ext n v v (mulv n (jacobian _) v) (jac n (softmax n (mulv d A x)) v))
    by (reflexivity || apply mulv_jacobian).
  replace (dot n v (mulv n (mconst 0) v)) with 0.
  - apply variance_nonneg, softmax_probability, Hn.
  - symmetry. apply vsum_zero. intros i _. unfold mulv, mconst. rewrite vsum_scal. ring.
Qed.

Theorem curvature_upper : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  psd n (jacobian (softmax n (mulv d A x))) (mhdiv meye (mconst 2)).
Proof.
  intros d n A x _ Hn v. rewrite (dot_ext n v v (mulv n (jacobian _) v) (jac n (softmax n (mulv d A x)) v))
    by (reflexivity || apply mulv_jacobian).
  rewrite quadratic_mhdiv, quadratic_meye. apply variance_le_norm2; [exact Hn|apply softmax_probability, Hn].
Qed.
