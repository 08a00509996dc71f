"""LayerNorm as a near-identity and as a division, with explicit constants (row 6.3).

With s = sum x and q = ||x||_2^2 the vector [x, N, -N - s, 0] has square norm 2 N^2 (1 + e), e = s/N + (s^2 +
q)/(2 N^2), and LayerNorm scales it by sqrt(L) over its norm. So sqrt(2/L) N LN gives x / sqrt(1 + e), and the
entry N / sqrt(1 + e), which is N - s/2 up to O(1/N). Division is the same with x / M and M y in place of x and N.
"""

import certify as ct
from lemmas.asa22 import near_identities
from lemmas.asa22.near_identities import SMALL, bypassed, divided
from lemmas.asa22.problem import FIRST, M, N, padded, x, y
from lemmas.sharp import PAPER

bypass_entries = ct.Claim(
    PAPER, "the entries that LayerNorm lets pass", row="6.3", given=[*SMALL, N >= 1],
    says=ct.norm(FIRST * (bypassed - padded(x, N)), float("inf")) <= ct.rational(13, 25) / N,
    note="The worst ratio found is 0.51006 / N, at n = 1 and x = 1.",
)
division = ct.Claim(
    PAPER, "LayerNorm divides by a positive number", row="6.3", given=[*SMALL, y >= 1, M >= 1],
    corrects=near_identities.layernorm_division,
    says=ct.norm(FIRST * (divided - padded(x / y, 0)), float("inf")) <= ct.rational(13, 25) / (M**2 * y**2),
    note="The worst ratio found is 0.51006 / (M y)^2.",
)
