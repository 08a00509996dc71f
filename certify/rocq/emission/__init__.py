"""Proofs for the kernel that are written by the norm calculus: what it did, step by step, as a Rocq file."""

from certify.rocq.emission.emitted import emitted
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.script import script

__all__ = ["NotEmitted", "emitted", "script"]
