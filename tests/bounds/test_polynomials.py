"""The inequalities that the checker proves by subdivision, and what it does with constants that are too small."""

import itertools
import math
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import certify as ct
from certify import check, check_polynomials, check_rules
from certify.bounds import bound_certificate, prove, refusal, rules
from certify.bounds.rules import moments
from certify.check_polynomials import CONSTANTS, Grid, Polynomial, need_constant, never_positive
from certify.decide.upper import _decimal
from certify.language import coerce

LIMITS = check_rules.CONSTANTS
n = ct.dim("n")
z, h, b = ct.vectors("z h b", n)
s = ct.scalar("s")
p = ct.softmax(z)
PAPER = ct.Paper("test")


def test_every_constant_is_proved_and_no_other():
    assert CONSTANTS.keys() == LIMITS.keys()
    for name, limit in LIMITS.items():
        need_constant(name, limit)


@pytest.mark.parametrize("name", LIMITS)
def test_a_smaller_constant_is_refused(name):
    limit = LIMITS[name]
    with pytest.raises(check.Invalid, match="does not follow"):
        need_constant(name, limit * Fraction(998, 1000) - (limit == 0))


@pytest.mark.parametrize("name", LIMITS)
def test_no_point_contradicts_what_is_proved(name):
    rng = random.Random(name)
    for f, low, high, *where in CONSTANTS[name](LIMITS[name]):
        for _ in range(300):
            point = [a + (b - a) * Fraction(rng.randint(0, 16), 16) for a, b in zip(low, high, strict=True)]
            assert f(*point) <= 0 or any(g(*point) < 0 for g in where)


def polynomial(rng, m):
    keys = itertools.product(range(3), repeat=m)
    return Polynomial(m, {powers: Fraction(rng.randint(-9, 9), rng.randint(1, 4)) for powers in keys})


def at(poly, point):
    """The value, of numbers or of polynomials."""
    powers_of = {powers: [t**k for t, k in zip(point, powers, strict=True)] for powers in poly.terms}
    return sum((x * math.prod(powers_of[powers], start=Fraction(1)) for powers, x in poly.terms.items()), Fraction(0))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_never_positive(seed):
    """Against values on a grid: a limit far above them is proved, one below the largest of them is not."""
    rng = random.Random(seed)
    m = rng.randint(1, 3)
    f = polynomial(rng, m)
    values = [at(f, point) for point in itertools.product([Fraction(k, 4) for k in range(5)], repeat=m)]
    top = max(sum(max(x, 0) for x in f.terms.values()) - max(values), Fraction(1))

    def above(limit):
        return never_positive(lambda *x: at(f, x) - limit, (0,) * m, (1,) * m)

    assert above(max(values) + top)
    assert not above(max(values) - Fraction(1, 100))


def test_halves_and_faces():
    rng = random.Random(1)
    for m in (1, 2, 3):
        f = polynomial(rng, m)
        grid = Grid.of(f)
        scale = Fraction(grid.entries[0], 1) / at(f, (0,) * m) if at(f, (0,) * m) else None
        corners = [grid.entries[0], grid.entries[-1]]
        assert scale is None or corners == [scale * at(f, (end,) * m) for end in (0, 1)]
        for axis in range(m):
            left, right = grid.halves(axis)
            assert left.face(axis, -1).entries == right.face(axis, 0).entries
            assert [x << grid.degrees[axis] for x in grid.face(axis, 0).entries] == left.face(axis, 0).entries


def test_where_a_condition_fails_nothing_is_asked():
    def f(x, y):
        return x + y - 1

    assert not never_positive(f, (0, 0), (1, 1))
    assert never_positive(f, (0, 0), (1, 1), lambda x, y: Fraction(99, 100) - x - y)
    assert not never_positive(f, (0, 0), (1, 1), lambda x, y: Fraction(101, 100) - x - y)


def derivative(order):
    scalar = ct.dot(p - b, p - b) / 2
    for _ in range(order):
        scalar = ct.jvp(scalar, z, h)
    return scalar


def claim(says):
    given = [b >= 0, ct.norm(b, 1) <= 1, ct.norm(h, 1) <= s]
    return ct.Claim(PAPER, "a claim", says=says, given=given).statement


PLANTED = {
    ("LEAST_SQUARES", 1): claim(abs(derivative(1)) <= s),
    ("LEAST_SQUARES", 2): claim(abs(derivative(2)) <= s**2),
    ("LEAST_SQUARES", 3): claim(abs(derivative(3)) <= s**3),
    ("CUMULANTS", 4): claim(ct.jvp(ct.jvp(ct.jvp(ct.dot(p, h), z, h), z, h), z, h) <= s**4),
}


@pytest.mark.parametrize("table, order", PLANTED)
def test_a_planted_constant_is_refused_though_both_sides_agree_on_it(table, order, monkeypatch):
    """The writer and the table of the checker hold the same constant, a hundredth too small."""
    statement = PLANTED[table, order]

    def verdict():
        check_polynomials.need_constant.cache_clear()
        moments.known.cache_clear()
        proof = prove(statement, 0)
        return refusal(bound_certificate("test", statement, 0, _decimal(proof.ratio.value), True, proof))

    assert verdict() is None
    names = getattr(check_rules, table)[order]
    known = dict(getattr(moments, table))
    planted = tuple(limit * Fraction(99, 100) for limit in known[order])
    monkeypatch.setitem(getattr(moments, table), order, planted)
    assert verdict() is not None
    for name, limit in zip(names, planted, strict=True):
        monkeypatch.setitem(check_rules.CONSTANTS, name, limit)
    assert verdict() is not None
    monkeypatch.setattr(check_rules, "need_constant", lambda *_: None)
    assert verdict() is None


def test_the_copy_beside_certificates_needs_the_standard_library_only(tmp_path):
    for name in ("check", "check_bounds", "check_polynomials", "check_rules", "check_scalars"):
        source = Path(check.__file__).with_name(f"{name}.py")
        (tmp_path / source.name).write_text(source.read_text())
    code = "import check_rules as r; [r.need_constant(*item) for item in r.CONSTANTS.items()]; print(len(r.CONSTANTS))"
    path = f"import sys; sys.path.insert(0, {str(tmp_path)!r})"
    found = subprocess.run([sys.executable, "-I", "-S", "-c", f"{path}; {code}"], capture_output=True, text=True)
    assert (found.stderr, found.stdout.strip()) == ("", str(len(LIMITS)))


def test_rules_of_the_writer_and_the_checker_have_the_same_constants():
    for table in ("LEAST_SQUARES", "CUMULANTS"):
        for order, limits in getattr(moments, table).items():
            assert tuple(LIMITS[name] for name in getattr(check_rules, table)[order]) == limits
    assert rules.RULES["probabilities moved along themselves, size"].value(None) is coerce(LIMITS["own move"])
