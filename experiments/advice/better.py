"""Which way an outcome should move for a policy to be better, and for whom that is not said."""

from experiments.requests import UsageError
from scenarios.errors import hint

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
    if outcome not in BETTER:
        raise UsageError(
            f"--outcome {outcome}: it does not say which of two policies is better{hint(outcome, BETTER)}; choose one"
            f" of {', '.join(BETTER)}"
        )
    return BETTER[outcome]
