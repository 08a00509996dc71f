(** * Softmax under moves of any size: how far two values of softmax are apart when the logits are.

    The bound 1/2 of the Jacobian is that of small moves; for large ones the distance saturates. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Scalars Softmax.
From Certify Require Export HyperbolicTangent.
Local Open Scope R_scope.

(** ** Vectors whose entries add up to 0 *)

(** An entry is at most half of the norm l_1: it is minus the sum of the others. *)
Lemma balanced_entry n v i : vsum n v = 0 -> (i < n)%nat -> 2 * Rabs (v i) <= norm1 n v.
Proof.
  intros E Hi. assert (B : Rabs (v i) <= norm1 n v - Rabs (v i)); [|lra].
  unfold norm1. rewrite <- (vsum_delta n i (fun j => Rabs (v j)) Hi) at 2. rewrite <- vsum_minus.
  replace (v i) with (- vsum n (fun j => v j - (if Nat.eqb j i then v j else 0)))
    by (rewrite vsum_minus, E, (vsum_delta n i v Hi); ring).
  rewrite Rabs_Ropp. eapply Rle_trans; [apply vsum_abs|]. right. apply vsum_ext. intros j _.
  destruct (Nat.eqb j i); [|rewrite !Rminus_0_r; reflexivity].
  replace (v j - v j) with 0 by ring. rewrite Rabs_R0. ring.
Qed.

(** Hence 2 |v|_2^2 <= |v|_1^2. *)
Lemma balanced_norm2 n v : vsum n v = 0 -> norm2 n v <= norm1 n v / sqrt 2.
Proof.
  intros E. pose proof (norm1_nonneg n v) as N. pose proof (sqrt_lt_R0 2 ltac:(lra)) as S.
  assert (I : 0 < / sqrt 2) by (apply Rinv_0_lt_compat, S).
  apply norm2_le_sq; [apply Rmult_le_pos; lra|].
  replace (norm1 n v / sqrt 2 * (norm1 n v / sqrt 2)) with (norm1 n v * (norm1 n v / 2)).
  - unfold norm1 at 1. rewrite <- vsum_scal_r. apply vsum_le. intros i Hi.
    pose proof (balanced_entry n v i E Hi) as B. rewrite <- (Rabs_pos_eq (v i * v i)) by apply Rle_0_sqr.
    rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|lra].
  - rewrite <- (sqrt_sqrt 2) at 1 by lra. field. lra.
Qed.

(** ** Two probability vectors with bounded cross ratios *)

(** With D = P - Q and m = P + Q - 1 the premise says (1 + D)^2 - m^2 <= e^2 ((1 - D)^2 - m^2). *)
Lemma cross_ratio P Q e : 0 <= Q -> P <= 1 -> 1 <= e ->
  P * (1 - Q) <= e * e * (Q * (1 - P)) -> (e + 1) * (P - Q) <= e - 1.
Proof.
  intros HQ HP He H. assert (S : (1 + (P - Q)) * (1 + (P - Q)) <= (e * (1 - (P - Q))) * (e * (1 - (P - Q)))).
  { assert (M : 0 <= (e * e - 1) * ((P + Q - 1) * (P + Q - 1)))
      by (apply Rmult_le_pos; [nra|apply Rle_0_sqr]). lra. }
  assert (1 + (P - Q) <= e * (1 - (P - Q))); [|lra].
  assert (0 <= e * (1 - (P - Q))) by (apply Rmult_le_pos; lra).
  destruct (Rle_dec 0 (1 + (P - Q))); [|lra]. apply Rsqr_incr_0; [exact S|assumption|assumption].
Qed.

(** |p - q|_1 is twice p(S) - q(S) on the set S where p is at least q. *)
Theorem total_variation n p q e : probability n p -> probability n q -> 1 <= e ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> p i * q j <= e * e * (q i * p j)) ->
  norm1 n (vsub p q) <= 2 * ((e - 1) / (e + 1)).
Proof.
  intros [Hp Ep] [Hq Eq] He H. set (w := fun i => if Rle_dec (q i) (p i) then 1 else 0).
  assert (W : forall i, 0 <= w i <= 1) by (intros i; unfold w; destruct (Rle_dec (q i) (p i)); lra).
  set (P := dot n w p). set (Q := dot n w q).
  assert (N : norm1 n (vsub p q) = 2 * (P - Q)).
  { transitivity (vsum n (fun i => 2 * (w i * p i - w i * q i) - (p i - q i))).
    - apply vsum_ext. intros i _. unfold vsub, w. destruct (Rle_dec (q i) (p i)).
      + rewrite Rabs_pos_eq by lra. ring.
      + rewrite Rabs_left by lra. ring.
    - rewrite vsum_minus, vsum_scal, !vsum_minus, Ep, Eq. unfold P, Q, dot. ring. }
  assert (C : forall u v, vsum n v = 1 ->
    dot n w u * (1 - dot n w v) = vsum n (fun i => vsum n (fun j => w i * u i * ((1 - w j) * v j)))).
  { intros u v E. rewrite <- vsum_product. f_equal. transitivity (vsum n (fun j => v j - w j * v j)).
    - rewrite vsum_minus, E. reflexivity.
    - apply vsum_ext. intros; ring. }
  assert (K : P * (1 - Q) <= e * e * (Q * (1 - P))).
  { unfold P, Q. rewrite (C p q Eq), (C q p Ep), <- vsum_scal. apply vsum_le. intros i Hi.
    rewrite <- vsum_scal. apply vsum_le. intros j Hj.
    replace (w i * p i * ((1 - w j) * q j)) with (w i * (1 - w j) * (p i * q j)) by ring.
    replace (e * e * (w i * q i * ((1 - w j) * p j))) with (w i * (1 - w j) * (e * e * (q i * p j))) by ring.
    apply Rmult_le_compat_l; [|apply H; assumption].
    apply Rmult_le_pos; [apply W|]. pose proof (W j). lra. }
  assert (Q0 : 0 <= Q) by (apply vsum_nonneg; intros i Hi; apply Rmult_le_pos; [apply W|apply Hq, Hi]).
  assert (P1 : P <= 1).
  { rewrite <- Ep. apply vsum_le. intros i Hi. pose proof (W i). specialize (Hp i Hi). nra. }
  pose proof (cross_ratio P Q e Q0 P1 He K) as D. rewrite N.
  apply Rmult_le_reg_r with (e + 1); [lra|].
  replace (2 * ((e - 1) / (e + 1)) * (e + 1)) with (2 * (e - 1)) by (field; lra). lra.
