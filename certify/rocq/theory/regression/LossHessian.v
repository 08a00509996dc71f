(** * The loss |c|^2 / 2 with c = f - b, f = softmax z: its gradient J(f) c and its Hessian, as functions of the logits.

    [hess n b p] is the Hessian where f = p; a target is b >= 0 with |b|_1 <= 1. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Scalars Softmax Regression Fields.
Local Open Scope R_scope.

Definition twice (b p : vec) : vec := hmul (vsub (vscale 2 p) b) p.

Definition hess (n : nat) (b p : vec) : mat :=
  msub (msub (madd (msub (mscale (dot n (vsub (vscale 3 p) (vscale 2 b)) p) (outer p p))
                         (mscale (dot n (vsub p b) p) (vdiag p)))
                   (vdiag (twice b p)))
             (outer (twice b p) p))
       (outer p (twice b p)).

(** The gradient in the logits. *)
Definition residual (n : nat) (b z : vec) : vec := jac n (softmax n z) (vsub (softmax n z) b).

(** hess h is the derivative of J(f) c where f moves at the velocity g = J(f) h. *)
Lemma hessian_vector n b p h k : (k < n)%nat ->
  let g := jac n p h in
  g k * (p k - b k - dot n p (vsub p b)) + p k * (g k - (dot n g (vsub p b) + dot n p g)) = mulv n (hess n b p) h k.
Proof.
  intros Hk g. unfold hess, msub.
  rewrite !mulv_msub, mulv_madd, mulv_msub, !mulv_mscale, !mulv_outer, !mulv_vdiag by exact Hk.
  replace (dot n g (vsub p b) + dot n p g) with (dot n (twice b p) h - dot n p h * (dot n p (vsub p b) + dot n p p)).
  2: { rewrite (dot_sym n g). unfold g. rewrite !dot_jac. unfold twice.
       rewrite (dot_ext n (hmul (vsub (vscale 2 p) b) p) (fun i => p i * (vsub p b i) + p i * p i) h h)
         by (intros; unfold hmul, vsub, vscale; ring).
       rewrite dot_plus_l.
       replace (dot n (fun i => p i * vsub p b i) h) with (dot n p (fun i => vsub p b i * h i))
         by (apply vsum_ext; intros; ring).
       replace (dot n (fun i => p i * p i) h) with (dot n p (fun i => p i * h i)) by (apply vsum_ext; intros; ring).
       ring. }
  replace (dot n (vsub (vscale 3 p) (vscale 2 b)) p) with (2 * dot n p (vsub p b) + dot n p p)
    by (rewrite <- dot_scal_r, <- dot_plus_r, dot_sym; apply dot_ext; [intros; unfold vsub, vscale; ring|reflexivity]).
  rewrite (dot_sym n (vsub p b) p). unfold g, jac, twice, hmul, vsub, vscale. ring.
Qed.

Lemma loss_gradient_field n b :
  gradient_field n (fun z => dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2) (residual n b).
Proof.
  intros z h. pose proof (deriv_loss n (fun t => vadd z (vscale t h)) 0 h) as D. cbv beta in D.
  rewrite vadd_vscale_0 in D. apply D. intros; apply deriv_line.
Qed.

Lemma loss_hessian_field n b : hessian_field n (residual n b) (fun z => hess n b (softmax n z)).
Proof.
  intros z h k Hk. rewrite <- hessian_vector by exact Hk. cbv zeta.
  set (F := fun t => softmax n (vadd z (vscale t h))). set (g := jac n (softmax n z) h).
  assert (F0 : F 0 = softmax n z) by (unfold F; rewrite vadd_vscale_0; reflexivity).
  assert (HF : forall i, (i < n)%nat -> deriv_at (fun t => F t i) 0 (g i)).
  { intros i Hi. unfold g. rewrite <- F0. apply (deriv_f n (fun t => vadd z (vscale t h)) 0 h); [|exact Hi].
    intros; apply deriv_line. }
  assert (HC : forall i, (i < n)%nat -> deriv_at (fun t => vsub (F t) b i) 0 (g i)).
  { intros i Hi. eapply deriv_eq; [apply deriv_minus; [apply HF, Hi|apply deriv_const]|apply Rminus_0_r]. }
  pose proof (deriv_dot n F (fun t => vsub (F t) b) 0 g g HF HC) as D.
  pose proof (deriv_mult _ _ 0 _ _ (HF k Hk) (deriv_minus _ _ 0 _ _ (HC k Hk) D)) as M.
  apply (deriv_eq _ _ _ _ M). cbv beta. rewrite F0. reflexivity.
Qed.

(** The regularizer |w o z|^2 / 2. *)
Lemma regularizer_gradient_field n w :
  gradient_field n (fun z => dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2) (fun z k => w k * w k * z k).
Proof.
  intros z h. set (Z := fun t => mulv n (vdiag w) (vadd z (vscale t h))). set (g := mulv n (vdiag w) h).
  assert (HZ : forall k, (k < n)%nat -> deriv_at (fun t => Z t k) 0 (g k)).
  { intros k _. apply (deriv_mulv n (vdiag w) (fun t => vadd z (vscale t h))). intros j _. apply deriv_line. }
  apply (deriv_eq _ _ _ _ (deriv_scal_r (/ 2) _ _ _ (deriv_dot n Z Z 0 g g HZ HZ))).
  replace (Z 0) with (mulv n (vdiag w) z) by (unfold Z; rewrite vadd_vscale_0; reflexivity).
  rewrite (dot_sym n g). transitivity (dot n (mulv n (vdiag w) z) g); [field|].
  apply vsum_ext. intros k Hk. unfold g. rewrite !mulv_vdiag by exact Hk. ring.
Qed.

Lemma regularizer_hessian_field n w :
  hessian_field n (fun z k => w k * w k * z k) (fun _ => mulm n (vdiag w) (vdiag w)).
Proof.
  intros z h k Hk. rewrite mulv_mulm, !mulv_vdiag, <- Rmult_assoc by exact Hk.
  apply (deriv_scal (w k * w k) (fun t => vadd z (vscale t h) k)), deriv_line.
Qed.

(** The regularized loss. *)
Definition regularized_gradient_field n b w :=
  gradient_field_plus n _ _ _ _ (loss_gradient_field n b) (regularizer_gradient_field n w).
Definition regularized_hessian_field n b w :=
  hessian_field_plus n _ _ _ _ (loss_hessian_field n b) (regularizer_hessian_field n w).

(** The sum of exponentials. *)
Lemma alpha_gradient_field n : gradient_field n (fun z => vsum n (vexp z)) vexp.
Proof.
  intros z h. pose proof (deriv_alpha n (fun t => vadd z (vscale t h)) 0 h) as D. cbv beta in D.
  rewrite vadd_vscale_0 in D. apply D. intros; apply deriv_line.
Qed.

Lemma alpha_hessian_field n : hessian_field n vexp (fun z => vdiag (vexp z)).
Proof.
  intros z h k Hk. rewrite mulv_vdiag by exact Hk.
  pose proof (deriv_u n (fun t => vadd z (vscale t h)) 0 h) as D. cbv beta in D.
  rewrite vadd_vscale_0 in D. apply D; [|exact Hk]. intros; apply deriv_line.
Qed.

(** ** The quadratic form *)

(** With the entries v' = v - <p, v>: <v, hess v> = sum p_j (2 p_j - b_j - <p, p - b>) v'_j^2. *)
Lemma quadratic_hess n b p v : probability n p ->
  let m := dot n p v in
  dot n v (mulv n (hess n b p) v)
  = vsum n (fun j => p j * (2 * p j - b j - dot n p (vsub p b)) * ((v j - m) * (v j - m))).
Proof.
  intros [_ E] m. set (k := dot n p (vsub p b)). set (s := dot n p p).
  set (tv := dot n (twice b p) v). set (tvv := dot n (twice b p) (fun i => v i * v i)).
  set (pvv := dot n p (fun i => v i * v i)).
  assert (Et : vsum n (twice b p) = k + s).
  { unfold k, s, dot. rewrite <- vsum_plus. apply vsum_ext. intros; unfold twice, hmul, vsub, vscale; ring. }
  assert (Es : dot n (vsub (vscale 3 p) (vscale 2 b)) p = 2 * k + s).
  { unfold k, s. rewrite <- dot_scal_r, <- dot_plus_r, dot_sym.
    apply dot_ext; [reflexivity|intros; unfold vsub, vscale; ring]. }
  transitivity (tvv - k * pvv - 2 * m * (tv - k * m) + m * m * (k + s - k * 1)).
  - unfold hess. rewrite !quadratic_msub, quadratic_madd, quadratic_msub, !quadratic_mscale, !quadratic_outer,
      !quadratic_vdiag. rewrite Es, (dot_sym n (vsub p b) p). fold k tv tvv pvv m. ring.
  - rewrite <- Et, <- E. unfold tvv, pvv, tv, m at 2. unfold dot.
    rewrite <- !vsum_scal, <- !vsum_minus, <- !vsum_scal, <- vsum_minus, <- vsum_plus. apply vsum_ext. intros j _.
    unfold twice, hmul, vsub, vscale. fold (dot n p v). fold m. ring.
Qed.

Lemma hess_symmetric n b p : symmetric n (hess n b p).
Proof.
  intros i j _ _. unfold hess, msub, madd, mscale, outer, vdiag. rewrite (Nat.eqb_sym j i).
  destruct (Nat.eqb_spec i j) as [->|]; ring.
Qed.
