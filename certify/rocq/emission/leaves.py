"""The leaves of a proof: what the hypotheses say, scalars and norms that stand for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from certify.bounds.steps import Query, Step
from certify.language import Expr
from certify.rocq.emission.errors import NotEmitted

if TYPE_CHECKING:
    from certify.rocq.emission.writing import Writer

OWN = {"l1": "own_norm1", "l2": "own_norm2", "fro": "own_normfro", "size": "own_size", "spectral": "own_spectral"}


class Leaves:
    """Tactics for steps without premises.

    ``given`` names the hypothesis of a query and a value, ``premises`` names all hypotheses, ``tactics`` proves what
    follows from some of them; ``spectral`` names, for a spectral norm, the hypothesis that the variable which stands
    for it is a bound.
    """

    def __init__(self, given: dict[tuple[Query, int], str], premises: Sequence[str], spectral: Mapping[Expr, str]):
        self.given, self.premises, self.spectral = given, premises, spectral
        self.tactics: dict[tuple[Query, int], str] = {}

    def proof(self, step: Step, writer: Writer) -> str:
        """The tactics that prove a leaf."""
        kind, rule = step.query.kind, step.rule
        known = (step.query, id(step.value))
        if known in self.tactics:
            return self.tactics[known]
        name = self.given.get(known)
        if name is not None:
            return f"given_{kind} {name}."
        if rule == "a scalar of the claim":
            return "scalar_of_claim."
        if rule == "nonnegative entries of a given sum":
            return "given_sum."
        if rule == "itself":
            return f"exact (size_itself {writer.names[id(step.premises[0])]})."
        if rule in ("its own norm", "length of a direction"):
            if kind not in OWN or (kind == "spectral" and step.value not in self.spectral):
                raise NotEmitted(f"{rule} in {kind}")
            return f"{OWN[kind]} {self.spectral[step.value]}." if kind == "spectral" else f"{OWN[kind]}."
        raise NotEmitted(f"the leaf {rule!r}")


__all__ = ["Leaves"]
