"""How the name of a symbol is taken apart: letter, accent, subscripts, primes."""

from __future__ import annotations

import re
from dataclasses import dataclass

GREEK = dict(zip(
    ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
     "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta",
     "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell"],
    "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩℓ", strict=True))
ACCENTS = {"tilde": "\u0303", "hat": "\u0302", "bar": "\u0304", "dot": "\u0307"}
_HEAD = re.compile(r"([A-Za-z]+?)([0-9]+)")


@dataclass(frozen=True)
class Name:
    """``b_hat_t1'`` is the head b with accent hat, subscript t1 and one prime; ``x_star`` has a star."""

    head: str
    accent: str | None
    subscripts: tuple[str, ...]
    star: bool
    primes: int

    @staticmethod
    def of(text: str) -> Name:
        """Takes a symbol name apart."""
        bare = text.rstrip("'")
        head, *rest = bare.split("_")
        accent = next((part for part in rest if part in ACCENTS), None)
        subscripts = [part for part in rest if part not in (accent, "star")]
        numbered = _HEAD.fullmatch(head)
        if numbered:
            head, number = numbered.groups()
            subscripts.insert(0, number)
        return Name(head, accent, tuple(subscripts), "star" in rest, len(text) - len(bare))
