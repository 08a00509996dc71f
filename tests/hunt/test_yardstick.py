"""The best known ratios of core quantities: the table fits the library, and a short hunt comes within 0.1 %."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from certify.hunt import Effort, Hunt, Store
from certify.runs import load

KNOWN = tomllib.loads((Path(__file__).parents[2] / "benchmarks" / "best_known.toml").read_text())
CLAIMS = {claim.id: claim for claim in load(["sharp"])}


@pytest.mark.parametrize("name", KNOWN)
def test_table_fits_the_library(name):
    entry = KNOWN[name]
    claim = CLAIMS[entry["claim"]]
    assert set(entry["sizes"]) >= set(claim.statement.dims)
    assert 0 < Decimal(entry["lo"]) <= 1
    assert (Decimal(entry["lo"]) == 1) == entry["sup"]
    assert entry["found"]


@pytest.mark.parametrize("name", ["hessian_lipschitz", "log_sum_exp, third"])
def test_a_short_hunt_comes_close(tmp_path, name):
    """hessian_lipschitz stayed 5 % below while matrices were scaled into balls."""
    with Store(tmp_path / "s.sqlite") as store:
        (quarry,) = Hunt(CLAIMS[KNOWN[name]["claim"]], store, Effort(evaluations=24_000), seed=3).run().quarries
    lo, best = Decimal(quarry.ranked[0].witness.ratio), Decimal(KNOWN[name]["lo"])
    assert lo >= best * Decimal("0.999")
    assert lo <= best * (1 + Decimal("1e-9")), "more than the best that was known: write it into best_known.toml"
