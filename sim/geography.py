"""Cities of Belgium, the Netherlands and Germany: where they lie, who lives there, how long it takes between them.

Source of the table: GeoNames (CC BY 4.0), see data/README.md.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim import names
from sim.world import CITY

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
SEATS_OF_EMBASSIES = ("Brussels", "The Hague", "Berlin")  # where diplomatic households are


class City(NamedTuple):
    """One row of data/cities.csv; the key is never reused."""

    key: int
    name: str
    country: str  # ISO 3166
    region: str
    latitude: float  # [degrees north]
    longitude: float  # [degrees east]
    population: int  # [inhabitants]


@cache
def cities():
    """All cities, in the order of the table: the row of a city in the world is its place here."""
    with (Path(__file__).parent / "data" / "cities.csv").open(encoding="utf-8", newline="") as table:
        return tuple(
            City(
                int(row["key"]),
                row["name"],
                row["country"],
                row["region"],
                float(row["latitude"]),
                float(row["longitude"]),
                int(row["population"]),
            )
            for row in csv.DictReader(table)
        )


def city_names():
    """Names of the cities, in the order of the table."""
    return tuple(city.name for city in cities())


def city_rows(chosen):
    """The CITY records of chosen rows of the table."""
    return np.array(
        [
            (c.key, names.COUNTRIES.index(c.country), names.REGIONS.index(c.region), c.population)
            for c in (cities()[row] for row in chosen)
        ],
        CITY,
    )


def distances_km(chosen):
    """Great-circle distances between chosen rows of the table [km, city x city]."""
    latitude = np.radians([cities()[row].latitude for row in chosen])
    longitude = np.radians([cities()[row].longitude for row in chosen])
    half_north = np.sin((latitude[:, None] - latitude) / 2.0)
    half_east = np.sin((longitude[:, None] - longitude) / 2.0)
    chord = half_north**2 + np.cos(latitude[:, None]) * np.cos(latitude) * half_east**2
    return 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
