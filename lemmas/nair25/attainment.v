(** Where the bound 1/2 is attained: proofs of the claims of [attainment.py] that are not refuted. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Moves Powers SoftmaxNorms.
Local Open Scope R_scope.

Local Notation J q := (msub (vdiag q) (outer q q)).

Lemma INR_above n k : INR k < INR n -> (k < n)%nat.
Proof. apply INR_lt. Qed.

(** ** p = 1 and p = infinity: at (ln (n - 1), 0, ..., 0) the first entry of softmax is 1/2 *)

Section Attained.
  Variable n : nat.
  Hypotheses (Hn : (1 <= n)%nat) (H2 : 2 <= INR n).
  Let point := vscale (ln (INR n + (- 1))) (vunit 0%nat).
  Let q := softmax n point.
  Let Q : probability n q. Proof. apply softmax_probability, Hn. Qed.

  (** The sum of the exponentials is n - 1 + (n - 1). *)
  Lemma first_entry : q 0%nat = 1 / 2.
  Proof.
    unfold q, softmax.
    assert (E : forall i, exp (point i) = (if Nat.eqb i 0 then INR n + (- 2) else 0) + 1).
    { intros i. unfold point, vscale, vunit. destruct (Nat.eqb i 0).
      - rewrite Rmult_1_r, exp_ln by lra. ring.
      - rewrite Rmult_0_r, exp_0. ring. }
    rewrite (vsum_ext n _ (fun i => (if Nat.eqb i 0 then INR n + (- 2) else 0) + 1)) by (intros; apply E).
    rewrite vsum_plus, vsum_const, (vsum_delta n 0 (fun _ => INR n + (- 2))), E by lia. simpl. field. lra.
  Qed.

  Lemma largest_sum (w : vec) : (forall j, (j < n)%nat -> w j = 2 * (q j * (1 - q j))) -> norminf n w = 1 / 2.
  Proof.
    intros H. apply Rle_antisym.
    - apply norminf_le; [lra|]. intros j Hj. pose proof (probability_le_1 n q j Q Hj) as B.
      rewrite H, Rabs_pos_eq by (exact Hj || (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra])). apply row_le_half.
    - pose proof (entry_le_norminf n 0 w ltac:(lia)) as B. rewrite H, first_entry in B by lia.
      replace (2 * (1 / 2 * (1 - 1 / 2))) with (1 / 2) in B by field. rewrite Rabs_pos_eq in B; lra.
  Qed.
End Attained.

Theorem attained_1 : forall n : nat, (1 <= n)%nat -> 2 <= INR n -> 0 < INR n + (- 1) ->
  norminf n (fun j => norm1 n (col (J (softmax n (vscale (ln (INR n + (- 1))) (vunit 0%nat)))) j)) = 1 / 2.
Proof.
  intros n Hn H2 _. apply (largest_sum n Hn H2). intros j Hj.
  apply jacobian_column; [apply softmax_probability, Hn|exact Hj].
Qed.

Theorem attained_inf : forall n : nat, (1 <= n)%nat -> 2 <= INR n -> 0 < INR n + (- 1) ->
  norminf n (fun j => norm1 n (row (J (softmax n (vscale (ln (INR n + (- 1))) (vunit 0%nat)))) j)) = 1 / 2.
Proof.
  intros n Hn H2 _. apply (largest_sum n Hn H2). intros j Hj.
  apply jacobian_row; [apply softmax_probability, Hn|exact Hj].
Qed.

(** ** 1 < p < infinity, three entries or more *)

Theorem not_attained_p : forall (n : nat) (v x : vec) (p : R), (1 <= n)%nat -> 2 < INR n -> 1 < p ->
  0 < norm2 n v -> 0 < p -> normp n p (mulv n (J (softmax n x)) v) < normp n p v / 2.
