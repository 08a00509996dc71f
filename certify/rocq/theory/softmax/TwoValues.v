(** * Moments of a number between 0 and 1, and those of a number with two values, one of them an end.

    For probabilities r the moments m_1, m_2 of x are those of a number that is 1 with probability l and else w, and the
    third moment is at most that one's: (1 - x) (x - w)^2 >= 0.  By reflection the same with 0 and at least. *)

From Coq Require Import Reals Arith Lia Lra.
From Certify Require Import Lang Sums Softmax.
Local Open Scope R_scope.

Definition power_mean (n : nat) (r x : vec) (k : nat) : R := dot n r (fun i => x i ^ k).

Section Moments.
  Variables (n : nat) (r x : vec).
  Hypotheses (P : probability n r) (range : forall i, (i < n)%nat -> 0 <= x i <= 1).

  Let m := power_mean n r x.

  Let mean_nonneg (f : R -> R) c0 c1 c2 c3 : (forall u, 0 <= u <= 1 -> 0 <= f u) ->
    (forall u, f u = c0 + c1 * u + c2 * u ^ 2 + c3 * u ^ 3) -> 0 <= c0 + c1 * m 1 + c2 * m 2 + c3 * m 3.
  Proof.
    intros H E. replace (c0 + c1 * m 1 + c2 * m 2 + c3 * m 3) with (dot n r (fun i => f (x i))).
    - apply vsum_nonneg. intros i Hi. apply Rmult_le_pos; [apply P, Hi|apply H, range, Hi].
    - transitivity (vsum n r * c0 + c1 * m 1 + c2 * m 2 + c3 * m 3); [|rewrite (proj2 P); ring].
      unfold m, power_mean, dot. rewrite <- vsum_scal_r, <- !vsum_scal, <- !vsum_plus. apply vsum_ext. intros i _.
      rewrite E. ring.
  Qed.

  Theorem two_values_above : exists w l, 0 <= w <= 1 /\ 0 <= l <= 1 /\
    m 1 = l + (1 - l) * w /\ m 2 = l + (1 - l) * w ^ 2 /\ m 3 <= l + (1 - l) * w ^ 3.
  Proof.
    pose proof (mean_nonneg (fun u => u) 0 1 0 0 ltac:(intros; cbv beta; lra) ltac:(intros; cbv beta; ring)) as Z1.
    pose proof (mean_nonneg (fun u => 1 - u) 1 (-1) 0 0 ltac:(intros; cbv beta; lra)
      ltac:(intros; cbv beta; ring)) as Z2.
    pose proof (mean_nonneg (fun u => u * (1 - u)) 0 1 (-1) 0 ltac:(intros; apply Rmult_le_pos; lra)
      ltac:(intros; cbv beta; ring)) as Z3.
    pose proof (mean_nonneg (fun u => u * u * (1 - u)) 0 0 1 (-1) ltac:(intros; repeat apply Rmult_le_pos; lra)
      ltac:(intros; cbv beta; ring)) as Z4.
    pose proof (mean_nonneg (fun u => (u - m 1) * (u - m 1)) (m 1 * m 1) (- (2 * m 1)) 1 0
      ltac:(intros; apply Rle_0_sqr) ltac:(intros; cbv beta; ring)) as Z5.
    destruct (Req_dec (m 1) 1) as [O|O].
    - exists 0, 1. rewrite O in *. lra.
    - set (w := (m 1 - m 2) / (1 - m 1)). assert (Ew : m 2 = m 1 - w * (1 - m 1)) by (unfold w; field; lra).
      assert (W : 0 <= w <= m 1).
      { split; apply Rmult_le_reg_r with (1 - m 1); lra. }
      set (e := (1 - m 1) / (1 - w)). assert (Ee : 1 - m 1 = e * (1 - w)) by (unfold e; field; lra).
      assert (B : 0 <= e <= 1) by (split; apply Rmult_le_reg_r with (1 - w); lra).
      pose proof (mean_nonneg (fun u => (1 - u) * ((u - w) * (u - w))) (w * w) (- (2 * w) - w * w) (1 + 2 * w) (-1)
        ltac:(intros; apply Rmult_le_pos; [lra|apply Rle_0_sqr]) ltac:(intros; cbv beta; ring)) as Z6.
      exists w, (1 - e). assert (E1 : m 1 = 1 - e * (1 - w)) by lra. rewrite E1 in Ew.
      assert (E2 : m 2 = 1 - e * (1 - w * w)) by lra. rewrite E1, E2 in *. repeat split; try lra.
  Qed.
End Moments.

Theorem two_values_below n r x : probability n r -> (forall i, (i < n)%nat -> 0 <= x i <= 1) ->
  exists w l, 0 <= w <= 1 /\ 0 <= l <= 1 /\ power_mean n r x 1 = (1 - l) * w /\
    power_mean n r x 2 = (1 - l) * w ^ 2 /\ (1 - l) * w ^ 3 <= power_mean n r x 3.
Proof.
  intros P H. destruct (two_values_above n r (fun i => 1 - x i) P) as (w & l & Hw & Hl & E1 & E2 & E3).
  { intros i Hi. specialize (H i Hi). lra. }
  set (m := power_mean n r x).
  assert (M : forall k f c0 c1 c2 c3, (forall u, (1 - u) ^ k = f u) ->
    (forall u, f u = c0 + c1 * u + c2 * u ^ 2 + c3 * u ^ 3) ->
    power_mean n r (fun i => 1 - x i) k = c0 + c1 * m 1%nat + c2 * m 2%nat + c3 * m 3%nat).
  { intros k f c0 c1 c2 c3 F G.
    transitivity (vsum n r * c0 + c1 * m 1%nat + c2 * m 2%nat + c3 * m 3%nat); [|rewrite (proj2 P); ring].
    unfold m, power_mean, dot. rewrite <- vsum_scal_r, <- !vsum_scal, <- !vsum_plus. apply vsum_ext. intros i _.
    rewrite F, G. ring. }
  rewrite (M 1%nat (fun u => 1 - u) 1 (-1) 0 0) in E1 by (intros; ring).
  rewrite (M 2%nat (fun u => (1 - u) * (1 - u)) 1 (-2) 1 0) in E2 by (intros; ring).
  rewrite (M 3%nat (fun u => (1 - u) * (1 - u) * (1 - u)) 1 (-3) 3 (-1)) in E3 by (intros; ring).
  exists (1 - w), l. repeat split; lra.
Qed.
