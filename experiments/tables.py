"""Tidy tables of what runs gave, and the interval that goes with each mean.

Here low and high hold the middle 95 % of the runs: how far single worlds lie apart, not how well the mean is known.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from sim.definitions import ALL, BELGIUM, OUTCOMES
from sim.geography import city_names
from sim.names import ORIGINS

MIDDLE = (0.025, 0.975)  # quantiles between which 95 % of the runs lie
KEYS = ("outcome", "area", "dimension", "label", "year")


class Spread(NamedTuple):
    """A mean over runs, and between what bounds the middle 95 % of the runs lie."""

    mean: float
    low: float
    high: float


def spread(values):
    """Spread of one number per run [run]; None where no run has it (a share of nothing)."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return None
    return Spread(float(known.mean()), *(float(bound) for bound in np.quantile(known, MIDDLE)))


def rows(runs):
    """What each number of a run is: outcome, area, dimension, label, year, unit [one row a number]."""
    years = len(runs.years)
    parts = [(m.outcome, m.area, m.dimension, label) for m in runs.index for label in m.labels]
    table = pl.DataFrame(parts, KEYS[:4], orient="row").with_row_index("row")
    every = pl.DataFrame({"year": runs.years}, {"year": pl.Int32})
    units = {outcome: definition.unit for outcome, definition in OUTCOMES.items()}
    found = table.join(every, how="cross").drop("row").with_columns(unit=pl.col("outcome").replace_strict(units))
    if found.height != runs.values.shape[1] or table.height * years != found.height:
        raise AssertionError("the rows of a table are not those of its runs")
    return found


def tidy(runs):
    """Every number of every run: scenario, seed, outcome, area, dimension, label, year, unit, value."""
    index = rows(runs)
    return pl.concat([
        index.select(pl.lit(runs.name).alias("scenario"), pl.lit(seed).alias("seed"), pl.all(), value=pl.lit(values))
        for seed, values in zip(runs.seeds, map(pl.Series, runs.values), strict=True)
    ])  # fmt: skip


def summary(runs):
    """Mean, low and high of each number over the runs, with the standard error of the mean."""
    low, high = np.quantile(runs.values, MIDDLE, axis=0)
    return rows(runs).select(
        pl.lit(runs.name).alias("scenario"),
        pl.all(),
        mean=pl.lit(pl.Series(runs.values.mean(axis=0))),
        low=pl.lit(pl.Series(low)),
        high=pl.lit(pl.Series(high)),
        standard_error=pl.lit(pl.Series(_standard_error(runs.values))),
    )


def _standard_error(values):
    """Of the mean of each column; unknown from a single run."""
    if values.shape[0] < 2:
        return np.full(values.shape[1], np.nan)
    return values.std(axis=0, ddof=1) / np.sqrt(values.shape[0])


def flows(runs):
    """Persons moved a year from city to city: origin, destination, persons, low, high; the largest first."""
    return _largest_first(runs.moves, city_names())


def arrivals(runs):
    """Persons brought a year from a region of origin to a city, the same columns."""
    return _largest_first(runs.arrivals, ORIGINS)


def _largest_first(persons, origins):
    """Of persons [run, origin, city]."""
    mean = persons.mean(axis=0, dtype=float)
    left, entered = np.nonzero(mean)
    low, high = np.quantile(persons[:, left, entered], MIDDLE, axis=0)
    return pl.DataFrame({
        "origin": np.array(origins)[left],
        "destination": np.array(city_names())[entered],
        "persons": mean[left, entered],
        "low": low,
        "high": high,
    }).sort("persons", "origin", "destination", descending=[True, False, False])  # fmt: skip


def by_label(runs, outcome, area, dimension="total"):
    """Spread of the yearly mean for each label: {label: Spread}."""
    yearly = runs.of(outcome, area, dimension).mean(axis=2)
    return {label: spread(yearly[:, place]) for place, label in enumerate(runs.labels(outcome, area, dimension))}


def at_end(runs, outcome, area):
    """Spread of the last year's value."""
    return spread(runs.of(outcome, area)[:, 0, -1])


def by_year(runs, outcome, area):
    """Spread for each year: {year: Spread}."""
    values = runs.of(outcome, area)[:, 0]
    return {year: spread(values[:, place]) for place, year in enumerate(runs.years)}


def share(runs, form):
    """Spread of a form's share of the identified victims in Belgium [1]; of "other": all but labour and sexual."""
    counts = runs.of("identified", BELGIUM, "form").sum(axis=2)
    labels = runs.labels("identified", BELGIUM, "form")
    chosen = [label not in ("labour", "sexual") if form == "other" else label == form for label in labels]
    with np.errstate(invalid="ignore"):
        return spread(counts[:, chosen].sum(axis=1) / counts.sum(axis=1))


def breakdowns():
    """Which outcomes the tables of a run tell apart, by dimension: (dimension, area, outcomes)."""
    persons = ("identified", "hidden", "victim_years", "exits")
    return (
        ("form", BELGIUM, persons),
        ("sector", BELGIUM, persons),
        ("region", ALL, persons),
        ("origin", BELGIUM, persons),
        ("centre", ALL, ("referred", "taken_in", "lost_while_waiting", "assisted", "waiting")),
    )
