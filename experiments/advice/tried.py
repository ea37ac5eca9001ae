"""Mixes that were tried: their sizes, what they gave, and the surfaces through them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from experiments.advice import asking, mixes
from experiments.advice.better import way_of
from experiments.advice.options import COST
from experiments.advice.pairs import Pairs
from experiments.advice.surface import Surface, fitted
from experiments.comparison import TOTAL
from experiments.requests import UsageError
from experiments.sweeps.kept import index
from sim.definitions import BELGIUM

EFFECT, IDENTIFIED = "effect", "identified"
QUANTITIES = (EFFECT, COST, IDENTIFIED)


@dataclass(frozen=True, eq=False)
class Tried:
    """Scenarios of which some are mixes of the levers, the reference among them first."""

    pairs: Pairs
    levers: tuple[str, ...]  # as scenarios name them
    outcome: str  # `effect` is what is prevented of it or, where more is better, gained
    area: str

    @cached_property
    def all_sizes(self):
        """[scenario, lever]; nan in those that are no mix of the levers."""
        return mixes.sizes_of(self.pairs.schedules, list(self.levers))

    @cached_property
    def places(self):
        """Of the mixes among the scenarios, without the reference."""
        return [place for place in range(1, len(self.pairs.names)) if not np.isnan(self.all_sizes[place]).any()]

    @property
    def sizes(self):
        """Of the mixes [mix, lever]."""
        return self.all_sizes[self.places]

    def differences(self, quantity):
        """From the reference [scenario, pair]; costs are Belgium's, in EUR."""
        if quantity == EFFECT:
            return way_of(self.outcome) * self.pairs.differences(self.outcome, self.area)
        return self.pairs.differences(quantity, BELGIUM)

    def means(self, quantity):
        """[scenario]."""
        return self.differences(quantity).mean(axis=1)

    @cached_property
    def surfaces(self):
        """{quantity: Surface}."""
        return {quantity: self._surface(quantity) for quantity in QUANTITIES}

    def _surface(self, quantity) -> Surface:
        own = self.differences(quantity)[self.places]
        several = np.unique(self.pairs.draw).size > 1
        return fitted(self.sizes, self.pairs.by_draw(own) if several else own)

    @cached_property
    def samples(self):
        """{quantity: what the mixes' means may be [sample, mix]}, jointly: luck and ignorance."""
        columns = [self.differences(quantity)[self.places] for quantity in QUANTITIES]
        found = self.pairs.samples(np.concatenate(columns))
        return dict(zip(QUANTITIES, np.split(found, len(QUANTITIES), axis=1), strict=True))


def check_outcome(outcome, area):
    """Raises UsageError where mixes cannot be judged by an outcome, before anything is run."""
    if outcome == COST:
        raise UsageError(f"--outcome {COST} is what effects are held against; choose victim_years or hidden")
    way_of(outcome)
    areas = [place for one, place, by in index() if (one, by) == (outcome, TOTAL)]
    if area not in areas:
        raise UsageError(f"--area {area}: {outcome} has yearly totals for {' and '.join(areas)}; choose one of them")


def tried(experiment, levers, outcome, area, store):
    """The Tried of a stored experiment.  Raises StoreError, UsageError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        levers: As scenarios name them; None for all whose versions or joined scenarios it has.
        store: The address of the store.
    """
    check_outcome(outcome, area)
    pairs = asking.stored(experiment, store)
    return Tried(pairs, tuple(levers or _levers_in(pairs)), outcome, area)


def try_out(names, sizes, title, plan, where):
    """The Tried of mixes of these sizes, which are run or were.  Raises what `tried` and mixes.run raise.

    Args:
        names: Of the levers, as they are loaded.
        sizes: [mix, lever].
        title: Of the experiment.
        plan: A mixes.Plan.
        where: (outcome, area, address of the store).
    """
    experiment = mixes.run(title, mixes.names_of(names, sizes), plan, where[2])
    return tried(experiment, mixes.own_names(names), *where)


def try_evenly(names, plan, where):
    """The Tried of each lever alone, all at once, and mixes that fill the space of sizes evenly."""
    sizes = np.concatenate([mixes.singles(names, plan.most), mixes.even(len(names), plan.mixes, plan.most)])
    return try_out(names, sizes, mixes.title_of(names), plan, where)


def _levers_in(pairs):
    """Policies that stand in some scenario beside others, or at a size other than 1."""
    found: dict[str, None] = {}
    for schedule in pairs.schedules:
        several = len(schedule.policies) > 1
        for policy in schedule.policies:
            if policy.only is None and (several or policy.size != 1.0):
                found[mixes.policy_of(policy)] = None
    if not found:
        raise UsageError(
            f"{pairs.where} has no mixes of policies; make them by thbsim allocate or thbsim reach --levers a,b"
        )
    return found
