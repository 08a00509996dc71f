(** * The target that makes up for a move in the rescaled problem: b + (q - q') / alpha, of one block and of all.

    Its distance from b against the constants of the papers. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Kronecker RescaledLoss RescaledMoves Attention
  AllBlocks.
Local Open Scope R_scope.

(** ** The new target *)

(** b + (q - q') / alpha, where q and alpha are those of the logits z and q' that of w. *)
Definition correction (n : nat) (b z w : vec) : vec :=
  hdiv (vsub (rescaled n b z) (rescaled n b w)) (vconst (vsum n (vexp z))).

Lemma same_rescaled n b z w i : (1 <= n)%nat ->
  rescaled n b w i = vsub (vexp z) (vscale (vsum n (vexp z)) (vadd b (correction n b z w))) i.
Proof.
  intros Hn. pose proof (vsum_exp_pos n z Hn : 0 < vsum n (vexp z)) as S.
  unfold correction, vsub, vscale, vadd, hdiv, vconst. unfold rescaled at 2. unfold vsub, vscale. field. lra.
Qed.

Lemma size_of_correction n b v : norm2 n (vsub (vadd b v) b) = norm2 n v.
Proof. apply norm2_ext. intros i _. unfold vsub, vadd. ring. Qed.

(** For all blocks, q = u - D b and D N = I. *)
Lemma same_rescaled_blocks n N b z w k : (1 <= n)%nat -> gives_one (n * n) N (block_sums n (vexp z)) ->
  (k < n * n)%nat ->
  rescaled_blocks n b w k = vsub (vexp z) (mulv (n * n) (block_sums n (vexp z))
    (vadd b (mulv (n * n) N (vsub (rescaled_blocks n b z) (rescaled_blocks n b w))))) k.
Proof.
  intros Hn HN Hk. rewrite <- (place_eq n k Hn).
  pose proof (div_lt_rows n n k Hk) as Hi. pose proof (mod_lt_columns n n k Hk) as Hj.
  set (i := (k / n)%nat) in *. set (j := (k mod n)%nat) in *.
  pose proof (vsum_exp_pos n (row (unvec n z) i) Hn : 0 < vsum n (row (unvec n (vexp z)) i)) as S.
  unfold vsub at 1. rewrite mulv_block_sums_entry by assumption.
  unfold unvec at 2, vadd. rewrite (mulv_inverse_entry n (vexp z) N _ i j HN Hi Hj).
  unfold unvec at 2. unfold vsub. unfold rescaled_blocks at 2. unfold vsub.
  rewrite mulv_block_sums_entry by assumption. unfold unvec at 3. field. lra.
Qed.

(** ** Sizes *)

Lemma half_le_dimension n r : (1 <= n)%nat -> 0 <= r -> r / 2 <= INR n * exp (5 * r ^ 2).
Proof.
  intros Hn Hr. pose proof (INR_ge_1 n Hn) as N. pose proof (le_exp_square 5 r ltac:(lra)) as E.
  pose proof (exp_pos (5 * r ^ 2)) as X. apply (Rmult_le_compat_r (exp (5 * r ^ 2))) in N; lra.
Qed.

Lemma half_le_blocks n r : (1 <= n)%nat -> 0 <= r -> 1 / 2 * r <= INR n * sqrt (INR n) * exp (5 * r ^ 2).
Proof.
  intros Hn Hr. pose proof (power_of_dimension_ge_1 n Hn) as N. pose proof (le_exp_square 5 r ltac:(lra)) as E.
  pose proof (exp_pos (5 * r ^ 2)) as X. apply (Rmult_le_compat_r (exp (5 * r ^ 2))) in N; lra.
Qed.

(** (e^{2 r^2} - 1) / r^2 times r is below k e^{3 r^2} for k >= 1. *)
Lemma rescaled_constant k r : 1 <= k -> 1 <= r -> (exp (2 * r ^ 2) - 1) / r ^ 2 * r <= k * exp (3 * r ^ 2).
Proof.
  intros Hk Hr. replace ((exp (2 * r ^ 2) - 1) / r ^ 2 * r) with ((exp (2 * r ^ 2) - 1) * / r) by (field; lra).
  pose proof (exp_ge_1 (2 * r ^ 2) ltac:(pose proof (pow2_ge_0 r); lra)) as E2.
  pose proof (exp_le (2 * r ^ 2) (3 * r ^ 2) ltac:(pose proof (pow2_ge_0 r); lra)) as E3.
  pose proof (Rinv_le_contravar 1 r ltac:(lra) Hr) as I. rewrite Rinv_1 in I.
  apply (Rmult_le_compat_l (exp (2 * r ^ 2) - 1)) in I; [|lra].
  apply (Rmult_le_compat_r (exp (3 * r ^ 2))) in Hk; lra.
Qed.

(** So for logits that move by at most r s. *)
Lemma target_constant k r s m : 1 <= k -> 1 <= r -> m <= r * s -> 0 <= s ->
  (exp (2 * r ^ 2) - 1) / r ^ 2 * m <= k * exp (3 * r ^ 2) * s.
Proof.
  intros Hk Hr Hm s0. pose proof (rescaled_constant k r Hk Hr) as C. apply (Rmult_le_compat_r s _ _ s0) in C.
  eapply Rle_trans; [|exact C]. rewrite Rmult_assoc. apply Rmult_le_compat_l; [|exact Hm].
  apply target_constant_nonneg. lra.
Qed.

(** Logits of norm at most r^2 are at most 2 r^2 apart. *)
Lemma far n z w r : norm2 n z <= r ^ 2 -> norm2 n w <= r ^ 2 -> norm2 n (vsub z w) <= 2 * r ^ 2.
Proof.
  intros Hz Hw. eapply Rle_trans; [apply (norm2_triangle n z (fun i => - w i))|]. rewrite norm2_opp. lra.
Qed.

(** Both bounds from the move of the logits, z at the old point and w at the new one. *)
Lemma correction_size n b z w r s : (1 <= n)%nat -> norm1 n b <= 1 -> 1 <= r -> norm2 n z <= r ^ 2 ->
  norm2 n w <= r ^ 2 -> norm2 n (vsub z w) <= r * s -> 0 <= s ->
  norm2 n (vsub (vadd b (correction n b z w)) b) <= sqrt (INR n) * exp (3 * r ^ 2) * s.
Proof.
  intros Hn Hb Hr Hz Hw Hs s0. rewrite size_of_correction.
  eapply Rle_trans; [apply target_moves_within with (r := r); [exact Hn|exact Hb|lra|apply far; assumption]|].
  apply target_constant; [apply sqrt_INR_ge_1, Hn|assumption..].
Qed.

Lemma correction_size_blocks n N b z w r s : (1 <= n)%nat -> gives_one (n * n) N (block_sums n (vexp z)) ->
  (forall i, (i < n)%nat -> mulv (n * n) (adding n) (vmap Rabs b) i <= 1) -> 1 <= r ->
  norm2 (n * n) z <= r ^ 2 -> norm2 (n * n) w <= r ^ 2 -> norm2 (n * n) (vsub z w) <= r * s -> 0 <= s ->
  norm2 (n * n)
    (vsub (vadd b (mulv (n * n) N (vsub (rescaled_blocks n b z) (rescaled_blocks n b w)))) b)
  <= INR n * exp (3 * r ^ 2) * s.
Proof.
  intros Hn HN Hb Hr Hz Hw Hs s0. rewrite size_of_correction.
  eapply Rle_trans; [apply target_blocks_move with (r := r);
    [exact Hn|lra|exact HN|apply targets_of_sums, Hb|apply far; assumption]|].
  apply target_constant; [apply INR_ge_1, Hn|assumption..].
Qed.

(** Moves of the logits, from the old point to the new one. *)
Lemma move_in_x n D A x y r : opbound n D A r -> norm2 n (vsub (mulv D A x) (mulv D A y)) <= r * norm2 D (vsub y x).
Proof.
  intros H. rewrite vsub_mulv. unfold vsub at 2. rewrite (norm2_minus_sym D y x). apply opbound_mulv, H.
Qed.

Lemma move_in_A n D A A' x r s : opbound n D (msub A' A) s -> norm2 D x <= r ->
  norm2 n (vsub (mulv D A x) (mulv D A' x)) <= r * s.
Proof.
  intros H Hx. unfold vsub. rewrite norm2_minus_sym.
  change (norm2 n (vsub (mulv D A' x) (mulv D A x)) <= r * s). rewrite vsub_mulv_l, Rmult_comm.
  apply opbound_mulv_le; assumption.
Qed.

(** ** Orders of growth *)

Lemma exp_log_dimension n c r : (1 <= n)%nat -> 1 <= c -> INR n * exp (c * r ^ 2) <= exp (c * (r ^ 2 + ln (INR n))).
Proof.
  intros Hn Hc. pose proof (INR_ge_1 n Hn) as N. rewrite <- (exp_ln (INR n)) at 1 by lra. rewrite <- exp_plus.
  apply exp_le. assert (0 <= ln (INR n)).
  { destruct N as [N|E]; [rewrite <- ln_1; left; apply ln_increasing; lra|rewrite <- E, ln_1; lra]. }
  assert (0 <= (c - 1) * ln (INR n)) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma order_of k n c r s t : (1 <= n)%nat -> 1 <= c -> k <= INR n -> 0 <= s ->
  t <= k * exp (c * r ^ 2) * s -> t <= exp (c * (r ^ 2 + ln (INR n))) * s.
Proof.
  intros Hn Hc Hk Hs H. eapply Rle_trans; [exact H|]. apply Rmult_le_compat_r; [exact Hs|].
  eapply Rle_trans; [|apply exp_log_dimension; assumption].
  apply Rmult_le_compat_r; [left; apply exp_pos|exact Hk].
Qed.

Lemma sqrt_le_dimension n : (1 <= n)%nat -> sqrt (INR n) <= INR n.
Proof.
  intros Hn. pose proof (sqrt_INR_ge_1 n Hn) as S. rewrite <- (sqrt_sqrt (INR n)) at 2 by apply pos_INR.
  assert (1 * sqrt (INR n) <= sqrt (INR n) * sqrt (INR n)) by (apply Rmult_le_compat_r; lra). lra.
Qed.
