"""Readings for people: golden examples, and that plain text says what the expression says."""

from __future__ import annotations

import cmath
import math
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import certify as ct
from certify.language.printing import (
    latex,
    latex_claim,
    latex_definitions,
    latex_domains,
    latex_relation,
    unicode,
    unicode_claim,
    unicode_definitions,
    unicode_domains,
    unicode_relation,
)
from certify.language.printing.printer import Printer
from certify.language.printing.table import TABLE
from certify.language.shapes import RULES

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
X = ct.matrix("X", d, d)
x, y, v = ct.vectors("x y v", d)
b = ct.vector("b", n)
R, beta, t = ct.scalars("R beta t")
i, j, k = ct.index("i", d), ct.index("j", d), ct.index("k", n)


@ct.definition("f({x})")
def f(x: ct.Expr) -> ct.Expr:
    u = ct.exp(A @ x)
    return u / ct.sum(u)


@ct.definition("\\alpha({x})")
def alpha(x: ct.Expr) -> ct.Expr:
    return ct.sum(ct.exp(A @ x))


L = ct.named("L", ct.dot(f(x) - b, f(x) - b) / 2)

GOLDEN = [
    (A @ x, "A x", "A x"),
    (A.T @ (f(x) - b), "Aᵀ (f(x) − b)", r"A^{\top} (f(x) - b)"),
    (ct.norm(A, 2), "‖A‖", r"\|A\|"),
    (ct.norm(x), "‖x‖₂", r"\|x\|_{2}"),
    (ct.norm(A @ x, math.inf), "‖A x‖_∞", r"\|A x\|_{\infty}"),
    (ct.norm(X, "fro"), "‖X‖_F", r"\|X\|_{F}"),
    (ct.norm(x, 1), "‖x‖₁", r"\|x\|_{1}"),
    (ct.norm(x, R), "‖x‖_R", r"\|x\|_{R}"),
    (n**1.5 * ct.exp(10 * R**2) * ct.norm(x - y), "n^{3/2} exp(10R²) ‖x − y‖₂",
     r"n^{3/2} \exp(10 R^{2}) \|x - y\|_{2}"),
    (ct.dot(x, y) * f(x), "⟨x, y⟩ f(x)", r"\langle x, y \rangle f(x)"),
    (x * y, "x ∘ y", r"x \circ y"),
    (x * (y + v), "x ∘ (y + v)", r"x \circ (y + v)"),
    (X @ (x * y), "X (x ∘ y)", r"X (x \circ y)"),
    (ct.outer(x, y), "x yᵀ", r"x y^{\top}"),
    (ct.outer(x, x + y), "x (x + y)ᵀ", r"x (x + y)^{\top}"),
    (ct.diag(x), "diag(x)", r"\operatorname{diag}(x)"),
    (ct.kron(A, X) @ ct.vec(ct.matrix("Z", d, d), "F"), "(A ⊗ X) vec_F(Z)",
     r"(A \otimes X) \operatorname{vec}_{F}(Z)"),
    (f(x), "f(x)", "f(x)"),
    (alpha(x - y) ** -1 * f(x), "α(x − y)⁻¹ f(x)", r"\alpha(x - y)^{-1} f(x)"),
    (ct.sum(ct.exp(A @ x)), "⟨exp(A x), 1_n⟩", r"\langle \exp(A x), \mathbf{1}_{n} \rangle"),
    (ct.sum(X, axis=1), "X 1_d", r"X \mathbf{1}_{d}"),
    (ct.sum(x[i] * A[:, i], over=i), "Σ_i x_i A_{*,i}", r"\sum_{i} x_{i} A_{*,i}"),
    (R * (1 + ct.sum(x[i], over=i)), "R (1 + Σ_i x_i)", r"R \left(1 + \sum_{i} x_{i}\right)"),
    (ct.sum(x[i], over=i) * R, "(Σ_i x_i) R", r"\left(\sum_{i} x_{i}\right) R"),
    (A[k, i], "A_{k,i}", "A_{k,i}"),
    (A[k, :], "A_{k,*}", "A_{k,*}"),
    (A[:, i], "A_{*,i}", "A_{*,i}"),
    (x[0], "x₁", "x_{1}"),
    (ct.vector("x_t1", d)[i], "(x_t1)_i", "(x_{t1})_{i}"),
    ((A @ x)[k], "(A x)_k", "(A x)_{k}"),
    (ct.unit(d, i) + ct.unit(d, 0), "e_i + e₁", "e_{i} + e_{1}"),
    (ct.eye(n) - ct.ones(n, n) / n, "I_n − 1_{n×n}/n", r"I_{n} - \frac{\mathbf{1}_{n \times n}}{n}"),
    (x + 1, "x + 1_d", r"x + \mathbf{1}_{d}"),
    (x - R, "x − R 1_d", r"x - R \mathbf{1}_{d}"),
    (x**2, "x^{∘2}", r"x^{\circ 2}"),
    (R**2 / 100, "R²/100", r"\frac{R^{2}}{100}"),
    (0.499 * R, "0.499R", "0.499 R"),
    (-(R + 1), "−(R + 1)", "-(R + 1)"),
    (R - (beta - t), "R − (β − t)", r"R - (\beta - t)"),
    (R - (-2) * t, "R − (−2t)", "R - (-2 t)"),
    (R + (-2) * t, "R − 2t", "R - 2 t"),
    ((-R) ** 2, "(−R)²", "(-R)^{2}"),
    (R / beta * t, "(R/β) t", r"\frac{R}{\beta} t"),
    ((R / beta) ** 2, "(R/β)²", r"\left(\frac{R}{\beta}\right)^{2}"),
    (ct.sqrt(n) * ct.exp(R), "√n exp(R)", r"\sqrt{n} \exp(R)"),
    (ct.inv(A.T @ A), "(Aᵀ A)⁻¹", r"(A^{\top} A)^{-1}"),
    (ct.grad(L, x), "∇_x L", r"\nabla_{x} L"),
    (ct.grad(ct.dot(x, y) / 2, x), "∇_x (⟨x, y⟩/2)", r"\nabla_{x} \left(\frac{\langle x, y \rangle}{2}\right)"),
    (ct.hessian(L, x), "∇²_x L", r"\nabla_{x}^{2} L"),
    (ct.grad(ct.named("L(X)", ct.trace(X)), X, order="C"), "∇_{vec_C(X)} L(X)",
     r"\nabla_{\operatorname{vec}_{C}(X)} L(X)"),
    (ct.jacobian(f(x), x), "∂f(x)/∂x", r"\frac{\partial f(x)}{\partial x}"),
    (ct.partial(f(x), x, i), "∂f(x)/∂x_i", r"\frac{\partial f(x)}{\partial x_{i}}"),
    (ct.partial(ct.partial(f(x), x, j), x, i), "∂²f(x)/(∂x_i∂x_j)",
     r"\frac{\partial^{2} f(x)}{\partial x_{i} \partial x_{j}}"),
    (ct.partial(ct.partial(f(x), x, i), x, i), "∂²f(x)/∂x_i²", r"\frac{\partial^{2} f(x)}{\partial x_{i}^{2}}"),
    (ct.jvp(f(x), x, v), "D_x f(x)[v]", "D_{x} f(x)[v]"),
    (ct.jvp(ct.jvp(f(x), x, v), x, y), "D_x² f(x)[y, v]", "D_{x}^{2} f(x)[y, v]"),
    (ct.jvp(ct.jvp(f(x), x, x), x, y), "D_x (D_x f(x)[x])[y]", "D_{x} (D_{x} f(x)[x])[y]"),
    (ct.scalar("eta_t") + ct.scalar("b_hat") + ct.scalar("A1") + ct.scalar("w'"), "η_t + b̂ + A₁ + w′",
     r"\eta_{t} + \hat{b} + A_{1} + w'"),
    (ct.scalar("x_star") ** 2, "(x*)²", "(x^{*})^{2}"),
    (ct.named("\\tilde{b}", b) - ct.named("L_reg", b), "b̃ − L_reg", r"\tilde{b} - L_{\mathrm{reg}}"),
]


