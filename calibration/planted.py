"""Simulation-based calibration: does the method find what was planted in worlds of the model's own?

Worlds are drawn from the prior, a table of others serves as reference, and each planted world is calibrated against the
table as if it were observed: the nearest of the table, adjusted by regression.  If the posterior is right, the rank of
what was planted among draws from it is even.  Source: Talts, Betancourt, Simpson, Vehtari & Gelman 2018.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import binom, kstest

from calibration.adjustment import adjusted, weights_of
from calibration.distances import distances, spread

NEAREST = 0.05  # share of the table that serves as posterior
FOR_EACH_TARGET = 10  # worlds at least
RANKS = 99  # draws of each posterior: ranks go from 0 to 99
LEVEL = 0.01  # of the band, over all quantities together


@dataclass(frozen=True, eq=False)
class Planted:
    """What was planted, the mean of the posterior that found it, and the rank among draws from it [world, quantity]."""

    names: tuple[str, ...]
    truth: np.ndarray
    means: np.ndarray
    ranks: np.ndarray

    @cached_property
    def chances(self):
        """How likely ranks as uneven as these are if the posterior is right [quantity] (Kolmogorov and Smirnov)."""
        even = (self.ranks + 0.5) / (RANKS + 1.0)
        return np.array([kstest(column, "uniform").pvalue for column in even.T])

    @cached_property
    def correlations(self):
        """How closely what was found follows what was planted [quantity]."""
        pairs = zip(self.truth.T, self.means.T, strict=True)
        return np.array([np.corrcoef(truth, found)[0, 1] for truth, found in pairs])

    def inside(self, share):
        """How many planted values lie in the middle share of their posterior [quantity], as a share; share if right."""
        edge = (RANKS + 1) * (1.0 - share) / 2.0
        return ((self.ranks >= edge) & (self.ranks < RANKS + 1 - edge)).mean(axis=0)

    def room(self, share):
        """Between which bounds `inside` lies for all quantities, 99 times in 100, if the posterior is right."""
        number = len(self.ranks)
        return tuple(float(bound) / number for bound in binom.interval(1.0 - self.least, number, share))

    @cached_property
    def outside(self):
        """Names of quantities outside the band of 99 %, over all of them together (Bonferroni)."""
        return tuple(name for name, chance in zip(self.names, self.chances, strict=True) if chance < self.least)

    @property
    def least(self):
        """The chance below which a quantity is outside."""
        return LEVEL / len(self.names)


def found_again(names, quantities, figures, planted, luck):
    """The Planted that comes of calibrating each planted world against all others.

    Args:
        names: Of the quantities.
        quantities: Of all worlds [world, quantity]: parameters as normal numbers, and what else is to be found.
        figures: What all worlds give, errors of publication included [world, target].
        planted: How many, the first of the worlds; the others are the table.
        luck: A numpy Generator.
    """
    known = np.isfinite(figures[planted:]).all(axis=1)
    table, seen = quantities[planted:][known], figures[planted:][known]
    scales = spread(seen)
    worlds = np.flatnonzero(np.isfinite(figures[:planted]).all(axis=1))
    means, ranks = [], []
    for world in worlds:
        apart = distances(seen, figures[world], scales)
        near = np.argsort(apart, kind="stable")[: max(int(NEAREST * len(table)), FOR_EACH_TARGET * seen.shape[1])]
        weights = weights_of(apart[near])
        moved = adjusted(table[near], seen[near], figures[world], weights)
        drawn = moved[luck.choice(len(near), RANKS, p=weights)]
        means.append(weights @ moved)
        ranks.append((drawn < quantities[world]).sum(axis=0))
    return Planted(names, quantities[worlds], np.array(means), np.array(ranks))
