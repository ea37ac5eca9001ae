"""What any mix of levers can reach on the plane of an outcome and of identified persons, and at what cost."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from experiments.advice import mixes, optimum, pattern, reach_chart, reach_words
from experiments.advice.better import way_of
from experiments.advice.options import COST, Interval
from experiments.advice.ratios import interval_of
from experiments.advice.surface import features, require
from experiments.advice.tried import EFFECT, IDENTIFIED, Tried, check_outcome, tried, try_evenly
from experiments.requests import UsageError
from scenarios import catalogue as policies
from sim.definitions import BELGIUM

OUTCOME = "outcome"
ROUNDS = 3
SHARE_OF_ROUND = 2  # a round tries one mix for every so many of the first


@dataclass(frozen=True, eq=False)
class Reach:
    """Where the mixes that were tried lie, as changes from the reference, and which cells they reach."""

    tried: Tried

    @property
    def levers(self):
        return self.tried.levers

    @cached_property
    def points(self):
        """Changes in the outcome and in identified persons [scenario, 2]."""
        outcome = way_of(self.tried.outcome) * self.tried.means(EFFECT)
        return np.stack([outcome, self.tried.means(IDENTIFIED)], axis=1)

    @cached_property
    def own(self):
        """Places of the mixes, the reference before them."""
        return [0, *self.tried.places]

    @cached_property
    def grid(self):
        return pattern.grid_of(self.points[self.own])

    @cached_property
    def hull(self):
        """Corners of the region within which the means of all mixes lie [corner, 2]."""
        return pattern.hull(self.points[self.own])

    @property
    def others(self):
        """Places of scenarios that are no mix of the levers."""
        return [place for place in range(1, len(self.points)) if place not in self.tried.places]

    @property
    def singles(self):
        """Places of levers alone, each at the largest size at which it was tried alone."""
        found: dict[int, int] = {}
        for place in self.tried.places:
            sizes = self.tried.all_sizes[place]
            if (sizes > 0.0).sum() == 1:
                lever = int(sizes.argmax())
                if lever not in found or sizes.max() > self.tried.all_sizes[found[lever]].max():
                    found[lever] = place
        return list(found.values())

    @cached_property
    def mixes(self):
        """A row for each scenario: changes in outcome, identified persons and cost with their intervals, and sizes."""
        rows = []
        for place, name in enumerate(self.tried.pairs.names):
            sizes = {f"size_{lever}": size for lever, size in zip(self.levers, self._sizes(place), strict=True)}
            changes = {self.tried.outcome: OUTCOME, "identified": IDENTIFIED, "cost_eur": COST}
            found = {
                f"{column}{end}": value
                for column, quantity in changes.items()
                for end, value in zip(("", "_low", "_high"), self.interval(place, quantity), strict=True)
            }
            rows.append({"scenario": name} | found | sizes)
        return pl.DataFrame(rows, infer_schema_length=None)

    def _sizes(self, place):
        return [None if np.isnan(size) else size for size in self.tried.all_sizes[place].tolist()]

    def interval(self, place, quantity):
        """The Interval of a scenario's change in the outcome, in identified persons or in cost."""
        sign = way_of(self.tried.outcome) if quantity == OUTCOME else 1.0
        values = self.tried.differences(EFFECT if quantity == OUTCOME else quantity)[place]
        return Interval(*interval_of(self.tried.pairs, sign * values))

    @cached_property
    def table(self):
        """A row for each cell that was reached: its bounds, how many mixes lie in it, and the cheapest of them."""
        cells = self.grid.cells(self.points[self.own])
        rows = []
        for cell in sorted(dict.fromkeys(cells)):
            inside = [place for place, own in zip(self.own, cells, strict=True) if own == cell]
            cheapest = min(inside, key=lambda place: self.tried.means(COST)[place])
            left, right, bottom, top = self.grid.bounds(cell)
            cost = self.interval(cheapest, COST)
            rows.append({
                f"{self.tried.outcome}_from": left, f"{self.tried.outcome}_to": right,
                "identified_from": bottom, "identified_to": top, "mixes": len(inside),
                "cheapest": self.tried.pairs.names[cheapest],
                "cost_eur": cost.mean, "cost_eur_low": cost.low, "cost_eur_high": cost.high,
            })  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    def plot(self):
        """The cells that were reached, each with the cost of its cheapest mix, the levers alone and the reference."""
        return reach_chart.plane(self)

    def sentence(self, language="en"):
        """What the mixes reach, and whether any lowers the outcome while identified persons rise or fall."""
        return reach_words.sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return reach_words.rows(self)

    def lines(self):
        """How to read the table, and what goes with it."""
        return list(reach_words.lines(self))


