"""The verdict: ``verify`` decides a claim, ``evaluate_at`` evaluates one on a user's own numbers."""

from certify.decide.at import Evaluation, evaluate_at
from certify.decide.budget import PROFILES, Budget, budget_of
from certify.decide.decision import Counts, Decision, Factor, Status, Trust, Witness
from certify.decide.entry import entry_of
from certify.decide.verify import verify

__all__ = ["Budget", "Counts", "Decision", "Evaluation", "Factor", "PROFILES", "Status", "Trust", "Witness",
           "budget_of", "entry_of", "evaluate_at", "verify"]
