"""Regret: how far a policy falls behind the best one there, world by world; and how each performs over all worlds.

Source: Savage 1951; Lempert et al. 2006.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from experiments.advice.better import way_of
from experiments.advice.chances import surest_of
from experiments.advice.thresholds import interval
from experiments.advice.worlds import sizes_of, without_luck
from experiments.uncertainty import TAILS

MOST = 0.9  # quantile of regrets that is told beside the largest
ENDS = ("", "_low", "_high")  # of a column: its middle, and between which 95 % lie
SPREAD = (0.05, 0.25, 0.5, 0.75, 0.95)  # quantiles of effects over worlds


@dataclass(frozen=True, eq=False)
class Regrets:
    """One outcome of all scenarios in all drawn worlds, and what follows from it."""

    names: tuple[str, ...]
    outcome: str
    way: float
    draws: np.ndarray  # numbers of the draws [draw]
    observed: np.ndarray  # differences from the reference, means over a draw's seeds [scenario, draw]
    samples: np.ndarray  # the same without luck [sample, scenario, draw]

    @property
    def better(self):
        """In how many draws each was better than the reference, as observed [scenario]; ties are not better."""
        return (self.way * self.observed > 0.0).sum(axis=1)

    @property
    def better_without_luck(self):
        """Share of worlds, without luck: (middle, low, high) [3, scenario]."""
        return _told((self.way * self.samples > 0.0).mean(axis=2))

    @property
    def spread(self):
        """Quantiles SPREAD of the effects over worlds, without luck [quantile, scenario]."""
        return np.quantile(np.moveaxis(self.samples, 1, 0).reshape(len(self.names), -1), SPREAD, axis=1)

    @cached_property
    def regrets(self):
        """How far each falls behind the best in each world, without luck [sample, scenario, draw]; never below 0."""
        return _behind(self.way * self.samples)

    @property
    def mean(self):
        """Mean regret: (middle, low, high) [3, scenario]."""
        return _told(self.regrets.mean(axis=2))

    @property
    def most(self):
        """The regret that is exceeded in one of ten worlds: (middle, low, high) [3, scenario]."""
        return _told(np.quantile(self.regrets, MOST, axis=2))

    @property
    def largest(self):
        """The largest regret in any world: (middle, low, high) [3, scenario]."""
        return _told(self.regrets.max(axis=2))

    @property
    def largest_observed(self):
        """The same with luck in it, which makes it too large [scenario]."""
        return _behind(self.way * self.observed[None])[0].max(axis=1)

    @property
    def worst_draw(self):
        """The draw in which each falls furthest behind [scenario]."""
        return self.draws[np.median(self.regrets, axis=0).argmax(axis=1)]

    @property
    def minimax(self):
        """Probability that a scenario's largest regret is the smallest [scenario]; those that tie share it."""
        largest = self.regrets.max(axis=2)
        least = largest == largest.min(axis=1, keepdims=True)
        return (least / least.sum(axis=1, keepdims=True)).mean(axis=0)

    @property
    def surest(self):
        """Nearer than this to 0 or 1 no probability is told."""
        return surest_of(self.draws.size)

    @property
    def least(self):
        """The place of the scenario whose largest regret is the smallest."""
        return int(self.largest[0].argmin())

    def rows(self):
        """A row of plain values for each scenario."""
        number, count, least = self.draws.size, self.better, self.minimax
        spread, observed, worst = self.spread, self.largest_observed, self.worst_draw
        summaries = {
            "better_without_luck": self.better_without_luck,
            "regret_mean": self.mean,
            "regret_90": self.most,
            "regret_max": self.largest,
        }
        for place, name in enumerate(self.names):
            low, high = interval(count[place], number)
            row = {"scenario": name, "draws": number, "better": count[place] / number}
            row |= {"better_low": low, "better_high": high}
            row |= {f"effect_{round(100 * at)}": float(spread[order, place]) for order, at in enumerate(SPREAD)}
            for column, found in summaries.items():
                row |= {f"{column}{end}": float(one[place]) for end, one in zip(ENDS, found, strict=True)}
            row |= {"regret_max_observed": float(observed[place]), "worst_draw": int(worst[place])}
            yield row | {"minimax": float(least[place])}

    @property
    def table(self):
        """A row for each scenario and draw."""
        scenarios, draws = self.observed.shape
        return pl.DataFrame({
            "outcome": [self.outcome] * (scenarios * draws),
            "scenario": np.repeat(self.names, draws),
            "draw": np.tile(self.draws, scenarios),
            "difference_observed": self.observed.ravel(),
            "difference": np.median(self.samples, axis=0).ravel(),
            "regret_observed": _behind(self.way * self.observed[None])[0].ravel(),
            "regret": np.median(self.regrets, axis=0).ravel(),
        })  # fmt: skip


def _behind(values):
    return values.max(axis=1, keepdims=True) - values


def _told(found):
    """The median of samples [sample, scenario] and between which 95 % of them lie [3, scenario]."""
    return np.quantile(found, (0.5, *TAILS), axis=0)


def regrets(pairs, outcome, area):
    """The Regrets of all scenarios of some Pairs.  Raises UsageError."""
    way, columns = way_of(outcome), pairs.differences(outcome, area)
    sizes = np.tile(sizes_of(pairs, outcome, area), (len(columns), 1))
    samples = without_luck(pairs, columns, sizes)
    return Regrets(pairs.names, outcome, way, np.unique(pairs.draw), pairs.by_draw(columns), samples)
