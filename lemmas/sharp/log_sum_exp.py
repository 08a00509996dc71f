"""Log-sum-exp, log alpha(x): the potential whose gradient softmax is.

Its first derivative is A^T f, its second A^T J(f) A, and J(f) is between 0 and I/2 as the covariance of one draw.
Its derivatives along a direction, up to the fourth, are in ``cumulants``.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23.problem import A, alpha, f, n, x, y
from lemmas.sharp import PAPER


@ct.definition("\\ell({x})")
def lse(x):
    return ct.log(alpha(x))


J = ct.diag(f(x)) - ct.outer(f(x), f(x))
tangent = lse(x) + ct.dot(A.T @ f(x), y - x)

gradient = ct.Claim(PAPER, "gradient of log-sum-exp", says=ct.equal(ct.grad(lse(x), x), A.T @ f(x)))
hessian = ct.Claim(PAPER, "Hessian of log-sum-exp", says=ct.equal(ct.hessian(lse(x), x), A.T @ J @ A))
lipschitz = ct.Claim(
    PAPER, "log-sum-exp moves by at most the largest move of a logit", row="7.6",
    says=abs(lse(x) - lse(y)) <= ct.norm(A @ (x - y), inf),
)
above_max = ct.Claim(PAPER, "log-sum-exp is at least the maximum", says=ct.max(A @ x) <= lse(x))
below_max = ct.Claim(
    PAPER, "log-sum-exp is at most log n above the maximum", says=lse(x) <= ct.max(A @ x) + ct.log(n),
)
convex = ct.Claim(PAPER, "log-sum-exp is above its tangents", says=tangent <= lse(y))
smooth = ct.Claim(
    PAPER, "log-sum-exp is below its tangents and a quarter of the square of the move",
    says=lse(y) <= tangent + ct.norm(A @ (y - x)) ** 2 / 4,
)
curvature_lower = ct.Claim(PAPER, "the covariance of a draw is nonnegative", says=ct.zeros(n, n) << J)
curvature_upper = ct.Claim(PAPER, "the covariance of a draw is at most 1/2", says=J << ct.eye(n) / 2)
