(** Self-attention on a ball: proofs of the claims of [attention.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Kronecker Frobenius AttentionOnBall
  Steps.
Local Open Scope R_scope.

Local Notation attention n d A V X :=
  (mulm d (mulm n (fun i => softmax n (row (mulm d (mulm d X (tr A)) (tr X)) i)) X) (tr V)).
Local Notation largest_row n d M := (sqrt (vmax n (fun i => vsum d (row (mhmul M M) i)))).
Local Notation ball n d X r := (forall i : nat, (i < n)%nat -> vsum d (row (mhmul X X) i) <= r ^ 2).
Local Notation frobenius n a := (sqrt (INR n * (1 + a ^ 2)) + a).
Local Notation by_rows a := (sqrt (1 + a ^ 2) + a).

(** The largest norm of a row is the least bound of them all. *)
Lemma row_le_largest n d M i : (i < n)%nat -> norm2 d (M i) <= largest_row n d M.
Proof. intros Hi. apply sqrt_le_1_alt. exact (vmax_ge n i (fun i => vsum d (row (mhmul M M) i)) Hi). Qed.

Lemma largest_row_le n d M c : (1 <= n)%nat -> (forall i, (i < n)%nat -> norm2 d (M i) <= c) -> largest_row n d M <= c.
Proof.
  intros Hn H. destruct (vmax_attained n (fun i => vsum d (row (mhmul M M) i)) Hn) as (k & Hk & ->). exact (H k Hk).
Qed.

Theorem jacobian : forall (d n : nat) (A H V X : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat -> forall D : mat,
  (forall i j : nat, (i < n)%nat -> (j < d)%nat ->
    deriv_at (fun t => attention n d A V (madd X (mscale t H)) i j) 0 (D i j)) ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r -> ball n d X r ->
  normfro n d D <= s1 * frobenius n (s2 * r ^ 2) * normfro n d H.
Proof.
  intros d n A H V X r _ Hn D HD s1 HV _ s2 HA _ Hr HX.
  apply (moves_frobenius n d A V r s2 s1 Hn ltac:(lra) HA HV X H (in_ball n d X r Hr HX) D).
  apply derivative_moves, HD.
Qed.

Theorem difference : forall (d n : nat) (A V X Y : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r ->
  ball n d X r -> ball n d Y r ->
  normfro n d (msub (attention n d A V X) (attention n d A V Y))
  <= s1 * frobenius n (s2 * r ^ 2) * normfro n d (msub X Y).
Proof.
  intros d n A V X Y r _ Hn s1 HV _ s2 HA _ Hr HX HY. rewrite !output_printed.
  apply (output_frobenius n d A V r s2 s1 Hn ltac:(lra) HA HV X Y); apply in_ball; assumption.
Qed.

Theorem jacobian_by_rows : forall (d n : nat) (A H V X : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : mat, (forall i j : nat, (i < n)%nat -> (j < d)%nat ->
    deriv_at (fun t => attention n d A V (madd X (mscale t H)) i j) 0 (D i j)) ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r -> ball n d X r ->
  largest_row n d D <= s1 * by_rows (s2 * r ^ 2) * largest_row n d H.
Proof.
  intros d n A H V X r _ Hn D HD s1 HV _ s2 HA _ Hr HX. apply largest_row_le; [exact Hn|]. intros i Hi.
  rewrite (norm2_ext d (D i) _ (fun k Hk => derivative_moves n d A V X H D HD i k Hi Hk)).
  apply (row_norm_max n d A V r s2 s1 Hn ltac:(lra) HA HV X H (in_ball n d X r Hr HX)); [exact Hi|].
  intros j Hj. apply row_le_largest, Hj.
Qed.

Theorem difference_by_rows : forall (d n : nat) (A V X Y : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r ->
  ball n d X r -> ball n d Y r ->
  largest_row n d (msub (attention n d A V X) (attention n d A V Y))
  <= s1 * by_rows (s2 * r ^ 2) * largest_row n d (msub X Y).
Proof.
  intros d n A V X Y r _ Hn s1 HV _ s2 HA _ Hr HX HY. rewrite !output_printed. apply largest_row_le; [exact Hn|].
  intros i Hi. apply (output_rows n d A V r s2 s1 Hn ltac:(lra) HA HV X Y); try (apply in_ball; assumption);
    [exact Hi|]. intros j Hj. apply row_le_largest, Hj.
Qed.

Theorem published_follows : forall (d n : nat) (A V : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r ->
  s1 * frobenius n (s2 * r ^ 2) <= sqrt 3 * s1 * sqrt (s2 ^ 2 * r ^ 4 * (4 * INR n + 1) + INR n).
Proof.
  intros d n A V r _ _ s1 HV _ s2 _ _ _. apply constant_le_published, (opbound_nonneg _ _ _ _ HV).
Qed.

(** ** Dot-product attention with unit weights: A = I / sqrt(d), V = I *)

Local Notation dot_product n d X :=
  (mulm n (fun i => softmax n (row (mhdiv (mulm d X (tr X)) (mconst (sqrt (INR d)))) i)) X).

Section DotProduct.
  Variables (d n : nat) (D X : mat) (r : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Let root := sqrt (INR d).
  Let root_pos : 0 < root.
  Proof. pose proof (sqrt_INR_ge_1 d Hd). unfold root. lra. Qed.
  Let A := mscale (/ root) meye.

  Let bound_A : opbound d d A (/ root).
  Proof.
    split; [left; apply Rinv_0_lt_compat, root_pos|]. intros v.
    rewrite (norm2_ext d _ (fun i => / root * v i)) by (intros; unfold A; rewrite mulv_mscale, mulv_meye; auto).
    rewrite norm2_scal, Rabs_pos_eq; [lra|left; apply Rinv_0_lt_compat, root_pos].
  Qed.

  Let bound_V : opbound d d meye 1.
  Proof.
    split; [lra|]. intros v. rewrite (norm2_ext d _ v) by (intros; apply mulv_meye; assumption). lra.
  Qed.

  (** The output of [output] at these weights. *)
  Lemma dot_product_output Y i k : (k < d)%nat -> dot_product n d Y i k = output n d A meye Y i k.
  Proof.
    intros Hk. unfold output. rewrite mulv_meye by exact Hk.
    change (dot n (softmax n (row (mhdiv (mulm d Y (tr Y)) (mconst root)) i)) (col Y k)
      = dot n (softmax n (fun j => dot d (mulv d A (Y i)) (Y j))) (col Y k)).
    do 2 f_equal.
    apply functional_extensionality. intros j. unfold row, mhdiv, mconst, mulm.
    rewrite (dot_ext d _ (fun l => / root * Y i l) (Y j) (Y j)), dot_scal_l
      by (intros; try reflexivity; unfold A; rewrite mulv_mscale, mulv_meye; auto).
    apply Rmult_comm.
  Qed.

  Let a := r ^ 2 / root.

  Let a_eq : / root * r ^ 2 = a.
  Proof. unfold a. field. apply Rgt_not_eq, root_pos. Qed.

  Let a_nonneg : 0 <= a.
  Proof. apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat, root_pos]. Qed.

  Let back i k : msub (madd X D) X i k = D i k.
  Proof. unfold msub, madd. ring. Qed.

  Section Difference.
    Hypotheses (Hr : 0 < r) (HX : ball n d X r) (HXD : ball n d (madd X D) r).
    Let change := msub (dot_product n d (madd X D)) (dot_product n d X).

    Let change_output i k : (k < d)%nat ->
      change i k = msub (output n d A meye (madd X D)) (output n d A meye X) i k.
    Proof. intros Hk. unfold change, msub. rewrite !dot_product_output by exact Hk. reflexivity. Qed.

    Lemma change_frobenius : normfro n d change <= frobenius n a * normfro n d D.
    Proof.
      rewrite (normfro_ext n d change (msub (output n d A meye (madd X D)) (output n d A meye X)))
        by (intros; apply change_output; assumption).
      rewrite (normfro_ext n d D (msub (madd X D) X)) by (intros; symmetry; apply back).
      pose proof (output_frobenius n d A meye r (/ root) 1 Hn ltac:(lra) bound_A bound_V (madd X D) X
        (in_ball n d _ r Hr HXD) (in_ball n d X r Hr HX)) as B.
      rewrite a_eq in B. lra.
    Qed.

    Lemma change_row m i : (i < n)%nat -> (forall j, (j < n)%nat -> norm2 d (D j) <= m) ->
      norm2 d (change i) <= by_rows a * m.
    Proof.
      intros Hi Hm. rewrite (norm2_ext d (change i) _ (fun k Hk => change_output i k Hk)).
      pose proof (output_rows n d A meye r (/ root) 1 Hn ltac:(lra) bound_A bound_V (madd X D) X
        (in_ball n d _ r Hr HXD) (in_ball n d X r Hr HX) m i Hi) as B.
      rewrite a_eq, Rmult_1_l in B. apply B. intros j Hj. rewrite (norm2_ext d _ (D j)); [apply Hm, Hj|].
      intros k _. apply back.
    Qed.

    Let flat (M : mat) : vec := fun k => M (Nat.div k d) (Nat.modulo k d).
    Let flat_norm M : norm2 (d * n) (flat M) = normfro n d M.
    Proof. rewrite Nat.mul_comm. apply (norm2_vec_rows n d M). Qed.

    Theorem dot_product_on_a_ball__p_2 : norm2 (d * n) (flat change) <= frobenius n a * norm2 (d * n) (flat D).
    Proof. rewrite !flat_norm. apply change_frobenius. Qed.

    (** |v|_1 <= sqrt(n d) |v|_2 and |v|_2 <= |v|_1. *)
    Theorem dot_product_on_a_ball__p_1 :
      norm1 (d * n) (flat change) <= sqrt (INR n * INR d) * frobenius n a * norm1 (d * n) (flat D).
    Proof.
      assert (C : 0 <= frobenius n a) by (pose proof (sqrt_pos (INR n * (1 + a ^ 2))); lra).
      apply Rle_trans with (sqrt (INR n * INR d) * norm2 (d * n) (flat change)).
      - replace (INR n * INR d) with (INR (d * n)) by (rewrite mult_INR; ring).
        pose proof (abs_vsum_le_norm2 (d * n) (fun k => Rabs (flat change k))) as B.
        replace (norm2 (d * n) (fun k => Rabs (flat change k))) with (norm2 (d * n) (flat change)) in B.
        + eapply Rle_trans; [apply Rle_abs|exact B].
        + apply Rle_antisym; apply norm2_le_entries; intros; rewrite Rabs_Rabsolu; lra.
      - rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply sqrt_pos|].
        eapply Rle_trans; [apply dot_product_on_a_ball__p_2|]. apply Rmult_le_compat_l; [exact C|apply norm2_le_norm1].
    Qed.

    (** An entry is at most the norm of its row, and |h_j|_2 <= sqrt(d) |h_j|_inf. *)
    Theorem dot_product_on_a_ball__p_inf :
      norminf (d * n) (flat change) <= sqrt (INR d) * by_rows a * norminf (d * n) (flat D).
    Proof.
      set (m := norminf (d * n) (flat D)). pose proof (norminf_nonneg (d * n) (flat D) : 0 <= m) as m0.
      assert (Hm : forall j, (j < n)%nat -> norm2 d (D j) <= sqrt (INR d) * m).
      { intros j Hj. apply norm2_le_const; [exact m0|]. intros k Hk.
        pose proof (entry_le_norminf (d * n) (j * d + k) (flat D)) as B. unfold flat in B.
        rewrite place_div, place_mod in B by exact Hk. apply B. rewrite (Nat.mul_comm d n).
        apply place_lt; assumption. }
      pose proof (sqrt_pos (1 + a ^ 2)) as C.
      apply norminf_le; [apply Rmult_le_pos; [apply Rmult_le_pos; [apply sqrt_pos|lra]|exact m0]|].
      intros k Hk. unfold flat. rewrite Nat.mul_comm in Hk.
      eapply Rle_trans; [apply (entry_le_norm2 d (k mod d) (change (k / d)%nat)); apply Nat.mod_upper_bound; lia|].
      eapply Rle_trans; [apply (change_row _ (k / d) ltac:(apply div_lt_rows, Hk) Hm)|]. lra.
    Qed.
  End Difference.

  Theorem dot_product_derivative : forall D1 : mat, (forall i j : nat, (i < n)%nat -> (j < d)%nat ->
      deriv_at (fun t => dot_product n d (madd X (mscale t D)) i j) 0 (D1 i j)) ->
    0 < r -> ball n d X r -> normfro n d D1 <= frobenius n a * normfro n d D.
  Proof.
    intros D1 HD1 Hr HX.
    pose proof (moves_frobenius n d A meye r (/ root) 1 Hn ltac:(lra) bound_A bound_V X D (in_ball n d X r Hr HX) D1)
      as B.
    rewrite a_eq, Rmult_1_l in B. apply B. apply derivative_moves. intros i k Hi Hk.
    apply (deriv_ext (fun t => dot_product n d (madd X (mscale t D)) i k)); [|apply HD1; assumption].
    intros t. cbv zeta. rewrite output_printed. apply dot_product_output, Hk.
  Qed.
End DotProduct.
