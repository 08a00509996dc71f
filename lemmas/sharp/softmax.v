(** Where the bound 1/2 on the Jacobian of softmax is strict: proofs of the claims of [softmax.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Powers SoftmaxNorms.
Local Open Scope R_scope.

Local Notation J q := (msub (vdiag q) (outer q q)).

(** A dimension other than 2 is 1, or at least 3. *)
Lemma one_or_three n : (1 <= n)%nat -> 0 < Rabs (INR n + (- 2)) -> n = 1%nat \/ (3 <= n)%nat.
Proof.
  intros Hn H. destruct n as [|[|[|n]]]; [lia|left; reflexivity| |right; lia].
  exfalso. simpl in H. replace (1 + 1 + -2) with 0 in H by ring. rewrite Rabs_R0 in H. lra.
Qed.

Theorem strict_p : forall (n : nat) (v x : vec) (p : R), (1 <= n)%nat -> 0 < Rabs (INR n + (- 2)) -> 1 < p ->
  0 < norm2 n v -> 0 < p -> normp n p (mulv n (J (softmax n x)) v) < normp n p v / 2.
Proof.
  intros n v x p Hn H2 Hp Hv _. destruct (nonzero_entry n v Hv) as (k & Hk & E).
  replace (normp n p v / 2) with (1 / 2 * normp n p v) by field. apply normp_lt; [lra|lra|].
  destruct (one_or_three n Hn H2) as [->|H3].
  - replace (powers 1 p (mulv 1 (J (softmax 1 x)) v)) with 0.
    + apply Rmult_lt_0_compat; [apply rpow_pos; lra|apply (powers_pos 1 p v k Hk E)].
    + symmetry. apply vsum_zero. intros i Hi. rewrite jacobian_single, Rabs_R0 by exact Hi. apply rpow_0.
  - apply (softmax_jacobian_powers_strict n x Hn p v k); assumption.
Qed.

Theorem strict_2 : forall (n : nat) (x : vec), (1 <= n)%nat -> 0 < Rabs (INR n + (- 2)) ->
  exists r : R, r < 1 / 2 /\ opbound n n (J (softmax n x)) r.
Proof.
  intros n x Hn H2. destruct (one_or_three n Hn H2) as [->|H3].
  - exists 0. split; [lra|]. split; [lra|]. intros v. rewrite norm2_zero; [lra|]. apply jacobian_single.
  - apply softmax_jacobian_below_half; assumption.
Qed.

(** For n = 2 the value of softmax at 0 is (1/2, 1/2), and J (1, -1) = (1, -1) / 2. *)
Theorem equality_2 : forall (n : nat) (x : vec), (1 <= n)%nat -> forall s : R,
  opbound n n (J (softmax n (vscale 0 x))) s ->
  (forall r : R, opbound n n (J (softmax n (vscale 0 x))) r -> s <= r) -> INR n = 2 -> s = 1 / 2.
Proof.
  intros n x Hn s Hs least H2. assert (n = 2%nat) as -> by (apply INR_eq; simpl; lra).
  apply Rle_antisym.
  - apply least. split; [lra|]. intros v.
    rewrite (norm2_ext 2 _ (jac 2 (softmax 2 (vscale 0 x)) v)) by (intros; apply mulv_jacobian; assumption).
    pose proof (jac_norm2 2 _ v Hn (softmax_probability 2 (vscale 0 x) Hn)). lra.
  - set (v := vsub (vunit 0) (vunit 1)). pose proof (opbound_mulv _ _ _ _ v Hs) as B.
    rewrite (norm2_ext 2 _ (fun i => 1 / 2 * v i)) in B.
    + rewrite norm2_scal, Rabs_pos_eq in B by lra. apply Rmult_le_reg_r with (norm2 2 v); [|exact B].
      apply sqrt_lt_R0. unfold dot, v, vsub, vunit. simpl. lra.
    + intros i Hi. rewrite mulv_jacobian by exact Hi. unfold jac, dot, softmax, vscale, v, vsub, vunit. simpl.
      rewrite !Rmult_0_l, exp_0. destruct i as [|[|i]]; [| |lia]; simpl; field.
Qed.
