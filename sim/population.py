"""Who is there when a run begins: markets, establishments, teams, centres, and the networks with their recruiters.

What does not hang on luck is built once (`template`); networks are founded anew for each seed (`found`).
"""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim import names
from sim.draws import ESTABLISHMENT, GOLDEN, NETWORK, exponential, key_of, race, recruiter_key, uniform
from sim.events import empty_tally
from sim.geography import SEATS_OF_EMBASSIES, cities, city_rows, distances_km
from sim.teams import teams_of
from sim.weeks import years_of_weeks
from sim.world import CENTRE, CHANNEL, MARKET, MEMORY, MOST_CITIES, OFFICE, PERSON, World, nobody
from sim.world import ESTABLISHMENT as ESTABLISHMENT_ROW
from sim.world import NETWORK as NETWORK_ROW
from sim.world import RECRUITER as RECRUITER_ROW

DECISION_FORM, DECISION_SECOND_FORM, DECISION_BASE, DECISION_SIZE = 1, 2, 3, 4
DECISION_FURTHER, DECISION_ORIGIN, DECISION_CHANNEL, DECISION_PRIVATE = 5, 6, 7, 8
DECISION_EAR, DECISION_CHANNEL_EAR = 9, 120
PER = 100_000.0  # inhabitants
FIRST_ROOM = 4096  # persons; grows as needed


class Parameters(NamedTuple):
    networks: Annotated[float, "1"]  # criminal groups active in Belgium
    recruiters_per_network: Annotated[float, "1"]  # each a place that is filled
    form_share: Annotated[np.ndarray, "1", "form"]  # of networks, by what they mainly do
    origin_share: Annotated[np.ndarray, "1", "form", "origin"]  # of recruiters, by their network's form
    channel_share: Annotated[np.ndarray, "1", "channel"]  # of recruiters, by the online channel that they use
    further_cities: Annotated[
        float, "1"
    ]  # mean number of cities beyond a network's Belgian base, before it is rounded and held to 7
    country_weight: Annotated[np.ndarray, "1", "country"]  # of a city, as one of those further cities
    nearness: Annotated[float, "1/hour"]  # fall of that weight with hours of travel from the base
    detour: Annotated[float, "1"]  # road over straight line
    speed_km_per_hour: Annotated[float, "km/hour"]  # of travel by road
    places_per_100000: Annotated[np.ndarray, "1", "sector"]  # demand for exploited persons, by inhabitants
    diplomatic_places: Annotated[float, "1"]  # further such places in a city with embassies
    scope: Annotated[np.ndarray, "1", "country"]  # share of that demand which networks active in Belgium can meet
    inspectable_per_100000: Annotated[np.ndarray, "1", "sector"]  # establishments among which a team searches
    persons_per_establishment: Annotated[np.ndarray, "1", "sector"]  # places in one that exploits
    private_share: Annotated[float, "1"]  # of places of prostitution, not seen from the street
    teams: Annotated[np.ndarray, "1", "body"]  # number of teams
    reach_hours: Annotated[np.ndarray, "hour", "body"]  # how far from home a team works


def template(p, scale=1.0, last_year=2018, chosen=None):
    """A world without networks and without persons.

    Args:
        p: population.Parameters.
        scale: Multiplies networks, demand, establishments, teams and places.
        last_year: The year with which the run ends.
        chosen: Rows of the table of cities that exist; all by default.
    """
    chosen = range(len(cities())) if chosen is None else chosen
    table = city_rows(chosen)
    hours = distances_km(chosen) * p.detour / p.speed_km_per_hour
    markets = _markets(p, scale, table, chosen)
    centres = np.zeros(len(names.CENTRES), CENTRE)
    centres["scale"] = scale
    exploiting = int(markets["establishments"].sum())
    calendar = years_of_weeks(last_year)
    return World(
        cities=table,
        travel_hours=hours,
        markets=markets,
        establishments=np.zeros(exploiting, ESTABLISHMENT_ROW),
        exposure=np.zeros((exploiting, len(names.TEAM_BODIES)), np.float32),
        networks=np.zeros(round(p.networks * scale), NETWORK_ROW),
        memories=np.zeros((round(p.networks * scale), MOST_CITIES, len(names.SECTORS)), MEMORY),
        touched=np.zeros((0, 3), np.int32),
        fading=np.ones(1),
        channels=np.zeros(len(names.CHANNELS), CHANNEL),
        offices=_offices(scale),
        recruiters=np.zeros(round(p.networks * scale) * round(p.recruiters_per_network), RECRUITER_ROW),
        teams=teams_of(p, scale, table, hours),
        centres=centres,
        persons=np.zeros(0, PERSON),
        past=np.zeros(0, PERSON),
        nobody=nobody(),
        claims=np.zeros((2, 0), np.int32),
        counts=np.zeros(6, np.int64),
        year_of_week=calendar,
        tally=empty_tally(int(calendar[-1]) + 1, markets.size, table.size),
    )


def _offices(scale):
    offices = np.zeros(len(names.OFFICES), OFFICE)
    offices["scale"] = scale
    return offices


