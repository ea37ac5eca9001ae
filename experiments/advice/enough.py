"""How many pairs it takes until a comparison that is open is open no more: luck shrinks with them, ignorance does not.

What is told holds if the mean difference stays where it is; it is a plan, no promise.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from experiments.comparison import Effect
from experiments.uncertainty import sides_of
from experiments.words import counted

MOST = 1_000_000  # pairs; who needs more needs another question
SAME, CLEAR, MORE, MANY, IGNORANCE, HIDDEN = "same", "clear", "more", "many", "ignorance", "hidden"


@dataclass(frozen=True)
class Enough:
    """What it takes to tell one scenario from another.

    `state`: same (no pair differs), clear (the interval leaves zero out), more (so many pairs would do), many (more
    than a million would), ignorance (no number would: parameters alone may put the difference on either side of zero),
    hidden (luck cannot be told from ignorance, as each draw has one pair).
    """

    effect: Effect
    state: str
    pairs: int | None  # in all, of the state "more"

    def sentence(self, experiment):
        """What to do about it, for the id of an experiment or None."""
        both = f"{self.effect.scenario} against {self.effect.reference}"
        where = "" if experiment is None else f" {experiment}"
        return {
            SAME: f"{both}: no pair of worlds differs, and more would not tell them apart either.",
            CLEAR: f"{both}: told apart; the interval leaves zero out.",
            MORE: f"{both}: open. If the difference stays where it is, about {self.pairs or 0:,} pairs in all"
            f" ({self.effect.runs:,} now) would leave zero out.",
            MANY: f"{both}: open, and nearer to zero than {counted(MOST, 'pair')} could tell.",
            IGNORANCE: f"{both}: open, and no number of pairs will settle it: what is not known of the parameters alone"
            f" spans zero. thbsim information{where} says what would be worth knowing.",
            HIDDEN: f"{both}: open. Each draw of the parameters has one pair, so luck cannot be told from ignorance;"
            " two seeds on each draw would tell whether more pairs can settle it.",
        }[self.state]


def enough(pairs, scenario, outcome, area, against=0):
    """The Enough of one scenario against another, both by their places."""
    effect = pairs.effect(scenario, outcome, area, against)
    means = pairs.mean(outcome, area)
    parts = pairs.parts((means[scenario] - means[against])[None])
    return Enough(effect, *needed(parts, pairs.number, pairs.crossed))


def needed(parts, number, crossed):
    """(state, pairs in all) for the Parts of a difference over so many pairs, whose draws may be crossed with seeds."""
    mean, low, high = parts.interval
    if mean == low == high == 0.0:
        return SAME, None
    if not low <= 0.0 <= high:
        return CLEAR, None
    if parts.luck[0, 0] == 0.0:
        return HIDDEN, None
    if _side(parts, np.inf, crossed) >= abs(mean):
        return IGNORANCE, None

    def short(log_times):
        return _reach(parts, np.exp(log_times), crossed) - abs(mean)

    most = np.log(MOST / number)
    if most <= 0.0 or short(most) > 0.0:
        return MANY, None
    if short(0.0) <= 0.0:
        return MORE, number + 1  # zero is the end of the interval
    return MORE, _rounded_up(number * np.exp(brentq(short, 0.0, most)))


def _reach(parts, times, crossed):
    """How far the interval would reach towards zero with so many times the pairs."""
    number, freedom = parts.of_luck
    free = min(parts.by_draw.size, number * times) - 1.0 if crossed else parts.freedom * times
    later = replace(parts, luck=parts.luck / times, freedom=free, of_luck=(number * times, freedom * times))
    return np.hypot(later.half, _side(parts, times, crossed))


def _side(parts, times, crossed):
    """How far ignorance would reach towards zero; more pairs are more draws, but where draws are crossed with seeds."""
    if parts.by_draw is None:
        return 0.0
    below, above = sides_of(parts.by_draw, parts.by_draw.size * (1.0 if crossed else times))
    return below if parts.mean[0] > 0.0 else above


def _rounded_up(number):
    """To two significant digits."""
    step = 10.0 ** max(0.0, np.floor(np.log10(number)) - 1.0)
    return int(np.ceil(number / step) * step)
