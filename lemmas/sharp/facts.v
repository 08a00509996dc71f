(** Facts on vectors, as sharp as they get: proofs of the claims of [facts.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Scalars Exponentials Softmax Regression.
Local Open Scope R_scope.

(** The largest |a_k| is |diag(a) e_k|. *)
Theorem diagonal : forall (n : nat) (a : vec), (1 <= n)%nat ->
  forall s : R, opbound n n (vdiag a) s -> (forall t : R, opbound n n (vdiag a) t -> s <= t) -> s = norminf n a.
Proof.
  intros n a _ s Hs least. apply Rle_antisym; [apply least, opbound_vdiag|].
  apply norminf_le; [apply (opbound_nonneg _ _ _ _ Hs)|]. intros k Hk.
  pose proof (opbound_mulv _ _ _ _ (vunit k) Hs) as H.
  replace (norm2 n (vunit k)) with 1 in H.
  - rewrite Rmult_1_r in H. eapply Rle_trans; [|exact H]. eapply Rle_trans; [|apply (entry_le_norm2 n k _ Hk)].
    rewrite mulv_vunit by exact Hk. unfold vdiag. rewrite Nat.eqb_refl. lra.
  - unfold norm2. rewrite (dot_delta n k (vunit k) Hk). unfold vunit. rewrite Nat.eqb_refl. symmetry. apply sqrt_1.
Qed.

(** |a b^T b| = |a| |b|^2. *)
Theorem rank_one : forall (n : nat) (a b : vec), (1 <= n)%nat ->
  forall s : R, opbound n n (outer a b) s -> (forall t : R, opbound n n (outer a b) t -> s <= t) ->
  s = norm2 n a * norm2 n b.
Proof.
  intros n a b _ s Hs least. apply Rle_antisym; [apply least, opbound_outer|].
  pose proof (opbound_nonneg _ _ _ _ Hs) as S. pose proof (opbound_mulv _ _ _ _ b Hs) as H.
  rewrite (norm2_ext n _ (fun i => dot n b b * a i)) in H by (intros; rewrite mulv_outer; ring).
  rewrite norm2_scal, Rabs_pos_eq, <- norm2_sq in H by apply dot_self.
  pose proof (norm2_nonneg n b) as [B|B]; [|rewrite <- B; lra].
  apply Rmult_le_reg_r with (norm2 n b); [exact B|]. lra.
Qed.

Theorem exp_max : forall (n : nat) (a : vec), (1 <= n)%nat -> norminf n (vexp a) = exp (vmax n a).
Proof.
  intros n a Hn. apply Rle_antisym.
  - apply exp_norminf_le. intros i Hi. apply vmax_ge, Hi.
  - destruct (vmax_attained n a Hn) as (k & Hk & ->).
    eapply Rle_trans; [|apply (entry_le_norminf n k (vexp a) Hk)]. apply Rle_abs.
Qed.

Theorem exp_difference : forall (n : nat) (a b : vec), (1 <= n)%nat ->
  norm2 n (vsub (vexp a) (vexp b)) <= norm2 n (vexp a) * (exp (norminf n (vsub a b)) + (- 1)).
Proof. intros n a b _. apply exp_difference_norm2. Qed.

Theorem norm_of_exp : forall (n : nat) (a : vec), (1 <= n)%nat ->
  0 <= INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * norm2 n a + exp (2 * norm2 n a) ->
  norm2 n (vexp a) <= sqrt (INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * norm2 n a + exp (2 * norm2 n a)).
Proof. intros n a Hn _. apply norm2_exp_le; [exact Hn|lra]. Qed.
