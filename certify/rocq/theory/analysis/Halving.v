(** * Polynomials in k variables on the unit box: whether they are negative nowhere, by halving the box.

    A polynomial of degree n in x on [0, 1] is the form sum c_i x^i z^(n - i) with z = 1 - x, whose coefficients are
    polynomials in the other variables, down to integers.  Where none of these is negative, the polynomial is not
    negative on the box.  On the half x <= 1/2 it is, up to a power of 2, the form in 2 x and 1 - 2 x that comes of
    c(x, z) as c(x, x + 2 z), and by reflection on the other half. *)

From Coq Require Import Reals ZArith List Lia Lra.
From Certify Require Import Forms.
Import ListNotations.
Local Open Scope R_scope.

Fixpoint poly (k : nat) : Type := match k with O => Z | S k => list (poly k) end.

Definition next (x : nat -> R) : nat -> R := fun i => x (S i).

Fixpoint value (k : nat) : poly k -> (nat -> R) -> R :=
  match k return poly k -> (nat -> R) -> R with
  | O => fun c _ => IZR c
  | S k => fun l x => at_point (fun c => value k c (next x)) (x O) (1 - x O) l
  end.

Definition zero (k : nat) : poly k := match k return poly k with O => 0%Z | S k => [] end.

Fixpoint add (k : nat) : poly k -> poly k -> poly k :=
  match k return poly k -> poly k -> poly k with O => Z.add | S k => plus (zero k) (add k) end.

Fixpoint mul (k : nat) : poly k -> poly k -> poly k :=
  match k return poly k -> poly k -> poly k with O => Z.mul | S k => times (zero k) (add k) (mul k) end.

Fixpoint scale (k : nat) (a : Z) : poly k -> poly k :=
  match k return poly k -> poly k with O => Z.mul a | S k => map (scale k a) end.

Fixpoint const (k : nat) (a : Z) : poly k := match k return poly k with O => a | S k => [const k a] end.

Fixpoint var (k i : nat) : poly k :=
  match k return poly k with
  | O => 0%Z
  | S k => match i with O => [zero k; const k 1] | S i => [var k i] end
  end.

Lemma value_zero k x : value k (zero k) x = 0.
Proof. destruct k; reflexivity. Qed.

Lemma value_add k p q x : value k (add k p q) x = value k p x + value k q x.
Proof.
  revert p q x. induction k as [|k IH]; intros p q x; simpl; [apply plus_IZR|].
  apply (plus_value (zero k)); [apply value_zero|intros; apply IH|ring].
Qed.

Lemma value_mul k p q x : value k (mul k p q) x = value k p x * value k q x.
Proof.
  revert p q x. induction k as [|k IH]; intros p q x; simpl; [apply mult_IZR|].
  apply (times_value (zero k)); [apply value_zero|intros; apply value_add|intros; apply IH|ring].
Qed.

Lemma value_scale k a p x : value k (scale k a p) x = IZR a * value k p x.
Proof.
  revert p x. induction k as [|k IH]; intros p x; simpl; [apply mult_IZR|]. apply map_value. intros; apply IH.
Qed.

Lemma value_const k a x : value k (const k a) x = IZR a.
Proof. revert x. induction k as [|k IH]; intros x; simpl; [reflexivity|]. rewrite IH. ring. Qed.

Lemma value_var k i x : (i < k)%nat -> value k (var k i) x = x i.
Proof.
  revert i x. induction k as [|k IH]; intros [|i] x H; simpl; try lia.
  - rewrite value_zero, value_const. ring.
  - rewrite IH by lia. unfold next. ring.
Qed.

(** ** Halves of a box *)

(** The numbers of coefficients in variable j are at most this. *)
Fixpoint size (k j : nat) : poly k -> nat :=
  match k return poly k -> nat with
  | O => fun _ => O
  | S k => match j with
           | O => fun l => length l
           | S j => fun l => fold_right (fun c m => Nat.max (size k j c) m) O l
           end
  end.

Fixpoint low (k j m : nat) : poly k -> poly k :=
  match k return poly k -> poly k with
  | O => fun c => c
  | S k => match j with O => lower (zero k) (add k) (scale k) m | S j => map (low k j m) end
  end.

Fixpoint reflected (k j : nat) : poly k -> poly k :=
  match k return poly k -> poly k with
  | O => fun c => c
  | S k => match j with O => fun l => rev l | S j => map (reflected k j) end
  end.

Definition at_index (j : nat) (a : R) (x : nat -> R) : nat -> R := fun i => if Nat.eqb i j then a else x i.

Lemma size_in k j c l : In c l -> (size k j c <= size (S k) (S j) l)%nat.
Proof. induction l as [|d l IH]; simpl; intros []; [subst; lia|]. specialize (IH H). simpl in IH. lia. Qed.

Lemma value_ext k p x y : (forall i, x i = y i) -> value k p x = value k p y.
Proof.
  revert p x y. induction k as [|k IH]; intros p x y H; simpl; [reflexivity|]. rewrite H.
  apply at_point_ext. intros c _. apply IH. intros i. apply H.
Qed.

Lemma value_low k j m p x : (j < k)%nat -> (size k j p <= m)%nat ->
  2 * value k (low k j m p) (at_index j (2 * x j) x) = 2 ^ m * value k p x.
