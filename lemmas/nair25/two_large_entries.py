"""Example 2 of Nair25 (row 7.4): a softmax output with two large entries, and the direction between them.

With s_1 = s_2 = 1/2 - delta, the rest 2 delta shared by the other n - 2 entries, and v = (1, -1, 0, ..., 0) / 2^{1/p},
which has ||v||_p = 1, the example gives for J = diag(s) - s s^T the values [J v]_1 = 2^{1 - 1/p} (1/2 - delta)^2 and
||J v||_p = 1/2 - 2 delta (1 - delta). "Rest shared" is read as equal shares here; the values do not depend on the
shares, since v sees only s_1 and s_2. For p = infinity 2^{1/p} is 1.
"""

from math import inf

import certify as ct
from lemmas.nair25 import PAPER
from lemmas.nair25.problem import J, n, p

delta = ct.scalar("delta")
first, second = ct.unit(n, 0), ct.unit(n, 1)
rest = ct.ones(n) - first - second
s = ct.named("s", (ct.rational(1, 2) - delta) * (first + second) + 2 * delta / (n - 2) * rest)
GIVEN = [n >= 3, delta > 0, delta < 0.5]
ROOTS = {1: 2, 2: ct.sqrt(2), inf: 1}  # 2^{1/p}


def direction(root):
    """v for a given value of 2^{1/p}."""
    return ct.named("v", (first - second) / root)


def entry(root):
    """[J v]_1."""
    return (J(s) @ direction(root))[0]


def size(root, order):
    """||J v||_p."""
    return ct.norm(J(s) @ direction(root), order)


PRINTED_SIZE = ct.rational(1, 2) - 2 * delta * (1 - delta)


def printed_entry(root):
    """What the example prints for [J v]_1."""
    return 2 / root * (ct.rational(1, 2) - delta) ** 2


first_entry_p = ct.Claim(
    PAPER, "Example 2, first entry, every p", row="7.4", provenance="quoted", given=[*GIVEN, p >= 1],
    says=ct.equal(entry(2 ** (1 / p)), printed_entry(2 ** (1 / p))), expected="refuted",
)
norm_p = ct.Claim(
    PAPER, "Example 2, norm, every p", row="7.4", provenance="quoted", given=[*GIVEN, p >= 1],
    says=ct.equal(size(2 ** (1 / p), p), PRINTED_SIZE), expected="refuted",
)
first_entry = {
    f"p_{order}": ct.Claim(
        PAPER, f"Example 2, first entry, p = {order}", row="7.4", provenance="quoted", given=GIVEN,
        says=ct.equal(entry(root), printed_entry(root)), expected="refuted",
    ) for order, root in ROOTS.items()
}
norm = {
    f"p_{order}": ct.Claim(
        PAPER, f"Example 2, norm, p = {order}", row="7.4", provenance="quoted", given=GIVEN,
        says=ct.equal(size(root, order), PRINTED_SIZE), expected="refuted",
    ) for order, root in ROOTS.items()
}
