"""The best mix under a budget, on surfaces: where the effect is the largest and the cost no more than it."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import minimize

from experiments.advice.mixes import STEP, rounded
from experiments.advice.surface import quadratic

CLOUD = 4096  # mixes from which the search starts
BEYOND = 0.5  # how far the cloud is stretched over its edges, so that many levers are left out or at their largest
STARTS = 8
MILLION = 1e6
SLACK = 1e-9  # of the budget, for rounding


@dataclass(frozen=True, eq=False)
class Curve:
    """A quadratic of sizes, and how it rises: b x + x Q x."""

    slopes: np.ndarray
    square: np.ndarray

    @classmethod
    def of(cls, coefficients, levers):
        return cls(*quadratic(coefficients, levers))

    def __call__(self, sizes):
        return float(self.slopes @ sizes + sizes @ self.square @ sizes)

    def rise(self, sizes):
        return self.slopes + 2.0 * self.square @ sizes


def cloud(levers, most):
    """Mixes all over the space of sizes, many of them on its faces; nothing first [mix, lever].  The same each time."""
    from scipy.stats import qmc

    units = qmc.Sobol(levers, scramble=True, rng=np.random.default_rng(1)).random(CLOUD)
    stretched = np.clip((1.0 + BEYOND) * units - BEYOND / 2.0, 0.0, 1.0)
    corners = np.array(list(product((0.0, 1.0), repeat=levers)))
    return most * np.concatenate([corners, stretched])


def best_sizes(effect, cost, budget, start, most):
    """Sizes at which an effect is the largest with a cost of no more than a budget [lever].

    Sequential quadratic programming (Kraft 1988) from each start; where none ends better, the best start itself.

    Args:
        effect, cost: Curves of sizes; the cost in EUR.
        budget: EUR.
        start: Mixes within the budget, from which to begin [start, lever].
        most: The largest size.
    """
    within = {
        "type": "ineq",
        "fun": lambda sizes: (budget - cost(sizes)) / MILLION,
        "jac": lambda sizes: -cost.rise(sizes) / MILLION,
    }
    scale = max(abs(effect(one)) for one in start) or 1.0
    ends = list(start)
    for one in start:
        found = minimize(
            lambda sizes: -effect(sizes) / scale, one, jac=lambda sizes: -effect.rise(sizes) / scale,
            method="SLSQP", bounds=[(0.0, most)] * start.shape[1], constraints=[within],
        )  # fmt: skip
        ends.append(_drawn_in(np.clip(found.x, 0.0, most), one, cost, budget))
    return max(ends, key=effect)


def _drawn_in(end, start, cost, budget):
    """An end, drawn towards its start as far as the budget needs: the search may end a little beyond it."""
    for share in (0.0, 1e-9, 1e-6, 1e-4, 1e-2):
        found = end + share * (start - end)
        if cost(found) <= budget + SLACK * max(abs(budget), 1.0):
            return found
    return start


def starts(mixes, effects, costs, budget, number=STARTS):
    """The best mixes within a budget, from which to search [start, lever]; the cheapest where none is within it."""
    within = np.flatnonzero(costs <= budget)
    if not within.size:
        return mixes[[costs.argmin()]]
    return mixes[within[np.argsort(-effects[within], kind="stable")[:number]]]


def in_hundredths(sizes, effect, cost, budget, most):
    """The best of the mixes in whole hundredths around some sizes that keeps to the budget; nothing where none does."""
    low = np.floor(np.asarray(sizes) / STEP + 1e-9) * STEP
    around = [rounded(np.clip(low + STEP * np.array(up), 0.0, most)) for up in product((0, 1), repeat=len(low))]
    kept = [one for one in around if cost(one) <= budget + SLACK * max(abs(budget), 1.0)]
    return max(kept, key=effect, default=np.zeros(len(low)))


def budgets(costs, budget, number=16):
    """Amounts from nothing to the dearest mix, the budget at hand among them [EUR]."""
    return np.unique(np.append(np.linspace(0.0, max(float(costs.max()), budget), number), budget))


def frontier(effect_of, cost_of, mixes, amounts, most, number=2):
    """Best sizes for each budget, and what they reach, which no larger budget makes less: ([budget, lever], [budget]).

    Args:
        effect_of, cost_of: Coefficients [term].
        mixes: From `cloud`, and their features: (sizes [mix, lever], features [mix, term]).
        amounts: Budgets in order [EUR].
        most: The largest size.
        number: Of starts for each.
    """
    sizes, terms = mixes
    effects, costs = terms @ effect_of, terms @ cost_of
    effect, cost = (Curve.of(one, sizes.shape[1]) for one in (effect_of, cost_of))
    found: list[np.ndarray] = []
    for amount in amounts:
        begin = starts(sizes, effects, costs, amount, number)
        begin = np.concatenate([begin, found[-1:]]) if found else begin
        found.append(best_sizes(effect, cost, amount, begin, most))
    return np.array(found), np.array([effect(one) for one in found])
