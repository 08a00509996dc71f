"""Tactics that lead a conclusion which fails at an instance to a contradiction.

The conclusion stands in the hypothesis ``H_``. What is said of all vectors or all indices is read at one of them,
where the values differ most; a derivative that is asserted is compared with the true one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from certify.language import Expr, Relation, coerce, make
from certify.rocq.derivatives import is_derivative
from certify.rocq.refutations.explicit import Explicit
from certify.rocq.refutations.forms import listed
from certify.rocq.refutations.premises import DERIVATIVE, SIZES, met
from certify.rocq.refutations.setting import Nested, NotRefutable, Setting
from certify.rocq.statements import is_spectral
from certify.rocq.syntax import natural

SCALES = (1, 2, 16, 2**10, 2**24)  # denominators of the entries of a direction
FEW = 4  # entries of a vector, for all with entries 0 and +-1 to be tried
TOUCHING = Fraction(1, 2**200)  # an enclosure of 0, which the kernel then finds to be exact or refuses
DIRECTION = "direction of refutation"


def conclusion(setting: Setting, explicit: Explicit, relation: Relation) -> Iterator[str]:
    """Lines that turn the conclusion in ``H_`` into a contradiction; raises ``NotRefutable`` where none is seen."""
    if relation.op == "psd":
        yield from _semidefinite(setting, relation)
    elif is_spectral(relation.lhs) and relation.op in ("le", "lt"):
        yield from _spectral(setting, relation)
    elif relation.op == "le" and relation.rhs.op == "sigmin":
        raise NotRefutable("a lower bound of a singular value")
    elif derivative_side(relation) is not None:
        yield from _derivative(setting, explicit, relation)
    else:
        yield from _entrywise(setting, relation)


def derivative_side(relation: Relation) -> tuple[Expr, Expr] | None:
    """The derivative in an equality with what it is said to be."""
    if relation.op == "eq":
        for side, other in ((relation.lhs, relation.rhs), (relation.rhs, relation.lhs)):
            if side.op in ("deriv", "jvp"):
                return side, other
    return None


def contradiction(op: str, sign: int) -> str:
    """From ``H_``, a relation of two numbers whose difference lhs - rhs has the given sign."""
    if op == "le":
        return "apply Rle_not_lt in H_; apply H_; data; number."
    if op == "lt":
        return "apply Rlt_not_le in H_; apply H_; data; number."
    turned = "" if sign < 0 else "symmetry in H_; "
    return f"{turned}revert H_; apply Rlt_not_eq; data; number."


def _entrywise(setting: Setting, relation: Relation) -> Iterator[str]:
    place, sign = worst(setting, relation)
    if place:
        yield f"specialize (H_ {' '.join(f'{k}%nat' for k in place)})."
        yield from (met(SIZES) for _ in place)
    yield contradiction(relation.op, sign)


def worst(setting: Setting, relation: Relation) -> tuple[tuple[int, ...], int]:
    """Where a relation between arrays fails most, and the sign of the difference there."""
    low, high = setting.ends(_difference(relation))
    found: list[tuple[Fraction, tuple[int, ...], int]] = []
    for place in places(low):
        below, above = at(low, place), at(high, place)
        if below > 0 or (relation.op == "eq" and above < 0):
            found.append((max(below, -above), place, 1 if below > 0 else -1))
        elif relation.op == "lt" and above >= 0:
            found.append((Fraction(0), place, 0))
    if not found:
        raise NotRefutable(f"no entry of {relation} is seen to fail at the instance")
    _, place, sign = max(found, key=lambda item: item[0])
    return place, sign


def _difference(relation: Relation) -> Expr:
    return coerce(relation.lhs) - relation.rhs


def places(value: Nested) -> Iterator[tuple[int, ...]]:
    """The places of the numbers in nested lists."""
    if not isinstance(value, list):
        yield ()
        return
    for k, item in enumerate(value):
        yield from ((k, *rest) for rest in places(item))


def at(value: Nested, place: Sequence[int]) -> Any:
    for k in place:
        value = value[k]
    return value


def _derivative(setting: Setting, explicit: Explicit, relation: Relation) -> Iterator[str]:
    """The true derivative is another one, and a derivative is unique."""
    found = derivative_side(relation)
    assert found is not None
    node, said = found
    place, sign = worst(setting, Relation("eq", said, node))
    (truth,) = is_derivative(explicit, node, explicit.quantified(node))
    yield f"assert (K_ : {truth}) by ({DERIVATIVE})."
    direction, entry = _reading(setting, node, place)
    for name in ("H_", "K_"):
        if direction is not None:
            yield f"specialize ({name} ({direction}))."
        if entry:
            yield f"specialize ({name} {' '.join(f'{k}%nat' for k in entry)})."
            yield from (met(SIZES).replace("H_", name) for _ in entry)
    yield "apply (deriv_unique _ _ _ _ H_) in K_; clear H_; rename K_ into H_."
    yield contradiction("eq", sign)


def _reading(setting: Setting, node: Expr, place: tuple[int, ...]) -> tuple[str | None, tuple[int, ...]]:
    """The direction in which an entry of a derivative is read, and the entry of the function."""
    e, x = node.args[:2]
    if node.op == "jvp" or not x.shape:
        return None, place
    rank = len(e.shape)
    if len(x.shape) == 1:
        return listed(unit(setting.size(x, 0), place[-1])), place[:rank]
    rows, columns = setting.size(x, 0), setting.size(x, 1)
    if not node.attrs[0]:
        i, j = place
    else:
        i, j = divmod(place[-1], columns) if node.attrs[0] == "C" else divmod(place[-1], rows)[::-1]
    return f"outer ({listed(unit(rows, i))}) ({listed(unit(columns, j))})", place[:rank]


def unit(size: int, k: int) -> list[Fraction]:
    return [Fraction(int(i == k)) for i in range(size)]


def _semidefinite(setting: Setting, relation: Relation) -> Iterator[str]:
    v = _direction(setting, Relation("psd", relation.lhs, relation.rhs), _form)
    yield f"specialize (H_ ({v}))."
    yield contradiction("le", 1)


def _form(relation: Relation, v: Expr) -> Expr:
    """<v, (M - N) v>."""
    return make("dot", (v, make("matmul", (_difference(relation), v))))


def _spectral(setting: Setting, relation: Relation) -> Iterator[str]:
    """||M v|| > r ||v||; a strict bound fails at equality too."""
    v = _direction(setting, relation, _stretch)
    if relation.op == "le":
        yield f"destruct H_ as [_ H_]; specialize (H_ ({v}))."
        yield contradiction("le", 1)
        return
    matrix = relation.lhs.args[0]
    yield f"destruct H_ as (r_ & L_ & [_ H_]); specialize (H_ ({v}))."
    yield f"assert (P_ : 0 < norm2 {natural(matrix.shape[1])} ({v})) by (data; number)."
    yield "revert H_; apply Rlt_not_le; eapply Rlt_le_trans; [apply (Rmult_lt_compat_r _ _ _ P_ L_)|]; data; number."


def _stretch(relation: Relation, v: Expr) -> Expr:
    """||M v|| - r ||v||."""
    def norm(e: Expr) -> Expr:
        return make("norm", (e,), ("2",))

    return norm(make("matmul", (relation.lhs.args[0], v))) - relation.rhs * norm(v)


def _direction(setting: Setting, relation: Relation, gap: Callable[[Relation, Expr], Expr]) -> str:
    """A short vector along which the relation fails."""
    matrix = relation.lhs if relation.op == "psd" else relation.lhs.args[0]
    v = make("sym", (), (DIRECTION, (matrix.shape[1],)))
    for candidate in _candidates(setting, relation, setting.size(matrix, 1)):
        low, high = setting.with_value(DIRECTION, candidate).ends(gap(relation, v))
        if low > 0 or (relation.op == "lt" and high >= 0 and low >= -TOUCHING):
            return listed(candidate)
    raise NotRefutable(f"no direction is seen along which {relation} fails")


def _candidates(setting: Setting, relation: Relation, size: int) -> Iterator[list[Fraction]]:
    """Vectors with entries 0 and +-1 where there are few, then the worst direction rounded, coarsely first."""
    if size <= FEW:
        for signs in product((1, 0, -1), repeat=size):
            if next((s for s in signs if s), 0) == 1:
                yield [Fraction(s) for s in signs]
    steepest = _numerical(setting, relation)
    for scale in SCALES:
        rounded = [Fraction(round(entry * scale), scale) for entry in steepest]
        if any(rounded):
            yield rounded


def _numerical(setting: Setting, relation: Relation) -> list[float]:
    """The direction by floating-point numbers, scaled to a largest entry of 1."""
    low, _ = setting.ends(_difference(relation) if relation.op == "psd" else relation.lhs.args[0])
    largest = max((abs(entry) for row in low for entry in row), default=Fraction(1)) or Fraction(1)
    middle = np.array([[float(entry / largest) for entry in row] for row in low])
    if relation.op == "psd":
        vector = np.linalg.eigh((middle + middle.T) / 2)[1][:, -1]
    else:
        vector = np.linalg.svd(middle)[2][0]
    return [float(entry) for entry in vector / abs(vector).max()]


__all__ = ["conclusion"]