@pytest.mark.parametrize(("expr", "plain", "tex"), GOLDEN, ids=[plain for _, plain, _ in GOLDEN])
def test_prints_what_a_mathematician_writes(expr: ct.Expr, plain: str, tex: str) -> None:
    assert unicode(expr) == plain
    assert latex(expr) == tex


def test_every_operation_of_the_language_has_a_rule() -> None:
    assert set(TABLE) == set(RULES)


def test_relations() -> None:
    assert unicode_relation(ct.zeros(d, d) << X) == "0_{d×d} ⪯ X"
    assert latex_relation(R >= 4) == r"R \ge 4"
    assert latex_relation(ct.equal(R, ct.PI)) == r"R = \pi"


PAPER = ct.Paper("p")
LIPSCHITZ = ct.Claim(
    PAPER, "Theorem", given=[R >= 4, ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R],
    added=[ct.sigmin(A) > 0],
    says=ct.norm(f(x) - f(y)) <= n**1.5 * ct.exp(10 * R**2) * ct.norm(x - y),
)


def test_a_claim_reads_like_a_theorem() -> None:
    assert unicode_claim(LIPSCHITZ) == (
        "Given R ≥ 4, ‖A‖ ≤ R, ‖x‖₂ ≤ R, ‖y‖₂ ≤ R, σ_min(A) > 0 (added): "
        "‖f(x) − f(y)‖₂ ≤ n^{3/2} exp(10R²) ‖x − y‖₂")
    assert unicode_domains(LIPSCHITZ) == "A ∈ ℝ^{n×d}; x, y ∈ ℝ^d; R ∈ ℝ"
    assert latex_domains(LIPSCHITZ) == (
        r"A \in \mathbb{R}^{n \times d},\quad x, y \in \mathbb{R}^{d},\quad R \in \mathbb{R}")


