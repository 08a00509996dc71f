(** Where a layer imitates a gradient step: proofs of the claims of [imitation.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression Frobenius Fields LossHessian
  Spectrum Steps NearUniform.
Local Open Scope R_scope.

(** W with the mean of its rows taken off: its columns have sum 0. *)
Local Notation centred_rows n W := (msub W (mhdiv (outer (vconst 1) (mulv n (tr W) (vconst 1))) (mconst (INR n)))).
(** The negative gradient of the loss in the logits, as it is printed. *)
Local Notation direction n b p := (vsub (hmul p (vsub b p)) (vscale (dot n p (vsub b p)) p)).
Local Notation update A u x d := (madd A (mhdiv (outer u x) (mconst (norm2 d x ^ 2)))).

Section Imitation.
  Variables (d n : nat) (A : mat) (b x : vec) (eta r : R).
  Hypotheses (Hn : (1 <= n)%nat) (columns : forall k, vsum n (col A k) = 0) (HA : opbound n d A r) (He : 0 < eta).
  Hypotheses (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : vsum n b = 1) (Hx : norm2 d x ^ 2 <> 0).
  Let z := mulv d A x.
  Let p := softmax n z.
  Let step := vadd x (vscale eta (mulv n (tr A) (direction n b p))).

  Lemma update_logits_at u : mulv d (update A u x d) x = vadd z u.
  Proof.
    apply functional_extensionality. intros i. rewrite mulv_madd. unfold vadd. fold z. f_equal.
    transitivity (u i * dot d x x / norm2 d x ^ 2).
    - unfold mulv, mhdiv, outer, mconst, dot, Rdiv. rewrite <- vsum_scal, <- vsum_scal_r. apply vsum_ext. intros; ring.
    - rewrite <- norm2_sq. field. intros E. apply Hx. rewrite E. ring.
  Qed.

  (** A^T does not see constants. *)
  Lemma transpose_shift (v : vec) c k : mulv n (tr A) (fun i => v i + c) k = mulv n (tr A) v k.
  Proof.
    unfold mulv, tr. rewrite (vsum_ext n _ (fun j => A j k * v j + A j k * c)) by (intros; ring).
    rewrite vsum_plus, vsum_scal_r. change (vsum n (fun i => A i k)) with (vsum n (col A k)). rewrite columns. ring.
  Qed.

  (** The step moves the logits by eta A A^T G(z), which is (eta/n) A A^T b at z = 0: they differ by at most
      eta |A|^2 |z| / 2, as |G(z) - G(0)| <= |z| / 2. *)
  Let linear := vscale (eta / INR n) (mulv d A (mulv n (tr A) b)).

  Lemma step_off_linear : norm2 n (vsub (mulv d A step) (vadd z linear)) <= eta * (r ^ 2 * (norm2 n z / 2)).
  Proof.
    pose proof (INR_ge_1 n Hn) as N. set (g := vsub (residual n b (vconst 0)) (residual n b z)).
    assert (E : forall i, vsub (mulv d A step) (vadd z linear) i = eta * mulv d A (mulv n (tr A) g) i).
    { intros i. unfold step. unfold vsub at 1. unfold vadd at 1 2. rewrite mulv_plus. fold z.
      unfold linear, vscale at 1 3. rewrite mulv_scal.
      replace (mulv d A (mulv n (tr A) g) i) with (mulv d A (mulv n (tr A) (direction n b p)) i
        - / INR n * mulv d A (mulv n (tr A) b) i); [unfold Rdiv; ring|].
      rewrite <- mulv_scal, <- mulv_minus. apply vsum_ext. intros k _. f_equal.
      rewrite <- mulv_scal, <- mulv_minus. rewrite <- (transpose_shift _ (/ INR n / INR n)).
      apply vsum_ext. intros j _. f_equal. unfold g, vsub at 4. rewrite residual_zero, Hb1 by exact Hn.
      unfold residual, jac, vsub, hmul, vscale. fold p.
      rewrite (dot_minus_r n b p p), (dot_minus_r n p b p). field. lra. }
    rewrite (norm2_ext n _ _ (fun i _ => E i)), norm2_scal, Rabs_pos_eq by lra.
    apply Rmult_le_compat_l; [lra|]. replace (r ^ 2 * (norm2 n z / 2)) with (r * (r * (norm2 n z / 2))) by ring.
    apply opbound_mulv_le; [exact HA|]. apply opbound_mulv_le; [apply opbound_tr, HA|].
    assert (Hb1' : norm1 n b <= 1).
    { right. rewrite <- Hb1. apply vsum_ext. intros i Hi. apply Rabs_pos_eq, Hb, Hi. }
    pose proof (field_moves n _ _ (loss_hessian_field n b) (1 / 2) (vconst 0) z
      (fun y => opbound_hess_half n b _ (softmax_probability n y Hn) Hb Hb1')) as M.
    rewrite (norm2_ext n (vsub (vconst 0) z) (fun i => - z i)), norm2_opp in M by (intros; unfold vsub, vconst; ring).
    fold g in M. lra.
  Qed.

  (** Softmax halves what a layer is off [linear] by, in the logits and up to a constant. *)
  Lemma gap_of_update (u : vec) c e :
    norm2 n (vsub (vadd z linear) (vadd z (fun i => u i + c))) <= e ->
    norm2 n (vsub (softmax n (mulv d A step)) (softmax n (mulv d (update A u x d) x)))
    <= (eta * (r ^ 2 * (norm2 n z / 2)) + e) / 2.
  Proof.
    intros H. rewrite update_logits_at, <- (softmax_shift n (vadd z u) c) by exact Hn.
    eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
    rewrite (norm2_ext n _ (fun i => vsub (mulv d A step) (vadd z linear) i
      + vsub (vadd z linear) (vadd z (fun i => u i + c)) i)) by (intros; unfold vsub, vadd; ring).
    pose proof (norm2_triangle n (vsub (mulv d A step) (vadd z linear))
      (vsub (vadd z linear) (vadd z (fun i => u i + c)))) as T.
    pose proof step_off_linear. lra.
  Qed.

  Theorem linear_imitates :
    norm2 n (vsub (softmax n (mulv d A step)) (softmax n (mulv d (update A linear x d) x)))
    <= eta / 4 * r ^ 2 * norm2 n z.
  Proof.
    pose proof (gap_of_update linear 0 0) as G. eapply Rle_trans; [apply G|right; field].
    rewrite norm2_zero; [lra|]. intros i _. unfold vsub, vadd. ring.
  Qed.

  (** Row i of softmax (A A^T) b is within |row i of A A^T|^2 / 4 of 1/n + (A A^T b)_i / n. *)
  Let K := mulm d A (tr A).
  Let soft := vscale eta (mulv n (fun i => softmax n (row K i)) b).

  Lemma softmax_row i : Rabs (mulv n (fun i => softmax n (row K i)) b i - / INR n - mulv n K b i / INR n)
    <= norm2 n (row K i) ^ 2 / 4.
  Proof.
    assert (Z : vsum n (row K i) = 0).
    { unfold row, K, mulm, tr. rewrite vsum_swap. apply vsum_zero. intros k _. rewrite vsum_scal.
      change (vsum n (fun j => A j k)) with (vsum n (col A k)). rewrite columns. ring. }
    replace (mulv n (fun i => softmax n (row K i)) b i - / INR n - mulv n K b i / INR n)
      with (vsum n (fun k => (softmax n (row K i) k - / INR n - row K i k / INR n) * b k)).
    - eapply Rle_trans; [apply vsum_abs|].
      apply Rle_trans with (vsum n (fun k => dot n (row K i) (row K i) / 4 * b k)).
      + apply vsum_le. intros k Hk. rewrite Rabs_mult, (Rabs_pos_eq (b k)) by apply Hb, Hk.
        apply Rmult_le_compat_r; [apply Hb, Hk|]. apply softmax_first_order; assumption.
      + rewrite vsum_scal, Hb1, <- norm2_sq. right. field.
    - rewrite (vsum_ext n _ (fun k => softmax n (row K i) k * b k - / INR n * b k - K i k * b k * / INR n))
        by (intros; unfold row, Rdiv; ring).
      rewrite !vsum_minus, vsum_scal, vsum_scal_r, Hb1. unfold mulv, Rdiv. ring.
  Qed.

  Theorem softmax_imitates :
    norm2 n (vsub (softmax n (mulv d A step)) (softmax n (mulv d (update A soft x d) x)))
    <= eta / 4 * r ^ 2 * norm2 n z + eta / 8 * normfro n n K ^ 2.
  Proof.
    eapply Rle_trans; [apply (gap_of_update soft (- (eta / INR n)) (eta * (normfro n n K ^ 2 / 4)))|right; field].
    rewrite (norm2_ext n _ (fun i => eta * (mulv n K b i / INR n + / INR n
      - mulv n (fun i => softmax n (row K i)) b i))).
    - rewrite norm2_scal, Rabs_pos_eq by lra. apply Rmult_le_compat_l; [lra|].
      eapply Rle_trans; [apply norm2_le_norm1|].
      apply Rle_trans with (vsum n (fun i => norm2 n (row K i) ^ 2 / 4)).
      + apply vsum_le. intros i _. eapply Rle_trans; [|apply softmax_row]. right. rewrite <- Rabs_Ropp.
        apply (f_equal Rabs). unfold Rdiv. ring.
      + rewrite vsum_div, normfro_sq. right. f_equal. apply vsum_ext. intros i _. rewrite <- norm2_sq. ring.
    - intros i _. unfold vsub, vadd, soft, linear, vscale. rewrite <- mulv_mulm. fold K. field.
      pose proof (INR_ge_1 n Hn). lra.
  Qed.
End Imitation.

Lemma centred_columns n W k : (1 <= n)%nat -> vsum n (col (centred_rows n W) k) = 0.
Proof.
  intros Hn. pose proof (INR_ge_1 n Hn). unfold col, msub, mhdiv, outer, mconst, mulv, tr, vconst.
  rewrite vsum_minus, vsum_const, (vsum_ext n (fun j => W j k * 1) (fun j => W j k)) by (intros; ring). field. lra.
Qed.

Section Claims.
  Variables (d n : nat) (W : mat) (b x : vec) (eta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Let A := centred_rows n W.
  Variable s : R.
  Hypotheses (HA : opbound n d A s) (least : forall t : R, opbound n d A t -> s <= t) (He : 0 < eta).
  Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : vsum n b = 1).
  Hypotheses (x_pos : 0 < norm2 d x) (Hx : norm2 d x ^ 2 <> 0).
  Let step := vadd x (vscale eta (mulv n (tr A) (direction n b (softmax n (mulv d A x))))).

  Set Default Proof Using "All".

  Theorem linear :
    norm2 n (vsub (softmax n (mulv d A step))
      (softmax n (mulv d (update A (vscale (eta / INR n) (mulv d A (mulv n (tr A) b))) x d) x)))
    <= eta / 4 * s ^ 2 * norm2 n (mulv d A x).
  Proof. apply linear_imitates; try assumption. intros k. apply centred_columns, Hn. Qed.

  Theorem softmax_ :
    norm2 n (vsub (softmax n (mulv d A step))
      (softmax n (mulv d (update A (vscale eta (mulv n (fun i => softmax n (row (mulm d A (tr A)) i)) b)) x d) x)))
    <= eta / 4 * s ^ 2 * norm2 n (mulv d A x) + eta / 8 * normfro n n (mulm d A (tr A)) ^ 2.
  Proof. apply softmax_imitates; try assumption. intros k. apply centred_columns, Hn. Qed.
End Claims.
