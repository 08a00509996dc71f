"""Independent checker of equalities of norms, certificates of kind "norm": `check.py` beside it calls it, or `python check_norms.py FILE...`.

It needs Python's standard library, `check.py` and `check_bounds.py`, and shares no code with what writes certificates. A certificate holds a statement, the number
k of a relation a = b between scalars, and either nothing more, or that a = ||M|| is at most b and where it is reached:

- nothing more (`proof` is null): a and b are equal once ||diag(a)||_p = ||a||_inf, ||a b^T||_2 = ||a||_2 ||b||_2, ||exp(z)||_inf = exp(max z) are put in;
- {side, upper, left, right}: `upper` is a proof for check_bounds.py that the norm (side 0 or 1 of the relation) is at most the other side r, and left and right are
  vectors s and t, each one number in all entries and numbers added to the first entries. With ||.||' the dual norm (of p = 1, 2, inf: inf, 2, 1),
  ||M|| ||s||' ||t|| >= <s, M t>, which has to be ||s||' ||t|| r; equality is tested at random points modulo a prime, at two choices of sizes.
"""
# ruff: noqa: E401, E501, E701, I001
from __future__ import annotations
import hashlib, math, random, sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
if __package__: from certify import check as c, check_bounds as bounds
else:
    sys.path.append(str(Path(__file__).resolve().parent))
    import check as c                      # type: ignore[import-not-found,no-redef]  # the copies beside the certificates
    import check_bounds as bounds          # type: ignore[import-not-found,no-redef]
need = c.need
class Field(bounds.Field):                 # type: ignore[misc]
    """The exponential of a logarithm is its argument."""
    def apply(self, name: str, x: Any) -> Any:
        logs = self.__dict__.setdefault("logs", {})
        if name == "exp" and isinstance(x, c.Residue) and x.r in logs: return logs[x.r]
        out = super().apply(name, x)
        if name == "log" and isinstance(out, c.Residue): logs[out.r] = x
        return out
def evaluator(T: Any, dims: dict[str, int], rng: random.Random) -> Any:
    """Random values for all symbols and indices at these sizes."""
    D = Field(rng, bounds.POINTS)
    ev = bounds.Evaluator(T.st, dims, {name: rng.randrange(c.Evaluator(T.st, dims, {}, {}, D).size(size)) for name, size in T.st.indices.items()}, {}, D)
    ev.symbols = {name: (shape, [D.draw() for _ in range(math.prod(shape))]) for name, sizes in T.st.symbols.items() for shape in (ev.shape(sizes),)}
    return ev
# ---- Norms written out
def restated(T: Any, k: int) -> int:
    """The node with norms of diagonal, rank-one and positive arrays written out."""
    done: dict[int, int] = {}
    for j in T.below(k):
        op, args, attrs = T.nodes[j]
        done[j] = written(T, op, [done[arg] for arg in args], attrs)
    return done[k]
def written(T: Any, op: str, args: list[int], attrs: list[Any]) -> int:
    inner, parts, _ = T.nodes[args[0]] if args else ("", [], [])
    order = attrs[0] if op == "norm" and len(attrs) == 1 else ""
    if order and inner == "diag": return written(T, "norm", parts, ["2" if order == "fro" else "inf"])
    if order in ("2", "fro") and inner == "outer": return int(T.make("mul", *(written(T, "norm", [part], ["2"]) for part in parts)))
    if order == "inf" and inner == "exp" and T.rank(args[0]) == 1: return int(T.make("exp", T.make("max", *parts, attrs=[None])))
    return int(T.make("exp", T.make("max", *parts, attrs=attrs)) if op == "max" and inner == "exp" else T.make(op, *args, attrs=attrs))
# ---- A norm that reaches its bound
def vector(data: Any) -> list[Fraction]:
    """The first entries, and after them what all others are."""
    need(c.matches(r"\[-?\d{1,6},\[(-?\d{1,6}(,-?\d{1,6})*)?\]\]", data), f"malformed vector {c.text(data)[:40]}", c.Unreadable)
    return [Fraction(data[0] + x) for x in data[1]] + [Fraction(data[0])]
