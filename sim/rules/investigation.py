"""The police investigate a network, then act: they free those whom it holds and arrest its recruiters.

What opens an investigation is a clock of the network, spent by every sign that the police get and by intelligence of
State Security.  So twice the signs open it sooner, and a single sign opens one with a stated chance.
"""

from math import log
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform
from sim.names import STATE_SECURITY
from sim.weeks import WEEKS_PER_YEAR

DECISION_OPENING, DECISION_TIP, DECISION_LENGTH, DECISION_SUCCESS, DECISION_REACH, DECISION_ARREST = range(130, 136)


class Parameters(NamedTuple):
    opening_chance: Annotated[np.ndarray, "1", "sign"]  # that one sign opens an investigation, if none came before
    intelligence_hazard: Annotated[float, "1/year"]  # that State Security brings a network to the police's notice
    weeks: Annotated[float, "week"]  # mean length of an investigation, once begun
    capacity: Annotated[float, "1"]  # investigations of networks in hand at a time
    success_chance: Annotated[float, "1"]  # that it ends with the police acting against the network
    reach_abroad: Annotated[float, "1"]  # chance that police act in another country too
    arrest_chance: Annotated[float, "1"]  # of each recruiter, when the police act


@njit(cache=True)
def weight_of(chance):
    """What one sign spends of the clock [1]: a first sign opens an investigation with just that chance."""
    return -log(1.0 - min(chance, 0.999))


@njit(cache=True)
def evidence(signs, p):
    """What a week's signs and intelligence spend of a network's clock [1].  Source: MYRIA_ECOSOC, A54."""
    total = p.intelligence_hazard / WEEKS_PER_YEAR
    for sign in range(signs.size):
        if signs[sign] > 0:
            total += signs[sign] * weight_of(p.opening_chance[sign])
    return total


@njit(cache=True)
def opened_by(network, total, seed, p):
    """The tip that opened the investigation, in proportion to what each spent of the clock this week."""
    left = uniform(seed, network.key, DECISION_TIP, 0, network.investigations) * total
    for sign in range(network.signs.size):
        left -= network.signs[sign] * weight_of(p.opening_chance[sign])
        if left < 0.0:
            return sign
    return STATE_SECURITY


@njit(cache=True)
def set_clock(network, seed):
    """Set the clock of the next investigation."""
    network.until_investigation = exponential(seed, network.key, DECISION_OPENING, 0, network.investigations)


@njit(cache=True)
def length(network, seed, p):
    """Weeks that the investigation takes [weeks].  Source: A55."""
    return p.weeks * exponential(seed, network.key, DECISION_LENGTH, 0, network.investigations)


@njit(cache=True)
def succeeds(network, seed, p):
    """Whether the police can act at its end.  Source: A55."""
    return uniform(seed, network.key, DECISION_SUCCESS, 0, network.investigations) < p.success_chance


@njit(cache=True)
def reaches(network, country, seed, p):
    """Whether the police, who act this week, do so in a country: in Belgium always, beyond by chance.  Source: A56."""
    ended = network.investigations - 1  # the one that led to the action
    return country == 0 or uniform(seed, network.key, DECISION_REACH, country, ended) < p.reach_abroad


@njit(cache=True)
def arrests(recruiter, network, seed, p):
    """Whether a recruiter is arrested in the week in which the police act.  Source: A55."""
    return uniform(seed, recruiter.key, DECISION_ARREST, 0, network.investigations - 1) < p.arrest_chance
