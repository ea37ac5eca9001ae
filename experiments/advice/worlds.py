"""What policies do in each drawn world once luck is taken out, as far as the seeds of a draw allow.

A draw's mean over few seeds holds luck, so the largest and the smallest of many draws are partly lucky ones.  Means of
draws are brought towards each other as far as luck holds them apart, jointly for all columns, and what luck leaves open
of each is sampled (normal empirical Bayes), as is the share of luck itself, whose estimate follows Fisher's F.  Luck
grows with the square root of how many persons there are, as that of counts does, so means are compared in that unit.
Source: Efron & Morris 1975.
"""

import numpy as np

SAMPLES = 400
LUCK_OF_WORLDS = 7_013
ROUNDING = 1e-9  # share of a column's spread below which values are the same


def knows_luck(pairs):
    """Whether draws have several seeds, so that luck can be told from ignorance."""
    return np.unique(pairs.draw).size < pairs.number


def without_luck(pairs, columns, sizes, number=SAMPLES):
    """What the mean of each column may be in each drawn world [sample, column, draw].

    Columns that are alike stay alike, and one that never varies stays as it is.  Where each draw was lived once, luck
    cannot be told from ignorance and stays in.

    Args:
        pairs: Pairs of several draws.
        columns: Values [column, pair].
        sizes: How large luck is, in any unit, in each column and draw, as from `sizes_of` [column, draw].
        number: How many samples; the same ones each time.
    """
    _, group = np.unique(pairs.draw, return_inverse=True)
    own, places = np.unique(columns / sizes[:, group], axis=0, return_inverse=True)
    varies = (own != own[:, :1]).any(axis=1)
    draws = np.unique(pairs.draw).size
    found = np.broadcast_to(own[:, :1], (number, own.shape[0], draws)).copy()
    if varies.any():
        found[:, varies] = _sampled(pairs, own[varies], number)
    found, means = found[:, places.ravel()] * sizes, pairs.by_draw(columns)
    same = np.abs(found - means) <= ROUNDING * columns.std(axis=1)[:, None]
    return np.where(same, means, found)


def sizes_of(pairs, outcome, area, in_percent=False):
    """How large luck is in each draw, in any unit [draw]: the square root of the reference's outcome.

    The same everywhere where the reference is 0 somewhere.

    Args:
        in_percent: Whether differences are in percent of the reference, whose luck is the smaller the larger it is.
    """
    found = pairs.by_draw(pairs.mean(outcome, area)[0])
    if (found <= 0.0).any():
        return np.ones_like(found)
    return found ** (-0.5 if in_percent else 0.5)


def _sampled(pairs, columns, number):
    luck = np.random.default_rng(LUCK_OF_WORLDS)
    means = pairs.by_draw(columns)
    centre = means.mean(axis=1)
    within, freedom = _luck_within(pairs, columns)
    apart, back, shares = _directions(means - centre[:, None], within)
    between = apart.shape[1] - 1
    shares = np.minimum(1.0, shares * luck.f(between, max(freedom, 1), (number, shares.size)))[:, :, None]
    noise = luck.standard_normal((number, *apart.shape)) * np.sqrt(shares * (1.0 - shares))
    own = np.einsum("ck,skd->scd", back, (1.0 - shares) * apart + noise)
    return centre[:, None] + own + _luck_in_common(pairs, columns, number, luck)[:, :, None]


def _directions(apart, within):
    """Directions in which draws lie apart, uncorrelated and of variance 1, and how much of each is luck.

    Returns (places of draws [direction, draw], the way back [column, direction], share of luck [direction]; that may
    come out above 1 by chance).

    Args:
        apart: Means of draws less their mean [column, draw].
        within: Covariance of the luck in a draw's mean [column, column].
    """
    freedom = apart.shape[1] - 1
    left, sizes, right = np.linalg.svd(apart, full_matrices=False)
    kept = sizes > ROUNDING * max(sizes.max(), np.sqrt(freedom * np.trace(within)), np.finfo(float).tiny)
    left, sizes, right = left[:, kept], sizes[kept] / np.sqrt(freedom), right[kept] * np.sqrt(freedom)
    inverse = left / sizes
    shares, turn = np.linalg.eigh(inverse.T @ within @ inverse)
    return turn.T @ right, (left * sizes) @ turn, np.maximum(shares, 0.0)


def _luck_within(pairs, columns):
    """Covariance of the luck that is left in a draw's mean [column, column], and its degrees of freedom.

    None, and 0, where it cannot be told.
    """
    if not knows_luck(pairs):
        return np.zeros((len(columns), len(columns))), 0
    if pairs.crossed:
        values = pairs.arranged(columns)
        _, draws, seeds = values.shape
        rest = values - values.mean(axis=2, keepdims=True) - values.mean(axis=1, keepdims=True)
        rest += values.mean(axis=(1, 2), keepdims=True)
        freedom = (draws - 1) * (seeds - 1)
        return np.einsum("ads,bds->ab", rest, rest) / freedom / seeds, freedom
    _, group, sizes = np.unique(pairs.draw, return_inverse=True, return_counts=True)
    rest = columns - pairs.by_draw(columns)[:, group]
    freedom = pairs.number - sizes.size
    return rest @ rest.T / freedom * (1.0 / sizes).mean(), freedom


def _luck_in_common(pairs, columns, number, luck):
    """What luck leaves open of the mean over all draws, as where all draws share few seeds [sample, column]."""
    found = pairs.parts(columns)
    values, directions = np.linalg.eigh(found.luck)
    noise = luck.standard_normal((number, values.size)) @ (directions * np.sqrt(np.maximum(values, 0.0))).T
    return noise * np.sqrt(found.freedom / luck.chisquare(found.freedom, (number, 1)))
