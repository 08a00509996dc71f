"""The SymPy reading: explicit entries at concrete sizes, ``IndexedBase`` and ``Sum`` at symbolic ones.

SymPy's ``MatrixExpr`` is not used: it loses terms when it differentiates (SymPy issues 26561, 26585).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certify.language.errors import ExpressionError
from certify.language.expr import Expr, coerce, strip
from certify.language.variables import dim_names, free_indices


def to_sympy(expr: Any, dims: Mapping[str, int] | None = None, indices: Mapping[str, int] | None = None) -> Any:
    """The expression in SymPy.

    With ``dims`` (a number for each dimension): a scalar, a column ``Matrix`` for a vector, a ``Matrix``
    for a matrix, in the real symbols ``A[0,1]``; derivatives are taken entry by entry by SymPy. Free index
    symbols take their values from ``indices``. Without ``dims``: a scalar in ``IndexedBase`` and ``Sum``,
    or a function of one or two positions for a vector or matrix; derivatives are expanded first.
    Positions count from 0. Raises ``ExpressionError`` where SymPy has no form for a part (a largest entry
    at symbolic size, eigenvalues beyond 2 x 2) or a number is missing.
    """
    (node,) = strip(coerce(expr))
    if dims is None:
        from certify.calculus import expand
        from certify.language.sympy_indexed import read

        return read(expand(node))
    _need_numbers(node, dims, indices or {})
    from certify.language.sympy_explicit import Explicit

    return Explicit(dims, indices or {}).read(node)


def _need_numbers(node: Expr, dims: Mapping[str, int], indices: Mapping[str, int]) -> None:
    missing = sorted(dim_names(node) - set(dims))
    if missing:
        raise ExpressionError(f"to_sympy: dimension {missing[0]} has no value; add it to dims")
    open_indices = sorted({index.attrs[0] for index in free_indices(node)} - set(indices))
    if open_indices:
        name = open_indices[0]
        raise ExpressionError(f"to_sympy: index {name} has no value; pass indices={{'{name}': 0}}")
