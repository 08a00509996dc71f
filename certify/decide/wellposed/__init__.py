"""Whether a claim has a meaning at every instance that meets its hypotheses: proved, refuted by an instance, or open.

A division by 0, a negative power of 0, the logarithm of a number <= 0, a root of a negative number, the inverse of a
singular matrix and a derivative where there is none have no value.
"""

from certify.decide.wellposed.decide import WellPosed, well_posed
from certify.decide.wellposed.undefined import Undefined

__all__ = ["Undefined", "WellPosed", "well_posed"]
