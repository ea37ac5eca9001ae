"""What it is worth to know a parameter before choosing: expected values of information, from draws and what they gave.

An option's gain on a draw is how much better it is there than the reference.  Who knows a parameter chooses by the
gains that are expected given its value, found by regression on the draws; the value of knowing it is how much better
that is, on average, than choosing without.  Source: Strong, Oakley & Brennan 2014.

Fitted gains vary by noise too, and whoever chooses the largest would take noise for value.  So they are brought
together until they vary as much as the signal alone does: their variance less what noise gives them (an adjusted R²).
What even this leaves is told by the same computation on draws that were dealt anew.
"""

from dataclasses import dataclass

import numpy as np

from experiments.requests import UsageError

DEALT_ANEW, RESAMPLED = 200, 200
SURE = 0.95
LUCK = 7_004
MOST_CURVES = 3  # columns that are told as curves; of more, as straight lines
FEW_VALUES = 5  # distinct ones, each of which has a mean of its own
DRAWS_A_KNOT, MOST_KNOTS = 80, 6
DRAWS_A_TERM = 5  # at least so many draws for each term of a regression
DEGREE = 2


@dataclass(frozen=True, eq=False)
class Knowing:
    """The value of knowing something, in the unit of the gains."""

    value: float
    error: float  # standard error, by drawing the draws again
    chance: np.ndarray  # what the same computation gave on draws that were dealt anew [time]
    expected: np.ndarray  # gains given what is known, noise taken out [option, draw]


def worth(gains):
    """How much better it is to choose on each draw than once for all; option 0 gains nothing [...].

    Args:
        gains: Of the others [..., option, draw].
    """
    best = np.maximum(gains.max(axis=-2), 0.0).mean(axis=-1)
    return best - np.maximum(gains.mean(axis=-1).max(axis=-1), 0.0)


def everything(gains, luck):
    """(Value of knowing all parameters at once, its standard error).

    Args:
        gains: Means of the draws [option, draw].
        luck: Covariance of these means by luck, which no measurement takes away [option, option].
    """

    def of(some):
        spread = _covariance(some)
        return worth(_brought_together(some, spread, spread - luck))

    again = _drawn_again(gains.shape[1])
    return float(of(gains)), float(of(np.moveaxis(gains[:, again], 1, 0)).std(ddof=1))


def knowing(gains, columns, most):
    """The Knowing of one or more parameters.

    Args:
        gains: Means of the draws [option, draw].
        columns: Values of what would be known [draw, column].
        most: The value of knowing everything, which no part exceeds.
    """
    basis = terms(columns)
    again, luck = _drawn_again(len(basis)), np.random.default_rng(LUCK)
    anew = np.array([luck.permutation(len(basis)) for _ in range(DEALT_ANEW)])
    resampled, _ = _expected(np.moveaxis(gains[:, again], 1, 0), basis[again])
    by_chance, _ = _expected(np.moveaxis(gains[:, anew], 1, 0), basis)
    value, expected = _expected(gains, basis)
    return Knowing(min(float(value), most), float(np.minimum(resampled, most).std(ddof=1)), by_chance, expected)


def _drawn_again(draws):
    return np.random.default_rng(LUCK).integers(draws, size=(RESAMPLED, draws))


def _expected(gains, basis):
    """(Value, gains given the terms of a regression, noise taken out); all may be stacked."""
    terms_of, draws = np.linalg.qr(basis - basis.mean(axis=-2, keepdims=True))[0], basis.shape[-2]
    mean = gains.mean(axis=-1, keepdims=True)
    fitted = (gains - mean) @ terms_of @ np.swapaxes(terms_of, -1, -2)
    rest = gains - mean - fitted
    noise = rest @ np.swapaxes(rest, -1, -2) / (draws - 1 - basis.shape[-1])
    spread = _covariance(fitted)
    found = mean + _brought_together(fitted, spread, spread - noise * basis.shape[-1] / draws)
    return worth(found), found


def _covariance(values):
    apart = values - values.mean(axis=-1, keepdims=True)
    return apart @ np.swapaxes(apart, -1, -2) / values.shape[-1]


def _brought_together(values, spread, wanted):
    """Values moved as little as can be so that their covariance is what is wanted, where that is one [..., draw].

    Args:
        spread: Their covariance.
        wanted: Another; where it came out below zero in some direction, it is zero there.
    """
    mean = values.mean(axis=-1, keepdims=True)
    root, back = _power(spread, 0.5), _power(spread, -0.5)
    move = back @ _power(root @ _power(wanted, 1.0) @ root, 0.5) @ back
    return mean + move @ (values - mean)


def _power(matrix, exponent):
    """A power of a symmetric matrix, of the part of it that is above zero."""
    values, directions = np.linalg.eigh((matrix + np.swapaxes(matrix, -1, -2)) / 2.0)
    there = values > 1e-12 * np.maximum(values[..., -1:], np.finfo(float).tiny)
    powers = np.where(there, np.where(there, values, 1.0) ** exponent, 0.0)
    return (directions * powers[..., None, :]) @ np.swapaxes(directions, -1, -2)


def terms(columns):
    """Terms of a regression on some columns [draw, term]: splines of each, and products of every two; of many, lines.

    Raises UsageError where scikit-learn is missing.
    """
    columns = columns[:, np.ptp(columns, axis=0) > 0.0]
    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    most, number = len(scaled) // DRAWS_A_TERM, scaled.shape[1]
    if number <= MOST_CURVES:
        products = [scaled[:, one] * scaled[:, other] for one in range(number) for other in range(one)]
        for knots in range(2 + int(np.clip(len(scaled) // DRAWS_A_KNOT, 1, MOST_KNOTS - 2)), 1, -1):
            found = np.column_stack([*(_curve(column, knots) for column in scaled.T), *products])
            if found.shape[1] <= most:
                return _independent(found)
    return _independent(scaled)[:, :most]  # of too many columns, their first principal components


def _curve(column, knots):
    """A column as splines with knots at its quantiles, or where it has few values, as one step for each."""
    values = np.unique(column)
    if values.size <= FEW_VALUES:
        return (column[:, None] == values[1:]).astype(float)
    try:
        from sklearn.preprocessing import SplineTransformer
    except ImportError:
        raise UsageError(
            'thbsim information needs scikit-learn, which is not installed; run pip install "thbsim[advice]"'
        ) from None
    at = np.unique(np.quantile(column, np.linspace(0.0, 1.0, knots)))
    return SplineTransformer(knots=at[:, None], degree=DEGREE, include_bias=False).fit_transform(column[:, None])


def _independent(found):
    """As many columns that span the same, the most varied directions first."""
    left, sizes, _ = np.linalg.svd(found - found.mean(axis=0), full_matrices=False)
    return left[:, sizes > 1e-9 * sizes[0]]
