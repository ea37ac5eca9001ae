"""Where persons are brought, moved, held and identified, told apart by sector, origin, sex and age group.

The tallies of a run have moves as totals only; so runs are lived week by week, and what befell each synthetic person in
a week is read from the persons' rows.  Only sums leave.
"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from sim import engine, names
from sim.course import course_of
from sim.geography import cities
from sim.names import EXPLOITED
from sim.weeks import first_week_of
from sim.world import PERSONS

KINDS = ("moved", "arrived", "hidden", "identified")
MOVED, ARRIVED, HIDDEN, IDENTIFIED = range(4)
NOWHERE = 0  # left by who arrives, is held or identified; a city's own number there is its row in data/cities.csv + 1
COLUMNS = ("kind", "year", "left", "city", "sector", "origin", "sex", "age_group")
COUNT = "persons"


class Travels(NamedTuple):
    """What befell the persons of some runs of one scenario."""

    table: pl.DataFrame  # COLUMNS, numbered as in sim.names and data/cities.csv, and COUNT: the sum over the runs
    runs: int
    first_year: int
    last_year: int

    @property
    def years(self):
        return tuple(range(self.first_year, self.last_year + 1))


def followed(plan, seed):
    """One run: (events, each a number as `numbered` gives, ascending; the World at its end).

    Args:
        plan: A runner.Plan.
        seed: The run's luck.
    """
    course = course_of(plan.schedule.course())
    first, end = first_week_of(plan.first_year), first_week_of(plan.last_year + 1)
    world = engine.live_through(plan.founded(seed), course, seed, first)
    found, years = [], plan.last_year + 1 - plan.first_year
    before = _exploited(world)
    for week in range(first, end):
        p, _ = course.next(world)
        world = engine.advance(world, p, seed, week + 1)
        now = _exploited(world)
        year = int(world.year_of_week[week]) - int(world.year_of_week[first])
        for kind, left, persons in _of_week(world, before, now, week):
            found.append(_codes(kind, year, left, persons, world.markets, years))
        before = now
    return np.sort(np.concatenate(found)), world


def _exploited(world):
    """Who is held in exploitation, by key."""
    persons = world.persons[: world.counts[PERSONS]]
    held = persons[persons["status"] == EXPLOITED]
    return held[np.argsort(held["key"])]


def _of_week(world, before, now, week):
    """What befell persons in a week: (kind, the market that each left or None, their rows)."""
    _, then, since = np.intersect1d(before["key"], now["key"], assume_unique=True, return_indices=True)
    elsewhere = before["market"][then] != now["market"][since]
    yield MOVED, before["market"][then[elsewhere]], now[since[elsewhere]]
    yield ARRIVED, None, now[now["arrived_week"] == week]
    persons = world.persons[: world.counts[PERSONS]]
    yield IDENTIFIED, None, persons[persons["identified_week"] == week]
    years = world.year_of_week
    if week + 1 == years.size or years[week + 1] != years[week]:
        yield HIDDEN, None, now


def _codes(kind, year, left, persons, markets, years):
    """Events as numbers; each stands at the market where the person is, or was last, exploited."""
    there = markets[persons["market"]]
    came_from = np.full(persons.size, NOWHERE) if left is None else markets[left]["place"] + 1
    columns = (
        np.full(persons.size, kind),
        np.full(persons.size, year),
        came_from,
        there["place"],
        there["sector"],
        persons["origin"],
        persons["sex"],
        persons["age_group"],
    )
    return np.ravel_multi_index([column.astype(np.int64) for column in columns], shape(years))


def shape(years):
    """How many values each of COLUMNS may have."""
    places = len(cities())
    return (
        len(KINDS), years, places + 1, places, len(names.SECTORS), len(names.ORIGINS), len(names.SEXES),
        len(names.AGE_GROUPS),
    )  # fmt: skip


def summed(events, first_year, last_year):
    """The Travels of runs, from the events of each."""
    years = last_year + 1 - first_year
    codes, counts = np.unique(np.concatenate(events), return_counts=True)
    columns = dict(zip(COLUMNS, np.unravel_index(codes, shape(years)), strict=True))
    columns["year"] = columns["year"] + first_year
    types: Any = dict.fromkeys(COLUMNS, pl.UInt8) | {"year": pl.UInt16}
    table = pl.DataFrame(columns).cast(types).with_columns(pl.Series(COUNT, counts.astype(np.uint16)))
    return Travels(table, len(events), first_year, last_year)
