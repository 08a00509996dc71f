"""The budget of a hunt as people write it: ``60s``, ``5m``, ``1h``, or a number of evaluations."""

from __future__ import annotations

import re

from certify.hunt.hunting import Effort
from certify.language import CertifyError

_UNITS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


def effort_of(text: str) -> Effort:
    """The effort that a text asks for; raises ``CertifyError`` for nonsense."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(s|min|m|h)?\s*", text)
    if found is None:
        raise CertifyError(f"--budget {text}: write a time such as 60s, 5m or 1h, or a number of evaluations")
    number, unit = found.groups()
    if unit is None:
        if "." in number or int(number) < 1:
            raise CertifyError(f"--budget {text}: evaluations are counted, give a whole number of at least 1; a time "
                               "has a unit, such as 60s")
        return Effort(evaluations=int(number))
    if float(number) <= 0:
        raise CertifyError(f"--budget {text}: no time is left to look")
    return Effort(seconds=float(number) * _UNITS[unit])


__all__ = ["effort_of"]
