"""What each policy costs and reaches against the reference: its place on the plane of cost and effect."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experiments.advice.better import MORE, way_of
from experiments.advice.ratios import Ratio, Standing, interval_of, ratio_of, standings
from experiments.requests import UsageError
from sim.definitions import BELGIUM

COST = "public_cost"


class Interval(NamedTuple):
    """A mean, and between what it lies with 95 % confidence; luck and ignorance in it."""

    mean: float
    low: float
    high: float

    @property
    def sign(self):
        """1 or -1 where zero lies outside; 0 where it does not."""
        return 0 if self.low <= 0.0 <= self.high else 1 if self.low > 0.0 else -1

    @property
    def nothing(self):
        return self.low == self.high == 0.0


@dataclass(frozen=True)
class Option:
    """A scenario: what it costs and reaches more than the reference, a year."""

    name: str
    cost: Interval  # EUR
    effect: Interval  # units of what is prevented or, where more is better, gained
    identified: Interval  # persons
    ratio: Ratio | None  # EUR for each unit; None where it would mean nothing (`position`)
    per_identified: Ratio | None
    standing: Standing
    step: Ratio | None  # EUR for each further unit since the option before it on the frontier; None where not known

    @property
    def position(self):
        """Where it lies: the effect, better, worse, unclear or nothing; the cost, dearer, cheaper, unclear or same."""
        effect = "nothing" if self.effect.nothing else {1: "better", 0: "unclear", -1: "worse"}[self.effect.sign]
        cost = "same" if self.cost.nothing else {1: "dearer", 0: "unclear", -1: "cheaper"}[self.cost.sign]
        return effect, cost


def options_of(pairs, outcome, area):
    """The Options, the reference first, and (costs, effects) of each pair [scenario, pair].  Raises UsageError."""
    if outcome == COST:
        raise UsageError(
            f"--outcome {COST} is what effects are held against; choose victim_years, hidden, recruited or identified"
        )
    effects = way_of(outcome) * pairs.differences(outcome, area)
    costs, identified = pairs.differences(COST, BELGIUM), MORE * pairs.differences("identified", BELGIUM)
    found = standings(costs.mean(axis=1), effects.mean(axis=1))
    return tuple(_option(pairs, place, (costs, effects, identified), found[place]) for place in range(len(costs))), (
        costs,
        effects,
    )


def _option(pairs, place, differences, standing):
    own = [values[place] for values in differences]
    costs, effects, _ = differences
    cost, effect, identified = (Interval(*interval_of(pairs, values)) for values in own)
    before = standing.after
    step = None if before is None else ratio_of(pairs, costs[place] - costs[before], effects[place] - effects[before])
    return Option(
        *(pairs.names[place], cost, effect, identified),
        ratio=_meaning(pairs, own[0], own[1], cost, effect),
        per_identified=_meaning(pairs, own[0], own[2], cost, identified),
        standing=standing,
        step=step,
    )


def _meaning(pairs, costs, effects, cost, effect):
    """A ratio where it says what a unit costs: the effect surely good, the cost not surely below zero."""
    if effect.sign != 1 or cost.sign == -1:
        return None
    return ratio_of(pairs, np.asarray(costs), np.asarray(effects))
