(** The final theorems: proofs of the claims of [shift.py].

    The normalized identities and bounds of a block are those of Theorems 5.1 and 5.2 of LSXYZ23 with d^2 columns. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Regression Kronecker RescaledLoss RescaledMoves
  Attention AllBlocks Targets.
From Lemmas.lsxyz23 Require Import bounded_shift.
Local Open Scope R_scope.

Local Notation new_target b f f' := (vsub (vadd b f) f').

(** ** One block *)

Theorem same_normalized__x_block : forall (d n : nat) (A_j0 : mat) (b_j0 x_next x_t : vec),
  (1 <= d)%nat -> (1 <= n)%nat -> forall i : nat, (i < n)%nat ->
  let f := softmax n (mulv (d * d) A_j0 x_t) in
  let f' := softmax n (mulv (d * d) A_j0 x_next) in vsub f' b_j0 i = vsub f (new_target b_j0 f f') i.
Proof. intros. apply same_problem. Qed.

Theorem same_normalized__A_block : forall (d n : nat) (A_j0 A_j0' : mat) (b_j0 x_t : vec),
  (1 <= d)%nat -> (1 <= n)%nat -> forall i : nat, (i < n)%nat ->
  let f := softmax n (mulv (d * d) A_j0 x_t) in
  let f' := softmax n (mulv (d * d) A_j0' x_t) in vsub f' b_j0 i = vsub f (new_target b_j0 f f') i.
Proof. intros. apply same_problem. Qed.

Theorem same_rescaled__x_block : forall (d n : nat) (A_j0 : mat) (b_j0 x_next x_t : vec),
  (1 <= d)%nat -> (1 <= n)%nat -> forall i : nat, (i < n)%nat ->
  let z := mulv (d * d) A_j0 x_t in
  let w := mulv (d * d) A_j0 x_next in
  rescaled n b_j0 w i = vsub (vexp z) (vscale (vsum n (vexp z)) (vadd b_j0 (correction n b_j0 z w))) i.
Proof. intros. apply same_rescaled. assumption. Qed.

