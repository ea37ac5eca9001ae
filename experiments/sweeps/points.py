"""The table of draws: which values of the parameters the runs of a sweep or a comparison live on."""

import itertools
from dataclasses import dataclass

import numpy as np

from calibration.posterior import DRAWS

SEEDS_OF_A_DRAW = 2  # where draws belong to seeds: so luck, within a draw, can be told from ignorance, between draws
EQUAL_DRAWS = DRAWS  # rows of a posterior from which seeds take theirs


def turn_of(seed):
    """Whose turn it is among draws, where every two seeds in a row have one."""
    return (seed - 1) // SEEDS_OF_A_DRAW


@dataclass(frozen=True, eq=False)
class Points:
    """The table of draws: a row each, a column for each parameter's path.

    All seeds live on every draw; or, `of_seeds`, every two seeds in a row on a draw of their own.
    """

    paths: tuple[str, ...]
    table: np.ndarray  # [draw, path]
    of_seeds: bool = False
    factors: tuple[str, ...] = ()  # where several paths move together: what they are called

    def __len__(self):
        return len(self.table)

    def values(self, draw):
        """One draw as {path: value}."""
        return dict(zip(self.paths, self.table[draw].tolist(), strict=True))

    def draw_of(self, seed):
        """The draw of a seed, where draws are of seeds.  It hangs on the seed alone, so that any two sweeps agree."""
        return turn_of(seed) % len(self.table)

    def places(self, draws, seeds):
        """The (draw, seed) that are lived among some draws and seeds, those of a draw together."""
        if self.of_seeds:
            return ((draw, seed) for seed in seeds if (draw := self.draw_of(seed)) in draws)
        return itertools.product(draws, seeds)


def nothing():
    """The table of the one draw that changes nothing."""
    return np.empty((1, 0))