def test_free_indices_are_quantified() -> None:
    claim = ct.Claim(PAPER, "D", says=ct.equal(ct.partial(A @ x, x, i), A[:, i]))
    assert unicode_claim(claim) == "∂(A x)/∂x_i = A_{*,i} for every i"
    assert latex_claim(claim) == r"\frac{\partial (A x)}{\partial x_{i}} = A_{*,i}\quad \text{for every }i"


def test_definitions_are_listed_once_and_in_plain_form() -> None:
    claim = ct.Claim(PAPER, "D", says=ct.norm(f(x - y)) + ct.norm(f(x)) <= alpha(x) + ct.named("M", R * R))
    assert unicode_definitions(claim) == ["M = R R", "α(x) = ⟨exp(A x), 1_n⟩", "f(x) = exp(A x)/⟨exp(A x), 1_n⟩"]
    assert latex_definitions(claim)[2].startswith(r"f(x) = \frac{\exp(A x)}")


def test_long_claims_are_broken_into_aligned_lines() -> None:
    terms = [ct.dot(f(x), A[:, i]) * f(x) * A[:, j], ct.dot(f(x), A[:, j]) * f(x) * A[:, i]] * 3
    total = terms[0]
    for term in terms[1:]:
        total = total - term
    claim = ct.Claim(PAPER, "H", says=ct.equal(total, A @ x))
    text = latex_claim(claim)
    assert text.startswith(r"\begin{aligned} & ")
    assert text.count(r"\\") >= 2
    assert text.count(r"\langle") == text.count(r"\rangle") == len(terms)


def test_named_patterns_may_hold_latex_braces() -> None:
    @ct.definition("f_{{{j}}}({x})")
    def block(j: ct.Expr, x: ct.Expr) -> ct.Expr:
        return x * x[j]

    assert unicode(block(i, x)) == "f_i(x)"
    assert latex(block(i, x)) == "f_{i}(x)"
    assert unicode(block(i, x)[j]) == "f_i(x)_j"


def test_long_relations_are_broken_and_short_ones_are_not() -> None:
    long = ct.norm(f(x) - f(y)) + ct.norm(A @ (x - y)) * ct.exp(R**2) + ct.norm(f(x) + f(y)) * ct.cosh(R)
    assert latex_relation(long <= long + 1).count(r"\\") >= 1
    assert "aligned" not in latex_relation(ct.norm(f(x)) <= 1)


def test_shared_subterms_cannot_make_a_text_without_end() -> None:
    node = R
    for _ in range(80):
        node = ct.exp(node * node)
    assert len(unicode(node)) < 200_000
    assert "…" in unicode(node)
    assert r"\dots" in latex(node)


