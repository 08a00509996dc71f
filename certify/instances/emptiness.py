"""Do any instances meet the hypotheses? Contradictions of ranges are proved; else instances are looked for."""

from __future__ import annotations

from typing import Literal

from certify.instances.hypotheses import certify_hypotheses
from certify.instances.ranges import narrow
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import Statement

EFFORT = 12  # batches


def looks_empty(statement: Statement, seed: int = 0, effort: int = EFFORT) -> Literal["empty", "not found"] | None:
    """``"empty"``: proved that no instance of any shape meets the hypotheses, by exact ranges
    (R >= 4 with R <= 3, norm(x) <= -1, n < 1). ``"not found"``: none was certified in ``effort`` batches.
    None: there are instances.
    """
    if narrow(statement.given) is None:
        return "empty"
    shapes = shape_grid(statement, "quick")
    for number, (dims, indices) in enumerate(shapes[:effort]):
        batch = sample(statement, dims, indices, 32, generator(seed, statement.sha256, "empty", number))
        if (certify_hypotheses(statement, batch, escalated=4) == 1).any():
            return None
    return "not found"


__all__ = ["EFFORT", "looks_empty"]
