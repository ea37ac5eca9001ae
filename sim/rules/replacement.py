"""A recruiter who is arrested leaves a place that somebody fills: soon, by the same group, or later, by another."""

from typing import Annotated, NamedTuple

from numba import njit

from sim.draws import exponential, uniform

DECISION_SOON, DECISION_DELAY = 150, 151
LAST_GENERATION = 63  # the room that a recruiter's key has


class Parameters(NamedTuple):
    share: Annotated[float, "1"]  # of places that the group itself fills again
    weeks: Annotated[float, "week"]  # mean time until it does
    new_group_weeks: Annotated[float, "week"]  # mean time until another group takes over the place otherwise


@njit(cache=True)
def delay(recruiter, investigations, seed, p):
    """Weeks until the place is filled again [weeks]; a place never stays empty for good.  Source: A58.

    Args:
        investigations: How many there were of the network before this one.
    """
    soon = uniform(seed, recruiter.key, DECISION_SOON, 0, investigations) < p.share
    weeks = p.weeks if soon else p.new_group_weeks
    return weeks * exponential(seed, recruiter.key, DECISION_DELAY, 0, investigations)
