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
    hidden (luck cannot be told from ignorance, as each draw has one pair, or luck is too large yet).
    """

    effect: Effect
    state: str
    pairs: int | None  # in all, of the state "more"


def sentences(found, experiment):
    """What is open, and what would settle it, for the id of an experiment or None; those that are alike together.

    Args:
        found: Some Enough, all against the same reference.
        experiment: An id, or None.
    """
    for one in found:
        if one.state == MORE:
            yield (
                f"{_both([one])}: open. If the difference stays where it is, about {one.pairs:,} pairs in all"
                f" ({one.effect.runs:,} now) would leave zero out."
            )
    where = "" if experiment is None else f" {experiment}"
    for state, text in {
        MANY: f"open, and nearer to zero than {counted(MOST, 'pair')} could tell.",
        IGNORANCE: "open, and no number of pairs will settle it: what is not known of the parameters alone spans zero."
        f" thbsim information{where} says what would be worth knowing.",
        HIDDEN: "open. Luck cannot be told from ignorance of the parameters yet; more pairs, two seeds on each draw"
        " at least, would tell whether pairs can settle it.",
        SAME: "no pair of worlds differs, and more would not tell them apart either.",
        CLEAR: "told apart; the interval leaves zero out.",
    }.items():
        alike = [one for one in found if one.state == state]
        if alike:
            yield f"{_both(alike)}: {text}"


def _both(found):
    return f"{', '.join(one.effect.scenario for one in found)} against {found[0].effect.reference}"


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
        return (IGNORANCE if parts.told_apart else HIDDEN), None

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
