"""Two posteriors of one prior, held against each other on the scale on which that prior is standard normal."""

from dataclasses import dataclass

import numpy as np

from calibration.identifiability import scores

BAND = (0.05, 0.5, 0.95)
APART = 0.3  # standard deviations of the prior, within which means agree
OVERLAP = 0.5  # of the wider range, above which ranges agree


@dataclass(frozen=True, eq=False)
class Weighted:
    """Values of one quantity, and how much each weighs; weights add up to 1."""

    values: np.ndarray
    weights: np.ndarray

    @property
    def mean(self):
        return self.weights @ self.values

    @property
    def band(self):
        """Bounds of the middle 90 %, the median between them."""
        order = np.argsort(self.values, kind="stable")
        below = np.cumsum(self.weights[order])
        places = np.minimum(np.searchsorted(below, np.array(BAND) * below[-1]), len(order) - 1)
        return self.values[order][places]


def evenly(values):
    """Weighted, all the same."""
    return Weighted(values, np.full(len(values), 1.0 / len(values)))


def compared(one, other, prior):
    """How two posteriors of a quantity lie to each other: plain values.

    "moved" says whether there was anything to agree on: whether the prior itself would not agree with the other.

    Args:
        one, other: Weighted, of the emulator and of the sampler.
        prior: Draws of the same quantity from the prior.
    """
    before = evenly(prior)
    found = [_scored(each, prior) for each in (one, other, before)]
    apart, overlap = _beside(*found[:2])
    return {
        "prior": _named(before),
        "emulator": _named(one),
        "sampler": _named(other),
        "apart": apart,
        "overlap": overlap,
        "agree": _agree(apart, overlap),
        "moved": not _agree(*_beside(found[2], found[1])),
    }


def _scored(weighted, prior):
    """The same on the axis's own scale: normal scores among draws of the prior."""
    return Weighted(scores(weighted.values[:, None], prior[:, None])[:, 0], weighted.weights)


def _beside(one, other):
    """How far the means of two lie apart, and what they share of the wider range."""
    return float(one.mean - other.mean), shared(one.band[[0, 2]], other.band[[0, 2]])


def _agree(apart, overlap):
    return bool(abs(apart) <= APART and overlap > OVERLAP)


def _named(weighted):
    return dict(zip(("low", "median", "high"), map(float, weighted.band), strict=True))


def shared(one, other):
    """What two ranges share, out of the wider of them."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return float(max(both, 0.0) / (max(one[1] - one[0], other[1] - other[0]) or 1.0))
