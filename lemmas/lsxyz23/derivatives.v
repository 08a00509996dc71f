(** First derivatives in x: proofs of the claims of [derivatives.py]; [d_loss], which is refuted, has none. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

(** J(f) A_i, entry by entry, as the papers write it. *)
Lemma jac_printed n p h k : jac n p h k = vadd (vscale (- dot n p h) p) (hmul p h) k.
Proof. unfold jac, vadd, vscale, hmul. ring. Qed.

Theorem d_linear : forall (d n : nat) (A : mat) (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  forall k : nat, (k < n)%nat -> deriv_at (fun t => mulv d A (vadd x (vscale t (vunit i))) k) 0 (col A i k).
Proof. intros d n A x i _ _ Hi k _. rewrite <- (mulv_vunit_col d A i Hi). apply deriv_logits. Qed.

Theorem d_exp : forall (d n : nat) (A : mat) (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  forall k : nat, (k < n)%nat ->
  deriv_at (fun t => vexp (mulv d A (vadd x (vscale t (vunit i)))) k) 0 (hmul (vexp (mulv d A x)) (col A i) k).
Proof. intros d n A x i _ _ Hi k Hk. rewrite <- (mulv_vunit_col d A i Hi). apply (deriv_u_in_x n); exact Hk. Qed.

Theorem d_alpha : forall (d n : nat) (A : mat) (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  deriv_at (fun t => vsum n (vexp (mulv d A (vadd x (vscale t (vunit i)))))) 0 (dot n (vexp (mulv d A x)) (col A i)).
Proof. intros d n A x i _ _ Hi. rewrite <- (mulv_vunit_col d A i Hi). apply deriv_alpha_in_x. Qed.

Theorem d_alpha_inverse : forall (d n : nat) (A : mat) (x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  deriv_at (fun t => / vsum n (vexp (mulv d A (vadd x (vscale t (vunit i)))))) 0
    (- / vsum n (vexp (mulv d A x)) * dot n (softmax n (mulv d A x)) (col A i)).
Proof.
  intros d n A x i Hd Hn Hi. pose proof (vsum_exp_pos n (mulv d A x) Hn) as P.
  eapply deriv_eq.
  - apply (deriv_inv _ 0 _ (d_alpha d n A x i Hd Hn Hi)). rewrite vadd_vscale_0. apply Rgt_not_eq, P.
  - cbv beta. rewrite vadd_vscale_0.
    change (vsum n (fun k => exp (mulv d A x k))) with (vsum n (vexp (mulv d A x))) in P.
    rewrite dot_softmax by exact Hn. field. lra.
Qed.

Theorem d_f : forall (d n : nat) (A : mat) (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  forall k : nat, (k < n)%nat -> deriv_at (fun t => softmax n (mulv d A (vadd x (vscale t (vunit i)))) k) 0
    (vadd (vscale (- dot n (softmax n (mulv d A x)) (col A i)) (softmax n (mulv d A x)))
          (hmul (softmax n (mulv d A x)) (col A i)) k).
Proof.
  intros d n A x i _ _ Hi k Hk. rewrite <- jac_printed, <- (mulv_vunit_col d A i Hi). apply deriv_f_in_x, Hk.
Qed.

Theorem d_c : forall (d n : nat) (A : mat) (b x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  forall k : nat, (k < n)%nat -> deriv_at (fun t => vsub (softmax n (mulv d A (vadd x (vscale t (vunit i))))) b k) 0
    (vadd (vscale (- dot n (softmax n (mulv d A x)) (col A i)) (softmax n (mulv d A x)))
          (hmul (softmax n (mulv d A x)) (col A i)) k).
Proof.
  intros d n A b x i Hd Hn Hi k Hk. eapply deriv_eq; [|apply Rminus_0_r].
  apply deriv_minus; [exact (d_f d n A x i Hd Hn Hi k Hk)|apply deriv_const].
Qed.

Theorem d_slope_mixed : forall (d n : nat) (A : mat) (x : vec) (i j : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> (j < d)%nat ->
  deriv_at (fun t => dot n (softmax n (mulv d A (vadd x (vscale t (vunit j))))) (col A i)) 0
    (- dot n (softmax n (mulv d A x)) (col A i) * dot n (softmax n (mulv d A x)) (col A j)
     + dot n (softmax n (mulv d A x)) (hmul (col A i) (col A j))).
Proof.
  intros d n A x i j _ _ _ Hj. eapply deriv_eq; [apply deriv_slope_in_x|].
  rewrite (mulv_vunit_col d A j Hj), dot_sym, dot_jac. unfold hmul. ring.
Qed.

Theorem d_slope : forall (d n : nat) (A : mat) (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  deriv_at (fun t => dot n (softmax n (mulv d A (vadd x (vscale t (vunit i))))) (col A i)) 0
    (- dot n (softmax n (mulv d A x)) (col A i) ^ 2 + dot n (softmax n (mulv d A x)) (hmul (col A i) (col A i))).
Proof.
  intros d n A x i Hd Hn Hi. eapply deriv_eq; [exact (d_slope_mixed d n A x i i Hd Hn Hi Hi)|]. ring.
Qed.
