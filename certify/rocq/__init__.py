"""Rocq: claims as statements for its kernel, and the check that a proof proves exactly them."""

from certify.rocq.checking import check, known_checks
from certify.rocq.coq import INSTALL, version
from certify.rocq.errors import NotPrintable, ProofError
from certify.rocq.lifting import lifted
from certify.rocq.records import NONE, PROVED, REFUSED, SCHEMA, UNCHECKED, UNPRINTABLE, Record
from certify.rocq.sources import modules
from certify.rocq.statements import module_text, name_of, rocq

__all__ = ["INSTALL", "NONE", "NotPrintable", "PROVED", "ProofError", "REFUSED", "Record", "SCHEMA", "UNCHECKED",
           "UNPRINTABLE", "check", "known_checks", "lifted", "module_text", "modules", "name_of", "rocq", "version"]
