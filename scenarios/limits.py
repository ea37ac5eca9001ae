"""Whether what a policy makes of the values stays within what the evidence allows."""

import numpy as np

from scenarios.baseline import SHARES, values, wrong_sums
from scenarios.changes import bounds, changed_to, steps_of, strengths
from scenarios.selection import declared, label_at
from sim.weeks import date_of

TOLERANCE = 1e-9  # of rounding, as a share of the range's larger end


def check_limits(baseline, changes, problems):
    """Note what changes {place: Change} would take outside its range, and shares that no longer add up to 1.

    One sentence a parameter, on the entry and week that lie furthest outside, with the last change at work there.
    A change that reacts is taken as in force from its earliest day, and as never begun.
    """
    given = values(baseline)
    ranges = bounds(baseline, changes.values())
    worst: dict[tuple[str, str], tuple[float, str]] = {}
    for acting in _at_work(changes):
        for week in steps_of(acting.values()):
            now = strengths(acting.values(), week)
            for parameter, value in changed_to(now, given, acting.values()).items():
                for key, excess, sentence in _outside(parameter, value, ranges[parameter], week, acting):
                    if excess > worst.get(key, (0.0, ""))[0]:
                        worst[key] = excess, sentence
    for (place, _), (_, sentence) in worst.items():
        problems.add(sentence, place)


def _at_work(changes):
    """Which changes may be at work together: all, and those that do not react."""
    plain = {place: change for place, change in changes.items() if change.when is None}
    return (changes,) if len(plain) == len(changes) else (changes, plain)


def _outside(parameter, value, limits, week, changes):
    """What is wrong with one parameter in one week: ((place of the change, parameter), by how much, sentence)."""
    low, high = (np.asarray(limit) for limit in limits)
    with np.errstate(over="ignore"):
        excess = np.nan_to_num(np.maximum(low - value, value - high), nan=np.inf, posinf=np.inf, neginf=-np.inf)
    allowed = TOLERANCE * np.maximum(np.abs(low), np.abs(high))
    outside = excess > allowed
    if outside.any():
        index = np.unravel_index(np.argmax(np.where(outside, excess, -np.inf)), excess.shape)
        place = _last_at_work(parameter, index, week, changes)
        sentence = _sentence(parameter, index, np.asarray(value)[index], (low[index], high[index]), week, outside.sum())
        yield (place, parameter), excess[index], sentence
    elif parameter in SHARES:
        for path, total in wrong_sums(parameter, value):
            place = _last_at_work(parameter, None, week, changes)
            yield (place, parameter), abs(total - 1.0), _sentence_of_shares(path, total, week)


def _sentence(parameter, index, value, limits, week, count):
    entry = label_at(declared()[parameter].dimensions, index)
    name = f"{parameter} of {entry}" if entry else parameter
    others = f" (and {count - 1} more of its entries)" if count > 1 else ""
    low, high = limits
    return (
        f"{name} would be {value:.6g} in the week of {date_of(week)}{others}, outside {low:.6g} to {high:.6g};"
        " that range in baseline.toml is what the evidence allows: ask for less, or widen it there with a source"
    )


def _sentence_of_shares(path, total, week):
    return (
        f"the shares of {path} would add up to {total:.6g} in the week of {date_of(week)}, but must add up to 1;"
        f" change the other shares by {1 - total:+.6g} in further changes"
    )


def _last_at_work(parameter, index, week, changes):
    """The place of the last change that acts on an entry in a week (on any entry, where index is None)."""
    return [
        place
        for place, change in changes.items()
        if change.parameter == parameter and change.strength(week) > 0.0 and _touches(change, index)
    ][-1]


def _touches(change, index):
    return not index or all(number in axis for number, axis in zip(index, change.chosen(), strict=True))
