"""Emulators: what worlds give as a smooth function of what is calibrated, all else being luck.

One Gaussian process for each figure: a constant, a linear and a smooth part, and white noise for luck (the seed, and
the axes that are not calibrated).  Axes are stretched by how much the figure moves with them along a straight line, so
that four numbers of the kernel are found in place of one for each axis.

Sources: Rasmussen & Williams 2006, chapters 2 and 5; O'Hagan 2006 for the use.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

FLOOR = 0.1  # of the stretch of an axis that seems to move nothing, the largest being about 1
TINY = 1e-12  # keeps a figure that never moves from a division by nothing
RIDGE = 0.05  # holds back slopes that chance alone would give
SEEN, MOST_SEEN = 0.8, 480  # share of the worlds, and how many at most, by which the numbers of the kernel are found
NINETY = 1.645  # half the width of a normal distribution's band of 90 %, in standard deviations
AT_ONCE = 2000  # draws foretold in one piece
MOST_STEPS = 60  # towards the best numbers of the kernel


class MissingError(ImportError):
    """scikit-learn is not installed; one sentence."""


def one_thread():
    """A context in which linear algebra keeps to one thread: workers share it out already, and digits stay the same."""
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    return threadpool_limits(1)


def require():
    """Raises MissingError where scikit-learn is not installed."""
    try:
        import sklearn.gaussian_process  # noqa: F401
    except ImportError:
        raise MissingError(
            'emulators need scikit-learn, which is not installed; run pip install "thbsim[calibration]"'
        ) from None


@dataclass(frozen=True, eq=False)
class Emulator:
    """What one figure is expected to be.

    stretch [axis]; middle and spread of the figure; the fitted process; the variance of luck, in the figure's unit;
    of the held-out worlds, the share of their variance that is foretold and the share of them inside their band of
    90 %; errors [world]: how far each world lies from what all others foretell, in their own standard deviations.
    """

    stretch: np.ndarray
    middle: float
    spread: float
    process: Any
    luck: float
    foretold_share: float
    inside: float
    errors: np.ndarray

    def __call__(self, draws):
        """Expected figures and the variance of the emulator itself, luck left out [draw] each.

        Args:
            draws: Normal numbers [draw, axis], calibrated axes only.
        """
        parts = [slice(first, first + AT_ONCE) for first in range(0, len(draws), AT_ONCE)]
        pairs = [self.process.predict(draws[part] * self.stretch, return_std=True) for part in parts]
        mean, deviation = (np.concatenate(column) for column in zip(*pairs, strict=True))
        own = np.maximum(self.spread**2 * deviation**2 - self.luck, 0.0)
        return self.middle + self.spread * mean, own


def fitted(draws, figures, luck):
    """The Emulator of one figure.

    Args:
        draws: Normal numbers of worlds [world, axis], calibrated axes only.
        figures: What they give [world].
        luck: A numpy Generator, which says what worlds are held out.
    """
    from sklearn.gaussian_process import GaussianProcessRegressor

    seen = luck.permutation(len(draws)) < min(SEEN * len(draws), MOST_SEEN)
    middle, spread = figures.mean(), figures.std() + TINY
    y = (figures - middle) / spread
    stretch = _stretch(draws[seen], y[seen])
    x = draws * stretch
    kernel = _best(_kernel(), x[seen], y[seen])
    trial = GaussianProcessRegressor(kernel, optimizer=None).fit(x[seen], y[seen])
    mean, deviation = trial.predict(x[~seen], return_std=True)
    gaps = y[~seen] - mean
    process = GaussianProcessRegressor(kernel, optimizer=None).fit(x, y)
    return Emulator(
        stretch, middle, spread, process, spread**2 * kernel.k2.noise_level,
        1.0 - (gaps**2).mean() / (y[~seen].var() + TINY), (np.abs(gaps) < NINETY * deviation).mean(), _errors(process),
    )  # fmt: skip


def _stretch(x, y):
    """How far axes are stretched: the root of how steeply the figure rises or falls with them [axis]."""
    slopes = np.linalg.solve(x.T @ x / len(x) + RIDGE * np.eye(x.shape[1]), x.T @ y / len(x))
    return np.sqrt(np.abs(slopes) / (np.abs(slopes).max() + TINY) + FLOOR**2)


def _kernel():
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    straight = ConstantKernel(0.3, (1e-4, 1e2)) * DotProduct(1.0, "fixed")
    smooth = ConstantKernel(1.0, (1e-4, 1e2)) * RBF(3.0, (0.3, 100.0))
    return straight + smooth + WhiteKernel(0.3, (1e-6, 2.0))


def _best(kernel, x, y):
    """The kernel with the numbers that make the worlds likeliest."""
    from sklearn.gaussian_process import GaussianProcessRegressor

    process = GaussianProcessRegressor(kernel, optimizer=None).fit(x, y)

    def cost(theta):
        likelihood, slope = process.log_marginal_likelihood(theta, eval_gradient=True, clone_kernel=False)
        return -likelihood, -slope

    limits = {"maxiter": MOST_STEPS}
    found = minimize(cost, kernel.theta, jac=True, method="L-BFGS-B", bounds=kernel.bounds, options=limits)
    return kernel.clone_with_theta(found.x)


def _errors(process):
    """How far worlds lie from what all others foretell, in standard deviations [world].

    Source: Rasmussen & Williams 2006, equations 5.10 to 5.12.
    """
    inverse = np.linalg.inv(process.L_)
    return process.alpha_ / np.sqrt((inverse**2).sum(axis=0))
