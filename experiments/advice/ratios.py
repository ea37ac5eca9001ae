"""Cost for each unit of effect, a ratio of means that is bounded as Fieller does it; and the efficient frontier."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

DOUBLINGS = 60  # of the step by which a bound is looked for


@dataclass(frozen=True)
class Ratio:
    """Mean cost over mean effect [EUR for each unit], and between what bounds it lies with 95 % confidence."""

    value: float
    low: float
    high: float


def ratio_of(pairs, costs, effects):
    """The Ratio of two paired differences; None where the interval of the effect includes zero.

    A ratio R lies within the bounds where the interval of cost - R effect includes zero; with even intervals these are
    Fieller's bounds.  Where the effect may be zero, there is none that holds it: no finite number is a bound.
    Source: Fieller 1954; Willan & O'Brien 1996 for costs.

    Args:
        pairs: Pairs.
        costs, effects: Differences from another scenario [pair].
    """
    _, low, high = interval_of(pairs, effects)
    if low <= 0.0 <= high:
        return None
    sign = np.sign(effects.mean())
    costs, effects = sign * costs, sign * effects
    value = costs.mean() / effects.mean()

    def beyond(ratio):
        """How far the interval lies below zero at a ratio, and above it."""
        _, below, above = interval_of(pairs, costs - ratio * effects)
        return below, above

    step = max(np.abs(beyond(value))) / effects.mean()
    if step == 0.0:
        return Ratio(float(value), float(value), float(value))
    return Ratio(
        float(value),
        _bound(lambda ratio: beyond(ratio)[0], value, -step),
        _bound(lambda ratio: beyond(ratio)[1], value, step),
    )


def interval_of(pairs, differences):
    """(mean, low, high) of paired differences [pair], luck and ignorance in it."""
    return pairs.parts(differences[None]).interval


def _bound(distance, start, step):
    """Where a distance that is none of one sign at the start becomes zero, going by steps that double."""
    if np.sign(distance(start)) != np.sign(step):
        return float(start)  # cost and effect share all their luck: nothing is left on this side
    for _ in range(DOUBLINGS):
        if np.sign(distance(start + step)) == -np.sign(step):
            return float(brentq(distance, start, start + step))
        step *= 2.0
    return float(np.copysign(np.inf, step))


@dataclass(frozen=True)
class Standing:
    """Where an option stands among all, by means.

    `after` is the option before it on the frontier, None for the first and for those that are not on it; `beaten_by`
    names the one that has no less effect at no more cost, or the two of which a mixture would have.
    """

    on_frontier: bool
    after: int | None = None
    beaten_by: tuple[int, ...] = ()


def standings(costs, effects):
    """The Standing of each option: on the efficient frontier, dominated, or extendedly dominated.

    Source: Johannesson & Weinstein 1993; Drummond et al. 2015.

    Args:
        costs: Mean costs [option].
        effects: Mean effects, larger is better [option].
    """
    frontier = frontier_of(costs, effects)
    found = {place: Standing(True, after) for after, place in zip([None, *frontier], frontier, strict=False)}
    for place in range(len(costs)):
        if place not in found:
            found[place] = Standing(False, beaten_by=_beaten_by(place, costs, effects, frontier))
    return [found[place] for place in range(len(costs))]


def frontier_of(costs, effects):
    """Options on the efficient frontier, from the cheapest to the most effective: further effect costs ever more.

    Of options that cost and reach the same, the first one stands for all.
    """
    order = sorted(range(len(costs)), key=lambda place: (costs[place], -effects[place], place))
    found: list[int] = []
    for place in order:
        if found and effects[place] <= effects[found[-1]]:
            continue
        while len(found) > 1 and _slope(found[-2], found[-1], costs, effects) >= _slope(
            found[-1], place, costs, effects
        ):
            found.pop()
        found.append(place)
    return found


def _slope(one, other, costs, effects):
    return (costs[other] - costs[one]) / (effects[other] - effects[one])


def _beaten_by(place, costs, effects, frontier):
    """The cheapest on the frontier that beats an option, or the two between which the frontier passes it."""
    for one in frontier:
        if costs[one] <= costs[place] and effects[one] >= effects[place]:
            return (one,)
    cheaper = [one for one in frontier if effects[one] <= effects[place]]
    return cheaper[-1], frontier[frontier.index(cheaper[-1]) + 1]
