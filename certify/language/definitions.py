"""Names that printers keep and that leave no trace in the identity of a claim."""

from __future__ import annotations

import inspect
import string
from collections.abc import Callable
from functools import wraps
from typing import Any

from certify.language.errors import ExpressionError
from certify.language.expr import Expr, coerce, make


def definition(pattern: str) -> Callable[[Callable[..., Expr]], Callable[..., Expr]]:
    """Decorator: the value of the function prints as ``pattern``, filled with its printed arguments.

    ``@definition("f({x})")`` over ``def f(x)`` prints f(x - y) for f(x - y). The pattern may be LaTeX
    (``"\\\\alpha({x})"``); the Unicode reading translates the common Greek letters.
    """
    fields = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]

    def decorate(function: Callable[..., Expr]) -> Callable[..., Expr]:
        signature = inspect.signature(function)
        unknown = [name for name in fields if name not in signature.parameters]
        if unknown:
            raise ExpressionError(f"definition {pattern!r}: {function.__name__} has no argument {unknown[0]!r}")

        @wraps(function)
        def named(*args: Any, **kwargs: Any) -> Expr:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            shown = tuple(coerce(bound.arguments[name]) for name in fields)
            return make("named", (coerce(function(*args, **kwargs)), *shown), (pattern, tuple(fields)))

        return named

    return decorate


def named(pattern: str, value: Expr) -> Expr:
    """The expression under a fixed name, ``named("M", n**1.5 * exp(10 * R**2))``."""
    return make("named", (coerce(value),), (pattern, ()))
