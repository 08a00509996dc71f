(** * The Jacobian of softmax in the norms l_p: at most 1/2, and where less.

    The rows and columns of J = diag(q) - q q^T have sums of absolute values of 2 q_i (1 - q_i) <= 1/2. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Powers.
Local Open Scope R_scope.

Local Notation J q := (msub (vdiag q) (outer q q)).

Lemma jacobian_sym q i j : J q i j = J q j i.
Proof. unfold msub, vdiag, outer. rewrite (Nat.eqb_sym j i). destruct (Nat.eqb_spec i j) as [->|]; ring. Qed.

Section Jacobian.
  Variables (n : nat) (q : vec).
  Hypothesis Q : probability n q.

  (** Entries: q_i (1 - q_i) on the diagonal, - q_i q_j off it. *)
  Lemma abs_jacobian i j : (i < n)%nat -> (j < n)%nat ->
    Rabs (J q i j) = q i * q j + (if Nat.eqb j i then q i * (1 - 2 * q i) else 0).
  Proof.
    intros Hi Hj. pose proof (probability_le_1 n q i Q Hi). pose proof (probability_le_1 n q j Q Hj).
    unfold msub, vdiag, outer. rewrite (Nat.eqb_sym i j). destruct (Nat.eqb_spec j i) as [->|E].
    - rewrite Rabs_pos_eq; [ring|]. assert (0 <= q i * (1 - q i)) by (apply Rmult_le_pos; lra). lra.
    - rewrite Rminus_0_l, Rabs_Ropp, Rabs_pos_eq by (apply Rmult_le_pos; lra). ring.
  Qed.

  Lemma jacobian_row i : (i < n)%nat -> norm1 n (J q i) = 2 * (q i * (1 - q i)).
  Proof.
    intros Hi. unfold norm1. rewrite (vsum_ext n _ _ (fun j => abs_jacobian i j Hi)), vsum_plus, vsum_scal,
      (proj2 Q), (vsum_delta n i (fun _ => q i * (1 - 2 * q i)) Hi). ring.
  Qed.

  Lemma jacobian_column j : (j < n)%nat -> norm1 n (col (J q) j) = 2 * (q j * (1 - q j)).
  Proof. intros Hj. rewrite <- jacobian_row by exact Hj. apply norm1_ext. intros i _. apply jacobian_sym. Qed.

  Lemma row_le_half i : 2 * (q i * (1 - q i)) <= 1 / 2.
  Proof. pose proof (Rle_0_sqr (q i - 1 / 2)) as S. unfold Rsqr in S. lra. Qed.

  Lemma row_lt_half i : q i <> 1 / 2 -> 2 * (q i * (1 - q i)) < 1 / 2.
  Proof. intros E. pose proof (Rsqr_pos_lt (q i - 1 / 2) ltac:(lra)) as S. unfold Rsqr in S. lra. Qed.

  Lemma below_1 i : (2 <= n)%nat -> (forall j, (j < n)%nat -> 0 < q j) -> (i < n)%nat -> q i < 1.
  Proof.
    intros Hn positive Hi. set (k := if Nat.eqb i 0 then 1%nat else 0%nat).
    assert (Hk : (k < n)%nat /\ k <> i) by (unfold k; destruct (Nat.eqb_spec i 0); lia). destruct Hk as [Hk E].
    enough (q i + q k <= 1) by (pose proof (positive k Hk); lra).
    rewrite <- (proj2 Q), <- (vsum_delta n i q Hi), <- (vsum_delta n k q Hk), <- vsum_plus. apply vsum_le.
    intros l Hl. pose proof (positive l Hl). destruct (Nat.eqb_spec l i), (Nat.eqb_spec l k); try lra.
    exfalso. apply E. congruence.
  Qed.

  (** (1/2)^p = (1/2)^{p - 1} / 2. *)
  Let half p : rpow (1 / 2) p = rpow (1 / 2) (p - 1) * (1 / 2).
  Proof. rewrite (rpow_minus_1 (1 / 2) p) by lra. ring. Qed.

  (** |J v|_p <= |v|_p / 2. *)
  Theorem jacobian_powers p v : 1 <= p -> powers n p (mulv n (J q) v) <= rpow (1 / 2) p * powers n p v.
  Proof.
    intros Hp. eapply Rle_trans; [apply (schur_test n n p (J q) (fun _ => 1 / 2) v Hp); intros i Hi; [lra|]|].
    - rewrite jacobian_row by exact Hi. apply row_le_half.
    - unfold powers. rewrite <- vsum_scal. apply vsum_le. intros j Hj. rewrite Rmult_comm, vsum_scal, (half p).
      apply Rmult_le_compat_r; [apply rpow_nonneg|]. apply Rmult_le_compat_l; [apply rpow_nonneg|].
      change (norm1 n (col (J q) j) <= 1 / 2). rewrite jacobian_column by exact Hj. apply row_le_half.
  Qed.

  (** Strictly, once p > 1, no entry is 0 and one entry is not 1/2: then every column meets a row below 1/2. *)
  Section Strict.
    Variable i0 : nat.
    Hypotheses (Hn : (2 <= n)%nat) (positive : forall i, (i < n)%nat -> 0 < q i).
    Hypotheses (Hi0 : (i0 < n)%nat) (other : q i0 <> 1 / 2).

    Let rho i := 2 * (q i * (1 - q i)).
    Let rho_pos i : (i < n)%nat -> 0 < rho i.
    Proof.
      intros Hi. pose proof (positive i Hi). pose proof (below_1 i Hn positive Hi). unfold rho.
      assert (0 < q i * (1 - q i)) by (apply Rmult_lt_0_compat; lra). lra.
    Qed.

    Lemma entry_nonzero i j : (i < n)%nat -> (j < n)%nat -> 0 < Rabs (J q i j).
    Proof.
      intros Hi Hj. rewrite abs_jacobian by assumption.
      pose proof (positive i Hi) as Pi. pose proof (positive j Hj) as Pj.
      pose proof (rho_pos i Hi) as Ri. unfold rho in Ri.
      destruct (Nat.eqb_spec j i) as [->|]; [lra|]. pose proof (Rmult_lt_0_compat _ _ Pi Pj). lra.
    Qed.

    (** What column j weighs in the test of Schur is below (1/2)^p. *)
    Lemma column_weight p j : 1 < p -> (j < n)%nat ->
      vsum n (fun i => rpow (rho i) (p - 1) * Rabs (J q i j)) < rpow (1 / 2) p.
    Proof.
      intros Hp Hj. set (h := rpow (1 / 2) (p - 1)).
      assert (S : 0 < vsum n (fun i => (h - rpow (rho i) (p - 1)) * Rabs (J q i j))).
      { apply Rlt_le_trans with ((h - rpow (rho i0) (p - 1)) * Rabs (J q i0 j)).
        - apply Rmult_lt_0_compat; [|apply entry_nonzero; assumption]. unfold h.
          pose proof (rpow_lt (rho i0) (1 / 2) (p - 1) ltac:(lra) ltac:(left; apply rho_pos, Hi0)
            (row_lt_half i0 other)).
          lra.
        - apply (vsum_term n i0 (fun i => (h - rpow (rho i) (p - 1)) * Rabs (J q i j))); [|exact Hi0].
          intros i Hi. apply Rmult_le_pos; [|apply Rabs_pos]. unfold h.
          pose proof (rpow_le (rho i) (1 / 2) (p - 1) ltac:(lra) ltac:(left; apply rho_pos, Hi) (row_le_half i)). lra. }
      rewrite (vsum_ext n _ (fun i => h * Rabs (J q i j) - rpow (rho i) (p - 1) * Rabs (J q i j))) in S
        by (intros; ring).
      rewrite vsum_minus, vsum_scal in S. change (vsum n (fun i => Rabs (J q i j))) with (norm1 n (col (J q) j)) in S.
      rewrite jacobian_column in S by exact Hj. rewrite (half p). fold h.
      pose proof (rpow_nonneg (1 / 2) (p - 1) : 0 <= h) as H0.
      pose proof (Rmult_le_compat_l h _ _ H0 (row_le_half j)). lra.
    Qed.

    Theorem jacobian_powers_strict p v k : 1 < p -> (k < n)%nat -> v k <> 0 ->
      powers n p (mulv n (J q) v) < rpow (1 / 2) p * powers n p v.
    Proof.
      intros Hp Hk E.
      eapply Rle_lt_trans; [apply (schur_test n n p (J q) rho v ltac:(lra) rho_pos)|].
      - intros i Hi. right. apply jacobian_row, Hi.
      - set (w := fun j => vsum n (fun i => rpow (rho i) (p - 1) * Rabs (J q i j))).
        assert (S : 0 < vsum n (fun j => rpow (Rabs (v j)) p * (rpow (1 / 2) p - w j))).
        { apply Rlt_le_trans with (rpow (Rabs (v k)) p * (rpow (1 / 2) p - w k)).
          - apply Rmult_lt_0_compat; [apply rpow_pos, Rabs_pos_lt, E|]. pose proof (column_weight p k Hp Hk) as W.
            unfold w. lra.
          - apply (vsum_term n k (fun j => rpow (Rabs (v j)) p * (rpow (1 / 2) p - w j))); [|exact Hk].
            intros j Hj. apply Rmult_le_pos; [apply rpow_nonneg|]. pose proof (column_weight p j Hp Hj) as W.
            unfold w. lra. }
        rewrite (vsum_ext n _ (fun j => rpow (1 / 2) p * rpow (Rabs (v j)) p - rpow (Rabs (v j)) p * w j)) in S
          by (intros; ring).
        rewrite vsum_minus, vsum_scal in S. unfold powers. unfold w in S. lra.
    Qed.
  End Strict.
End Jacobian.

(** ** Softmax *)

Section Softmax.
  Variables (n : nat) (x : vec).
  Hypothesis Hn : (1 <= n)%nat.
  Let q := softmax n x.
  Let Q : probability n q. Proof. apply softmax_probability, Hn. Qed.

  Theorem softmax_jacobian_normp p v : 1 <= p -> normp n p (mulv n (J q) v) <= normp n p v / 2.
  Proof.
    intros Hp. replace (normp n p v / 2) with (1 / 2 * normp n p v) by field.
    apply normp_le; [lra|lra|]. apply jacobian_powers; [exact Q|exact Hp].
  Qed.

  (** With three entries or more, all positive, one is not 1/2. *)
  Lemma not_two_halves : (3 <= n)%nat -> exists i, (i < n)%nat /\ q i <> 1 / 2.
  Proof.
    intros H. destruct (Req_dec (q 0%nat) (1 / 2)) as [E|E]; [|exists 0%nat; split; [lia|exact E]].
    exists 1%nat. split; [lia|]. intros E1. pose proof (softmax_pos n x 2%nat Hn : 0 < q 2%nat) as P.
    enough (q 0%nat + (q 1%nat + q 2%nat) <= 1) by lra.
    rewrite <- (proj2 Q), <- (vsum_delta n 0 q), <- (vsum_delta n 1 q), <- (vsum_delta n 2 q) by lia.
    rewrite <- !vsum_plus. apply vsum_le. intros l Hl. pose proof (softmax_pos n x l Hn : 0 < q l).
    destruct (Nat.eqb_spec l 0), (Nat.eqb_spec l 1), (Nat.eqb_spec l 2); subst; lra || lia.
  Qed.

  Theorem softmax_jacobian_powers_strict p v k : (3 <= n)%nat -> 1 < p -> (k < n)%nat -> v k <> 0 ->
    powers n p (mulv n (J q) v) < rpow (1 / 2) p * powers n p v.
  Proof.
    intros H Hp Hk E. destruct (not_two_halves H) as (i & Hi & N).
    apply (jacobian_powers_strict n q Q i ltac:(lia) (fun l _ => softmax_pos n x l Hn) Hi N p v k); assumption.
  Qed.
End Softmax.

(** With one entry the Jacobian is 0. *)
Lemma jacobian_single x v i : (i < 1)%nat -> mulv 1 (J (softmax 1 x)) v i = 0.
Proof.
  intros Hi. replace i with 0%nat by lia. unfold mulv, msub, vdiag, outer, softmax. simpl.
  rewrite Rplus_0_l. pose proof (exp_pos (x 0%nat)). field. lra.
Qed.

(** A vector whose norm is positive has an entry that is not 0. *)
Lemma nonzero_entry n v : 0 < norm2 n v -> exists k, (k < n)%nat /\ v k <> 0.
Proof.
  intros H. induction n as [|n IH]; [unfold norm2, dot in H; simpl in H; rewrite sqrt_0 in H; lra|].
  destruct (Req_dec (v n) 0) as [E|E]; [|exists n; split; [lia|exact E]].
  destruct IH as (k & Hk & N); [|exists k; split; [lia|exact N]].
  replace (norm2 n v) with (norm2 (S n) v); [exact H|]. unfold norm2, dot. simpl. rewrite E. f_equal. ring.
Qed.

(** The norm l_2 of the matrix: some r < 1/2, as the weights of the columns are finitely many. *)
Lemma powers_2 n v : powers n 2 v = dot n v v.
Proof.
  apply vsum_ext. intros i _. rewrite <- (Rabs_pos_eq (v i * v i)) by apply Rle_0_sqr. rewrite Rabs_mult.
  destruct (Req_dec (v i) 0) as [E|E]; [rewrite E, Rabs_R0, rpow_0; ring|].
  pose proof (Rabs_pos_lt _ E) as P. rewrite rpow_Rpower by exact P.
  replace 2 with (1 + 1) by ring. rewrite Rpower_plus, Rpower_1 by exact P. reflexivity.
Qed.

Theorem softmax_jacobian_below_half n x : (1 <= n)%nat -> (3 <= n)%nat ->
  exists r, r < 1 / 2 /\ opbound n n (J (softmax n x)) r.
Proof.
  intros Hn H. set (q := softmax n x). pose proof (softmax_probability n x Hn : probability n q) as Q.
  destruct (not_two_halves n x Hn H) as (i0 & Hi0 & other). fold q in other.
  assert (P : forall l, (l < n)%nat -> 0 < q l) by (intros l _; apply softmax_pos, Hn).
  set (rho := fun i => 2 * (q i * (1 - q i))).
  set (w := fun j => vsum n (fun i => rpow (rho i) (2 - 1) * Rabs (J q i j))).
  destruct (vmax_attained n w Hn) as (k & Hk & E).
  assert (W0 : 0 <= w k) by (apply vsum_nonneg; intros; apply Rmult_le_pos; [apply rpow_nonneg|apply Rabs_pos]).
  pose proof (column_weight n q Q i0 ltac:(lia) P Hi0 other 2 k ltac:(lra) Hk : w k < rpow (1 / 2) 2) as W.
  assert (quarter : rpow (1 / 2) 2 = 1 / 2 * (1 / 2)).
  { rewrite (rpow_minus_1 (1 / 2) 2) by lra. replace (2 - 1) with 1 by ring.
    rewrite rpow_Rpower, Rpower_1 by lra. reflexivity. }
  exists (sqrt (w k)). split.
  - rewrite <- (sqrt_square (1 / 2)) by lra. apply sqrt_lt_1_alt. lra.
  - split; [apply sqrt_pos|]. intros v. pose proof (norm2_nonneg n v) as N.
    apply norm2_le_sq; [apply Rmult_le_pos; [apply sqrt_pos|exact N]|].
    replace (sqrt (w k) * norm2 n v * (sqrt (w k) * norm2 n v)) with (sqrt (w k) * sqrt (w k) * (norm2 n v * norm2 n v))
      by ring. rewrite sqrt_sqrt, norm2_sq, <- !powers_2 by exact W0.
    eapply Rle_trans; [apply (schur_test n n 2 (J q) rho v ltac:(lra))|].
    + intros i Hi. pose proof (P i Hi). pose proof (below_1 n q Q i ltac:(lia) P Hi). unfold rho.
      assert (0 < q i * (1 - q i)) by (apply Rmult_lt_0_compat; lra). lra.
    + intros i Hi. right. apply (jacobian_row n q Q i Hi).
    + unfold powers. rewrite <- vsum_scal. apply vsum_le. intros j Hj. rewrite Rmult_comm.
      apply Rmult_le_compat_r; [apply rpow_nonneg|]. change (w j <= w k). rewrite <- E. apply vmax_ge, Hj.
Qed.

(** The mean value inequality on the segment from y to x. *)
Theorem softmax_segment n x y p : (1 <= n)%nat -> 1 <= p -> exists t,
  powers n p (vsub (softmax n x) (softmax n y))
  <= powers n p (mulv n (J (softmax n (between y x t))) (vsub x y)).
Proof.
  intros Hn Hp. destruct (mean_value_normp n p (fun t => softmax n (between y x t))
    (fun t => jac n (softmax n (between y x t)) (vsub x y)) Hp) as (t & _ & B).
  - intros t i _ Hi. apply (deriv_softmax n (between y x)); [exact Hi|]. intros; apply deriv_between.
  - exists t. cbv beta in B. rewrite between_0, between_1 in B. eapply Rle_trans; [exact B|]. right.
    apply vsum_ext. intros i Hi. rewrite mulv_jacobian by exact Hi. reflexivity.
Qed.

Theorem softmax_half_normp n x y p : (1 <= n)%nat -> 1 <= p ->
  normp n p (vsub (softmax n x) (softmax n y)) <= normp n p (vsub x y) / 2.
Proof.
  intros Hn Hp. replace (normp n p (vsub x y) / 2) with (1 / 2 * normp n p (vsub x y)) by field.
  destruct (softmax_segment n x y p Hn Hp) as (t & B). apply normp_le; [lra|lra|]. eapply Rle_trans; [exact B|].
  apply jacobian_powers; [apply softmax_probability, Hn|exact Hp].
Qed.
