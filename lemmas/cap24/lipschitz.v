(** Self-attention on the ball of radius R: proofs of the claims of [lipschitz.py], by the smaller constants of
    [sharp.attention]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Frobenius AttentionOnBall.
Local Open Scope R_scope.

Set Default Proof Using "All".

Local Notation attention n d A V X :=
  (mulm d (mulm n (fun i => softmax n (row (mulm d (mulm d X (tr A)) (tr X)) i)) X) (tr V)).
Local Notation constant n s1 s2 r := (sqrt 3 * s1 * sqrt (s2 ^ 2 * r ^ 4 * (4 * INR n + 1) + INR n)).

Theorem difference : forall (d n : nat) (A V X Y : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r ->
  (forall i : nat, (i < n)%nat -> vsum d (row (mhmul X X) i) <= r ^ 2) ->
  (forall i : nat, (i < n)%nat -> vsum d (row (mhmul Y Y) i) <= r ^ 2) ->
  normfro n d (msub (attention n d A V X) (attention n d A V Y)) <= constant n s1 s2 r * normfro n d (msub X Y).
Proof.
  intros d n A V X Y r _ Hn s1 HV _ s2 HA _ Hr HX HY. rewrite !output_printed.
  eapply Rle_trans; [apply (output_frobenius n d A V r s2 s1 Hn ltac:(lra) HA HV X Y); apply in_ball; assumption|].
  apply Rmult_le_compat_r; [apply normfro_nonneg|apply constant_le_published, (opbound_nonneg _ _ _ _ HV)].
Qed.

Theorem jacobian : forall (d n : nat) (A H V X : mat) (r : R), (1 <= d)%nat -> (1 <= n)%nat -> forall D : mat,
  (forall i j : nat, (i < n)%nat -> (j < d)%nat ->
    deriv_at (fun t => attention n d A V (madd X (mscale t H)) i j) 0 (D i j)) ->
  forall s1 : R, opbound d d V s1 -> (forall t : R, opbound d d V t -> s1 <= t) ->
  forall s2 : R, opbound d d A s2 -> (forall t : R, opbound d d A t -> s2 <= t) -> 0 < r ->
  (forall i : nat, (i < n)%nat -> vsum d (row (mhmul X X) i) <= r ^ 2) ->
  normfro n d D <= constant n s1 s2 r * normfro n d H.
Proof.
  intros d n A H V X r _ Hn D HD s1 HV _ s2 HA _ Hr HX.
  eapply Rle_trans; [apply (moves_frobenius n d A V r s2 s1 Hn ltac:(lra) HA HV X H (in_ball n d X r Hr HX) D)|].
  - apply derivative_moves, HD.
  - apply Rmult_le_compat_r; [apply normfro_nonneg|apply constant_le_published, (opbound_nonneg _ _ _ _ HV)].
Qed.
