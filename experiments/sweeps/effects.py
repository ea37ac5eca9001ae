"""Paired effects of a stored experiment, for every outcome that it keeps."""

import json
from dataclasses import dataclass

import numpy as np
import polars as pl

from experiments.comparison import COMPARED, TOTAL, Effect, effect_of
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
from experiments.sweeps.kept import storable
from experiments.uncertainty import CONFIDENCE

LUCK = "intervals hold chance only, not what is uncertain in the parameters"
BOTH = "intervals hold chance and the spread of the draws: every draw is lived with the same seeds"
DRAWS = "there is one seed only: intervals hold the spread of the draws, chance with it"
NESTED = "intervals hold chance and what is not known of the parameters: every two seeds have a draw of the posterior"
LOOKS = "; they are those of a sequence, which hold however often the stopping rule looked"
FEWEST = 2
MANY_INTERVALS = 20  # of so many, one leaves the truth out on average
KEY = ("outcome", "area", "dimension", "label")


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


def effects_of(store, experiment, by=TOTAL):
    """The Effects of a stored experiment.  Raises StoreError, UsageError.

    Yearly means are over the years of the experiment; a pair is two runs of one draw and one seed.

    Args:
        by: What the numbers are told apart by, as in `keep.by` of the design; None for all that is kept.
    """
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        design, names = design_of(row), [scenario.name for scenario in scenarios_of(connection, experiment)]
        if len(names) < FEWEST:
            raise UsageError(
                f"experiment {experiment} has one scenario only, so it has no effects; add others with thbsim sweep"
                f" --expand {experiment} --add-scenarios, or see thbsim experiments export"
            )
        keys = _kept_by(by, design, experiment)
        table = values_frame(store, connection, experiment, keys)
        wanted = wanted_runs(row, 1)
        seen = overview(connection, row)
        texts = [(scenario.name, json.loads(scenario.files)) for scenario in scenarios_of(connection, experiment)]
    schedules, looks = without_draws(design, texts).schedules, design.stop.every if design.stop else 0
    found, left_out, kinds = [], 0, set()
    for key, means in yearly_means(table).items():
        for name in names[1:]:
            before, after, draws, kind = _pairs(means, (names[0], name), design.draws.of_seeds)
            left_out = max(left_out, wanted - before.size)
            _check_enough(before, draws, experiment)
            kinds.add(kind)
            found.append(effect_of(before, after, key, (names[0], name), draws, looks))
            _check_bounded(found[-1], experiment)
    found.sort(key=lambda effect: (names.index(effect.scenario), _place(effect, keys)))
    years = (design.first_year, design.last_year)
    said = tuple(dict.fromkeys((*cautions(schedules, years), *_of_many(found, LUCK in kinds))))
    holds = "; where fewer runs are there: ".join(sorted(kinds)) + LOOKS * bool(looks)
    return Effects(experiment, row.title, years, tuple(found), holds, left_out, seen, said)


def _pairs(means, names, of_seeds):
    """(before, after, the draw of each pair, what their interval holds)."""
    if of_seeds:
        return *nested_pairs(means, names), NESTED
    before, after = pairs_of(means, names)
    if before.shape[0] > 1 and before.shape[1] == 1:
        return before.ravel(), after.ravel(), tuple(range(before.size)), DRAWS
    return (before, after, (), BOTH) if before.shape[0] > 1 else (before.ravel(), after.ravel(), (), LUCK)


def _check_enough(before, draws, experiment):
    if before.size < FEWEST:
        raise UsageError(f"experiment {experiment}: an interval needs 2 pairs of runs at least")
    if draws and len(set(draws)) < FEWEST:
        raise UsageError(f"experiment {experiment}: an interval needs pairs on 2 draws of the parameters at least")


def _check_bounded(effect, experiment):
    if not np.isfinite(effect.low):
        raise UsageError(
            f"experiment {experiment}: {effect.runs} pairs are too few for an interval that holds however often the"
            " stopping rule looked; go on with --resume, or give it more seeds"
        )


