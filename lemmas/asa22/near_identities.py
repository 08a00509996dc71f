"""What is close to its argument when a number is large (Lemmas 5, 6 and 8; row 6.3).

"Close" is read as: the error times N (times M^2 in Lemma 8) is bounded for all N beyond some N_0, uniformly over
arguments of bounded size. The entries of x enter through sum x, so their size is sum |x_i| <= 1: with
||x||_2 <= 1 no constant serves for every n.
"""

from math import inf

import certify as ct
from lemmas.asa22 import PAPER
from lemmas.asa22.problem import FIRST, FORMS, C, L, M, N, a, bypass_error, layernorm, padded, x, y

SMALL = [ct.norm(x, 1) <= 1]
NOTE = "What close means is our reading; the form of the vector is recalled."
bypassed = ct.sqrt(2 / L) * N * layernorm(padded(x, N))
divided = ct.sqrt(2 / L) * M**2 * layernorm(padded(x / M, M * y))

gelu_bypass = {
    name: ct.Claim(
        PAPER, f"Lemma 5, {name} GeLU", row="6.3", provenance="recalled", added=[abs(a) <= 1],
        says=ct.Exists(C, abs(bypass_error(form)) <= C / N, limit={N: inf}), note=NOTE,
    )
    for name, form in FORMS.items()
}
gelu_bypass_uniform = {
    name: ct.Claim(
        PAPER, f"Lemma 5, for all arguments at once, {name} GeLU", row="6.3", provenance="recalled",
        says=ct.Exists(C, abs(bypass_error(form)) <= C / N, limit={N: inf}), expected="refuted", note=NOTE,
    )
    for name, form in FORMS.items()
}
layernorm_bypass = ct.Claim(
    PAPER, "Lemma 6, the whole vector", row="6.3", provenance="recalled", added=SMALL,
    says=ct.Exists(C, ct.norm(bypassed - padded(x, N), inf) <= C / N, limit={N: inf}), expected="refuted",
    note=NOTE + " The entry N comes back as N - (sum x) / 2, however large N is.",
)
layernorm_bypass_entries = ct.Claim(
    PAPER, "Lemma 6, the entries of x", row="6.3", provenance="recalled", added=SMALL, corrects=layernorm_bypass,
    says=ct.Exists(C, ct.norm(FIRST * (bypassed - padded(x, N)), inf) <= C / N, limit={N: inf}), note=NOTE,
)
layernorm_bypass_relative = ct.Claim(
    PAPER, "Lemma 6, relative to the vector", row="6.3", provenance="recalled", added=SMALL,
    says=ct.Exists(C, ct.norm(bypassed - padded(x, N)) <= C / N * ct.norm(padded(x, N)), limit={N: inf}), note=NOTE,
)
layernorm_division = ct.Claim(
    PAPER, "Lemma 8, divisors of any sign", row="6.3", provenance="recalled", added=[*SMALL, abs(y) >= 1],
    says=ct.Exists(C, ct.norm(FIRST * (divided - padded(x / y, 0)), inf) <= C / M**2, limit={M: inf}),
    expected="refuted", note=NOTE + " A norm has no sign: for y < 0 the entries come back as x / |y|.",
)
layernorm_division_positive = ct.Claim(
    PAPER, "Lemma 8, positive divisors", row="6.3", provenance="recalled", added=[*SMALL, y >= 1],
    says=ct.Exists(C, ct.norm(FIRST * (divided - padded(x / y, 0)), inf) <= C / M**2, limit={M: inf}),
    corrects=layernorm_division, note=NOTE,
)
