"""Teams of inspectors, police and online cells: how many, where they live, and how far they go."""

import numpy as np

from sim import names
from sim.draws import TEAM, key_of
from sim.world import MOST_REACH
from sim.world import TEAM as TEAM_ROW


def teams_of(p, scale, table, hours):
    """All teams [TEAM records], by population.Parameters, over cities that lie so many hours apart."""
    teams = []
    for body, country in enumerate(names.COUNTRY_OF_BODY):
        homes = _homes(body, country, table)
        for number in range(round(p.teams[body] * scale) if homes else 0):
            city = homes[number % len(homes)]
            team = np.zeros((), TEAM_ROW)
            team["key"] = key_of(TEAM, (body << 32) | number)
            team["body"], team["city"], team["working_city"] = body, city, city
            reach = _reach(body, city, country, table, hours, p.reach_hours[body])
            team["reached"] = len(reach)
            team["reach"][: len(reach)] = reach
            inhabitants = np.cumsum(table["population"][reach])
            team["reach_share"][: len(reach)] = inhabitants / inhabitants[-1]
            teams.append(team)
    return np.array(teams, TEAM_ROW)


def _homes(body, country, table):
    """Cities in which a body's teams live, one after another: the biggest first, the regions in turn."""
    own = np.flatnonzero(table["country"] == country)
    own = own[np.argsort(-table["population"][own], kind="stable")]
    if body != names.REGIONAL_SOCIAL_INSPECTION:
        return own.tolist()
    by_region = [own[table["region"][own] == region].tolist() for region in np.unique(table["region"][own])]
    turns = max((len(cities_there) for cities_there in by_region), default=0)
    return [cities_there[turn % len(cities_there)] for turn in range(turns) for cities_there in by_region]


def _reach(body, city, country, table, hours, reach_hours):
    near = (hours[city] <= reach_hours) & (table["country"] == country)
    if body == names.REGIONAL_SOCIAL_INSPECTION:
        near &= table["region"] == table["region"][city]
    found = np.flatnonzero(near)
    return found[np.argsort(hours[city][found], kind="stable")][:MOST_REACH]
