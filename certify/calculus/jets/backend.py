"""The backend of jets, with the protocol of every numeric backend."""

from __future__ import annotations

from certify.calculus.jets.linear import Jet
from certify.calculus.jets.rules import Kinks


class JetBackend(Kinks):
    """Jets over the values of ``below``, which may be a JetBackend itself: nested infinitesimals."""


__all__ = ["Jet", "JetBackend"]
