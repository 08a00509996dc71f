"""What is true of Example 2 of Nair25 (beside row 7.4).

v = (1, -1, 0, ..., 0) / 2^{1/p} has <s, v> = 0 as s_1 = s_2, so J v = diag(s) v - s <s, v> = s o v = (1/2 - delta) v.
Hence [J v]_1 = (1/2 - delta) / 2^{1/p} and ||J v||_p = (1/2 - delta) ||v||_p = 1/2 - delta, whatever the other entries
of s are. The printed formulas are these times 1 - 2 delta; they agree at delta = 0 only. Both tend to 1/2 as
delta -> 0, so the conclusion that the example serves, that 1/2 is approached for every p, stands, at a better rate.
"""

import certify as ct
from lemmas.nair25 import two_large_entries as example
from lemmas.nair25.problem import J, n, p
from lemmas.nair25.two_large_entries import (
    GIVEN,
    ROOTS,
    delta,
    direction,
    entry,
    first,
    rest,
    s,
    second,
    size,
)
from lemmas.sharp import PAPER

HALF = ct.rational(1, 2)
half_less = HALF - delta
root_p = 2 ** (1 / p)
t, w = ct.scalar("t"), ct.vector("w", n)
any_s = t * (first + second) + rest * w  # two equal entries in front, the others free

eigenvector = ct.Claim(
    PAPER, "v is an eigenvector of J", row="7.4", given=GIVEN,
    says=ct.equal(J(s) @ direction(1), half_less * direction(1)),
)
any_shares = ct.Claim(
    PAPER, "v is an eigenvector of J for any rest", row="7.4", given=[n >= 2],
    says=ct.equal(J(any_s) @ direction(1), t * direction(1)),
)
first_entry_p = ct.Claim(
    PAPER, "Example 2, first entry, every p", row="7.4", given=[*GIVEN, p >= 1],
    says=ct.equal(entry(root_p), half_less / root_p), corrects=example.first_entry_p,
)
norm_p = ct.Claim(
    PAPER, "Example 2, norm, every p", row="7.4", given=[*GIVEN, p >= 1],
    says=ct.equal(size(root_p, p), half_less), corrects=example.norm_p,
)
first_entry = {
    f"p_{order}": ct.Claim(
        PAPER, f"Example 2, first entry, p = {order}", row="7.4", given=GIVEN,
        says=ct.equal(entry(root), half_less / root), corrects=example.first_entry[f"p_{order}"],
    ) for order, root in ROOTS.items()
}
norm = {
    f"p_{order}": ct.Claim(
        PAPER, f"Example 2, norm, p = {order}", row="7.4", given=GIVEN,
        says=(size(root, order) <= half_less, size(root, order) >= half_less), corrects=example.norm[f"p_{order}"],
    ) for order, root in ROOTS.items()
}
approaches_half = {
    f"p_{order}": ct.Claim(
        PAPER, f"Example 2 tends to 1/2 as delta -> 0, p = {order}", row="7.4", given=GIVEN,
        says=abs(size(root, order) - HALF) <= delta,
    ) for order, root in ROOTS.items()
}
