"""Which way an outcome should move for a policy to be better, and for whom that is not said."""

from experiments.requests import UsageError
from scenarios.errors import did_you_mean, hint
from sim.definitions import OUTCOMES

FEWER, MORE = -1.0, 1.0
BETTER = {
    "victim_years": FEWER,
    "hidden": FEWER,
    "recruited": FEWER,
    "public_cost": FEWER,
    "identified": MORE,
}  # a rise in identified may mean more trafficking as well as more looking: thbsim paradox tells them apart


def way_of(outcome):
    """FEWER or MORE.  Raises UsageError where no policy is better for having more or fewer."""
    if outcome not in OUTCOMES:
        raise UsageError(f"--outcome {outcome}: there is no such outcome{hint(outcome, BETTER)}")
    if outcome not in BETTER:
        raise UsageError(
            f"--outcome {outcome}: it does not say which of two policies is better{did_you_mean(outcome, BETTER)};"
            f" choose one of {', '.join(BETTER)}"
        )
    return BETTER[outcome]
