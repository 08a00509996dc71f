(** * The least singular value exists.

    It is the largest [r] with [r |v| <= |A v|] for all [v], or the same of the transpose: a supremum that is reached,
    since each vector that misses the bound bounds it from above. *)

From Coq Require Import Reals Arith Lia Lra Classical.
From Certify Require Import Lang Sums Norms.
Local Open Scope R_scope.

Section Existence.
  Variables (m n : nat) (A : mat).

  Definition bounds_from_below (r : R) : Prop :=
    (forall v, r * norm2 n v <= norm2 m (mulv n A v)) \/ (forall v, r * norm2 m v <= norm2 n (mulv m (tr A) v)).

  (** A bound is at most what a vector shows. *)
  Lemma bound_at p q M r u : 0 < norm2 q u -> (forall v, r * norm2 q v <= norm2 p (mulv q M v)) ->
    r <= norm2 p (mulv q M u) / norm2 q u.
  Proof.
    intros P H. apply Rmult_le_reg_r with (norm2 q u); [exact P|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply H.
  Qed.

  (** A vector that misses a bound is not zero, and shows a smaller one. *)
  Lemma missed p q M s u : ~ s * norm2 q u <= norm2 p (mulv q M u) ->
    0 < norm2 q u /\ norm2 p (mulv q M u) / norm2 q u < s.
  Proof.
    intros H. apply Rnot_le_lt in H. pose proof (norm2_nonneg p (mulv q M u)) as N.
    assert (P : 0 < norm2 q u).
    { destruct (norm2_nonneg q u) as [P|Z]; [exact P|]. rewrite <- Z in H. lra. }
    split; [exact P|]. apply Rmult_lt_reg_r with (norm2 q u); [exact P|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. exact H.
  Qed.

  Theorem least_singular_value_exists : (1 <= m)%nat -> (1 <= n)%nat ->
    exists s, bounds_from_below s /\ forall r, bounds_from_below r -> r <= s.
  Proof.
    intros Hm Hn. destruct (completeness bounds_from_below) as [s [U L]].
    - exists (Rmax (norm2 m (mulv n A (vunit 0))) (norm2 n (mulv m (tr A) (vunit 0)))). intros r [H|H];
        specialize (H (vunit 0)); rewrite norm2_vunit in H by lia.
      + eapply Rle_trans; [|apply Rmax_l]. lra.
      + eapply Rle_trans; [|apply Rmax_r]. lra.
    - exists 0. left. intros v. rewrite Rmult_0_l. apply norm2_nonneg.
    - exists s. split; [|exact U].
      destruct (classic (forall v, s * norm2 n v <= norm2 m (mulv n A v))) as [C|C]; [left; exact C|].
      destruct (classic (forall v, s * norm2 m v <= norm2 n (mulv m (tr A) v))) as [D|D]; [right; exact D|].
      apply not_all_ex_not in C. apply not_all_ex_not in D. destruct C as [u C], D as [w D].
      apply missed in C. apply missed in D. destruct C as [Pu Lu], D as [Pw Lw].
      assert (T : is_upper_bound bounds_from_below
                    (Rmax (norm2 m (mulv n A u) / norm2 n u) (norm2 n (mulv m (tr A) w) / norm2 m w))).
      { intros r [H|H]; [apply (bound_at m n A r u Pu) in H | apply (bound_at n m (tr A) r w Pw) in H];
          (eapply Rle_trans; [exact H|]); [apply Rmax_l | apply Rmax_r]. }
      apply L in T. pose proof (Rmax_lub_lt _ _ s Lu Lw). lra.
  Qed.
End Existence.
