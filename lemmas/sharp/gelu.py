"""Products and near-identities by GeLU with explicit constants (rows 6.2 and 6.3).

The error e(a, b) of the product has second derivative d2e/da db = (1 - z^2/2) exp(-z^2/2) - 1 at z = a + b, since
sqrt(pi/2) GeLU(z) is a linear function plus one whose second derivative is (1 - z^2/2) exp(-z^2/2), and e = 0 on
both axes. With w = z^2/2 that is between -2w and 0: (1 - w) exp(-w) <= 1, and (1 - w) exp(-w) >= 1 - 2w.
Integrating over the rectangle between 0 and (a, b) gives 0 <= -e / (a b) <= (2 a^2 + 3 a b + 2 b^2) / 6, which is
also the leading term at 0: the error is of order 4, not 3. Its largest size for given a^4 + b^4 is at a = b,
where it is 7/12.

GeLU(z) - z = -z Phi(-z), and z Phi(-z) <= exp(-z^2/2) / sqrt(2 pi) for z >= 0 (Mills' ratio). With tanh the same
difference is z / (exp(2u) + 1) <= z exp(-2u) with u >= sqrt(2/pi) z.
"""

import certify as ct
from lemmas.asa22 import near_identities, products
from lemmas.asa22.problem import C, N, a, b, bypass_error, gelu, gelu_tanh, product_error
from lemmas.sharp import PAPER

ORIGIN = {a: 0, b: 0}
fourth = a**4 + b**4
z = N + a

product_error_sharp = ct.Claim(
    PAPER, "error of the product by GeLU", row="6.2", corrects=products.as_printed["exact"],
    says=abs(product_error(gelu)) <= abs(a * b) * (2 * a**2 + 3 * a * b + 2 * b**2) / 6,
    note="Proved on paper, see the head of the module; equality in the limit (a, b) -> 0.",
)
product_error_sign = ct.Claim(
    PAPER, "the product by GeLU falls short", row="6.2", says=a * b * product_error(gelu) <= 0,
)
product_error_fourth = ct.Claim(
    PAPER, "error of the product by GeLU, against fourth powers", row="6.2",
    says=abs(product_error(gelu)) <= ct.rational(7, 12) * fourth, uses=[product_error_sharp],
)
product_error_fourth_tanh = ct.Claim(
    PAPER, "error of the product by the tanh form of GeLU, against fourth powers", row="6.2",
    corrects=products.as_printed["tanh"], says=abs(product_error(gelu_tanh)) <= ct.rational(3, 5) * fourth,
    note="The leading term at 0 has ratio 0.58622 on a = b.",
)
product_error_third = ct.Claim(
    PAPER, "error of the product by GeLU, against third powers", row="6.2",
    says=abs(product_error(gelu)) <= ct.rational(1, 3) * (abs(a) ** 3 + abs(b) ** 3),
    note="The worst ratio found is 0.32975.",
)
order_five = ct.Claim(
    PAPER, "the error of the product by GeLU is of order 5", row="6.2", expected="refuted",
    says=ct.Exists(C, abs(product_error(gelu)) <= C * (abs(a) ** 5 + abs(b) ** 5), limit=ORIGIN),
    note="Asked to settle whether the error is of third, fourth or higher order.",
)
order_four = ct.Claim(
    PAPER, "the error of the product by GeLU is of order 4", row="6.2", corrects=order_five,
    says=ct.Exists(C, abs(product_error(gelu)) <= C * fourth, limit=ORIGIN),
)
bypass = ct.Claim(
    PAPER, "GeLU of a large number", row="6.3", given=[z >= 0], corrects=near_identities.gelu_bypass_uniform["exact"],
    says=abs(bypass_error(gelu)) <= ct.exp(-(z**2) / 2) / ct.sqrt(2 * ct.PI),
    note="Mills' ratio; the two sides are asymptotic to each other as N + a grows.",
)
bypass_tanh = ct.Claim(
    PAPER, "tanh form of GeLU of a large number", row="6.3", given=[z >= 0],
    corrects=near_identities.gelu_bypass_uniform["tanh"],
    says=abs(bypass_error(gelu_tanh)) <= z * ct.exp(-2 * ct.sqrt(2 / ct.PI) * z),
)
