(** Sharp constants for the attention matrix and its losses: proofs of the claims of [attention_matrix.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Exponentials Softmax Regression LossHessian
  RescaledLoss RescaledMoves Kronecker Frobenius RowSums Attention AttentionLosses AttentionMoves AttentionGradients
  AllBlocks Targets.
Local Open Scope R_scope.

Local Notation least m n M s := (forall t : R, opbound m n M t -> s <= t).

(** ** The attention matrix in X, A_1 and A_2 *)

Local Notation U d A_1 X A_2 := (mmap exp (Attention.logits d A_1 X A_2)).
Local Notation sums n d A_1 X A_2 := (row_sums n (U d A_1 X A_2)).

Theorem logits : forall (d n : nat) (A_1 A_1' A_2 A_2' X Y : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall M : mat, gives_one n (sums n d A_1 X A_2) M -> gives_one n M (sums n d A_1 X A_2) ->
  forall N : mat, gives_one n (sums n d A_1' Y A_2') N -> gives_one n N (sums n d A_1' Y A_2') ->
  normfro n n (msub (mulm n M (U d A_1 X A_2)) (mulm n N (U d A_1' Y A_2')))
  <= normfro n n (msub (Attention.logits d A_1 X A_2) (Attention.logits d A_1' Y A_2')) / 2.
Proof.
  intros d n A_1 A_1' A_2 A_2' X Y _ Hn M _ HM N _ HN.
  eapply Rle_trans; [apply (attention_moves n M N _ _ Hn HM HN)|]. lra.
Qed.

Theorem any_move : forall (d n : nat) (A_1 A_2 X Y : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall M : mat, gives_one n (sums n d A_1 X A_2) M -> gives_one n M (sums n d A_1 X A_2) ->
  forall N : mat, gives_one n (sums n d A_1 Y A_2) N -> gives_one n N (sums n d A_1 Y A_2) ->
  normfro n n (msub (mulm n M (U d A_1 X A_2)) (mulm n N (U d A_1 Y A_2)))
  <= sqrt (2 * INR n)
     * tanh (vmax n (fun i => vmax n (row (mmap Rabs (Attention.logits d A_1 (msub X Y) A_2)) i)) / 2).
Proof.
  intros d n A_1 A_2 X Y _ Hn M _ HM N _ HN. rewrite sqrt_mult_alt, (Rmult_comm (sqrt 2)), Rmult_assoc by lra.
  set (V := Attention.logits d A_1 (msub X Y) A_2). set (m := vmax n (fun i => vmax n (row (mmap Rabs V) i))).
  assert (B : forall i j, (i < n)%nat -> (j < n)%nat -> Rabs (V i j) <= m).
  { intros i j Hi Hj. eapply Rle_trans; [exact (vmax_ge n j (row (mmap Rabs V) i) Hj)|].
    exact (vmax_ge n i (fun i => vmax n (row (mmap Rabs V) i)) Hi). }
  apply (attention_any_move n M N _ _ Hn HM HN).
  - eapply Rle_trans; [apply Rabs_pos|apply (B O O); lia].
  - intros i j Hi Hj. rewrite logits_minus_X. apply B; assumption.
Qed.

Theorem in_X : forall (d n : nat) (A_1 A_2 X Y : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall M : mat, gives_one n (sums n d A_1 X A_2) M -> gives_one n M (sums n d A_1 X A_2) ->
  forall N : mat, gives_one n (sums n d A_1 Y A_2) N -> gives_one n N (sums n d A_1 Y A_2) ->
  forall r : R, opbound n d A_1 r -> least n d A_1 r -> forall s : R, opbound n d A_2 s -> least n d A_2 s ->
  normfro n n (msub (mulm n M (U d A_1 X A_2)) (mulm n N (U d A_1 Y A_2))) <= r * s / 2 * normfro d d (msub X Y).
Proof.
  intros d n A_1 A_2 X Y _ Hn M _ HM N _ HN r Hr _ s Hs _.
  eapply Rle_trans; [apply (attention_moves n M N _ _ Hn HM HN)|]. rewrite logits_minus_X.
  pose proof (normfro_logits_X n d A_1 A_2 (msub X Y) r s Hr Hs). lra.
Qed.

Theorem in_A_1 : forall (d n : nat) (A_1 A_1' A_2 X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall M : mat, gives_one n (sums n d A_1 X A_2) M -> gives_one n M (sums n d A_1 X A_2) ->
  forall N : mat, gives_one n (sums n d A_1' X A_2) N -> gives_one n N (sums n d A_1' X A_2) ->
  forall s : R, opbound n d (mulm d A_2 (tr X)) s -> least n d (mulm d A_2 (tr X)) s ->
  normfro n n (msub (mulm n M (U d A_1 X A_2)) (mulm n N (U d A_1' X A_2))) <= s / 2 * normfro n d (msub A_1 A_1').
Proof.
  intros d n A_1 A_1' A_2 X _ Hn M _ HM N _ HN s Hs _.
  eapply Rle_trans; [apply (attention_moves n M N _ _ Hn HM HN)|]. rewrite logits_minus_A_1.
  pose proof (normfro_logits_A_1 n d A_2 X (msub A_1 A_1') s Hs). lra.
Qed.

Theorem in_A_2 : forall (d n : nat) (A_1 A_2 A_2' X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall M : mat, gives_one n (sums n d A_1 X A_2) M -> gives_one n M (sums n d A_1 X A_2) ->
  forall N : mat, gives_one n (sums n d A_1 X A_2') N -> gives_one n N (sums n d A_1 X A_2') ->
  forall s : R, opbound n d (mulm d A_1 X) s -> least n d (mulm d A_1 X) s ->
  normfro n n (msub (mulm n M (U d A_1 X A_2)) (mulm n N (U d A_1 X A_2'))) <= s / 2 * normfro n d (msub A_2 A_2').
Proof.
  intros d n A_1 A_2 A_2' X _ Hn M _ HM N _ HN s Hs _.
  eapply Rle_trans; [apply (attention_moves n M N _ _ Hn HM HN)|]. rewrite logits_minus_A_2.
  pose proof (normfro_logits_A_2 n d A_1 X (msub A_2 A_2') s Hs). lra.
Qed.

(** ** One block, and all of them *)

Theorem norm_of_product : forall (d n : nat) (A_1 A_2 : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  forall t : R, opbound (n * n) (d * d) (kron n d A_1 A_2) t -> least (n * n)%nat (d * d)%nat (kron n d A_1 A_2) t ->
  forall r : R, opbound n d A_1 r -> least n d A_1 r -> forall s : R, opbound n d A_2 s -> least n d A_2 s ->
  t = r * s.
Proof. intros d n A_1 A_2 Hd _ t Ht Lt r Hr Lr s Hs Ls. apply (kron_norm n d n d A_1 A_2 Hd); assumption. Qed.

Theorem block_in_x : forall (d n : nat) (A_j0 : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n (d * d) A_j0 s -> least n (d * d)%nat A_j0 s ->
  norm2 n (vsub (softmax n (mulv (d * d) A_j0 x)) (softmax n (mulv (d * d) A_j0 y)))
  <= s / 2 * norm2 (d * d) (vsub x y).
Proof. intros d n A x y _ Hn s Hs _. apply f_lipschitz_in_x; assumption. Qed.

Theorem block_in_A : forall (d n : nat) (A_j0 A_j0' : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n (d * d) (msub A_j0 A_j0') s -> least n (d * d)%nat (msub A_j0 A_j0') s ->
  norm2 n (vsub (softmax n (mulv (d * d) A_j0 x)) (softmax n (mulv (d * d) A_j0' x)))
  <= norm2 (d * d) x / 2 * s.
Proof. intros d n A A' x _ Hn s Hs _. apply f_lipschitz_in_A; [exact Hn|exact Hs|lra]. Qed.

Theorem all_in_x : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let u := fun x => vexp (mulv (d * d) A x) in
  forall M : mat, gives_one (n * n) (block_sums n (u x)) M -> gives_one (n * n) M (block_sums n (u x)) ->
  forall N : mat, gives_one (n * n) (block_sums n (u y)) N -> gives_one (n * n) N (block_sums n (u y)) ->
  forall s : R, opbound (n * n) (d * d) A s -> least (n * n)%nat (d * d)%nat A s ->
  norm2 (n * n) (vsub (mulv (n * n) M (u x)) (mulv (n * n) N (u y))) <= s / 2 * norm2 (d * d) (vsub x y).
Proof.
  intros d n A x y _ Hn u M _ HM N _ HN s Hs _.
  eapply Rle_trans; [apply (attention_blocks_move n M N _ _ Hn HM HN)|]. rewrite vsub_mulv.
  pose proof (opbound_mulv _ _ _ _ (vsub x y) Hs). lra.
Qed.

Theorem all_in_A : forall (d n : nat) (A A' : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let u := fun A => vexp (mulv (d * d) A x) in
  forall M : mat, gives_one (n * n) (block_sums n (u A)) M -> gives_one (n * n) M (block_sums n (u A)) ->
  forall N : mat, gives_one (n * n) (block_sums n (u A')) N -> gives_one (n * n) N (block_sums n (u A')) ->
  forall s : R, opbound (n * n) (d * d) (msub A A') s -> least (n * n)%nat (d * d)%nat (msub A A') s ->
  norm2 (n * n) (vsub (mulv (n * n) M (u A)) (mulv (n * n) N (u A'))) <= norm2 (d * d) x / 2 * s.
Proof.
  intros d n A A' x _ Hn u M _ HM N _ HN s Hs _.
  eapply Rle_trans; [apply (attention_blocks_move n M N _ _ Hn HM HN)|]. rewrite vsub_mulv_l.
  pose proof (opbound_mulv _ _ _ _ x Hs). lra.
Qed.

(** ** Gradients of the losses, with the inverse F of D wherever there is one *)

Set Default Proof Using "All".

Section Gradients.
  Variables (d n : nat) (A_1 A_2 B X : mat).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Local Notation rows := (forall i j : nat, (i < n)%nat -> (j < n)%nat -> 0 <= B i j).
  Local Notation totals := (forall i : nat, (i < n)%nat -> vsum n (row B i) <= 1).
  Local Notation loss F A_1 X A_2 := (normfro n n (msub (mulm n F (U d A_1 X A_2)) B) ^ 2).

  Theorem gradient_in_X : forall N : mat, gives_one n (sums n d A_1 X A_2) N -> gives_one n N (sums n d A_1 X A_2) ->
    forall F : mat -> mat, inverse_wherever n (fun X => sums n d A_1 X A_2) F -> forall D : mat,
    (forall v : mat, deriv_at (fun t => let X := madd X (mscale t v) in loss (F X) A_1 X A_2) 0 (inner d d D v)) ->
    forall r : R, opbound n d A_1 r -> least n d A_1 r -> forall s : R, opbound n d A_2 s -> least n d A_2 s ->
    rows -> totals -> normfro d d D <= 2 * (8 * sqrt 2 / 27) * sqrt (INR n) * (r * s).
  Proof.
    intros N _ _ F HF D HD r Hr _ s Hs _ B0 B1.
    rewrite (normfro_ext d d D _ (AttentionGradients.gradient_in_X d n A_1 A_2 X _ _ (deriv_normalized_loss n B _) D
      (normalized_gradient_of_inverse n B (fun X => Attention.logits d A_1 X A_2) F Hn HF d d X D HD))).
    eapply Rle_trans; [apply normfro_in_X; eassumption|].
    pose proof (normalized_slopes_norm n B Hn B0 B1 (Attention.logits d A_1 X A_2)) as H.
    apply (Rmult_le_compat_l (2 * (r * s))) in H; [lra|].
    pose proof (opbound_nonneg _ _ _ _ Hr). pose proof (opbound_nonneg _ _ _ _ Hs).
    pose proof (Rmult_le_pos r s). lra.
  Qed.

  Theorem gradient_in_A_1 : forall N : mat, gives_one n (sums n d A_1 X A_2) N -> gives_one n N (sums n d A_1 X A_2) ->
    forall F : mat -> mat, inverse_wherever n (fun A_1 => sums n d A_1 X A_2) F -> forall D : mat,
    (forall v : mat, deriv_at (fun t => let A_1 := madd A_1 (mscale t v) in loss (F A_1) A_1 X A_2) 0
      (inner n d D v)) ->
    forall s : R, opbound n d (mulm d A_2 (tr X)) s -> least n d (mulm d A_2 (tr X)) s -> rows -> totals ->
    normfro n d D <= 2 * (8 * sqrt 2 / 27) * sqrt (INR n) * s.
  Proof.
    intros N _ _ F HF D HD s Hs _ B0 B1.
    pose proof (normalized_gradient_of_inverse n B (fun Y => Attention.logits d Y X A_2) F Hn HF n d A_1 D HD) as HL.
    pose proof (gradient_norm_in_A_1 d n A_1 A_2 X _ _ (deriv_normalized_loss n B _) D s Hs HL) as H1.
    pose proof (normalized_slopes_norm n B Hn B0 B1 (Attention.logits d A_1 X A_2)) as H2.
    apply (Rmult_le_compat_l s) in H2; [lra|apply (opbound_nonneg _ _ _ _ Hs)].
  Qed.

  Theorem gradient_in_A_2 : forall N : mat, gives_one n (sums n d A_1 X A_2) N -> gives_one n N (sums n d A_1 X A_2) ->
    forall F : mat -> mat, inverse_wherever n (fun A_2 => sums n d A_1 X A_2) F -> forall D : mat,
    (forall v : mat, deriv_at (fun t => let A_2 := madd A_2 (mscale t v) in loss (F A_2) A_1 X A_2) 0
      (inner n d D v)) ->
    forall s : R, opbound n d (mulm d A_1 X) s -> least n d (mulm d A_1 X) s -> rows -> totals ->
    normfro n d D <= 2 * (8 * sqrt 2 / 27) * sqrt (INR n) * s.
  Proof.
    intros N _ _ F HF D HD s Hs _ B0 B1.
    pose proof (normalized_gradient_of_inverse n B (fun Y => Attention.logits d A_1 X Y) F Hn HF n d A_2 D HD) as HL.
    pose proof (gradient_norm_in_A_2 d n A_1 A_2 X _ _ (deriv_normalized_loss n B _) D s Hs HL) as H1.
    pose proof (normalized_slopes_norm n B Hn B0 B1 (Attention.logits d A_1 X A_2)) as H2.
    apply (Rmult_le_compat_l s) in H2; [lra|apply (opbound_nonneg _ _ _ _ Hs)].
  Qed.

  Theorem rescaled_gradient_in_X : forall D : mat,
    (forall v : mat, deriv_at (fun t => let V := U d A_1 (madd X (mscale t v)) A_2 in
      normfro n n (msub V (mulm n (row_sums n V) B)) ^ 2) 0 (inner d d D v)) ->
    forall r : R, opbound n d A_1 r -> least n d A_1 r -> forall s : R, opbound n d A_2 s -> least n d A_2 s ->
    rows -> totals ->
    normfro d d D <= 4 * norm2 n (vmap (fun t => t ^ 2) (mulv n (U d A_1 X A_2) (vconst 1))) * (r * s).
  Proof.
    intros D HD r Hr _ s Hs _ B0 B1.
    rewrite (normfro_ext d d D _ (AttentionGradients.gradient_in_X d n A_1 A_2 X _ _ (deriv_rescaled_loss n B _) D
      (fun V => deriv_ext _ _ _ _ (fun t => normfro_rescaled n B _) (HD V)))).
    eapply Rle_trans; [apply normfro_in_X; eassumption|].
    pose proof (rescaled_slopes_norm n B Hn B0 B1 (Attention.logits d A_1 X A_2)) as H.
    rewrite (norm2_ext n _ (vmap (fun t => t ^ 2) (mulv n (U d A_1 X A_2) (vconst 1)))) in H
      by (intros; unfold vmap; rewrite row_sum; reflexivity).
    apply (Rmult_le_compat_l (2 * (r * s))) in H; [lra|].
    pose proof (opbound_nonneg _ _ _ _ Hr). pose proof (opbound_nonneg _ _ _ _ Hs).
    pose proof (Rmult_le_pos r s). lra.
  Qed.
End Gradients.

(** The gradient of the normalized loss at X and Y, in terms of r s for the norms r and s of A_1 and A_2. *)
Definition gradient_moves (bound : R -> R) : Prop :=
  forall (d n : nat) (A_1 A_2 B X Y : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  let D := fun X => sums n d A_1 X A_2 in
  let gradient := fun F X G => forall v : mat, deriv_at (fun t => let X := madd X (mscale t v) in
    normfro n n (msub (mulm n (F X) (U d A_1 X A_2)) B) ^ 2) 0 (inner d d G v) in
  forall N : mat, gives_one n (D X) N -> gives_one n N (D X) ->
  forall F : mat -> mat, inverse_wherever n D F -> forall G : mat, gradient F X G ->
  forall N' : mat, gives_one n (D Y) N' -> gives_one n N' (D Y) ->
  forall F' : mat -> mat, inverse_wherever n D F' -> forall G' : mat, gradient F' Y G' ->
  forall r : R, opbound n d A_1 r -> least n d A_1 r -> forall s : R, opbound n d A_2 s -> least n d A_2 s ->
  (forall i j : nat, (i < n)%nat -> (j < n)%nat -> 0 <= B i j) ->
  (forall i : nat, (i < n)%nat -> vsum n (row B i) <= 1) ->
  normfro d d (msub G G') <= bound (r * s) * normfro d d (msub X Y).

Theorem gradient_lipschitz_best : gradient_moves (fun t => 5 / 8 * t ^ 2).
Proof.
  intros d n A_1 A_2 B X Y Hd Hn D gradient N _ _ F HF G HG N' _ _ F' HF' G' HG' r Hr _ s Hs _ B0 B1.
  set (Z := fun X => Attention.logits d A_1 X A_2).
  apply (gradients_move n B Hn B0 B1 d A_1 A_2 X Y G G' r s Hr Hs);
    apply (AttentionGradients.gradient_in_X d n A_1 A_2 _ _ _ (deriv_normalized_loss n B _)).
  - exact (normalized_gradient_of_inverse n B Z F Hn HF d d X G HG).
  - exact (normalized_gradient_of_inverse n B Z F' Hn HF' d d Y G' HG').
Qed.

Theorem gradient_lipschitz : gradient_moves (fun t => t ^ 2).
Proof.
  intros d n A_1 A_2 B X Y Hd Hn D gradient N H1 H2 F HF G HG N' H1' H2' F' HF' G' HG' r Hr Lr s Hs Ls B0 B1.
  eapply Rle_trans; [exact (gradient_lipschitz_best d n A_1 A_2 B X Y Hd Hn N H1 H2 F HF G HG N' H1' H2' F' HF' G' HG'
    r Hr Lr s Hs Ls B0 B1)|].
  apply Rmult_le_compat_r; [apply normfro_nonneg|]. pose proof (pow2_ge_0 (r * s)). lra.
Qed.

(** ** The rescaled parts of a block *)

Local Notation largest n z w := (Rmax (vsum n (vexp z)) (vsum n (vexp w))).

Theorem h_logits : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let z := mulv (d * d) A_j0 x in
  let w := mulv (d * d) A_j0 y in
  norm2 n (vsub (vscale (vsum n (vexp z)) b_j0) (vscale (vsum n (vexp w)) b_j0))
  <= norm2 n b_j0 * largest n z w * norminf n (mulv (d * d) A_j0 (vsub x y)).
Proof.
  intros d n A b x y _ _ z w. rewrite <- vsub_mulv. fold z w.
  rewrite (norm2_ext n _ (fun i => (vsum n (vexp z) - vsum n (vexp w)) * b i)) by (intros; unfold vsub, vscale; ring).
  rewrite norm2_scal, Rmult_comm, Rmult_assoc. apply Rmult_le_compat_l; [apply norm2_nonneg|apply alpha_moves_logits].
Qed.

Theorem q_logits : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm1 n b_j0 <= 1 ->
  let z := mulv (d * d) A_j0 x in
  let w := mulv (d * d) A_j0 y in
  norm2 n (vsub (rescaled n b_j0 z) (rescaled n b_j0 w))
  <= 2 * largest n z w * norminf n (mulv (d * d) A_j0 (vsub x y)).
Proof.
  intros d n A b x y _ _ Hb z w. rewrite <- vsub_mulv.
  apply rescaled_moves_logits; [|lra]. intros. apply to_target; assumption.
Qed.

Theorem q_logits_nonnegative : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b_j0 i) -> norm1 n b_j0 <= 1 ->
  let z := mulv (d * d) A_j0 x in
  let w := mulv (d * d) A_j0 y in
  norm2 n (vsub (rescaled n b_j0 z) (rescaled n b_j0 w))
  <= sqrt 2 * largest n z w * norminf n (mulv (d * d) A_j0 (vsub x y)).
Proof.
  intros d n A b x y _ _ Hb Hb1 z w. rewrite <- vsub_mulv.
  apply rescaled_moves_logits; [|apply sqrt_pos]. intros. apply to_nonnegative_target; assumption.
Qed.

Theorem q_lipschitz : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n (d * d) A_j0 r -> norm2 (d * d) x <= r -> norm2 (d * d) y <= r -> norm1 n b_j0 <= 1 ->
  norm2 n (vsub (rescaled n b_j0 (mulv (d * d) A_j0 x)) (rescaled n b_j0 (mulv (d * d) A_j0 y)))
  <= 2 * r * (INR n + (- 1) + (sqrt (INR n) + (- 1)) * r ^ 2 + exp (r ^ 2)) * norm2 (d * d) (vsub x y).
Proof.
  intros d n A b x y r Hd Hn HA Hx Hy Hb. eapply Rle_trans; [apply q_logits; assumption|].
  set (a := INR n + (- 1) + (sqrt (INR n) + (- 1)) * r ^ 2 + exp (r ^ 2)).
  assert (M : largest n (mulv (d * d) A x) (mulv (d * d) A y) <= a)
    by (apply Rmax_lub; apply sum_exp_le; try apply logits_norm; assumption).
  pose proof (norminf_le_norm2 n (mulv (d * d) A (vsub x y))) as I.
  pose proof (opbound_mulv _ _ _ _ (vsub x y) HA) as V.
  replace (2 * r * a * norm2 (d * d) (vsub x y)) with (2 * a * (r * norm2 (d * d) (vsub x y))) by ring.
  pose proof (vsum_exp_pos n (mulv (d * d) A x) Hn) as P.
  pose proof (Rmax_l (vsum n (vexp (mulv (d * d) A x))) (vsum n (vexp (mulv (d * d) A y)))) as L.
  apply Rmult_le_compat; [|apply norminf_nonneg|lra|lra].
  change (vsum n (fun k => exp (mulv (d * d) A x k))) with (vsum n (vexp (mulv (d * d) A x))) in P. lra.
Qed.

(** ** The shift of the rescaled target *)

Local Notation moved n b z w := (hdiv (vsub (rescaled n b z) (rescaled n b w)) (vconst (vsum n (vexp z)))).

Theorem rescaled_shift_logits : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm1 n b_j0 <= 1 ->
  norm2 n (moved n b_j0 (mulv (d * d) A_j0 x) (mulv (d * d) A_j0 y))
  <= 2 * (exp (norminf n (mulv (d * d) A_j0 (vsub x y))) + (- 1)).
Proof.
  intros d n A b x y _ Hn Hb. rewrite <- vsub_mulv.
  apply target_moves; [exact Hn| |lra]. intros. apply to_target; assumption.
Qed.

Theorem rescaled_shift_nonnegative : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b_j0 i) -> norm1 n b_j0 <= 1 ->
  norm2 n (moved n b_j0 (mulv (d * d) A_j0 x) (mulv (d * d) A_j0 y))
  <= sqrt 2 * (exp (norminf n (mulv (d * d) A_j0 (vsub x y))) + (- 1)).
Proof.
  intros d n A b x y _ Hn Hb Hb1. rewrite <- vsub_mulv.
  apply target_moves; [exact Hn| |apply sqrt_pos]. intros. apply to_nonnegative_target; assumption.
Qed.

Theorem rescaled_shift : forall (d n : nat) (A_j0 : mat) (b_j0 x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  0 < r -> opbound n (d * d) A_j0 r -> norm2 (d * d) x <= r -> norm2 (d * d) y <= r -> norm1 n b_j0 <= 1 -> r <> 0 ->
  norm2 n (moved n b_j0 (mulv (d * d) A_j0 x) (mulv (d * d) A_j0 y))
  <= (exp (2 * r ^ 2) + (- 1)) / r * norm2 (d * d) (vsub x y).
Proof.
  intros d n A b x y r _ Hn Hr HA Hx Hy Hb _.
  eapply Rle_trans; [apply target_moves_within with (r := r); [exact Hn|exact Hb|exact Hr|]|].
  - apply far; apply logits_norm; assumption.
  - rewrite vsub_mulv. pose proof (opbound_mulv _ _ _ _ (vsub x y) HA) as V. pose proof (pow_lt r 2 Hr) as R2.
    pose proof (exp_ge_1 (2 * r ^ 2) ltac:(lra)) as E.
    assert (K : 0 <= (exp (2 * r ^ 2) - 1) / r ^ 2)
      by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, R2]).
    apply (Rmult_le_compat_l _ _ _ K) in V. eapply Rle_trans; [exact V|]. right. field. lra.
Qed.

(** ** What is published follows *)

Theorem published_f : forall (n : nat) (r beta : R), (1 <= n)%nat -> 4 < r -> 0 < beta -> beta < 1 -> beta <> 0 ->
  r / 2 <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2).
Proof.
  intros n r beta Hn Hr H0 H1 _.
  apply half_le_product; [lra|apply inv_pow2_ge_1; assumption|apply INR_ge_1, Hn|lra].
Qed.

Theorem published_shift : forall (n : nat) (r : R), (1 <= n)%nat -> 4 < r -> r <> 0 ->
  (exp (2 * r ^ 2) + (- 1)) / r <= sqrt (INR n) * exp (3 * r ^ 2).
Proof.
  intros n r Hn Hr _. eapply Rle_trans; [|apply (rescaled_constant (sqrt (INR n)) r); [apply sqrt_INR_ge_1, Hn|lra]].
  right. field. lra.
Qed.
