"""What may decide where a policy fails: one factor for each parameter whose entries move together.

In draws of the prior all entries of a parameter move by one number, so they are one factor, shown as its position from
low (0) to high (1); a parameter of one entry, or an entry that was drawn on its own, is shown by its value.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import ks_2samp

from calibration.priors import parameter_of
from scenarios.baseline import SHARES

SAME_ORDER = 1e-9  # of a range, by which entries that move together may step back through rounding


@dataclass(frozen=True, eq=False)
class Factor:
    """A parameter, or one entry of it."""

    name: str
    values: np.ndarray  # in its own unit, or from 0 to 1 where it is a position [draw]
    is_position: bool


def factors_of(points, draws, quantities):
    """The Factors that vary over some draws.

    Args:
        points: Points.
        draws: Their rows [draw].
        quantities: Of the baseline: {path: Quantity}.
    """
    table = points.table[draws]
    groups: dict[str, list[int]] = {}
    for place, path in enumerate(points.paths):
        if np.ptp(table[:, place]) > 0.0:
            name = path if parameter_of(path) in SHARES else parameter_of(path)
            groups.setdefault(name, []).append(place)
    found = []
    for name, places in groups.items():
        paths = [points.paths[place] for place in places]
        positions = np.array(
            [_position(table[:, at], quantities[path]) for at, path in zip(places, paths, strict=True)]
        )
        if len(places) > 1 and _together(positions):
            found.append(Factor(name, positions.mean(axis=0), True))
        else:
            found += [Factor(path, table[:, at], False) for at, path in zip(places, paths, strict=True)]
    return tuple(found)


def _position(values, quantity):
    """Where values stand in the range of a quantity, from 0 to 1."""
    return (values - quantity.low) / (quantity.high - quantity.low)


def _together(positions):
    """Whether all rows rise where one rises."""
    order = np.argsort(positions.mean(axis=0))
    return bool((np.diff(positions[:, order], axis=1) >= -SAME_ORDER).all())


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