def reach(what, outcome="victim_years", area=BELGIUM, plan=mixes.USUAL, store=None, rounds=None, catalogue=False):
    """The Reach of mixes of levers.  What is in the store is not run again.

    Raises StoreError, UsageError, ScenarioError, ExecutorError.

    Args:
        what: Levers, policies of the catalogue or paths of policy files; or a stored experiment with mixes: its id, an
            Experiment, or Pairs.
        outcome: victim_years, hidden or recruited, held against identified persons.
        area: "BE" or "BE+NL+DE", of the outcome; identified persons and costs are Belgium's.
        plan: A mixes.Plan, for levers.
        store: The address of the store; the user's own by default.
        rounds: How many times further mixes aim at cells that were not reached; 3 for levers, none for an experiment.
        catalogue: Whether all policies of the catalogue are run as well, to stand in the picture.
    """
    if outcome == "identified":
        raise UsageError(
            "--outcome identified is the other axis of the plane; choose victim_years, hidden or recruited"
        )
    require()
    check_outcome(outcome, area)
    if isinstance(what, (list, tuple)):
        names = mixes.check(what, plan)
        found = try_evenly(names, plan, (outcome, area, store))
        return _in_rounds(found, names, plan, ROUNDS if rounds is None else rounds, (store, catalogue))
    found = tried(what, None, outcome, area, store)
    if not rounds and not catalogue:
        return Reach(found)
    if found.pairs.experiment is None:
        raise UsageError("rounds and --catalogue need a stored experiment, or levers")
    plan = replace(plan, mixes=max(len(found.places), SHARE_OF_ROUND), most=float(found.sizes.max()))
    return _in_rounds(found, list(found.levers), plan, rounds or 0, (store, catalogue))


def _in_rounds(found, names, plan, rounds, where):
    """The Reach after further rounds, each an experiment of its own that holds all those before it."""
    store, catalogue = where
    if catalogue:
        found = _with_more(found, "the catalogue", policies.names()[1:], store)
    for number in range(1, rounds + 1):
        new = proposed(Reach(found), plan)
        found = _with_more(found, f"round {number}", mixes.names_of(names, new)[1:], store)
    return Reach(found)


def _with_more(found, what, names, store):
    if set(names) <= set(found.pairs.names):
        return found
    title = f"{mixes.title_of(found.levers)}: {what}"
    experiment = mixes.run_further(found.pairs.experiment, title, names, store)
    return tried(experiment, found.levers, found.outcome, found.area, store)


def proposed(found, plan):
    """Sizes of mixes to try next [mix, lever].  Args: found, a Reach; plan, a mixes.Plan."""
    sizes = mixes.rounded(optimum.cloud(len(found.levers), plan.most))
    terms, surfaces = features(sizes), found.tried.surfaces
    effect, cost, identified = (terms @ surfaces[one].coefficients for one in (EFFECT, COST, IDENTIFIED))
    points = np.stack([way_of(found.tried.outcome) * effect, identified], axis=1)
    known = found.points[found.own], found.tried.means(COST)[found.own]
    return sizes[pattern.aimed(found.grid, known, (points, cost), max(1, plan.mixes // SHARE_OF_ROUND))]
