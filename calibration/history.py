"""History matching: what no world near the observed can come from is ruled out, wave after wave.

Each wave lives worlds of draws that are not ruled out, fits an emulator of every figure to them, and rules out draws
whose emulated figures lie too far from the observed, whatever luck, the error of publication and the emulator's own may
do.  What is left in the end is weighed by a normal likelihood: a posterior that shares worlds and targets with the
sampler, but neither distances, tolerance nor regression.

Sources: Vernon, Goldstein & Bower 2010; Pukelsheim 1994 for the cut.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calibration.distances import SEEDS
from calibration.emulator import fitted
from calibration.priors import Prior

CUT = 3.0  # standard deviations; holds 95 % of any distribution with one peak
CANDIDATES = 10_000  # draws of the prior, of which those that are left are counted
ENOUGH = 200  # draws of which a posterior should be worth
MOST_POOLS = 8  # times so many candidates, then it is said that the posterior is worth less
STEP, MOVES = 0.3, 30  # of draws that are moved where too few are left


class NothingLeftError(ValueError):
    """Every draw of the prior is ruled out."""


@dataclass(frozen=True, eq=False)
class Wave:
    """The emulators of one wave.

    emulators: of each figure, the targets first; luck: covariance of what luck does to the figures [figure, figure].
    """

    emulators: tuple
    luck: np.ndarray

    def foretold(self, draws, figures):
        """Expected figures and the emulators' variance [draw, figure] each, of some figures by number."""
        found = [self.emulators[figure](draws) for figure in figures]
        return tuple(np.column_stack(column) for column in zip(*found, strict=True))


def wave_of(draws, figures, luck, each):
    """The Wave that is fitted to worlds.

    Args:
        draws: [world, axis], calibrated axes only.
        figures: [world, figure].
        luck: A numpy Generator.
        each: As `map`; may spread the fits over workers.
    """
    jobs = [(draws, column, child) for column, child in zip(figures.T, luck.spawn(figures.shape[1]), strict=True)]
    emulators = tuple(each(lambda job: fitted(*job), jobs))
    together = np.corrcoef(np.column_stack([one.errors for one in emulators]), rowvar=False)
    deviation = np.sqrt([one.luck for one in emulators])
    return Wave(emulators, np.atleast_2d(together) * np.outer(deviation, deviation))


