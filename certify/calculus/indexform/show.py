"""Forms for people: summed indices as letters, exponentials of one index combined, common notation."""

from __future__ import annotations

from collections.abc import Iterator

from certify.calculus.indexform.factors import Delta, Factor, Function, Inverse, Number, Powers, Sum, Symbol
from certify.calculus.indexform.indices import Index
from certify.calculus.indexform.inverses import holes
from certify.calculus.indexform.terms import Form, Term

LETTERS = "klpqrstuvw"
Names = dict[Index, str]


def show(form: Form) -> str:
    """The form in index notation, terms in their canonical order; the axes of an array are i and j."""
    axes = {index: _unused("ij"[int(index.text[1:]) % 2], form) for index in form.free if index.kind == "slot"}
    return _form(form, axes)


def _unused(letter: str, form: Form) -> str:
    taken = {index.text for index in form.free}
    return letter if letter not in taken else letter + "'"


def _form(form: Form, names: Names) -> str:
    parts = [_signed(coef, one, names) for one, coef in sorted(form, key=lambda pair: pair[0].text)]
    if not parts:
        return "0"
    return (" ".join(parts)).removeprefix("+ ").replace("- ", "-", 1) if parts[0].startswith("-") \
        else " ".join(parts).removeprefix("+ ")


def _signed(coef: Number, one: Term, names: Names) -> str:
    body = _term(one.powers, names)
    size = "" if abs(coef) == 1 and body else str(abs(coef))
    return f"{'-' if coef < 0 else '+'} {' '.join(part for part in (size, body) if part)}"


def _term(factors: Powers, names: Names) -> str:
    """Exponentials first, as one."""
    exponents = [(f, p) for f, p in factors.items() if isinstance(f, Function) and f.op == "exp"]
    parts = sorted(_power(f, p, names) for f, p in factors.items() if (f, p) not in exponents)
    if exponents:
        exponent = {one: c * p for f, p in exponents for one, c in f.arg}  # type: ignore[attr-defined]
        parts.append(f"exp({_form(Form(exponent), names)})")
    return " ".join(parts)


def _power(factor: Factor, power: Number, names: Names) -> str:
    text = _factor(factor, names)
    if power == 1:
        return f"({text})" if isinstance(factor, Sum) else text
    wrapped = text if isinstance(factor, Symbol) or (text.endswith(")") and text.startswith("(")) else f"({text})"
    return f"{wrapped}^{power}" if isinstance(power, int) and power > 0 else f"{wrapped}^({power})"


def _factor(factor: Factor, names: Names) -> str:
    if isinstance(factor, Symbol):
        return factor.name + _at(factor.at, names)
    if isinstance(factor, Delta):
        return "δ" + _at(factor.at, names)
    if isinstance(factor, Inverse):
        inside = _form(factor.of, dict(zip(holes(factor.size), "ij", strict=True)) | names)
        return f"inv({inside})" + _at(factor.at, names)
    if isinstance(factor, Function):
        return f"{'' if factor.op == 'base' else factor.op}({_form(factor.arg, names)})"
    assert isinstance(factor, Sum)
    inner = dict(names)
    for index in factor.bound:
        inner[index] = next(letter for letter in _letters(names, factor) if letter not in inner.values())
    summed = ",".join(inner[index] for index in factor.bound)
    return f"Σ_{summed} {_term(factor.body.powers, inner)}"


def _letters(names: Names, factor: Factor) -> Iterator[str]:
    taken = set(names.values()) | {index.text for index in factor.free} | factor.names
    yield from (letter for letter in LETTERS if letter not in taken)
    yield from (f"k{count}" for count in range(1000))


def _at(at: tuple[Index, ...], names: Names) -> str:
    return f"[{','.join(_index(index, names) for index in at)}]" if at else ""


def _index(index: Index, names: Names) -> str:
    if index.kind == "const":
        return str(index.value)
    if index.kind == "pair":
        return f"({','.join(_index(part, names) for part in index.parts)})"
    if index.parts:
        return f"{_index(index.parts[0], names)}{'//' if index.kind == 'major' else '%'}{index.blocks[1]}"
    return names.get(index, index.text)
