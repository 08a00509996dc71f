(** * The gradients of the losses of the attention matrix in X, in A_1 and in A_2, and how large they are. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Fields LossHessian Spectrum Slope RescaledLoss
  Frobenius RowSums Attention AttentionLosses AttentionMoves.
Local Open Scope R_scope.

(** ** From the gradient 2 S in the logits *)

(** A gradient by a matrix is the matrix G of which the derivative along every V is <G, V>. *)
Lemma gradient_matrix_unique p q (L : mat -> R) (G D : mat) (Y : mat) :
  (forall V, deriv_at (fun t => L (madd Y (mscale t V))) 0 (inner p q G V)) ->
  (forall V, deriv_at (fun t => L (madd Y (mscale t V))) 0 (inner p q D V)) ->
  forall a b, (a < p)%nat -> (b < q)%nat -> D a b = G a b.
Proof.
  intros HG HD a b Ha Hb. rewrite <- (inner_unit p q D a b Ha Hb), <- (inner_unit p q G a b Ha Hb).
  exact (deriv_unique _ _ _ _ (HD _) (HG _)).
Qed.

Section Gradients.
  Variables (d n : nat) (A_1 A_2 X S : mat) (L : mat -> R).
  Hypothesis HL : forall V, deriv_at (fun t => L (madd (logits d A_1 X A_2) (mscale t V))) 0 (2 * inner n n S V).

  Lemma deriv_in_X V : deriv_at (fun t => L (logits d A_1 (madd X (mscale t V)) A_2)) 0
    (inner d d (mscale 2 (mulm n (mulm n (tr A_1) S) A_2)) V).
  Proof using HL.
    rewrite inner_scal_l, <- inner_logits_X.
    eapply deriv_ext; [intros t; rewrite logits_in_X; reflexivity|apply HL].
  Qed.

  Lemma deriv_in_A_1 V : deriv_at (fun t => L (logits d (madd A_1 (mscale t V)) X A_2)) 0
    (inner n d (mscale 2 (mulm d (mulm n S A_2) (tr X))) V).
  Proof using HL.
    rewrite inner_scal_l, <- inner_logits_A_1.
    eapply deriv_ext; [intros t; rewrite logits_in_A_1; reflexivity|apply HL].
  Qed.

  Lemma deriv_in_A_2 V : deriv_at (fun t => L (logits d A_1 X (madd A_2 (mscale t V)))) 0
    (inner n d (mscale 2 (mulm d (mulm n (tr S) A_1) X)) V).
  Proof using HL.
    rewrite inner_scal_l, <- inner_logits_A_2.
    eapply deriv_ext; [intros t; rewrite logits_in_A_2; reflexivity|apply HL].
  Qed.

  (** Any gradient D is that, and its norm is at most twice that of S times those of the other factors. *)
  Lemma gradient_in_X D :
    (forall V, deriv_at (fun t => L (logits d A_1 (madd X (mscale t V)) A_2)) 0 (inner d d D V)) ->
    forall a b, (a < d)%nat -> (b < d)%nat -> D a b = mscale 2 (mulm n (mulm n (tr A_1) S) A_2) a b.
  Proof using HL. exact (gradient_matrix_unique d d (fun Y => L (logits d A_1 Y A_2)) _ D X deriv_in_X). Qed.

  Lemma normfro_in_X M r s : opbound n d A_1 r -> opbound n d A_2 s ->
    normfro d d (mscale 2 (mulm n (mulm n (tr A_1) M) A_2)) <= 2 * (r * s) * normfro n n M.
  Proof using.
    intros Hr Hs. rewrite normfro_mscale, Rabs_pos_eq by lra.
    pose proof (normfro_mulm_r d n d (mulm n (tr A_1) M) A_2 s Hs) as H1.
    pose proof (normfro_mulm_l d n n (tr A_1) M r (opbound_tr _ _ _ _ Hr)) as H2.
    apply (Rmult_le_compat_l s) in H2; [|apply (opbound_nonneg _ _ _ _ Hs)]. lra.
  Qed.

  Lemma gradient_norm_in_A_1 D s : opbound n d (mulm d A_2 (tr X)) s ->
    (forall V, deriv_at (fun t => L (logits d (madd A_1 (mscale t V)) X A_2)) 0 (inner n d D V)) ->
    normfro n d D <= 2 * s * normfro n n S.
  Proof using HL.
    intros Hs HD. rewrite (normfro_ext n d D (mscale 2 (mulm n S (mulm d A_2 (tr X))))).
    - rewrite normfro_mscale, Rabs_pos_eq by lra. pose proof (normfro_mulm_r n n d S _ s Hs). lra.
    - intros a b Ha Hb.
      rewrite (gradient_matrix_unique n d (fun Y => L (logits d Y X A_2)) _ D A_1 deriv_in_A_1 HD a b Ha Hb).
      unfold mscale. rewrite mulm_assoc. reflexivity.
  Qed.

  Lemma gradient_norm_in_A_2 D s : opbound n d (mulm d A_1 X) s ->
    (forall V, deriv_at (fun t => L (logits d A_1 X (madd A_2 (mscale t V)))) 0 (inner n d D V)) ->
    normfro n d D <= 2 * s * normfro n n S.
  Proof using HL.
    intros Hs HD. rewrite (normfro_ext n d D (mscale 2 (mulm n (tr S) (mulm d A_1 X)))).
    - rewrite normfro_mscale, Rabs_pos_eq by lra. pose proof (normfro_mulm_r n n d (tr S) _ s Hs) as H.
      rewrite normfro_tr in H. lra.
    - intros a b Ha Hb.
      rewrite (gradient_matrix_unique n d (fun Y => L (logits d A_1 X Y)) _ D A_2 deriv_in_A_2 HD a b Ha Hb).
      unfold mscale. rewrite mulm_assoc. reflexivity.
  Qed.
End Gradients.

(** With the inverse F of D wherever there is one, the gradient of |F U - B|^2 is that of the loss in the logits. *)
Lemma normalized_gradient_of_inverse n B (Z F : mat -> mat) : (1 <= n)%nat ->
  inverse_wherever n (fun Y => row_sums n (mmap exp (Z Y))) F -> forall p q Y D,
  (forall V, deriv_at (fun t => let Y := madd Y (mscale t V) in
    normfro n n (msub (mulm n (F Y) (mmap exp (Z Y))) B) ^ 2) 0 (inner p q D V)) ->
  forall V, deriv_at (fun t => normalized_loss n B (Z (madd Y (mscale t V)))) 0 (inner p q D V).
Proof.
  intros Hn HF p q Y D HD V. eapply deriv_ext; [|apply HD]. intros t. cbv zeta beta.
  exact (normalized_of_inverse n B Z F Hn HF _).
Qed.

(** ** The slopes S, for targets B >= 0 whose rows have sums of at most 1 *)

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

  (** The Hessian of each row is at most 5/16. *)
  Theorem normalized_slopes_move Z W :
    normfro n n (msub (normalized_slopes n B Z) (normalized_slopes n B W)) <= 5 / 16 * normfro n n (msub Z W).
  Proof using Hn nonnegative sums.
    apply normfro_le_rows; [lra|]. intros i Hi.
    apply (field_moves n _ _ (loss_hessian_field n (row B i)) (5 / 16) (row Z i) (row W i)). intros z.
    apply opbound_hess; [apply softmax_probability, Hn| |apply target_row, Hi].
    intros j Hj. apply nonnegative; assumption.
  Qed.

  (** At two points: the slopes move by at most 5/16 of what the logits move by. *)
  Theorem gradients_move d A_1 A_2 X Y D D' r s : opbound n d A_1 r -> opbound n d A_2 s ->
    let S := fun Y => normalized_slopes n B (logits d A_1 Y A_2) in
    let G := fun Y => mscale 2 (mulm n (mulm n (tr A_1) (S Y)) A_2) in
    (forall a b, (a < d)%nat -> (b < d)%nat -> D a b = G X a b) ->
    (forall a b, (a < d)%nat -> (b < d)%nat -> D' a b = G Y a b) ->
    normfro d d (msub D D') <= 5 / 8 * (r * s) ^ 2 * normfro d d (msub X Y).
  Proof using Hn nonnegative sums.
    intros Hr Hs S G E E'.
    rewrite (normfro_ext d d _ (mscale 2 (mulm n (mulm n (tr A_1) (msub (S X) (S Y))) A_2))).
    - eapply Rle_trans; [apply (normfro_in_X d n A_1 A_2); eassumption|].
      set (Z := fun Y => logits d A_1 Y A_2).
      pose proof (normalized_slopes_move (Z X) (Z Y)) as H1.
      unfold Z in H1. rewrite logits_minus_X in H1. fold (S X) (S Y) in H1.
      pose proof (normfro_logits_X n d A_1 A_2 (msub X Y) r s Hr Hs) as H2.
      pose proof (opbound_nonneg _ _ _ _ Hr). pose proof (opbound_nonneg _ _ _ _ Hs).
      assert (P : 0 <= r * s) by (apply Rmult_le_pos; assumption).
      apply (Rmult_le_compat_l (2 * (r * s))) in H1; [|lra]. apply (Rmult_le_compat_l (r * s) _ _ P) in H2. lra.
    - intros a b Ha Hb. unfold msub at 1. rewrite E, E' by assumption. unfold G, mscale.
      rewrite <- Rmult_minus_distr_l. f_equal. unfold mulm at 1 3. rewrite <- vsum_minus. apply vsum_ext. intros k _.
      rewrite <- Rmult_minus_distr_r. f_equal. unfold mulm. rewrite <- vsum_minus. apply vsum_ext. intros l _.
      unfold msub. ring.
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
