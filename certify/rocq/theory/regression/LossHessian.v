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

(** ** The spectrum *)

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

Section Spectrum.
  Variables (n : nat) (b p v : vec).
  Hypotheses (Hn : (1 <= n)%nat) (P : probability n p).
  Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Let m := dot n p v.
  Let sum_b : vsum n b <= 1.
  Proof.
    rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1.
  Qed.
  Let b_le_1 j : (j < n)%nat -> b j <= 1.
  Proof. intros Hj. eapply Rle_trans; [apply (vsum_term n j b Hb Hj)|exact sum_b]. Qed.

  (** p_j - b_j - <p, p - b> <= 1/2, from b_k p_k - p_k^2 <= b_k / 4. *)
  Let residual_le_half j : (j < n)%nat -> p j - b j - dot n p (vsub p b) <= 1 / 2.
  Proof.
    intros Hj.
    replace (p j - b j - dot n p (vsub p b))
      with (vsum n (fun k => (if Nat.eqb k j then p k - b k else 0) + (b k * p k - p k * p k))).
    2: { rewrite vsum_plus, (vsum_delta n j (fun k => p k - b k) Hj). unfold dot, vsub.
         rewrite (vsum_ext n (fun k => b k * p k - p k * p k) (fun k => - (p k * (p k - b k)))) by (intros; ring).
         rewrite vsum_opp. ring. }
    apply Rle_trans with (vsum n (fun k => (if Nat.eqb k j then 1 / 4 else 0) + b k * (1 / 4))).
    - apply vsum_le. intros k Hk. pose proof (probability_le_1 n p k P Hk) as [p0 p1]. pose proof (Hb k Hk) as b0.
      pose proof (b_le_1 k Hk) as b1. destruct (Nat.eqb k j).
      + pose proof (Rle_0_sqr (p k - 1 / 2)) as S. unfold Rsqr in S.
        assert (0 <= b k * (1 - p k)) by (apply Rmult_le_pos; lra). lra.
      + pose proof (Rle_0_sqr (p k - b k / 2)) as S. unfold Rsqr in S.
        assert (0 <= b k * (1 - b k)) by (apply Rmult_le_pos; lra). lra.
    - rewrite vsum_plus, vsum_scal_r, (vsum_delta n j (fun _ => 1 / 4) Hj). pose proof sum_b. lra.
  Qed.

  (** Above: |J v|^2 <= |v|^2 / 4, and half a variance. *)
  Lemma form_le_half : dot n v (mulv n (hess n b p) v) <= 1 / 2 * dot n v v.
  Proof.
    rewrite (quadratic_hess n b p v P). fold m.
    assert (J : dot n (jac n p v) (jac n p v) <= dot n v v / 4).
    { rewrite <- !norm2_sq. pose proof (jac_norm2 n p v Hn P) as H. pose proof (norm2_nonneg n (jac n p v)).
      pose proof (Rmult_le_compat _ _ _ _ H0 H0 H H). lra. }
    pose proof (variance_le_norm2 n p v Hn P) as V. rewrite (variance_centre n p v m P) in V. fold m in V.
    apply Rle_trans with (dot n (jac n p v) (jac n p v) + dot n p (fun i => (v i - m) * (v i - m)) * (1 / 2)); [|lra].
    unfold dot at 2 3. rewrite <- vsum_scal_r, <- vsum_plus. apply vsum_le. intros j Hj.
    unfold jac. fold m. pose proof (residual_le_half j Hj) as Rj. destruct P as [Hp _].
    assert (Q : 0 <= p j * ((v j - m) * (v j - m))) by (apply Rmult_le_pos; [apply Hp, Hj|apply Rle_0_sqr]).
    apply (Rmult_le_compat_l _ _ _ Q) in Rj. lra.
  Qed.

  (** Below: |p|^2 Var v <= |p|^2 (1 - |p|^2) |v|^2 <= |v|^2 / 4, and b_j p_j (1 - 2 p_j) v'_j^2 <= b_j |v|^2 / 4. *)
  Lemma form_ge_half : - (1 / 2 * dot n v v) <= dot n v (mulv n (hess n b p) v).
  Proof.
    rewrite (quadratic_hess n b p v P). fold m. pose proof P as [Hp E].
    pose proof (variance_le_trace n p v P) as V. rewrite (variance_centre n p v m P) in V. fold m in V.
    set (q := dot n p (fun i => (v i - m) * (v i - m))) in *. set (s := dot n p p) in *. set (N := dot n v v) in *.
    assert (N0 : 0 <= N) by apply dot_self. assert (s0 : 0 <= s) by apply dot_self.
    assert (pb : 0 <= dot n p b) by (apply vsum_nonneg; intros; apply Rmult_le_pos; auto).
    assert (A1 : s * q <= N / 4).
    { assert (q <= (1 - s) * N) by lra.
      apply Rle_trans with (s * ((1 - s) * N)); [apply Rmult_le_compat_l; assumption|].
      pose proof (Rle_0_sqr (s - 1 / 2)) as S. unfold Rsqr in S.
      assert (C : s * (1 - s) <= 1 / 4) by lra. apply (Rmult_le_compat_r N _ _ N0) in C. lra. }
    apply Rle_trans with (vsum n (fun j => - s * (p j * ((v j - m) * (v j - m))) - b j * (N / 4))).
    - rewrite vsum_minus, vsum_scal, vsum_scal_r. fold (dot n p (fun i => (v i - m) * (v i - m))). fold q.
      pose proof sum_b as S. apply (Rmult_le_compat_r (N / 4)) in S; lra.
    - apply vsum_le. intros j Hj. pose proof (probability_le_1 n p j P Hj) as [p0 p1]. pose proof (Hb j Hj) as b0.
      pose proof (b_le_1 j Hj) as b1. pose proof (centred_le_norm2 n p v j P Hj) as C. fold m N in C.
      pose proof (Rle_0_sqr (v j - m)) as w0. unfold Rsqr in w0. set (w := (v j - m) * (v j - m)) in *.
      replace (dot n p (vsub p b)) with (s - dot n p b) by (symmetry; apply dot_minus_r).
      assert (pw : 0 <= p j * w) by (apply Rmult_le_pos; assumption).
      assert (T1 : 0 <= p j * w * dot n p b) by (apply Rmult_le_pos; assumption).
      assert (T2 : 0 <= p j * w * (p j * (1 - b j))) by (apply Rmult_le_pos; [|apply Rmult_le_pos]; lra).
      pose proof (Rle_0_sqr (p j - 1 / 4)) as S. unfold Rsqr in S.
      assert (T3 : p j * (1 - 2 * p j) * w <= N / 4).
      { assert (U : p j * (1 - 2 * p j) <= 1 / 8) by lra. apply (Rmult_le_compat_r w _ _ w0) in U. lra. }
      apply (Rmult_le_compat_l (b j) _ _ b0) in T3. lra.
  Qed.
End Spectrum.

Lemma hess_symmetric n b p : symmetric n (hess n b p).
Proof.
  intros i j _ _. unfold hess, msub, madd, mscale, outer, vdiag. rewrite (Nat.eqb_sym j i).
  destruct (Nat.eqb_spec i j) as [->|]; ring.
Qed.

Lemma opbound_hess n b p : (1 <= n)%nat -> probability n p ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> opbound n n (hess n b p) (1 / 2).
Proof.
  intros Hn P Hb Hb1. apply symmetric_opbound; [lra|apply hess_symmetric|]. intros v.
  split; [apply form_ge_half|apply form_le_half]; assumption.
Qed.
