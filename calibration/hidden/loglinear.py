"""One Poisson log-linear model of a table of list overlaps, by maximum likelihood.

The logarithm of the persons expected in a cell is an intercept, plus a term for each list, plus one for each pair of
lists that depend on each other. The intercept is the logarithm of the number of persons on no list.

A pair of lists that share nobody has its term at minus infinity: its cells are fitted as 0 and left out, the term too
(the extended maximum likelihood estimate). Source: Chan, Silverman & Vincent (2021), sections 2.2 to 2.6; existence
by linear programme after Fienberg & Rinaldo (2012). Leaves out: terms of three lists or more.
"""

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.special import gammaln, xlogy

from calibration.hidden.lists import all_cells

MOST_STEPS = 40  # Newton needs about 8 where the estimate exists; where it does not, its steps stay near 1
SMALL_STEP, LARGEST = 1e-9, 30.0  # of any parameter (logarithm of persons); e**30 is more than all persons ever
NOT_IDENTIFIED, NOT_FINITE = "its terms cannot be told apart", "no finite estimate exists"


class Fit(NamedTuple):
    """A fitted model.

    `pairs` are places in the table's lists, ((i, j), ...); `minus_infinity` those of them that share nobody; `why_not`
    is empty where the model can be estimated; `parameters` holds logarithms (intercept, lists, other pairs); `means`
    are the persons expected in each cell, (2**k - 1,); `unseen` and `total` are persons. `aic` and `bic` count terms
    at minus infinity as parameters, and `bic` takes the logarithm of the observed persons.
    """

    pairs: tuple
    minus_infinity: tuple
    why_not: str
    parameters: np.ndarray
    means: np.ndarray
    unseen: float
    total: float
    deviance: float
    freedom: int
    size: int
    aic: float
    bic: float


def all_pairs(lists):
    """Every pair of so many lists."""
    return tuple(combinations(range(lists), 2))


def overlaps(cells, counts):
    """Persons on both of two lists, whatever else they are on, (k, k)."""
    return (cells.T * counts) @ cells.astype(float)


def fit(cells, counts, pairs=(), start=None):
    """Fit one model.

    Args:
        cells: boolean, (2**k - 1, k), as in lists.Table.
        counts: persons, (2**k - 1,).
        pairs: ((i, j), ...), i < j.
        start: Another model's Fit to start from, with the same lists; only speed hangs on it.
    """
    shared = overlaps(cells, counts)
    pairs = tuple(sorted(pairs))
    kept = tuple(pair for pair in pairs if shared[pair] > 0)
    empty = tuple(pair for pair in pairs if shared[pair] == 0)
    absent = tuple(place for place in range(cells.shape[1]) if shared[place, place] == 0)
    inside, design, identified = _design(cells.shape[1], kept, empty, absent)
    if not identified:
        return _failed(pairs, empty, NOT_IDENTIFIED)
    parameters = newton(design, counts[inside], _begin(start, kept, design))
    if parameters is None and (not exists(design, counts[inside]) or start is None):
        return _failed(pairs, empty, NOT_FINITE)
    if parameters is None:
        return fit(cells, counts, pairs)
    return _finished(pairs, empty, inside, design, counts, parameters)


def design_of(cells, counts, fit):
    """Which cells a fit used, boolean, and its design there, (cells, 1 + lists + pairs that share somebody)."""
    kept = tuple(pair for pair in fit.pairs if pair not in fit.minus_infinity)
    absent = tuple(np.flatnonzero(counts @ cells == 0).tolist())
    return _design(cells.shape[1], kept, fit.minus_infinity, absent)[:2]


@lru_cache(maxsize=256)
def _design(lists, kept, empty, absent):
    """Cells that can hold persons; their design, (cells, 1 + lists + pairs); whether its terms can be told apart.

    A list with nobody on it (in a resample) is left out like an empty pair.
    """
    cells = all_cells(lists)
    inside = ~np.any([cells[:, one] & cells[:, other] for one, other in (*empty, *zip(absent, absent, strict=True))]
                     or [np.zeros(len(cells), bool)], axis=0)  # fmt: skip
    there = [place for place in range(lists) if place not in absent]
    columns = [np.ones(len(cells), bool), *cells.T[there], *(cells[:, one] & cells[:, other] for one, other in kept)]
    design = np.array(columns).T[inside].astype(float)
    identified = bool(np.linalg.matrix_rank(design) == design.shape[1])
    return inside, design, identified


