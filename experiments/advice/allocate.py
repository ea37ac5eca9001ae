"""The best mix of levers under a yearly budget: tried, foretold by a response surface, and confirmed on fresh seeds."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from experiments.advice import allocation_chart, allocation_words, asking, mixes, optimum
from experiments.advice.better import way_of
from experiments.advice.chances import surest_of
from experiments.advice.options import COST, Option, options_of
from experiments.advice.pairs import Pairs
from experiments.advice.ratios import interval_of
from experiments.advice.surface import features, require
from experiments.advice.tried import EFFECT, IDENTIFIED, Tried, check_outcome, try_evenly, try_out
from experiments.language import number
from experiments.requests import UsageError
from experiments.uncertainty import TAILS
from sim.definitions import BELGIUM

REFITS = 100
LUCK_OF_REFITS = 7_003


@dataclass(frozen=True, eq=False)
class Allocation:
    """What was tried, the best mix within the budget, and what came of it on fresh seeds."""

    tried: Tried
    plan: mixes.Plan
    budget: float  # EUR a year more than the reference
    amounts: np.ndarray  # budgets of the frontier [budget], EUR
    best: np.ndarray  # sizes that are best for each, by the mean over draws [budget, lever]
    refits: np.ndarray  # the same on resampled draws [refit, budget, lever]
    reached: np.ndarray  # their effect on those draws [refit, budget]
    mix: np.ndarray  # the chosen sizes, in hundredths [lever]
    single: str  # the best lever alone that the budget pays for whole
    confirmed: Pairs  # the reference, the mix and the single lever, on fresh seeds

    @property
    def name(self):
        """Of the chosen mix."""
        return self.confirmed.names[1] if (self.mix > 0.0).any() else self.confirmed.names[0]

    @cached_property
    def options(self):
        """What was confirmed of the reference, the mix and the single lever: Options, in the order of `confirmed`."""
        return options_of(self.confirmed, self.tried.outcome, self.tried.area)[0]

    def option(self, name) -> Option:
        return self.options[self.confirmed.place(name)]

    def promised(self, quantity):
        """What the surface foretells of the mix."""
        return float(self.tried.surfaces[quantity](self.mix)[0])

    @cached_property
    def over_single(self):
        """How much more the mix reaches than the single lever, on fresh seeds: (mean, low, high)."""
        effects = way_of(self.tried.outcome) * self.confirmed.differences(self.tried.outcome, self.tried.area)
        return interval_of(
            self.confirmed, effects[self.confirmed.place(self.name)] - effects[self.confirmed.place(self.single)]
        )

    @cached_property
    def over_budget(self):
        """Probability that the mix costs more than the budget, on fresh seeds; luck and ignorance."""
        costs = self.confirmed.differences(COST, BELGIUM)[[self.confirmed.place(self.name)]]
        return float((self.confirmed.samples(costs) > self.budget).mean())

    @property
    def surest(self):
        """Nearer than this to 0 or 1 no probability is told that rests on the fresh draws."""
        return surest_of(np.unique(self.confirmed.draw).size)

    @property
    def sizes(self):
        """A row for each lever: its size in the chosen mix, and in the best mixes of refits on resampled draws."""
        at = self.refits[:, self._chosen]
        low, high = np.quantile(at, TAILS, axis=0)
        return pl.DataFrame({
            "lever": self.tried.levers, "size": self.mix, "low": low, "high": high,
            "left_out": (at < mixes.STEP / 2.0).mean(axis=0),
            "at_most": (at > self.plan.most - mixes.STEP / 2.0).mean(axis=0),
        })  # fmt: skip

    @property
    def _chosen(self):
        return int(np.searchsorted(self.amounts, self.budget))

    @cached_property
    def frontier(self):
        """A row for each budget: the best effect within it by the surface, in the runs that chose it.

        Chosen as the best of many it looks better than it is (the winner's curse), and so do its bounds.  `low` and
        `high` hold luck and ignorance, of the mix that is best by the mean over draws; between `best_low` and
        `best_high` lie 95 % of the best effects of refits on resampled draws (bootstrap), maybe not the truth.
        """
        surfaces = self.tried.surfaces
        may_be = surfaces[EFFECT].of_samples(self.tried.samples[EFFECT])
        low, high = np.quantile(surfaces[EFFECT](self.best, may_be), TAILS, axis=1)
        best_low, best_high = np.quantile(self.reached, TAILS, axis=0)
        columns = {
            "budget_eur": self.amounts,
            "effect": surfaces[EFFECT](self.best),
            "low": low,
            "high": high,
            "best_low": best_low,
            "best_high": best_high,
            "cost_eur": surfaces[COST](self.best),
            "identified": surfaces[IDENTIFIED](self.best),
        }
        own = {f"size_{lever}": self.best[:, place] for place, lever in enumerate(self.tried.levers)}
        return pl.DataFrame(columns | own)

    @property
    def table(self):
        """A row for the best mix, one for the best single lever taken whole, and one for each lever alone as tried."""
        rows = [self._record("best mix", self.name), self._record("best whole lever", self.single)]
        rows += [self._record("lever alone", name) for name in self.singles if name != self.single]
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def singles(self):
        """Scenarios with one lever alone, as large as it may be."""
        return [
            self.tried.pairs.names[place]
            for place, sizes in zip(self.tried.places, self.tried.sizes, strict=True)
            if (sizes > 0.0).sum() == 1 and np.isclose(sizes.max(), self.plan.most)
        ]

    def _record(self, kind, name):
        promised = kind == "best mix"
        place = None if promised else self.tried.pairs.place(name)
        means = {
            f"tried_{quantity}": self.promised(quantity) if promised else float(self.tried.means(quantity)[place])
            for quantity in (EFFECT, COST, IDENTIFIED)
        }
        option = self.option(name) if name in self.confirmed.names else None
        return {"kind": kind, "scenario": name, **means, **allocation_words.confirmed(option)}

    def plot(self):
        """The best effect within each budget, the levers alone, and the chosen mix as it was confirmed."""
        return allocation_chart.frontier_chart(self)

    def sentence(self, language="en"):
        """The best mix and what it reached on fresh seeds; in en, nl, fr or de."""
        return allocation_words.sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return allocation_words.rows(self)

    def lines(self):
        """How to read the table, and what goes with it."""
        return list(allocation_words.lines(self))


def allocate(levers, budget, outcome="victim_years", area=BELGIUM, plan=mixes.USUAL, store=None):
    """The Allocation of a yearly budget among levers.  What is in the store is not run again.

    Raises StoreError, UsageError, ScenarioError, ExecutorError.

    Args:
        levers: Policies of the catalogue, or paths of policy files.
        budget: Extra public cost a year, on average over the years and over the draws of the posterior [EUR].
        outcome: What is to be made better, as in advice/better.py.
        area: "BE" or "BE+NL+DE", of the outcome; costs are Belgium's.
        plan: A mixes.Plan.
        store: The address of the store; the user's own by default.
    """
    require()
    check_outcome(outcome, area)
    names = mixes.check(levers, plan)
    where = outcome, area, store
    first = try_out(names, mixes.singles(names, plan.most), f"Levers alone: {', '.join(names)}", plan, where)
    _check_budget(first, budget)
    found = try_evenly(names, plan, where)
    return chosen(found, names, budget, plan, _single(first, budget), store)


def _check_budget(first, budget):
    """Raises UsageError where no lever can be had whole."""
    costs = first.means(COST)
    place = min(first.places, key=lambda one: costs[one])
    if not 0.0 <= budget < np.inf or costs[place] > budget:
        _, low, high = interval_of(first.pairs, first.differences(COST)[place])
        cost, low, high = (number(value, "en", 0) for value in (costs[place], low, high))
        raise UsageError(
            f"--budget {budget:,.0f}: the cheapest of these levers, {first.pairs.names[place]}, costs EUR {cost} a year"
            f" ({low} to {high}) in {first.pairs.number} pairs of runs; give --budget {np.ceil(costs[place]):.0f} or"
            " more, cheaper levers, or a smaller --most (0.5 for half of each at the most)"
        )


def _single(first, budget):
    """The lever that alone reaches most within the budget, by the means of its runs."""
    costs, effects = first.means(COST), first.means(EFFECT)
    return first.pairs.names[max((one for one in first.places if costs[one] <= budget), key=lambda one: effects[one])]


def chosen(found, names, budget, plan, single, store):
    """The Allocation from mixes that were tried; confirmed on fresh seeds.

    Args:
        found: A Tried.
        names: Of the levers, as they are loaded.
    """
    amounts, best, refits, reached = explored(found, budget, plan.most)
    effect, cost = (optimum.Curve.of(found.surfaces[one].coefficients, len(names)) for one in (EFFECT, COST))
    at = best[np.searchsorted(amounts, budget)]
    mix = optimum.in_hundredths(at, effect, cost, budget, plan.most)
    by_own = dict(zip(mixes.own_names(names), names, strict=True))
    own, _, version = single.partition("@")
    scenarios = dict.fromkeys([
        mixes.REFERENCE, mixes.name_of(names, mix), by_own[own] + ("@" + version if version else "")
    ])  # fmt: skip
    title = f"The best mix of {', '.join(names)} within EUR {budget:,.0f} a year, on fresh seeds"
    confirmed = asking.stored(mixes.run(title, list(scenarios), plan, store, fresh=True), store)
    return Allocation(found, plan, budget, amounts, best, refits, reached, mix, single, confirmed)


def explored(found, budget, most):
    """(budgets [budget], best sizes [budget, lever], those of refits [refit, budget, lever], their effects)."""
    from calibration.emulator import one_thread

    with one_thread():  # so that digits, and with them the chosen mix, stay the same
        effect, cost = (found.surfaces[quantity] for quantity in (EFFECT, COST))
        levers = len(found.levers)
        sizes = optimum.cloud(levers, most)
        terms = features(sizes)
        amounts = optimum.budgets(cost(sizes), budget)
        best, _ = optimum.frontier(
            effect.coefficients, cost.coefficients, (sizes, terms), amounts, most, optimum.STARTS
        )
        weights = resampled(effect.by_draw.shape[1])
        pairs = zip(effect.refits(weights).T, cost.refits(weights).T, strict=True)
        ends = [optimum.frontier(*one, (sizes, terms), amounts, most, 1) for one in pairs]
    return amounts, best, np.array([end[0] for end in ends]), np.array([end[1] for end in ends])


def resampled(draws):
    """How much each draw weighs in means over as many draws, taken again with return [refit, draw]."""
    luck = np.random.default_rng(LUCK_OF_REFITS)
    return luck.multinomial(draws, np.full(draws, 1.0 / draws), size=REFITS) / draws
