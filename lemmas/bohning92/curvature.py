"""One bound on the covariance of a draw for all p (row 7.3): diag(p) - p p^T << (1/2)(I - 1 1^T / K)."""

import certify as ct
from lemmas.bohning92 import PAPER

(K,) = ct.dims("K")
p = ct.vector("p", K)

curvature = ct.Claim(
    PAPER, "upper bound on the curvature", row="7.3", provenance="recalled",
    given=[p >= 0, ct.equal(ct.sum(p), 1)],
    says=ct.diag(p) - ct.outer(p, p) << (ct.eye(K) - ct.outer(ct.ones(K), ct.ones(K)) / K) / 2,
)
