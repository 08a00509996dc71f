"""Calls of coqc, each in a clean environment and with a time limit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from certify.rocq.errors import ProofError

INSTALL = "apt-get install coq libcoq-coquelicot libcoq-interval"
_LEAKY = ("COQPATH", "COQLIB", "COQBIN", "COQCORELIB", "ROCQPATH", "OCAMLPATH")


@dataclass(frozen=True)
class Result:
    """What a call said; ``failure`` is empty where it succeeded."""

    failure: str
    output: str
    seconds: float


@lru_cache(maxsize=1)
def version() -> str | None:
    """The version of Rocq with that of the libraries beside it; None where coqc is not on the path."""
    if shutil.which("coqc") is None:
        return None
    told = subprocess.run(["coqc", "--version"], capture_output=True, text=True, timeout=60, env=environment())
    found = re.search(r"version (\S+)", told.stdout)
    return found.group(1) if found else told.stdout.strip()


@lru_cache(maxsize=1)
def libraries() -> tuple[str, ...]:
    """Digests of the compiled libraries that proofs rest on, so that a check made with other ones is none."""
    told = subprocess.run(["coqc", "-where"], capture_output=True, text=True, timeout=60, env=environment())
    root = Path(told.stdout.strip())
    marks = ["theories/Reals/Reals.vo", "user-contrib/Coquelicot/Coquelicot.vo", "user-contrib/Interval/Tactic.vo"]
    stats = [(name, (root / name).stat()) for name in marks if (root / name).exists()]
    return tuple(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats)


def require() -> str:
    """The version; raises ``ProofError`` with what to install where there is none."""
    found = version()
    if found is None:
        raise ProofError(f"coqc is not on the path, so no proof can be checked here; install it: {INSTALL}")
    return found


def environment() -> dict[str, str]:
    """The environment without variables that change what coqc loads."""
    return {name: value for name, value in os.environ.items() if name not in _LEAKY}


def run(command: Sequence[str], folder: Path, limit: float) -> Result:
    """One call; a call that runs out of time has failed."""
    started = time.perf_counter()
    try:
        done = subprocess.run(list(command), cwd=folder, capture_output=True, text=True, timeout=limit,
                              env=environment(), stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return Result(f"no answer within {limit:g} s", "", time.perf_counter() - started)
    failure = "" if done.returncode == 0 else _first_error(done.stderr or done.stdout) or f"exit {done.returncode}"
    return Result(failure, done.stdout, time.perf_counter() - started)


def _first_error(text: str) -> str:
    """The error without the warnings before it, on one line."""
    place = text.find("Error:")
    where = re.findall(r'File "[^"]*", line (\d+)', text[:max(place, 0)])
    said = " ".join(text[max(place, 0):].split())
    return (f"line {where[-1]}: " if where else "") + (said if len(said) <= 240 else said[:237] + "...")


__all__ = ["INSTALL", "Result", "environment", "libraries", "require", "run", "version"]