Proof.
  intros n v x p Hn H2 Hp Hv _. assert (H3 : (3 <= n)%nat) by (apply (INR_above n 2); simpl; lra).
  destruct (nonzero_entry n v Hv) as (k & Hk & E).
  replace (normp n p v / 2) with (1 / 2 * normp n p v) by field. apply normp_lt; [lra|lra|].
  apply (softmax_jacobian_powers_strict n x Hn p v k); assumption.
Qed.

Theorem not_attained_2 : forall (n : nat) (x : vec), (1 <= n)%nat -> 2 < INR n ->
  exists r : R, r < 1 / 2 /\ opbound n n (J (softmax n x)) r.
Proof.
  intros n x Hn H2. apply softmax_jacobian_below_half; [exact Hn|]. apply (INR_above n 2). simpl. lra.
Qed.

(** ** Between two points: a value of the Jacobian on the segment, unless there are one or two entries *)

Section BetweenPoints.
  Variables (x y : vec) (p : R).
  Hypothesis Hp : 1 < p.

  Let single : 0 < norm2 1 (vsub x y) ->
    powers 1 p (vsub (softmax 1 x) (softmax 1 y)) < rpow (1 / 2) p * powers 1 p (vsub x y).
  Proof.
    intros H. destruct (nonzero_entry 1 _ H) as (k & Hk & E).
    replace (powers 1 p (vsub (softmax 1 x) (softmax 1 y))) with 0.
    - apply Rmult_lt_0_compat; [apply rpow_pos; lra|apply (powers_pos 1 p _ k Hk E)].
    - symmetry. apply vsum_zero. intros i Hi. replace i with 0%nat by lia.
      unfold vsub, softmax. simpl. rewrite !Rplus_0_l. pose proof (exp_pos (x 0%nat)). pose proof (exp_pos (y 0%nat)).
      replace (exp (x 0%nat) / exp (x 0%nat) - exp (y 0%nat) / exp (y 0%nat)) with 0 by (field; lra).
      rewrite Rabs_R0. apply rpow_0.
  Qed.

  (** Two entries: the difference is (delta, -delta) with delta <= tanh (s/4) < s/4, where s = |h_0| + |h_1| is at
      least the spread of h = x - y, and ((|h_0| + |h_1|) / 2)^p <= (|h_0|^p + |h_1|^p) / 2. *)
  Let pair : 0 < norm2 2 (vsub x y) ->
    powers 2 p (vsub (softmax 2 x) (softmax 2 y)) < rpow (1 / 2) p * powers 2 p (vsub x y).
  Proof.
    intros H. destruct (nonzero_entry 2 _ H) as (k & Hk & E). set (h := vsub x y) in *.
    set (D := vsub (softmax 2 x) (softmax 2 y)). set (s := Rabs (h 0%nat) + Rabs (h 1%nat)).
    pose proof (Rabs_pos (h 0%nat)) as P0. pose proof (Rabs_pos (h 1%nat)) as P1.
    assert (S : 0 < s).
    { pose proof (Rabs_pos_lt _ E). destruct k as [|[|k]]; [| |lia]; unfold s; lra. }
    assert (B : forall i, (i < 2)%nat -> Rabs (D i) < s / 4).
    { intros i Hi. apply Rle_lt_trans with (tanh (s / 4)); [|apply tanh_lt_id; lra].
      assert (D0 : vsum 2 D = 0).
      { unfold D, vsub. rewrite vsum_minus, !(proj2 (softmax_probability 2 _ ltac:(lia))). ring. }
      pose proof (balanced_entry 2 D i D0 Hi) as A.
      pose proof (softmax_any_move_norm1 2 x y (Rmin (h 0%nat) (h 1%nat)) (Rmax (h 0%nat) (h 1%nat)) ltac:(lia)) as T.
      assert (L : Rmax (h 0%nat) (h 1%nat) - Rmin (h 0%nat) (h 1%nat) <= s).
      { unfold s, Rmax, Rmin, Rabs.
        destruct (Rle_dec (h 0%nat) (h 1%nat)), (Rcase_abs (h 0%nat)), (Rcase_abs (h 1%nat)); lra. }
      pose proof (tanh_le ((Rmax (h 0%nat) (h 1%nat) - Rmin (h 0%nat) (h 1%nat)) / 4) (s / 4) ltac:(lra)) as M.
      fold D in T. enough (norm1 2 D <= 2 * tanh ((Rmax (h 0%nat) (h 1%nat) - Rmin (h 0%nat) (h 1%nat)) / 4)) by lra.
      apply T. intros j Hj. change (x j - y j) with (h j).
      destruct j as [|[|j]]; [| |lia]; split; apply Rmin_l || apply Rmin_r || apply Rmax_l || apply Rmax_r. }
    assert (C : 2 * rpow (s / 2) p <= powers 2 p h).
    { pose proof (jensen_rpow 2 (fun _ => 1 / 2) (fun i => Rabs (h i)) 1 p ltac:(lra) ltac:(lra)) as G.
      assert (one : rpow 1 (p - 1) = 1)
        by (rewrite rpow_Rpower by lra; unfold Rpower; rewrite ln_1, Rmult_0_r; apply exp_0).
      rewrite one in G. unfold dot, powers in *. simpl in *.
      replace (0 + 1 / 2 * Rabs (h 0%nat) + 1 / 2 * Rabs (h 1%nat)) with (s / 2) in G by (unfold s; field).
      enough (rpow (s / 2) p <= 1 * (0 + 1 / 2 * rpow (Rabs (h 0%nat)) p + 1 / 2 * rpow (Rabs (h 1%nat)) p)) by lra.
      apply G; intros; lra || apply Rabs_pos. }
    apply Rlt_le_trans with (rpow (1 / 2) p * (2 * rpow (s / 2) p)).
    - replace (rpow (1 / 2) p * (2 * rpow (s / 2) p)) with (2 * rpow (1 / 2 * (s / 2)) p)
        by (rewrite rpow_mult by lra; ring).
      replace (1 / 2 * (s / 2)) with (s / 4) by field. unfold powers. simpl.
      pose proof (rpow_lt _ _ p ltac:(lra) (Rabs_pos _) (B 0%nat ltac:(lia))).
      pose proof (rpow_lt _ _ p ltac:(lra) (Rabs_pos _) (B 1%nat ltac:(lia))). lra.
    - apply Rmult_le_compat_l; [apply rpow_nonneg|exact C].
  Qed.

  Let many n : (3 <= n)%nat -> 0 < norm2 n (vsub x y) ->
    powers n p (vsub (softmax n x) (softmax n y)) < rpow (1 / 2) p * powers n p (vsub x y).
  Proof.
    intros Hn H. destruct (nonzero_entry n _ H) as (k & Hk & E).
    destruct (softmax_segment n x y p ltac:(lia) ltac:(lra)) as (t & B). eapply Rle_lt_trans; [exact B|].
    apply (softmax_jacobian_powers_strict n _ ltac:(lia) p (vsub x y) k); assumption.
  Qed.

  Lemma strictly_closer n : (1 <= n)%nat -> 0 < norm2 n (vsub x y) ->
    powers n p (vsub (softmax n x) (softmax n y)) < rpow (1 / 2) p * powers n p (vsub x y).
  Proof. destruct n as [|[|[|n]]]; intros Hn; [lia|exact single|exact pair|apply many; lia]. Qed.
End BetweenPoints.

Theorem strict_lipschitz_p : forall (n : nat) (x y : vec) (p : R), (1 <= n)%nat -> 1 < p ->
  0 < norm2 n (vsub x y) -> 0 < p -> normp n p (vsub (softmax n x) (softmax n y)) < normp n p (vsub x y) / 2.
Proof.
  intros n x y p Hn Hp H _. replace (normp n p (vsub x y) / 2) with (1 / 2 * normp n p (vsub x y)) by field.
  apply normp_lt; [lra|lra|]. apply strictly_closer; assumption.
Qed.