SCALARS = [R, beta, t, n]
_ABOVE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def python_text(text: str) -> str:
    """Plain text of a scalar as Python: powers and products spelled out, nothing bracketed anew."""
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: f"**({m[0].translate(_ABOVE)})", text)
    while "^{" in text:
        text = re.sub(r"\^\{([^{}]*)\}", r"**(\1)", text)
    text = re.sub(r"\^(\w)", r"**\1", text)
    text = text.replace("−", "-").replace("·", "*").replace("β", "beta")
    tokens = re.findall(r"\*\*|[A-Za-z]+|[0-9.]+|[-+*/(),]", text)
    spaced: list[str] = []
    for token in tokens:
        ends = spaced and (spaced[-1] == ")" or spaced[-1][-1].isalnum()) and spaced[-1] not in ("exp", "cosh")
        if ends and (token == "(" or token[0].isalnum()):
            spaced.append("*")
        spaced.append(token)
    return "".join(spaced)


def scalar_expressions() -> st.SearchStrategy[ct.Expr]:
    leaves = st.sampled_from(SCALARS) | st.integers(-3, 5).map(ct.rational) | st.just(ct.rational(3, 2))
    def grow(inner: st.SearchStrategy[ct.Expr]) -> st.SearchStrategy[ct.Expr]:
        pairs = st.tuples(inner, inner)
        return st.one_of(
            pairs.map(lambda p: p[0] + p[1]), pairs.map(lambda p: p[0] - p[1]), pairs.map(lambda p: p[0] * p[1]),
            pairs.map(lambda p: p[0] / p[1]), inner.map(lambda e: -e), inner.map(ct.exp),
            inner.map(lambda e: e**-2), pairs.map(lambda p: p[0] ** p[1]), inner.map(lambda e: (R + e) ** 1.5))
    return st.recursive(leaves, grow, max_leaves=7)


class BranchCutError(ArithmeticError):
    """A power whose value depends on the sign of an imaginary part that is 0."""


def power(base: complex, exponent: complex) -> complex:
    """base ** exponent, away from the cut along the negative reals (where -1 + 0j and -1 - 0j have other powers)."""
    whole = exponent.imag == 0 and exponent.real % 1 == 0
    if not whole and base.real < 0 and abs(base.imag) <= 1e-9 * abs(base.real):
        raise BranchCutError(f"{base} to the power {exponent}")
    return base**exponent


def value(node: ct.Expr, names: dict[str, float]) -> complex:
    """The obvious evaluation, over complex numbers; raises ``BranchCutError`` where it is not determined."""
    if node.op == "const":
        return complex(Fraction(node.attrs[0]))
    if node.op in ("sym", "dim"):
        return complex(names[node.attrs[0]])
    a, *more = (value(arg, names) for arg in node.args)
    rules = {"add": lambda: a + more[0], "neg": lambda: -a, "mul": lambda: a * more[0],
             "div": lambda: a / more[0], "pow": lambda: power(a, more[0]), "exp": lambda: cmath.exp(a)}
    return rules[node.op]()


NAMES = {"R": 1.37, "beta": 0.61, "t": -0.83, "n": 3.0}


def says_the_same(expr: ct.Expr) -> bool:
    """Whether the printed text, read by Python, has the value of the expression (or neither has a useful one)."""
    try:
        expected = value(expr, NAMES)
        got = eval(python_text(unicode(expr)), {"exp": cmath.exp, **{k: complex(v) for k, v in NAMES.items()}})
    except (OverflowError, ZeroDivisionError, BranchCutError):
        return True
    useful = cmath.isfinite(expected) and 1e-9 < abs(expected) < 1e9
    return not useful or abs(got - expected) <= 1e-6 * abs(expected)


@settings(max_examples=300, deadline=None)
@given(scalar_expressions())
def test_brackets_say_what_the_expression_says(expr: ct.Expr) -> None:
    assert says_the_same(expr)


@pytest.mark.parametrize("expr, skipped", [
    (((1 / ct.rational(-1)) ** R) ** -2, True), ((t - 1) ** ct.rational(1, 2), True), ((t - 1) ** 3, False),
    ((t - 1) ** -2, False), ((R + 1) ** beta, False), ((t**2) ** beta, False),
])
def test_only_roots_of_negative_numbers_are_skipped(expr: ct.Expr, skipped: bool) -> None:
    try:
        value(expr, NAMES)
    except BranchCutError:
        assert skipped
    else:
        assert not skipped
    assert says_the_same(expr)


def test_missing_brackets_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Printer, "parts", lambda self, node, least=0: self.pieces[node].parts)
    assert not says_the_same(R * (beta + t))
