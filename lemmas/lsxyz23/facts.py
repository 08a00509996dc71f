"""Facts on vectors that every proof of LSXYZ23 starts from (rows 1.1.1 to 1.1.8)."""

from math import inf

import certify as ct
from lemmas.lsxyz23 import PAPER

(n,) = ct.dims("n")
a, b, c, u = ct.vectors("a b c u", n)

hadamard = ct.Claim(
    PAPER, "Facts on vectors, entrywise product", row="1.1.1", provenance="recalled",
    says=ct.norm(a * b) <= ct.norm(a, inf) * ct.norm(b),
)
max_below_euclidean = ct.Claim(
    PAPER, "Facts on vectors, maximum norm below Euclidean norm", row="1.1.2", provenance="recalled",
    says=ct.norm(a, inf) <= ct.norm(a),
)
euclidean_below_max = ct.Claim(
    PAPER, "Facts on vectors, Euclidean norm below sqrt(n) maximum norm", row="1.1.2", provenance="recalled",
    says=ct.norm(a) <= ct.sqrt(n) * ct.norm(a, inf),
)
diagonal = ct.Claim(
    PAPER, "Facts on vectors, norm of a diagonal matrix", row="1.1.3", provenance="recalled",
    says=ct.norm(ct.diag(a), 2) <= ct.norm(a),
)
rank_one = ct.Claim(
    PAPER, "Facts on vectors, norm of a rank-one matrix", row="1.1.4", provenance="recalled",
    says=ct.norm(ct.outer(a, b), 2) <= ct.norm(a) * ct.norm(b),
)
exp_max = ct.Claim(
    PAPER, "Facts on vectors, maximum of an exponential", row="1.1.5", provenance="recalled",
    says=ct.norm(ct.exp(a), inf) <= ct.exp(ct.norm(a)),
)
exp_difference = ct.Claim(
    PAPER, "Facts on vectors, difference of exponentials", row="1.1.6", provenance="recalled",
    given=[ct.norm(a - b, inf) <= 0.01],
    says=ct.norm(ct.exp(a) - ct.exp(b)) <= ct.norm(ct.exp(a)) * (2 * ct.norm(a - b, inf)),
)

# <a o b, c> = <a, b o c> = a^T diag(b) c and <a o b, 1_n> = <a, b>
inner_product_moves = ct.Claim(
    PAPER, "Facts on vectors, entrywise product in an inner product", row="1.1.7", provenance="recalled",
    says=ct.equal(ct.dot(a * b, c), ct.dot(a, b * c)),
)
inner_product_diagonal = ct.Claim(
    PAPER, "Facts on vectors, inner product as a quadratic form", row="1.1.7", provenance="recalled",
    says=ct.equal(ct.dot(a, b * c), a @ (ct.diag(b) @ c)),
)
inner_product_ones = ct.Claim(
    PAPER, "Facts on vectors, inner product with ones", row="1.1.7", provenance="recalled",
    says=ct.equal(ct.dot(a * b, ct.ones(n)), ct.dot(a, b)),
)

cross_terms = ct.Claim(
    PAPER, "Facts on vectors, cross terms in the semidefinite order", row="1.1.8", provenance="recalled",
    says=ct.outer(a, b) + ct.outer(b, a) << ct.outer(a, a) + ct.outer(b, b),
)
rank_one_below_identity = ct.Claim(
    PAPER, "Facts on vectors, rank one below the identity", row="1.1.8", provenance="recalled",
    says=ct.outer(u, u) << ct.norm(u) ** 2 * ct.eye(n),
)
