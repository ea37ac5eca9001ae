"""Traffickers move persons on, from city to city, across Belgium, the Netherlands and Germany."""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential
from sim.weeks import WEEKS_PER_YEAR

DECISION_MOVE = 60


class Parameters(NamedTuple):
    hazard: Annotated[np.ndarray, "1/year", "form"]  # of an attempt to move a person to another city


@njit(cache=True)
def hazard(form, p):
    """Hazard of an attempt to move a person on [1/week].

    Rotation between cities is quick in sexual exploitation, slow in domestic service.  Source: ROTATION, A24.
    Leaves out: moves within a city.
    """
    return p.hazard[form] / WEEKS_PER_YEAR


@njit(cache=True)
def start(person, seed):
    """Set the clock of the first attempt to move the person."""
    person.until_move = exponential(seed, person.key, DECISION_MOVE, 0, person.times << 16)


@njit(cache=True)
def next_attempt(person, seed):
    """Count an attempt, set the clock of the next one; what the week went beyond the last one is kept."""
    person.moves_tried += 1
    person.until_move += exponential(seed, person.key, DECISION_MOVE, 0, (person.times << 16) | person.moves_tried)
