"""What rises elsewhere for what falls: the displaced share, measured by halves of the pairs."""

from dataclasses import dataclass

import numpy as np

from experiments.leakage import leaked_share
from experiments.uncertainty import TAILS

FEWEST = 4  # pairs, or draws where there are several: two in each half


@dataclass(frozen=True)
class Displaced:
    """What rises for each 1 that falls, of means over all draws of the parameters.

    `low` and `high` bound with 95 % confidence (Fieller) what could be detected of it: luck, and how few draws there
    are.  Where rises are spread thin over many labels, the whole lies above what could be detected.  `spread` holds the
    middle 95 % of what it may be on a further draw, luck and ignorance; None where parameters were not drawn, or where
    it has no bounds, as on some draws nothing may fall.
    """

    share: float | None  # None where the fall is not clear, or pairs are too few
    low: float | None = None
    high: float | None = None
    spread: tuple[float, float] | None = None
    few: bool = False  # too few pairs to halve them

    @property
    def nothing(self):
        """Whether nothing rose in any pair."""
        return self.share == self.low == self.high == 0.0

    @property
    def clear(self):
        """Whether something rises elsewhere."""
        return self.low is not None and self.low > 0.0


def displaced(pairs, outcome, changed):
    """The displaced share: one half of the pairs says what falls and what rises, the other how much; and the reverse.

    Whoever calls rises what came out above zero counts luck as a rise.  Here what a pair adds to falls or rises hangs
    on pairs that share neither its luck nor its draw.  A change too small to be told by half of the pairs counts on
    either side by turns, so that both sums come out too small rather than too large: the share is one of at least
    about so much.

    Args:
        changed: Differences [label, pair].
    """
    fold = _folds(pairs)
    if fold is None:
        return Displaced(None, few=True)
    fell, rose = np.zeros((2, pairs.number))
    for one in np.unique(fold):
        here, sign = fold == one, np.sign(changed[:, fold == fold.max() - one].mean(axis=1))
        fell[here] = changed[sign < 0.0][:, here].sum(axis=0)
        rose[here] = changed[sign > 0.0][:, here].sum(axis=0)
    found = leaked_share(outcome, pairs.arranged(fell), pairs.arranged(rose), pairs.draws, pairs.looks)
    if found.share is None or fell.mean() > 0.0:
        return Displaced(None)
    return Displaced(found.share, found.low, found.high, _spread(pairs, np.stack([fell, rose])))


def _spread(pairs, both):
    """Between what the share lies on a further draw; None where parameters were not drawn, or something may not fall.

    Args:
        both: What fell and what rose [2, pair].
    """
    if not pairs.points.paths:
        return None
    fell, rose = pairs.samples(both).T
    if (fell >= 0.0).mean() > TAILS[0]:
        return None
    low, high = np.quantile(-rose[fell < 0.0] / fell[fell < 0.0], TAILS)
    return float(low), float(high)


def _folds(pairs):
    """The part of each pair [pair]; those of part p and of part (last - p) share neither luck nor draw.

    None where the pairs are too few to be halved.
    """
    kinds = [values for values in (pairs.draw, pairs.seed) if np.unique(values).size > 1]
    kinds = kinds if pairs.crossed else [pairs.draw] if pairs.draws else kinds
    fewest = FEWEST // len(kinds) if kinds else 1
    if not kinds or min(np.unique(values).size for values in kinds) < fewest:
        return None
    halves = [np.unique(values, return_inverse=True)[1] % 2 for values in kinds]
    return halves[0] if len(halves) == 1 else 2 * halves[0] + halves[1]
