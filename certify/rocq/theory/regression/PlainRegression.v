(** * Regression with a function entry by entry: the loss |g(z) - b|^2 / 2 as a function of the logits.

    The gradient is diag(v) (u - b) for u = g(z), v = g'(z), and where g'' = g the Hessian is diag(h) with
    h = v^2 + (u - b) u. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Regression Fields Composite Constants
  Hyperbolic Entrywise.
Local Open Scope R_scope.

Definition plain_loss (n : nat) (g : R -> R) (b z : vec) : R := dot n (vsub (vmap g z) b) (vsub (vmap g z) b) / 2.
Definition plain_gradient (n : nat) (g s : R -> R) (b z : vec) : vec :=
  mulv n (vdiag (vmap s z)) (vsub (vmap g z) b).
(** The entry of h for a target [beta] at the logit [t], and how fast it moves with [t]. *)
Definition curvature (g s : R -> R) (beta t : R) : R := s t * s t + (g t - beta) * g t.

Section Plain.
  Variables (g s : R -> R) (n : nat) (b : vec).
  Hypothesis P : hyperbolic g s.

  Lemma plain_gradient_field : gradient_field n (plain_loss n g b) (plain_gradient n g s b).
  Proof.
    intros z h. eapply deriv_eq.
    - apply (deriv_half_square n (fun t => vsub (vmap g (vadd z (vscale t h))) b) 0 (fun k => vmap s z k * h k - 0)).
      intros k _. apply (deriv_minus (fun t => vmap g (vadd z (vscale t h)) k)); [|apply deriv_const].
      apply (deriv_vmap_line g s (slope _ _ P)).
    - cbv beta. rewrite vadd_vscale_0. apply vsum_ext. intros k Hk. unfold plain_gradient.
      rewrite mulv_vdiag by exact Hk. ring.
  Qed.

  Variable h : vec -> vec.
  Hypothesis Hh : forall z i, (i < n)%nat -> h z i = curvature g s (b i) (z i).

  Lemma plain_hessian_field : hessian_field n (plain_gradient n g s b) (fun z => vdiag (h z)).
  Proof.
    intros z a k Hk. set (Z := fun t => vadd z (vscale t a)).
    apply (deriv_ext (fun t => vmap s (Z t) k * (vmap g (Z t) k - b k))).
    { intros t. symmetry. apply mulv_vdiag, Hk. }
    pose proof (deriv_vmap_line s g (slope_of_slope _ _ P) z a k) as D1.
    pose proof (deriv_minus _ _ 0 _ _ (deriv_vmap_line g s (slope _ _ P) z a k) (deriv_const (b k) 0)) as D2.
    apply (deriv_eq _ _ _ _ (deriv_mult _ _ _ _ _ D1 D2)). unfold Z. rewrite vadd_vscale_0, mulv_vdiag, Hh by exact Hk.
    unfold curvature, vmap. ring.
  Qed.

  (** ** Moves *)

  Lemma deriv_curvature beta t : deriv_at (curvature g s beta) t (s t * (4 * g t - beta)).
  Proof.
    pose proof (slope _ _ P t) as D. pose proof (slope_of_slope _ _ P t) as E.
    pose proof (deriv_plus _ _ t _ _ (deriv_mult _ _ _ _ _ E E)
      (deriv_mult _ _ _ _ _ (deriv_minus _ _ t _ _ D (deriv_const beta t)) D)) as C.
    apply (deriv_eq _ _ _ _ C). ring.
  Qed.

  (** A bound k on how fast the entries move, where the logits are at most m and the targets at most r. *)
  Lemma plain_hessian_moves z w m r k : norm2 n z <= m -> norm2 n w <= m -> norm2 n b <= r ->
    (forall beta t, Rabs t <= m -> Rabs beta <= r -> Rabs (s t * (4 * g t - beta)) <= k) -> 0 <= k ->
    opbound n n (msub (vdiag (h z)) (vdiag (h w))) (k * norm2 n (vsub z w)).
  Proof.
    intros Hz Hw Hb Hk k0. apply (opbound_ext n n (vdiag (vsub (h z) (h w)))).
    { intros i j _ _. unfold vdiag, msub, vsub. destruct (Nat.eqb i j); ring. }
    eapply opbound_weaken; [apply opbound_vdiag|]. eapply Rle_trans; [apply norminf_le_norm2|].
    apply norm2_le_scaled; [exact k0|]. intros i Hi. unfold vsub at 1. rewrite !Hh by exact Hi.
    apply (lipschitz_of_slope (curvature g s (b i)) (fun t => s t * (4 * g t - b i)) k m).
    - apply deriv_curvature.
    - intros t Ht. apply Hk; [exact Ht|]. eapply Rle_trans; [apply (entry_le_norm2 n i b Hi)|exact Hb].
    - eapply Rle_trans; [apply (entry_le_norm2 n i z Hi)|exact Hz].
    - eapply Rle_trans; [apply (entry_le_norm2 n i w Hi)|exact Hw].
  Qed.
End Plain.

(** The speed of the entries: for all three functions, and for each. *)
Lemma speed_hyperbolic g s m r beta t : hyperbolic g s -> Rabs t <= m -> Rabs beta <= r ->
  Rabs (s t * (4 * g t - beta)) <= 4 * exp (2 * m) + r * exp m.
Proof.
  intros P Ht Hb. rewrite exp_double, Rabs_mult. pose proof (slope_le_exp _ _ P t m Ht) as S.
  pose proof (value_le_exp _ _ P t m Ht) as V. pose proof (exp_pos m) as E.
  assert (B : Rabs (4 * g t - beta) <= 4 * exp m + r).
  { eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq 4) by lra. lra. }
  pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos _) (Rabs_pos _) S B). lra.