Qed.

(** ** Softmax *)

Section Moves.
  (** The moves of the logits lie between [lo] and [hi]. *)
  Variables (n : nat) (z w : vec) (lo hi : R).
  Hypotheses (Hn : (1 <= n)%nat) (move : forall i, (i < n)%nat -> lo <= z i - w i <= hi).

  Theorem softmax_any_move_norm1 : norm1 n (vsub (softmax n z) (softmax n w)) <= 2 * tanh ((hi - lo) / 4).
  Proof.
    pose proof (move O ltac:(lia)) as S. rewrite tanh_quarter.
    apply total_variation; [apply softmax_probability, Hn|apply softmax_probability, Hn|apply exp_ge_1; lra|].
    intros i j Hi Hj. rewrite <- exp_plus. replace ((hi - lo) / 2 + (hi - lo) / 2) with (hi - lo) by field.
    pose proof (vsum_exp_pos n z Hn) as Z. pose proof (vsum_exp_pos n w Hn) as W. unfold softmax.
    set (a := vsum n (fun k => exp (z k))) in *. set (b := vsum n (fun k => exp (w k))) in *.
    replace (exp (z i) / a * (exp (w j) / b)) with (exp (z i) * exp (w j) * / (a * b)) by (field; lra).
    replace (exp (hi - lo) * (exp (w i) / b * (exp (z j) / a)))
      with (exp (hi - lo) * (exp (w i) * exp (z j)) * / (a * b)) by (field; lra).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra|].
    rewrite <- !exp_plus. apply exp_le. pose proof (move i Hi). pose proof (move j Hj). lra.
  Qed.

  Theorem softmax_any_move_norm2 : norm2 n (vsub (softmax n z) (softmax n w)) <= sqrt 2 * tanh ((hi - lo) / 4).
  Proof.
    pose proof (sqrt_lt_R0 2 ltac:(lra)) as S. eapply Rle_trans.
    - apply balanced_norm2. unfold vsub.
      rewrite vsum_minus, !(proj2 (softmax_probability n _ Hn)). ring.
    - apply Rle_trans with (2 * tanh ((hi - lo) / 4) / sqrt 2).
      + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, S|apply softmax_any_move_norm1].
      + right. rewrite <- (sqrt_sqrt 2) at 1 by lra. field. lra.
  Qed.
End Moves.

(** In the largest move of a logit. *)
Lemma move_le_norminf n z w i : (i < n)%nat ->
  - norminf n (vsub z w) <= z i - w i <= norminf n (vsub z w).
Proof. intros Hi. apply Rabs_le_between. exact (entry_le_norminf n i (vsub z w) Hi). Qed.

Theorem softmax_any_move_norminf n z w : (1 <= n)%nat ->
  norm2 n (vsub (softmax n z) (softmax n w)) <= sqrt 2 * tanh (norminf n (vsub z w) / 2).
Proof.
  intros Hn. set (m := norminf n (vsub z w)). replace (m / 2) with ((m - - m) / 4) by field.
  apply softmax_any_move_norm2; [exact Hn|]. intros i Hi. apply move_le_norminf, Hi.
Qed.

Theorem softmax_norm1_norminf n z w : (1 <= n)%nat ->
  norm1 n (vsub (softmax n z) (softmax n w)) <= norminf n (vsub z w).
Proof.
  intros Hn. set (m := norminf n (vsub z w)). pose proof (norminf_nonneg n (vsub z w) : 0 <= m) as M.
  apply Rle_trans with (2 * tanh ((m - - m) / 4)).
  - apply softmax_any_move_norm1; [exact Hn|]. intros i Hi. apply move_le_norminf, Hi.
  - pose proof (tanh_le_id ((m - - m) / 4) ltac:(lra)). lra.
Qed.

(** Two values of softmax are never sqrt(2) apart. *)
Corollary softmax_below_sqrt_2 n z w : (1 <= n)%nat -> norm2 n (vsub (softmax n z) (softmax n w)) < sqrt 2.
Proof.
  intros Hn. eapply Rle_lt_trans; [apply softmax_any_move_norminf, Hn|].
  rewrite <- (Rmult_1_r (sqrt 2)) at 2. apply Rmult_lt_compat_l; [apply sqrt_lt_R0; lra|apply tanh_lt_1].
Qed.
