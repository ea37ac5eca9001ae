"""Where everybody of a watched world stands on the map, by what the rows say; and who stands nearest to a click."""

from typing import NamedTuple

import numpy as np

from experiments.page.flows.outlines import WIDTH, WINDOWS
from experiments.page.live.marks import MARKS
from sim import names
from sim.geography import cities
from sim.names import ARRESTED, ASSISTED, AT_RISK, CONVICTED, EXPLOITED, REFLECTION, TRAVELLING, WAITING
from sim.world import PERSONS

STATUSES = {
    "travelling": (TRAVELLING,),
    "exploited": (EXPLOITED,),
    "waiting": (WAITING,),
    "accompanied": (REFLECTION, ASSISTED),
    "at_risk": (AT_RISK,),
}
STANDINGS = {"active": (names.ACTIVE,), "arrested": (ARRESTED,), "convicted": (CONVICTED,)}
BODIES = {"inspection": names.SOCIAL_INSPECTIONS, "police": names.POLICE, "online_cell": names.ONLINE_CELLS}
RINGS = {"near": 17.0, "all": 9.0}  # on which the sectors of a city stand, from its middle [of WIDTH]
SEATS = {"payoke": "Antwerp", "pag_asa": "Brussels", "surya": "Liège", "minors_route": "Brussels"}
ASIDE = {
    "payoke": (0.0, -3.2),
    "pag_asa": (0.0, 4.0),
    "surya": (0.0, 4.0),
    "minors_route": (8.0, 4.0),
}  # from the city's middle, so as to cover no other mark [rings to the right, rings down]
MIDDLES = {"netherlands_shelters": (5.6, 52.25), "germany_shelters": (10.3, 51.1)}  # [degrees east, north]
BAND, ROWS, COLUMNS = 150.0, 3, 2  # below the map: who is on the way, by region of origin [of WIDTH]


class Spots(NamedTuple):
    """All agents of one sort: what tells each apart, and where it stands in the window's unit."""

    keys: np.ndarray  # of persons their keys, else rows
    x: np.ndarray
    y: np.ndarray


