"""What was drawn, as factors: entries of a parameter that move together are one; and what each draw gave."""

from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from scipy.stats import rankdata

from calibration.priors import parameter_of
from experiments.requests import UsageError
from experiments.sweeps.screening import BESIDE

GIVEN = "given"  # any draws that follow no scheme of their own
SCHEMES = 'draws = { method = "morris", number = 10, parameters = ["all"] }'


@dataclass(frozen=True, eq=False)
class Factors:
    """What was drawn, on the draws that are whole.

    Where draws follow a scheme, they are taken in whole blocks: a trajectory, or a base sample, each.
    """

    names: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]  # that move together, of each factor
    values: np.ndarray  # of the first path of each [draw, factor]
    method: str  # "morris", "saltelli" or GIVEN
    block: int  # draws that belong together
    chosen: np.ndarray  # which of the draws that were lived are whole [draw that was lived]
    left_out: int  # draws that were lived, but whose block is not whole

    @property
    def number(self):
        """How many blocks there are."""
        return len(self.values) // self.block

    @property
    def shares(self):
        """How large a share of the draws lies below each [draw, factor]; ties share the mean of their places."""
        return (rankdata(self.values, axis=0) - 0.5) / len(self.values)

    def first(self, blocks):
        """How many draws so many blocks hold."""
        return blocks * self.block


def factors_of(pairs):
    """The Factors of some Pairs.  Raises UsageError where nothing was drawn."""
    lived = np.unique(pairs.draw)
    if not pairs.points.paths:
        raise UsageError(
            f"{pairs.where} lives on the values of baseline.toml alone, so it cannot tell which parameter matters; draw"
            f" some in its design ({SCHEMES}), or leave [draws] out for the posterior, and thbsim sweep it"
        )
    method = pairs.drawn.method if pairs.drawn is not None and pairs.drawn.method in BESIDE else GIVEN
    block = len(pairs.drawn.parameters) + BESIDE[method] if method in BESIDE else 1
    whole = np.isin(lived // block, np.flatnonzero(np.bincount(lived // block) == block))
    names, paths, columns = _grouped(pairs.points.paths, pairs.points.table[lived[whole]])
    if method in BESIDE and len(names) + BESIDE[method] != block:
        raise UsageError(f"{pairs.where} has no whole {_one(method)} yet; go on with it by thbsim sweep --resume")
    return Factors(names, paths, columns, method, block, whole, int((~whole).sum()))


def _one(method):
    return "trajectory" if method == "morris" else "base sample"


def _grouped(paths, table):
    """(names, paths, values of the first path [draw, factor]); what is the same in all draws is left out."""
    found: dict[tuple, list[int]] = {}
    for place in np.flatnonzero(np.ptp(table, axis=0) > 0.0) if len(table) else ():
        order = rankdata(table[:, place], method="dense").astype(np.int64).tobytes()
        found.setdefault((parameter_of(paths[place]), order), []).append(int(place))
    groups = tuple(tuple(paths[place] for place in places) for places in found.values())
    return tuple(map(_name, groups)), groups, table[:, [places[0] for places in found.values()]]


def _name(paths):
    """What all paths of a factor begin with, in whole words."""
    words = zip(*(path.split(".") for path in paths), strict=False)
    return ".".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words))


def by_draw(pairs, values, factors):
    """The means over the seeds of each whole draw [..., draw]."""
    return pairs.by_draw(values)[..., factors.chosen]


def luck_share(pairs, values):
    """Which share of the variance among draws' means is luck [1]; None where each draw was lived once.

    Where all draws have the same seeds, what a seed does in all of them alike is no part of it.

    Args:
        values: [pair].
    """
    _, group, sizes = np.unique(pairs.draw, return_inverse=True, return_counts=True)
    means = pairs.by_draw(values)
    rest, freedom = values - means[group], values.size - sizes.size
    if pairs.crossed:
        rest = pairs.arranged(rest)
        rest, freedom = rest - rest.mean(axis=0), freedom - rest.shape[1] + 1
    whole = means.var(ddof=1)
    if freedom < 1 or whole == 0.0:
        return None
    return float(min(1.0, (rest**2).sum() / freedom * (1.0 / sizes).mean() / whole))