@dataclass(frozen=True, eq=False)
class Matching:
    """One matching.

    Args:
        prior: The Prior.
        observed, uncertainty: Of each target [target].
        live: Gives what worlds give, of draws [world, axis] and seeds [world]: [world, figure], the targets first.
        worlds: How many are lived in each wave.
        seed: Of all luck of the matching.
        each: As `map`.
    """

    prior: Prior
    observed: np.ndarray
    uncertainty: np.ndarray
    live: Callable
    worlds: int
    seed: int = 1
    each: Callable = map

    def implausibility(self, wave, draws):
        """The largest over the targets [draw]; targets are asked one by one, draws that are ruled out no more."""
        largest = np.zeros(len(draws))
        own = draws[:, : self.prior.calibrated]
        for target, observed in enumerate(self.observed):
            left = np.flatnonzero(largest < CUT)
            mean, variance = wave.emulators[target](own[left]) if left.size else (np.zeros(0), np.zeros(0))
            variance = variance + wave.luck[target, target] + self.uncertainty[target] ** 2
            largest[left] = np.maximum(largest[left], np.abs(mean - observed) / np.sqrt(variance))
        return largest

    def left(self, waves, draws):
        """Those of some draws that no wave rules out [draw, axis]."""
        for wave in waves:
            draws = draws[self.implausibility(wave, draws) < CUT]
        return draws

    def matched(self, waves):
        """So many Waves, of each the share of the prior that it leaves, and all that was lived: a Matched."""
        luck = np.random.default_rng([self.seed, 4])
        pool = self.prior.drawn(CANDIDATES, luck)
        found, shares, every = [], [], []
        lived = np.empty((0, len(self.prior.axes))), np.empty((0, 0))
        for _ in range(waves):
            draws = self._drawn(found, pool, luck)
            figures = self.live(draws, luck.integers(SEEDS, size=len(draws)))
            every.append(figures)
            lived = _together(self, found, lived, draws, figures)
            known = np.isfinite(lived[1]).all(axis=1)
            own = lived[0][known][:, : self.prior.calibrated]
            found.append(wave_of(own, lived[1][known], luck, self.each))
            pool = self.left(found[-1:], pool)
            shares.append(len(pool) / CANDIDATES)
            if not len(pool):
                raise NothingLeftError
        return Matched(tuple(found), tuple(shares), pool, every[0])

    def _drawn(self, waves, pool, luck):
        """Draws to be lived: calibrated axes of what is left, all others afresh from the prior [world, axis]."""
        found = self.prior.drawn(self.worlds, luck)
        if len(pool) < self.worlds:
            pool = self._moved(waves, pool[luck.choice(len(pool), self.worlds)], luck)
        chosen = pool[luck.choice(len(pool), self.worlds, replace=False)]
        found[:, : self.prior.calibrated] = chosen[:, : self.prior.calibrated]
        return found

    def _moved(self, waves, draws, luck):
        """Draws moved about in what is left, by mixing with the prior, as the sampler moves (Cotter et al. 2013)."""
        for _ in range(MOVES):
            mixed = np.sqrt(1.0 - STEP**2) * draws + STEP * luck.standard_normal(draws.shape)
            fits = self.prior.allowed(mixed)
            for wave in waves:
                fits &= self.implausibility(wave, mixed) < CUT
            draws = np.where(fits[:, None], mixed, draws)
        return draws

    def weighed(self, matched):
        """A posterior by the last wave's emulators: (draws [draw, axis], weights [draw], what it is worth in draws).

        More draws of the prior are taken until it is worth enough, or too many are.
        """
        luck = np.random.default_rng([self.seed, 5])
        draws = matched.pool
        logs = self.likelihood(matched.waves[-1], draws)
        for _ in range(MOST_POOLS - 1):
            if worth(logs) >= ENOUGH:
                break
            more = self.left(matched.waves, self.prior.drawn(CANDIDATES, luck))
            draws = np.concatenate([draws, more])
            logs = np.concatenate([logs, self.likelihood(matched.waves[-1], more)])
        return draws, weights_of(logs), worth(logs)

    def likelihood(self, wave, draws):
        """The logarithm of how likely the observed is [draw]: normal, what luck does to targets together included."""
        number = len(self.observed)
        mean, own = wave.foretold(draws[:, : self.prior.calibrated], range(number))
        spread = wave.luck[:number, :number] + np.diag(self.uncertainty**2)
        roots = np.linalg.cholesky(spread + own[:, :, None] * np.eye(number))
        gaps = np.linalg.solve(roots, (self.observed - mean)[:, :, None])[:, :, 0]
        return -0.5 * (gaps**2).sum(axis=1) - np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)


@dataclass(frozen=True, eq=False)
class Matched:
    """Waves, the share of the prior left by each, candidates that are left, figures of the first wave's worlds."""

    waves: tuple
    shares: tuple
    pool: np.ndarray
    prior_figures: np.ndarray


def _together(matching, waves, lived, draws, figures):
    """Worlds of earlier waves that are not ruled out since, and new ones: (draws, figures)."""
    if not len(lived[0]):
        return draws, figures
    kept = matching.implausibility(waves[-1], lived[0]) < CUT
    return np.concatenate([lived[0][kept], draws]), np.concatenate([lived[1][kept], figures])


def weights_of(logs):
    """Weights of logarithms of likelihoods; they add up to 1."""
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def worth(logs):
    """Of how many draws that weigh the same weighted ones are worth (Kish 1965)."""
    return 1.0 / (weights_of(logs) ** 2).sum()
