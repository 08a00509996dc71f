"""Powers and analytic functions of series, with remainders after Lagrange.

exp, erf and tanh of a series that goes to an infinity are flat: smaller than any power of t, or 1 but for such a rest.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

from flint import arb, arb_series, ctx, fmpq

from certify.enclosure.series import surds
from certify.enclosure.series.laurent import ORDER, Series, Unknown, size, t0
from certify.enclosure.series.surds import Coefficient, Surd

ONE = Series.constant(Surd.of(1))
Taylor = Callable[[Any], Any]  # an Arb power series -> the function of it


def power(f: Series, exponent: Fraction) -> Series:
    """f^exponent: repeated products, or c t^v pulled out and the binomial series of the rest."""
    if exponent.denominator == 1 and 0 <= exponent <= ORDER:
        out = ONE
        for _ in range(int(exponent)):
            out = out * f
        return out
    if f.is_zero and exponent > 0:
        return f
    lead = f.lead()
    if exponent.denominator > 1 and surds.sign(lead) < 0:
        raise Unknown("a broken power of a negative number")
    outside = f.valuation * exponent
    if outside.denominator > 1:
        raise Unknown("a broken power of the parameter")
    inside = Series(0, f.coefficients, f.rest).times(surds.power(lead, Fraction(-1))) - ONE
    inside = _pinned(inside)
    return _shifted(_binomial(inside, exponent), int(outside)).times(surds.power(lead, exponent))


def _pinned(u: Series) -> Series:
    """A series whose constant term is 0 by construction, whatever a ball for it says."""
    if u.end < 1 and not u.exact:
        raise Unknown("a series with too few coefficients")
    return u if u.valuation >= 1 else Series(1, u.coefficients[1 - u.valuation:], u.rest).tidy()


def _shifted(f: Series, by: int) -> Series:
    return Series(f.valuation + by, f.coefficients, f.rest)


def _binomial(u: Series, exponent: Fraction) -> Series:
    reach = _reach(u)
    if not reach < 1:
        raise Unknown("a series that is too large for the binomial series")
    terms = [Fraction(1)]
    for k in range(ORDER):
        terms.append(terms[-1] * (exponent - k) / (k + 1))
    spread = size(((1 - reach) ** _ball(exponent - ORDER)).union((1 + reach) ** _ball(exponent - ORDER)))
    return _horner(u, [Surd.of(c) for c in terms[:ORDER]], size(_ball(terms[ORDER])) * spread)


def _ball(q: Fraction) -> Any:
    return arb(fmpq(q.numerator, q.denominator))


def _reach(u: Series) -> Any:
    """A bound of |u| on the range; u vanishes at 0."""
    return size(u.enclosure())


def _horner(u: Series, terms: list[Coefficient], last: Any) -> Series:
    """The sum of terms_k u^k, and a rest of size ``last`` |u|^ORDER."""
    out = Series.constant(Surd({}))
    for term in reversed(terms):
        out = out * u + Series.constant(term)
    slope = size(_reach(u) / t0())
    return out if u.is_zero else out + Series(ORDER, (), size(last * slope**ORDER))


def analytic(name: str, f: Series) -> Series:
    """exp, log, sinh, cosh, tanh or erf of a series."""
    if f.valuation < 0 and f.coefficients:
        return _far(name, f)
    if f.valuation < 0:
        raise Unknown("a series that may have a pole")
    start = f.coefficient(0)
    u = _pinned(f - Series.constant(start))
    return _horner(u, _taylor(name, start), _last(name, start, _reach(u)))


def _taylor(name: str, at: Coefficient) -> list[Coefficient]:
    """The first ``ORDER`` Taylor coefficients: exact at 0 (at 1 for log), else balls."""
    exact = _exact(name) if surds.is_zero(at) else None
    if name == "log" and isinstance(at, Surd) and at.terms == {(1, 0): 1}:
        exact = [Surd.of(Fraction((-1) ** (k + 1), k) if k else 0) for k in range(ORDER)]
    if exact is not None:
        return exact
    return [surds.from_ball(c) for c in _coefficients(name, surds.ball(at), ORDER)]


def _last(name: str, at: Coefficient, reach: Any) -> Any:
    """A bound of the next coefficient at all points within ``reach``."""
    around = surds.ball(at) + arb(0, reach.upper())
    last = _coefficients(name, around, ORDER + 1)[ORDER]
    if not last.is_finite():
        raise Unknown(f"{name} near a point where it is not analytic")
    return size(last)


def _coefficients(name: str, at: Any, count: int) -> list[Any]:
    before, ctx.cap = ctx.cap, count
    try:
        out = FUNCTIONS[name](arb_series([at, 1], count))
        return [out[k] for k in range(count)]
    finally:
        ctx.cap = before


def _tanh(z: Any) -> Any:
    grown = (2 * z).exp()
    return (grown - 1) / (grown + 1)


FUNCTIONS: dict[str, Taylor] = {
    "exp": lambda z: z.exp(), "log": lambda z: z.log(), "erf": lambda z: z.erf(), "tanh": _tanh,
    "sinh": lambda z: (z.exp() - (-z).exp()) / 2, "cosh": lambda z: (z.exp() + (-z).exp()) / 2,
}


def _exact(name: str) -> list[Coefficient] | None:
    powers = [Fraction(1, factorial(k)) for k in range(ORDER)]
    if name == "exp":
        return [Surd.of(c) for c in powers]
    if name in ("sinh", "cosh"):
        odd = int(name == "sinh")
        return [Surd.of(c if k % 2 == odd else 0) for k, c in enumerate(powers)]
    if name == "erf":  # 2/sqrt(pi) times the sum of (-1)^k z^(2k+1) / (k! (2k+1))
        return [Surd.of(Fraction(2 * (-1) ** (k // 2), factorial(k // 2) * k) if k % 2 else 0, (1, -1))
                for k in range(ORDER)]
    return [Surd.of(c) for c in _tanh_series()] if name == "tanh" else None


def _tanh_series() -> list[Fraction]:
    """From y' = 1 - y^2."""
    out = [Fraction(0), Fraction(1)]
    for k in range(1, ORDER - 1):
        out.append(-sum((out[j] * out[k - j] for j in range(k + 1)), Fraction(0)) / (k + 1))
    return out


def _far(name: str, f: Series) -> Series:
    """At a pole: exp goes to 0 on one side, erf and tanh to 1 or -1."""
    sign = f.sign()
    if name == "exp" and sign < 0:
        return _flat(-f, 1)
    if name in ("erf", "tanh"):
        plus = f if sign > 0 else -f
        rest = _flat(plus * plus, 1) if name == "erf" else _flat(plus.times(Surd.of(2)), 2)
        return Series.constant(Surd.of(sign)) + Series(rest.valuation, (), rest.rest)
    raise Unknown(f"{name} of a series that grows without bound")


def _flat(f: Series, factor: int) -> Series:
    """A rest that bounds factor exp(-f) for f with a pole, f > 0: with f >= a t^-k, exp(-a t^-k) t^-ORDER grows
    on the range as long as a k t0^-k >= ORDER, so that its value at t0 bounds it."""
    k, least = -f.valuation, abs(surds.ball(f.lead())) - f.tail()
    if not (least > 0 and least * k * t0() ** -k >= ORDER):
        raise Unknown("a series whose exponential is not small on the whole range")
    return Series(ORDER, (), size(factor * (-least * t0() ** -k).exp() * t0() ** -ORDER))


__all__ = ["analytic", "power"]
