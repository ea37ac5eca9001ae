"""What a visitor picks of Travels: means a year of persons by city and of moves between cities."""

from typing import NamedTuple

import polars as pl

from experiments.page.flows.travels import ARRIVED, COUNT, HIDDEN, IDENTIFIED, MOVED
from sim import names
from sim.geography import cities

ALL = "all"
FILTERS = {
    "form": names.FORMS,
    "sector": names.SECTORS,
    "origin": names.ORIGINS,
    "sex": names.SEXES,
    "age_group": names.AGE_GROUPS,
}
FIGURES = ("hidden", "identified", "arrived", "entered", "moved_away")  # of a city
LEAST = 0.05  # persons a year: what is less is not drawn


class Figures(NamedTuple):
    """Means a year over the runs: persons, or where one scenario is taken from another, more or fewer persons."""

    flows: pl.DataFrame  # left, city (rows of data/cities.csv), persons
    cities: pl.DataFrame  # city, and FIGURES: every city


class Picked(NamedTuple):
    """The persons of some Travels who match all filters."""

    table: pl.DataFrame  # kind, year, left, city, sector, persons: the sum over the runs
    runs: int
    years: tuple[int, ...]

    def figures(self, year=None):
        """The Figures of a year; of the mean year by default."""
        table, divisor = self._of(year)
        moves = table.filter(pl.col("kind") == MOVED).with_columns(pl.col("left") - 1)
        flows = moves.group_by("left", "city").agg(pl.col(COUNT).sum() / divisor)
        counted = [
            _counted(table.filter(pl.col("kind") == kind), figure, divisor)
            for kind, figure in ((HIDDEN, "hidden"), (IDENTIFIED, "identified"), (ARRIVED, "arrived"))
        ]
        moved = [
            _counted(moves, "entered", divisor),
            _counted(moves.select(COUNT, city="left"), "moved_away", divisor),
        ]
        found = pl.DataFrame({"city": range(len(cities()))}, {"city": pl.Int64})
        for each in counted + moved:
            found = found.join(each, on="city", how="left")
        return Figures(_sorted(flows), found.with_columns(pl.col(FIGURES).fill_null(0.0)))

    def by_sector(self, city, year=None):
        """Hidden and identified persons of a city, where there are any: sector, hidden, identified."""
        table, divisor = self._of(year)
        there = table.filter(pl.col("city") == city, pl.col("kind").is_in([HIDDEN, IDENTIFIED]))
        sums = (
            (pl.col(COUNT).filter(pl.col("kind") == kind).sum() / divisor).alias(name)
            for kind, name in ((HIDDEN, "hidden"), (IDENTIFIED, "identified"))
        )
        return there.group_by("sector").agg(*sums).sort("sector")

    def largest(self, figure):
        """(the largest flow, the largest figure of a city) of all years: for one scale through time."""
        found = [self.figures(year) for year in self.years]
        return (
            max((each.flows[COUNT].max() or 0.0 for each in found), default=0.0),
            max((each.cities[figure].max() for each in found), default=0.0),
        )

    def _of(self, year):
        """The rows of a year, or of all; and by what sums of them are divided to be means a year."""
        rows = self.table if year is None else self.table.filter(pl.col("year") == year)
        return rows, self.runs * (len(self.years) if year is None else 1)


def picked(travels, filters):
    """The Picked of Travels.

    Args:
        filters: {a name of FILTERS: one of its values, or ALL}.
    """
    chosen = [_matches(name, value) for name, value in filters.items() if value != ALL]
    groups = "kind", "year", "left", "city", "sector"
    summed = travels.table.filter(*chosen).group_by(groups).agg(pl.col(COUNT).cast(pl.Int64).sum())
    return Picked(summed.cast({"left": pl.Int64, "city": pl.Int64}), travels.runs, travels.years)


def difference(one, other):
    """Figures of the other less those of the one."""
    both = one.flows.join(other.flows, on=("left", "city"), how="full", coalesce=True, suffix="_other")
    before, after = (pl.col(name).fill_null(0.0) for name in (COUNT, f"{COUNT}_other"))
    flows = both.select("left", "city", (after - before).alias(COUNT))
    joined = one.cities.join(other.cities, on="city", suffix="_other")
    changed = joined.select("city", *((pl.col(f"{name}_other") - pl.col(name)).alias(name) for name in FIGURES))
    return Figures(_sorted(flows), changed)


def largest_difference(one, other, figure):
    """As `Picked.largest`, of the other less the one."""
    found = [difference(one.figures(year), other.figures(year)) for year in one.years]
    return (
        max((each.flows[COUNT].abs().max() or 0.0 for each in found), default=0.0),
        max((each.cities[figure].abs().max() for each in found), default=0.0),
    )


def _matches(name, value):
    place = FILTERS[name].index(value)
    if name == "form":
        return pl.col("sector").is_between(names.FIRST_SECTOR[place], names.LAST_SECTOR[place])
    return pl.col(name) == place


def _counted(table, figure, divisor):
    return table.group_by("city").agg((pl.col(COUNT).sum() / divisor).alias(figure))


def _sorted(flows):
    """The largest first, whatever its sign."""
    return flows.sort(pl.col(COUNT).abs(), "left", "city", descending=[True, False, False])
