"""When a change reacts: what the authorities must have seen, and for how long, before it begins."""

import math
from typing import Any

from pydantic import Field

from scenarios.errors import hint, listed
from scenarios.shapes import Strict, Text, checked
from sim.definitions import OUTCOMES
from sim.observed import OBSERVED

LONGEST_HOLD = 1040  # weeks
DIMENSIONS = tuple(dict.fromkeys(observed.dimension for observed in OBSERVED.values()))
SIDES = ("above", "below")


class When(Strict):
    """What stands in `when`."""

    outcome: Text
    'something that the authorities see, such as "longest_wait"'
    centre: Text | None = None
    'a reception centre, such as "payoke"'
    body: Text | None = None
    'a Belgian body, such as "federal_police", or "reports"'
    channel: Text | None = None
    'an online channel, such as "forums"'
    above: float | None = None
    "a finite number: it reacts to more than this"
    below: float | None = None
    "a finite number: it reacts to less than this"
    for_weeks: int = Field(1, ge=1, le=LONGEST_HOLD)
    "a whole number of weeks without a break, 1 to 1040"

    @property
    def label(self):
        """The label looked at; None for all together."""
        return self.centre or self.body or self.channel

    @property
    def essence(self):
        return self.outcome, self.label, self.above, self.below, self.for_weeks

    def fits(self, numbers):
        """Whether the condition holds.

        Args:
            numbers: What is seen [for each label of the outcome].
        """
        observed = OBSERVED[self.outcome]
        one = observed.together(numbers) if self.label is None else numbers[observed.labels.index(self.label)]
        return bool(one > self.above if self.below is None else one < self.below)

    @property
    def words(self):
        """The condition as a phrase."""
        side, threshold = ("above", self.above) if self.below is None else ("below", self.below)
        of = f" of {self.label}" if self.label else ""
        held = f" for {self.for_weeks} weeks" if self.for_weeks > 1 else ""
        return f"{self.outcome}{of} is {side} {threshold:g} {OBSERVED[self.outcome].unit}{held}"


def read_when(table, place, problems):
    """The condition of a change.  What is wrong goes into problems."""
    when = checked(When, table, f"{place}: when", problems)
    for sentence in [*_wrong_outcome(when, table), *_wrong_sides(table)]:
        problems.add(sentence, f"{place}: when")
    return when


def _wrong_outcome(when, table):
    name = when.outcome
    if not name:
        return []
    if name in OBSERVED:
        return _wrong_label(name, table)
    if name in OUTCOMES:
        return [f"outcome is {name!r}, which is not known to the authorities from week to week; they know {_known()}"]
    return [f"outcome is {name!r}, which the model does not know{hint(name, OBSERVED)}"]


def _known():
    return listed(f"{name} [{observed.unit}, by {observed.dimension}]" for name, observed in OBSERVED.items())


def _wrong_label(name, table: dict[str, Any]):
    observed = OBSERVED[name]
    for key in DIMENSIONS:
        if key not in table:
            continue
        if key != observed.dimension:
            yield f"names a {key}, but {name} is told apart by {observed.dimension}; leave {key} out"
        elif isinstance(table[key], str) and table[key].strip() not in observed.labels:
            known = observed.labels
            yield f"names a {key} {table[key]!r}, whose {name} the authorities do not see{hint(table[key], known)}"


def _wrong_sides(table):
    written = [side for side in SIDES if side in table]
    if len(written) == 2:
        return ["says above and below; write one of them only"]
    return [] if written else ["says neither above nor below; write one of them, with the threshold"]


def wrong_hold(change):
    """A sentence if a change ends before its condition can have held for long enough."""
    if change.when is None or None in (change.first_day, change.when.for_weeks):
        return []
    weeks = change.end_week - change.first_week
    if change.when.for_weeks < weeks or not math.isfinite(weeks):
        return []
    return [
        f"when asks for {change.when.for_weeks} weeks from {change.first_day} on, but with until {change.until} only"
        f" {weeks} weeks are left, so it would never begin; ask for fewer weeks, or let until be later"
    ]