def squared_norm(order: str, entries: Sequence[Fraction]) -> Fraction:
    """The square of a norm that is the same for all sizes with more entries than the first ones: where sums are taken the others are 0."""
    need(order == "inf" or not entries[-1], "the norm of the vector depends on its size")
    return max(map(abs, entries)) ** 2 if order == "inf" else sum(map(abs, entries), Fraction(0)) ** 2 if order == "1" else sum((x * x for x in entries), Fraction(0))
def filled(entries: list[Fraction], n: int) -> list[Fraction]: return [entries[min(i, len(entries) - 1)] for i in range(n)]
def check_reached(data: Any, T: Any, relation: list[Any], rng: random.Random) -> str:
    side, upper, left, right = c.fields(data["proof"], "the proof", "side", "upper", "left", "right")
    need(side in (0, 1), "the side of the norm is 0 or 1", c.Unreadable)
    norm, value = relation[1:] if side == 0 else relation[:0:-1]
    op, args, attrs = T.nodes[norm]
    need(op == "norm" and len(attrs) == 1 and attrs[0] in ("1", "2", "inf"), "what is reached is no norm")
    statement = {**data["statement"], "says": [["le", norm, value]]}
    inequality = {"schema": data["schema"], "kind": "bound", "claim": data["claim"], "statement": statement, "sha256": hashlib.sha256(c.text(statement).encode()).hexdigest(),
                  "relation": 0, "ratio": {"hi": "1"}, "settles": True, "proof": upper}
    bounds.check(inequality)
    s, t = vector(left), vector(right)
    square = squared_norm({"1": "inf", "2": "2", "inf": "1"}[attrs[0]], s) * squared_norm(attrs[0], t)
    weight = Fraction(math.isqrt(square.numerator))
    need(square > 0 and weight ** 2 == square, "the product of the norms of the vectors is no whole number")
    for ev in T.fields:
        (m, n), entries = ev.value(args[0])
        reached = c.inner(filled(s, m), [c.inner(entries[i * n:(i + 1) * n], filled(t, n)) for i in range(m)])
        need(c.is_zero(ev.D.lift(reached - weight * ev.value(value)[1][0])), "the vectors do not reach the bound")
    proof = bounds.Proof(inequality, rng)        # the smallest sizes that the hypotheses allow: sizes of arrays grow with the dimensions
    least = {name: int(max(1, math.ceil(proof.range_of(proof.generator(proof.T.make("dim", attrs=[name]))).lo or 1))) for name in T.st.dims}
    m, n = evaluator(T, least, rng).value(args[0])[0]
    need(m >= len(s) - 1 and n >= len(t) - 1, "the vectors do not fit all sizes")
    return f"the norm is at most the other side by {len(upper['steps'])} steps, and two vectors reach it"
def check(data: Any, seed: str = "") -> str:
    """What has been verified; raises Invalid or Unreadable."""
    schema, kind, claim, statement, sha256, k, proof = c.fields(data, "the certificate", "schema", "kind", "claim", "statement", "sha256", "relation", "proof")
    need(schema == "certify.certificate/1" and kind == "norm" and isinstance(claim, str), "no certificate of an equality of norms", c.Unreadable)
    need(hashlib.sha256(c.text(statement).encode()).hexdigest() == sha256, "the sha256 is not that of the statement")
    rng = random.Random(f"{sha256} {seed}")
    T = bounds.Table(statement, {"nodes": []}, rng)
    need(not T.st.exists and c.matches(c.COUNT, k) and k < len(T.st.says) and T.st.says[k][0] == "eq", f"the statement has no equality {c.text(k)[:20]}", c.Unreadable)
    T.fields = [evaluator(T, dims, rng) for dims in T.choices]
    relation = T.st.says[k]
    need(not T.rank(relation[1]) and not T.rank(relation[2]), "an equality of arrays")
    if proof is not None: return f"norm {claim}: {check_reached(data, T, relation, rng)}"
    need(T.same(restated(T, relation[1]), restated(T, relation[2])) and T.is_generic(), "the sides differ where norms are written out")
    return f"norm {claim}: the sides are one where norms of diagonal, rank-one and positive arrays are written out"
if __name__ == "__main__": sys.exit(c.main())
