"""Rocq: claims as statements for its kernel, and the check that a proof proves exactly them."""

from certify.rocq.errors import NotPrintable, ProofError
from certify.rocq.statements import module_text, name_of, rocq

__all__ = ["NotPrintable", "ProofError", "module_text", "name_of", "rocq"]