def _kept_by(by, design, experiment):
    """The keys of what is kept, told apart by one dimension.  Raises UsageError."""
    keys = [key for key in design.keep.measures if by in (None, key[2])]
    if not keys:
        there = tuple(dict.fromkeys(dimension for *_, dimension in design.keep.measures))
        lacks = "keeps no yearly totals" if by == TOTAL else f"keeps nothing by {by}"
        raise UsageError(f"experiment {experiment} {lacks}; choose by --by one of {', '.join(there)}")
    return keys


def _place(effect, keys):
    """Where a row stands: what `thbsim compare` shows first, in its order, then in the order of a run."""
    key = (effect.outcome, effect.area, effect.dimension)
    shown = COMPARED.index(key[:2]) if key[:2] in COMPARED else len(COMPARED)
    return (effect.dimension != TOTAL, shown, keys.index(key), storable()[key].index(effect.label))


def _of_many(found, luck_alone):
    """What must be said of many intervals, read together."""
    unsure = sum(effect.low < effect.high for effect in found)
    if unsure >= MANY_INTERVALS:
        missed = round((1.0 - CONFIDENCE) * unsure)
        some = f"about {missed:,} leave the true mean out" if luck_alone else "some leave the truth out"
        yield (
            f"Of {unsure:,} intervals {some} by chance alone: a row that stands out among many is a question, not a"
            " finding."
        )


def cautions(schedules, years):
    """What must be said beside effects: what policies leave out, when they begin, on what recruitment hangs."""
    yield from late(schedules, years)
    for schedule in schedules:
        for policy in schedule.policies:
            yield f"What {policy.name} leaves out: {' '.join(policy.leaves_out)}"
    yield "Three countries: what networks active in Belgium do there, not all trafficking in them."
    yield "Persons recruited hang most on assumptions: how soon places fill again (A36), how networks mind risk (A51)."


def late(schedules, years):
    """What must be said of policies that begin after the years reported, or amid them."""
    for schedule in schedules:
        first = schedule.first_day
        if first and first.year > years[1]:
            yield f"{schedule.name} begins on {first}, after the years reported, so it cannot change anything."
        elif first and first.year > years[0]:
            yield f"The means hold the years before {schedule.name} begins, on {first}, too."


def yearly_means(values):
    """Of each run, over the years: {(outcome, area, dimension, label): frame of scenario, draw, seed, value}."""
    means = values.group_by(*KEY, "scenario", "draw", "seed", maintain_order=True).agg(pl.col("value").mean())
    return means.partition_by(KEY, as_dict=True, include_key=False, maintain_order=True)


def pairs_of(means, names):
    """Both scenarios' yearly means [draw, seed].

    A pair needs both runs; then draws, or where fewer pairs are lost seeds, that lack a pair are left out.

    Args:
        means: One frame of yearly_means.
        names: Of the reference and of the scenario.
    """
    joined = _joined(means, names)
    draws, seeds = (joined[column].unique().sort().to_numpy() for column in ("draw", "seed"))
    both = np.full((2, draws.size, seeds.size), np.nan)
    rows, columns = np.searchsorted(draws, joined["draw"]), np.searchsorted(seeds, joined["seed"])
    both[:, rows, columns] = joined["before"], joined["after"]
    there = np.isfinite(both[0]) & np.isfinite(both[1])
    kept = max(both[:, there.all(axis=1)], both[:, :, there.all(axis=0)], key=np.size)
    return kept[0], kept[1]


def nested_pairs(means, names):
    """Both scenarios' yearly means [pair], where every seed lives on a draw of its own, and the draw of each pair."""
    joined = _joined(means, names).sort("seed")
    return joined["before"].to_numpy(), joined["after"].to_numpy(), tuple(joined["draw"])


def _joined(means, names):
    """Pairs of which both runs are there: draw, seed, before, after."""
    one, other = (means.filter(scenario=name).select("draw", "seed", "value") for name in names)
    return one.rename({"value": "before"}).join(other.rename({"value": "after"}), on=("draw", "seed"))
