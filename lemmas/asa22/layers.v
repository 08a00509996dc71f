(** Decoder layers that copy, multiply, transform and divide up to their scales: proofs of claims of [layers.py];
    division also is refuted as an equation. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Blocks Gelu LinearAttention Decoder Copying
  Multiplying Dividing.
Local Open Scope R_scope.

(** ** An affine map *)

Theorem aff : forall (a b c : nat) (W_1 W_2 : mat) (v x y z : vec) (N r : R),
  (1 <= a)%nat -> (1 <= b)%nat -> (1 <= c)%nat ->
  let image := vadd (vadd (mulv a W_1 x) (mulv b W_2 y)) v in
  vmax c (vmap Rabs (vsub image z)) <= r -> r <= N ->
  let O := mconst 0 in
  let U_1 := above c (beside3 a b W_1 W_2 (mopp meye)) (beside3 a b O O O) in
  let U_2 := above (a + b) (beside c O O) (beside c meye (mopp meye)) in
  let bias := stacked c (vadd v (vconst N)) (vscale N (vconst 1)) in
  norminf (a + b + c) (vsub (feed_forward (a + b + c) (2 * c) U_1 U_2 bias (stacked3 a b x y z))
    (stacked3 a b x y image)) <= density (N - r).
Proof.
  intros a b c W_1 W_2 v x y z N r _ _ _ image Hr HN O U_1 U_2 bias. pose proof (density_pos (N - r)) as P.
  apply norminf_le; [lra|]. intros i Hi. unfold vsub at 1, feed_forward, vadd at 1.
  set (u := vadd (mulv (a + b + c) U_1 (stacked3 a b x y z)) bias).
  destruct (piece (a + b) c i Hi) as [L|(k & Hk & ->)].
  - unfold U_2. rewrite mulv_above_first, mulv_zeros by exact L.
    replace (stacked3 a b x y z i) with (stacked3 a b x y image i).
    + replace (_ + 0 - _) with 0 by ring. rewrite Rabs_R0. lra.
    + unfold stacked3. destruct (Nat.ltb_spec i a); [reflexivity|].
      destruct (Nat.ltb_spec i (a + b)); [reflexivity|lia].
  - unfold U_2. rewrite mulv_above_second, mulv_difference, !stacked3_third, !vgelu_entry by exact Hk.
    replace (u k) with (N + vsub image z k).
    + replace (u (c + k)%nat) with N.
      * replace (z k + (gelu (N + vsub image z k) - gelu N) - image k)
          with (gelu (N + vsub image z k) - gelu N - vsub image z k) by (unfold vsub; ring).
        apply gelu_difference; [|exact HN]. eapply Rle_trans; [|exact Hr]. apply abs_le_vmax, Hk.
      * unfold u, vadd, U_1, bias. rewrite mulv_above_second, mulv_beside3, stacked_second.
        unfold O. rewrite !mulv_mconst_0. unfold vscale, vconst. ring.
    + unfold u, vadd at 1, U_1, bias. rewrite mulv_above_first, mulv_beside3, stacked_first by exact Hk.
      rewrite mulv_mopp_meye by exact Hk. unfold image, vsub, vadd, vconst. ring.
Qed.

(** ** Copying *)

Lemma entries_le m n M r : vmax m (fun i => vmax n (row (mmap Rabs M) i)) <= r ->
  forall i k, (i < m)%nat -> (k < n)%nat -> Rabs (M i k) <= r.
Proof.
  intros H i k Hi Hk. eapply Rle_trans; [|exact H].
  eapply Rle_trans; [|apply (vmax_ge m i (fun i => vmax n (row (mmap Rabs M) i)) Hi)].
  apply (vmax_ge n k (row (mmap Rabs M) i) Hk).
Qed.

Theorem mov__the_token_that_receives : forall (d n : nat) (A B : mat) (N r lambda : R) (s t : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (s < n)%nat -> (t < n)%nat ->
  vmax n (fun i => vmax d (row (mmap Rabs A) i)) <= r -> vmax n (fun i => vmax d (row (mmap Rabs B) i)) <= r ->
  2 * r <= N -> exp lambda + INR n + - (1) <> 0 ->
  norminf (3 * d + n) (vsub (output d n s t A B N lambda t) (stacked4 d (row A t) (row A s) (vconst 0) (vunit t)))
  <= 2 * r * (INR n + - (1)) / (exp lambda + INR n + - (1)) + density (N - 2 * r).
Proof.
  intros d n A B N r lambda s t Hd Hn Hs Ht HA HB HN _.
  assert (r0 : 0 <= r) by (eapply Rle_trans; [apply Rabs_pos|apply (entries_le n d A r HA O O); lia]).
  pose proof (other_weights n s lambda Hn Hs) as W. unfold Rdiv. rewrite Rmult_assoc.
  replace ((INR n + - (1)) * / (exp lambda + INR n + - (1))) with (1 - softmax n (fun i => lambda * vunit s i) s)
    by (rewrite W; reflexivity).
  apply norminf_le.
  - pose proof (density_pos (N - 2 * r)).
    pose proof (probability_le_1 n _ s (softmax_probability n (fun i => lambda * vunit s i) Hn) Hs).
    pose proof (Rmult_le_pos (2 * r) (1 - softmax n (fun i => lambda * vunit s i) s) ltac:(lra) ltac:(lra)). lra.
  - intros i Hi. exact (receives d n s t A B N r lambda Hn Hs Ht (entries_le n d A r HA) (entries_le n d B r HB)
      r0 HN i Hi).
Qed.

Theorem mov__another_token : forall (d n : nat) (A B : mat) (N r lambda : R) (j s t : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (j < n)%nat -> (s < n)%nat -> (t < n)%nat ->
  vmax n (fun i => vmax d (row (mmap Rabs A) i)) <= r -> vmax n (fun i => vmax d (row (mmap Rabs B) i)) <= r ->
  2 * r <= N -> dot n (vunit t) (vunit j) = 0 ->
  norminf (3 * d + n) (vsub (output d n s t A B N lambda j) (row (tokens d A B) j)) <= density (N - 2 * r).
Proof.
  intros d n A B N r lambda j s t Hd Hn Hj Hs Ht HA HB HN T.
  assert (r0 : 0 <= r) by (eapply Rle_trans; [apply Rabs_pos|apply (entries_le n d A r HA O O); lia]).
  assert (Nj : j <> t).
  { intros ->. rewrite (dot_delta n t (vunit t) Ht) in T. unfold vunit in T. rewrite Nat.eqb_refl in T. lra. }
  apply norminf_le; [left; apply density_pos|]. intros i Hi.
  exact (stays d n s t A B N r lambda Hn Hs Ht (entries_le n d A r HA) (entries_le n d B r HB) r0 HN j i Hj Nj Hi).
Qed.

(** ** Multiplying *)

Theorem mul : forall (a b c : nat) (F G Z : mat) (N r delta : R), (1 <= a)%nat -> (1 <= b)%nat -> (1 <= c)%nat ->
  0 < delta ->
  vmax a (fun i => vmax b (row (mmap Rabs F) i)) <= r -> vmax b (fun i => vmax c (row (mmap Rabs G) i)) <= r ->
  vmax a (fun i => vmax c (row (mmap Rabs Z) i)) <= r -> r <= N -> delta ^ 2 <> 0 ->
  norminf (a * b + a * c + b * c) (vsub
    (feed_forward (a * b + a * c + b * c) (3 * a * b * c + 2 * a * c) (mul_1 a b c delta) (mul_2 a b c delta)
      (mul_bias a b c N) (factors a b c F G Z))
    (factors a b c F G (mulm b F G))) <= 7 / 6 * INR b * delta ^ 2 * r ^ 4 + density (N - r).
Proof.
  intros a b c F G Z N r delta Ha Hb Hc Hd HF HG HZ HN _.
  replace (a * b + a * c + b * c)%nat with (a * b + b * c + a * c)%nat by lia.
  replace (3 * a * b * c + 2 * a * c)%nat with (3 * a * b * c + a * c + a * c)%nat by lia.
  apply norminf_le.
  - pose proof (density_pos (N - r)). pose proof (pos_INR b). pose proof (pow2_ge_0 delta).
    assert (0 <= r ^ 4) by (replace (r ^ 4) with ((r ^ 2) ^ 2) by ring; apply pow2_ge_0).
    enough (0 <= 7 / 6 * INR b * delta ^ 2 * r ^ 4) by lra.
    apply Rmult_le_pos; [apply Rmult_le_pos; [lra|assumption]|assumption].
  - intros l Hl. exact (multiplies a b c F G Z N r delta Ha Hb Hc Hd HN (entries_le a b F r HF) (entries_le b c G r HG)
      (entries_le a c Z r HZ) l Hl).
Qed.

(** ** Dividing *)

Theorem div : forall (d : nat) (w : vec) (M N q : R), (1 <= d)%nat ->
  4 * (norm1 d w + Rabs q) <= M * Rabs q -> 0 < Rabs q -> 37 / 32 * vmax d (vmap Rabs w) <= N * Rabs q ->
  let token := div_attended d w M q in
  let u := vsub token (vconst (vsum (2 * d + 3) token / (2 * INR d + 3))) in
  sqrt (vsum (2 * d + 3) (hmul u u) / (2 * INR d + 3)) <> 0 -> Rabs q <> 0 -> M * q ^ 2 <> 0 ->
  norminf d (vsub (quotient d w M N q) (hdiv w (vconst (Rabs q))))
  <= 5 / 8 * vmax d (vmap Rabs w) * (norm1 d w + Rabs q) / (M * q ^ 2)
     + density (N - 37 / 32 * vmax d (vmap Rabs w) / Rabs q).
Proof.
  intros d w M N q Hd HM Hq HN _ _ _ _ _. pose proof (fun i => abs_le_vmax d w i) as Hr.
  apply divides; [exact Hq|exact HM|exact Hr| |exact HN].
  eapply Rle_trans; [apply Rabs_pos|exact (Hr O Hd)].
Qed.

(** The token (9, -1, 0, 0, 0) for M = 8: its entries become 9, -1, -8, 0, 0, and 9 becomes 72 / sqrt 73 < 17/2. *)
Theorem exactly__div : ~ forall (d : nat) (w : vec) (M N q : R), (1 <= d)%nat -> 3 <= N -> 8 <= M ->
  let token := div_attended d w M q in
  let u := vsub token (vconst (vsum (2 * d + 3) token / (2 * INR d + 3))) in
  sqrt (vsum (2 * d + 3) (hmul u u) / (2 * INR d + 3)) <> 0 -> Rabs q <> 0 ->
  forall i : nat, (i < d)%nat -> quotient d w M N q i = hdiv w (vconst (Rabs q)) i.
Proof.
  intros H. specialize (H 1%nat (vconst 9) 8 17 (-1) (le_n 1) ltac:(lra) ltac:(lra)).
  assert (E : div_square 1 (vconst 9) 8 (-1) = 73) by (unfold div_square, dot, vconst; simpl; field).
  specialize (H (div_spread 1 (vconst 9) 8 (-1) ltac:(lra)) ltac:(rewrite Rabs_left; lra) O (le_n 1)).
  rewrite quotient_entry, E in H by (lia || lra). unfold hdiv, vconst in H.
  replace (9 / Rabs (-1)) with 9 in H by (rewrite Rabs_left by lra; field).
  assert (S : 17 / 2 < sqrt 73) by (rewrite <- (sqrt_square (17 / 2)) by lra; apply sqrt_lt_1_alt; lra).
  assert (Y : 0 <= 8 * 9 / sqrt 73 <= 17 / 2).
  { split; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]|].
    apply Rmult_le_reg_r with (sqrt 73); [lra|]. replace (8 * 9 / sqrt 73 * sqrt 73) with 72 by (field; lra). lra. }
  pose proof (gelu_difference 17 (8 * 9 / sqrt 73) (17 / 2) ltac:(rewrite Rabs_pos_eq; lra) ltac:(lra)) as D.
  pose proof (density_lt_half (17 - 17 / 2)). apply Rabs_le_between in D. lra.
Qed.