Proof.
  revert j p x. induction k as [|k IH]; intros [|j] p x Hj Hm; [lia..| |].
  - simpl. change (at_index 0 (2 * x O) x O) with (2 * x O).
    rewrite (at_point_ext _ _ (fun c => value k c (next x))).
    + apply (lower_value (zero k) (add k) (scale k)); try ring; try exact Hm; intros;
        [apply value_zero|apply value_add|apply value_scale].
    + intros c _. apply value_ext. reflexivity.
  - simpl low. simpl value. change (at_index (S j) (2 * x (S j)) x O) with (x O).
    rewrite at_point_map, !at_point_scal. apply at_point_ext. intros c Hc.
    pose proof (size_in k j c p Hc). apply (IH j c (next x)); lia.
Qed.

Lemma value_reflected k j p x : (j < k)%nat -> value k (reflected k j p) (at_index j (1 - x j) x) = value k p x.
Proof.
  revert j p x. induction k as [|k IH]; intros [|j] p x Hj; [lia..| |].
  - simpl. change (at_index 0 (1 - x O) x O) with (1 - x O). rewrite reversed.
    replace (1 - (1 - x O)) with (x O) by ring. apply at_point_ext. intros c _. apply value_ext. reflexivity.
  - simpl reflected. simpl value. change (at_index (S j) (1 - x (S j)) x O) with (x O).
    rewrite at_point_map. apply at_point_ext. intros c _. rewrite <- (IH j c (next x)) by lia. apply value_ext.
    intros i. unfold next, at_index. simpl. reflexivity.
Qed.

(** ** The check *)

Fixpoint coefficients_nonneg (k : nat) : poly k -> bool :=
  match k return poly k -> bool with O => Z.leb 0 | S k => forallb (coefficients_nonneg k) end.

Definition in_box (x : nat -> R) : Prop := forall i, 0 <= x i <= 1.

Lemma coefficients_nonneg_value k p x : in_box x -> coefficients_nonneg k p = true -> 0 <= value k p x.
Proof.
  revert p x. induction k as [|k IH]; intros p x B H; simpl in *; [apply IZR_le, Z.leb_le, H|].
  pose proof (B O). apply at_point_nonneg; [lra|lra|]. intros c Hc. apply IH; [intros i; apply B|].
  rewrite forallb_forall in H. auto.
Qed.

(** At most [fuel] halvings of the first m variables, variable j next. *)
Fixpoint nonneg (fuel k m j : nat) (p : poly k) : bool :=
  if coefficients_nonneg k p then true
  else match fuel with
       | O => false
       | S fuel =>
           let s := size k j p in
           let i := if Nat.ltb (S j) m then S j else O in
           if nonneg fuel k m i (low k j s p)
           then nonneg fuel k m i (reflected k j (low k j s (reflected k j p)))
           else false
       end.

Lemma low_nonneg k j m p x : (j < k)%nat -> (size k j p <= m)%nat ->
  0 <= value k (low k j m p) (at_index j (2 * x j) x) -> 0 <= value k p x.
Proof.
  intros Hj Hm H. pose proof (value_low k j m p x Hj Hm) as E. pose proof (pow_lt 2 m ltac:(lra)) as P.
  apply Rmult_le_reg_l with (2 ^ m); [exact P|]. lra.
Qed.

Lemma size_reflected k j p : (size k j (reflected k j p) <= size k j p)%nat.
Proof.
  revert j p. induction k as [|k IH]; intros [|j] p; try (simpl; lia).
  - simpl. rewrite rev_length. lia.
  - simpl. induction p as [|c p IHp]; simpl; [lia|]. pose proof (IH j c). lia.
Qed.

Lemma at_index_in_box j a x : 0 <= a <= 1 -> in_box x -> in_box (at_index j a x).
Proof. intros A B i. unfold at_index. destruct (Nat.eqb i j); [exact A|apply B]. Qed.

Lemma nonneg_value fuel k m j p x : (m <= k)%nat -> (j < m)%nat -> in_box x -> nonneg fuel k m j p = true ->
  0 <= value k p x.
Proof.
  intros Hm. revert j p x. induction fuel as [|fuel IH]; intros j p x Hj B; simpl;
    destruct (coefficients_nonneg k p) eqn:E; try (intros; apply coefficients_nonneg_value; assumption);
    [discriminate|].
  set (i := if Nat.ltb (S j) m then S j else O). set (s := size k j p).
  assert (Hi : (i < m)%nat) by (unfold i; destruct (Nat.ltb_spec (S j) m); lia).
  destruct (nonneg fuel k m i (low k j s p)) eqn:L; [|discriminate]. intros U.
  destruct (Rle_dec (x j) (1 / 2)) as [H|H]; pose proof (B j).
  - apply (low_nonneg k j s); [lia|unfold s; lia|].
    apply (IH i); [exact Hi|apply at_index_in_box; [lra|exact B]|exact L].
  - rewrite <- (value_reflected k j p x) by lia. set (y := at_index j (1 - x j) x).
    assert (Y : y j = 1 - x j) by (unfold y, at_index; rewrite Nat.eqb_refl; reflexivity).
    apply (low_nonneg k j s); [lia|apply size_reflected|].
    rewrite <- (value_reflected k j) by lia.
    apply (IH i); [exact Hi| |exact U]. unfold at_index at 2 3. rewrite Nat.eqb_refl, Y.
    apply at_index_in_box; [lra|]. apply at_index_in_box; [lra|]. apply at_index_in_box; [lra|exact B].
Qed.
