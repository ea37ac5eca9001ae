"""What a unit of effect costs under each policy, which policies are efficient, and at what price each is worth it.

Costs and effects are yearly means over the years compared, undiscounted: a euro and a victim-year count the same in
whichever of the years they fall.  Costs are public costs in Belgium: what bodies and centres do, at unit costs, and
what the policy itself costs.
"""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np
import polars as pl

from experiments.advice import acceptability as worthwhile
from experiments.advice import asking, cost_charts, cost_words
from experiments.advice.better import way_of
from experiments.advice.chances import surest_of
from experiments.advice.options import Option, options_of
from experiments.advice.pairs import Pairs
from experiments.advice.ratios import Ratio, frontier_of
from experiments.requests import UsageError
from sim.definitions import BELGIUM


@dataclass(frozen=True, eq=False)
class Cost:
    """Cost and effect of every scenario against the reference; the first option is the reference itself."""

    pairs: Pairs
    outcome: str
    area: str
    options: tuple[Option, ...]
    means: tuple  # (costs, effects) [scenario] each: EUR a year; units of effect a year, larger is better
    samples: tuple  # the same [sample, scenario], jointly
    worths: tuple[float, ...]  # EUR for each unit of effect, for which probabilities were asked for

    @property
    def frontier(self):
        """Places of the efficient scenarios, from the cheapest to the most effective, by means."""
        return frontier_of(*self.means)

    @cached_property
    def most(self):
        """How far the curve of acceptability goes [EUR for each unit of effect]."""
        return worthwhile.how_far(self.worths, self.frontier, self.means)

    @property
    def asked(self):
        """Amounts that are told: those asked for, else nothing, half of the most and the most [EUR]."""
        return self.worths or (0.0, self.most / 2.0, self.most)

    @property
    def surest(self):
        """Nearer than this to 0 or 1 no probability is told."""
        return surest_of(np.unique(self.pairs.draw).size)

    @cached_property
    def acceptability(self):
        """A row for each amount and scenario, as advice/acceptability.py has it."""
        amounts = sorted({*worthwhile.grid(self.most).tolist(), *self.asked})
        return worthwhile.acceptability(self.pairs.names, self.means, self.samples, amounts)

    @property
    def best(self):
        """For each amount asked for, whose mean net benefit is the greatest and how surely: rows of `acceptability`."""
        return self.acceptability.filter(pl.col("worth").is_in(self.asked), pl.col("most_expected"))

    @property
    def table(self):
        """A row for each scenario, the reference first."""
        return pl.DataFrame(
            [self._record(place, option) for place, option in enumerate(self.options)], infer_schema_length=None
        )

    def _record(self, place, option):
        before = option.standing.after
        return {
            "scenario": option.name,
            "reference": self.pairs.names[0],
            "outcome": self.outcome,
            "area": self.area,
            **_bounded("cost_eur", option.cost),
            **_bounded("effect", option.effect),
            **_bounded("identified", option.identified),
            **_bounded("eur_per_unit", option.ratio),
            **_bounded("eur_per_identified", option.per_identified),
            "position": cost_words.position(option),
            "on_frontier": option.standing.on_frontier,
            "beaten_by": " and ".join(self.pairs.names[one] for one in option.standing.beaten_by) or None,
            "frontier_after": None if before is None else self.pairs.names[before],
            "eur_per_further_unit": None if before is None else self.slope(before, place),
            "eur_per_further_unit_low": option.step and option.step.low,
            "eur_per_further_unit_high": option.step and option.step.high,
        }

    def slope(self, before, after):
        """What a further unit of effect costs from one scenario to the other, by means [EUR]."""
        costs, effects = self.means
        return float((costs[after] - costs[before]) / (effects[after] - effects[before]))

    def plot(self):
        """Cost against effect, with what is not known of both, and the efficient frontier."""
        return cost_charts.plane(self)

    def plot_acceptability(self):
        """The probability that each scenario has the greatest net benefit, by what a unit of effect is worth."""
        return cost_charts.curves(self)

    def sentence(self, language="en"):
        """What a unit costs under each policy, the frontier, and what is best for which amount; en, nl, fr or de."""
        return cost_words.sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return cost_words.rows(self)

    def lines(self):
        """How to read the table, and what goes with it."""
        return cost_words.lines(self)


def _bounded(name, interval):
    """Three columns: the mean or ratio, and its bounds."""
    if interval is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    first = interval.value if isinstance(interval, Ratio) else interval.mean
    bounds = {name: first, f"{name}_low": interval.low, f"{name}_high": interval.high}
    return {key: value if isfinite(value) else None for key, value in bounds.items()}


def cost(experiment, outcome="victim_years", area=BELGIUM, worth=(), store=None):
    """The Cost of a stored experiment's scenarios.  Raises StoreError, UsageError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        outcome: What is held against the cost, as in advice/better.py.
        area: "BE" or "BE+NL+DE", of the outcome; costs are Belgium's.
        worth: What one would pay for a unit of effect [EUR], for which probabilities are told.
        store: The address of the store; the user's own by default.
    """
    worths = _checked(worth)
    way_of(outcome)
    pairs = asking.stored(experiment, store)
    options, (costs, effects) = options_of(pairs, outcome, area)
    joint = pairs.samples(np.concatenate([costs, effects]))
    number = len(pairs.names)
    samples = joint[:, :number], joint[:, number:]
    return Cost(pairs, outcome, area, options, (costs.mean(axis=1), effects.mean(axis=1)), samples, worths)


def _checked(worth):
    amounts = (worth,) if isinstance(worth, (int, float)) else tuple(worth)
    for amount in amounts:
        if not 0.0 <= amount < float("inf"):
            raise UsageError(f"--worth {amount:g}: give an amount in EUR from 0 on, for each unit of effect")
    return tuple(sorted(float(amount) for amount in set(amounts)))
