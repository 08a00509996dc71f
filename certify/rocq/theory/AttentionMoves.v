(** * How far the attention matrix moves, and how large the gradients of its losses are. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Moves Fields LossHessian Slope RescaledLoss
  Kronecker Frobenius RowSums Attention AttentionLosses.
Local Open Scope R_scope.

(** ** Logits *)

Lemma msub_line M N : msub M N = madd M (mscale (- 1) N).
Proof.
  apply functional_extensionality. intros i. apply functional_extensionality. intros j.
  unfold msub, madd, mscale. ring.
Qed.

Lemma logits_minus_X d A_1 A_2 X Y :
  msub (logits d A_1 X A_2) (logits d A_1 Y A_2) = logits d A_1 (msub X Y) A_2.
Proof. rewrite (msub_line X Y), logits_in_X, <- msub_line. reflexivity. Qed.

Lemma logits_minus_A_1 d A_1 A_1' A_2 X :
  msub (logits d A_1 X A_2) (logits d A_1' X A_2) = logits d (msub A_1 A_1') X A_2.
Proof. rewrite (msub_line A_1 A_1'), logits_in_A_1, <- msub_line. reflexivity. Qed.

Lemma logits_minus_A_2 d A_1 A_2 A_2' X :
  msub (logits d A_1 X A_2) (logits d A_1 X A_2') = logits d A_1 X (msub A_2 A_2').
Proof. rewrite (msub_line A_2 A_2'), logits_in_A_2, <- msub_line. reflexivity. Qed.

Lemma normfro_logits_X n d A_1 A_2 V r s : opbound n d A_1 r -> opbound n d A_2 s ->
  normfro n n (logits d A_1 V A_2) <= r * s * normfro d d V.
Proof.
  intros Hr Hs. eapply Rle_trans; [apply (normfro_mulm_r n d n _ _ s), opbound_tr, Hs|].
  pose proof (normfro_mulm_l n d d A_1 V r Hr) as H.
  apply (Rmult_le_compat_l s) in H; [lra|apply (opbound_nonneg _ _ _ _ Hs)].
Qed.

Lemma normfro_logits_A_1 n d A_2 X V s : opbound n d (mulm d A_2 (tr X)) s ->
  normfro n n (logits d V X A_2) <= s * normfro n d V.
Proof.
  intros Hs. unfold logits. rewrite (normfro_ext n n _ (mulm d V (mulm d X (tr A_2)))) by (intros; apply mulm_assoc).
  apply normfro_mulm_r. apply opbound_ext with (tr (mulm d A_2 (tr X))); [|apply opbound_tr, Hs].
  intros; apply tr_mulm.
Qed.

Lemma normfro_logits_A_2 n d A_1 X V s : opbound n d (mulm d A_1 X) s ->
  normfro n n (logits d A_1 X V) <= s * normfro n d V.
Proof. intros Hs. rewrite <- (normfro_tr d n V). apply normfro_mulm_l, Hs. Qed.

(** ** The attention matrix: each row is a softmax *)

Section Moves.
  Variables (n : nat) (M N Z W : mat).
  Hypothesis Hn : (1 <= n)%nat.
  Hypotheses (HM : gives_one n M (row_sums n (mmap exp Z))) (HN : gives_one n N (row_sums n (mmap exp W))).

  Let F := mulm n M (mmap exp Z).
  Let F' := mulm n N (mmap exp W).

  Lemma attention_row_moves i : (i < n)%nat ->
    norm2 n (row (msub F F') i) = norm2 n (vsub (softmax n (row Z i)) (softmax n (row W i))).
  Proof.
    intros Hi. apply norm2_ext. intros k _. unfold row at 1, msub, F, F'.
    rewrite (attention_entry n M Z i k HM Hi), (attention_entry n N W i k HN Hi). reflexivity.
  Qed.

  Theorem attention_moves : normfro n n (msub F F') <= 1 / 2 * normfro n n (msub Z W).
  Proof.
    apply normfro_le_rows; [lra|]. intros i Hi. rewrite attention_row_moves by exact Hi.
    eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
    change (norm2 n (row (msub Z W) i) / 2 <= 1 / 2 * norm2 n (row (msub Z W) i)). lra.
  Qed.

  (** For moves of any size, each logit by at most m. *)
  Theorem attention_any_move m : 0 <= m ->
    (forall i j, (i < n)%nat -> (j < n)%nat -> Rabs (msub Z W i j) <= m) ->
    normfro n n (msub F F') <= sqrt (INR n) * (sqrt 2 * tanh (m / 2)).
  Proof.
    intros Hm H. rewrite normfro_rows. apply norm2_le_const.
    - apply Rmult_le_pos; [apply sqrt_pos|]. rewrite <- tanh_0. apply tanh_le. lra.
    - intros i Hi. rewrite Rabs_pos_eq, attention_row_moves by (exact Hi || apply norm2_nonneg).
      eapply Rle_trans; [apply (softmax_any_move_norminf n _ _ Hn)|].
      apply Rmult_le_compat_l; [apply sqrt_pos|]. apply tanh_le.
      assert (norminf n (vsub (row Z i) (row W i)) <= m); [|lra].
      apply norminf_le; [exact Hm|]. intros j Hj. apply (H i j Hi Hj).
  Qed.
End Moves.

(** ** Gradients *)

(** A gradient by a matrix is the matrix G of which the derivative along every V is <G, V>. *)
Lemma gradient_matrix_unique p q (L : mat -> R) (G D : mat) (Y : mat) :
  (forall V, deriv_at (fun t => L (madd Y (mscale t V))) 0 (inner p q G V)) ->
  (forall V, deriv_at (fun t => L (madd Y (mscale t V))) 0 (inner p q D V)) ->
  forall a b, (a < p)%nat -> (b < q)%nat -> D a b = G a b.
Proof.
  intros HG HD a b Ha Hb. rewrite <- (inner_unit p q D a b Ha Hb), <- (inner_unit p q G a b Ha Hb).
  exact (deriv_unique _ _ _ _ (HD _) (HG _)).
Qed.

Section Slopes.
  Variables (n : nat) (B : mat).
  Hypothesis Hn : (1 <= n)%nat.
  Hypothesis nonnegative : forall i j : nat, (i < n)%nat -> (j < n)%nat -> 0 <= B i j.
  Hypothesis sums : forall i : nat, (i < n)%nat -> vsum n (row B i) <= 1.

  Lemma target_row i : (i < n)%nat -> norm1 n (row B i) <= 1.
  Proof using nonnegative sums.
    intros Hi. eapply Rle_trans; [|apply (sums i Hi)]. right. apply vsum_ext. intros j Hj.
    apply Rabs_pos_eq, nonnegative; assumption.
  Qed.

  Theorem normalized_slopes_norm Z : normfro n n (normalized_slopes n B Z) <= sqrt (INR n) * (8 * sqrt 2 / 27).
  Proof using Hn nonnegative sums.
    pose proof (sqrt_pos 2). rewrite normfro_rows. apply norm2_le_const; [lra|]. intros i Hi.
    rewrite Rabs_pos_eq by apply norm2_nonneg.
    apply (slope_bound n _ (softmax_probability n _ Hn)); [|apply target_row, Hi].
    intros j Hj. apply nonnegative; assumption.
  Qed.

  (** The Hessian of each row is at most 1/2. *)
  Theorem normalized_slopes_move Z W :
    normfro n n (msub (normalized_slopes n B Z) (normalized_slopes n B W)) <= 1 / 2 * normfro n n (msub Z W).
  Proof using Hn nonnegative sums.
    apply normfro_le_rows; [lra|]. intros i Hi.
    apply (field_moves n _ _ (loss_hessian_field n (row B i)) (1 / 2) (row Z i) (row W i)). intros z.
    apply opbound_hess; [exact Hn|apply softmax_probability, Hn| |apply target_row, Hi].
    intros j Hj. apply nonnegative; assumption.
  Qed.

  (** Row i of the rescaled one is alpha^2 f o (f - b - <b, f> + |b|^2), at most 2 alpha^2 f. *)
  Theorem rescaled_slopes_norm Z :
    normfro n n (rescaled_slopes n B Z) <= 2 * norm2 n (fun i => vsum n (vexp (row Z i)) ^ 2).
  Proof using Hn nonnegative sums.
    rewrite normfro_rows. apply norm2_le_scaled; [lra|]. intros i Hi. rewrite !Rabs_pos_eq
      by (apply norm2_nonneg || apply pow2_ge_0).
    set (z := row Z i). set (b := row B i). set (a := vsum n (vexp z)). set (f := softmax n z).
    pose proof (vsum_exp_pos n z Hn : 0 < a) as A. pose proof (softmax_probability n z Hn) as P. fold f in P.
    assert (b0 : forall j, (j < n)%nat -> 0 <= b j) by (intros; apply nonnegative; assumption).
    assert (b1 : forall j, (j < n)%nat -> b j <= 1)
      by (intros j Hj; eapply Rle_trans; [apply (vsum_term n j b b0 Hj)|apply (sums i Hi)]).
    assert (bf : 0 <= dot n b f <= 1).
    { split; [apply vsum_nonneg; intros; apply Rmult_le_pos; [auto|apply P; assumption]|].
      destruct P as [Hf E]. rewrite <- E. apply vsum_le. intros j Hj.
      pose proof (Rmult_le_compat_r _ _ _ (Hf j Hj) (b1 j Hj)). lra. }
    assert (bb : 0 <= dot n b b <= 1).
    { split; [apply dot_self|]. eapply Rle_trans; [|apply (sums i Hi)]. apply vsum_le. intros j Hj.
      pose proof (Rmult_le_compat_r _ _ _ (b0 j Hj) (b1 j Hj)) as H. fold b. lra. }
    assert (U : forall k, vexp z k = a * f k) by (intros k; change (exp (z k) = a * (exp (z k) / a)); field; lra).
    apply Rle_trans with (norm2 n (fun k => 2 * a ^ 2 * f k)).
    - apply norm2_le_entries. intros k Hk.
      change (row (rescaled_slopes n B Z) i k) with (rescaled_gradient n b z k).
      replace (rescaled_gradient n b z k) with (a ^ 2 * f k * (f k - b k - dot n b f + dot n b b)).
      + pose proof (probability_le_1 n f k P Hk) as F. pose proof (b0 k Hk). pose proof (b1 k Hk).
        pose proof (pow_lt a 2 A) as A2. set (s := a ^ 2) in *.
        assert (AF : 0 <= s * f k) by (apply Rmult_le_pos; lra).
        rewrite !Rabs_mult, (Rabs_pos_eq s), (Rabs_pos_eq (f k)), (Rabs_pos_eq 2) by lra.
        assert (C : Rabs (f k - b k - dot n b f + dot n b b) <= 2) by (apply Rabs_le; lra).
        apply (Rmult_le_compat_l _ _ _ AF) in C. lra.
      + unfold rescaled_gradient, hmul, vsub at 1, vconst.
        replace (dot n b (rescaled n b z)) with (a * (dot n b f - dot n b b)).
        * unfold rescaled, vsub, vscale. fold a. rewrite !U. ring.
        * rewrite <- dot_minus_r, <- dot_scal_r. apply dot_ext; [reflexivity|]. intros j _.
          unfold rescaled, vsub, vscale. fold a. rewrite U. ring.
    - rewrite norm2_scal, Rabs_pos_eq by (pose proof (pow2_ge_0 a); lra).
      assert (norm2 n f <= 1).
      { apply norm2_le_sq; [lra|]. apply Rle_trans with (vsum n f); [|destruct P as [_ ->]; lra].
        apply vsum_le. intros j Hj. pose proof (probability_le_1 n f j P Hj). nra. }
      pose proof (pow2_ge_0 a) as A2. apply (Rmult_le_compat_l (2 * a ^ 2)) in H; lra.
  Qed.
End Slopes.
