(** * Self-attention on a ball of tokens: its derivative and its Lipschitz constants.

    Tokens have norm at most r, |A| <= s, |V| <= v and a = s r^2.  A row of the derivative along H is at most
    v (sqrt(1 + a^2) q_i + a |h_i|), where q_i^2 is the mean of |h_j|^2 with the weights of row i. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Kronecker Frobenius SelfAttention.
Local Open Scope R_scope.

Definition weights (n d : nat) (A X : mat) : mat := fun i => softmax n (fun j => dot d (mulv d A (X i)) (X j)).
Definition output (n d : nat) (A V X : mat) : mat := fun i => mulv d V (fun k => dot n (weights n d A X i) (col X k)).

(** As it is printed: softmax (X A^T X^T) X V^T. *)
Lemma output_printed n d A V X :
  mulm d (mulm n (fun i => softmax n (row (mulm d (mulm d X (tr A)) (tr X)) i)) X) (tr V) = output n d A V X.
Proof.
  assert (L : forall i, row (mulm d (mulm d X (tr A)) (tr X)) i = (fun j => dot d (mulv d A (X i)) (X j))).
  { intros i. apply functional_extensionality. intros j. apply vsum_ext. intros k _. unfold tr. f_equal.
    apply vsum_ext. intros; ring. }
  do 2 (apply functional_extensionality; intro). unfold output, weights. rewrite <- L. apply vsum_ext. intros k _.
  unfold mulm at 1. unfold dot, col, tr. ring.
Qed.

(** ** The derivative *)

Section Curve.
  Variables (n d : nat) (A V : mat) (X : R -> mat) (H : mat) (t : R).
  Hypothesis HX : forall j k, (j < n)%nat -> (k < d)%nat -> deriv_at (fun s => X s j k) t (H j k).

  Definition moves : mat := fun i =>
    mulv d V (mean_moves n d (weights n d A (X t) i) (X t) H (mulv d A (H i)) (mulv d A (X t i))).

  Lemma deriv_output i k : (i < n)%nat -> deriv_at (fun s => output n d A V (X s) i k) t (moves i k).
  Proof.
    intros Hi. apply (deriv_mulv d V (fun s l => dot n (weights n d A (X s) i) (col (X s) l))). intros l Hl.
    set (e := mulv d A (H i)). set (w := mulv d A (X t i)).
    assert (Z : forall j, (j < n)%nat -> deriv_at (fun s => dot d (mulv d A (X s i)) (X s j)) t
      (dot d e (X t j) + dot d w (H j))).
    { intros j Hj. apply (deriv_dot d (fun s => mulv d A (X s i)) (fun s => X s j)).
      - intros m _. apply (deriv_mulv d A (fun s => X s i)). intros c Hc. apply HX; assumption.
      - intros m Hm. apply HX; assumption. }
    eapply deriv_eq.
    - apply (deriv_dot n (fun s => weights n d A (X s) i) (fun s => col (X s) l)).
      + intros j Hj. exact (deriv_softmax n (fun s j => dot d (mulv d A (X s i)) (X s j)) t _ j Hj Z).
      + intros j Hj. apply HX; assumption.
    - unfold mean_moves. apply Rplus_comm.
  Qed.
End Curve.

(** ** Its size on a ball *)

Section Ball.
  Variables (n d : nat) (A V : mat) (r s v : R).
  Hypotheses (Hn : (1 <= n)%nat) (r0 : 0 <= r) (HA : opbound d d A s) (HV : opbound d d V v).
  Let a := s * r ^ 2.

  Section AtOnePoint.
    Variables (X H : mat).
    Hypothesis HX : forall j, (j < n)%nat -> norm2 d (X j) <= r.
    Let q i := sqrt (dot n (weights n d A X i) (fun j => dot d (H j) (H j))).
    Let move i := mulv d V (mean_moves n d (weights n d A X i) X H (mulv d A (H i)) (mulv d A (X i))).

    Lemma row_norm i : (i < n)%nat -> norm2 d (move i) <= v * (sqrt (1 + a ^ 2) * q i + a * norm2 d (H i)).
    Proof.
      intros Hi. apply opbound_mulv_le; [exact HV|]. pose proof (opbound_nonneg _ _ _ _ HA) as s0.
      eapply Rle_trans; [apply (mean_moves_norm n d _ X H (mulv d A (H i)) (mulv d A (X i)) r (s * r))|].
      - apply softmax_probability, Hn.
      - exact r0.
      - apply Rmult_le_pos; assumption.
      - exact HX.
      - apply opbound_mulv_le; [exact HA|apply HX, Hi].
      - replace (s * r * r) with a by (unfold a; ring). fold (q i). apply Rplus_le_compat_l. unfold a.
        pose proof (Rmult_le_compat_r (r ^ 2) _ _ (pow2_ge_0 r) (opbound_mulv _ _ _ _ (H i) HA)). lra.
    Qed.

    (** Rows measured by the largest: q_i <= max |h_j|. *)
    Lemma row_norm_max m i : (i < n)%nat -> (forall j, (j < n)%nat -> norm2 d (H j) <= m) ->
      norm2 d (move i) <= v * (sqrt (1 + a ^ 2) + a) * m.
    Proof.
      intros Hi Hm. pose proof (norm2_nonneg d (H i)) as N. pose proof (Hm i Hi) as Mi.
      pose proof (opbound_nonneg _ _ _ _ HV) as v0. pose proof (opbound_nonneg _ _ _ _ HA) as s0.
      assert (a0 : 0 <= a) by (apply Rmult_le_pos; [exact s0|apply pow2_ge_0]).
      assert (Q : q i <= m).
      { rewrite <- (sqrt_square m) by lra. apply sqrt_le_1_alt.
        destruct (softmax_probability n (fun j => dot d (mulv d A (X i)) (X j)) Hn) as [P0 P1].
        fold (weights n d A X i) in P0, P1. apply Rle_trans with (vsum n (fun j => weights n d A X i j * (m * m))).
        - apply vsum_le. intros j Hj. apply Rmult_le_compat_l; [apply P0, Hj|]. rewrite <- norm2_sq.
          pose proof (norm2_nonneg d (H j)). apply Rmult_le_compat; auto.
        - rewrite vsum_scal_r, P1. lra. }
      eapply Rle_trans; [apply row_norm, Hi|]. rewrite Rmult_assoc. apply Rmult_le_compat_l; [exact v0|].
      pose proof (Rmult_le_compat_l _ _ _ (sqrt_pos (1 + a ^ 2)) Q). pose proof (Rmult_le_compat_l a _ _ a0 Mi). lra.
    Qed.

    (** sum_i q_i^2 <= n |H|_F^2, as no weight is above 1. *)
    Let squares : norm2 n q <= sqrt (INR n) * normfro n d H.
    Proof.
      rewrite normfro_rows. apply norm2_le_sq; [apply Rmult_le_pos; [apply sqrt_pos|apply norm2_nonneg]|].
      set (N := norm2 n (fun i => norm2 d (row H i))).
      replace (sqrt (INR n) * N * (sqrt (INR n) * N)) with (sqrt (INR n) * sqrt (INR n) * (N * N)) by ring.
      rewrite sqrt_sqrt by apply pos_INR. rewrite <- vsum_const. apply vsum_le. intros i Hi.
      pose proof (softmax_probability n (fun j => dot d (mulv d A (X i)) (X j)) Hn) as P. fold (weights n d A X i) in P.
      unfold q. rewrite sqrt_sqrt
        by (apply vsum_nonneg; intros j Hj; apply Rmult_le_pos; [apply P, Hj|apply dot_self]).
      unfold N. rewrite norm2_sq. apply vsum_le. intros j Hj. rewrite norm2_sq.
      pose proof (probability_le_1 n _ j P Hj) as B. pose proof (dot_self d (H j)) as D.
      pose proof (Rmult_le_compat_r _ _ 1 D (proj2 B)). change (row H j) with (H j). lra.
    Qed.

    Theorem moves_frobenius D : (forall i k, (i < n)%nat -> (k < d)%nat -> D i k = move i k) ->
      normfro n d D <= v * (sqrt (INR n * (1 + a ^ 2)) + a) * normfro n d H.
    Proof.
      intros HD. pose proof (opbound_nonneg _ _ _ _ HV) as v0. pose proof (opbound_nonneg _ _ _ _ HA) as s0.
      assert (a0 : 0 <= a) by (apply Rmult_le_pos; [exact s0|apply pow2_ge_0]).
      set (c := sqrt (1 + a ^ 2)). assert (c0 : 0 <= c) by apply sqrt_pos.
      rewrite (normfro_rows n d D).
      apply Rle_trans with (norm2 n (fun i => v * (c * q i + a * norm2 d (H i)))).
      - apply norm2_le_entries. intros i Hi. rewrite (norm2_ext d (row D i) (move i)) by (intros; apply HD; assumption).
        rewrite Rabs_pos_eq by apply norm2_nonneg. eapply Rle_trans; [apply row_norm, Hi|apply Rle_abs].
      - rewrite norm2_scal, Rabs_pos_eq, Rmult_assoc by exact v0. apply Rmult_le_compat_l; [exact v0|].
        eapply Rle_trans; [apply norm2_triangle|]. rewrite !norm2_scal, !Rabs_pos_eq by assumption.
        rewrite sqrt_mult_alt by apply pos_INR. fold c. pose proof (Rmult_le_compat_l c _ _ c0 squares).
        rewrite normfro_rows in *. change (fun i => norm2 d (H i)) with (fun i => norm2 d (row H i)). lra.
    Qed.
  End AtOnePoint.

  (** ** Differences: along the segment, which lies in the ball *)

  Section Segment.
    Variables X Y : mat.
    Hypotheses (HX : forall j, (j < n)%nat -> norm2 d (X j) <= r) (HY : forall j, (j < n)%nat -> norm2 d (Y j) <= r).
    Let Z t : mat := fun j => between (Y j) (X j) t.

    Let Z_ball t : 0 <= t <= 1 -> forall j, (j < n)%nat -> norm2 d (Z t j) <= r.
    Proof. intros Ht j Hj. apply between_norm2; auto. Qed.
    Let deriv_Z t j k : (j < n)%nat -> (k < d)%nat -> deriv_at (fun s => Z s j k) t (msub X Y j k).
    Proof. intros _ _. apply deriv_between. Qed.
    Let Z0 : Z 0 = Y.
    Proof. apply functional_extensionality. intros j. apply between_0. Qed.
    Let Z1 : Z 1 = X.
    Proof. apply functional_extensionality. intros j. apply between_1. Qed.

    Theorem output_rows m i : (i < n)%nat -> (forall j, (j < n)%nat -> norm2 d (msub X Y j) <= m) ->
      norm2 d (msub (output n d A V X) (output n d A V Y) i) <= v * (sqrt (1 + a ^ 2) + a) * m.
    Proof.
      intros Hi Hm. rewrite <- Z1, <- Z0 at 1.
      apply (mean_value_norm2 d (fun t => output n d A V (Z t) i) (fun t => moves n d A V Z (msub X Y) t i)).
      - intros t k Ht Hk. apply deriv_output; [apply deriv_Z|exact Hi].
      - intros t Ht. apply row_norm_max; [apply Z_ball, Ht|exact Hi|exact Hm].
    Qed.

    Theorem output_frobenius : normfro n d (msub (output n d A V X) (output n d A V Y))
      <= v * (sqrt (INR n * (1 + a ^ 2)) + a) * normfro n d (msub X Y).
    Proof.
      rewrite <- (norm2_vec_rows n d (msub (output n d A V X) _)). rewrite <- Z1, <- Z0 at 1.
      apply (mean_value_norm2 (n * d) (fun t => vec_rows d (output n d A V (Z t)))
        (fun t => vec_rows d (moves n d A V Z (msub X Y) t))).
      - intros t k Ht Hk. unfold vec_rows. apply deriv_output; [apply deriv_Z|apply div_lt_rows, Hk].
      - intros t Ht. rewrite norm2_vec_rows. apply (moves_frobenius (Z t)); [apply Z_ball, Ht|reflexivity].
    Qed.
  End Segment.
End Ball.

(** ** As the papers state it *)

(** What the derivative along H is, wherever it is given by its entries. *)
Lemma derivative_moves n d A V X H D :
  (forall i k, (i < n)%nat -> (k < d)%nat -> deriv_at (fun t =>
    let Z := madd X (mscale t H) in
    mulm d (mulm n (fun i => softmax n (row (mulm d (mulm d Z (tr A)) (tr Z)) i)) Z) (tr V) i k) 0 (D i k)) ->
  forall i k, (i < n)%nat -> (k < d)%nat ->
  D i k = mulv d V (mean_moves n d (weights n d A X i) X H (mulv d A (H i)) (mulv d A (X i))) k.
Proof.
  intros HD i k Hi Hk. set (Z := fun t => madd X (mscale t H)).
  replace X with (Z 0) by apply madd_mscale_0. apply (deriv_unique _ _ _ _ (HD i k Hi Hk)).
  apply (deriv_ext (fun t => output n d A V (Z t) i k)); [intros t; cbv zeta; rewrite output_printed; reflexivity|].
  apply (deriv_output n d A V Z H 0); [|exact Hi]. intros j l _ _. apply (deriv_line (X j l) (H j l) 0).
Qed.

(** Rows in a ball, by the sums of squares of their entries. *)
Lemma in_ball n d X r : 0 < r -> (forall i, (i < n)%nat -> vsum d (row (mhmul X X) i) <= r ^ 2) ->
  forall j, (j < n)%nat -> norm2 d (X j) <= r.
Proof.
  intros Hr H j Hj. apply norm2_le_sq; [lra|]. replace (r * r) with (r ^ 2) by ring. exact (H j Hj).
Qed.

(** (sqrt(n (1 + a^2)) + a)^2 <= 2 n (1 + a^2) + 2 a^2 <= 3 (a^2 (4n + 1) + n), for a = s r^2. *)
Lemma constant_le_published n r s v : 0 <= v ->
  v * (sqrt (INR n * (1 + (s * r ^ 2) ^ 2)) + s * r ^ 2)
  <= sqrt 3 * v * sqrt (s ^ 2 * r ^ 4 * (4 * INR n + 1) + INR n).
Proof.
  intros v0. rewrite (Rmult_comm (sqrt 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact v0|].
  pose proof (pos_INR n) as N. rewrite <- sqrt_mult_alt by lra. set (a := s * r ^ 2).
  replace (s ^ 2 * r ^ 4) with (a ^ 2) by (unfold a; ring). pose proof (pow2_ge_0 a) as A.
  pose proof (Rmult_le_pos _ _ N A) as NA. set (c := sqrt (INR n * (1 + a ^ 2))).
  assert (C : c * c = INR n * (1 + a ^ 2)) by (apply sqrt_sqrt; lra).
  destruct (Rle_dec 0 (c + a)) as [L|L]; [|pose proof (sqrt_pos (3 * (a ^ 2 * (4 * INR n + 1) + INR n))); lra].
  rewrite <- (sqrt_square (c + a) L). apply sqrt_le_1_alt. pose proof (Rle_0_sqr (c - a)) as Q. unfold Rsqr in Q. lra.
Qed.
