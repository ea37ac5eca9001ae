"""Where a network puts a person: a discrete choice over its cities, then over the sectors of the form.

A person who arrives, and one who is moved on, claims a place in a market; `settle` grants it.  Named coefficients; each
option has its own keyed draw, so that closing one option moves only those who would have taken it.
A market in which a network perceives risk promises less, so it draws fewer persons.
"""

from math import exp
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import race, uniform
from sim.names import FIRST_SECTOR, LAST_SECTOR, SECTORS

DECISION_CITY, DECISION_SECTOR, DECISION_ESTABLISHMENT, DECISION_WANTED = 30, 31, 32, 33


class Parameters(NamedTuple):
    attraction: Annotated[np.ndarray, "1", "country"]  # weight of a country's markets
    demand_exponent: Annotated[float, "1"]  # on open places, in the weight of a city
    aversion: Annotated[float, "1"]  # how much a remembered visit takes from what a market promises
    travel_cost: Annotated[float, "1/hour"]  # fall of a city's weight with hours of travel, when moved on
    border_multiplier: Annotated[float, "1"]  # on a city's weight, when a border must be crossed
    scarce_below: Annotated[float, "1"]  # share of open places below which demand holds recruitment back
    concentration: Annotated[float, "1"]  # 1: even over establishments; more: in fewer


@njit(cache=True)
def promise(open_places, risk, p):
    """What a market promises a network [places]: its open places, less where risk is perceived.

    Halved where aversion * risk is 1.  Source: A51.

    Args:
        open_places: In the market.
        risk: That the network perceives there [visits].
    """
    return open_places / (1.0 + p.aversion * risk)


@njit(cache=True)
def weight(promised, hours, crosses, country, p):
    """Weight of a city among a network's cities [1].

    Gravity: places with open demand draw, perceived risk, hours of travel and borders repel.

    Args:
        promised: What the city promises for the person's form of exploitation [places].
        hours: Of travel from where the person is; 0 on arrival from the region of origin.
        crosses: Whether a border lies between.
        country: Row of names.COUNTRIES.

    Source: A14, A15, A16.  Leaves out: what a network knows of a market before it has been there.
    """
    if promised <= 0.0:
        return 0.0
    pull = promised**p.demand_exponent * p.attraction[country]
    return pull * exp(-p.travel_cost * hours) * (p.border_multiplier if crosses else 1.0)


@njit(cache=True, forceinline=True)
def risk_of(network, place, sector, world):
    """Risk that a network perceives in a sector of one of its cities [visits]: its memory, and what is told there."""
    group = world.networks[network]
    risk = world.memories[network, place, sector].risk
    if group.in_touch[place]:
        risk += world.markets[group.city[place] * len(SECTORS) + sector].risk
    return risk * world.fading[0]


@njit(cache=True, forceinline=True)
def promised_by(form, network, place, world, p):
    """What the sectors of a form promise a network in one of its cities [places]."""
    row = world.networks[network].city[place] * len(SECTORS)
    promised = 0.0
    for sector in range(FIRST_SECTOR[form], LAST_SECTOR[form] + 1):
        promised += promise(world.markets[row + sector].open_places, risk_of(network, place, sector, world), p)
    return promised


@njit(cache=True)
def appetite(promised, held, p):
    """Chance that a network brings one more person [1]: full while places abound, less as they fill up.

    Without demand nobody is brought; whoever is found leaves a place that may be filled again.  Source: A36.
    """
    enough = p.scarce_below * (promised + held)
    if promised <= 0.0:
        return 0.0
    return 1.0 if promised >= enough else promised / enough


@njit(cache=True, forceinline=True)
def is_wanted(key, form, network, world, seed, p):
    """Whether the network brings this person: by what its cities promise for the form."""
    promised, held = 0.0, 0
    for place in range(world.networks[network].cities):
        city = world.networks[network].city[place]
        promised += promised_by(form, network, place, world, p)
        for sector in range(FIRST_SECTOR[form], LAST_SECTOR[form] + 1):
            held += world.markets[city * len(SECTORS) + sector].held
    chance = appetite(promised, held, p)
    return chance >= 1.0 or uniform(seed, key, DECISION_WANTED, 0, 0) < chance


@njit(cache=True, forceinline=True)
def choose_city(person, here, world, seed, p, occasion):
    """Which of the network's cities the person goes to; -1 when none has an open place.  `here` is -1 on arrival."""
    network = world.networks[person.network]
    best, chosen = 1e300, -1
    for place in range(network.cities):
        city = network.city[place]
        if city == here:
            continue
        hours = world.travel_hours[here, city] if here >= 0 else 0.0
        country = world.cities[city].country
        crosses = here >= 0 and world.cities[here].country != country
        value = weight(promised_by(person.form, person.network, place, world, p), hours, crosses, country, p)
        time = race(value, seed, person.key, DECISION_CITY, world.cities[city].key, occasion)
        if time < best:
            best, chosen = time, place
    return chosen


@njit(cache=True, forceinline=True)
def choose_market(person, place, world, seed, p, occasion):
    """The market in that city of the network's: one of the sectors of the person's form, by what they promise."""
    first, last = FIRST_SECTOR[person.form], LAST_SECTOR[person.form]
    row = world.networks[person.network].city[place] * len(SECTORS)
    best, chosen = 1e300, row + first
    if first == last:
        return chosen
    for sector in range(first, last + 1):
        risk = risk_of(person.network, place, sector, world)
        value = promise(world.markets[row + sector].open_places, risk, p)
        time = race(value, seed, person.key, DECISION_SECTOR, sector, occasion)
        if time < best:
            best, chosen = time, row + sector
    return chosen


@njit(cache=True)
def choose_establishment(person, market, seed, p):
    """Row of the establishment in which the person is exploited: the low numbers of a market hold more."""
    where = uniform(seed, person.key, DECISION_ESTABLISHMENT, market.sector, (person.times << 16) | person.moves)
    number = int(market.establishments * where**p.concentration)
    return market.first_establishment + min(number, market.establishments - 1)
