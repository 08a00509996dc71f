"""One step of Newton's method (row 3.9) and the convergence theorem (row 3.10), with both signs of the step.

x* is a stationary point of L. The source prints the step as x_{t+1} = x_t + H^{-1} g; Newton's method has the
other sign.

How instances are made. M >= exp(3000), so M ||x_t - x*|| <= 0.1 l asks for an l of that size or for a distance of
10^{-1300}: the recipes take l = lambda exp(30 R^2), and x_t = x* + l v / (20 M (1 + <v, v>)), which is near enough for
every v. Weights are just above what is asked for. For a stationary point with z = A x* and f = f(x*), the gradient of
L is A^T (J(f) (f - b) + w^2 o z), and J(f) (v / f) = v wherever the entries of v sum to 0. So any x* with
<w^2, A x*> = 0 is stationary for b = f + (w^2 o z) / f - kappa 1; x* is q with its part along A^T w^2 taken out,
scaled so that b >= 0, and kappa makes the entries of b sum to 15/16. The other kind is x* = 0 with b a multiple of 1.
"""

import certify as ct
from lemmas.dls23 import PAPER
from lemmas.dls23.convexity import FULL_RANK, NEEDED, RANK_NOTE, l
from lemmas.dls23.hessian import TARGET
from lemmas.dls23.problem import L, w
from lemmas.lsxyz23.problem import A, R, b, d, f, n

x_t, x_star, x_next, q, v = ct.vectors("x_t x_star x_next q v", d)
s = ct.vector("s", n)
scale, share = ct.scalars("lambda tau")
M = n**1.5 * ct.exp(30 * R**2)
SHIFT = 1 + ct.dot(v, v)


def moved(sign):
    """x_t plus or minus the Newton direction there."""
    direction = ct.inv(ct.hessian(L(x_t), x_t)) @ ct.grad(L(x_t), x_t)
    return x_t + direction if sign == "+" else x_t - direction


def away_from_zero():
    """A stationary point x* and its target b, for any A, w and q."""
    slope = A.T @ (w * w)
    part = ct.dot(slope, slope) * q - ct.dot(slope, q) * slope
    size = 32 * n**2 * (1 + ct.dot(slope, slope)) * ct.dot(w, w) * (1 + ct.sum(A * A)) * (1 + ct.dot(q, q))
    p = f(x_star)
    extra = w * w * (A @ x_star) / p
    return {x_star: part / size, b: p + extra - (ct.sum(extra) + ct.rational(1, 16)) / n}


def at_zero():
    """x* = 0, with all entries of b equal."""
    return {x_star: ct.zeros(d), b: share**2 / (1 + share**2) / n * ct.ones(n)}


def weights(bound):
    """Weights whose squares are above the bound by a factor between 1.03 and 4.1."""
    return ct.sqrt(bound) * (ct.rational(65, 64) + s * s / (1 + s * s))


def far_out(stationary):
    """l and x_t in the range of the theorem."""
    return {
        **stationary, l: scale * ct.exp(30 * R**2), w: weights(100 + NEEDED),
        x_t: x_star + scale / (20 * n**1.5 * SHIFT) * v,
    }


STATIONARY = ct.equal(ct.grad(L(x_star), x_star), ct.zeros(d))
SETTING = [
    l > 0, R >= 10, ct.norm(A, 2) <= R, ct.norm(x_star) <= R, *TARGET, STATIONARY, w**2 >= 100 + NEEDED,
    M * ct.norm(x_t - x_star) <= 0.1 * l,
]
NOTE = (
    f"{RANK_NOTE} M = n^1.5 exp(30 R^2). Instances take l = lambda exp(30 R^2) and x_t within 0.025 lambda / n^1.5 of "
    "x*; "
)

step = {
    sign: ct.Claim(
        PAPER, f"the Newton step, with {sign}", row="3.9", via="H2O23, Algorithm 4",
        provenance="restated" if sign == "+" else "ours", added=FULL_RANK,
        given=[*SETTING, ct.equal(x_next, moved(sign))],
        says=ct.norm(x_next - x_star) <= 0.4 * ct.norm(x_t - x_star),
        recipe=far_out(at_zero()), expected="refuted" if sign == "+" else None,
        note=NOTE + "x* = 0 and b is a multiple of 1. H~ = H.",
    )
    for sign in "+-"
}
convergence = {
    sign: ct.Claim(
        PAPER, f"convergence theorem, one step with {sign}", row="3.10", provenance="recalled",
        given=SETTING, added=FULL_RANK,
        says=ct.norm(moved(sign) - x_star) <= 0.4 * ct.norm(x_t - x_star),
        recipe=far_out(away_from_zero()), expected="refuted" if sign == "+" else None,
        note=NOTE + "x* is not 0 (for d > 1), b follows from it. The constants are approximate.",
    )
    for sign in "+-"
}
