"""Paired effects of a stored experiment, for every outcome whose yearly total it keeps."""

from dataclasses import dataclass

import polars as pl

from experiments.comparison import Effect, effect_of
from experiments.requests import UsageError
from experiments.store.reading import design_of, experiment_row, reading, scenarios_of, values_frame, wanted_runs

LUCK = "intervals hold chance only, not what is uncertain in the parameters"
BOTH = "a pair is the mean over the seeds of one draw: intervals hold chance and the spread of the draws"
FEWEST = 2


@dataclass(frozen=True)
class Effects:
    """What each scenario of an experiment changes against its first."""

    experiment: int
    title: str
    years: tuple[int, int]
    found: tuple[Effect, ...]
    interval: str  # what the intervals hold
    left_out: int  # pairs of which one run is missing or failed

    @property
    def table(self):
        """A polars frame with a row for each effect."""
        return pl.DataFrame([effect.as_record() for effect in self.found], infer_schema_length=None)

    def as_record(self):
        """Plain values, for JSON."""
        return {
            "experiment": self.experiment,
            "title": self.title,
            "from": self.years[0],
            "to": self.years[1],
            "interval": self.interval,
            "pairs_left_out": self.left_out,
            "effects": [effect.as_record() for effect in self.found],
        }


def effects_of(store, experiment):
    """The Effects of a stored experiment.  Raises StoreError, UsageError.

    Yearly means are over the years of the experiment.  With several draws of parameters a pair is the mean over the
    seeds of one draw, since runs of one draw are alike; with one draw it is a seed.
    """
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        design, names = design_of(row), [scenario.name for scenario in scenarios_of(connection, experiment)]
        keys = [key for key in design.keep.measures if key[2] == "total"]
        if len(names) < FEWEST or not keys:
            lacks = "has one scenario only" if len(names) < FEWEST else "keeps no yearly totals"
            raise UsageError(f"experiment {experiment} {lacks}, so it has no effects; see thbsim experiments export")
        table = values_frame(store, connection, experiment, keys)
        wanted = wanted_runs(row, 1)
    unit = "draw" if design.draws.runs > 1 else "seed"
    means = table.group_by("outcome", "area", "scenario", "draw", "seed").agg(pl.col("value").mean())
    found, left_out = [], 0
    for outcome, area, _ in keys:
        for name in names[1:]:
            pairs, there = _pairs(means, (outcome, area), (names[0], name), unit)
            left_out = max(left_out, wanted - there)
            if pairs.height < FEWEST:
                what = "2 runs" if unit == "seed" else "2 draws"
                raise UsageError(f"experiment {experiment}: an interval needs {what} of each scenario at least")
            before, after = pairs["before"].to_numpy(), pairs["after"].to_numpy()
            found.append(effect_of(before, after, outcome, area, (names[0], name)))
    found.sort(key=lambda effect: names.index(effect.scenario))
    years = (design.first_year, design.last_year)
    return Effects(experiment, row.title, years, tuple(found), BOTH if unit == "draw" else LUCK, left_out)


def _pairs(means, key, names, unit):
    """(Yearly means of both scenarios, a row for each pair; how many runs have a partner.)"""
    here = means.filter(outcome=key[0], area=key[1])
    one, other = (here.filter(scenario=name).select("draw", "seed", "value") for name in names)
    joined = one.rename({"value": "before"}).join(other.rename({"value": "after"}), on=("draw", "seed"))
    return joined.group_by(unit).agg(pl.col("before").mean(), pl.col("after").mean()).sort(unit), joined.height
