"""Paired effects of a stored experiment, for every outcome whose yearly total it keeps."""

import json
from dataclasses import dataclass

import numpy as np
import polars as pl

from experiments.comparison import Effect, effect_of
from experiments.requests import UsageError
from experiments.store.reading import (
    design_of,
    experiment_row,
    overview,
    reading,
    scenarios_of,
    values_frame,
    wanted_runs,
)
from experiments.sweeps.beginning import without_draws

LUCK = "intervals hold chance only, not what is uncertain in the parameters"
BOTH = "intervals hold chance and the spread of the draws: every draw is lived with the same seeds"
DRAWS = "there is one seed only: intervals hold the spread of the draws, not chance"
FEWEST = 2


@dataclass(frozen=True)
class Effects:
    """What each scenario of an experiment changes against its first."""

    experiment: int
    title: str
    years: tuple[int, int]
    found: tuple[Effect, ...]
    interval: str  # what the intervals hold
    left_out: int  # pairs of which a run is missing or failed, or that stand alone without such a one
    overview: dict  # of the experiment: state, runs, finished
    cautions: tuple[str, ...]  # sentences that go with the effects

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
            "state": self.overview["state"],
            "cautions": list(self.cautions),
            "effects": [effect.as_record() for effect in self.found],
        }


def effects_of(store, experiment):
    """The Effects of a stored experiment.  Raises StoreError, UsageError.

    Yearly means are over the years of the experiment; a pair is two runs of one draw and one seed.
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
        seen = overview(connection, row)
        texts = [(scenario.name, json.loads(scenario.files)) for scenario in scenarios_of(connection, experiment)]
    schedules = without_draws(design, texts).schedules
    means = yearly_means(table)
    found, left_out, kinds = [], 0, set()
    for outcome, area, _ in keys:
        for name in names[1:]:
            before, after = pairs_of(means, (outcome, area), (names[0], name))
            left_out = max(left_out, wanted - before.size)
            if before.size < FEWEST:
                raise UsageError(f"experiment {experiment}: an interval needs 2 pairs of runs at least")
            kinds.add(_kind(before.shape))
            crossed = min(before.shape) > 1
            pairs = (before, after) if crossed else (before.ravel(), after.ravel())
            found.append(effect_of(pairs[0], pairs[1], outcome, area, (names[0], name)))
    found.sort(key=lambda effect: names.index(effect.scenario))
    years = (design.first_year, design.last_year)
    said = tuple(dict.fromkeys(cautions(schedules, years)))
    holds = "; where fewer runs are there: ".join(sorted(kinds))
    return Effects(experiment, row.title, years, tuple(found), holds, left_out, seen, said)


def _kind(shape):
    """What an interval from so many draws and seeds holds."""
    return LUCK if shape[0] == 1 else DRAWS if shape[1] == 1 else BOTH


def cautions(schedules, years):
    """What must be said beside effects: what policies leave out, when they begin, on what recruitment hangs."""
    for schedule in schedules:
        first = schedule.first_day
        if first and first.year > years[1]:
            yield f"{schedule.name} begins on {first}, after the years reported, so it cannot change anything."
        elif first and first.year > years[0]:
            yield f"The means hold the years before {schedule.name} begins, on {first}, too."
        for policy in schedule.policies:
            yield f"What {policy.name} leaves out: {' '.join(policy.leaves_out)}"
    yield "Three countries: what networks active in Belgium do there, not all trafficking in them."
    yield "Persons recruited hang most on assumptions: how soon places fill again (A36), how networks mind risk (A51)."


def yearly_means(values):
    """Of each run's totals, over the years: outcome, area, scenario, draw, seed, value."""
    return values.group_by("outcome", "area", "scenario", "draw", "seed").agg(pl.col("value").mean())


def pairs_of(means, key, names):
    """Both scenarios' yearly means [draw, seed].

    A pair needs both runs; then draws, or where fewer pairs are lost seeds, that lack a pair are left out.

    Args:
        means: From yearly_means.
        key: (outcome, area).
        names: Of the reference and of the scenario.
    """
    here = means.filter(outcome=key[0], area=key[1])
    one, other = (here.filter(scenario=name).select("draw", "seed", "value") for name in names)
    joined = one.rename({"value": "before"}).join(other.rename({"value": "after"}), on=("draw", "seed"))
    draws, seeds = (joined[column].unique().sort().to_numpy() for column in ("draw", "seed"))
    both = np.full((2, draws.size, seeds.size), np.nan)
    rows, columns = np.searchsorted(draws, joined["draw"]), np.searchsorted(seeds, joined["seed"])
    both[:, rows, columns] = joined["before"], joined["after"]
    there = np.isfinite(both[0])
    kept = max(both[:, there.all(axis=1)], both[:, :, there.all(axis=0)], key=np.size)
    return kept[0], kept[1]
