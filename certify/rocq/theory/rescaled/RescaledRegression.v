(** * Rescaled regression: u = g(z), alpha = <u, 1>, c = u - alpha b and the loss |c|^2 / 2, as functions of the logits.

    With K = I - 1 b^T: c = K^T u, the gradient is diag(v) K c for v = g'(z), and where g'' = g the Hessian is
    diag(v) K K^T diag(v) + diag(u o K c). *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Regression Fields Composite Hyperbolic
  Entrywise.
Local Open Scope R_scope.

Definition residual (n : nat) (g : R -> R) (b z : vec) : vec := vsub (vmap g z) (vscale (vsum n (vmap g z)) b).
Definition rescaled_loss (n : nat) (g : R -> R) (b z : vec) : R := dot n (residual n g b z) (residual n g b z) / 2.
Definition K (b : vec) : mat := msub meye (outer (vconst 1) b).
Definition rescaled_gradient (n : nat) (g s : R -> R) (b z : vec) : vec :=
  mulv n (vdiag (vmap s z)) (mulv n (K b) (residual n g b z)).
Definition rescaled_inner (n : nat) (g s : R -> R) (b z : vec) : mat :=
  madd (mulm n (mulm n (mulm n (vdiag (vmap s z)) (K b)) (tr (K b))) (vdiag (vmap s z)))
       (vdiag (hmul (vmap g z) (mulv n (K b) (residual n g b z)))).

(** ** Products with K *)

Lemma mulv_K n b v i : (i < n)%nat -> mulv n (K b) v i = v i - dot n b v.
Proof.
  intros Hi. unfold K, msub. rewrite mulv_msub, mulv_meye, mulv_outer by exact Hi. unfold vconst. ring.
Qed.

Lemma mulv_tr_K n b v i : (i < n)%nat -> mulv n (tr (K b)) v i = v i - vsum n v * b i.
Proof.
  intros Hi. rewrite <- (mulv_meye n v i Hi), <- (vsum_scal_r n (b i) v). unfold mulv. rewrite <- vsum_minus.
  apply vsum_ext. intros j _. unfold tr, K, msub, outer, vconst, meye. rewrite (Nat.eqb_sym j i). ring.
Qed.

Lemma residual_K n g b z i : (i < n)%nat -> residual n g b z i = mulv n (tr (K b)) (vmap g z) i.
Proof. intros Hi. rewrite mulv_tr_K by exact Hi. reflexivity. Qed.

(** ||K|| <= 1 + sqrt n for ||b|| <= 1. *)
Lemma opbound_K n b : norm2 n b <= 1 -> opbound n n (K b) (1 + sqrt (INR n)).
Proof.
  intros Hb. pose proof (sqrt_pos (INR n)) as S. split; [lra|]. intros v.
  rewrite (norm2_ext n _ (fun i => v i + - dot n b v)) by (intros; rewrite mulv_K by assumption; ring).
  eapply Rle_trans; [apply norm2_triangle|]. pose proof (norm2_nonneg n v) as N.
  assert (D : Rabs (- dot n b v) <= norm2 n v).
  { rewrite Rabs_Ropp. eapply Rle_trans; [apply abs_dot_le_norm2|].
    pose proof (Rmult_le_compat_r _ _ _ N Hb). lra. }
  pose proof (norm2_le_const n (norm2 n v) (fun _ => - dot n b v) N (fun _ _ => D)). lra.
Qed.

(** ** Derivatives *)

Section Derivatives.
  Variables (g s : R -> R) (n : nat) (b : vec).
  Hypothesis P : hyperbolic g s.

  Lemma deriv_residual z h k : (k < n)%nat ->
    deriv_at (fun t => residual n g b (vadd z (vscale t h)) k) 0 (mulv n (tr (K b)) (hmul (vmap s z) h) k).
  Proof.
    intros Hk. rewrite mulv_tr_K by exact Hk.
    apply (deriv_minus (fun t => vmap g (vadd z (vscale t h)) k)
      (fun t => vsum n (vmap g (vadd z (vscale t h))) * b k)).
    - apply (deriv_vmap_line g s (slope _ _ P)).
    - apply deriv_scal_r, (deriv_vsum_vmap_line g s (slope _ _ P) n).
  Qed.

  Lemma rescaled_gradient_field : gradient_field n (rescaled_loss n g b) (rescaled_gradient n g s b).
  Proof.
    intros z h. eapply deriv_eq.
    - apply (deriv_half_square n (fun t => residual n g b (vadd z (vscale t h)))). exact (deriv_residual z h).
    - cbv beta. rewrite vadd_vscale_0, dot_mulv. apply vsum_ext. intros k Hk. unfold rescaled_gradient.
      rewrite mulv_vdiag by exact Hk. change (tr (tr (K b))) with (K b). unfold hmul. ring.
  Qed.

  Lemma rescaled_hessian_field : hessian_field n (rescaled_gradient n g s b) (rescaled_inner n g s b).
  Proof.
    intros z h k Hk. set (Z := fun t => vadd z (vscale t h)).
    apply (deriv_ext (fun t => vmap s (Z t) k * mulv n (K b) (residual n g b (Z t)) k)).
    { intros t. symmetry. apply mulv_vdiag, Hk. }
    pose proof (deriv_vmap_line s g (slope_of_slope _ _ P) z h k) as D1.
    pose proof (deriv_mulv n (K b) (fun t => residual n g b (Z t)) 0 _ k (deriv_residual z h)) as D2.
    apply (deriv_eq _ _ _ _ (deriv_mult _ _ _ _ _ D1 D2)). unfold Z. rewrite vadd_vscale_0.
    unfold rescaled_inner. rewrite mulv_madd, !mulv_mulm, !mulv_vdiag by exact Hk.
    rewrite (mulv_ext_r n (K b) (mulv n (tr (K b)) (mulv n (vdiag (vmap s z)) h))
      (mulv n (tr (K b)) (hmul (vmap s z) h))); [unfold hmul; ring|].
    intros j _. apply mulv_ext_r. intros i Hi. apply mulv_vdiag, Hi.
  Qed.
End Derivatives.

(** ** The residual moves by at most what u and alpha move by, for ||b|| <= 1 *)

Lemma residual_moves n g b z w ku ka : norm2 n b <= 1 -> norm2 n (vsub (vmap g z) (vmap g w)) <= ku ->
  Rabs (vsum n (vmap g z) - vsum n (vmap g w)) <= ka ->
  norm2 n (vsub (residual n g b z) (residual n g b w)) <= ku + ka.
Proof.
  intros Hb Hu Ha. set (a := vsum n (vmap g z) - vsum n (vmap g w)) in *.
  rewrite (norm2_ext n _ (fun i => vsub (vmap g z) (vmap g w) i + - a * b i))
    by (intros; unfold residual, vsub, vscale, a; ring).
  eapply Rle_trans; [apply norm2_triangle|]. apply Rplus_le_compat; [exact Hu|].
  rewrite norm2_scal, Rabs_Ropp. pose proof (Rabs_pos a) as A. pose proof (norm2_nonneg n b) as B.
  pose proof (Rmult_le_compat_l _ _ _ A Hb). lra.
Qed.

Lemma residual_moves_in_x n d A x y r g s b ku ka : opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  norm2 n b <= 1 -> (forall t, deriv_at g t (s t)) -> (forall t, Rabs t <= r ^ 2 -> Rabs (s t) <= ku) ->
  (forall p, norm2 n p <= r ^ 2 -> norm2 n (vmap s p) <= ka) ->
  norm2 n (vsub (residual n g b (mulv d A x)) (residual n g b (mulv d A y))) <= r * (ku + ka) * norm2 d (vsub x y).
Proof.
  intros HA Hx Hy Hb D Hu Ha.
  replace (r * (ku + ka) * norm2 d (vsub x y)) with (r * ku * norm2 d (vsub x y) + r * ka * norm2 d (vsub x y)) by ring.
  apply residual_moves; [exact Hb|apply (value_moves_in_x n d A x y r g s)|apply (sum_moves_in_x n d A x y r g s)];
    assumption.
Qed.
