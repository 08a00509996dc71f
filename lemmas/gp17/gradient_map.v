(** Softmax with a temperature: proofs of the claims of [gradient_map.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Theorem gradient_of_lse : forall (n : nat) (x : vec) (lambda : R), (1 <= n)%nat -> 0 < lambda -> lambda <> 0 ->
  forall v : vec, deriv_at (fun t => ln (vsum n (vexp (vscale lambda (vadd x (vscale t v))))) / lambda) 0
    (dot n (softmax n (vscale lambda x)) v).
Proof.
  intros n x lambda Hn _ Hl v. set (Z := fun t => vscale lambda (vadd x (vscale t v))).
  assert (HZ : forall k, (k < n)%nat -> deriv_at (fun t => Z t k) 0 (lambda * v k)).
  { intros k _. apply deriv_scal, deriv_line. }
  assert (P : 0 < vsum n (vexp (Z 0))) by (apply vsum_exp_pos, Hn).
  apply (deriv_eq _ _ _ _ (deriv_scal_r (/ lambda) _ _ _ (deriv_ln _ 0 _ P (deriv_alpha n Z 0 _ HZ)))).
  replace (vscale lambda x) with (Z 0) by (unfold Z; rewrite vadd_vscale_0; reflexivity).
  rewrite dot_softmax, dot_scal_r by exact Hn. field. split; [apply Rgt_not_eq, P|exact Hl].
Qed.

Theorem cocoercive : forall (n : nat) (x y : vec) (lambda : R), (1 <= n)%nat -> 0 < lambda -> lambda <> 0 ->
  1 / lambda * norm2 n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) ^ 2
  <= dot n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) (vsub x y).
Proof.
  intros n x y lambda Hn Hl _. eapply Rle_trans; [|apply softmax_cocoercive_temperature; assumption].
  apply Rmult_le_compat_r; [apply pow2_ge_0|]. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hl|lra].
Qed.

Theorem monotone : forall (n : nat) (x y : vec) (lambda : R), (1 <= n)%nat -> 0 < lambda ->
  0 <= dot n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) (vsub x y).
Proof.
  intros n x y lambda Hn Hl. eapply Rle_trans; [|apply softmax_cocoercive_temperature; assumption].
  apply Rmult_le_pos; [|apply pow2_ge_0]. apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Hl].
Qed.

Theorem lipschitz : forall (n : nat) (x y : vec) (lambda : R), (1 <= n)%nat -> 0 < lambda ->
  norm2 n (vsub (softmax n (vscale lambda x)) (softmax n (vscale lambda y))) <= lambda * norm2 n (vsub x y).
Proof.
  intros n x y lambda Hn Hl. eapply Rle_trans; [apply softmax_temperature; assumption|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|lra].
Qed.
