"""The Hessian is Lipschitz (row 4.6), with a constant of our own for the recalled exp(O(R^2 + log n)).

For ||A||, ||x||, ||y|| <= R, b >= 0 and ||b||_1 <= 1. H = A^T M A with M = diag(v) K K^T diag(v) + diag(u o K c) and
c = K^T u. Entries of u and v are at most e = exp(R^2), they move by at most e ||A(x - y)|| <= e R ||x - y||, and
||K K^T|| <= k = (1 + sqrt(n))^2, as ||1_n b^T|| <= sqrt(n). So M moves by at most (in units of R ||x - y||)

    2 k e^2            by the first term, a factor v at a time,
    k sqrt(n) e^2      by the second through u, as ||K K^T u||_inf <= k ||u||_2 <= k sqrt(n) e,
    k e^2              by the second through K K^T u.

Two more factors R come from A on both sides. (1 + sqrt(n))^2 (3 + sqrt(n)) <= 16 n^1.5, and R^3 <= 0.41 exp(R^2).
"""

import certify as ct
from lemmas.gsy23 import PAPER
from lemmas.gsy23.problem import BALLS, MODELS, TARGET, R, n, x, y

step = ct.norm(x - y)
polynomial = (1 + ct.sqrt(n)) ** 2 * (3 + ct.sqrt(n)) * R**3 * ct.exp(2 * R**2)


def change(model):
    """The move of the Hessian of L_u from x to y."""
    return ct.norm(ct.hessian(model.L_u(x), x) - ct.hessian(model.L_u(y), y), 2)


hessian_lipschitz = {
    name: ct.Claim(
        PAPER, f"the Hessian is Lipschitz, explicit constant, {name}", row="4.6", provenance="ours",
        given=[*BALLS, *TARGET], says=change(part) <= polynomial * step,
    ) for name, part in MODELS.items()
}
hessian_lipschitz_exponential = {
    name: ct.Claim(
        PAPER, f"the Hessian is Lipschitz, the constant exp(3 R^2 + 1.5 log n + log 7), {name}", row="4.6",
        provenance="ours", given=[*BALLS, *TARGET], uses=[hessian_lipschitz[name]],
        says=change(part) <= 7 * n**1.5 * ct.exp(3 * R**2) * step,
        chain=[
            change(part) <= polynomial * step,
            polynomial * step <= 16 * n**1.5 * R**3 * ct.exp(2 * R**2) * step,
            16 * n**1.5 * R**3 * ct.exp(2 * R**2) * step <= 7 * n**1.5 * ct.exp(3 * R**2) * step,
        ],
    ) for name, part in MODELS.items()
}
