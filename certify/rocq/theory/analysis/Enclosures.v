(** * Enclosures of numbers: the tactics of Interval on floats made of integers.

    [interval] by itself computes with the machine's floats and integers, whose specifications are axioms; over
    mantissas and exponents in [Z] it rests on those of the real numbers alone. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Float.Specific_ops Float.Specific_stdz.
From Interval Require Tactic.
Local Open Scope R_scope.

Module Floats := SpecificFloat StdZRadix2.
Module Tactics := Tactic.IntervalTactic Floats.
Import Tactics.

(** The goal compares two expressions without variables, or encloses one. *)
Ltac by_enclosure := interval with (Tactic.i_prec 70).

(** What encloses the integral of [g] from [a] to [b], as a hypothesis. *)
Ltac enclose_integral g a b E :=
  integral_intro (RInt g a b) with (Tactic.i_prec 40, Tactic.i_relwidth 25) as E.

(** Order as the sign of a difference, which [interval] evaluates once. *)
Lemma lt_by_difference a b : 0 < b - a -> a < b.
Proof. apply Rminus_gt_0_lt. Qed.

Lemma le_by_difference a b : 0 <= b - a -> a <= b.
Proof. intros H. apply Rminus_le. rewrite <- Ropp_minus_distr. rewrite <- Ropp_0. apply Ropp_le_contravar, H. Qed.

Ltac enclose :=
  match goal with
  | |- _ < _ => apply lt_by_difference; by_enclosure
  | |- _ <= _ => apply le_by_difference; by_enclosure
  | |- _ <> _ => first [apply Rgt_not_eq; enclose | apply Rlt_not_eq; enclose]
  | |- _ => by_enclosure
  end.
