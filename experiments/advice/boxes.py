"""A region of the factors: between which values a few of them lie, and how many of the worlds in it fail."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

UNUSUAL = 0.05  # quasi-p above which a limit does not stay


@dataclass(frozen=True)
class Box:
    """Limits (low, high) of some factors by their place; without end where there is none."""

    limits: dict[int, tuple[float, float]]

    def holds(self, values):
        """Which worlds lie in it [draw].  Args: values [draw, factor]."""
        found = np.ones(len(values), dtype=bool)
        for place, (low, high) in self.limits.items():
            found &= (values[:, place] >= low) & (values[:, place] <= high)
        return found

    def without(self, place, end=None):
        """The same without a factor's limits, or without the one at an end (0 low, 1 high)."""
        others = {other: limits for other, limits in self.limits.items() if other != place}
        if end is None:
            return Box(others)
        kept = list(self.limits[place])
        kept[end] = (-np.inf, np.inf)[end]
        return Box(others | {place: (kept[0], kept[1])}) if np.isfinite(kept).any() else Box(others)

    @property
    def ends(self):
        """(place, end) of every limit."""
        return [(place, end) for place, both in self.limits.items() for end in (0, 1) if np.isfinite(both[end])]


@dataclass(frozen=True)
class Counts:
    """How many worlds there are, how many fail, and how many of both lie in a box."""

    worlds: int
    failures: int
    inside: int
    failures_inside: int

    @property
    def coverage(self):
        """Share of the failures that lie in the box."""
        return self.failures_inside / self.failures if self.failures else 0.0

    @property
    def density(self):
        """Share of the worlds in the box that fail."""
        return self.failures_inside / self.inside if self.inside else 0.0

    @property
    def mass(self):
        """Share of all worlds that lie in the box."""
        return self.inside / self.worlds

    @property
    def overall(self):
        return self.failures / self.worlds

    @property
    def gain(self):
        """How many more failures a box holds than so many worlds anywhere, as a share of all worlds.

        Source: Lavrac et al. 1999 (weighted relative accuracy).
        """
        return self.mass * (self.density - self.overall)


def counts(box, values, fails):
    inside = box.holds(values)
    return Counts(fails.size, int(fails.sum()), int(inside.sum()), int(fails[inside].sum()))


def quasi_p(box, values, fails, place, end):
    """How likely a box would hold so many failures if one of its limits did not matter.

    Source: Bryant & Lempert 2010.
    """
    wider = counts(box.without(place, end), values, fails)
    own = counts(box, values, fails)
    return float(binomtest(own.failures_inside, own.inside, wider.density, alternative="greater").pvalue)


def needed(box, values, fails):
    """A box without the limits that do not matter, the least needed left out first."""
    while box.limits:
        found = {where: quasi_p(box, values, fails, *where) for where in box.ends}
        where = max(found, key=lambda one: found[one])
        if found[where] <= UNUSUAL:
            break
        box = box.without(*where)
    return box


def largest_gain(boxes, values, fails):
    """The one of some Boxes that gains most."""
    return max(boxes, key=lambda box: counts(box, values, fails).gain)
