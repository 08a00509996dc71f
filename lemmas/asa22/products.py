"""A product by GeLU (Lemma 4, row 6.2): sqrt(pi/2) (GeLU(a + b) - GeLU(a) - GeLU(b)) = a b + O(a^3 + b^3).

The limit is (a, b) -> (0, 0). The bound can be read as |a^3 + b^3|, which is 0 at b = -a, or as |a|^3 + |b|^3; and
without a limit, since the constant may serve everywhere.
"""

import certify as ct
from lemmas.asa22 import PAPER
from lemmas.asa22.problem import FORMS, C, a, b, product_error

ORIGIN = {a: 0, b: 0}

as_printed = {
    name: ct.Claim(
        PAPER, f"Lemma 4, read literally, {name} GeLU", row="6.2", provenance="recalled",
        says=ct.Exists(C, abs(product_error(form)) <= C * abs(a**3 + b**3), limit=ORIGIN), expected="refuted",
        note="The error is of order 4, but not 0 where b = -a; a^3 + b^3 is 0 there.",
    )
    for name, form in FORMS.items()
}
sizes = {
    name: ct.Claim(
        PAPER, f"Lemma 4, read with |a|^3 + |b|^3, {name} GeLU", row="6.2", provenance="recalled",
        says=ct.Exists(C, abs(product_error(form)) <= C * (abs(a) ** 3 + abs(b) ** 3), limit=ORIGIN),
        corrects=as_printed[name],
        note="The sizes of a and b are our reading of O(x^3 + y^3).",
    )
    for name, form in FORMS.items()
}
everywhere = {
    name: ct.Claim(
        PAPER, f"Lemma 4, read with |a|^3 + |b|^3 and without a limit, {name} GeLU", row="6.2", provenance="recalled",
        says=ct.Exists(C, abs(product_error(form)) <= C * (abs(a) ** 3 + abs(b) ** 3)),
    )
    for name, form in FORMS.items()
}
