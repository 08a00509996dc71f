"""ASA22, Lemma 1 (row 6.1): mov, mul, div and aff by one decoder layer, exactly and approximately.

A layer of softmax attention and GeLU is analytic, and none of the four operations for any finite scale: read as
equations the claims are refuted. The bounds on the distance, in the largest entry, are ours, for all sizes and scales.
Their terms: attention puts the weight (n - 1) / (e^lambda + n - 1) on the wrong tokens; GeLU(N + v) - GeLU(N) - v is at
most the normal density at N - |v|; and the product of Lemma 4 errs by its fourth-order term at most, since
1 - t^2 <= (1 - t^2/2) exp(-t^2/2) <= 1 is the second derivative of sqrt(pi/2) GeLU.
"""

import math

import certify as ct
from lemmas.asa22 import PAPER
from lemmas.asa22 import arithmetic as ar
from lemmas.asa22 import copying as co
from lemmas.asa22.decoder import N, R, lam, tail

NOTE = "The lemma says 'can be implemented by a single transformer decoder layer'; the matrices of the layer are ours."


def largest(x):
    """The largest absolute entry."""
    return ct.max(ct.abs(x))


n, d = co.n, co.d
inside = [largest(co.A) <= R, largest(co.B) <= R, N >= 2 * R]
other = [ct.equal(ct.dot(ct.unit(n, co.t), ct.unit(n, co.j)), 0)]

far = [N >= 3, lam >= 3]
exactly = {
    "mov": ct.Claim(PAPER, "Lemma 1, mov, literally", row="6.1", expected="refuted", note=NOTE, given=far,
                    says=ct.equal(co.output(co.t), co.moved)),
    "mul": ct.Claim(PAPER, "Lemma 1, mul, literally", row="6.1", expected="refuted", note=NOTE,
                    given=[N >= 3, ar.delta > 0, ar.delta <= 0.5], says=ct.equal(ar.mul_output, ar.multiplied)),
    "aff": ct.Claim(PAPER, "Lemma 1, aff, literally", row="6.1", expected="refuted", note=NOTE, given=[N >= 3],
                    says=ct.equal(ar.aff_output, ar.transformed)),
    "div": ct.Claim(PAPER, "Lemma 1, div, literally", row="6.1", expected="refuted", note=NOTE,
                    given=[N >= 3, ar.M >= 8], says=ct.equal(ar.quotient, ar.w / ct.abs(ar.q))),
}
mov = {
    "the token that receives": ct.Claim(
        PAPER, "Lemma 1, mov, up to its scales", row="6.1", note=NOTE, given=inside, corrects=exactly["mov"],
        says=ct.norm(co.output(co.t) - co.moved, math.inf)
        <= 2 * R * (n - 1) / (ct.exp(lam) + n - 1) + tail(N - 2 * R),
    ),
    "another token": ct.Claim(
        PAPER, "Lemma 1, mov, up to its scales: the other tokens stay", row="6.1", note=NOTE, given=inside + other,
        says=ct.norm(co.output(co.j) - co.H[co.j], math.inf) <= tail(N - 2 * R),
    ),
}
mul = ct.Claim(
    PAPER, "Lemma 1, mul, up to its scales", row="6.1", note=NOTE, corrects=exactly["mul"],
    given=[ar.delta > 0, largest(ar.F) <= R, largest(ar.G) <= R, largest(ar.Z) <= R, N >= R],
    says=ct.norm(ar.mul_output - ar.multiplied, math.inf)
    <= ct.rational(7, 6) * ar.b * ar.delta**2 * R**4 + tail(N - R),
)
aff = ct.Claim(
    PAPER, "Lemma 1, aff, up to its scale", row="6.1", note=NOTE, corrects=exactly["aff"],
    given=[largest(ar.W_1 @ ar.x + ar.W_2 @ ar.y + ar.v - ar.z) <= R, N >= R],
    says=ct.norm(ar.aff_output - ar.transformed, math.inf) <= tail(N - R),
)
total = ct.norm(ar.w, 1) + ct.abs(ar.q)
div = ct.Claim(
    PAPER, "Lemma 1, div, up to its scales", row="6.1", note=NOTE, corrects=exactly["div"],
    given=[ar.M * ct.abs(ar.q) >= 4 * total, ct.abs(ar.q) > 0, N * ct.abs(ar.q) >= ct.rational(37, 32) * largest(ar.w)],
    says=ct.norm(ar.quotient - ar.w / ct.abs(ar.q), math.inf)
    <= ct.rational(5, 8) * largest(ar.w) * total / (ar.M * ar.q**2)
    + tail(N - ct.rational(37, 32) * largest(ar.w) / ct.abs(ar.q)),
)
