"""Deciding identities: compare the forms of both sides, then use what only the relation as a whole allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from certify.calculus.indexform import blocks, caches, renaming, rewriting, translate
from certify.calculus.indexform.clearing import cleared
from certify.calculus.indexform.indices import Index, pair, plain
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import ZERO, Form, add, scale
from certify.calculus.indexform.unwrapping import solutions, without_inverse
from certify.language.errors import ExpressionError
from certify.language.expr import Expr
from certify.language.relations import Relation
from certify.language.variables import dim_names, free_symbols

ROUNDS = 4


class Verdict(Enum):
    """What the forms of two sides say: equal for all dimensions; different; not in the class of the form."""

    AGREE = "agree"
    DIFFER = "differ"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Comparison:
    """A verdict with the forms of both sides (before hypotheses are used), or the reason for ``OUTSIDE``."""

    verdict: Verdict
    reason: str = ""
    lhs: Form | None = None
    rhs: Form | None = None
    blocks: tuple[Comparison, ...] = ()

    @property
    def form(self) -> str:
        """The form of the left side, or of each of its blocks."""
        return "; ".join(block.form for block in self.blocks) or str(self.lhs)


def canonical(expr: Expr) -> Form:
    """The form of an expression, an entry at the indices $0, $1 of its axes.

    Raises ``ExpressionError`` where the expression is outside of the class; the message says why."""
    try:
        _check_names((expr,))
        return translate.form_of(blocks.whole(expr) if blocks.has_blocks(expr) else expr)
    except (Outside, RecursionError) as reason:
        raise ExpressionError(f"{expr} has no index form: {_reason(reason)}") from None


def decide_identity(relation: Relation, given: Iterable[Relation] = ()) -> Verdict:
    """Whether an equation holds for all dimensions, sizes and values at which both sides are defined.

    ``AGREE`` is a proof. ``DIFFER`` says that the forms differ, which refutes the equation in the class
    of the form at symbolic dimensions, but is no counterexample. Hypotheses other than equalities are not used;
    equalities are used where they define a symbol or isolate a sum, after derivatives have been taken."""
    return compare(relation, given).verdict


def compare(relation: Relation, given: Iterable[Relation] = ()) -> Comparison:
    """What ``decide_identity`` says, with its reasons: the forms of both sides, or why there are none."""
    hypotheses = tuple(given)
    caches.trim()
    if relation.op != "eq":
        return Comparison(Verdict.OUTSIDE, f"the relation is {relation.op}, not an equation")
    if blocks.has_blocks(*(side for rel in (relation, *hypotheses) for side in (rel.lhs, rel.rhs))):
        return _compare_blocks(relation, hypotheses)
    try:
        _check_names(side for rel in (relation, *hypotheses) for side in (rel.lhs, rel.rhs))
        lhs, rhs = translate.form_of(relation.lhs), translate.form_of(relation.rhs)
        known, difference = solutions(relation), add((lhs, scale(rhs, -1)))
        equal = any(_vanishes(difference, facts) or _equal_unwrapped(relation, facts)
                    for facts in ((hypotheses, hypotheses + known) if known else (hypotheses,)))
    except (Outside, RecursionError) as reason:
        return Comparison(Verdict.OUTSIDE, _reason(reason))
    return Comparison(Verdict.AGREE if equal else Verdict.DIFFER, "", lhs, rhs)


def _compare_blocks(relation: Relation, hypotheses: tuple[Relation, ...]) -> Comparison:
    """Equations with concatenated arrays, block by block: all agree, or one differs, or one is outside."""
    try:
        _check_names(side for rel in (relation, *hypotheses) for side in (rel.lhs, rel.rhs))
        says, known = blocks.split(relation, hypotheses)
    except (Outside, RecursionError) as reason:
        return Comparison(Verdict.OUTSIDE, _reason(reason))
    found = tuple(compare(one, known) for one in says)
    for verdict in (Verdict.DIFFER, Verdict.OUTSIDE):
        worst = next((one for one in found if one.verdict is verdict), None)
        if worst is not None:
            return Comparison(verdict, worst.reason, blocks=found)
    return Comparison(Verdict.AGREE, blocks=found)


def _vanishes(form: Form, hypotheses: tuple[Relation, ...]) -> bool:
    return any(not one for one in _differences(form, hypotheses))


def _equal_unwrapped(relation: Relation, hypotheses: tuple[Relation, ...]) -> bool:
    """Whether the equation holds once it has been multiplied by the matrix that a side inverts."""
    other = without_inverse(relation)
    if other is relation:
        return False
    difference = add((translate.form_of(other.lhs), scale(translate.form_of(other.rhs), -1)))
    return _vanishes(difference, hypotheses)


def _reason(reason: Exception) -> str:
    return str(reason) if isinstance(reason, Outside) else "the expression is nested too deeply"


def _differences(form: Form, hypotheses: tuple[Relation, ...]) -> Iterator[Form]:
    """Forms of which each vanishes only if the first does under the hypotheses."""
    yield form
    form = cleared(_axes_split(form))
    yield form
    rules = _rules(hypotheses)
    for _ in range(ROUNDS if rules else 0):
        new = form
        for rule in rules:
            new = rewriting.rewritten(new, rule)
        new = cleared(new)
        if new == form:
            break
        form = new
        yield form
    if rewriting.has_known_size(form):
        yield from _written_out(form)


def _rules(hypotheses: tuple[Relation, ...]) -> list[rewriting.Change]:
    """The hypotheses that are rules; one that is outside of the class is no help, and no obstacle."""
    rules = []
    for hypothesis in hypotheses:
        try:
            rule = rewriting.rule_of(hypothesis)
        except Outside:
            rule = None
        rules += [rule] if rule is not None else []
    return rules


def _axes_split(form: Form) -> Form:
    """Free indices of flattened axes that are taken apart somewhere, as pairs of free indices everywhere."""
    for _ in range(2 * len(form.free) + 1):
        parts = [part for index in form.indices for part in _parts(index)]
        if not parts:
            break
        part = min(parts, key=lambda index: index.text)
        whole, blocks = part.parts[0], part.blocks
        halves = [plain("free", f"{whole.text}.{k}", size) for k, size in enumerate(blocks)]
        form = renaming.substitute(form, {whole: pair(halves[0], halves[1], blocks)})
    return form


def _parts(index: Index) -> Iterator[Index]:
    if index.kind in ("major", "minor"):
        yield index
    for part in index.parts:
        yield from _parts(part)


def _written_out(form: Form) -> Iterator[Form]:
    """Where sizes are numbers: sums written out, at every value of the free indices (one form for all)."""
    known = sorted((index for index in form.free if index.size.constant is not None), key=lambda index: index.text)
    try:
        entries = list(rewriting.written_out(form, known))
        written = (cleared(rewriting.rewritten(one, lambda _: None, write_out=True)) for one in entries)
        yield next((one for one in written if one), ZERO)
    except Outside:
        pass  # too long: the form from before stands


def _check_names(roots: Iterable[Expr]) -> None:
    roots = tuple(roots)
    shapes: dict[str, object] = dict.fromkeys(dim_names(*roots), "dimension")
    for node in free_symbols(*roots):
        if shapes.setdefault(node.attrs[0], node.shape) != node.shape:
            raise Outside(f"the name {node.attrs[0]} stands for two things")
