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
from calibration.emulator import TINY, fitted, one_thread
from calibration.priors import Prior

CUT = 3.0  # standard deviations; holds 95 % of any distribution with one peak
CANDIDATES = 10_000  # draws of the prior, of which those that are left are counted
ENOUGH = 200  # draws of which a posterior should be worth
MOST_POOLS = 8  # times so many candidates, then it is said that the posterior is worth less
FEWEST = 40  # worlds to which an emulator is fitted
CONTRADICTION = (
    "no draw of the prior comes near the targets, whatever luck does: see whether they contradict each other or the"
    " priors"
)
STEP, MOVES = 0.3, 30  # of draws that are moved where too few are left


class MatchingError(ValueError):
    """Why a matching cannot go on; one sentence."""


@dataclass(frozen=True, eq=False)
class Wave:
    """The Emulators of one wave [figure], the targets' first, and the covariance of luck [figure, figure]."""

    emulators: tuple
    luck: np.ndarray


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
    errors = np.column_stack([one.errors / (np.sqrt((one.errors**2).mean()) + TINY) for one in emulators])
    deviation = np.sqrt([one.luck for one in emulators])
    return Wave(emulators, errors.T @ errors / len(errors) * np.outer(deviation, deviation))


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

    def foretold(self, wave, draws):
        """Expected figures, and the variance of their emulators [draw, target] each."""
        own, emulators = draws[:, : self.prior.calibrated], wave.emulators[: len(self.observed)]
        found = self.each(lambda emulator: emulator(own), emulators)
        return tuple(np.column_stack(column) for column in zip(*found, strict=True))

    def implausibility(self, wave, draws):
        """How far the observed is from what is expected, in standard deviations, the farthest target's [draw]."""
        mean, own = self.foretold(wave, draws)
        luck = np.diag(wave.luck)[: len(self.observed)]
        return (np.abs(mean - self.observed) / np.sqrt(own + luck + self.uncertainty**2)).max(axis=1)

    def left(self, waves, draws):
        """Those of some draws that no wave rules out [draw, axis]."""
        for wave in waves:
            if len(draws):
                draws = draws[self.implausibility(wave, draws) < CUT]
        return draws

    def matched(self, waves):
        """So many waves: a Matched.  Raises MatchingError."""
        luck = np.random.default_rng([self.seed, 4])
        pool = self.prior.drawn(CANDIDATES, luck)
        found, shares, every, kept = [], [], [], None
        with one_thread():
            for _ in range(waves):
                draws = self._drawn(found, pool, luck)
                every.append(self.live(draws, luck.integers(SEEDS, size=len(draws))))
                kept = self._kept(found, kept, draws, every[-1])
                found.append(self._fitted(kept, luck))
                pool = self.left(found[-1:], pool)
                shares.append(len(pool) / CANDIDATES)
                if not len(pool):
                    raise MatchingError(CONTRADICTION)
        return Matched(tuple(found), tuple(shares), pool, every[0])

    def _fitted(self, worlds, luck):
        """The Wave of worlds, (draws, figures), those left out that lack a figure."""
        draws, figures = worlds
        known = np.isfinite(figures).all(axis=1)
        if known.sum() < FEWEST:
            raise MatchingError(f"only {known.sum()} worlds gave every figure: give more worlds, or other targets")
        return wave_of(draws[known, : self.prior.calibrated], figures[known], luck, self.each)

    def _kept(self, waves, before, draws, figures):
        """New worlds, and those before that the last wave does not rule out: (draws, figures)."""
        if not waves:
            return draws, figures
        near = self.implausibility(waves[-1], before[0]) < CUT
        return np.concatenate([before[0][near], draws]), np.concatenate([before[1][near], figures])

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
        draws, wave = matched.pool, matched.waves[-1]
        with one_thread():
            logs = self.likelihood(wave, draws)
            for _ in range(MOST_POOLS - 1):
                if worth(logs) >= ENOUGH:
                    break
                more = self.left(matched.waves, self.prior.drawn(CANDIDATES, luck))
                if len(more):
                    draws, logs = np.concatenate([draws, more]), np.append(logs, self.likelihood(wave, more))
        return draws, weights_of(logs), worth(logs)

    def likelihood(self, wave, draws):
        """The logarithm of how likely the observed is [draw]: normal, with what luck does to targets together."""
        gaps, spread = self._gaps(wave, draws)
        roots = np.linalg.cholesky(spread)
        apart = np.linalg.solve(roots, gaps[:, :, None])[:, :, 0]
        return -0.5 * (apart**2).sum(axis=1) - np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)

    def given(self, wave, draws, figure=-1):
        """Mean and variance of a figure that was not observed, where the targets were as observed [draw] each.

        Luck that moves both is mostly what is not known of the axes that are not calibrated, so the observed tells of
        it, too.
        """
        with one_thread():
            gaps, spread = self._gaps(wave, draws)
            mean, own = wave.emulators[figure](draws[:, : self.prior.calibrated])
        slopes = np.linalg.solve(spread, wave.luck[figure, : gaps.shape[1], None])[:, :, 0]
        told = slopes @ wave.luck[figure, : gaps.shape[1]]
        return mean + (slopes * gaps).sum(axis=1), own + wave.luck[figure, figure] - told

    def _gaps(self, wave, draws):
        """Observed less expected figures [draw, target], and their covariance [draw, target, target]."""
        mean, own = self.foretold(wave, draws)
        targets = len(self.observed)
        spread = wave.luck[:targets, :targets] + np.diag(self.uncertainty**2)
        return self.observed - mean, spread + own[:, :, None] * np.eye(targets)


@dataclass(frozen=True, eq=False)
class Matched:
    """Waves, the share of the prior left by each, candidates that are left, figures of the first wave's worlds."""

    waves: tuple
    shares: tuple
    pool: np.ndarray
    prior_figures: np.ndarray


def weights_of(logs):
    """Weights of logarithms of likelihoods; they add up to 1."""
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def worth(logs):
    """Of how many draws that weigh the same weighted ones are worth (Kish 1965)."""
    return 1.0 / (weights_of(logs) ** 2).sum()
