"""Where a network puts a person: a discrete choice over its cities, then over the sectors of the form.

A person who arrives, and one who is moved on, claims a place in a market; `settle` grants it.  Named coefficients; each
option has its own keyed draw, so that closing one option moves only those who would have taken it.
Perceived risk joins the weights with process 10 (adaptation), in the next issue.
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
    travel_cost: Annotated[float, "1/hour"]  # fall of a city's weight with hours of travel, when moved on
    border_multiplier: Annotated[float, "1"]  # on a city's weight, when a border must be crossed
    scarce_below: Annotated[float, "1"]  # share of open places below which demand holds recruitment back
    concentration: Annotated[float, "1"]  # 1: even over establishments; more: in fewer


@njit(cache=True)
def weight(open_places, hours, crosses, country, p):
    """Weight of a city among a network's cities [1].

    Gravity: places with open demand draw, hours of travel and borders repel.

    Args:
        open_places: For the person's form of exploitation in the city.
        hours: Of travel from where the person is; 0 on arrival from the region of origin.
        crosses: Whether a border lies between.
        country: Row of names.COUNTRIES.

    Source: A14, A15, A16.  Leaves out: what a network knows of a market before it has been there.
    """
    if open_places <= 0:
        return 0.0
    pull = float(open_places) ** p.demand_exponent * p.attraction[country]
    return pull * exp(-p.travel_cost * hours) * (p.border_multiplier if crosses else 1.0)


@njit(cache=True)
def open_places_for(form, city, markets):
    """Open places of all sectors of a form in a city."""
    places = 0
    for sector in range(FIRST_SECTOR[form], LAST_SECTOR[form] + 1):
        places += markets[city * len(SECTORS) + sector].open_places
    return places


@njit(cache=True)
def appetite(open_places, held, p):
    """Chance that a network brings one more person [1]: full while places abound, less as they fill up.

    Without demand nobody is brought; whoever is found leaves a place that may be filled again.  Source: A36.
    """
    enough = p.scarce_below * (open_places + held)
    return 1.0 if open_places >= enough and open_places > 0 else open_places / max(enough, 1.0)


@njit(cache=True, forceinline=True)
def is_wanted(key, form, network, world, seed, p):
    """Whether the network brings this person: by the open places in its cities for the form."""
    places, held = 0, 0
    for place in range(network.cities):
        city = network.city[place]
        for sector in range(FIRST_SECTOR[form], LAST_SECTOR[form] + 1):
            market = world.markets[city * len(SECTORS) + sector]
            places += market.open_places
            held += market.held
    chance = appetite(places, held, p)
    return chance >= 1.0 or uniform(seed, key, DECISION_WANTED, 0, 0) < chance


@njit(cache=True, forceinline=True)
def choose_city(person, here, network, world, seed, p, occasion):
    """The city, of the network's, to which the person goes; -1 when none has an open place. `here` is -1 on arrival."""
    best, chosen = 1e300, -1
    for place in range(network.cities):
        city = network.city[place]
        if city == here:
            continue
        hours = world.travel_hours[here, city] if here >= 0 else 0.0
        country = world.cities[city].country
        crosses = here >= 0 and world.cities[here].country != country
        places = open_places_for(person.form, city, world.markets)
        value = weight(places, hours, crosses, country, p)
        time = race(value, seed, person.key, DECISION_CITY, world.cities[city].key, occasion)
        if time < best:
            best, chosen = time, city
    return chosen


@njit(cache=True)
def choose_market(person, city, markets, seed, occasion):
    """The market in that city: one of the sectors of the person's form, by open places."""
    first, last = FIRST_SECTOR[person.form], LAST_SECTOR[person.form]
    best, chosen = 1e300, city * len(SECTORS) + first
    if first == last:
        return chosen
    for sector in range(first, last + 1):
        market = city * len(SECTORS) + sector
        value = float(markets[market].open_places)
        time = race(value, seed, person.key, DECISION_SECTOR, sector, occasion)
        if time < best:
            best, chosen = time, market
    return chosen


@njit(cache=True)
def choose_establishment(person, market, seed, p):
    """Row of the establishment in which the person is exploited: the low numbers of a market hold more."""
    where = uniform(seed, person.key, DECISION_ESTABLISHMENT, market.sector, person.moves)
    number = int(market.establishments * where**p.concentration)
    return market.first_establishment + min(number, market.establishments - 1)
