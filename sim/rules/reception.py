"""The Belgian procedure in the centres: waiting, reflection period, assistance, outcome.

Three conditions: contact with the perpetrators broken, assistance accepted, co-operation with the judiciary.  The first
two are asked before a place is taken, the third when the reflection period ends.
"""

from math import exp
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform

DECISION_TRUST, DECISION_BREAK, DECISION_CO_OPERATION, DECISION_STAY, DECISION_OUTCOME, DECISION_PLACE = range(100, 106)


class Parameters(NamedTuple):
    places: Annotated[np.ndarray, "1", "centre"]  # persons who can be accompanied at a time
    contact_broken_chance: Annotated[np.ndarray, "1", "form"]  # first condition
    acceptance_chance: Annotated[np.ndarray, "1", "form"]  # second condition, without waiting
    trust_lost_by_waiting: Annotated[float, "1/week"]  # rate at which the willingness to accept decays in the queue
    reflection_days: Annotated[float, "day"]  # before the third condition is asked
    co_operation_chance: Annotated[np.ndarray, "1", "form"]  # third condition
    assistance_weeks: Annotated[float, "week"]  # mean stay after the reflection period
    residence_chance: Annotated[float, "1"]  # that assistance ends in a permanent permit, not in return


@njit(cache=True)
def breaks_contact(person, seed, p):
    """First condition.  Source: TIP2017, A32."""
    return uniform(seed, person.key, DECISION_BREAK, 0, 0) < p.contact_broken_chance[person.form]


@njit(cache=True)
def acceptance(form, weeks_waited, p):
    """Chance that a person still accepts assistance after waiting [1]: trust decays in the queue.  Source: A33."""
    return p.acceptance_chance[form] * exp(-p.trust_lost_by_waiting * weeks_waited)


@njit(cache=True)
def accepts(person, weeks_waited, seed, p):
    """Second condition: whoever accepts after a long wait accepts after a short one too.  Source: A32, A33."""
    trust = uniform(seed, person.key, DECISION_TRUST, 0, 0)
    return trust < acceptance(person.form, weeks_waited, p)


@njit(cache=True)
def co_operates(person, seed, p):
    """Third condition, at the end of the reflection period.  Source: TIP2017, GOV2009, A34."""
    return uniform(seed, person.key, DECISION_CO_OPERATION, 0, 0) < p.co_operation_chance[person.form]


@njit(cache=True)
def stay(person, seed, p):
    """Weeks of assistance after the reflection period [weeks].  Source: A34."""
    return p.assistance_weeks * exponential(seed, person.key, DECISION_STAY, 0, 0)


@njit(cache=True)
def gets_residence(person, seed, p):
    """Whether assistance ends in a permanent permit.  Source: A34."""
    return uniform(seed, person.key, DECISION_OUTCOME, 0, 0) < p.residence_chance


@njit(cache=True)
def turn(person, week, seed):
    """Rank in the queue: the longest wait first, and luck among those who came in the same week."""
    return (week - person.detected_week) + uniform(seed, person.key, DECISION_PLACE, 0, 0)
