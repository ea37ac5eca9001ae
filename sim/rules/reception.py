"""The Belgian procedure in the centres: waiting, reflection period, assistance, outcome.

Three conditions: contact with the perpetrators broken, assistance accepted, co-operation with the judiciary.  The first
two are asked before a place is taken, the third when the reflection period ends.  What a centre does for a person makes
trust, and trust makes co-operation: each multiplies the odds that a person says yes.
"""

from math import exp
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform

DECISION_TRUST, DECISION_BREAK, DECISION_CO_OPERATION, DECISION_STAY, DECISION_OUTCOME, DECISION_PLACE = range(100, 106)
DECISION_UNTIED = 106
USUAL_REFLECTION_DAYS = 45.0  # Aliens Act: the chances below hold at this length


class Parameters(NamedTuple):
    places: Annotated[np.ndarray, "1", "centre"]  # persons who can be accompanied at a time
    standard: Annotated[np.ndarray, "1", "centre"]  # of service: multiplier on the odds of both answers
    contact_broken_chance: Annotated[np.ndarray, "1", "form"]  # first condition
    acceptance_chance: Annotated[np.ndarray, "1", "form"]  # second condition, without waiting
    trust_lost_by_waiting: Annotated[float, "1/week"]  # rate at which the willingness to accept decays in the queue
    reflection_days: Annotated[np.ndarray, "day", "centre"]  # before the third condition is asked
    reflection_exponent: Annotated[float, "1"]  # on its length over 45 days, in the odds of co-operation
    co_operation_chance: Annotated[np.ndarray, "1", "form"]  # third condition, after 45 days and without waiting
    untied: Annotated[np.ndarray, "1", "centre"]  # share of persons who may stay without co-operating
    untied_acceptance: Annotated[float, "1"]  # multiplier on the odds of acceptance, were all so
    untied_co_operation: Annotated[float, "1"]  # multiplier on the odds of co-operation, were all so
    assistance_weeks: Annotated[float, "week"]  # mean stay after the reflection period
    residence_chance: Annotated[float, "1"]  # that assistance ends in a permanent permit, not in return
    conviction_gain: Annotated[float, "1"]  # multiplier on the odds of that, once the network is convicted


@njit(cache=True)
def with_odds(chance, multiplier):
    """A chance whose odds are multiplied [1]."""
    return chance * multiplier / (1.0 - chance + chance * multiplier)


@njit(cache=True)
def breaks_contact(person, seed, p):
    """First condition.  Source: TIP2017, A32."""
    return uniform(seed, person.key, DECISION_BREAK, 0, person.times) < p.contact_broken_chance[person.form]


@njit(cache=True)
def trust_left(weeks_waited, p):
    """What is left of trust after weeks in the queue [1].  Source: A33."""
    return exp(-p.trust_lost_by_waiting * weeks_waited)


@njit(cache=True)
def acceptance(form, centre, weeks_waited, p):
    """Chance that a person still accepts assistance after waiting [1]: trust decays in the queue.  Source: A33, A65."""
    untied = 1.0 + p.untied[centre] * (p.untied_acceptance - 1.0)
    at_once = with_odds(p.acceptance_chance[form], p.standard[centre] * untied)
    return at_once * trust_left(weeks_waited, p)


@njit(cache=True)
def agrees(person, chance, seed):
    """Whether the person says yes: whoever does at a small chance does so at a larger one too."""
    return uniform(seed, person.key, DECISION_TRUST, 0, person.times) < chance


@njit(cache=True)
def co_operation(form, centre, weeks_waited, p):
    """Chance of co-operation with the judiciary when the reflection period ends [1].

    The centre's standard and a longer time for reflection raise its odds, weeks in the queue lower them; what a right
    to stay without co-operation does to it is open.  Source: TIP2017, GOV2009, A34, A65.
    """
    rest = (p.reflection_days[centre] / USUAL_REFLECTION_DAYS) ** p.reflection_exponent
    untied = 1.0 + p.untied[centre] * (p.untied_co_operation - 1.0)
    trust = p.standard[centre] * rest * untied * trust_left(weeks_waited, p)
    return with_odds(p.co_operation_chance[form], trust)


@njit(cache=True)
def co_operates(person, weeks_waited, seed, p):
    """Third condition, at the end of the reflection period."""
    chance = co_operation(person.form, person.centre, weeks_waited, p)
    return uniform(seed, person.key, DECISION_CO_OPERATION, 0, person.times) < chance


@njit(cache=True)
def may_stay(person, seed, p):
    """Whether a person who does not co-operate is assisted all the same.  Source: A65."""
    share = p.untied[person.centre]
    return share > 0.0 and uniform(seed, person.key, DECISION_UNTIED, 0, person.times) < share


@njit(cache=True)
def stay(person, seed, p):
    """Weeks of assistance after the reflection period [weeks].  Source: A34."""
    return p.assistance_weeks * exponential(seed, person.key, DECISION_STAY, 0, person.times)


@njit(cache=True)
def gets_residence(person, is_convicted, seed, p):
    """Whether assistance ends in a permanent permit; likelier once the network is convicted.  Source: A34, A57."""
    chance = with_odds(p.residence_chance, p.conviction_gain) if is_convicted else p.residence_chance
    return uniform(seed, person.key, DECISION_OUTCOME, 0, person.times) < chance


@njit(cache=True)
def turn(person, week, seed):
    """Rank in the queue: the longest wait first, and luck among those who came in the same week."""
    return (week - person.detected_week) + uniform(seed, person.key, DECISION_PLACE, 0, person.times)
