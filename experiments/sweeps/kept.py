"""Which outcomes of a run are kept, and how finely they are told apart."""

from functools import cache

import numpy as np

from experiments.comparison import COMPARED
from scenarios.baseline import read_baseline, values
from scenarios.errors import hint
from scenarios.shapes import Strict, Texts
from sim import names, outcomes, population
from sim.definitions import ALL, OUTCOMES
from sim.geography import city_names
from sim.outcomes import BY_MARKET
from sim.parameters import packed
from sim.weeks import FIRST_YEAR

ALL_KEPT = ("all",)
MARKET = "market"  # told apart only where it is asked for by name: a sector of a city


class Keep(Strict):
    """What each run leaves in the store, for every calendar year."""

    outcomes: Texts = tuple(dict.fromkeys(outcome for outcome, _ in COMPARED))
    'a list of outcomes, such as ["identified", "victim_years"], or "all"'
    by: Texts = ("total",)
    'a list of what tells them apart, such as ["total", "city"], or "all"'

    @property
    def measures(self):
        """The keys of what is kept: ((outcome, area, dimension), ...), in the order in which a run gives them."""
        return tuple(key for key in storable() if self._keeps(key))

    def holds(self, outcome, area):
        """Whether the yearly total of an outcome in an area is kept."""
        return (outcome, area, "total") in self.measures

    def _keeps(self, key):
        outcome, _, dimension = key
        told_apart = dimension in self.by or (self._by_all and dimension != MARKET)
        return told_apart and (self.outcomes == ALL_KEPT or outcome in self.outcomes)

    @property
    def _by_all(self):
        return tuple(dimension for dimension in self.by if dimension != MARKET) == ALL_KEPT


@cache
def index():
    """{(outcome, area, dimension): labels} of all that a run gives."""
    p = packed(values(read_baseline()))
    world = population.found(population.template(p.population, 1.0, FIRST_YEAR), p.population, 0)
    found = outcomes.measures(world, p.costs, FIRST_YEAR, FIRST_YEAR)
    return {(measure.outcome, measure.area, measure.dimension): measure.labels for measure in found}


def keys():
    return tuple(index())


@cache
def storable():
    """The same of all that can be stored: what a run gives, then what it gives by market where that is asked for."""
    markets = tuple(f"{city}: {sector}" for city in city_names() for sector in names.SECTORS)
    return index() | {(outcome, ALL, MARKET): markets for outcome in BY_MARKET}


def by_market(world, measures, first_year, last_year):
    """The values of a world by market, year by year, of those kept measures that are told apart so: [market, year]."""
    asked = [BY_MARKET.index(outcome) for outcome, _, dimension in measures if dimension == MARKET]
    if not asked:
        return []
    years = [outcomes.by_market(world, year, year) for year in range(first_year, last_year + 1)]
    return list(np.stack(years, axis=2)[asked])


def told_apart(keep):
    """The kept Measures with their labels and without values."""
    return [outcomes.Measure(key[0], key[1], key[2], storable()[key], np.empty(0)) for key in keep.measures]


def cells(measures, first_year, last_year):
    """Each number of a run that keeps these measures, in its order: [(outcome, area, dimension, label, year)]."""
    years = range(first_year, last_year + 1)
    return [(*key, label, year) for key in measures for label in storable()[tuple(key)] for year in years]


def check_kept(keep, problems):
    """Note what is kept in vain: unknown outcomes, unknown dimensions, outcomes that are not told apart so."""
    before = len(problems.sentences)
    dimensions = tuple(dict.fromkeys(dimension for *_, dimension in storable()))
    for outcome in keep.outcomes:
        if outcome != "all" and outcome not in OUTCOMES:
            problems.add(f"keep.outcomes has no outcome {outcome}{hint(outcome, OUTCOMES)}")
    for dimension in keep.by:
        if dimension != "all" and dimension not in dimensions:
            problems.add(f"keep.by has nothing called {dimension}{hint(dimension, dimensions)}")
    if len(problems.sentences) == before:
        kept = {outcome for outcome, *_ in keep.measures}
        for outcome in keep.outcomes:
            if outcome != "all" and outcome not in kept:
                problems.add(f'keep: {outcome} is not told apart by {", ".join(keep.by)}; add "total" to keep.by')
