"""A hunt in words and as JSON."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Any

from certify.hunt.certified import Certified
from certify.hunt.hunting import Hunt, Quarry
from certify.instances.data import Instance
from certify.language.printing import unicode_relation

SCHEMA = "certify.hunt/1"
_MANY = 36  # entries of a symbol that are shown
_SIZES = 6  # sizes that are listed


def to_json(hunt: Hunt) -> dict[str, Any]:
    """For programs; numbers that matter are decimal texts rounded outward, entries exact fractions."""
    return {
        "schema": SCHEMA, "id": hunt.claim.id, "sha256": hunt.claim.sha256, "store": str(hunt.store.path),
        "evaluations": hunt.evaluations, "rounds": hunt.rounds, "seconds": round(hunt.seconds, 3), "seed": hunt.seed,
        "interrupted": hunt.interrupted, "dropped": hunt.dropped,
        "conclusions": [_conclusion(hunt, quarry) for quarry in hunt.quarries],
    }


def _conclusion(hunt: Hunt, quarry: Quarry) -> dict[str, Any]:
    before = sorted(quarry.before.values(), key=lambda found: found.rank, reverse=True)
    return {
        "relation": quarry.k, "statement": unicode_relation(hunt.claim.says[quarry.k]),
        "lo": quarry.ranked[0].witness.ratio if quarry.best else None, "hi": quarry.hi,
        "lo_before": before[0].witness.ratio if before else None,
        "violated": any(found.violates for found in quarry.best.values()),
        "witness": quarry.ranked[0].witness.to_json() if quarry.best else None,
        "sizes": [{"dims": dict(found.witness.instance.dims), "indices": dict(found.witness.instance.indices),
                   "lo": found.witness.ratio, "violated": found.violates, "improved": sizes in quarry.improved}
                  for sizes, found in sorted(quarry.best.items(), key=lambda item: item[1].rank, reverse=True)],
    }


def to_text(hunt: Hunt) -> str:
    """For people: the best ratio, what improved, and the instance."""
    lines = [hunt.claim.id]
    for quarry in hunt.quarries:
        lines += ["", f"  {unicode_relation(hunt.claim.says[quarry.k])}", *_found(quarry)]
    lines += ["", f"  {hunt.evaluations} evaluations in {hunt.rounds} rounds, {hunt.seconds:.1f} s"
                  + (", interrupted" if hunt.interrupted else "") + f"; store: {hunt.store.path}"]
    if hunt.dropped:
        lines.append(f"  {hunt.dropped} stored instance(s) did not stand when certified anew, and were deleted")
    return "\n".join(lines)


def _found(quarry: Quarry) -> list[str]:
    if not quarry.best:
        return ["  no instance with a certified ratio or violation was found"]
    top = quarry.ranked[0]
    lines = [f"  left / right >= {_short(top.witness.ratio)}  at {_sizes(top)}" if top.witness.ratio
             else f"  violated at {_sizes(top)}"]
    if quarry.hi is not None:
        lines.append(f"  proved: left / right <= {quarry.hi}")
    if top.violates and top.witness.ratio:
        lines.append("  the conclusion is violated there")
    lines += _change(quarry)
    rows = [f"    {_sizes(found):<24} {_short(found.witness.ratio)}" for found in quarry.ranked[:_SIZES]]
    return [*lines, "  best by sizes:", *rows, "  the instance:", *_shown(top.witness.instance)]


def _change(quarry: Quarry) -> list[str]:
    if not quarry.improved:
        return ["  no better than the store had"]
    before = max((found.rank for found in quarry.before.values()), default=None)
    now = quarry.ranked[0].rank
    where = f"{len(quarry.improved)} of {len(quarry.best)} sizes improved"
    if before is None:
        return ["  the store had none before"]
    if now <= before:
        return [f"  {where}, the best ratio stays"]
    return [f"  {where}; before: {_short(str(before[1])) if before[1].is_finite() else 'a violation without a ratio'}"]


def _sizes(found: Certified) -> str:
    parts = {**found.witness.instance.dims, **found.witness.instance.indices}
    return ", ".join(f"{name} = {value}" for name, value in parts.items()) or "one size"


def _short(ratio: str | None) -> str:
    """Ten digits, rounded down."""
    if ratio is None:
        return "violated"
    return str(Context(prec=10, rounding=ROUND_FLOOR, Emax=10**9, Emin=-(10**9)).plus(Decimal(ratio)))


def _shown(instance: Instance) -> list[str]:
    """Entries to six digits; the store and --json hold them exactly."""
    out = []
    for name in instance.values:
        shape = instance.shape(name)
        size = 1
        for axis in shape:
            size *= axis
        text = _number(instance.values[name]) if size <= _MANY else f"{' x '.join(map(str, shape))} entries"
        out.append(f"    {name} = {text}")
    return out


def _number(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_number, value)) + "]"
    return _float(Fraction(value))


def _float(value: Fraction) -> str:
    try:
        return f"{float(value):.6g}"
    except OverflowError:
        return f"about 10^{len(str(abs(value.numerator))) - len(str(value.denominator))}"


__all__ = ["SCHEMA", "to_json", "to_text"]
