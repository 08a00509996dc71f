"""Derivatives by Taylor arithmetic at concrete instances: the second, unrelated route to derivative claims."""

from certify.calculus.jets.agreement import jets_agree
from certify.calculus.jets.backend import Jet, JetBackend
from certify.calculus.jets.rules import JetError
from certify.calculus.jets.walk import jet_evaluate

__all__ = ["Jet", "JetBackend", "JetError", "jet_evaluate", "jets_agree"]
