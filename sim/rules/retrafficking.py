"""Some who got away, were not recognised, or went back are trafficked again."""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform
from sim.names import EXITED

DECISION_AGAIN, DECISION_DELAY = 170, 171
MOST_TIMES = 100


class Parameters(NamedTuple):
    chance: Annotated[np.ndarray, "1", "end"]  # that a person who came to this end is trafficked again
    weeks: Annotated[float, "week"]  # mean time until then


@njit(cache=True)
def is_ahead(person, seed, p):
    """Whether a person who has reached an end is trafficked again.  Source: A61."""
    chance = p.chance[person.status - EXITED]
    if person.times >= MOST_TIMES:
        return False
    return uniform(seed, person.key, DECISION_AGAIN, 0, person.times) < chance


@njit(cache=True)
def delay(person, seed, p):
    """Weeks until then [weeks].  Source: A61."""
    return p.weeks * exponential(seed, person.key, DECISION_DELAY, 0, person.times)
