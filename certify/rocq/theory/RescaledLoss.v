(** * The rescaled loss |q|^2 / 2 with q = u - alpha b, u = exp z and alpha = sum u: its gradient u o (q - <b, q>) and
    its Hessian, as functions of the logits. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression Fields.
Local Open Scope R_scope.

Definition rescaled (n : nat) (b z : vec) : vec := vsub (vexp z) (vscale (vsum n (vexp z)) b).

Definition rescaled_gradient (n : nat) (b z : vec) : vec :=
  hmul (vexp z) (vsub (rescaled n b z) (vconst (dot n b (rescaled n b z)))).

(** K = I - 1 b^T, and diag(u) K K^T diag(u) + diag(u o (K q)). *)
Definition centering (b : vec) : mat := msub meye (outer (vconst 1) b).

Definition rescaled_hess (n : nat) (b z : vec) : mat :=
  madd (mulm n (mulm n (mulm n (vdiag (vexp z)) (centering b)) (tr (centering b))) (vdiag (vexp z)))
       (vdiag (hmul (vexp z) (mulv n (centering b) (rescaled n b z)))).

(** K v = v - <b, v> 1 and K^T v = v - <1, v> b. *)
Lemma mulv_centering n b v k : (k < n)%nat -> mulv n (centering b) v k = v k - dot n b v.
Proof.
  intros Hk. unfold centering, msub. rewrite mulv_msub, mulv_meye by exact Hk.
  fold (outer (vconst 1) b). rewrite mulv_outer. unfold vconst. ring.
Qed.

Lemma mulv_centering_tr n b v k : (k < n)%nat -> mulv n (tr (centering b)) v k = v k - vsum n v * b k.
Proof.
  intros Hk. transitivity (mulv n (msub meye (outer b (vconst 1))) v k).
  - apply vsum_ext. intros j _. unfold tr, centering, msub, meye, outer, vconst. rewrite Nat.eqb_sym. ring.
  - unfold msub. rewrite mulv_msub, mulv_meye by exact Hk. fold (outer b (vconst 1)). rewrite mulv_outer.
    unfold dot, vconst. rewrite (vsum_ext n (fun i => 1 * v i) v) by (intros; ring). ring.
Qed.

(** The gradient moves by this where q moves at the velocity g = u o h - <u, h> b. *)
Lemma rescaled_hessian_vector n b z h k : (k < n)%nat ->
  let u := vexp z in
  let q := rescaled n b z in
  let g := fun i => u i * h i - dot n u h * b i in
  u k * h k * (q k - dot n b q) + u k * (g k - dot n b g) = mulv n (rescaled_hess n b z) h k.
Proof.
  intros Hk u q g. unfold rescaled_hess. fold q. fold u.
  rewrite mulv_madd, mulv_vdiag by exact Hk. unfold hmul. rewrite (mulv_centering n b q k Hk).
  rewrite !mulv_mulm, mulv_vdiag by exact Hk.
  replace (mulv n (centering b) (mulv n (tr (centering b)) (mulv n (vdiag u) h)) k) with (g k - dot n b g); [ring|].
  rewrite <- (mulv_centering n b g k Hk). apply vsum_ext. intros j Hj. f_equal.
  rewrite mulv_centering_tr, mulv_vdiag by exact Hj.
  rewrite (vsum_ext n (mulv n (vdiag u) h) (fun i => u i * h i)) by (intros; apply mulv_vdiag; assumption).
  reflexivity.
Qed.

(** q moves at the velocity u o h - <u, h> b. *)
Lemma deriv_rescaled n b (Z : R -> vec) t h k : (k < n)%nat ->
  (forall i, (i < n)%nat -> deriv_at (fun s => Z s i) t (h i)) ->
  deriv_at (fun s => rescaled n b (Z s) k) t (vexp (Z t) k * h k - dot n (vexp (Z t)) h * b k).
Proof.
  intros Hk HZ. apply (deriv_minus (fun s => vexp (Z s) k) (fun s => vsum n (vexp (Z s)) * b k)).
  - apply (deriv_u n Z t h HZ), Hk.
  - apply deriv_scal_r, (deriv_alpha n Z t h HZ).
Qed.

Section Fields.
  Variables (n : nat) (b : vec).

  Lemma deriv_rescaled_line z h k : (k < n)%nat ->
    deriv_at (fun t => rescaled n b (vadd z (vscale t h)) k) 0 (vexp z k * h k - dot n (vexp z) h * b k).
  Proof.
    intros Hk. pose proof (deriv_rescaled n b (fun t => vadd z (vscale t h)) 0 h k Hk) as D. cbv beta in D.
    rewrite vadd_vscale_0 in D. apply D. intros; apply deriv_line.
  Qed.

  Lemma rescaled_gradient_field :
    gradient_field n (fun z => dot n (rescaled n b z) (rescaled n b z) / 2) (rescaled_gradient n b).
  Proof.
    intros z h. set (Q := fun t => rescaled n b (vadd z (vscale t h))). set (u := vexp z). set (q := rescaled n b z).
    assert (Q0 : Q 0 = q) by (unfold Q; rewrite vadd_vscale_0; reflexivity).
    set (g := fun k => u k * h k - dot n u h * b k).
    pose proof (deriv_dot n Q Q 0 g g (deriv_rescaled_line z h) (deriv_rescaled_line z h)) as D. rewrite Q0 in D.
    apply (deriv_eq _ _ _ _ (deriv_scal_r (/ 2) _ _ _ D)). rewrite (dot_sym n q g).
    transitivity (dot n g q); [field|]. unfold g, rescaled_gradient. fold u q. rewrite dot_minus_l, dot_scal_l.
    replace (dot n (fun i => u i * h i) q) with (dot n (fun i => u i * q i) h) by (apply vsum_ext; intros; ring).
    unfold dot at 1 2. rewrite <- vsum_scal_r, <- vsum_minus. apply vsum_ext. intros i _.
    unfold hmul, vsub, vconst. ring.
  Qed.

  Lemma rescaled_hessian_field : hessian_field n (rescaled_gradient n b) (rescaled_hess n b).
  Proof.
    intros z h k Hk. rewrite <- rescaled_hessian_vector by exact Hk. cbv zeta.
    set (Q := fun t => rescaled n b (vadd z (vscale t h))). set (u := vexp z). set (q := rescaled n b z).
    assert (Q0 : Q 0 = q) by (unfold Q; rewrite vadd_vscale_0; reflexivity).
    assert (D : deriv_at (fun t => dot n b (Q t)) 0 (dot n b (fun i => u i * h i - dot n u h * b i))).
    { rewrite dot_sym. apply (deriv_ext (fun t => dot n (Q t) b)); [intros; apply dot_sym|].
      apply deriv_dot_const, deriv_rescaled_line. }
    assert (U : deriv_at (fun t => vexp (vadd z (vscale t h)) k) 0 (u k * h k)).
    { unfold u. rewrite <- (vadd_vscale_0 z h) at 1. apply deriv_exp, deriv_line. }
    pose proof (deriv_mult _ _ 0 _ _ U (deriv_minus _ _ 0 _ _ (deriv_rescaled_line z h k Hk) D)) as M.
    apply (deriv_eq _ _ _ _ M). cbv beta. rewrite Q0, !vadd_vscale_0. reflexivity.
  Qed.
End Fields.
