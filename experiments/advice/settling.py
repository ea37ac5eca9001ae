"""Whether indices have settled: the same from fewer runs of an experiment; and how many more would settle them."""

from dataclasses import dataclass

import numpy as np

from experiments.advice.factors import GIVEN
from experiments.advice.indices import FEWEST, Indices, indices

PARTS = (8, 4, 2, 1)  # of the blocks, one in so many; nested
FIRST = 3  # factors whose ranks are looked at
MOST_TIMES = 20.0  # more runs than so many times those there are for nobody


@dataclass(frozen=True, eq=False)
class Settling:
    """The indices of some factors from ever more of the draws, and how sure the ranks of the first ones are."""

    draws: tuple[int, ...]
    found: tuple[Indices, ...]  # of the factors followed, from so many draws each
    followed: np.ndarray  # places of factors, the most important first
    same: bool  # whether the first ones are the same, in the same order, from half of the draws
    apart: bool  # whether they lie further apart than their intervals
    times: float | None  # how many times the draws would tell them apart; None where it cannot be said or is too many

    @property
    def settled(self):
        return self.same and self.apart


def settling(factors, values, whole, followed):
    """The Settling of what a target hangs on.

    Args:
        factors: Factors.
        values: Of the target [draw].
        whole: Indices from all draws.
        followed: How many factors to follow.
    """
    chosen = whole.order[:followed]
    blocks = [factors.number // part for part in PARTS if factors.number // part >= FEWEST[factors.method]]
    numbers = tuple(factors.first(number) for number in dict.fromkeys(blocks))
    found = tuple(_on(factors, values, number, whole, chosen) for number in numbers)
    first, gaps = min(FIRST, chosen.size), _gaps(whole, chosen)
    same = len(found) > 1 and np.array_equal(found[-2].order[:first], np.arange(first))
    wanted = max((float((half / gap) ** 2) if gap > 0.0 else np.inf for half, gap in gaps), default=0.0)
    times = wanted if 1.0 < wanted <= MOST_TIMES else None
    return Settling(numbers, found, chosen, bool(same), wanted <= 1.0, times)


def _on(factors, values, number, whole, chosen):
    """The Indices of the factors followed from the first draws."""
    if factors.method == GIVEN and number < len(values):
        return indices(GIVEN, factors.values[:number][:, chosen], values[:number])
    found = whole if number == len(values) else indices(factors.method, factors.values[:number], values[:number])
    return Indices(found.importance[chosen], found.half[chosen])


def _gaps(whole, chosen):
    """(Joint half-width, distance) of each of the first factors and the next one."""
    size, half = whole.importance[chosen], whole.half[chosen]
    return [
        (np.hypot(half[rank], half[rank + 1]), size[rank] - size[rank + 1])
        for rank in range(min(FIRST, len(size) - 1))
        if size[rank] > 0.0
    ]
