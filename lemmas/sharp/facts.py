"""Facts on vectors, as sharp as they get (beside rows 1.1.3 to 1.1.6).

Three of the inequalities are equalities once the right norm stands on the right. For the difference of
exponentials |e^s - e^t| <= e^s (e^|s - t| - 1) holds entry by entry, so no smallness of a - b is needed.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23.facts import a, b, n
from lemmas.sharp import PAPER

diagonal = ct.Claim(
    PAPER, "norm of a diagonal matrix", row="1.1.3",
    says=ct.equal(ct.norm(ct.diag(a), 2), ct.norm(a, inf)),
)
rank_one = ct.Claim(
    PAPER, "norm of a rank-one matrix", row="1.1.4",
    says=ct.equal(ct.norm(ct.outer(a, b), 2), ct.norm(a) * ct.norm(b)),
)
exp_max = ct.Claim(
    PAPER, "maximum of an exponential", row="1.1.5", says=ct.equal(ct.norm(ct.exp(a), inf), ct.exp(ct.max(a))),
)
exp_difference = ct.Claim(
    PAPER, "difference of exponentials", row="1.1.6",
    says=ct.norm(ct.exp(a) - ct.exp(b)) <= ct.norm(ct.exp(a)) * (ct.exp(ct.norm(a - b, inf)) - 1),
)
norm_of_exp = ct.Claim(
    PAPER, "norm of an exponential", row="1.3.0",
    says=ct.norm(ct.exp(a))
    <= ct.sqrt(n - 1 + 2 * (ct.sqrt(n) - 1) * ct.norm(a) + ct.exp(2 * ct.norm(a))),
)
