(** Sharp constants in A, and in A and x together: proofs of the claims of [in_a.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Theorem f_logits : forall (d n : nat) (A A' : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x))) <= norm2 n (mulv d (msub A A') x) / 2.
Proof. intros d n A A' x _ Hn. rewrite <- vsub_mulv_l. apply softmax_half_norm2, Hn. Qed.

Theorem f_lipschitz : forall (d n : nat) (A A' : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A A') s -> (forall t : R, opbound n d (msub A A') t -> s <= t) ->
  norm2 d x <= r ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x))) <= r / 2 * s.
Proof. intros d n A A' x r _ Hn s Hs _ Hx. apply f_lipschitz_in_A; assumption. Qed.

Theorem c_lipschitz : forall (d n : nat) (A A' : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A A') s -> (forall t : R, opbound n d (msub A A') t -> s <= t) ->
  norm2 d x <= r ->
  norm2 n (vsub (vsub (softmax n (mulv d A x)) b) (vsub (softmax n (mulv d A' x)) b)) <= r / 2 * s.
Proof. intros d n A A' b x r _ Hn s Hs _ Hx. rewrite vsub_vsub. apply f_lipschitz_in_A; assumption. Qed.

Theorem exp_lipschitz : forall (d n : nat) (A A' : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A A') s -> (forall t : R, opbound n d (msub A A') t -> s <= t) ->
  opbound n d A r -> opbound n d A' r -> norm2 d x <= r ->
  norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A' x))) <= r * exp (r ^ 2) * s.
Proof. intros d n A A' x r _ _ s Hs _ HA HA' Hx. apply exp_lipschitz_in_A; assumption. Qed.

Theorem alpha_inverse_lipschitz : forall (d n : nat) (A A' : mat) (x : vec) (r beta : R),
  (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A A') s -> (forall t : R, opbound n d (msub A A') t -> s <= t) ->
  norm2 d x <= r -> beta <= vsum n (vexp (mulv d A x)) -> beta <= vsum n (vexp (mulv d A' x)) ->
  0 < beta -> beta <> 0 ->
  Rabs (/ vsum n (vexp (mulv d A x)) - / vsum n (vexp (mulv d A' x))) <= r / beta * s.
Proof.
  intros d n A A' x r beta _ Hn s Hs _ Hx HA HA' Hb _.
  replace (r / beta * s) with (s * r / beta) by (field; lra).
  apply alpha_inverse_moves; [assumption..|]. intros i Hi.
  change (Rabs (vsub (mulv d A x) (mulv d A' x) i) <= s * r). rewrite vsub_mulv_l.
  eapply Rle_trans; [apply (entry_le_norm2 n i _ Hi)|]. apply opbound_mulv_le; assumption.
Qed.

Theorem joint_logits : forall (d n : nat) (A A' : mat) (x x' : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x')))
  <= norm2 n (vsub (mulv d A x) (mulv d A' x')) / 2.
Proof. intros d n A A' x x' _ Hn. apply softmax_half_norm2, Hn. Qed.

(** A x - A' x' = A (x - x') + (A - A') x'. *)
Theorem joint_lipschitz : forall (d n : nat) (A A' : mat) (x x' : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A A') s -> (forall t : R, opbound n d (msub A A') t -> s <= t) ->
  opbound n d A r -> norm2 d x' <= r ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x'))) <= r / 2 * (norm2 d (vsub x x') + s).
Proof.
  intros d n A A' x x' r _ Hn s Hs _ HA Hx.
  rewrite (norm2_ext n _ (fun i => vsub (softmax n (mulv d A x)) (softmax n (mulv d A x')) i
    + vsub (softmax n (mulv d A x')) (softmax n (mulv d A' x')) i)) by (intros; unfold vsub; ring).
  eapply Rle_trans; [apply norm2_triangle|].
  pose proof (f_lipschitz_in_x n d A x x' r Hn HA). pose proof (f_lipschitz_in_A n d A A' x' r s Hn Hs Hx). lra.
Qed.
