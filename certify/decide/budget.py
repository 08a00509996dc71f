"""How hard to look: evaluations are counted, so that a run is the same on every machine; a time cap only cuts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from certify.language import CertifyError

SPARED = 5  # what a proof or a counterexample decides is looked at on so many times fewer instances,
STRIDE = 4  # on every so many of the shapes


@dataclass(frozen=True)
class Budget:
    """How many instances to look at, and how closely.

    ``instances`` certified instances with at most ``evaluations`` proposals, then ``beyond`` of large sizes and
    ``climb`` gradient evaluations; ``escalations`` touching instances of a conclusion, and ``boundary``
    instances of a batch on the edge of a hypothesis, go beyond float64. ``seconds`` is a cap; what it stops is
    marked as cut. ``dims`` are the only sizes to look at, where they are given; else
    ``stride`` thins the grid of shapes: so many of the smallest, then every so many of them.
    """

    profile: str = "quick"
    instances: int = 10_000
    beyond: int = 0
    evaluations: int = 40_000
    climb: int = 4_500
    escalations: int = 8
    boundary: int = 3
    seconds: float | None = None
    dims: tuple[tuple[str, int], ...] | None = None
    stride: int = 1
    started: float = field(default_factory=time.monotonic, compare=False)

    @property
    def spent(self) -> bool:
        """Whether the time cap has passed."""
        return self.seconds is not None and time.monotonic() - self.started > self.seconds

    def spared(self, loose: bool) -> Budget:
        """For what is proved, which needs no instances: some are looked at all the same, against mistakes of ours.

        Where the proof says that the bound is ``loose``, the worst instance matters as little: the climb is cut too.
        """
        return replace(self, instances=-(-self.instances // SPARED), evaluations=-(-self.evaluations // SPARED),
                       climb=self.climb // SPARED if loose else self.climb, stride=STRIDE)

    def restarted(self) -> Budget:
        """The same budget with its clock at zero."""
        return replace(self, started=time.monotonic())


PROFILES = {
    "quick": Budget(),
    "full": Budget("full", instances=100_000, beyond=1_000, evaluations=400_000, climb=60_000, escalations=64,
                   boundary=32),
}


def budget_of(profile: str = "quick", evaluations: int | None = None, seconds: float | None = None) -> Budget:
    """A profile with its number of evaluations or its time cap replaced; raises ``CertifyError`` for nonsense."""
    if profile not in PROFILES:
        raise CertifyError(f"profile {profile!r} does not exist; choose one of {', '.join(PROFILES)}")
    base = PROFILES[profile]
    if evaluations is not None:
        if evaluations < 1:
            raise CertifyError(f"a budget of {evaluations} evaluations decides nothing; give at least 1")
        share = evaluations / base.evaluations
        base = replace(base, evaluations=evaluations, instances=max(1, int(base.instances * share)),
                       beyond=int(base.beyond * share), climb=int(base.climb * share))
    if seconds is not None and seconds <= 0:
        raise CertifyError(f"a time limit of {seconds} seconds decides nothing; give a positive one")
    return replace(base, seconds=seconds).restarted()
