"""What was drawn, as factors: entries of a parameter that move together are one; and what each draw gave."""

from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from scipy.stats import rankdata

from calibration.priors import is_uncertain, parameter_of
from experiments.requests import UsageError
from experiments.sweeps.screening import BESIDE, covers

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
    names, paths = groups_of(pairs.points, lived, pairs.drawn)
    if _by_scheme(pairs.drawn):
        return _of_scheme(pairs, lived, names, paths)
    columns = [pairs.points.paths.index(own[0]) for own in paths]
    values = pairs.points.table[lived][:, columns]
    return Factors(names, paths, values, GIVEN, 1, np.full(lived.size, True), 0)


def groups_of(points, draws, drawn=None):
    """(names, paths of each) of what moves together, the same for each question that is asked of an experiment.

    Of a scheme, as it was drawn; else entries of a parameter of which all draws give the same order.  What is the same
    in all of these draws is then left out.

    Args:
        points: Points.
        draws: Some of their rows [draw].
        drawn: Draws, where they follow a scheme.
    """
    if _by_scheme(drawn):
        above = [max((name for name in drawn.parameters if covers(name, path)), key=len) for path in points.paths]
        own = tuple(zip(points.paths, above, strict=True))
        return drawn.parameters, tuple(tuple(path for path, one in own if one == name) for name in drawn.parameters)
    groups = _in_same_order(points.paths, points.table[draws])
    names = [_name(paths) for paths in groups]
    unlike = [name if names.count(name) == 1 else f"{paths[0]}, ..." for name, paths in zip(names, groups, strict=True)]
    return tuple(unlike), groups


def _by_scheme(drawn):
    return drawn is not None and drawn.method in BESIDE


def _of_scheme(pairs, lived, names, paths):
    """The Factors of draws that SALib made, in its order."""
    method = pairs.drawn.method
    block = len(names) + BESIDE[method]
    whole = np.isin(lived // block, np.flatnonzero(np.bincount(lived // block) == block))
    if not all(paths) or not whole.any():
        one = "trajectory" if method == "morris" else "base sample"
        raise UsageError(f"{pairs.where} has no whole {one} yet; go on with it by thbsim sweep and --resume")
    columns = [pairs.points.paths.index(own[0]) for own in paths]
    return Factors(
        names, paths, pairs.points.table[lived[whole]][:, columns], method, block, whole, int((~whole).sum())
    )


def _in_same_order(paths, table):
    """The paths of each group."""
    found: dict[tuple, list[int]] = {}
    for place in np.flatnonzero(np.ptp(table, axis=0) > 0.0):
        order = rankdata(table[:, place], method="dense").astype(np.int64).tobytes()
        found.setdefault((parameter_of(paths[place]), order), []).append(int(place))
    return tuple(tuple(paths[place] for place in places) for places in found.values())


def _name(paths):
    """What all paths of a factor begin with, in whole words."""
    words = zip(*(path.split(".") for path in paths), strict=False)
    return ".".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words))


def by_draw(pairs, values, factors):
    """The means over the seeds of each whole draw [..., draw]."""
    return pairs.by_draw(values)[..., factors.chosen]


def luck_covariance(pairs, columns):
    """Covariance of draws' means by luck, of the average draw [column, column]; None where each was lived once.

    Where all draws have the same seeds, what a seed does in all of them alike is no part of it.

    Args:
        columns: [column, pair].
    """
    _, group, sizes = np.unique(pairs.draw, return_inverse=True, return_counts=True)
    rest, freedom = columns - pairs.by_draw(columns)[:, group], group.size - sizes.size
    if pairs.crossed:
        rest = pairs.arranged(rest)
        seeds = rest.shape[2]
        rest, freedom = (rest - rest.mean(axis=1, keepdims=True)).reshape(len(columns), -1), freedom - seeds + 1
    if freedom < 1:
        return None
    return rest @ rest.T / freedom * (1.0 / sizes).mean()


def luck_share(pairs, values):
    """Which share of the variance among draws' means is luck [1]; None where each draw was lived once.

    Args:
        values: [pair].
    """
    luck, whole = luck_covariance(pairs, values[None]), pairs.by_draw(values).var(ddof=1)
    return None if luck is None or whole == 0.0 else float(min(1.0, luck[0, 0] / whole))


def levers(pairs, factors):
    """A caution on factors whose range is no ignorance, since only policies move them; none where there are none."""
    known = pairs.schedules[0].baseline.quantities if pairs.schedules else {}
    found = [
        name
        for name, paths in zip(factors.names, factors.paths, strict=True)
        if paths[0] in known and not is_uncertain(known[paths[0]])
    ]
    if found:
        yield (
            f"Drawn, though it is known and only policies move it: {', '.join(found)}. What hangs on it is no"
            " ignorance; leave it out of a design that asks what is not known."
        )
