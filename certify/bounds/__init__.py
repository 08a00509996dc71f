"""Proved suprema: a norm calculus whose rules hold for all sizes, and the comparison of scalar bounds."""

from certify.bounds.certificate import bound_certificate, norm_certificate, refusal
from certify.bounds.closed_form import closed_form
from certify.bounds.equalities import NormEquality, prove_norm_equality
from certify.bounds.lipschitz import Lipschitz, NoBound, lipschitz
from certify.bounds.prove import Proof, prove

__all__ = ["bound_certificate", "norm_certificate", "refusal", "Lipschitz", "NoBound", "NormEquality", "Proof",
           "closed_form", "lipschitz", "prove", "prove_norm_equality"]
