(** * Losses [l (A x)]: gradient, Hessian, strong convexity and the moves of the Hessian, from those of [l]. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression SingularValues Fields.
Local Open Scope R_scope.

Section Losses.
  Variables (d n : nat) (A : mat) (l : vec -> R) (g : vec -> vec) (M : vec -> mat).
  Hypotheses (Hg : gradient_field n l g) (HM : hessian_field n g M).

  (** The gradient is A^T g(A x). *)
  Lemma gradient_in_x : gradient_field d (fun x => l (mulv d A x)) (fun x => mulv n (tr A) (g (mulv d A x))).
  Proof using Hg.
    intros x v. rewrite <- dot_mulv. apply (deriv_ext (fun t => l (vadd (mulv d A x) (vscale t (mulv d A v))))).
    - intros t. rewrite mulv_line. reflexivity.
    - apply Hg.
  Qed.

  (** The Hessian is A^T M(A x) A. *)
  Lemma hessian_in_x D x : gradient_field d (fun x => l (mulv d A x)) D ->
    hessian_at d D (mulm n (mulm n (tr A) (M (mulv d A x))) A) x.
  Proof using Hg HM.
    intros HD v i Hi. apply (deriv_ext (fun t => mulv n (tr A) (g (vadd (mulv d A x) (vscale t (mulv d A v)))) i)).
    - intros t. rewrite <- mulv_line. symmetry. exact (gradient_through n d A l g Hg _ _ i Hi (HD _)).
    - rewrite !mulv_mulm. apply (deriv_mulv n (tr A) (fun t => g (vadd (mulv d A x) (vscale t (mulv d A v))))).
      intros k Hk. apply HM, Hk.
  Qed.

  Variables (D : vec -> vec) (H : mat) (x : vec).
  Hypotheses (HD : gradient_field d (fun x => l (mulv d A x)) D) (HH : hessian_at d D H x).

  (** There is no other. *)
  Lemma hessian_products v i : (i < d)%nat -> mulv d H v i = mulv d (mulm n (mulm n (tr A) (M (mulv d A x))) A) v i.
  Proof using Hg HM HD HH. intros Hi. exact (deriv_unique _ _ _ _ (HH v i Hi) (hessian_in_x D x HD v i Hi)). Qed.

  Lemma hessian_entries i j : (i < d)%nat -> (j < d)%nat -> H i j = mulm n (mulm n (tr A) (M (mulv d A x))) A i j.
  Proof using Hg HM HD HH.
    intros Hi Hj. rewrite <- (mulv_vunit d H j i Hj), <- (mulv_vunit d _ j i Hj). apply hessian_products, Hi.
  Qed.

  (** Strong convexity: M >= c / s^2 is enough where A expands by s. *)
  Lemma hessian_convex s c : INR d <= INR n -> expands n d A s \/ expands d n (tr A) s -> 0 < s -> 0 < c ->
    psd n (mscale (c / s ^ 2) meye) (M (mulv d A x)) -> psd d (mscale c meye) H.
  Proof using Hg HM HD HH.
    intros L E Hs Hc P v.
    rewrite (dot_ext d v v (mulv d H v) (mulv d (mulm n (mulm n (tr A) (M (mulv d A x))) A) v))
      by (intros; reflexivity || (apply hessian_products; assumption)).
    apply (sandwich_convex n d A _ s c); [|exact Hs|lra|exact P]. apply least_singular_value; assumption.
  Qed.
End Losses.

(** The Hessian moves by at most r^2 times what M moves by. *)
Lemma hessian_moves d n A l g M D H x D' H' y r k : gradient_field n l g -> hessian_field n g M ->
  gradient_field d (fun x => l (mulv d A x)) D -> hessian_at d D H x ->
  gradient_field d (fun x => l (mulv d A x)) D' -> hessian_at d D' H' y ->
  opbound n d A r -> opbound n n (msub (M (mulv d A x)) (M (mulv d A y))) k ->
  opbound d d (msub H H') (r * k * r).
Proof.
  intros Hg HM HD HH HD' HH' HA HK.
  pose proof (opbound_mulm _ _ _ _ _ _ _ (opbound_mulm _ _ _ _ _ _ _ (opbound_tr _ _ _ _ HA) HK) HA) as B.
  revert B. apply opbound_ext. intros i j Hi Hj. unfold msub at 2.
  rewrite (hessian_entries d n A l g M Hg HM D H x HD HH i j Hi Hj).
  rewrite (hessian_entries d n A l g M Hg HM D' H' y HD' HH' i j Hi Hj).
  unfold mulm. rewrite <- vsum_minus. apply vsum_ext. intros k1 _.
  rewrite <- Rmult_minus_distr_r, <- vsum_minus. f_equal. apply vsum_ext. intros k2 _. unfold msub. ring.
Qed.

(** So where M is Lipschitz in the logits with the constant k, the Hessian is with r^3 k. *)
Lemma hessian_lipschitz_in_x d n A l g M D H x D' H' y r k : gradient_field n l g -> hessian_field n g M ->
  gradient_field d (fun x => l (mulv d A x)) D -> hessian_at d D H x ->
  gradient_field d (fun x => l (mulv d A x)) D' -> hessian_at d D' H' y -> opbound n d A r -> 0 <= k ->
  opbound n n (msub (M (mulv d A x)) (M (mulv d A y))) (k * norm2 n (vsub (mulv d A x) (mulv d A y))) ->
  opbound d d (msub H H') (r ^ 3 * k * norm2 d (vsub x y)).
Proof.
  intros Hg HM HD HH HD' HH' HA Hk HK. pose proof (opbound_nonneg _ _ _ _ HA) as Hr.
  apply (opbound_weaken _ _ _ _ _ (hessian_moves d n A l g M D H x D' H' y r _ Hg HM HD HH HD' HH' HA HK)).
  pose proof (opbound_mulv n d A r (vsub x y) HA) as V. rewrite <- vsub_mulv in V.
  assert (0 <= r * k * r) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; assumption).
  apply (Rmult_le_compat_l (r * k * r)) in V; [lra|assumption].
Qed.

(** ** Half a square of residuals, and the regularizer |diag(w) z|^2 / 2 *)

Lemma deriv_half_square n (C : R -> vec) t c : (forall k, (k < n)%nat -> deriv_at (fun s => C s k) t (c k)) ->
  deriv_at (fun s => dot n (C s) (C s) / 2) t (dot n (C t) c).
Proof.
  intros H. apply (deriv_eq _ _ _ _ (deriv_scal_r (/ 2) _ _ _ (deriv_dot n C C t c c H H))).
  rewrite (dot_sym n c). field.
Qed.

Definition regularizer (n : nat) (w z : vec) : R := dot n (hmul w z) (hmul w z) / 2.

Lemma regularizer_gradient n w : gradient_field n (regularizer n w) (fun z => mulv n (vdiag w) (mulv n (vdiag w) z)).
Proof.
  intros z h. eapply deriv_eq.
  - apply (deriv_half_square n (fun t => hmul w (vadd z (vscale t h))) 0 (hmul w h)). intros k _.
    apply (deriv_scal (w k) (fun t => vadd z (vscale t h) k)), deriv_line.
  - rewrite vadd_vscale_0. apply vsum_ext. intros k Hk. rewrite !mulv_vdiag by exact Hk. unfold hmul. ring.
Qed.

Lemma regularizer_hessian n w :
  hessian_field n (fun z => mulv n (vdiag w) (mulv n (vdiag w) z)) (fun _ => mulm n (vdiag w) (vdiag w)).
Proof.
  intros z h k _. rewrite mulv_mulm. apply (deriv_mulv n (vdiag w) (fun t => mulv n (vdiag w) (vadd z (vscale t h)))).
  intros j _. apply (deriv_mulv n (vdiag w) (fun t => vadd z (vscale t h))). intros i _. apply deriv_line.
Qed.

Lemma sandwich_madd n A M W i j : mulm n (mulm n (tr A) (madd M W)) A i j
  = mulm n (mulm n (tr A) M) A i j + mulm n (mulm n (tr A) W) A i j.
Proof.
  unfold mulm, madd. rewrite <- vsum_plus. apply vsum_ext. intros k _.
  rewrite <- Rmult_plus_distr_r, <- vsum_plus. f_equal. apply vsum_ext. intros; ring.
Qed.

Lemma quadratic_square_vdiag n w v :
  dot n v (mulv n (mulm n (vdiag w) (vdiag w)) v) = vsum n (fun i => w i ^ 2 * (v i * v i)).
Proof. apply vsum_ext. intros i Hi. rewrite mulv_mulm, !mulv_vdiag by exact Hi. ring. Qed.

(** M >= -k and w^2 >= k + c give M + diag(w)^2 >= c; also for k that differs from entry to entry. *)
Lemma regularized_lower_diagonal n M w k c : psd n (vdiag (vopp k)) M ->
  (forall i, (i < n)%nat -> k i + c <= w i ^ 2) -> psd n (mscale c meye) (madd M (mulm n (vdiag w) (vdiag w))).
Proof.
  intros HM Hw v. rewrite quadratic_mscale, quadratic_meye, quadratic_madd, quadratic_square_vdiag.
  specialize (HM v). rewrite quadratic_vdiag in HM.
  enough (c * dot n v v <= dot n (vopp k) (fun i => v i * v i) + vsum n (fun i => w i ^ 2 * (v i * v i))) by lra.
  unfold dot. rewrite <- vsum_scal, <- vsum_plus. apply vsum_le. intros i Hi. unfold vopp.
  pose proof (Rmult_le_compat_r _ _ _ (Rle_0_sqr (v i)) (Hw i Hi)) as B. unfold Rsqr in B. lra.
Qed.

Lemma regularized_lower n M w k c : psd n (mscale (- k) meye) M -> (forall i, (i < n)%nat -> k + c <= w i ^ 2) ->
  psd n (mscale c meye) (madd M (mulm n (vdiag w) (vdiag w))).
Proof.
  intros HM Hw. apply (regularized_lower_diagonal n M w (vconst k)); [|exact Hw]. intros v. specialize (HM v).
  rewrite quadratic_mscale, quadratic_meye in HM. rewrite quadratic_vdiag.
  replace (dot n (vopp (vconst k)) (fun i => v i * v i)) with (- k * dot n v v); [exact HM|].
  symmetry. apply (vsum_scal n (- k) (fun i => v i * v i)).
Qed.
