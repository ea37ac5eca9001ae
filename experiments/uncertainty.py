"""How well a mean over runs is known: what luck leaves open, and what ignorance of the parameters leaves open.

Luck is the chance in a finite number of runs, and shrinks with more of them.  Ignorance is how far the mean would lie
elsewhere on other draws of the parameters, and no number of runs takes it away.  Both are found by analysis of variance
with random effects.  Source: Searle, Casella & McCulloch 1992.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import fdtrc, ndtri, stdtrit

from experiments.looks import reach_of_sequence

CONFIDENCE = 0.95
SIGNIFICANCE = 0.05  # of the test by which ignorance is told from luck
TAILS = (0.5 - CONFIDENCE / 2.0, 0.5 + CONFIDENCE / 2.0)


@dataclass(frozen=True, eq=False)
class Parts:
    """Covariances [column, column] of the means of some columns, and their degrees of freedom.

    `by_draw` is the first column's mean on each draw [draw], as far apart as ignorance alone holds them; None where
    runs share their parameters.  `told_apart` says whether ignorance stands out from luck (an F test).  With `looks`,
    the interval of luck is one of a sequence that holds at all looks (experiments.looks).
    """

    mean: np.ndarray  # [column]
    luck: np.ndarray
    ignorance: np.ndarray
    freedom: int
    by_draw: np.ndarray | None = None
    told_apart: bool = False
    of_few: float = 0.0  # the part of `ignorance` that is there because draws are few; the rest stays
    of_luck: tuple[int, int] = (0, 0)  # how many runs luck is the mean of, and its degrees of freedom
    looks: int = 0  # every how many runs it was looked at whether they are enough; 0 where their number was given

    @property
    def both(self):
        return self.luck + self.ignorance

    @property
    def of_mean(self):
        """How well the mean over all draws is known, whatever the spread of the draws [column, column]."""
        return self.luck + self.of_few * self.ignorance

    @property
    def reach(self):
        """How many standard errors the interval reaches either way: by Student's t, or by the sequence."""
        if self.looks:
            return reach_of_sequence(*self.of_luck, self.looks, 1.0 - CONFIDENCE)
        return student(self.freedom + 1)

    @property
    def half(self):
        """How far luck alone reaches either way, in the first column."""
        return float(self.reach * np.sqrt(self.luck[0, 0])) if self.luck[0, 0] > 0.0 else 0.0

    @property
    def sides(self):
        """How far ignorance alone reaches below and above the mean of the first column."""
        return (0.0, 0.0) if self.by_draw is None else sides_of(self.by_draw, self.by_draw.size)

    @property
    def interval(self):
        """(mean, low, high) of the first column.

        Luck reaches as far either way; ignorance as far as the draws lie, which need not be even.
        """
        mean, (below, above) = self.mean[0], self.sides
        return float(mean), float(mean - np.hypot(self.half, below)), float(mean + np.hypot(self.half, above))

    @property
    def ignorance_share(self):
        """Share of the first column's variance that is ignorance [1]; None where none was drawn, or luck hides it."""
        whole = self.both[0, 0]
        return float(self.ignorance[0, 0] / whole) if self.told_apart and whole > 0.0 else None


def student(number):
    """How many standard errors of a mean of so many values its interval reaches either way."""
    return stdtrit(number - 1, (1.0 + CONFIDENCE) / 2.0)


def sides_of(by_draw, draws):
    """How far below and above their mean a further draw lies with 95 % confidence, as known from so many draws.

    By the order of the draws, whatever their distribution; where they are fewer than 39, the outermost are stretched as
    far as Student's t would go beyond them.  Source: Hahn & Meeker 1991.

    Args:
        by_draw: Means of the draws at hand [draw].
        draws: From how many draws like these it is to be known; may be infinite.
    """
    mean = by_draw.mean()
    low, high = np.quantile(by_draw, TAILS, method="weibull")
    outermost = ndtri((by_draw.size - 0.375) / (by_draw.size + 0.25))  # of so many normal numbers, about (Blom 1958)
    stretch = max(1.0, student(draws) * np.sqrt(1.0 + 1.0 / draws) / outermost)
    return float(stretch * max(mean - low, 0.0)), float(stretch * max(high - mean, 0.0))


def _apart(means, variance):
    """Means of draws, brought together until they vary as ignorance alone makes them."""
    whole = means.var(ddof=1)
    return means.mean() + (means - means.mean()) * (np.sqrt(variance / whole) if whole > 0.0 else 0.0)


