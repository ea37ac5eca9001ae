"""A recruiter approaches persons by its own clock; some are persuaded, deceived or forced to come.

The clock goes on whether or not an attempt succeeds, so that the n-th attempt of a recruiter is the same person in
every world.  A person's traits are drawn by the person's own key.
"""

from math import exp
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform

DECISION_INTERVAL, DECISION_ONLINE, DECISION_SUCCESS, DECISION_AWARE = 10, 11, 12, 13
DECISION_FORM, DECISION_SEX, DECISION_AGE = 14, 15, 16
DECISION_CHECK, DECISION_EVASION, DECISION_LEGAL = 17, 18, 19
MOST_ATTEMPTS_A_WEEK = 16  # by one recruiter; what is left of the clock is kept for the next week


class Parameters(NamedTuple):
    attempts_per_year: Annotated[float, "1/year"]  # persons approached by one recruiter
    success_chance: Annotated[float, "1"]  # that a person approached offline comes along
    information_advantage: Annotated[float, "1"]  # multiplier on that chance when approached online
    awareness: Annotated[np.ndarray, "1", "origin"]  # share of persons who see through the offer
    legal_work: Annotated[np.ndarray, "1", "origin"]  # share of persons who find work by a legal way instead
    identity_checks: Annotated[np.ndarray, "1", "channel"]  # share of offers that such checks keep off a channel
    evasion: Annotated[float, "1"]  # share of offers kept off that are then made offline
    online_share_before: Annotated[float, "1"]  # share of attempts made online, long before the midpoint
    online_share_after: Annotated[float, "1"]  # the same, long after the midpoint
    online_midpoint: Annotated[float, "calendar year"]  # when half of the rise is done
    online_growth: Annotated[float, "1/year"]  # steepness of the rise
    second_form_share: Annotated[float, "1"]  # share of persons whom a network exploits in its second form
    female_share: Annotated[np.ndarray, "1", "form"]  # share of women and girls
    minor_share: Annotated[np.ndarray, "1", "form"]  # share of minors
    travel_weeks: Annotated[np.ndarray, "week", "origin"]  # from first contact to arrival


@njit(cache=True)
def online_share(year, p):
    """Share of attempts that are made online at a moment [1]; year is a calendar year with fraction.

    A logistic curve between two plateaus.  Source: A10.  Leaves out: events that speed it up or hold it back.
    """
    rise = 1.0 / (1.0 + exp(-p.online_growth * (year - p.online_midpoint)))
    return p.online_share_before + (p.online_share_after - p.online_share_before) * rise


@njit(cache=True)
def chance(online, p):
    """Chance that a person who does not see through the offer comes along [1].

    What is found online about a person helps to manipulate that person.  Source: TEXT, A12.
    """
    return min(1.0, p.success_chance * (p.information_advantage if online else 1.0))


@njit(cache=True)
def start(recruiter, seed):
    """Set the clock of the first attempt."""
    recruiter.until_attempt = exponential(seed, recruiter.key, DECISION_INTERVAL, 0, 0)


@njit(cache=True)
def next_attempt(recruiter, seed):
    """Count an attempt, set the clock of the next one."""
    recruiter.attempts += 1
    recruiter.until_attempt += exponential(seed, recruiter.key, DECISION_INTERVAL, 0, recruiter.attempts)


@njit(cache=True)
def is_online(key, appeal, seed, year, p):
    """Whether this person is approached online: those who are at a small share are so at a larger one too.

    Args:
        appeal: Of the recruiter's channel over that of going offline; the odds of going online are in proportion.
    """
    share = online_share(year, p)
    return uniform(seed, key, DECISION_ONLINE, 0, 0) < share * appeal / (share * appeal + 1.0 - share)


@njit(cache=True)
def is_kept_off(key, channel, seed, p):
    """Whether identity checks keep an offer off an online channel, 1..3.  Source: A64."""
    checks = p.identity_checks[channel - 1]
    return checks > 0.0 and uniform(seed, key, DECISION_CHECK, 0, 0) < checks


@njit(cache=True)
def evades(key, seed, p):
    """Whether an offer that was kept off is made offline.  Source: A64."""
    return uniform(seed, key, DECISION_EVASION, 0, 0) < p.evasion


@njit(cache=True)
def succeeds(key, origin, online, seed, p):
    """Whether this person neither turns the offer down, nor sees through it, nor finds legal work instead."""
    if uniform(seed, key, DECISION_SUCCESS, 0, 0) >= chance(online, p):
        return False
    if p.awareness[origin] > 0.0 and uniform(seed, key, DECISION_AWARE, 0, 0) < p.awareness[origin]:
        return False
    return p.legal_work[origin] == 0.0 or uniform(seed, key, DECISION_LEGAL, 0, 0) >= p.legal_work[origin]


@njit(cache=True)
def choose_form(key, network, seed, p):
    """The form of exploitation that awaits this person: mostly the one that the network mainly does.  Source: A3."""
    second = uniform(seed, key, DECISION_FORM, 0, 0) < p.second_form_share
    return network.second_form if second else network.form


@njit(cache=True)
def describe(person, seed, p):
    """Draw sex and age group; set out on the journey.  Source: GRETA2017, A11."""
    female = uniform(seed, person.key, DECISION_SEX, 0, 0) < p.female_share[person.form]
    minor = uniform(seed, person.key, DECISION_AGE, 0, 0) < p.minor_share[person.form]
    person.sex = 0 if female else 1
    person.age_group = 1 if minor else 0
    person.weeks_left = p.travel_weeks[person.origin]
