"""What may hang on the parameters: an outcome with the reference, or what a policy changes in it; and how it does."""

from dataclasses import dataclass

import numpy as np

from experiments.advice.factors import GIVEN, by_draw, luck_share
from experiments.advice.indices import FEWEST, MORRIS, Indices, by_chance, indices
from experiments.advice.settling import Settling, settling
from experiments.comparison import PLACES, TOTAL, noun
from experiments.requests import UsageError
from scenarios.errors import hint
from sim.definitions import OUTCOMES

MAIN = "victim_years"  # the first where several are asked for
END = 0.2  # share of the draws at either end of a factor, whose means are told
TOGETHER = 0.7  # rank correlation from which two factors can hardly be told apart


@dataclass(frozen=True)
class Target:
    """A yearly total with the reference, or the difference that a policy makes to it."""

    outcome: str
    area: str
    policy: str | None = None  # None: the outcome with the reference

    @property
    def title(self):
        what = OUTCOMES[self.outcome].title if self.policy is None else f"{self.policy}: {noun(self.outcome)}"
        return f"{what}, {PLACES[self.area].removeprefix('the ')}"


@dataclass(frozen=True, eq=False)
class Found:
    """How one target hangs on the factors."""

    target: Target
    values: np.ndarray  # means over the seeds [draw]
    indices: Indices
    chance: float  # what an index must surpass (indices.by_chance)
    luck: float | None  # share of the variance among draws
    ends: np.ndarray  # the target's mean at the low and at the high end of each factor [2, factor]
    settling: Settling
    by_test: bool  # whether `chance` is a test of its own; else a mean, and an index has its interval to lie above it

    @property
    def stands_out(self):
        """Whether each factor's index is more than chance, its whole interval where `chance` is a mean [factor]."""
        if self.by_test:
            return self.indices.importance > max(0.0, self.chance)
        return self.indices.importance - self.indices.half > self.chance


def targets_of(pairs, outcome, area, policy):
    """The Targets asked for; all that is kept where nothing is named.  Raises UsageError.

    Args:
        outcome: An outcome, or None for each whose yearly total is kept, in another area where not in this one.
        policy: A scenario's name, the reference for outcomes themselves; None for the reference and each other one.
    """
    if policy is not None:
        pairs.place(policy)
    kept = [(one, place) for one, place, by in pairs.kept if by == TOTAL]
    chosen = [(outcome, area)]
    if outcome is None:
        chosen = [key for key in kept if key[1] == area or (key[0], area) not in kept]
        chosen.sort(key=lambda key: key[0] != MAIN)
    elif outcome not in OUTCOMES:
        raise UsageError(f"there is no outcome {outcome}{hint(outcome, OUTCOMES)}")
    policies = pairs.names if policy is None else (policy,)
    return [Target(*key, None if name == pairs.names[0] else name) for name in policies for key in chosen]


def values_of(pairs, target):
    """The target in each pair [pair]."""
    if target.policy is None:
        return pairs.mean(target.outcome, target.area)[0]
    return pairs.differences(target.outcome, target.area)[pairs.place(target.policy)]


def found_of(pairs, factors, target, followed):
    """The Found of one target."""
    each = values_of(pairs, target)
    values = by_draw(pairs, each, factors)
    found, luck = indices(factors.method, factors.values, values), luck_share(pairs, each)
    return Found(
        target,
        values,
        found,
        by_chance(factors.method, factors.values, values, luck),
        luck,
        _ends(factors, values, found),
        settling(factors, values, found, followed),
        factors.method == GIVEN,
    )


def _ends(factors, values, found):
    """Means at both ends: by the mean step of a trajectory, or over the draws in which a factor is lowest, highest."""
    if factors.method == MORRIS:
        step = np.zeros(len(factors.names)) if found.step is None else found.step
        return values.mean() + np.array([-0.5, 0.5])[:, None] * step
    shares = factors.shares
    sides = (shares <= np.maximum(END, shares.min(axis=0)), shares >= np.minimum(1.0 - END, shares.max(axis=0)))
    return np.array([(values @ side) / side.sum(axis=0) for side in sides])


def check_enough(pairs, factors):
    """Raises UsageError where there are too few factors or draws for any index."""
    if len(factors.values) < 2:
        raise UsageError(
            f"{pairs.where} has runs on one draw of the parameters only, and what differs cannot be told from one; add"
            " draws by thbsim sweep --expand ID --add-draws (or --add-seeds, where seeds have draws of their own)"
        )
    if not factors.names:
        raise UsageError(
            f"{pairs.where}: every parameter has the same value in all its draws, so nothing can be told of it; draw"
            " parameters whose low and high differ"
        )
    if factors.number < FEWEST[factors.method]:
        noun_of = {"morris": "trajectories", "saltelli": "base samples"}.get(factors.method, "draws")
        raise UsageError(
            f"{pairs.where} has {factors.number} whole {noun_of}, and {FEWEST[factors.method]} are needed for an index;"
            " finish it by --resume, or add some by thbsim sweep --expand ID --add-draws (or --add-seeds, where seeds"
            " have draws of their own)"
        )


def together(factors, place):
    """Names of factors that go with one so closely that they can hardly be told apart."""
    ranks = factors.shares
    ranks = (ranks - ranks.mean(axis=0)) / ranks.std(axis=0)
    alike = np.abs(ranks.T @ ranks[:, place]) / len(ranks)
    alike[place] = 0.0
    return [name for name, one in zip(factors.names, alike, strict=True) if one > TOGETHER]
