"""Asserted constants: true claims get one, false ones a family that is proved to have none, or stay undecided."""

from decimal import Decimal
from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

import certify as ct
from certify.decide import Status, entry_of, verify
from certify.decide.bounds import decide_bound
from certify.decide.budget import budget_of
from certify.decide.existence import decide as decider
from certify.decide.existence.proposals import short_above
from certify.decide.existence.scales import SCALES, Scales, ratios_at_scales
from certify.decide.existence.sizes import growth_in_sizes
from certify.decide.existence.substitution import cofactor, substituted
from certify.language import coerce

PAPER = ct.Paper("tests")
n, m = ct.dims("n m")
v, u = ct.vectors("v u", n)
X, Y = ct.matrices("X Y", n, m)
Q, K, V = ct.matrices("Q K V", m, m)
x, y, C, N, R, p = ct.scalars("x y C N R p")
ORIGIN = {x: 0, y: 0}
BUDGET = 1_500


def decide(says, *hypotheses, seed=1):
    return verify(ct.Claim(PAPER, "a lemma", says=says, given=hypotheses), seed=seed, budget=BUDGET)


TRUE = {
    "product": (ct.Exists(C, abs(x * y) <= C * (x**2 + y**2), limit=ORIGIN), "1/2"),
    "product everywhere": (ct.Exists(C, abs(x * y) <= C * (x**2 + y**2)), "1/2"),
    "cosh": (ct.Exists(C, ct.cosh(x) - 1 <= C * x**2, limit={x: 0}), "1/2"),
    "difference of cubes at 1": (ct.Exists(C, abs(x - y) <= C * abs(x**3 - y**3), limit={x: 1, y: 1}), "1/3"),
    "tail": (ct.Exists(C, abs(1 / (N + 1) - 1 / N) <= C / N**2, limit={N: inf}), "1"),
    "from below": (ct.Exists(C, ct.exp(x) <= C * (1 - x) ** 0 / x**2, limit={x: -inf}), "0"),
    "flat": (ct.Exists(C, 1 - ct.erf(N) <= C / N, limit={N: inf}), "0"),
    "norms": (ct.Exists(C, ct.norm(v, 1) <= C * ct.sqrt(n) * ct.norm(v)), "1"),
    "maximum": (ct.Exists(C, ct.norm(v, inf) <= C * ct.norm(v)), "1"),
    "two sides": (ct.Exists(C, (x * y <= C * (x**2 + y**2), -x * y <= C * (x**2 + y**2)), limit=ORIGIN), "1/2"),
    "order": (ct.Exists(C, ct.outer(v, v) << C * ct.dot(v, v) * ct.eye(n)), "1"),
    "vectors": (ct.Exists(C, abs(ct.dot(v, u)) <= C * (ct.dot(v, v) + ct.dot(u, u)), limit={v: 0, u: 0}), "1/2"),
    "saturating": (ct.Exists(C, ct.sum(v) ** 2 <= C * n * ct.dot(v, v)), "1"),
}
REFUTED = {
    "lower power": (ct.Exists(C, abs(x * y) <= C * (abs(x) ** 3 + abs(y) ** 3), limit=ORIGIN), ()),
    "zero of the bound": (ct.Exists(C, abs(x * y) <= C * abs(x**2 - y**2), limit=ORIGIN), ()),
    "no decay": (ct.Exists(C, abs(N / (N + 1)) <= C / N, limit={N: inf}), ()),
    "no room at 0": (ct.Exists(C, abs(1 + x) <= C * abs(x), limit={x: 0}), ()),
    "difference of cubes at 0": (ct.Exists(C, abs(x - y) <= C * abs(x**3 - y**3), limit=ORIGIN), ()),
    "unbounded": (ct.Exists(C, abs(x * y) <= C * R), (abs(x) <= R, abs(y) <= R)),
    "another power": (ct.Exists(C, abs(x) <= C * R), (abs(x) <= R**2, R >= 1)),
    "not uniform": (ct.Exists(C, abs(ct.erf(N + x) - 1) <= C / N, limit={N: inf}), ()),
    "second of two": (ct.Exists(C, (abs(x) <= C * abs(x), abs(x) <= C * x**2), limit={x: 0}), ()),
    "vectors": (ct.Exists(C, ct.norm(v) <= C * ct.dot(v, v), limit={v: 0}), ()),
    "tiny factor": (ct.Exists(C, x**2 / 10**9 <= C * abs(x) ** 3, limit={x: 0}), ()),
}
UNDECIDED = {
    "logarithm": (ct.Exists(C, abs(x * ct.log(x)) <= C * x, limit={x: 0}), (x > 0,)),
    "exponential": (ct.Exists(C, ct.exp(x) <= C * R), (abs(x) <= R, R >= 1)),
    "constant in an exponent": (ct.Exists(C, ct.exp(x) <= ct.exp(C * R)), (abs(x) <= R**2, R >= 1)),
    "size": (ct.Exists(C, ct.norm(v, 1) <= C * ct.norm(v)), ()),
    "absurd": (ct.Exists(C, abs(x) * 10**8 <= C * abs(x)), ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_get_a_constant_close_to_the_best(name):
    says, best = TRUE[name]
    decision = decide(says)
    assert decision.status in (Status.PROVED, Status.SUPPORTED), decision.reason
    found, least = decision.existence.constants["C"], Fraction(best)
    assert least <= found <= max(2 * least, Fraction(1))
    assert decision.counts.violated == 0
    assert decision.worst.instance.values["C"] == found


def test_neighbourhood_shrinks_where_the_constant_would_be_absurd():
    decision = decide(ct.Exists(C, ct.cosh(20 * x) - 1 <= C * x**2, limit={x: 0}))
    assert decision.status is Status.SUPPORTED
    assert decision.existence.constants["delta"] < 1
    assert 200 < decision.existence.constants["C"] < 2_000


@pytest.mark.parametrize("seed", [0, 2, 3])
@pytest.mark.parametrize("name", ["product", "tail", "difference of cubes at 1"])
def test_true_claims_are_refuted_under_no_seed(name, seed):
    assert decide(TRUE[name][0], seed=seed).status is Status.SUPPORTED


@pytest.mark.parametrize("name", REFUTED)
def test_false_claims_are_refuted_by_a_family(name):
    says, hypotheses = REFUTED[name]
    decision = decide(says, *hypotheses)
    assert decision.status is Status.REFUTED, decision.reason
    found = decision.existence
    assert found.proof
    assert len(found.members) >= 2
    constants = [member.constant for member in found.members]
    assert constants == [None] * len(constants) or constants == sorted(set(constants))


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_is_only_seen_is_neither_refuted_nor_supported(name):
    says, hypotheses = UNDECIDED[name]
    decision = decide(says, *hypotheses)
    assert decision.status is Status.UNDECIDED
    assert decision.existence is None or not decision.existence.members


def test_rates_are_measured_and_proved():
    decision = decide(ct.Exists(C, abs(x * y) * (x**2 + y**2) <= C * (abs(x) + abs(y)) ** 3, limit=ORIGIN))
    rate, bound = decision.existence.rate, decision.existence.bound_rate
    assert (rate.exact, bound.exact) == (4, 3)
    assert all(abs(float(slope) - 4) < 1e-3 for slope in rate.slopes)


def test_rate_of_a_root_is_measured_where_no_series_shows_it():
    decision = decide(ct.Exists(C, ct.sqrt(x) * x <= C * x, limit={x: 0}), x > 0)
    assert decision.existence.rate.exact is None
    assert abs(float(decision.existence.rate.slopes[-1]) - 1.5) < 1e-3


def test_decision_serialises_with_its_constants():
    entry = entry_of(decide(TRUE["product"][0]))
    assert entry["existence"]["constants"] == {"delta": "1", "C": "3/5"}
    assert entry["sha256"] != entry["existence"]["sha256"]


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**9))
def test_short_constants_lie_just_above(value):
    short = short_above(value)
    assert Fraction(51, 50) * value <= short <= 2 * value
    assert short_above(short) > short


