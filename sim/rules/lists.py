"""Each member body keeps a list of the persons it dealt with or heard of; the rapporteur links them without identities.

A body's list takes up a person with its own chance, later by its own delay.  For some persons the records go together:
one luck serves all lists.  So lists depend on each other, and a pair overlaps by a known share.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform

DECISION_TOGETHER, DECISION_COMMON, DECISION_LIST, DECISION_DELAY, DECISION_LINK = range(180, 185)


class Parameters(NamedTuple):
    own_chance: Annotated[np.ndarray, "1", "list"]  # that the list takes up a person with whom its body had to do
    exchange_chance: Annotated[np.ndarray, "1", "list"]  # the same, for a person of whom it heard from others
    together: Annotated[float, "1"]  # share of persons whose records go together
    delay_weeks: Annotated[np.ndarray, "week", "list"]  # mean time until the record reaches the rapporteur
    missed_link: Annotated[float, "1"]  # chance that a further record is not recognised as the same person's


@njit(cache=True)
def luck(person, which, seed, p):
    """The person's luck with a list, 0..1: a common one for persons whose records go together.  Source: A63."""
    if uniform(seed, person.key, DECISION_TOGETHER, 0, person.times) < p.together:
        return uniform(seed, person.key, DECISION_COMMON, 0, person.times)
    return uniform(seed, person.key, DECISION_LIST, which, person.times)


@njit(cache=True)
def takes_up(person, which, own, seed, p):
    """Whether a list takes up a person; who is taken up on hearsay would be so at first hand too.  Source: A63."""
    chance = max(p.own_chance[which], p.exchange_chance[which]) if own else p.exchange_chance[which]
    return chance > 0.0 and luck(person, which, seed, p) < chance


@njit(cache=True)
def delay(person, which, seed, p):
    """Weeks until a record reaches the rapporteur [weeks].  Source: A63."""
    return p.delay_weeks[which] * exponential(seed, person.key, DECISION_DELAY, which, person.times)


@njit(cache=True)
def is_missed(person, which, seed, p):
    """Whether a further record counts as another person's.  Source: A63."""
    return uniform(seed, person.key, DECISION_LINK, which, person.times) < p.missed_link
