"""``python tests/mutations``: plants errors in every claim of the library, prints the rates and keeps them."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from itertools import repeat

from rates import keep, record, table
from trials import FULL, LIBRARY, QUICK, Effort, Trial, chosen, trials_by_id

from certify.runs import load

PROFILES = {"quick": QUICK, "library": LIBRARY, "full": FULL}


def main() -> int:
    """The exit code is 1 where a certificate was rejected or a mutant known to be false came back proved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="claims or papers; rates are kept for the whole library only")
    parser.add_argument("--profile", choices=PROFILES, default="library",
                        help="a sample, one error in every claim, or as many as there are (hours)")
    parser.add_argument("--kind", choices=["identities", "bounds"], action="append", help="one kind only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    defects = 0
    for kind in options.kind or ["identities", "bounds"]:
        started = time.monotonic()
        trials = run(kind, options.targets, PROFILES[options.profile], options.jobs)
        print(f"\n{kind}, {options.profile}: {time.monotonic() - started:.0f} s\n{table(trials)}", flush=True)
        defects += report_defects(trials)
        if not options.targets:
            keep(options.profile, kind, record(trials, effort=asdict(PROFILES[options.profile])))
    return 1 if defects else 0


def run(kind: str, targets: list[str], effort: Effort, jobs: int) -> list[Trial]:
    """The trials of all claims of a kind, in the order of the claims."""
    wanted = {claim.id for claim in load(targets)}
    claims = [claim for claim in chosen(kind, effort) if claim in wanted]
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        return [trial for found in pool.map(trials_by_id, claims, repeat(effort)) for trial in found]


def report_defects(trials: list[Trial]) -> int:
    """Prints what must never happen; returns how often it did."""
    found = [(trial, defect) for trial in trials for defect in trial.defects]
    for trial, defect in found:
        print(f"DEFECT {trial.claim}, {trial.operator}: {trial.says}: {defect}", file=sys.stderr)
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
