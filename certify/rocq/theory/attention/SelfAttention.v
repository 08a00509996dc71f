(** * Self-attention: row i of the output is the mean of the tokens x_j with the weights softmax_j <A x_i, x_j>.

    The derivative of a row, and what it is at most on a ball. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax.
Local Open Scope R_scope.

(** ** Covariances *)

(** |cov(u, v)| <= S T where the mean of u^2 is at most S^2 and the variance of v at most T^2. *)
Lemma covariance_le n p u v S T : probability n p -> 0 <= S -> 0 <= T ->
  dot n p (fun i => u i * u i) <= S * S ->
  dot n p (fun i => (v i - dot n p v) * (v i - dot n p v)) <= T * T -> dot n u (jac n p v) <= S * T.
Proof.
  intros [Hp _] HS HT Hu Hv. set (r := fun i => sqrt (p i)). set (v' := fun i => v i - dot n p v).
  assert (W : forall a b, dot n (fun i => r i * a i) (fun i => r i * b i) = dot n p (fun i => a i * b i)).
  { intros a b. apply vsum_ext. intros i Hi. unfold r.
    rewrite <- (sqrt_sqrt (p i) (Hp i Hi)) at 3. ring. }
  replace (dot n u (jac n p v)) with (dot n (fun i => r i * u i) (fun i => r i * v' i)).
  - eapply Rle_trans; [apply dot_le_norm2|].
    apply Rmult_le_compat; [apply norm2_nonneg|apply norm2_nonneg|apply norm2_le_sq..]; rewrite ?W; assumption.
  - rewrite W. apply vsum_ext. intros i _. unfold jac, v'. ring.
Qed.

(** A variance is at most the mean square. *)
Lemma variance_le_square n p v : probability n p ->
  dot n p (fun i => (v i - dot n p v) * (v i - dot n p v)) <= dot n p (fun i => v i * v i).
Proof.
  intros P. pose proof (variance_centre n p v (dot n p v) P) as E1. pose proof (variance_centre n p v 0 P) as E0.
  rewrite (dot_ext n p p (fun i => (v i - 0) * (v i - 0)) (fun i => v i * v i)) in E0 by (intros; ring).
  pose proof (Rle_0_sqr (dot n p v)) as Q. unfold Rsqr in Q. lra.
Qed.

(** A mean square of <c, x_j> with |x_j| <= r. *)
Lemma mean_square_le n d p (c : vec) (X : mat) r : probability n p -> 0 <= r ->
  (forall j, (j < n)%nat -> norm2 d (X j) <= r) ->
  dot n p (fun j => dot d c (X j) * dot d c (X j)) <= norm2 d c * r * (norm2 d c * r).
Proof.
  intros [Hp E] Hr HX. apply Rle_trans with (vsum n (fun j => p j * (norm2 d c * r * (norm2 d c * r)))).
  - apply vsum_le. intros j Hj. apply Rmult_le_compat_l; [apply Hp, Hj|]. apply Rsqr_le_abs_1.
    rewrite (Rabs_pos_eq (norm2 d c * r)) by (apply Rmult_le_pos; [apply norm2_nonneg|exact Hr]).
    eapply Rle_trans; [apply abs_dot_le_norm2|]. apply Rmult_le_compat_l; [apply norm2_nonneg|apply HX, Hj].
  - rewrite vsum_scal_r, E. lra.
Qed.

(** ** The derivative of a mean of tokens

    The tokens x_j move by h_j, the logits by <e, x_j> + <w, h_j>. *)
Definition mean_moves (n d : nat) (p : vec) (X H : mat) (e w : vec) : vec := fun k =>
  dot n p (col H k) + dot n (jac n p (fun j => dot d e (X j) + dot d w (H j))) (col X k).

(** A mean of tokens against c is the mean of their products with c. *)
Lemma mean_of_products n d (a c : vec) (M : mat) :
  dot d c (fun k => dot n a (col M k)) = dot n a (fun j => dot d c (M j)).
Proof.
  unfold dot, col. rewrite (vsum_ext d _ (fun k => vsum n (fun j => c k * (a j * M j k))))
    by (intros; symmetry; apply vsum_scal).
  rewrite vsum_swap. apply vsum_ext. intros j _. rewrite <- vsum_scal. apply vsum_ext. intros; ring.
Qed.

Section Row.
  Variables (n d : nat) (p : vec) (X H : mat) (e w : vec) (r om : R).
  Hypotheses (P : probability n p) (r0 : 0 <= r) (om0 : 0 <= om).
  Hypotheses (HX : forall j, (j < n)%nat -> norm2 d (X j) <= r) (Hw : norm2 d w <= om).

  Let h k := dot n p (col H k).
  Let q := sqrt (dot n p (fun j => dot d (H j) (H j))).
  Let s := sqrt (dot n p (fun j => dot d (vsub (H j) h) (vsub (H j) h))).

  (** |h|^2 + s^2 = q^2, for the mean h of the h_j. *)
  Let split : dot d h h + s * s = q * q.
  Proof.
    destruct P as [Hp E].
    assert (N : forall G : mat, 0 <= dot n p (fun j => dot d (G j) (G j)))
      by (intros G; apply vsum_nonneg; intros j Hj; apply Rmult_le_pos; [apply Hp, Hj|apply dot_self]).
    unfold s, q. rewrite (sqrt_sqrt _ (N (fun j => vsub (H j) h))), (sqrt_sqrt _ (N H)).
    rewrite (dot_ext n p p (fun j => dot d (vsub (H j) h) (vsub (H j) h))
      (fun j => dot d (H j) (H j) - 2 * dot d h (H j) + dot d h h)).
    - rewrite dot_plus_r, dot_minus_r, dot_scal_r, <- (mean_of_products n d p h H). fold h.
      replace (dot n p (fun _ => dot d h h)) with (dot d h h); [ring|].
      unfold dot at 2. rewrite vsum_scal_r, E. ring.
    - reflexivity.
    - intros j _. unfold vsub. rewrite dot_minus_l, !dot_minus_r, (dot_sym d (H j) h). ring.
  Qed.

  (** The variance of <w, h_j> is at most (|w| s)^2. *)
  Let spread_of_moves : dot n p (fun j => (dot d w (H j) - dot n p (fun j => dot d w (H j)))
      * (dot d w (H j) - dot n p (fun j => dot d w (H j)))) <= om * s * (om * s).
  Proof.
    destruct P as [Hp E]. rewrite <- (mean_of_products n d p w H). fold h.
    replace (om * s * (om * s)) with (om * om * (s * s)) by ring. unfold s. rewrite sqrt_sqrt
      by (apply vsum_nonneg; intros j Hj; apply Rmult_le_pos; [apply Hp, Hj|apply dot_self]).
    rewrite <- dot_scal_r. apply vsum_le. intros j Hj. apply Rmult_le_compat_l; [apply Hp, Hj|].
    rewrite <- dot_minus_r. change (fun i => H j i - h i) with (vsub (H j) h). rewrite <- norm2_sq.
    replace (om * om * (norm2 d (vsub (H j) h) * norm2 d (vsub (H j) h)))
      with (om * norm2 d (vsub (H j) h) * (om * norm2 d (vsub (H j) h))) by ring. apply Rsqr_le_abs_1.
    pose proof (norm2_nonneg d (vsub (H j) h)) as N. rewrite (Rabs_pos_eq (om * _)) by (apply Rmult_le_pos; lra).
    eapply Rle_trans; [apply abs_dot_le_norm2|]. apply Rmult_le_compat_r; assumption.
  Qed.

  Theorem mean_moves_norm :
    norm2 d (mean_moves n d p X H e w) <= sqrt (1 + (om * r) ^ 2) * q + norm2 d e * r ^ 2.
  Proof.
    set (o := mean_moves n d p X H e w). pose proof (norm2_nonneg d o) as o0. pose proof (norm2_nonneg d e) as e0.
    assert (q0 : 0 <= q) by apply sqrt_pos. assert (s0 : 0 <= s) by apply sqrt_pos.
    pose proof (norm2_nonneg d h) as h0. pose proof (Rmult_le_pos _ _ om0 r0) as a0.
    assert (C : norm2 d h + om * r * s <= sqrt (1 + (om * r) ^ 2) * q).
    { apply Rsqr_incr_0; [|lra || (apply Rplus_le_le_0_compat; [exact h0|apply Rmult_le_pos; lra])
                          |apply Rmult_le_pos; [apply sqrt_pos|exact q0]].
      unfold Rsqr. replace (sqrt (1 + (om * r) ^ 2) * q * (sqrt (1 + (om * r) ^ 2) * q))
        with (sqrt (1 + (om * r) ^ 2) * sqrt (1 + (om * r) ^ 2) * (q * q)) by ring.
      rewrite sqrt_sqrt, <- split, <- norm2_sq by (pose proof (pow2_ge_0 (om * r)); lra).
      pose proof (Rle_0_sqr (om * r * norm2 d h - s)) as Q. unfold Rsqr in Q. lra. }
    apply norm2_le_dot; [pose proof (pow2_ge_0 r); pose proof (Rmult_le_pos _ _ e0 H0);
      pose proof (Rmult_le_pos _ _ (sqrt_pos (1 + (om * r) ^ 2)) q0); lra|].
    assert (E : dot d o o = dot d o h + (dot n (fun j => dot d o (X j)) (jac n p (fun j => dot d e (X j)))
                + dot n (fun j => dot d o (X j)) (jac n p (fun j => dot d w (H j))))).
    { unfold o at 2. unfold mean_moves. rewrite dot_plus_r. f_equal. rewrite mean_of_products, <- dot_plus_r, dot_sym.
      apply dot_ext; [reflexivity|]. intros j _. unfold jac. rewrite dot_plus_r. ring. }
    rewrite E. pose proof (dot_le_norm2 d o h) as B1.
    pose proof (mean_square_le n d p o X r P r0 HX) as So. pose proof (mean_square_le n d p e X r P r0 HX) as Se.
    pose proof (covariance_le n p _ _ _ _ P (Rmult_le_pos _ _ o0 r0) (Rmult_le_pos _ _ e0 r0) So
      (Rle_trans _ _ _ (variance_le_square n p _ P) Se)) as B2.
    pose proof (covariance_le n p _ _ _ _ P (Rmult_le_pos _ _ o0 r0) (Rmult_le_pos _ _ om0 s0) So
      spread_of_moves) as B3.
    pose proof (Rmult_le_compat_l _ _ _ o0 C). lra.
  Qed.
End Row.
