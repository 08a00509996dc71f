"""One conclusion of a claim from a proof of the norm calculus: its steps, the comparison, and what is said."""

from __future__ import annotations

from certify.bounds.facts import readable
from certify.bounds.positivity import generators, is_nonnegative
from certify.bounds.prove import Proof, prover_of
from certify.bounds.steps import Query, Step
from certify.calculus.algebra import mul
from certify.language import Relation, postorder
from certify.rocq.emission.comparison import compared
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.moves import MeanValue
from certify.rocq.emission.printing import is_spectral
from certify.rocq.emission.writing import Writer
from certify.rocq.syntax import ATOM, Text, relation, within

NORM_RULE = "norm as a number"


class Conclusion:
    """The lines that prove one conclusion, which is in canonical form."""

    def __init__(self, said: Relation, proof: Proof, writer: Writer):
        self.said, self.proof, self.w, self.p = said, proof, writer, writer.p
        right = readable(proof.rhs)
        found = prover_of(proof.goal, right)
        assert found is not None
        self.prover, self.ranges, _ = found
        self.kept, self.strict = generators(right), said.op == "lt"
        value = proof.goal.query.node if proof.bound is None else proof.bound.value
        self.left = value if proof.goal.factor is None else mul(value, readable(proof.goal.factor))
        self.right = right if proof.below is None else proof.below.value

    def write(self) -> None:
        """Adds the lines to the writer; raises ``NotEmitted``."""
        if self.proof.goal.form is not None:
            raise NotEmitted("symmetric forms by one direction")
        if self.proof.goal.query.kind == "above":
            raise NotEmitted("a left side bounded from above only")
        if any(node.op == "deriv" for node in postorder(self.said.lhs, self.said.rhs)):
            raise NotEmitted("a gradient in the conclusion")
        if self.proof.goal.moves:
            top: str | None = MeanValue(self).bound()
        else:
            top = None if self.proof.bound is None else self.w.proved(self._root(self.proof.bound))
        below = None if self.proof.below is None else self.w.proved(self.proof.below)
        self.signs_of_steps()
        self._compare()
        self.w.lines.append(self._end(top, below))

    def _root(self, bound: Step) -> Step:
        """The last step; of a spectral norm, which is no number, that on its matrix."""
        if bound.rule == NORM_RULE and is_spectral(bound.query.node):
            return bound.premises[0]
        return bound

    def signs_of_steps(self) -> None:
        """That generators which are no scalars of the claim are not negative, by steps of their own."""
        for g in sorted(generators(self.left, self.kept) | generators(self.right, self.kept), key=str):
            if g.op == "sym" or is_nonnegative(g, self.ranges):
                continue
            steps = self.prover.bounds(Query("floor", g))
            steps = tuple(step for step in steps if step.value is not g)
            if not steps:
                raise NotEmitted(f"the sign of {g}")
            for step in steps:
                name, term = self.w.proved(step), self.p.term(g)
                self.w.asserted(relation(Text("0"), "<=", term), f"destruct {name}; lra")
                if self.strict:
                    self.w.asserted(relation(Text("0"), "<", term),
                                    f"apply Rlt_le_trans with (2 := proj2 {name}); positive")

    def _compare(self) -> None:
        sign = "<" if self.strict else "<="
        lines = compared(self.p, self.left, self.right, self.ranges, self.prover.kept, self.strict)
        body = "\n    ".join(line.replace("\n", "\n    ") for line in lines)
        ends = relation(self.p.term(self.left), sign, self.p.term(self.right))
        self.w.lines.append(f"assert (compare_ : {ends}).\n  {{ {body} }}")

    def _end(self, top: str | None, below: str | None) -> str:
        """From the bounds of both sides to the conclusion."""
        compare = "compare_"
        if below is not None:
            compare = f"({'Rlt_le_trans' if self.strict else 'Rle_trans'} _ _ _ compare_ (proj2 {below}))"
        if self.said.op == "psd":
            return self._order(top, compare)
        if is_spectral(self.said.lhs):
            return self._spectral(top, compare)
        if top is None:
            return f"exact {compare}."
        if self.proof.goal.moves:
            return self._after_moves(top, compare)
        top = self._as_printed(top)
        return f"exact ({'left_side_strict' if self.strict else 'Rle_trans _ _ _ (left_side'} {top}" \
               f"{'' if self.strict else ')'} {compare})."

    def _after_moves(self, top: str, compare: str) -> str:
        """The left side is a norm of a difference, which the mean value inequality bounds as it is."""
        lemma = "Rle_lt_trans" if self.strict else "Rle_trans"
        return f"exact ({lemma} _ _ _ {top} {compare})."

    def _as_printed(self, top: str) -> str:
        """The bound of the left side as it is printed, where differences of like terms were taken inside."""
        lhs, node = self.said.lhs, self.proof.goal.query.node
        if node is readable(lhs):
            return top
        goal = Text(f"size0 {within(self.p.term(lhs), ATOM)} {within(self.p.term(self.left), ATOM)}", 10)
        return self.w.asserted(goal, f"like_terms {top}")

    def _spectral(self, top: str | None, compare: str) -> str:
        if top is None:
            raise NotEmitted("a spectral norm without a bound")
        if not self.strict:
            return f"exact (opbound_weaken _ _ _ _ _ {top} {compare})."
        return f"exists {within(self.p.term(self.left), ATOM)}; split; [exact {compare} | exact {top}]."

    def _order(self, top: str | None, compare: str) -> str:
        """M <= s I, or - s I <= M."""
        if top is None:
            raise NotEmitted("a semidefinite order without a bound")
        lemma = "psd_above" if self.proof.lhs.args[0] is self.said.lhs else "psd_below"
        return f"refine ({lemma} {top} {compare} _); identity."


__all__ = ["Conclusion"]
