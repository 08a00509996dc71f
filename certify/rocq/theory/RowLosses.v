(** * The losses of one row of logits z, and their first and second derivatives along curves.

    Normalized: |c|^2 with c = f - b and f = softmax z.  Rescaled: |q|^2 with q = u - alpha b, u = exp z and
    alpha = sum u.  A slope is half the gradient in z, a Hessian matrix half the Hessian. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Regression.
Local Open Scope R_scope.

Definition residual (n : nat) (b z : vec) : vec := vsub (softmax n z) b.
Definition slope (n : nat) (b z : vec) : vec := jac n (softmax n z) (residual n b z).

Definition rescaled_residual (n : nat) (b z : vec) : vec := vsub (vexp z) (vscale (vsum n (vexp z)) b).
Definition rescaled_slope (n : nat) (b z : vec) : vec :=
  let q := rescaled_residual n b z in hmul (vexp z) (vsub q (vconst (dot n b q))).

(** <3f - 2b, f> f f^T - <f - b, f> diag(f) + diag(g) - g f^T - f g^T with g = (2f - b) o f, at f = p. *)
Definition normalized_hessian (n : nat) (b p : vec) : mat :=
  let g := hmul (vsub (vscale 2 p) b) p in
  msub (msub (madd (msub (mscale (dot n (vsub (vscale 3 p) (vscale 2 b)) p) (outer p p))
                         (mscale (dot n (vsub p b) p) (vdiag p)))
                   (vdiag g))
             (outer g p))
       (outer p g).

(** diag(u) K K^T diag(u) + diag(u o (K q)) with K = I - 1 b^T. *)
Definition rescaled_hessian (n : nat) (b z : vec) : mat :=
  let K := msub meye (outer (vconst 1) b) in
  madd (mulm n (mulm n (mulm n (vdiag (vexp z)) K) (tr K)) (vdiag (vexp z)))
       (vdiag (hmul (vexp z) (mulv n K (rescaled_residual n b z)))).

(** ** The Hessian matrices, applied to a vector *)

(** J(f) c moves by this where f moves at the velocity g = J(f) h. *)
Lemma normalized_hessian_vector n b p h k : (k < n)%nat ->
  let g := jac n p h in
  mulv n (normalized_hessian n b p) h k
  = g k * (p k - b k - dot n p (vsub p b)) + p k * (g k - (dot n g (vsub p b) + dot n p g)).
Proof.
  intros Hk g. unfold normalized_hessian. cbv zeta. set (e := hmul (vsub (vscale 2 p) b) p). unfold msub.
  rewrite !mulv_msub, mulv_madd, mulv_msub, !mulv_mscale, !mulv_outer, !mulv_vdiag by exact Hk.
  replace (dot n g (vsub p b) + dot n p g) with (dot n e h - dot n p h * (dot n p (vsub p b) + dot n p p)).
  2: { rewrite (dot_sym n g). unfold g. rewrite !dot_jac. unfold e.
       rewrite (dot_ext n (hmul (vsub (vscale 2 p) b) p) (fun i => p i * (vsub p b i) + p i * p i) h h)
         by (intros; unfold hmul, vsub, vscale; ring).
       rewrite dot_plus_l.
       replace (dot n (fun i => p i * vsub p b i) h) with (dot n p (fun i => vsub p b i * h i))
         by (apply vsum_ext; intros; ring).
       replace (dot n (fun i => p i * p i) h) with (dot n p (fun i => p i * h i)) by (apply vsum_ext; intros; ring).
       ring. }
  replace (dot n (vsub (vscale 3 p) (vscale 2 b)) p) with (2 * dot n p (vsub p b) + dot n p p)
    by (rewrite <- dot_scal_r, <- dot_plus_r, dot_sym; apply dot_ext; [intros; unfold vsub, vscale; ring|reflexivity]).
  rewrite (dot_sym n (vsub p b) p). unfold g, jac, e, hmul, vsub, vscale. ring.
Qed.

(** K v = v - <b, v> 1 and K^T v = v - <1, v> b. *)
Lemma mulv_centering n b v k : (k < n)%nat ->
  mulv n (msub meye (outer (vconst 1) b)) v k = v k - dot n b v.
Proof.
  intros Hk. unfold msub. rewrite mulv_msub, mulv_meye by exact Hk.
  fold (outer (vconst 1) b). rewrite mulv_outer. unfold vconst. ring.
Qed.

Lemma mulv_centering_tr n b v k : (k < n)%nat ->
  mulv n (tr (msub meye (outer (vconst 1) b))) v k = v k - vsum n v * b k.
Proof.
  intros Hk. transitivity (mulv n (msub meye (outer b (vconst 1))) v k).
  - apply vsum_ext. intros j _. unfold tr, msub, meye, outer, vconst. rewrite Nat.eqb_sym. ring.
  - unfold msub. rewrite mulv_msub, mulv_meye by exact Hk. fold (outer b (vconst 1)). rewrite mulv_outer.
    unfold dot, vconst. rewrite (vsum_ext n (fun i => 1 * v i) v) by (intros; ring). ring.
Qed.

(** u o (q - <b, q>) moves by this where q moves at the velocity g = u o h - <u, h> b. *)
Lemma rescaled_hessian_vector n b z h k : (k < n)%nat ->
  let u := vexp z in
  let q := rescaled_residual n b z in
  let g := fun i => u i * h i - dot n u h * b i in
  mulv n (rescaled_hessian n b z) h k = u k * h k * (q k - dot n b q) + u k * (g k - dot n b g).
Proof.
  intros Hk u q g. unfold rescaled_hessian. cbv zeta. fold q. fold u. set (K := msub meye (outer (vconst 1) b)).
  rewrite mulv_madd, mulv_vdiag by exact Hk. unfold hmul.
  rewrite (mulv_centering n b q k Hk : mulv n K q k = q k - dot n b q).
  rewrite !mulv_mulm, mulv_vdiag by exact Hk.
  replace (mulv n K (mulv n (tr K) (mulv n (vdiag u) h)) k) with (g k - dot n b g); [ring|].
  rewrite <- (mulv_centering n b g k Hk). fold K. apply vsum_ext. intros j Hj. f_equal.
  unfold K. rewrite mulv_centering_tr, mulv_vdiag by exact Hj.
  rewrite (vsum_ext n (mulv n (vdiag u) h) (fun i => u i * h i)) by (intros; apply mulv_vdiag; assumption).
  reflexivity.
Qed.

(** ** Along a curve of logits *)

Section Curves.
  Variables (n : nat) (Z : R -> vec) (t : R) (h b : vec).
  Hypothesis HZ : forall k, (k < n)%nat -> deriv_at (fun s => Z s k) t (h k).

  (** A squared norm moves by 2 <C', C>. *)
  Lemma deriv_square (C : R -> vec) (g : vec) : (forall k, (k < n)%nat -> deriv_at (fun s => C s k) t (g k)) ->
    deriv_at (fun s => dot n (C s) (C s)) t (2 * dot n g (C t)).
  Proof.
    intros H. eapply deriv_eq; [apply (deriv_dot n C C t g g H H)|]. rewrite (dot_sym n (C t) g). ring.
  Qed.

  Theorem deriv_normalized :
    deriv_at (fun s => dot n (residual n b (Z s)) (residual n b (Z s))) t (2 * dot n (slope n b (Z t)) h).
  Proof.
    pose proof (deriv_scal 2 _ _ _ (deriv_loss n Z t h HZ b)) as D.
    apply (deriv_ext _ (fun s => dot n (residual n b (Z s)) (residual n b (Z s)))) in D; [exact D|].
    intros s. unfold residual. field.
  Qed.

  Theorem deriv_slope_normalized k : (k < n)%nat ->
    deriv_at (fun s => slope n b (Z s) k) t (mulv n (normalized_hessian n b (softmax n (Z t))) h k).
  Proof.
    intros Hk. set (p := softmax n (Z t)). set (g := jac n p h).
    assert (F : forall i, (i < n)%nat -> deriv_at (fun s => softmax n (Z s) i) t (g i))
      by (intros; apply (deriv_f n Z t h HZ); assumption).
    assert (C : forall i, (i < n)%nat -> deriv_at (fun s => residual n b (Z s) i) t (g i))
      by (intros; apply (deriv_c n Z t h HZ b); assumption).
    pose proof (deriv_dot n _ (fun s => residual n b (Z s)) t g g F C) as D.
    pose proof (deriv_mult _ _ t _ _ (F k Hk) (deriv_minus _ _ t _ _ (C k Hk) D)) as M.
    apply (deriv_eq _ _ _ _ M). symmetry. exact (normalized_hessian_vector n b p h k Hk).
  Qed.

  Lemma deriv_rescaled_residual k : (k < n)%nat ->
    deriv_at (fun s => rescaled_residual n b (Z s) k) t (vexp (Z t) k * h k - dot n (vexp (Z t)) h * b k).
  Proof.
    intros Hk. apply (deriv_minus (fun s => vexp (Z s) k) (fun s => vsum n (vexp (Z s)) * b k)).
    - apply (deriv_u n Z t h HZ), Hk.
    - apply deriv_scal_r, (deriv_alpha n Z t h HZ).
  Qed.

  Theorem deriv_rescaled :
    deriv_at (fun s => dot n (rescaled_residual n b (Z s)) (rescaled_residual n b (Z s))) t
      (2 * dot n (rescaled_slope n b (Z t)) h).
  Proof.
    eapply deriv_eq; [apply deriv_square; exact deriv_rescaled_residual|]. f_equal.
    set (u := vexp (Z t)). set (q := rescaled_residual n b (Z t)).
    rewrite dot_minus_l, dot_scal_l. unfold rescaled_slope. cbv zeta. fold u q.
    transitivity (dot n (fun i => u i * q i) h - dot n b q * dot n u h).
    - replace (dot n (fun i => u i * h i) q) with (dot n (fun i => u i * q i) h) by (apply vsum_ext; intros; ring).
      ring.
    - unfold dot at 1 3. rewrite <- vsum_scal, <- vsum_minus. apply vsum_ext. intros i _.
      unfold hmul, vsub, vconst. ring.
  Qed.

  Theorem deriv_slope_rescaled k : (k < n)%nat ->
    deriv_at (fun s => rescaled_slope n b (Z s) k) t (mulv n (rescaled_hessian n b (Z t)) h k).
  Proof.
    intros Hk. pose proof deriv_rescaled_residual as Q.
    assert (D : deriv_at (fun s => dot n b (rescaled_residual n b (Z s))) t
                  (dot n b (fun i => vexp (Z t) i * h i - dot n (vexp (Z t)) h * b i))).
    { rewrite dot_sym. apply (deriv_ext (fun s => dot n (rescaled_residual n b (Z s)) b)).
      - intros s. apply dot_sym.
      - apply (deriv_dot_const n (fun s => rescaled_residual n b (Z s))). exact Q. }
    pose proof (deriv_mult _ _ t _ _ (deriv_u n Z t h HZ k Hk) (deriv_minus _ _ t _ _ (Q k Hk) D)) as M.
    apply (deriv_eq _ _ _ _ M). symmetry. exact (rescaled_hessian_vector n b (Z t) h k Hk).
  Qed.
End Curves.
