"""An online cell finds recruiters' advertisements: most go down and are put up again later, some are investigated.

What the cells read in advertisements of private prostitution is a visit: see inspection.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform
from sim.weeks import WEEKS_PER_YEAR

DECISION_FOUND, DECISION_INVESTIGATED = 20, 21
NOTHING, FOUND, INVESTIGATED, GONE_DOWN, REPOSTED = range(5)  # what a week may bring to an advertisement


class Parameters(NamedTuple):
    capacity: Annotated[np.ndarray, "1", "country"]  # of the online monitoring cell, over that of 2009-2012
    found_hazard: Annotated[np.ndarray, "1/year", "channel"]  # of an advertisement of recruitment, at capacity 1
    investigated_share: Annotated[float, "1"]  # of those found, left up for the investigators
    takedown_weeks: Annotated[float, "week"]  # from then until the others are down, in whole weeks
    silent_weeks: Annotated[float, "week"]  # until an advertisement taken down is back, in whole weeks


@njit(cache=True)
def hazard(channel, p):
    """Hazard that a recruiter's advertisement is found [1/week]; channel is 1..3.

    Belgium's cell reads the channels on which networks active in Belgium recruit.  Source: A30.
    """
    return p.found_hazard[channel - 1] * p.capacity[0] / WEEKS_PER_YEAR


@njit(cache=True)
def start(recruiter, seed):
    """A new advertisement, and the clock until it is found."""
    recruiter.until_found = exponential(seed, recruiter.key, DECISION_FOUND, 0, 0)
    recruiter.times_found, recruiter.down_week, recruiter.silent_until = 0, -1, -1


@njit(cache=True)
def is_up(recruiter, week):
    """Whether the recruiter's advertisement can be read this week."""
    return recruiter.down_week < 0 or week < recruiter.down_week


@njit(cache=True)
def apply(recruiter, p, seed, week):
    """What a week brings: found, found and left to the investigators, gone down, put up again, or nothing.

    An advertisement that was found goes down after `takedown_weeks`; the shorter, the fewer persons read it.
    """
    if recruiter.down_week >= 0:
        if week == recruiter.down_week:
            recruiter.silent_until = week + int(round(p.silent_weeks))
            return GONE_DOWN
        if week > recruiter.down_week and week >= recruiter.silent_until:
            recruiter.down_week = -1
            return REPOSTED
        return NOTHING
    recruiter.until_found -= hazard(recruiter.channel, p)
    if recruiter.until_found > 0.0:
        return NOTHING
    recruiter.times_found += 1
    recruiter.until_found += exponential(seed, recruiter.key, DECISION_FOUND, 0, recruiter.times_found)
    if uniform(seed, recruiter.key, DECISION_INVESTIGATED, 0, recruiter.times_found) < p.investigated_share:
        return INVESTIGATED
    recruiter.down_week = week + 1 + int(round(p.takedown_weeks))
    return FOUND
