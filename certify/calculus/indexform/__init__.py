"""The canonical index form: decides identities between derivatives for all dimensions.

An expression becomes a polynomial in entries of symbols, exponentials and powers of sums, some indices summed;
derivatives are taken inside of the form. Two expressions whose forms agree are equal for all n and d.
"""

from certify.calculus.indexform.decide import Comparison, Verdict, canonical, compare, decide_identity
from certify.calculus.indexform.terms import Form

__all__ = ["Comparison", "Form", "Verdict", "canonical", "compare", "decide_identity"]