Qed.

(** 2 sinh 2t is at most 2 sinh 2m, and the product with the target at most r times the largest slope. *)
Lemma speed_double s m r k beta t : Rabs t <= m -> Rabs beta <= r -> Rabs (s t) <= k ->
  Rabs (2 * sinh (2 * t) - beta * s t) <= 2 * sinh (2 * m) + r * k.
Proof.
  intros Ht Hb Hs. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult, (Rabs_pos_eq 2) by lra.
  assert (T : Rabs (2 * t) <= 2 * m) by (rewrite Rabs_mult, Rabs_pos_eq; lra). apply abs_sinh_le in T.
  pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos beta) (Rabs_pos (s t)) Hb Hs). lra.
Qed.

Lemma speed_cosh m r beta t : Rabs t <= m -> Rabs beta <= r ->
  Rabs (sinh t * (4 * cosh t - beta)) <= 2 * sinh (2 * m) + r * sinh m.
Proof.
  intros Ht Hb. replace (sinh t * (4 * cosh t - beta)) with (2 * sinh (2 * t) - beta * sinh t)
    by (rewrite sinh_double; ring). apply speed_double; [exact Ht|exact Hb|apply abs_sinh_le, Ht].
Qed.

Lemma speed_sinh m r beta t : Rabs t <= m -> Rabs beta <= r ->
  Rabs (cosh t * (4 * sinh t - beta)) <= 2 * sinh (2 * m) + r * cosh m.
Proof.
  intros Ht Hb. replace (cosh t * (4 * sinh t - beta)) with (2 * sinh (2 * t) - beta * cosh t)
    by (rewrite sinh_double; ring). apply speed_double; [exact Ht|exact Hb|]. rewrite abs_cosh. apply cosh_le, Ht.
Qed.

(** ** The Hessian in x, for targets of norm at most r and a bound on the speed; with the hypotheses of its claims *)

Section Lipschitz.
  Variables (g s : R -> R) (speed : R -> R -> R).
  Hypothesis P : hyperbolic g s.
  Hypothesis Hspeed : forall m r beta t, Rabs t <= m -> Rabs beta <= r -> Rabs (s t * (4 * g t - beta)) <= speed m r.

  Variables (d n : nat) (A : mat) (b x y : vec) (r : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable D : vec -> vec.
  Hypothesis HD : gradient_field d (fun x => plain_loss n g b (mulv d A x)) D.
  Variable H : mat.
  Hypothesis HH : hessian_at d D H x.
  Variable D' : vec -> vec.
  Hypothesis HD' : gradient_field d (fun x => plain_loss n g b (mulv d A x)) D'.
  Variable H' : mat.
  Hypothesis HH' : hessian_at d D' H' y.
  Hypotheses (HA : opbound n d A r) (Hx : norm2 d x <= r) (Hy : norm2 d y <= r) (Hb : norm2 n b <= r).

  Theorem plain_hessian_lipschitz : opbound d d (msub H H') (r ^ 3 * speed (r ^ 2) r * norm2 d (vsub x y)).
  Proof using All.
    assert (k0 : 0 <= speed (r ^ 2) r).
    { eapply Rle_trans; [apply (Rabs_pos (s 0 * (4 * g 0 - 0)))|]. apply Hspeed; rewrite Rabs_R0.
      - apply pow2_ge_0.
      - apply (opbound_nonneg _ _ _ _ HA). }
    pose proof (plain_hessian_field g s n b P (fun z i => curvature g s (b i) (z i)) (fun _ _ _ => eq_refl)) as HM.
    apply (hessian_lipschitz_in_x d n A _ _ _ D H x D' H' y r _ (plain_gradient_field g s n b P) HM); try assumption.
    apply (plain_hessian_moves g s n b P _ (fun _ _ _ => eq_refl) _ _ (r ^ 2) r);
      [apply logits_norm; assumption..|exact Hb|apply Hspeed|exact k0].
  Qed.
End Lipschitz.

(** ** The curvature of each, in one function alone *)

Definition curvature_exp (b z : vec) : vec := hmul (vmap exp z) (vsub (vscale 2 (vmap exp z)) b).
Definition curvature_cosh (b z : vec) : vec :=
  vsub (vadd (vscale 2 (vmap (fun t => t ^ 2) (vmap cosh z))) (vconst (- 1))) (hmul b (vmap cosh z)).
Definition curvature_sinh (b z : vec) : vec :=
  vsub (vadd (vscale 2 (vmap (fun t => t ^ 2) (vmap sinh z))) (vconst 1)) (hmul b (vmap sinh z)).

Lemma curvature_exp_eq b z i : curvature_exp b z i = curvature exp exp (b i) (z i).
Proof. unfold curvature_exp, curvature, hmul, vsub, vscale, vmap. ring. Qed.

Lemma curvature_cosh_eq b z i : curvature_cosh b z i = curvature cosh sinh (b i) (z i).
Proof.
  unfold curvature_cosh, curvature, hmul, vsub, vadd, vscale, vconst, vmap. pose proof (cosh_square (z i)). lra.
Qed.

Lemma curvature_sinh_eq b z i : curvature_sinh b z i = curvature sinh cosh (b i) (z i).
Proof.
  unfold curvature_sinh, curvature, hmul, vsub, vadd, vscale, vconst, vmap. pose proof (cosh_square (z i)). lra.
Qed.
