"""The interval: persons are drawn again, and the model is chosen again for each draw.

An interval for a fixed model would leave out that another model might have been chosen. BCa: the middle 95 % of the
resamples, shifted by how far they lie off the estimate and by how the estimate leans as persons are left out.
Source: Chan, Silverman & Vincent (2021), section 3.3; for AIC and BIC among the best models of the table itself only,
Silverman, Chan & Vincent (2024), Statistics and Computing 34. Efron (1987) for BCa.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from calibration.hidden import choice, loglinear

LEVELS = (0.025, 0.975)
BEST = 50  # models among which AIC and BIC choose in a resample
MOST_WITHOUT = 0.05  # share of resamples without an estimate, beyond which there is no upper limit


class Interval(NamedTuple):
    """Persons, None for no limit; `kind` is BCa or percentile; `without` counts resamples without an estimate."""

    low: float | None
    high: float | None
    kind: str
    resamples: int
    without: int


def interval(table, by, fits, resamples, seed):
    """The 95 % interval of the estimate that one criterion gives.

    Args:
        table: lists.Table.
        by: One of choice.CRITERIA.
        fits: All Fits tried on the table itself.
        resamples: How many times the observed persons are drawn again, with replacement.
        seed: The same seed gives the same digits.
    """
    best = _best(fits, by)
    luck = np.random.default_rng(seed)
    draws = luck.multinomial(table.observed, table.counts / table.observed, size=resamples)
    found = np.array([_total(table.cells, draw, by, best) for draw in draws])
    shares, kind = _levels(table, by, best, found)
    low, high = (_limit(found, share) for share in shares)
    return Interval(low, high, kind, resamples, int((~np.isfinite(found)).sum()))


def _best(fits, by):
    """The models among which AIC or BIC choose again."""
    if by == "stepwise":
        return ()
    fine = sorted((found for found in fits if not found.why_not), key=lambda found: getattr(found, by))
    return tuple(fine[:BEST])


def _total(cells, counts, by, best):
    """The population by one criterion, infinite where it cannot be estimated, for instance without any overlap.

    Where everybody is on one list, nobody is left to be unseen: the limit of the estimate as that comes near.
    """
    if (counts @ cells == counts.sum()).any():
        return float(counts.sum())
    if by == "stepwise":
        found = choice.stepwise(cells, counts)[-1]
    else:
        found = choice.smallest([loglinear.fit(cells, counts, fit.pairs, fit) for fit in best], by)
    return np.inf if found is None or found.why_not else found.total


def _levels(table, by, best, found):
    """The shares of the resamples at which the interval ends; the plain ones where BCa has no answer."""
    estimate = _total(table.cells, table.counts, by, best)
    same = np.isclose(found, estimate, rtol=1e-9, atol=0.0)
    below = float(np.mean(np.where(same, 0.5, found < estimate)))  # ties count half
    lean = _acceleration(table, by, best)
    if not 0.0 < below < 1.0 or lean is None:
        return LEVELS, "percentile"
    shift = ndtri(below)
    ends = [shift + ndtri(level) for level in LEVELS]
    if any(1.0 - lean * end <= 0.0 for end in ends):
        return LEVELS, "percentile"
    return tuple(float(ndtr(shift + end / (1.0 - lean * end))) for end in ends), "BCa"


def _acceleration(table, by, best):
    """How the estimate leans as one person is left out; persons of one cell are alike, so one of each will do."""
    filled = np.flatnonzero(table.counts)
    without = np.array([_total(table.cells, table.counts - (np.arange(len(table.counts)) == cell), by, best)
                        for cell in filled])  # fmt: skip
    if not np.isfinite(without).all():
        return None
    persons = table.counts[filled]
    off = np.average(without, weights=persons) - without
    spread = (persons * off**2).sum()
    return float((persons * off**3).sum() / (6.0 * spread**1.5)) if spread > 0.0 else None


def _limit(found, share):
    """One end, persons; None where it would rest on resamples without an estimate."""
    value = float(np.quantile(found, share, method="inverted_cdf"))
    return value if np.isfinite(value) else None
