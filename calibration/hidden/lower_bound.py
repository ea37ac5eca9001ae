"""Two estimates from how often persons were seen: Chao's, and one for lists of unequal size.

Both take persons to differ from each other in how easily they are seen. Then, and if the lists do not depend on each
other otherwise, they tend to lie below the truth. Lists that share persons for another reason (referral) bring them
down further; lists that avoid each other bring them up, so that they are no bound.
"""

from typing import NamedTuple

import numpy as np

from calibration.hidden import loglinear


class Bounds(NamedTuple):
    """Persons on exactly one and two lists, and the whole populations; None where there is none."""

    once: int
    twice: int
    chao: float
    unequal_lists: float | None


def bounds(table):
    """Both bounds of a lists.Table."""
    times = table.cells.sum(axis=1)
    once, twice = (int(table.counts[times == number].sum()) for number in (1, 2))
    return Bounds(once, twice, chao(table.observed, once, twice), _unequal(table, times))


def chao(observed, once, twice):
    """Chao's lower bound of the population, persons, with its correction for small numbers.

    Observed + once (once - 1) / (2 (twice + 1)); without the correction once**2 / (2 twice). It takes every person's
    chance to be much the same on each list; where lists differ much in size it can lie above the truth.

    Source: Chao (1987), Biometrics 43; Chao (1989), Biometrics 45.
    """
    return observed + once * (once - 1) / (2.0 * (twice + 1))


def _unequal(table, times):
    """The bound that lets lists differ in size: independence, fitted to persons on one or two lists only.

    Source: Rivest & Baillargeon (2007), Biometrics 63 (Mth Chao).
    """
    few = times <= 2
    design = np.column_stack([np.ones(few.sum()), table.cells[few]])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    parameters = loglinear.newton(design, table.counts[few])
    return None if parameters is None else float(table.observed + np.exp(parameters[0]))
