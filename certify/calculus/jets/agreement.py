"""Whether two sides of an identity can be equal at an instance, by Taylor arithmetic in Arb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from certify.calculus.jets.walk import jet_evaluate
from certify.enclosure.arb import ArbBackend
from certify.language import Expr

if TYPE_CHECKING:
    from certify.instances.data import Instance


def jets_agree(lhs: Expr, rhs: Expr, instance: Instance,
               prec: int = 128) -> Literal["overlap", "disjoint", "undefined"]:
    """"disjoint" where an entry certainly differs, "undefined" where a side may be undefined, else "overlap".

    The sides may hold derivative nodes; nothing here uses the symbolic rules of ``certify.calculus.expand``.
    """
    backend = ArbBackend(prec)
    with backend.session():
        values = {name: backend.input(value) for name, value in instance.values.items()}
        left, right = jet_evaluate((lhs, rhs), backend, instance.dims, instance.indices, values)
        if not all(x.is_finite() for side in (left, right) for x in backend.entries(side)):
            return "undefined"
        return "disjoint" if backend.compare("eq", left, right) == -1 else "overlap"


__all__ = ["jets_agree"]
