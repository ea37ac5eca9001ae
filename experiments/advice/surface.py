"""What a mix of levers gives, as a smooth function of their sizes: a ridge regression with squares and interactions.

Nothing gives nothing, so that there is no constant.  Every draw of the parameters has coefficients of its own, and
those of the mean over draws are their mean: a refit on other draws is another mean of the same coefficients.
Source: Hoerl & Kennard 1970; Myers, Montgomery & Anderson-Cook 2016 for response surfaces.
"""

from dataclasses import dataclass

import numpy as np

from experiments.requests import UsageError

PENALTIES = np.logspace(-6, 2, 33)  # of which cross-validation chooses


def terms(levers):
    """How many terms there are: one for each lever, each square, each pair."""
    return levers + levers * (levers + 1) // 2


def require():
    """Raises UsageError where scikit-learn is not installed."""
    try:
        import sklearn.linear_model  # noqa: F401
    except ImportError:
        raise UsageError('mixes need scikit-learn, which is not installed; run pip install "thbsim[advice]"') from None


@dataclass(frozen=True, eq=False)
class Surface:
    """One quantity over sizes; as a difference from the reference, in the quantity's own unit."""

    levers: int
    coefficients: np.ndarray  # of the mean over all draws [term]
    by_draw: np.ndarray  # the same of each draw [term, draw]
    smoother: np.ndarray  # what makes coefficients of the mixes' means [term, mix]
    error: float  # root mean square of what each mix lies away from what all others foretell
    foretold: float  # share of the variance among mixes that the others foretell

    def __call__(self, sizes, coefficients=None):
        """At sizes [mix, lever]: [mix]; or of other coefficients [term, refit]: [mix, refit]."""
        return features(sizes) @ (self.coefficients if coefficients is None else coefficients)

    def refits(self, weights):
        """Coefficients of means over draws that weigh so much [term, refit].  Args: weights [refit, draw]."""
        return self.by_draw @ weights.T

    def of_samples(self, samples):
        """Coefficients of what the mixes' means may be [term, sample].  Args: samples [sample, mix]."""
        return self.smoother @ samples.T


def features(sizes):
    """Sizes, their squares and their products, in the order of `quadratic` [mix, term]."""
    sizes = np.atleast_2d(sizes)
    rows, columns = np.triu_indices(sizes.shape[1])
    return np.concatenate([sizes, sizes[:, rows] * sizes[:, columns]], axis=1)


def quadratic(coefficients, levers):
    """Coefficients as slopes b [lever] and a symmetric Q [lever, lever]: b x + x Q x."""
    square = np.zeros((levers, levers))
    square[np.triu_indices(levers)] = coefficients[levers:]
    return coefficients[:levers], (square + square.T) / 2.0


def fitted(sizes, by_draw):
    """The Surface of one quantity.  Raises UsageError where scikit-learn is missing.

    The penalty is the one with which each mix is foretold best by all others (leave one out).

    Args:
        sizes: Of mixes [mix, lever], without the reference.
        by_draw: Their differences from the reference on each draw [mix, draw].
    """
    require()
    from sklearn.linear_model import RidgeCV

    x, y = features(sizes), by_draw.mean(axis=1)
    scale = np.abs(y).max() or 1.0
    found = RidgeCV(alphas=PENALTIES, fit_intercept=False).fit(x, y / scale)
    smoother = np.linalg.solve(x.T @ x + found.alpha_ * np.eye(x.shape[1]), x.T)
    error = scale * np.sqrt(max(-found.best_score_, 0.0))
    spread = y.var()
    foretold = 1.0 - error**2 / spread if spread > 0.0 else 1.0
    by_draw = smoother @ by_draw
    return Surface(sizes.shape[1], by_draw.mean(axis=1), by_draw, smoother, float(error), float(foretold))
