"""Indices of sensitivity by SALib, of points and the values found there: which factors decide how much.

morris: mean size of the step from one end of a factor's range to the other, at random places of the other factors, in
the unit of the outcome; and how much the step hangs on them.  Source: Morris 1991; Campolongo et al. 2007.
saltelli: the share of the variance that a factor decides alone (first) and with all others (total).  Source: Saltelli
et al. 2010; Sobol' et al. 2007.
given: the first share from draws of any kind, by RBD-FAST.  Source: Plischke 2010; Tissot & Prieur 2012.  It is near 0
for a factor that does nothing, however few the draws, and takes no time; where draws go together, it holds what a
factor tells of those that go with it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from experiments.advice.factors import GIVEN
from experiments.requests import UsageError
from experiments.sweeps.screening import LEVELS, problem_of

MORRIS, SALTELLI = "morris", "saltelli"
FEWEST = {MORRIS: 2, SALTELLI: 8, GIVEN: 16}  # blocks
RESAMPLES = {MORRIS: 400, SALTELLI: 200, GIVEN: 40}
LUCK = 7_003
STEP = LEVELS / (2.0 * (LEVELS - 1.0))  # of a trajectory, as a share of the range
MEAN_SIZE = np.sqrt(2.0 / np.pi)  # of a standard normal number
SURE = 0.95


@dataclass(frozen=True, eq=False)
class Indices:
    """What factors are ranked by, and what goes with it; each with half of its 95 % interval [factor].

    importance: morris: mu*; saltelli: the total share of the variance; given: the first share.
    beside: morris: sigma, of steps; saltelli: the first share; given: nothing.
    """

    importance: np.ndarray
    half: np.ndarray
    beside: np.ndarray | None = None
    beside_half: np.ndarray | None = None
    step: np.ndarray | None = None  # morris: mu, with its sign

    @property
    def order(self):
        """Places of factors, the most important first."""
        return np.argsort(-self.importance, kind="stable")


def indices(method, points, values):
    """The Indices of some factors.  Raises UsageError where SALib is missing.

    Args:
        method: MORRIS, SALTELLI or GIVEN.
        points: Of whole blocks; of MORRIS within 0 to 1 [draw, factor].
        values: What was found there [draw].
    """
    zero = np.zeros(points.shape[1])
    if np.ptp(values) == 0.0:
        return Indices(zero, zero, *((None, None) if method == GIVEN else (zero, zero)))
    try:
        return {MORRIS: _morris, SALTELLI: _saltelli, GIVEN: _given}[method](points, values)
    except ImportError:
        raise UsageError(
            'thbsim sensitivity needs SALib, which is not installed; run pip install "thbsim[advice]"'
        ) from None


def _morris(points, values):
    from SALib.analyze import morris

    problem, times = problem_of(points.shape[1]), RESAMPLES[MORRIS]
    found = morris.analyze(problem, points, values, num_levels=LEVELS, num_resamples=times, seed=LUCK)
    size, half, sigma, step = (np.asarray(found[key], float) for key in ("mu_star", "mu_star_conf", "sigma", "mu"))
    return Indices(size, half, sigma, None, step)


def _saltelli(points, values):
    from SALib.analyze import sobol

    problem, times = problem_of(points.shape[1]), RESAMPLES[SALTELLI]
    found = sobol.analyze(problem, values, calc_second_order=False, num_resamples=times, seed=LUCK)
    return Indices(found["ST"], found["ST_conf"], found["S1"], found["S1_conf"])


def _given(points, values):
    from SALib.analyze import rbd_fast

    problem, waves = problem_of(points.shape[1]), waves_of(values.size)
    found = rbd_fast.analyze(problem, points, values, M=waves, num_resamples=RESAMPLES[GIVEN], seed=LUCK)
    share, half = (np.array(found[key], float) for key in ("S1", "S1_conf"))
    return Indices(share, half / np.sqrt(2.0))  # SALib resamples half of the draws


def waves_of(draws):
    """How fine a relation so many draws can show: harmonics along a factor; one holds 98 % of a straight line."""
    return int(np.clip(draws // 40, 1, 6))


def by_chance(method, points, values, luck):
    """What an index must surpass.

    Of given draws: what the largest of factors that do nothing stays below in 19 of 20 cases.  Of a scheme, where runs
    share their luck, such a factor has 0; but one that deals the luck anew, and does nothing else, reaches this on
    average, so that half of them lie above: only what does so by more than half of its interval says anything.

    Args:
        luck: Its share of the variance of the values; None where that is not known.
    """
    if method == GIVEN:
        return _largest(values.size, points.shape[1])
    if method == SALTELLI:
        return luck or 0.0
    return float(MEAN_SIZE * np.sqrt(2.0 * (luck or 0.0) * values.var(ddof=1)) / STEP)


def _largest(draws, factors):
    """Of so many first indices of white noise."""
    waves, each = waves_of(draws), SURE ** (1.0 / factors)
    raw = betaincinv(waves, (draws - 1) / 2 - waves, each)  # share of so many of all harmonics
    lost = 2.0 * waves / draws
    return float(raw - lost / (1.0 - lost) * (1.0 - raw))
