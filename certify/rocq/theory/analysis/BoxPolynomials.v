(** * Inequalities between polynomials on boxes.

    [nonneg_on_box halved others defined fuel] proves 0 <= e, where e is made of integers, of variables between 0 and 1,
    and of local definitions made of the same: the box is halved, along one of the variables [halved] after the other,
    until no coefficient is negative on any part ([Halving]). *)

From Coq Require Import Reals ZArith List Lia Lra.
From Certify Require Import Forms Halving.
Import ListNotations.
Local Open Scope R_scope.

(** ** Expressions in variables and in what was defined before *)

Inductive expr : Type :=
  | Const (a : Z)
  | Var (i : nat)
  | Def (i : nat)
  | Opp (e : expr)
  | Add (e f : expr)
  | Sub (e f : expr)
  | Mul (e f : expr).

Fixpoint meaning (e : expr) (x : nat -> R) (d : list R) : R :=
  match e with
  | Const a => IZR a
  | Var i => x i
  | Def i => nth i d 0
  | Opp e => - meaning e x d
  | Add e f => meaning e x d + meaning f x d
  | Sub e f => meaning e x d - meaning f x d
  | Mul e f => meaning e x d * meaning f x d
  end.

(** The last definition is the first of the list. *)
Fixpoint result (defs : list expr) (e : expr) (x : nat -> R) (d : list R) : R :=
  match defs with
  | [] => meaning e x d
  | f :: defs => result defs e x (meaning f x d :: d)
  end.

Fixpoint expanded (k : nat) (e : expr) (d : list (poly k)) : poly k :=
  match e with
  | Const a => const k a
  | Var i => var k i
  | Def i => nth i d (zero k)
  | Opp e => scale k (-1) (expanded k e d)
  | Add e f => add k (expanded k e d) (expanded k f d)
  | Sub e f => add k (expanded k e d) (scale k (-1) (expanded k f d))
  | Mul e f => mul k (expanded k e d) (expanded k f d)
  end.

Fixpoint expanded_result (k : nat) (defs : list expr) (e : expr) (d : list (poly k)) : poly k :=
  match defs with
  | [] => expanded k e d
  | f :: defs => expanded_result k defs e (expanded k f d :: d)
  end.

Fixpoint closed (k : nat) (e : expr) : bool :=
  match e with
  | Const _ | Def _ => true
  | Var i => Nat.ltb i k
  | Opp e => closed k e
  | Add e f | Sub e f | Mul e f => andb (closed k e) (closed k f)
  end.

Lemma value_expanded k e x d : closed k e = true ->
  value k (expanded k e d) x = meaning e x (map (fun p => value k p x) d).
Proof.
  induction e as [a|i|i|e IHe|e IHe f IHf|e IHe f IHf|e IHe f IHf]; simpl; intros H;
    try (apply andb_prop in H as [He Hf]; specialize (IHe He); specialize (IHf Hf)).
  - apply value_const.
  - apply value_var, Nat.ltb_lt, H.
  - rewrite <- (value_zero k x). symmetry. apply (map_nth (fun p => value k p x)).
  - rewrite value_scale, IHe by exact H. ring.
  - rewrite value_add, IHe, IHf. reflexivity.
  - rewrite value_add, value_scale, IHe, IHf. ring.
  - rewrite value_mul, IHe, IHf. reflexivity.
Qed.

Lemma value_expanded_result k defs e x d : forallb (closed k) (e :: defs) = true ->
  value k (expanded_result k defs e d) x = result defs e x (map (fun p => value k p x) d).
Proof.
  revert d. induction defs as [|f defs IH]; intros d H; simpl in *.
  - apply value_expanded. apply andb_prop in H as [H _]. exact H.
  - apply andb_prop in H as [He H]. apply andb_prop in H as [Hf H]. rewrite <- (value_expanded k f x d Hf).
    apply (IH (_ :: d)). rewrite He, H. reflexivity.
Qed.

Definition checked (fuel k m : nat) (defs : list expr) (e : expr) : bool :=
  andb (andb (Nat.ltb 0 m) (Nat.leb m k))
    (andb (forallb (closed k) (e :: defs)) (nonneg fuel k m 0 (expanded_result k defs e []))).

Theorem checked_nonneg fuel m l defs e : Forall (fun a => 0 <= a <= 1) l ->
  checked fuel (length l) m defs e = true -> 0 <= result defs e (fun i => nth i l 0) [].
Proof.
  intros B H. apply andb_prop in H as [K H]. apply andb_prop in K as [M K]. apply andb_prop in H as [C H].
  rewrite <- (value_expanded_result _ defs e _ [] C).
  apply (nonneg_value fuel _ m 0); [apply Nat.leb_le, K|apply Nat.ltb_lt, M| |exact H]. intros i.
  destruct (nth_in_or_default i l 0) as [I| ->]; [|lra]. rewrite Forall_forall in B. exact (B _ I).
Qed.

(** ** The tactic *)

Ltac index x l :=
  lazymatch l with
  | x :: _ => constr:(O)
  | _ :: ?r => let i := index x r in constr:(S i)
  end.

(** The variables [l] and the definitions [d], the last one first. *)
Ltac reified e l d :=
  lazymatch e with
  | ?a + ?b => let a := reified a l d in let b := reified b l d in constr:(Add a b)
  | ?a - ?b => let a := reified a l d in let b := reified b l d in constr:(Sub a b)
  | ?a * ?b => let a := reified a l d in let b := reified b l d in constr:(Mul a b)
  | - ?a => let a := reified a l d in constr:(Opp a)
  | IZR ?a => constr:(Const a)
  | _ => match constr:(Set) with
         | _ => let i := index e l in constr:(Var i)
         | _ => let i := index e d in constr:(Def i)
         end
  end.

Ltac reified_all defs e l d k :=
  lazymatch defs with
  | [] => let e := reified e l d in k (@nil expr) e
  | ?v :: ?r =>
      let b := eval unfold v in v in
      let b := reified b l d in
      reified_all r e l (v :: d) ltac:(fun p e => k (b :: p) e)
  end.

(** [0 <= e] in variables that lie in [0, 1] by hypotheses: [halved], where boxes are halved, and [others]; [defined]
    are the local definitions in e, in their order. *)
Ltac nonneg_on_box halved others defined fuel :=
  lazymatch goal with
  | |- 0 <= ?e =>
      let l := eval cbv [app] in (halved ++ others) in
      let m := eval cbv [length] in (length halved) in
      reified_all defined e l (@nil R) ltac:(fun p e =>
        apply (checked_nonneg fuel m l p e);
        [repeat (apply Forall_cons; [lra|]); apply Forall_nil|vm_cast_no_check (eq_refl true)])
  end.
