"""Certified verdicts on the bounds and derivative identities of papers.

A lemma is written once, as mathematics (see ``Claim``); ``verify`` decides it, with evidence that others
can re-check. Names are imported when they are first used, so that ``certify.check``, the independent
checker of certificates, runs without the rest of the package.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_LANGUAGE = """PI abs cosh diag dot eigmax eigmin erf exp eye inv kron log matmul max maximum min minimum norm ones
outer rational sigmin sinh softmax sqrt sum tanh trace unit vec zeros Claim Paper definition named grad hessian
jacobian jvp partial CertifyError ClaimError ExpressionError InstanceError LiteralError LoadError ShapeError Expr
Relation equal Size Statement dim dims index matrices matrix scalar scalars vector vectors Exists attention
block concatenate gelu hstack layernorm linear_attention vstack""".split()
_HOMES = {
    **dict.fromkeys(_LANGUAGE, "certify.language"),
    **dict.fromkeys(["verify", "Decision"], "certify.decide"),
    **dict.fromkeys(["expand"], "certify.calculus"),
    "lipschitz": "certify.bounds",
    "Instance": "certify.instances",
    "to_sympy": "certify.language.sympy_reading",
}
_MODULES = ("strategies",)
__all__ = sorted([*_HOMES, *_MODULES])


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _MODULES:
        return import_module(f"certify.{name}")
    raise AttributeError(f"module 'certify' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