def test_cofactors():
    assert cofactor(C, C) is coerce(1)
    assert cofactor(x * C, C) is x * 1
    assert cofactor(C * x + C * y, C) is 1 * x + 1 * y


@pytest.mark.parametrize("side", [ct.exp(C * x), x / C, C * C, C * x + 1, C**2])
def test_other_sides_are_no_multiples(side):
    assert cofactor(side, C) is None


def test_growth_with_sizes_needs_growth():
    grows = substituted(ct.Claim(PAPER, "a", says=ct.Exists(C, ct.norm(v, 1) <= C * ct.norm(v))).statement,
                        {"C": Fraction(1)})
    stays = substituted(ct.Claim(PAPER, "a", says=ct.Exists(C, ct.norm(v, inf) <= C * ct.norm(v))).statement,
                        {"C": Fraction(1)})
    assert growth_in_sizes(grows, 0).name == "n"
    assert growth_in_sizes(stays, 0) is None


def attention(X, Q=1, K=1, V=1):
    """Of the tokens that are the rows of X; weights 1 stand for the identity."""
    queries, keys, values = (X if isinstance(W, int) else X @ W for W in (Q, K, V))
    return ct.softmax(queries @ keys.T / ct.sqrt(m), axis=1) @ values


@pytest.mark.parametrize("weights, seed", [((), 0), ((), 1), ((Q, K, V), 0)])
def test_attention_has_no_constant_and_gets_none(weights, seed):
    """KPM21: dot-product attention is not Lipschitz; its ratio grows like the square of the tokens."""
    change = ct.norm(attention(X, *weights) - attention(Y, *weights), "fro")
    decision = decide(ct.Exists(C, change <= C * ct.norm(X - Y, "fro")), *(ct.norm(W, 2) <= 1 for W in weights),
                      seed=seed)
    assert decision.status is Status.UNDECIDED
    assert decision.existence is None
    assert "grows with the symbols" in decision.reason


