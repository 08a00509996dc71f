"""What a proof may not contain, with the ways of hiding it."""

from pathlib import Path

import pytest

import lemmas
from certify.rocq.scan import faults, theorems, without_comments
from certify.rocq.sources import required, theory

PLANTED = [
    "Theorem t : True. Admitted.", "Lemma a : False. Proof. admit. Qed.", "Axiom a : 0 = 1.", "Parameter a : False.",
    "Local Axiom a : False.", "Conjecture a : False.", "Unset Guard Checking.", "Unset Universe Checking.",
    "Global Unset Positivity Checking.", "#[bypass_check(guard)] Fixpoint f (n : nat) : False := f n.",
    'Notation "x <= y" := True.', 'Infix "+" := Rmult.', 'Notation "x  =  y" := True (at level 70).',
    "Definition norm2 (n : nat) (v : vec) := 0.", "Notation dot := norm1.", "Variable a : False.",
    "Hypothesis a : False.", "Context (a : False).", "Section s. End s. Variable a : False.",
    'Declare ML Module "x".', 'Load "x".', 'Redirect "x" Print t.', "Add LoadPath x.",
    "Delimit Scope nat_scope with R.",
    "Goal True. native_compute. Qed.", "(* *) Axiom (* *) a : False.", "Unset\n  Guard\n  Checking.",
    'Definition s := "(*". Axiom a : False. Definition e := "*)".', "Module Export M. Axiom a : False. End M.",
]
HARMLESS = [
    "(* Admitted. Axiom a : False. (* Unset Guard Checking. *) Parameter *) Lemma admitted_not : True. exact I. Qed.",
    "Section s. Variable n : nat. Hypothesis h : n = n. Lemma a : n = n. exact h. Qed. End s.",
    'Definition s := "Axiom".', "Ltac norm_tac := idtac.", "Lemma axiom_free : True. exact I. Qed.",
    "Lemma norm2_nonneg : True. exact I. Qed.",
]


@pytest.mark.parametrize("source", PLANTED)
def test_what_is_forbidden_is_found(source):
    assert faults(source)


@pytest.mark.parametrize("source", HARMLESS)
def test_what_is_harmless_is_not(source):
    assert not faults(source)


@pytest.mark.parametrize("name", [name for name in theory() if name != "Certify.Lang"])
def test_the_theory_passes(name):
    assert not faults(theory()[name].text)


@pytest.mark.parametrize("path", sorted(Path(lemmas.__file__).parent.rglob("*.v")), ids=lambda path: path.stem)
def test_the_shipped_proofs_pass(path):
    assert not faults(path.read_text(encoding="utf-8"))


def test_comments_are_blanks_and_lines_stay():
    source = "a (* b\n(* c *) *) d"
    assert without_comments(source).split() == ["a", "d"]
    assert without_comments(source).count("\n") == source.count("\n")


def test_names_of_theorems_are_those_outside_of_comments():
    assert theorems("(* Theorem a *) Theorem b : True. Lemma c' : True.") == {"b", "c'"}


def test_required_files_are_found_in_every_form():
    source = ("From Coq Require Import Reals. From Certify Require Import Lang\n  Sums. Require Lemmas.a.b.\n"
              "From Statements.lsxyz23 Require Import facts. (* From Certify Require Gone. *) Require Import Arith.")
    assert list(required(source)) == ["Certify.Lang", "Certify.Sums", "Lemmas.a.b", "Statements.lsxyz23.facts"]
