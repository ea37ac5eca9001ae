"""Who is found may be referred to a specialised centre; the reports far outnumber those taken in."""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import uniform
from sim.names import FOREIGN_AFFAIRS, OWN_REPORT, REPORT_BY_OTHERS

DECISION_REFERRAL = 90


class Parameters(NamedTuple):
    chance: Annotated[np.ndarray, "1", "body"]  # that a team which found a person refers that person
    report_chance: Annotated[float, "1"]  # the same, for a person found by a report of others
    own_report_chance: Annotated[float, "1"]  # the same, for a person who reported
    ministry_chance: Annotated[float, "1"]  # the same, for one found by Foreign Affairs or reported to Child Focus


@njit(cache=True)
def apply(person, seed, p):
    """Whether a person found is recognised as a possible victim and referred.  Source: TIP2021, A31.

    Leaves out: reports about persons who turn out to be no victims; the model has none.
    """
    if person.body < REPORT_BY_OTHERS:
        chance = p.chance[person.body]
    elif person.body >= FOREIGN_AFFAIRS:
        chance = p.ministry_chance
    else:
        chance = p.own_report_chance if person.body == OWN_REPORT else p.report_chance
    return uniform(seed, person.key, DECISION_REFERRAL, 0, person.times) < chance