def parts_of(columns, draws=None, looks=0):
    """The Parts of columns [column, run], or [column, draw, seed] where every draw has all seeds.

    Args:
        draws: The draw of each run, where parameters were drawn [run].
        looks: Every how many runs it was looked at whether they are enough; 0 where their number was given.
    """
    if columns.ndim == 3:
        found = crossed(columns)
    else:
        found = nested(columns, np.asarray(draws)) if draws else by_luck(columns)
    return replace(found, looks=looks)


def by_luck(columns):
    """The Parts of columns [column, run] whose runs share their parameters."""
    number = columns.shape[1]
    luck = np.atleast_2d(np.cov(columns)) / number
    return Parts(columns.mean(axis=1), luck, np.zeros_like(luck), number - 1, of_luck=(number, number - 1))


def nested(columns, draws):
    """The Parts of columns [column, run] whose runs have luck of their own, some of them a draw in common.

    Args:
        draws: The draw of each run [run]; two different ones at least.
    """
    _, group, sizes = np.unique(draws, return_inverse=True, return_counts=True)
    runs, groups = columns.shape[1], sizes.size
    mean = columns.mean(axis=1)
    means = means_of_draws(columns, draws)
    between = ((means - mean[:, None]) * sizes) @ (means - mean[:, None]).T / (groups - 1)
    if runs == groups:
        ignorance, of_few = between * (1.0 + 1.0 / groups), 1.0 / (groups + 1.0)
        of_luck = runs, groups - 1
        return Parts(mean, np.zeros_like(between), ignorance, groups - 1, means[0], of_few=of_few, of_luck=of_luck)
    rest = columns - means[:, group]
    within = rest @ rest.T / (runs - groups)
    alike = (runs - (sizes**2).sum() / runs) / (groups - 1)
    ignorance = _not_below_zero((between - within) / alike, within)
    by_draw, few = _apart(means[0], ignorance[0, 0]), (sizes**2).sum() / runs**2
    ignorance *= 1.0 + few
    told_apart = _stands_out(between[0, 0], within[0, 0], groups - 1, runs - groups)
    of_luck = runs, runs - groups
    return Parts(mean, within / runs, ignorance, groups - 1, by_draw, told_apart, few / (1.0 + few), of_luck)


def crossed(columns):
    """The Parts of columns [column, draw, seed] where every draw is lived with the same seeds.

    What a seed does is common to all draws, and what a draw does to all seeds (two-way layout, both by chance).
    Degrees of freedom are those of the fewer of both, which is on the safe side.
    """
    _, draws, seeds = columns.shape
    mean = columns.mean(axis=(1, 2))
    by_draw, by_seed = columns.mean(axis=2), columns.mean(axis=1)
    rest = columns - by_draw[:, :, None] - by_seed[:, None, :] + mean[:, None, None]
    rest = np.einsum("ads,bds->ab", rest, rest) / ((draws - 1) * (seeds - 1))
    of_draws, of_seeds = (np.atleast_2d(np.cov(means)) for means in (by_draw, by_seed))
    luck = rest / (draws * seeds) + _not_below_zero(of_seeds - rest / draws, rest) / seeds
    ignorance = _not_below_zero(of_draws - rest / seeds, rest)
    apart, freedom = _apart(by_draw[0], ignorance[0, 0]), min(draws, seeds) - 1
    ignorance *= 1.0 + 1.0 / draws
    told_apart = _stands_out(seeds * of_draws[0, 0], rest[0, 0], draws - 1, (draws - 1) * (seeds - 1))
    return Parts(mean, luck, ignorance, freedom, apart, told_apart, 1.0 / (draws + 1.0), (seeds, seeds - 1))


def _stands_out(between, within, of_between, of_within):
    """Whether mean squares between draws are larger than those within by more than chance (Fisher's F)."""
    return bool(between > 0.0 and (within == 0.0 or fdtrc(of_between, of_within, between / within) < SIGNIFICANCE))


def _not_below_zero(covariance, beside):
    """A covariance that was found as a difference, without the directions in which it came out below zero.

    Args:
        beside: Another, in whose standard deviations directions are measured.
    """
    size = np.sqrt(np.diag(beside))
    size = np.where(size > 0.0, size, 1.0)
    values, directions = np.linalg.eigh(covariance / np.outer(size, size))
    return (directions * np.maximum(values, 0.0)) @ directions.T * np.outer(size, size)


def means_of_draws(columns, draws):
    """The mean of each draw's runs [column, draw]."""
    _, group, sizes = np.unique(draws, return_inverse=True, return_counts=True)
    return np.array([np.bincount(group, column) / sizes for column in columns])
