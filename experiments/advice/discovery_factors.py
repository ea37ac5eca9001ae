"""What may decide where a policy fails: the factors of an experiment (advice/factors.py), each as one number.

Entries that move together, as all of a parameter do in draws of the prior, are shown as their position from low (0) to
high (1); a parameter of one entry, or an entry that was drawn on its own, is shown by its value.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import ks_2samp

from experiments.advice.factors import groups_of


@dataclass(frozen=True, eq=False)
class Factor:
    """A parameter, or some entries of it."""

    name: str
    values: np.ndarray  # in its own unit, or from 0 to 1 where it is a position [draw]
    is_position: bool


def factors_of(points, draws, quantities, drawn=None):
    """The Factors that vary over some draws.

    Args:
        points: Points.
        draws: Their rows [draw].
        quantities: Of the baseline: {path: Quantity}.
        drawn: Draws, where they follow a scheme.
    """
    found = []
    for name, paths in zip(*groups_of(points, draws, drawn), strict=True):
        columns = [points.table[draws, points.paths.index(path)] for path in paths]
        if not columns or not np.ptp(columns[0]):
            continue
        if len(paths) == 1:
            found.append(Factor(name, columns[0], False))
        else:
            places = [_position(column, quantities[path]) for column, path in zip(columns, paths, strict=True)]
            found.append(Factor(name, np.mean(places, axis=0), True))
    return tuple(found)


def _position(values, quantity):
    """Where values stand in the range of a quantity, from 0 to 1."""
    return (values - quantity.low) / (quantity.high - quantity.low)


def most_telling(factors, fails, number):
    """Those of so many whose values lie furthest apart between worlds that fail and others.

    By the distance of Kolmogorov and Smirnov.  Source: Hornberger & Spear 1981.

    Args:
        factors: Factors.
        fails: [draw], some true and some false.
    """
    distances = [
        ks_2samp(one.values[fails], one.values[~fails], method="asymp").statistic for one in factors
    ]  # fmt: skip
    return tuple(factors[place] for place in np.argsort(distances, kind="stable")[::-1][:number])
