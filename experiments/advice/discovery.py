"""Where a policy fails: a region of few factors, found on one half of the worlds and checked on the other.

Source: Bryant & Lempert 2010; Kwakkel 2019.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.stats import hypergeom

from experiments.advice.boxes import Box, Counts, counts, largest_gain, needed, quasi_p
from experiments.advice.discovery_factors import Factor, most_telling
from experiments.advice.peeling import boxes_of

CHANCE = 0.05  # of a region that is none, over all policies that are looked at
LOOKED_AT, MOST_FACTORS = 8, 3  # factors that peeling may use, and those that may bound a region
FEWEST = 10  # worlds that fail, and that do not, for a search
LUCK_OF_HALVES = 7_019
NEVER, FEW, NOWHERE, FOUND = "never", "few", "nowhere", "found"


@dataclass(frozen=True, eq=False)
class Discovery:
    """What was found of one policy; `state` says what may be said of it."""

    scenario: str
    state: str
    fails: np.ndarray  # [draw]
    draws: np.ndarray  # numbers of the draws [draw]
    factors: tuple[Factor, ...] = ()  # those that peeling used, the most telling first
    box: Box = field(default_factory=lambda: Box({}))  # by the place of a factor
    fitted: Counts | None = None  # on the half on which it was found
    checked: Counts | None = None  # on the other half
    chance: float = 1.0  # of so many failures in the box, on the other half, if it did not matter
    trajectory: tuple[tuple[Box, Counts, Counts], ...] = ()  # boxes with fitted and checked
    quasi: tuple[float, ...] = ()  # quasi-p of each of the box's ends

    @property
    def found(self):
        return self.state == FOUND

    def rows(self):
        """A row of plain values for each limit; one without any where no region was found."""
        common = {"scenario": self.scenario, "region": self.state, "fails": int(self.fails.sum())}
        if not self.found or self.fitted is None or self.checked is None:
            yield common
            return
        for name, one in (("", self.checked), ("fitted_", self.fitted)):
            common |= {f"{name}{key}": getattr(one, key) for key in ("coverage", "density", "mass", "overall")}
        for (place, end), quasi in zip(self.box.ends, self.quasi, strict=True):
            factor = self.factors[place]
            yield common | {
                "p_checked": self.chance,
                "factor": factor.name,
                "is_position": factor.is_position,
                "side": ("above", "below")[end],
                "bound": self.box.limits[place][end],
                "quasi_p": quasi,
            }


def discover(scenario, factors, fails, draws, method="prim", policies=1):
    """The Discovery of one policy.

    Args:
        scenario: Its name.
        factors: Factors that vary.
        fails: Whether it fails, in each draw [draw].
        draws: Their numbers, none of which has the values of another [draw].
        method: Of peeling.METHODS.
        policies: How many are looked at, so that few of all are told of a region that is none.
    """
    failures = int(fails.sum())
    if failures == 0:
        return Discovery(scenario, NEVER, fails, draws)
    if min(failures, fails.size - failures) < FEWEST or not factors:
        return Discovery(scenario, FEW, fails, draws)
    first = _half(fails)
    telling = most_telling([_part(one, first) for one in factors], fails[first], LOOKED_AT)
    names = [one.name for one in telling]
    chosen = tuple(sorted((one for one in factors if one.name in names), key=lambda one: names.index(one.name)))
    values = np.column_stack([one.values for one in chosen])
    box, boxes = _searched(method, values[first], fails[first])
    fitted, checked = counts(box, values[first], fails[first]), counts(box, values[~first], fails[~first])
    chance = _chance(checked)
    return Discovery(
        scenario, FOUND if box.limits and chance < CHANCE / policies else NOWHERE, fails, draws, chosen, box, fitted,
        checked, chance,
        tuple((one, counts(one, values[first], fails[first]), counts(one, values[~first], fails[~first]))
              for one in boxes),
        tuple(quasi_p(box, values[first], fails[first], *where) for where in box.ends),
    )  # fmt: skip


def _half(fails):
    """Half of the worlds by chance, the same ones each time, half of those that fail among them [draw]."""
    luck = np.random.default_rng(LUCK_OF_HALVES)
    order = luck.permutation(fails.size)
    order = order[np.argsort(fails[order], kind="stable")]
    first = np.zeros(fails.size, dtype=bool)
    first[order[::2]] = True
    return first


def _part(factor, draws):
    return Factor(factor.name, factor.values[draws], factor.is_position)


def _searched(method, values, fails):
    """The box that gains most in few factors, and the boxes on the way to it."""
    box = needed(largest_gain(boxes_of(method, values, fails, MOST_FACTORS), values, fails), values, fails)
    kept = _most_needed(box, values, fails)
    if not kept:
        return Box({}), ()
    again = [_back(one, kept) for one in boxes_of(method, values[:, kept], fails, MOST_FACTORS)]
    return needed(largest_gain(again, values, fails), values, fails), tuple(again)


def _most_needed(box, values, fails):
    """Places of the few factors without which a box would lose most."""
    lost = {place: counts(box.without(place), values, fails).gain for place in box.limits}
    return sorted(lost, key=lambda place: lost[place])[:MOST_FACTORS]


def _back(box, kept):
    """A box of some columns as one of all."""
    return Box({kept[place]: limits for place, limits in box.limits.items()})


def _chance(found):
    """Of at least so many failures in the box if it held any of the worlds (Fisher's exact test)."""
    return float(hypergeom.sf(found.failures_inside - 1, found.worlds, found.failures, found.inside))
