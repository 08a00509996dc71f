"""Names in Rocq: those of a claim stay as they are unless they mean something there."""

from __future__ import annotations

import re
from collections.abc import Iterable

KEYWORDS = frozenset(
    "as at cofix do else end exists exists2 fix for forall fun if IF in let match mod Prop return Set SProp then Type "
    "using where with".split())
VOCABULARY = frozenset(
    "rpow vsum dot norm1 norm2 norminf normp vmax vmin vec mat vconst vunit vadd vsub vopp vscale hmul hdiv vmap vexp "
    "mconst meye vdiag mdiagonal outer madd msub mopp mscale mhmul mhdiv mmap tr row col mulv mulm trace msum normfro "
    "opbound bound1 boundinf psd softmax deriv_at".split())
STANDARD = frozenset(
    "R nat INR IZR S O exp ln sqrt cosh sinh tanh Rabs Rmax Rmin PI RInt Nat".split())
RESERVED = KEYWORDS | VOCABULARY | STANDARD


def symbol(name: str) -> str:
    """A symbol, dimension or index of a claim. No such name ends in ``_``, so a reserved one that gets it is new."""
    return name + "_" if name in RESERVED else name


def declared(name: str) -> str:
    """The name of a claim within its module, ``bound[a b]`` as ``bound__a_b``; other signs by number, + as x2b."""
    head, bracket, key = name.partition("[")
    if bracket:
        key = re.sub(r"[^A-Za-z0-9_]", lambda sign: f"x{ord(sign[0]):x}", key.removesuffix("]").replace(" ", "_"))
    return symbol(head) if not bracket else f"{head}__{key}"


class Fresh:
    """Names that a printed statement binds by itself: none that the claim uses, none that is reserved."""

    def __init__(self, taken: Iterable[str]):
        self.taken = frozenset(taken) | RESERVED
        self.counts: dict[str, int] = {}

    def local(self, name: str) -> str:
        """For a variable that an operation binds; nested operations may bind the same name, since no operand has it
        free."""
        return name + "_" if name in self.taken else name

    def numbered(self, stem: str) -> str:
        """For what is quantified over the whole statement: each call another name."""
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return self.local(f"{stem}{self.counts[stem]}")


__all__ = ["Fresh", "KEYWORDS", "RESERVED", "STANDARD", "VOCABULARY", "declared", "symbol"]