def _begin(start, kept, design):
    """Parameters of another model, with 0 for the terms that it has not; None where they do not fit."""
    if start is None or start.why_not:
        return None
    had = tuple(pair for pair in start.pairs if pair not in start.minus_infinity)
    lists = design.shape[1] - len(kept)
    if len(start.parameters) - len(had) != lists:
        return None
    values = dict(zip(had, start.parameters[lists:], strict=True))
    return np.array([*start.parameters[:lists], *(values.get(pair, 0.0) for pair in kept)])


def newton(design, counts, start=None):
    """The parameters of largest likelihood, by Newton's method with halved steps; None where it does not arrive.

    Args:
        design: (cells, terms), of full rank.
        counts: persons, (cells,).
        start: parameters to start from; else those of the logarithms of counts plus a half.
    """
    if start is None:
        weights = np.sqrt(counts + 0.5)
        start = np.linalg.lstsq(design * weights[:, None], np.log(counts + 0.5) * weights, rcond=None)[0]
    here, value = start, _likelihood(design, counts, start)
    for _ in range(MOST_STEPS):
        means = np.exp(np.minimum(design @ here, 700.0))
        try:
            step = np.linalg.solve((design.T * means) @ design, design.T @ (counts - means))
        except np.linalg.LinAlgError:
            return None
        if np.abs(step).max() < SMALL_STEP:
            return here + step
        here, value = _better(design, counts, here, value, step)
        if not np.abs(here).max() < LARGEST:
            return None
    return None


def _better(design, counts, here, value, step):
    """The step, or as much of it as makes the likelihood larger."""
    for _ in range(30):
        new = _likelihood(design, counts, here + step)
        if new >= value - 1e-9 * abs(value):
            break
        step = step / 2.0
    return here + step, new


def _likelihood(design, counts, parameters):
    """The logarithm of the likelihood, less what hangs on counts alone."""
    logs = np.minimum(design @ parameters, 700.0)
    return float(counts @ logs - np.exp(logs).sum())


def exists(design, counts):
    """Whether the likelihood has a finite maximum, by linear programme: some x > 0 has the same sums of terms.

    Source: Fienberg & Rinaldo (2012), as in Chan, Silverman & Vincent (2021), section 2.6.
    """
    cells, terms = design.shape
    scale = max(counts.sum(), 1.0)
    gain = np.append(np.zeros(cells), -1.0)
    sums = np.hstack([design.T, np.zeros((terms, 1))])
    least = np.hstack([-np.eye(cells), np.ones((cells, 1))])
    found = linprog(gain, least, np.zeros(cells), sums, design.T @ (counts / scale), bounds=(0.0, None), method="highs")
    return bool(found.status == 0 and -found.fun > 1e-9)


def _finished(pairs, empty, inside, design, counts, parameters):
    means = np.zeros(len(counts))
    means[inside] = np.exp(design @ parameters)
    there, fitted = counts[inside], means[inside]
    likelihood = float((xlogy(there, fitted) - fitted - gammaln(there + 1.0)).sum())
    deviance = 2.0 * float((xlogy(there, np.where(there > 0, there, 1.0) / fitted) - there + fitted).sum())
    size = len(parameters) + len(empty)
    unseen, observed = float(np.exp(parameters[0])), float(counts.sum())
    aic, bic = (price * size - 2.0 * likelihood for price in (2.0, np.log(observed)))
    return Fit(
        pairs, empty, "", parameters, means, unseen, observed + unseen, max(deviance, 0.0),
        design.shape[0] - len(parameters), size, aic, float(bic),
    )  # fmt: skip


def _failed(pairs, empty, why):
    nothing = np.nan
    return Fit(pairs, empty, why, np.array([]), np.array([]), nothing, nothing, nothing, 0, 0, np.inf, np.inf)
