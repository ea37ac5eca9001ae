"""Which pairs of lists depend on each other: chosen step by step, or by an information criterion.

Stepwise is the default: on sparse tables it is less easily drawn to a model whose estimate is wild than the smallest
AIC or BIC is. Source of the rule and of its threshold: Chan, Silverman & Vincent (2021), sections 3.2 and 4.3.
"""

from itertools import chain, combinations

import numpy as np
from scipy.special import pdtr, pdtrc

from calibration.hidden import loglinear

THRESHOLD = 0.02  # of the p-value of a pair
EXHAUSTIVE = 5  # up to so many lists every set of pairs is tried: 1,024 models
CRITERIA = ("stepwise", "aic", "bic")


def stepwise(cells, counts, threshold=THRESHOLD):
    """Start with independent lists; add the pair of smallest p-value, while that is below the threshold.

    A pair whose model cannot be estimated is passed over.

    Returns:
        The Fits of all steps; the last is the one chosen. One that failed if not even independence can be fitted.
    """
    steps = [loglinear.fit(cells, counts)]
    shared = loglinear.overlaps(cells, counts)
    while not steps[-1].why_not:
        better = _next(cells, counts, shared, steps[-1], threshold)
        if better is None:
            break
        steps.append(better)
    return steps


def _next(cells, counts, shared, last, threshold):
    """The model with one more pair, or None."""
    left = [pair for pair in loglinear.all_pairs(cells.shape[1]) if pair not in last.pairs]
    if not left:
        return None
    chances = p_values(cells, shared, last.means, left)
    for place in np.argsort(chances, kind="stable"):
        if chances[place] >= threshold:
            return None
        found = loglinear.fit(cells, counts, (*last.pairs, left[place]), last)
        if not found.why_not:
            return found
    return None


def p_values(cells, shared, means, pairs):
    """The one-sided Poisson p-value of how many persons are on both lists of each pair, given a model without it.

    Source: Chan, Silverman & Vincent (2021), section 3.1.
    """
    expected = loglinear.overlaps(cells, means)
    wanted = np.array([expected[pair] for pair in pairs])
    seen = np.array([shared[pair] for pair in pairs])
    more = np.where(seen > 0, pdtrc(np.maximum(seen - 1.0, 0.0), wanted), 1.0)
    return np.minimum(pdtr(seen, wanted), more)


def candidates(cells, counts):
    """All models tried, as Fits: every set of pairs for few lists, else those on the way of each search.

    Two lists have no pair to spare: only independence can be fitted.
    """
    lists = cells.shape[1]
    pairs = loglinear.all_pairs(lists) if lists > 2 else ()
    if lists <= EXHAUSTIVE:
        sets = chain.from_iterable(combinations(pairs, number) for number in range(len(pairs) + 1))
        return [loglinear.fit(cells, counts, chosen) for chosen in sets]
    tried = {found.pairs: found for found in stepwise(cells, counts)}
    for criterion in ("aic", "bic"):
        _search(cells, counts, criterion, tried)
    return list(tried.values())


def _search(cells, counts, criterion, tried):
    """From independence on, add or drop the one pair that makes the criterion smallest, until none does."""
    here = tried[()]
    while not here.why_not:
        near = [_toggled(cells, counts, here, pair, tried) for pair in loglinear.all_pairs(cells.shape[1])]
        best = smallest(near, criterion)
        if best is None or getattr(best, criterion) >= getattr(here, criterion) - 1e-9:
            return
        here = best


def _toggled(cells, counts, here, pair, tried):
    pairs = tuple(sorted(set(here.pairs) ^ {pair}))
    if pairs not in tried:
        tried[pairs] = loglinear.fit(cells, counts, pairs, here)
    return tried[pairs]


def smallest(fits, criterion):
    """The model of the smallest criterion among those that can be estimated; None if there is none."""
    fine = [found for found in fits if not found.why_not]
    return min(fine, key=lambda found: (getattr(found, criterion), found.size, found.pairs), default=None)
