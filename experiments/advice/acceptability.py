"""Which policy is worth its cost, at each amount that one would pay for a unit of effect.

Net benefit is what the effect is worth less what it costs.  Source: Stinnett & Mullahy 1998 for net benefit; van Hout,
Al, Gordon & Rutten 1994 for the curve of acceptability; Fenwick, Claxton & Sculpher 2001 for its frontier.
"""

from itertools import pairwise

import numpy as np
import polars as pl

STEPS = 100  # of the curve
MOST_WITHOUT = 100_000.0  # EUR for each unit, where nothing says how far a curve should go


def acceptability(names, means, samples, worths):
    """A row for each amount and scenario: worth, scenario, net_benefit, probability, most_expected.

    `probability` is that of having the greatest net benefit of all (those that tie share it); `most_expected` says
    whose mean net benefit is the greatest: its probabilities are the frontier of acceptability.

    Args:
        names: Of scenarios.
        means: (costs, effects) [scenario] each, larger effects are better.
        samples: The same [sample, scenario], jointly.
        worths: Amounts [EUR for each unit of effect].
    """
    tables = []
    for worth in worths:
        expected = worth * means[1] - means[0]
        tables.append(
            pl.DataFrame({
                "worth": np.full(len(names), worth),
                "scenario": names,
                "net_benefit": expected,
                "probability": _greatest(worth * samples[1] - samples[0]),
                "most_expected": np.arange(len(names)) == expected.argmax(),
            })
        )  # fmt: skip
    return pl.concat(tables)


def _greatest(benefits):
    """Share of samples in which each scenario has the greatest [scenario]."""
    top = benefits == benefits.max(axis=1, keepdims=True)
    return (top / top.sum(axis=1, keepdims=True)).mean(axis=0)


def how_far(worths, frontier, means):
    """How far the curve goes [EUR for each unit]: to the largest amount asked for; else to twice what the last step of
    the frontier costs for each unit, rounded up to 1, 2 or 5 times a power of ten.

    Args:
        worths: Amounts asked for.
        frontier: Places of the scenarios on it, in order.
        means: As for `acceptability`.
    """
    if worths and max(worths) > 0.0:
        return float(max(worths))
    slopes = [(means[0][b] - means[0][a]) / (means[1][b] - means[1][a]) for a, b in pairwise(frontier)]
    return rounded_up(2.0 * slopes[-1]) if slopes and slopes[-1] > 0.0 else MOST_WITHOUT


def rounded_up(value):
    """To 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * (1.0 - 1e-9)))


def grid(most):
    """Amounts from nothing to the most."""
    return np.linspace(0.0, most, STEPS + 1)