@pytest.mark.parametrize("name, expected", [
    ("square", True), ("square root", True), ("bounded", False), ("slowly to its bound", False), ("linear", False),
])
def test_growth_with_the_scale_of_symbols(name, expected):
    left = {"square": x**2, "square root": ct.sqrt(abs(x)), "bounded": abs(ct.tanh(x)), "linear": 3 * abs(y),
            "slowly to its bound": abs(x) / (30 + abs(x))}[name]
    right = abs(y) if name == "linear" else coerce(1)
    statement = ct.Claim(PAPER, "a", says=left <= right, given=[abs(x) >= 1]).statement
    outcome, _ = decide_bound(statement, 1, budget_of(evaluations=BUDGET))
    scales = ratios_at_scales(statement, outcome.worst, 1)
    assert list(scales.ratios) == list(SCALES)
    assert scales.grow is expected, str(scales)


@pytest.mark.parametrize("ratios, expected", [
    (("0", "0", "0", "0", "0"), False), (("-1", "1", "2", "4", "8"), False),
    (("1e-900", "2e-900", "4e-900", "8e-900", "16e-900"), True), (("5.3", "5.5", "5.6", "6.5", "6.6"), False),
])
def test_growth_of_ratios_of_any_size(ratios, expected):
    assert Scales(dict(zip(SCALES, map(Decimal, ratios), strict=True))).grow is expected


def test_a_constant_that_fails_at_a_larger_scale_is_raised(monkeypatch):
    found = iter([{scale: Decimal(7) for scale in SCALES}])
    monkeypatch.setattr(decider, "ratios_at_scales", lambda *_: Scales(next(found, {})))
    decision = decide(TRUE["product"][0])
    assert decision.status is Status.SUPPORTED
    assert decision.existence.constants["C"] == 5  # 7 times the 3/5 that was tried


def test_a_constant_that_the_norm_calculus_proves_is_proved():
    W = ct.matrix("W", n, n)
    decision = decide(ct.Exists(C, ct.norm(W @ v) <= C * R), ct.norm(W, 2) <= R, ct.norm(v) <= 1)
    assert decision.status is Status.PROVED
    assert decision.existence.constants == {"C": Fraction(6, 5)}
