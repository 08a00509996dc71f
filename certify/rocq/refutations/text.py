"""The file that refutes a claim: its instance as definitions, and a theorem that it is no truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from certify.instances.data import Exact, Instance, check_fits
from certify.language import Claim, strip
from certify.rocq.names import symbol
from certify.rocq.refutations.conclusions import conclusion
from certify.rocq.refutations.explicit import Explicit
from certify.rocq.refutations.forms import listed
from certify.rocq.refutations.premises import premises
from certify.rocq.refutations.setting import NO_INSTANCE, NotRefutable, Setting
from certify.rocq.statements import bound, name_of, read
from certify.rocq.syntax import KINDS, number

HEADER = """From Coq Require Import Reals List Arith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Norms Matrices Derivatives LeastSingularValue AtNumbers.
From Statements Require {module}.
Import ListNotations.
Local Open Scope R_scope.
"""


def refutation_text(claim: Claim, instance: Instance, relation: int, module: str) -> str:
    """A file with the theorem that the printed statement of the claim is false, by the instance, at which the
    conclusion of the given number fails; raises ``NotRefutable`` where none can be written."""
    setting = Setting(claim, instance)
    if claim.statement.exists is not None:
        raise NotRefutable(NO_INSTANCE)
    check_fits(claim.statement if setting.derivation is None else setting.derivation.free, instance)
    explicit = Explicit(setting)
    found = dict(definitions(setting, explicit))
    known = [symbol(name) for name in (*instance.dims, *instance.indices, *instance.values)]
    lines = [HEADER.format(module=module), *(f"Definition {name} : {text}." for name, text in found.items()),
             f"\nLtac numbers := cbv delta [{' '.join(known)}].",
             f"Ltac data := cbv delta [{' '.join(found)}].\n",
             f"Theorem {name_of(claim)} : ~ Statements.{module}.{name_of(claim)}.", "Proof.", "  intros H_.",
             *("  " + line for line in script(setting, explicit, relation)), "Qed.", ""]
    return "\n".join(lines)


def definitions(setting: Setting, explicit: Explicit) -> Iterator[tuple[str, str]]:
    """Dimensions, indices and symbols by name, those that follow from others last: as formulas, unless their values are
    short."""
    instance, statement = setting.instance, setting.claim.statement
    for sizes in (instance.dims, instance.indices):
        yield from ((symbol(name), f"nat := {value}%nat") for name, value in sizes.items())
    yield from ((symbol(name), value_text(value)) for name, value in instance.values.items())
    formulas: Mapping = setting.derivation.formulas if setting.derivation else {}
    for node, formula in formulas.items():
        value = setting.short(node)
        kind = KINDS[len(node.shape)]
        text = value_text(value) if value is not None else f"{kind} := {explicit.term(strip(formula)[0])}"
        yield symbol(node.attrs[0]), text
    missing = set(statement.symbols) - set(instance.values) - {node.attrs[0] for node in formulas}
    if missing:
        raise NotRefutable(f"the instance has no value for {sorted(missing)[0]}")


def value_text(value: Exact) -> str:
    """Exact numbers with their kind."""
    if not isinstance(value, tuple):
        return f"R := {number(Fraction(value))}"
    if not isinstance(value[0], tuple):
        return f"vec := {listed(list(value))}"
    rows = "; ".join(f"[{'; '.join(map(number, row))}]" for row in value)
    return f"mat := table [{rows}]"


def script(setting: Setting, explicit: Explicit, relation: int) -> Iterator[str]:
    """The proof, from the statement in ``H_`` to a contradiction."""
    statement = setting.claim.statement
    p, found = read(statement)
    names = [*(name for name, _ in bound(statement)), *map(symbol, statement.indices)]
    yield f"specialize (H_ {' '.join(names)})."
    if len(p.introduced) > len(p.variables):
        yield "cbv zeta in H_."
    yield from premises(setting, p, found, explicit)
    yield from _conjunct(relation, len(found.says))
    yield from conclusion(setting, explicit, statement.says[relation])


def _conjunct(k: int, count: int) -> Iterator[str]:
    """The k-th of several conclusions."""
    yield from ("apply proj2 in H_." for _ in range(k))
    if k < count - 1:
        yield "apply proj1 in H_."


__all__ = ["refutation_text"]