Theorem same_rescaled__A_block : forall (d n : nat) (A_j0 A_j0' : mat) (b_j0 x_t : vec),
  (1 <= d)%nat -> (1 <= n)%nat -> forall i : nat, (i < n)%nat ->
  let z := mulv (d * d) A_j0 x_t in
  let w := mulv (d * d) A_j0' x_t in
  rescaled n b_j0 w i = vsub (vexp z) (vscale (vsum n (vexp z)) (vadd b_j0 (correction n b_j0 z w))) i.
Proof. intros. apply same_rescaled. assumption. Qed.

Theorem shift_normalized__x_block : forall (d n : nat) (A_j0 : mat) (b_j0 x_next x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> 4 < r -> opbound n (d * d) A_j0 r ->
  norm2 (d * d) x_t <= r -> norm2 (d * d) x_next <= r ->
  norm2 n (vsub (new_target b_j0 (softmax n (mulv (d * d) A_j0 x_t)) (softmax n (mulv (d * d) A_j0 x_next))) b_j0)
  <= INR n * exp (5 * r ^ 2) * norm2 (d * d) (vsub x_next x_t).
Proof.
  intros d n A b x_next x_t r _ Hn Hr HA _ _. rewrite size_of_shift.
  eapply Rle_trans; [apply f_lipschitz_in_x; eassumption|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|apply half_le_dimension; [exact Hn|lra]].
Qed.

Theorem shift_normalized__A_block : forall (d n : nat) (A_j0 A_j0' : mat) (b_j0 x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall s : R, opbound n (d * d) (msub A_j0' A_j0) s ->
  (forall t : R, opbound n (d * d) (msub A_j0' A_j0) t -> s <= t) ->
  4 < r -> opbound n (d * d) A_j0 r -> opbound n (d * d) A_j0' r -> norm2 (d * d) x_t <= r ->
  norm2 n (vsub (new_target b_j0 (softmax n (mulv (d * d) A_j0 x_t)) (softmax n (mulv (d * d) A_j0' x_t))) b_j0)
  <= INR n * exp (5 * r ^ 2) * s.
Proof.
  intros d n A A' b x r _ Hn s Hs _ Hr _ _ Hx. rewrite size_of_shift.
  eapply Rle_trans; [apply (f_lipschitz_in_A n (d * d) A' A x r s); assumption|].
  apply Rmult_le_compat_r; [apply (opbound_nonneg _ _ _ _ Hs)|apply half_le_dimension; [exact Hn|lra]].
Qed.

Theorem shift_rescaled__x_block : forall (d n : nat) (A_j0 : mat) (b_j0 x_next x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> 4 < r -> opbound n (d * d) A_j0 r ->
  norm2 (d * d) x_t <= r -> norm2 (d * d) x_next <= r -> norm1 n b_j0 <= 1 ->
  norm2 n (vsub (vadd b_j0 (correction n b_j0 (mulv (d * d) A_j0 x_t) (mulv (d * d) A_j0 x_next))) b_j0)
  <= sqrt (INR n) * exp (3 * r ^ 2) * norm2 (d * d) (vsub x_next x_t).
Proof.
  intros d n A b x_next x_t r _ Hn Hr HA Hx Hy Hb.
  apply correction_size; [exact Hn|exact Hb|lra|apply logits_norm; assumption|apply logits_norm; assumption| |].
  - apply move_in_x, HA.
  - apply norm2_nonneg.
Qed.

Theorem shift_rescaled__A_block : forall (d n : nat) (A_j0 A_j0' : mat) (b_j0 x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall s : R, opbound n (d * d) (msub A_j0' A_j0) s ->
  (forall t : R, opbound n (d * d) (msub A_j0' A_j0) t -> s <= t) ->
  4 < r -> opbound n (d * d) A_j0 r -> opbound n (d * d) A_j0' r -> norm2 (d * d) x_t <= r -> norm1 n b_j0 <= 1 ->
  norm2 n (vsub (vadd b_j0 (correction n b_j0 (mulv (d * d) A_j0 x_t) (mulv (d * d) A_j0' x_t))) b_j0)
  <= sqrt (INR n) * exp (3 * r ^ 2) * s.
Proof.
  intros d n A A' b x r _ Hn s Hs _ Hr HA HA' Hx Hb.
  apply correction_size; [exact Hn|exact Hb|lra|apply logits_norm; assumption|apply logits_norm; assumption| |].
  - apply move_in_A; assumption.
  - apply (opbound_nonneg _ _ _ _ Hs).
Qed.

(** ** All blocks *)

Section All.
  Variables (d n : nat).

  Let z (A : mat) (x : vec) := mulv (d * d) A x.

  Theorem same_normalized__x_all : forall (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
    forall M : mat, gives_one (n * n) (block_sums n (vexp (z A x_next))) M ->
    gives_one (n * n) M (block_sums n (vexp (z A x_next))) ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_t))) ->
    forall i : nat, (i < n * n)%nat ->
    let f := mulv (n * n) N (vexp (z A x_t)) in
    let f' := mulv (n * n) M (vexp (z A x_next)) in vsub f' b i = vsub f (new_target b f f') i.
  Proof. intros. apply same_problem. Qed.

  Theorem same_normalized__A_all : forall (A A' : mat) (b x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
    forall M : mat, gives_one (n * n) (block_sums n (vexp (z A' x_t))) M ->
    gives_one (n * n) M (block_sums n (vexp (z A' x_t))) ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_t))) ->
    forall i : nat, (i < n * n)%nat ->
    let f := mulv (n * n) N (vexp (z A x_t)) in
    let f' := mulv (n * n) M (vexp (z A' x_t)) in vsub f' b i = vsub f (new_target b f f') i.
  Proof. intros. apply same_problem. Qed.

  Theorem same_rescaled__x_all : forall (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_t))) ->
    forall i : nat, (i < n * n)%nat ->
    rescaled_blocks n b (z A x_next) i
    = vsub (vexp (z A x_t)) (mulv (n * n) (block_sums n (vexp (z A x_t))) (vadd b (mulv (n * n) N
        (vsub (rescaled_blocks n b (z A x_t)) (rescaled_blocks n b (z A x_next)))))) i.
  Proof. intros. apply same_rescaled_blocks; assumption. Qed.

  Theorem same_rescaled__A_all : forall (A A' : mat) (b x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_t))) ->
    forall i : nat, (i < n * n)%nat ->
    rescaled_blocks n b (z A' x_t) i
    = vsub (vexp (z A x_t)) (mulv (n * n) (block_sums n (vexp (z A x_t))) (vadd b (mulv (n * n) N
        (vsub (rescaled_blocks n b (z A x_t)) (rescaled_blocks n b (z A' x_t)))))) i.
  Proof. intros. apply same_rescaled_blocks; assumption. Qed.

  (** From the move r s of the logits. *)
  Let normalized_size M N b u v r s : (1 <= n)%nat -> gives_one (n * n) M (block_sums n (vexp u)) ->
    gives_one (n * n) N (block_sums n (vexp v)) -> 0 <= r -> 0 <= s -> norm2 (n * n) (vsub u v) <= r * s ->
    norm2 (n * n) (vsub (new_target b (mulv (n * n) M (vexp u)) (mulv (n * n) N (vexp v))) b)
    <= INR n * sqrt (INR n) * exp (5 * r ^ 2) * s.
  Proof.
    intros Hn HM HN Hr Hs H. rewrite size_of_shift. unfold vsub. rewrite norm2_minus_sym.
    eapply Rle_trans; [apply (attention_blocks_move n M N u v Hn HM HN)|].
    pose proof (half_le_blocks n r Hn Hr) as C. apply (Rmult_le_compat_r s _ _ Hs) in C. lra.
  Qed.

  Theorem shift_normalized__x_all : forall (A : mat) (b x_next x_t : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    forall M : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) M ->
    gives_one (n * n) M (block_sums n (vexp (z A x_t))) ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_next))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_next))) ->
    4 < r -> opbound (n * n) (d * d) A r -> norm2 (d * d) x_t <= r -> norm2 (d * d) x_next <= r ->
    norm2 (n * n) (vsub (new_target b (mulv (n * n) M (vexp (z A x_t))) (mulv (n * n) N (vexp (z A x_next)))) b)
    <= INR n * sqrt (INR n) * exp (5 * r ^ 2) * norm2 (d * d) (vsub x_next x_t).
  Proof.
    intros A b x_next x_t r _ Hn M _ HM N _ HN Hr HA _ _.
    apply normalized_size; [exact Hn|exact HM|exact HN|lra|apply norm2_nonneg|apply move_in_x, HA].
  Qed.

  Theorem shift_normalized__A_all : forall (A A' : mat) (b x_t : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    forall M : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) M ->
    gives_one (n * n) M (block_sums n (vexp (z A x_t))) ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A' x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A' x_t))) ->
    forall s : R, opbound (n * n) (d * d) (msub A' A) s ->
    (forall t : R, opbound (n * n) (d * d) (msub A' A) t -> s <= t) ->
    4 < r -> opbound (n * n) (d * d) A r -> opbound (n * n) (d * d) A' r -> norm2 (d * d) x_t <= r ->
    norm2 (n * n) (vsub (new_target b (mulv (n * n) M (vexp (z A x_t))) (mulv (n * n) N (vexp (z A' x_t)))) b)
    <= INR n * sqrt (INR n) * exp (5 * r ^ 2) * s.
  Proof.
    intros A A' b x r _ Hn M _ HM N _ HN s Hs _ Hr _ _ Hx. apply normalized_size;
      [exact Hn|exact HM|exact HN|lra|apply (opbound_nonneg _ _ _ _ Hs)|apply move_in_A; assumption].
  Qed.

  Theorem shift_rescaled__x_all : forall (A : mat) (b x_next x_t : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_t))) ->
    4 < r -> opbound (n * n) (d * d) A r -> norm2 (d * d) x_t <= r -> norm2 (d * d) x_next <= r ->
    (forall i : nat, (i < n)%nat -> mulv (n * n) (adding n) (vmap Rabs b) i <= 1) ->
    norm2 (n * n) (vsub (vadd b (mulv (n * n) N
      (vsub (rescaled_blocks n b (z A x_t)) (rescaled_blocks n b (z A x_next))))) b)
    <= INR n * exp (3 * r ^ 2) * norm2 (d * d) (vsub x_next x_t).
  Proof.
    intros A b x_next x_t r _ Hn N _ HN Hr HA Hx Hy Hb. apply correction_size_blocks;
      [exact Hn|exact HN|exact Hb|lra|apply logits_norm; assumption|apply logits_norm; assumption| |].
    - apply move_in_x, HA.
    - apply norm2_nonneg.
  Qed.

  Theorem shift_rescaled__A_all : forall (A A' : mat) (b x_t : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    forall N : mat, gives_one (n * n) (block_sums n (vexp (z A x_t))) N ->
    gives_one (n * n) N (block_sums n (vexp (z A x_t))) ->
    forall s : R, opbound (n * n) (d * d) (msub A' A) s ->
    (forall t : R, opbound (n * n) (d * d) (msub A' A) t -> s <= t) ->
    4 < r -> opbound (n * n) (d * d) A r -> opbound (n * n) (d * d) A' r -> norm2 (d * d) x_t <= r ->
    (forall i : nat, (i < n)%nat -> mulv (n * n) (adding n) (vmap Rabs b) i <= 1) ->
    norm2 (n * n) (vsub (vadd b (mulv (n * n) N
      (vsub (rescaled_blocks n b (z A x_t)) (rescaled_blocks n b (z A' x_t))))) b)
    <= INR n * exp (3 * r ^ 2) * s.
  Proof.
    intros A A' b x r _ Hn N _ HN s Hs _ Hr HA HA' Hx Hb. apply correction_size_blocks;
      [exact Hn|exact HN|exact Hb|lra|apply logits_norm; assumption|apply logits_norm; assumption| |].
    - apply move_in_A; assumption.
    - apply (opbound_nonneg _ _ _ _ Hs).
  Qed.
End All.

(** ** The final theorems, with C = 5 and C = 3 *)

Theorem order_normalized__x_block : exists C : R, forall (d n : nat) (A_j0 : mat) (b_j0 x_next x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> 4 < r -> opbound n (d * d) A_j0 r ->
  norm2 (d * d) x_t <= r -> norm2 (d * d) x_next <= r ->
  norm2 n (vsub (new_target b_j0 (softmax n (mulv (d * d) A_j0 x_t)) (softmax n (mulv (d * d) A_j0 x_next))) b_j0)
  <= exp (C * (r ^ 2 + ln (INR n))) * norm2 (d * d) (vsub x_next x_t).
Proof.
  exists 5. intros d n A b x_next x_t r Hd Hn Hr HA Hx Hy.
  apply (order_of (INR n)); [exact Hn|lra|lra|apply norm2_nonneg|apply shift_normalized__x_block; assumption].
Qed.

Theorem order_normalized__A_block : exists C : R, forall (d n : nat) (A_j0 A_j0' : mat) (b_j0 x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall s : R, opbound n (d * d) (msub A_j0' A_j0) s ->
  (forall t : R, opbound n (d * d) (msub A_j0' A_j0) t -> s <= t) ->
  4 < r -> opbound n (d * d) A_j0 r -> opbound n (d * d) A_j0' r -> norm2 (d * d) x_t <= r ->
  norm2 n (vsub (new_target b_j0 (softmax n (mulv (d * d) A_j0 x_t)) (softmax n (mulv (d * d) A_j0' x_t))) b_j0)
  <= exp (C * (r ^ 2 + ln (INR n))) * s.
Proof.
  exists 5. intros d n A A' b x r Hd Hn s Hs least Hr HA HA' Hx. apply (order_of (INR n));
    [exact Hn|lra|lra|apply (opbound_nonneg _ _ _ _ Hs)|apply shift_normalized__A_block; assumption].
Qed.

Theorem order_rescaled__x_block : exists C : R, forall (d n : nat) (A_j0 : mat) (b_j0 x_next x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> 4 < r -> opbound n (d * d) A_j0 r ->
  norm2 (d * d) x_t <= r -> norm2 (d * d) x_next <= r -> norm1 n b_j0 <= 1 ->
  norm2 n (vsub (vadd b_j0 (correction n b_j0 (mulv (d * d) A_j0 x_t) (mulv (d * d) A_j0 x_next))) b_j0)
  <= exp (C * (r ^ 2 + ln (INR n))) * norm2 (d * d) (vsub x_next x_t).
Proof.
  exists 3. intros d n A b x_next x_t r Hd Hn Hr HA Hx Hy Hb. apply (order_of (sqrt (INR n)));
    [exact Hn|lra|apply sqrt_le_dimension, Hn|apply norm2_nonneg|apply shift_rescaled__x_block; assumption].
Qed.

Theorem order_rescaled__A_block : exists C : R, forall (d n : nat) (A_j0 A_j0' : mat) (b_j0 x_t : vec) (r : R),
  (1 <= d)%nat -> (1 <= n)%nat -> forall s : R, opbound n (d * d) (msub A_j0' A_j0) s ->
  (forall t : R, opbound n (d * d) (msub A_j0' A_j0) t -> s <= t) ->
  4 < r -> opbound n (d * d) A_j0 r -> opbound n (d * d) A_j0' r -> norm2 (d * d) x_t <= r -> norm1 n b_j0 <= 1 ->
  norm2 n (vsub (vadd b_j0 (correction n b_j0 (mulv (d * d) A_j0 x_t) (mulv (d * d) A_j0' x_t))) b_j0)
  <= exp (C * (r ^ 2 + ln (INR n))) * s.
Proof.
  exists 3. intros d n A A' b x r Hd Hn s Hs least Hr HA HA' Hx Hb. apply (order_of (sqrt (INR n)));
    [exact Hn|lra|apply sqrt_le_dimension, Hn|apply (opbound_nonneg _ _ _ _ Hs)|].
  apply shift_rescaled__A_block; assumption.
Qed.
