"""One world for one draw of the prior: what the model gives for each target."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calibration.priors import Prior
from calibration.targets import TOTAL, Target
from sim import engine, outcomes, population
from sim.parameters import packed
from sim.weeks import FIRST_YEAR, first_week_of


@dataclass(frozen=True, eq=False)
class Simulator:
    """What all worlds of a calibration share.

    Args:
        prior: Of whose draws they are worlds.
        targets: Whose figures they give.
        also: (outcome, area) of yearly totals that are given too, as means over the years of `mean_years`.
        mean_years: The first and the last year of those means.
    """

    prior: Prior
    targets: tuple[Target, ...]
    also: tuple[tuple[str, str], ...] = ()
    mean_years: tuple[int, int] = (2009, 2012)

    @cached_property
    def last_year(self):
        return max([self.mean_years[1], *(target.entry.years[1] for target in self.targets)])

    @cached_property
    def observed(self):
        """Of each target, on its scale [target]."""
        return np.array([target.observed for target in self.targets])

    @cached_property
    def uncertainty(self):
        """The same of its uncertainty [target]."""
        return np.array([target.entry.uncertainty for target in self.targets])

    def figures(self, draws, seeds):
        """What worlds give [world, target and also]; NaN where a target divides by nothing.

        Args:
            draws: Rows of normal numbers [world, axis].
            seeds: The luck of each world.
        """
        return self.of_values(self.prior.values(draws), seeds)

    def of_values(self, values, seeds):
        """The same, of the value of every path [world, path]."""
        return np.array([self._of_one(row, int(seed)) for row, seed in zip(values, seeds, strict=True)])

    def _of_one(self, values, seed):
        p = packed(self.prior.arrays(values))
        template = population.template(p.population, 1.0, self.last_year)
        start = population.found(template, p.population, seed)
        world = engine.live_through(start, ((0, p),), seed, first_week_of(self.last_year + 1))
        found = outcomes.measures(world, p.costs, FIRST_YEAR, self.last_year)
        measures = {(measure.outcome, measure.area, measure.dimension): measure for measure in found}
        years = slice(self.mean_years[0] - FIRST_YEAR, self.mean_years[1] + 1 - FIRST_YEAR)
        totals = [measures[outcome, area, TOTAL].values[0, years].mean() for outcome, area in self.also]
        return [*(target.of(measures, FIRST_YEAR) for target in self.targets), *totals]
