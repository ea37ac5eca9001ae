"""Sequential Monte Carlo for approximate Bayesian computation, with moves that leave the prior as it is.

Particles are draws of the prior with a world each.  The first half of the generations draws from the prior and keeps
the nearest, so that particles do not hang on each other; where that has come near the observed, the second half does
the same.  Where it has not, since targets tell much, the tolerance falls to a quantile of their distances, those within
are doubled in place of the others, and each is moved: a mixture of itself and a fresh draw of the prior (Neal 1998;
Cotter et al. 2013) with fresh luck, taken if its world lies within the tolerance.  So no weights degenerate, however
many axes there are.  Distances adapt: each figure is measured in what
luck alone moves it among the nearest particles, found by living some of them twice, anew until the tolerance is small.

Sources: Del Moral, Doucet & Jasra 2012; Prangle 2017 for distances that adapt.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from calibration.distances import SEEDS, distances, published, spread
from calibration.priors import Prior

QUANTILE = 0.6  # of the distances, to which the tolerance falls
SMALLEST_TOLERANCE = np.sqrt(2.0)  # in scales: two worlds of the same draw lie as far apart
NEAR = 2.0  # in scales: where the prior has come so near by half of the budget, nothing is moved
FEWEST = 100  # particles
GENERATIONS = 40  # by which a budget is divided
FIRST_STEP, LARGEST_STEP, SMALLEST_STEP = 0.5, 1.0, 0.05
WANTED = (0.06, 0.2)  # share of moves taken, outside which the step is changed: few but wide ones reach farthest
TWICE = 0.05  # share of the particles, the nearest, that are lived twice again
FEWEST_TWICE = 20


@dataclass(frozen=True, eq=False)
class State:
    """Where a calibration is after a generation.

    draws [particle, axis], figures [particle, target], scales [target]: by how much luck alone, errors of publication
    included, moves the figures of worlds near the observed ones, as a standard deviation; `tolerance` in these scales,
    whether particles are moved, the step of the moves, the share of them that was taken, or of the particles that is
    fresh from the prior, and how many worlds were lived in all.
    """

    generation: int
    draws: np.ndarray
    figures: np.ndarray
    scales: np.ndarray
    tolerance: float
    moving: bool
    step: float
    taken: float
    lived: int


@dataclass(frozen=True, eq=False)
class Sampler:
    """One calibration.

    Args:
        prior: The Prior.
        observed, uncertainty: Of each target [target].
        live: Gives what worlds give, of draws [world, axis] and seeds [world]: [world, target].
        budget: How many worlds may be lived.
        seed: Of all luck of the calibration; the same seed and budget give the same digits.
    """

    prior: Prior
    observed: np.ndarray
    uncertainty: np.ndarray
    live: Callable[[np.ndarray, np.ndarray], np.ndarray]
    budget: int
    seed: int = 1

    @property
    def particles(self):
        return max(FEWEST, int(self.budget / GENERATIONS / (1.0 + 2.0 * TWICE)))

    @property
    def twice(self):
        """How many of them are lived twice again in every generation."""
        return max(FEWEST_TWICE, int(TWICE * self.particles))

    @property
    def generations(self):
        """How many come after the first."""
        return self.budget // (self.particles + 2 * self.twice) - 1

    def begun(self):
        """The first State: draws of the prior."""
        luck = self._luck(0)
        draws = self.prior.drawn(self.particles, luck)
        figures = self._figures(draws, luck)
        scales = self._by_luck(draws, figures, np.maximum(spread(figures), self.uncertainty), luck)
        return State(0, draws, figures, scales, np.inf, False, FIRST_STEP, 1.0, len(draws) + 2 * self.twice)

    def next(self, state):
        """The State after one more generation."""
        luck = self._luck(state.generation + 1)
        if state.tolerance > SMALLEST_TOLERANCE:
            scales, twice = self._by_luck(state.draws, state.figures, state.scales, luck), 2 * self.twice
        else:
            scales, twice = state.scales, 0  # other scales would rule out particles by their own error
        moving = state.moving or (state.generation == self.generations // 2 and state.tolerance > NEAR)
        state = replace(state, moving=moving, lived=state.lived + twice)
        return (self._moved if moving else self._drawn)(state, scales, luck)

    def _drawn(self, state, scales, luck):
        """The nearest of what is there and of as many fresh draws of the prior."""
        fresh = self.prior.drawn(self.particles, luck)
        draws = np.concatenate([state.draws, fresh])
        figures = np.concatenate([state.figures, self._figures(fresh, luck)])
        distances = self.distances(figures, scales)
        near = np.sort(np.argsort(distances, kind="stable")[: self.particles])
        taken = float((near >= len(state.draws)).mean())
        lived, tolerance = state.lived + len(fresh), float(distances[near].max())
        return State(
            state.generation + 1, draws[near], figures[near], scales, tolerance, False, state.step, taken, lived
        )  # fmt: skip

    def _moved(self, state, scales, luck):
        """Those within a smaller tolerance, each moved if its world lies within it, too."""
        distances = self.distances(state.figures, scales)
        tolerance = max(np.quantile(distances, QUANTILE, method="higher"), SMALLEST_TOLERANCE)
        near = np.flatnonzero(distances <= tolerance)
        chosen = np.concatenate([near, luck.choice(near, len(distances) - near.size)])
        draws, figures = state.draws[chosen], state.figures[chosen]
        mixed = np.sqrt(1.0 - state.step**2) * draws + state.step * luck.standard_normal(draws.shape)
        allowed = np.flatnonzero(self.prior.allowed(mixed))
        found = np.full_like(figures, np.nan)
        found[allowed] = self._figures(mixed[allowed], luck)
        apart = self.distances(found, scales)
        taken = np.isfinite(apart) & (apart <= tolerance)
        draws, figures = np.where(taken[:, None], mixed, draws), np.where(taken[:, None], found, figures)
        share = float(taken.mean())
        return State(
            state.generation + 1, draws, figures, scales, float(tolerance), True, _stepped(state.step, share), share,
            state.lived + allowed.size,
        )  # fmt: skip

    def _by_luck(self, draws, figures, scales, luck):
        """By how much luck alone moves the figures of the worlds that are nearest in some scales [target]."""
        near = np.argsort(self.distances(figures, scales), kind="stable")[: self.twice]
        one, other = (self._figures(draws[near], luck) for _ in range(2))
        return np.sqrt(np.nanmean((other - one) ** 2, axis=0) / 2.0)

    def _figures(self, draws, luck):
        """What worlds with luck of their own give, as published."""
        return published(self.live(draws, luck.integers(SEEDS, size=len(draws))), self.uncertainty, luck)

    def distances(self, figures, scales):
        """How far worlds are from what was observed, in scales [world]."""
        return distances(figures, self.observed, scales)

    def _luck(self, generation):
        return np.random.default_rng([self.seed, generation])


def _stepped(step, taken):
    if taken < WANTED[0]:
        return max(0.8 * step, SMALLEST_STEP)
    return min(1.25 * step, LARGEST_STEP) if taken > WANTED[1] else step


def saved(state, path):
    """Write a State to a path, whatever its ending."""
    with path.open("wb") as file:
        np.savez(file, **vars(state))


def loaded(path):
    """A State that was written.  Raises ValueError, OSError where it is none."""
    with np.load(path, allow_pickle=False) as found:
        fields = {name: found[name] for name in State.__dataclass_fields__}
    return State(**{name: value.item() if value.ndim == 0 else value for name, value in fields.items()})