class Scene:
    """The Spots of a world in one of the map's windows.

    Args:
        world: As the week has left it.
        window: Of experiments.page.flows.outlines.WINDOWS.
    """

    def __init__(self, world, window):
        self.world, self.window, self.ring = world, WINDOWS[window], RINGS[window]
        self.city_x, self.city_y = city_places(window)
        found = self._sectors() | self._centres() | self._teams() | self._persons() | self._recruiters()
        self.spots = {mark.name: self._in_sight(found[mark.name], mark.name) for mark in MARKS}

    def _in_sight(self, spots, name):
        """The same, without a place for those beyond the window's edge: nan."""
        height = self.window.height + (BAND if name == "travelling" else 0.0)
        seen = (spots.x > 0.0) & (spots.x < WIDTH) & (spots.y > 0.0) & (spots.y < height)
        return Spots(spots.keys, np.where(seen, spots.x, np.nan), np.where(seen, spots.y, np.nan))

    def nearest(self, x, y, within):
        """Who stands nearest to a place: (agent, key); nobody within so much: None."""
        best, found = within, None
        for mark in MARKS:
            spots = self.spots[mark.name]
            away = np.nan_to_num(np.hypot(spots.x - x, spots.y - y), nan=np.inf)
            if away.size and away.min() <= best:
                best, found = away.min(), (mark.agent, int(spots.keys[away.argmin()]))
        return found

    def place(self, agent, key):
        """Where an agent stands; None for who is not on the map."""
        for mark in MARKS:
            spots = self.spots[mark.name]
            if mark.agent == agent and (rows := np.flatnonzero(spots.keys == key)).size:
                found = float(spots.x[rows[0]]), float(spots.y[rows[0]])
                return None if np.isnan(found[0]) else found
        return None

    def keys(self, agent):
        """All of one kind, on the map or beyond it, as they are numbered: persons by key, others by row."""
        return np.sort(np.concatenate([self.spots[mark.name].keys for mark in MARKS if mark.agent == agent]))

    def _around(self, city, angle, rings):
        """Places at an angle [turns] and so many rings from cities."""
        turn = 2.0 * np.pi * angle
        return self.city_x[city] + rings * self.ring * np.cos(turn), self.city_y[city] + rings * self.ring * np.sin(
            turn
        )

    def _of_markets(self, rows):
        markets = self.world.markets[rows]
        return self._around(markets["place"], markets["sector"] / len(names.SECTORS), 1.0)

    def _sectors(self):
        markets = self.world.markets
        rows = np.flatnonzero((markets["demand"] >= 0.5) | (markets["held"] > 0))
        return {"sector": Spots(rows, *self._of_markets(rows))}

    def _teams(self):
        teams = self.world.teams
        x, y = self._around(teams["working_city"], luck(teams["key"], 1), 1.6 + 0.4 * luck(teams["key"], 2))
        return _apart(BODIES, teams["body"], np.arange(teams.size), x, y)

    def _recruiters(self):
        recruiters = self.world.recruiters
        base = self.world.networks["city"][recruiters["network"], 0]
        x, y = self._around(base, luck(recruiters["key"], 1), 0.65 * np.sqrt(luck(recruiters["key"], 2)))
        return _apart(STANDINGS, recruiters["standing"], np.arange(recruiters.size), x, y)

    def _persons(self):
        """On the way below the map, in exploitation at the sector, in the procedure around the centre."""
        persons = self.world.persons[: self.world.counts[PERSONS]]
        x, y = self._of_markets(np.maximum(persons["market"], 0))
        in_centre = np.isin(persons["status"], (WAITING, REFLECTION, ASSISTED))
        on_the_way = persons["market"] < 0
        for moved, column, places in (
            (in_centre, "centre", self.centre_places()),
            (on_the_way, "origin", origin_places(self.window.height)),
        ):
            x[moved], y[moved] = np.array(places)[persons[column][moved]].T
        wide = np.where(on_the_way, 0.4 * BAND / ROWS, np.where(in_centre, 1.1, 0.3) * self.ring)
        turn, away = 2.0 * np.pi * luck(persons["key"], 1), np.sqrt(luck(persons["key"], 2)) * wide
        return _apart(STATUSES, persons["status"], persons["key"], x + away * np.cos(turn), y + away * np.sin(turn))

    def _centres(self):
        x, y = np.array(self.centre_places()).T
        return {"centre": Spots(np.arange(x.size), x, y)}

    def centre_places(self):
        """Where the marks of the centres stand, in the order of names.CENTRES: (x, y)."""
        return [self._centre_place(name) for name in names.CENTRES]

    def _centre_place(self, name):
        if name in MIDDLES:
            x, y = self.window.place(*MIDDLES[name])
            return float(x), float(y)
        row = [city.name for city in cities()].index(SEATS[name])
        right, down = ASIDE[name]
        return self.city_x[row] + right * self.ring, self.city_y[row] + down * self.ring


def city_places(window):
    """x and y of all cities in a window, also of those out of sight."""
    return np.array([WINDOWS[window].place(city.longitude, city.latitude) for city in cities()]).T


def origin_places(height):
    """Where those stand who are on the way, below a map so high, in the order of names.ORIGINS: (x, y)."""
    return [
        (WIDTH * (place % COLUMNS + 0.05) / COLUMNS, height + BAND * (place // COLUMNS + 0.5) / ROWS)
        for place in range(len(names.ORIGINS))
    ]


def luck(keys, which):
    """A number for each key that is always the same, 0..1: for places on the picture only."""
    mixed = np.asarray(keys).astype(np.uint64) + np.uint64(which * 0x9E3779B97F4A7C15 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed ^ (mixed >> np.uint64(31))).astype(np.float64) / 2.0**64


def _apart(sorts, column, keys, x, y):
    """Spots by sort: {name: values of the column} says which rows are of each."""
    found = {}
    for name, values in sorts.items():
        rows = np.isin(column, values)
        found[name] = Spots(keys[rows], x[rows], y[rows])
    return found
