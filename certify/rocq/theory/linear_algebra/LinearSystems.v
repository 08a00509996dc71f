(** * Systems of linear equations: more unknowns than equations, and as many. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices.
Local Open Scope R_scope.

(** Among finitely many numbers there is one that is not 0, or all are 0. *)
Lemma nonzero_or_all_zero n v : (exists k, (k < n)%nat /\ v k <> 0) \/ (forall k, (k < n)%nat -> v k = 0).
Proof.
  induction n as [|n [(k & Hk & E) | H]]; [right; intros; lia|left; exists k; split; [lia|exact E]|].
  destruct (Req_dec (v n) 0) as [E|E]; [right|left; exists n; split; [lia|exact E]].
  intros k Hk. destruct (Nat.eq_dec k n) as [->|]; [exact E|apply H; lia].
Qed.

Section Elimination.
  (** The last unknown [n] is eliminated by equation [p], in which its coefficient is not 0; the other equations of
      [m + 1] are those of the numbers [other i] for [i < m]. *)
  Variables (m n p : nat) (M : mat).
  Hypotheses (Hp : (p < S m)%nat) (pivot : M p n <> 0).

  Definition other (i : nat) : nat := if Nat.eqb i p then m else i.
  Definition eliminated : mat := fun i j => M (other i) j - M (other i) n / M p n * M p j.
  Definition extended (v : vec) : vec := fun j => if Nat.eqb j n then - vsum n (fun k => M p k * v k) / M p n else v j.

  Lemma mulv_extended v i : mulv (S n) M (extended v) i
    = vsum n (fun j => M i j * v j) - M i n / M p n * vsum n (fun j => M p j * v j).
  Proof.
    unfold mulv. simpl. unfold extended at 2. rewrite Nat.eqb_refl.
    rewrite (vsum_ext n _ (fun j => M i j * v j)); [field; exact pivot|].
    intros j Hj. unfold extended. destruct (Nat.eqb_spec j n); [lia|reflexivity].
  Qed.

  Lemma extended_solves v : (forall i, (i < m)%nat -> mulv n eliminated v i = 0) ->
    forall i, (i < S m)%nat -> mulv (S n) M (extended v) i = 0.
  Proof.
    intros H i Hi. rewrite mulv_extended. destruct (Nat.eq_dec i p) as [->|N]; [field; exact pivot|].
    assert (E : exists k, (k < m)%nat /\ other k = i).
    { destruct (Nat.eq_dec i m) as [->|].
      - exists p. split; [lia|]. unfold other. rewrite Nat.eqb_refl. reflexivity.
      - exists i. split; [lia|]. unfold other. destruct (Nat.eqb_spec i p); [lia|reflexivity]. }
    destruct E as (k & Hk & <-). rewrite <- (H k Hk), <- vsum_scal, <- vsum_minus.
    apply vsum_ext. intros j _. unfold eliminated. ring.
  Qed.
End Elimination.

(** Fewer equations than unknowns: [M v = 0] has a solution other than 0. *)
Theorem kernel_of_wide m : forall n M, (m < n)%nat ->
  exists v, (exists k, (k < n)%nat /\ v k <> 0) /\ forall i, (i < m)%nat -> mulv n M v i = 0.
Proof.
  induction m as [|m IH]; intros n M Hn.
  - exists (vconst 1). split; [exists O; split; [lia|unfold vconst; lra]|intros; lia].
  - destruct n as [|n]; [lia|].
    destruct (nonzero_or_all_zero (S m) (fun i => M i n)) as [(p & Hp & E) | Z].
    + destruct (IH n (eliminated m n p M) ltac:(lia)) as (v & (k & Hk & Nk) & S). exists (extended n p M v). split.
      * exists k. split; [lia|]. unfold extended. destruct (Nat.eqb_spec k n); [lia|exact Nk].
      * exact (extended_solves m n p M Hp E v S).
    + exists (vunit n). split; [exists n; split; [lia|unfold vunit; rewrite Nat.eqb_refl; lra]|].
      intros i Hi. rewrite mulv_vunit by lia. apply Z, Hi.
Qed.

(** As many equations as unknowns: if [M v = 0] has only the solution 0, then [M v = w] has one for every [w]. *)
Theorem injective_surjective n M : (forall v, (forall i, (i < n)%nat -> mulv n M v i = 0) ->
  forall k, (k < n)%nat -> v k = 0) -> forall w, exists v, forall i, (i < n)%nat -> mulv n M v i = w i.
Proof.
  intros inj w. destruct (kernel_of_wide n (S n) (fun i j => if Nat.eqb j n then - w i else M i j) ltac:(lia))
    as (v & (k & Hk & Nk) & H).
  assert (E : forall i, (i < n)%nat -> mulv n M v i = v n * w i).
  { intros i Hi. specialize (H i Hi). unfold mulv in H. simpl in H. rewrite Nat.eqb_refl in H.
    rewrite (vsum_ext n _ (fun j => M i j * v j)) in H; [unfold mulv; lra|].
    intros j Hj. destruct (Nat.eqb_spec j n); [lia|reflexivity]. }
  destruct (Req_dec (v n) 0) as [Z|N].
  - exfalso. destruct (Nat.eq_dec k n) as [->|]; [exact (Nk Z)|].
    apply Nk, inj; [|lia]. intros i Hi. rewrite E by exact Hi. rewrite Z. ring.
  - exists (fun j => / v n * v j). intros i Hi. rewrite mulv_scal, E by exact Hi. field. exact N.
Qed.
