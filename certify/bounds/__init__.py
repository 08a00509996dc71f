"""Proved suprema: a norm calculus whose rules hold for all sizes, and the comparison of scalar bounds."""

from certify.bounds.prove import Proof, prove

__all__ = ["Proof", "prove"]
