"""Runs a scenario many times, each run with luck of its own, in threads: the compiled loop frees Python's lock."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenarios.catalogue import load
from scenarios.schedule import Schedule
from sim import engine, outcomes, population
from sim.weeks import FIRST_YEAR, first_week_of

LATEST = 16  # draws whose plans are kept for the next seed; workers are at neighbouring ones


@dataclass(frozen=True, eq=False)
class Runs:
    """What many runs of one scenario gave.

    Row r of `values` is what run r gave, in the order of `index`; the same seeds make two scenarios pairs.
    """

    schedule: Schedule
    first_year: int
    last_year: int
    seeds: tuple[int, ...]
    scale: float
    index: tuple[outcomes.Measure, ...]  # of the first run: its values are one example
    values: np.ndarray  # [run, measure's label and year]
    moves: np.ndarray  # persons moved a year [run, city left, city entered]
    arrivals: np.ndarray  # persons brought a year [run, region of origin, city]
    by_market: np.ndarray  # yearly means [run, outcome of outcomes.BY_MARKET, market]
    began: tuple[tuple[int | None, ...], ...]  # week in which each change of schedule.reacting began; None: never [run]
    draws: tuple[int, ...] = ()  # the draw of the parameters on which each run lived [run]; none where it was not drawn

    @property
    def name(self):
        return self.schedule.name

    @property
    def years(self):
        return tuple(range(self.first_year, self.last_year + 1))

    @property
    def request(self):
        """What was asked for, besides the scenario: years, number of runs, first seed, scale."""
        return {
            "from": self.first_year,
            "to": self.last_year,
            "runs": len(self.seeds),
            "seed": self.seeds[0],
            "scale": self.scale,
        }

    def labels(self, outcome, area, dimension="total"):
        """What the measures of an outcome are told apart by."""
        return self._find(outcome, area, dimension)[0].labels

    def of(self, outcome, area, dimension="total"):
        """One outcome of all runs [run, label, year]."""
        measure, first = self._find(outcome, area, dimension)
        columns = self.values[:, first : first + measure.values.size]
        return columns.reshape(len(self.seeds), *measure.values.shape)

    def _find(self, outcome, area, dimension):
        first = 0
        for measure in self.index:
            if (measure.outcome, measure.area, measure.dimension) == (outcome, area, dimension):
                return measure, first
            first += measure.values.size
        raise KeyError(f"no measure of {outcome} in {area} by {dimension}")


@dataclass(frozen=True, eq=False)
class Plan:
    """All that the runs of one scenario share."""

    schedule: Schedule
    first_year: int
    last_year: int
    scale: float
    template: population.World

    def live(self, seed):
        """One run, from the first settling week to the end of the last year.

        Returns measures, moves and arrivals a year, yearly means by market, and when each reacting change began.
        """
        course = self.schedule.course()
        return self.told(self.lived(seed, course), course)

    def told(self, world, course):
        """What `live` returns, of a world that its course has led to the end."""
        began = tuple(course.began) if self.schedule.reacting else ()
        cost = self.policy_cost_eur(began)
        found = outcomes.measures(world, self.schedule.segments[0][1].costs, self.first_year, self.last_year, cost)
        moves, arrivals = outcomes.flows(world, self.first_year, self.last_year)
        by_market = outcomes.by_market(world, self.first_year, self.last_year)
        years = self.last_year + 1 - self.first_year
        return found, moves / years, arrivals / years, by_market, began

    def founded(self, seed):
        """The world on a run's first day."""
        return population.found(self.template, self.schedule.segments[0][1].population, seed)

    def lived(self, seed, course):
        """The world at a run's end, by a fresh course of the schedule."""
        return engine.live_through(self.founded(seed), course, seed, first_week_of(self.last_year + 1))

    def policy_cost_eur(self, began):
        """What the policy itself costs where its reacting changes began in these weeks [EUR, reported year]."""
        years = self.template.year_of_week
        weekly = self.scale * self.schedule.cost_eur_per_week(years.size, began)
        return np.bincount(years, weekly, self.last_year + 1 - FIRST_YEAR)[self.first_year - FIRST_YEAR :]


def plan(schedule, first_year, last_year, scale=1.0):
    """Prepare the runs of a scenario over reported calendar years, at a scale of the world [1]."""
    template = population.template(schedule.segments[0][1].population, scale, last_year)
    return Plan(schedule, first_year, last_year, scale, template)


def processors():
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lives(schedule, first_year, last_year, scale):
    """What lives a run by its seed, on the draw that is the seed's where there are draws."""
    draws = schedule.draws
    if draws is None:
        return plan(schedule, first_year, last_year, scale).live

    @lru_cache(maxsize=LATEST)
    def on_draw(draw):
        return plan(schedule.with_values(draws.values(draw)), first_year, last_year, scale)

    return lambda seed: on_draw(draws.draw_of(seed)).live(seed)


def warm_up():
    """Compile the model, or load what an earlier start has compiled, before threads ask for it all at once."""
    plan(load("baseline"), FIRST_YEAR, FIRST_YEAR).live(1)


@contextmanager
def threads(number=None):
    """An executor of so many threads; as many as this process may use processors by default.

    Left early, it begins nothing more.
    """
    executor = ThreadPoolExecutor(number or processors())
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def run(
    schedule: Schedule,
    first_year: int,
    last_year: int,
    seeds: Sequence[int],
    executor: Executor,
    scale: float = 1.0,
    done: Callable[[], object] = lambda: None,
):
    """Run a scenario once for each seed, on the draw of the seed where it has draws; `done` is called after each run.

    Results stand in the order of the seeds.
    """
    live = _lives(schedule, first_year, last_year, scale)
    return gathered((schedule, first_year, last_year, tuple(seeds), scale), executor.map(live, seeds), done)


def gathered(given, lived, done: Callable[[], object] = lambda: None):
    """The Runs of what each run gave.

    Args:
        given: (schedule, first year, last year, seeds, scale).
        lived: What `Plan.live` returns of each seed, in their order.
        done: Called after each.
    """
    schedule, first_year, last_year, seeds, scale = given
    draws = tuple(schedule.draws.draw_of(seed) for seed in seeds) if schedule.draws else ()
    index, values = (), np.empty(0)
    flows: tuple[np.ndarray, ...] = ()
    began = []
    for place, (found, *flowed, begun) in enumerate(lived):
        row = np.concatenate([measure.values.ravel() for measure in found])
        if place == 0:
            index = tuple(found)
            values = np.empty((len(seeds), row.size))
            flows = tuple(np.empty((len(seeds), *part.shape), np.float32) for part in flowed)
        values[place] = row
        for kept, part in zip(flows, flowed, strict=True):
            kept[place] = part
        began.append(begun)
        done()
    moves, arrivals, by_market = flows
    asked = schedule, first_year, last_year, seeds, scale
    return Runs(*asked, index, values, moves, arrivals, by_market, tuple(began), draws)