def _markets(p, scale, table, chosen):
    sectors = len(names.SECTORS)
    rows = np.zeros((table.size, sectors), MARKET)
    inhabitants = table["population"][:, None] / PER
    rows["city"] = np.arange(table.size)[:, None]
    rows["place"] = np.asarray(chosen)[:, None]
    rows["sector"] = np.arange(sectors)
    rows["form"] = names.FORM_OF_SECTOR
    rows["country"], rows["region"] = table["country"][:, None], table["region"][:, None]
    embassies = np.array([cities()[row].name in SEATS_OF_EMBASSIES for row in chosen])
    demand = inhabitants * p.places_per_100000
    demand[:, names.DIPLOMATIC_HOUSEHOLDS] += embassies * p.diplomatic_places
    rows["demand"] = demand * p.scope[table["country"]][:, None] * scale
    rows["rounding"] = np.modf(GOLDEN * (1 + rows["place"] * sectors + rows["sector"]))[0]
    places = np.ceil(rows["demand"] / p.persons_per_establishment)
    rows["establishments"] = np.maximum(1, places)
    rows["inspectable"] = np.maximum(inhabitants * p.inspectable_per_100000 * scale, rows["establishments"])
    rows["hit_establishment"], rows["news_week"] = -1, -1
    markets = rows.reshape(-1)
    markets["first_establishment"] = np.cumsum(markets["establishments"]) - markets["establishments"]
    return markets


def found(world, p, seed):
    """A world of its own with the networks that this seed founds; the template stays as it is."""
    tables = {name: part.copy() for name, part in world._asdict().items() if isinstance(part, np.ndarray)}
    own = world._replace(**tables)
    years, cities_there = own.tally.recruited.shape[0], own.cities.size
    own = own._replace(
        persons=np.zeros(FIRST_ROOM, PERSON),
        past=np.zeros(FIRST_ROOM, PERSON),
        claims=np.zeros((2, FIRST_ROOM), np.int32),
        tally=empty_tally(years, own.markets.size, cities_there),
    )
    if (own.cities["country"] == 0).any():
        _found_networks(own.networks, own.recruiters, own.cities, own.travel_hours, p, seed)
    else:
        own = own._replace(**{name: getattr(own, name)[:0] for name in ("networks", "recruiters", "memories")})
    own = own._replace(touched=np.zeros((own.memories.size, 3), np.int32))
    own.memories["news_week"] = -1
    _hide_private(own.establishments, own.markets, own.cities, p, seed)
    return own


@njit(cache=True)
def _pick(weights, seed, key, decision):
    best, chosen = 1e301, 0
    for option in range(weights.size):
        time = race(weights[option], seed, key, decision, option, 0)
        if time < best:
            best, chosen = time, option
    return chosen


@njit(cache=True)
def _found_networks(networks, recruiters, table, hours, p, seed):
    places = recruiters.size // max(1, networks.size)
    for row in range(networks.size):
        network = networks[row]
        network.key = key_of(NETWORK, row)
        network.form = _pick(p.form_share, seed, network.key, DECISION_FORM)
        network.second_form = _pick(p.form_share, seed, network.key, DECISION_SECOND_FORM)
        network.action_week, network.convicted_week, network.release_week = -1, -1, -1
        _choose_cities(network, table, hours, p, seed)
        for place in range(MOST_CITIES):
            network.ear[place] = uniform(seed, network.key, DECISION_EAR, place, 0)
        for channel in range(len(names.CHANNELS)):
            network.channel_ear[channel] = uniform(seed, network.key, DECISION_CHANNEL_EAR, channel, 0)
        for place in range(places):
            recruiter = recruiters[row * places + place]
            recruiter.network, recruiter.place = row, place
            engage(recruiter, network.form, seed, p)


@njit(cache=True)
def engage(recruiter, form, seed, p):
    """Somebody fills a recruiter's place: key by network, place and generation, traits by the key."""
    recruiter.key = recruiter_key(recruiter.network, recruiter.place, recruiter.generation)
    recruiter.origin = _pick(p.origin_share[form], seed, recruiter.key, DECISION_ORIGIN)
    recruiter.channel = 1 + _pick(p.channel_share, seed, recruiter.key, DECISION_CHANNEL)


@njit(cache=True)
def _choose_cities(network, table, hours, p, seed):
    """A Belgian base by inhabitants, then further cities near it: those that come first in a keyed race."""
    times = np.empty(table.size)
    for city in range(table.size):
        weight = table[city].population if table[city].country == 0 else 0.0
        times[city] = race(weight, seed, network.key, DECISION_BASE, table[city].key, 0)
    base = np.argmin(times)
    network.city[0] = base
    for city in range(table.size):
        weight = (
            table[city].population * p.country_weight[table[city].country] * np.exp(-p.nearness * hours[base, city])
        )
        times[city] = race(weight, seed, network.key, DECISION_FURTHER, table[city].key, 0)
    times[base] = 1e300
    further = int(round(p.further_cities * exponential(seed, network.key, DECISION_SIZE, 0, 0)))
    network.cities = 1
    for _ in range(min(further, MOST_CITIES - 1)):
        nearest = np.argmin(times)
        if times[nearest] >= 1e300:
            break
        network.city[network.cities] = nearest
        network.cities += 1
        times[nearest] = 1e300


@njit(cache=True)
def _hide_private(establishments, markets, table, p, seed):
    for row in range(markets.size):
        market = markets[row]
        for number in range(market.establishments):
            establishment = establishments[market.first_establishment + number]
            establishment.visited_week = -1
            if market.sector == names.PROSTITUTION:
                key = key_of(ESTABLISHMENT, (np.int64(table[market.city].key) << 32) | number)
                establishment.private = uniform(seed, key, DECISION_PRIVATE, 0, 0) < p.private_share
