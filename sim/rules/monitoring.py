"""Online monitoring takes recruiters' advertisements down; until they are back, the recruiter is silent online.

The simple form: investigations that monitoring opens and displacement to other channels come with the next issue.
What the cells read in advertisements of private prostitution is a visit: see inspection.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential
from sim.weeks import WEEKS_PER_YEAR

DECISION_TAKEDOWN = 20


class Parameters(NamedTuple):
    capacity: Annotated[np.ndarray, "1", "country"]  # of the online monitoring cell, over that of 2009-2012
    takedown_hazard: Annotated[np.ndarray, "1/year", "channel"]  # of an advertisement of recruitment, at capacity 1
    silent_weeks: Annotated[float, "week"]  # until an advertisement taken down is back


@njit(cache=True)
def hazard(channel, p):
    """Chance per week that a recruiter's advertisement is found and taken down [1/week]; channel is 1..3.

    Belgium's cell reads the channels on which networks active in Belgium recruit.  Source: A30.
    """
    return p.takedown_hazard[channel - 1] * p.capacity[0] / WEEKS_PER_YEAR


@njit(cache=True)
def start(recruiter, seed):
    recruiter.until_takedown = exponential(seed, recruiter.key, DECISION_TAKEDOWN, 0, 0)


@njit(cache=True)
def apply(recruiter, p, seed, week):
    """Spend the clock of the next take-down; return whether the advertisement went down this week."""
    if week < recruiter.silent_until:
        return False
    recruiter.until_takedown -= hazard(recruiter.channel, p)
    if recruiter.until_takedown > 0.0:
        return False
    recruiter.takedowns += 1
    recruiter.until_takedown = exponential(seed, recruiter.key, DECISION_TAKEDOWN, 0, recruiter.takedowns)
    recruiter.silent_until = week + int(round(p.silent_weeks))
    return True
