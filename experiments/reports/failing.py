"""In which share of the drawn worlds a policy does worse than the reference, and which parameter goes with it.

The parameter is the one whose values lie furthest apart between worlds in which it fails and others, told only where
that is more than the furthest of all parameters reaches when failures are dealt anew (Westfall & Young 1993).
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from experiments.advice.discovery_factors import factors_of
from experiments.advice.regret import regrets
from experiments.uncertainty import TAILS
from sim.definitions import BELGIUM

BETWEEN = (0.05, 0.95)  # shares of failing worlds for which it is asked where they lie
DEALT, LUCK = 4_000, 7_031
LIMIT = 0.05  # chance that anything is told of a policy for which nothing goes with its failures, over all policies


@dataclass(frozen=True)
class Circumstance:
    """A parameter that lies elsewhere where a policy fails."""

    name: str  # its path, or what all paths that move together begin with
    failing: float  # its mean in worlds in which the policy fails
    others: float
    is_position: bool  # from 0 to 1, in the range of the parameter; else in its own unit


@dataclass(frozen=True)
class Failing:
    """How often a policy does worse than the reference, and where."""

    place: int
    share: tuple[float, float, float]  # of worlds: middle, and between what it lies with 95 % confidence
    same: float  # share of the drawn worlds in which it changes nothing, in any pair; they are not worse
    asked: bool  # whether it is asked where
    circumstance: Circumstance | None


def failing(pairs, outcome):
    """The Failing of each policy; nothing where all runs live on one draw."""
    if np.unique(pairs.draw).size < 2:
        return ()
    found = regrets(pairs, outcome, BELGIUM)
    same = ~pairs.by_draw((pairs.differences(outcome, BELGIUM) != 0.0).astype(float)).astype(bool)  # [scenario, draw]
    worse = (found.way * found.samples < 0.0) & ~same  # [sample, scenario, draw]
    places = range(1, len(pairs.names))
    shares = {place: _share(worse[:, place]) for place in places}
    fails = worse.mean(axis=0) > 0.5
    asked = [place for place in places if BETWEEN[0] <= fails[place].mean() <= BETWEEN[1]]
    told = _circumstances(pairs, found.draws, fails, asked)
    return tuple(
        Failing(place, shares[place], float(same[place].mean()), place in asked, told.get(place)) for place in places
    )


def _share(worse):
    """(middle, low, high) of the share of worlds, luck and the number of draws in it [sample, draw].

    By the posterior of a share under Jeffreys' prior, mixed over what luck leaves open.
    """
    number = worse.shape[1]
    counts = worse.sum(axis=1)
    if not counts.any():
        return 0.0, 0.0, float(beta.ppf(TAILS[1], 0.5, number + 0.5))
    mixed = np.random.default_rng(LUCK).beta(counts + 0.5, number - counts + 0.5)
    low, high = np.quantile(mixed, TAILS)
    return float(np.median(counts) / number), float(low), float(high)


def _circumstances(pairs, draws, fails, asked):
    """{place: Circumstance} of those for which one stands out; repeated draws count once."""
    if not asked or not pairs.points.paths:
        return {}
    _, rows = np.unique(pairs.points.table[draws], axis=0, return_index=True)
    rows = np.sort(rows)
    factors = factors_of(pairs.points, draws[rows], pairs.schedules[0].baseline.quantities, pairs.drawn)
    if not factors:
        return {}
    values = np.array([one.values for one in factors])  # [factor, draw]
    return {
        place: _of(factors[one], fails[place][rows])
        for place in asked
        if (one := standing_out(values, fails[place][rows], LIMIT / len(asked))) is not None
    }


def _of(factor, fails):
    means = float(factor.values[fails].mean()), float(factor.values[~fails].mean())
    return Circumstance(factor.name, *means, factor.is_position)


def standing_out(values, fails, limit):
    """The place of the factor whose means lie furthest apart, in its standard deviations; None within chance.

    Args:
        values: [factor, draw]; none of them the same on all draws.
        fails: [draw].
        limit: How likely at most one is told where none goes with failures.
    """
    if not 1 < fails.sum() < fails.size - 1:
        return None
    scaled = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
    own = np.abs(_apart(scaled, fails[None].astype(float)))[:, 0]
    luck = np.random.default_rng(LUCK)
    anew = np.array([luck.permutation(fails) for _ in range(DEALT)], float)
    furthest = np.abs(_apart(scaled, anew)).max(axis=0)
    chance = (1 + (furthest >= own.max()).sum()) / (DEALT + 1)
    return int(own.argmax()) if chance <= limit else None


def _apart(scaled, fails):
    """Mean where it fails less mean elsewhere [factor, dealing]."""
    number = fails.sum(axis=1)
    return scaled @ fails.T * (1.0 / number + 1.0 / (fails.shape[1] - number))
