(** First derivatives of the parts of a block: proofs of the claims of [derivatives.py].

    What holds for any block holds for those of A_1 kron A_2. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Matrices Derivatives Softmax Regression Kronecker Attention.
Local Open Scope R_scope.

(** J(f) A_i, as the paper writes it. *)
Lemma jac_printed n p h k : jac n p h k = vsub (hmul h p) (vscale (dot n h p) p) k.
Proof. unfold jac, vsub, vscale, hmul. rewrite dot_sym. ring. Qed.

(** Each part of a block A with D columns, and its derivative by entry i of x. *)
Section Parts.
  Variables (n D : nat) (A : mat) (b x : vec) (i : nat).
  Hypothesis Hi : (i < D)%nat.

  Let z t := mulv D A (vadd x (vscale t (vunit i))).
  Let u := vexp (mulv D A x).
  Let f := softmax n (mulv D A x).
  Let A_i := mulv_vunit_col D A i Hi.

  Definition part_u : Prop := forall k : nat, (k < n)%nat ->
    deriv_at (fun t => vexp (z t) k) 0 (hmul (col A i) u k).
  Definition part_alpha : Prop := deriv_at (fun t => vsum n (vexp (z t))) 0 (dot n (col A i) u).
  Definition part_f : Prop := forall k : nat, (k < n)%nat ->
    deriv_at (fun t => softmax n (z t) k) 0 (vsub (hmul (col A i) f) (vscale (dot n (col A i) f) f) k).
  Definition part_c : Prop := forall k : nat, (k < n)%nat ->
    deriv_at (fun t => vsub (softmax n (z t)) b k) 0 (vsub (hmul (col A i) f) (vscale (dot n (col A i) f) f) k).
  Definition part_h : Prop := forall k : nat, (k < n)%nat ->
    deriv_at (fun t => vscale (vsum n (vexp (z t))) b k) 0 (vscale (dot n (col A i) u) b k).
  Definition part_q : Prop := forall k : nat, (k < n)%nat ->
    deriv_at (fun t => vsub (vexp (z t)) (vscale (vsum n (vexp (z t))) b) k) 0
      (vsub (hmul (col A i) u) (vscale (dot n (col A i) u) b) k).

  Lemma prove_u : part_u.
  Proof.
    intros k Hk. rewrite <- A_i. eapply deriv_eq; [apply (deriv_u_in_x n), Hk|]. apply Rmult_comm.
  Qed.
  Lemma prove_alpha : part_alpha.
  Proof. unfold part_alpha. rewrite <- A_i, dot_sym. apply deriv_alpha_in_x. Qed.
  Lemma prove_f : part_f.
  Proof. intros k Hk. rewrite <- jac_printed, <- A_i. apply deriv_f_in_x, Hk. Qed.
  Lemma prove_c : part_c.
  Proof. intros k Hk. eapply deriv_eq; [apply deriv_minus; [apply prove_f, Hk|apply deriv_const]|apply Rminus_0_r]. Qed.
  Lemma prove_h : part_h.
  Proof. intros k _. apply deriv_scal_r, prove_alpha. Qed.
  Lemma prove_q : part_q.
  Proof. intros k Hk. apply deriv_minus; [apply prove_u|apply prove_h]; exact Hk. Qed.
End Parts.

(** ** Any block *)

Theorem d_u__any : forall (d n : nat) (A_j0 : mat) (x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> part_u n (d * d) A_j0 x i.
Proof. intros. apply prove_u. assumption. Qed.

Theorem d_alpha__any : forall (d n : nat) (A_j0 : mat) (x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> part_alpha n (d * d) A_j0 x i.
Proof. intros. apply prove_alpha. assumption. Qed.

Theorem d_f__any : forall (d n : nat) (A_j0 : mat) (x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> part_f n (d * d) A_j0 x i.
Proof. intros. apply prove_f. assumption. Qed.

Theorem d_c__any : forall (d n : nat) (A_j0 : mat) (b_j0 x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> part_c n (d * d) A_j0 b_j0 x i.
Proof. intros. apply prove_c. assumption. Qed.

Theorem d_h__any : forall (d n : nat) (A_j0 : mat) (b_j0 x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> part_h n (d * d) A_j0 b_j0 x i.
Proof. intros. apply prove_h. assumption. Qed.

Theorem d_q__any : forall (d n : nat) (A_j0 : mat) (b_j0 x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> part_q n (d * d) A_j0 b_j0 x i.
Proof. intros. apply prove_q. assumption. Qed.

(** ** The blocks of A_1 kron A_2, with row j0 of B *)

Theorem d_u__kron : forall (d n : nat) (A_1 A_2 : mat) (x : vec) (i j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> (j0 < n)%nat -> part_u n (d * d) (block n d A_1 A_2 j0) x i.
Proof. intros. apply prove_u. assumption. Qed.

Theorem d_alpha__kron : forall (d n : nat) (A_1 A_2 : mat) (x : vec) (i j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> (j0 < n)%nat -> part_alpha n (d * d) (block n d A_1 A_2 j0) x i.
Proof. intros. apply prove_alpha. assumption. Qed.

Theorem d_f__kron : forall (d n : nat) (A_1 A_2 : mat) (x : vec) (i j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> (j0 < n)%nat -> part_f n (d * d) (block n d A_1 A_2 j0) x i.
Proof. intros. apply prove_f. assumption. Qed.

Theorem d_c__kron : forall (d n : nat) (A_1 A_2 B : mat) (x : vec) (i j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> (j0 < n)%nat ->
  part_c n (d * d) (block n d A_1 A_2 j0) (row B j0) x i.
Proof. intros. apply prove_c. assumption. Qed.

Theorem d_h__kron : forall (d n : nat) (A_1 A_2 B : mat) (x : vec) (i j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> (j0 < n)%nat ->
  part_h n (d * d) (block n d A_1 A_2 j0) (row B j0) x i.
Proof. intros. apply prove_h. assumption. Qed.

Theorem d_q__kron : forall (d n : nat) (A_1 A_2 B : mat) (x : vec) (i j0 : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d * d)%nat -> (j0 < n)%nat ->
  part_q n (d * d) (block n d A_1 A_2 j0) (row B j0) x i.
Proof. intros. apply prove_q. assumption. Qed.
