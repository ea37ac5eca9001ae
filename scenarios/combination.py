"""Several policies at once: what stands in the way of combining them, so that their order cannot matter."""

import math

import numpy as np

from scenarios.changes import Change
from scenarios.limits import check_limits
from scenarios.selection import declared, label_at
from sim.parameters import labels
from sim.weeks import date_of

MAKES = {"set": "sets", "times": "multiplies", "add": "adds to"}


def check_together(policies, baseline, problems):
    """Note what keeps policies from being combined; where nothing does, what they together take out of its range.

    Args:
        policies: The policies as they were named.
        baseline: The Baseline that they change.
        problems: Where sentences go.
    """
    for number, policy in enumerate(policies):
        for earlier in policies[:number]:
            _compare(earlier, policy, problems)
    if not problems.sentences:
        placed = zip(_places(in_order(policies)), once_each(in_order(policies)), strict=True)
        check_limits(baseline, dict(placed), problems)


def in_order(policies):
    """The policies in the order in which they apply, whatever the order in which they were named."""
    return tuple(sorted(policies, key=lambda policy: policy.name))


def _places(policies):
    return [f"{policy.name}: change {number}" for policy in policies for number, _ in enumerate(policy.changes, 1)]


def once_each(policies):
    """All changes of policies; what two of them set alike is set once, and the second keeps only its cost."""
    found: list[Change] = []
    for policy in policies:
        before = {change.essence for change in found if change.set is not None}
        found += [
            change.model_copy(update={"set": None, "add": 0.0}) if change.essence in before else change
            for change in policy.changes
        ]
    return tuple(found)


def _compare(one, other, problems):
    if one.text == other.text:
        same = one.name if one.name == other.name else f"{one.name} and {other.name}"
        verb = "is named twice" if one.name == other.name else "are the same policy"
        problems.add(f"{same} {verb}; leave one of them out")
    elif one.name == other.name:
        problems.add(f"two different policies are called {one.name}; rename one of the files")
    else:
        for number, change in enumerate(one.changes, 1):
            for further, another in enumerate(other.changes, 1):
                if _order_matters(change, another):
                    placed = {f"{one.name} (change {number})": change, f"{other.name} (change {further})": another}
                    problems.add(_sentence(*sorted(placed.items(), key=lambda item: item[0])))


def _order_matters(one, other):
    """Whether two changes move the same entry in the same week, and their order could change what comes of it."""
    if one.parameter != other.parameter or not _shared_weeks(one, other) or not _shared_entries(one, other).any():
        return False
    if None not in (one.times, other.times) or None not in (one.add, other.add):
        return False
    return not _set_alike(one, other)


def _set_alike(one, other):
    if one.set is None or other.set is None:
        return False
    if one.essence == other.essence:
        return True
    apart_from_entries = [essence[:1] + essence[2:] for essence in (one.essence, other.essence)]
    return apart_from_entries[0] == apart_from_entries[1] and max(one.ramp_weeks, other.ramp_weeks) <= 1


def _shared_weeks(one, other):
    """The first week in which both may be in force, and the first in which one no longer is; empty if there is none."""
    first, end = max(one.first_week, other.first_week), min(one.end_week, other.end_week)
    return (first, end) if first < end else ()


def _shared_entries(one, other):
    """Which entries of their parameter both change [as the parameter's array]."""
    dimensions = declared()[one.parameter].dimensions
    both = []
    for change in (one, other):
        kept = np.zeros([len(labels(dimension)) for dimension in dimensions], bool)
        kept[change.chosen()] = True
        both.append(kept)
    return both[0] & both[1]


def _sentence(first, second):
    (place, one), (other_place, other) = first, second
    shared = _shared_entries(one, other)
    index = np.unravel_index(np.argmax(shared), shared.shape)
    entry = label_at(declared()[one.parameter].dimensions, index)
    name = f"{one.parameter} of {entry}" if entry else one.parameter
    more = f" (and {shared.sum() - 1} more of its entries)" if shared.sum() > 1 else ""
    start, end = _shared_weeks(one, other)
    days = f"from {date_of(start)} on" if math.isinf(end) else f"from {date_of(start)} until {date_of(end - 1)}"
    return (
        f"{place} {_in_words(one)} and {other_place} {_in_words(other)} {name}{more} {days},"
        " and it would matter which comes first; let both multiply or both add, let one end before the other begins,"
        " or write both into one file, in the order that is meant"
    )


def _in_words(change):
    return next(word for way, word in MAKES.items() if getattr(change, way) is not None)
