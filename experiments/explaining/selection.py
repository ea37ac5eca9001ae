"""Which events are told: the first decision that differs, the first person, and what follows from there."""

from collections import Counter
from dataclasses import dataclass
from math import log2

from sim.weeks import WEEKS_PER_YEAR

TOUCHED = "touched"  # of its kind: not told where there are others
BEGINNING = WEEKS_PER_YEAR  # what the beginning of another story costs [weeks]
WORTH = 8.0  # what twice as many consequences are worth [weeks]


@dataclass(frozen=True)
class Told:
    """An event that is told."""

    row: int  # among all events
    hangs_on: tuple[int, ...]  # rows of events told before it, the weightiest first; none for the first of all
    through: tuple[str, ...]  # how, by rules and by what was read, from the event back to the first of those


def choose(events, most):
    """The events to tell, in order of time: at most so many.

    The first event of all, the first of a person with all that leads to it, the first decision of a body; then what
    follows: soon after its cause, of kinds and persons not told of yet, and rather what leads further; or another
    person with whom a story begins.

    Args:
        events: Of a Ledger, the first being that parameters begin to differ.
        most: How many, 1 or more.
    """
    if not events:
        return []
    selection = _Selection(events, has_steps=any(event.keys and event.kind != TOUCHED for event in events))
    for row in (0, selection.first(lambda event: event.keys), selection.first(lambda event: not event.keys, 1)):
        selection.add_with_causes(row, most)
    while len(selection.told) < most and any(selection.add_with_causes(row, most) for row in selection.next_ones()):
        pass
    return [selection.as_told(row) for row in sorted(selection.told)]


class _Selection:
    def __init__(self, events, has_steps):
        """`has_steps`: whether a step of a person can be told; else touches are."""
        self.events = events
        self.untold = TOUCHED if has_steps else None
        self.told: set[int] = set()
        self.kinds: Counter = Counter()
        self.persons: Counter = Counter()
        self.parent = [self._told_before(event.causes[0]) if event.causes else None for event in events]
        self.children: dict[int, list[int]] = {}
        for row, parent in enumerate(self.parent):
            if parent is not None and events[row].kind != self.untold:
                self.children.setdefault(parent, []).append(row)
        self.follow = self._count_what_follows()
        self.roots = {
            row for row, event in enumerate(events)
            if event.keys and event.kind != self.untold and not self._is_of_a_person(self.parent[row])
        }  # fmt: skip

    def _count_what_follows(self):
        """How many events follow from each."""
        follow = [0] * len(self.events)
        for row in range(len(self.events) - 1, 0, -1):
            parent = self.parent[row]
            if parent is not None and self.events[row].kind != self.untold:
                follow[parent] += 1 + follow[row]
        return follow

    def _told_before(self, row):
        """The event itself, or where it is not told by itself what it hangs on."""
        while self.events[row].kind == self.untold:
            row = self.events[row].causes[0]
        return row

    def first(self, fits, start=0):
        """The first event that may be told, was not, and fits; None where there is none."""
        rows = range(start, len(self.events))
        return next(
            (
                row
                for row in rows
                if row not in self.told and self.events[row].kind != self.untold and fits(self.events[row])
            ),
            None,
        )

    def add_with_causes(self, row, most):
        """Tell an event and all that it hangs on; whether there was room."""
        if row is None:
            return False
        line = self._line(row)
        if len(self.told) + len(line) > most:
            return False
        self.told.update(line)
        self.kinds.update(self._kind(row) for row in line)
        self.persons.update(key for row in line for key in self.events[row].keys)
        return True

    def next_ones(self):
        """What may be told next, the cheapest first: what follows from persons told, and where stories begin."""
        told = {row for row in self.told if self._is_of_a_person(row)}
        options = {child for row in told for child in self.children.get(row, ())} | self.roots
        return sorted(options - self.told, key=lambda row: (self._price(row), row))

    def _is_of_a_person(self, row):
        while row is not None:
            if self.events[row].keys:
                return True
            row = self.parent[row]
        return False

    def _price(self, row):
        """In weeks: how long after its cause; a year each time its kind, or person, was told of; less the more follows.

        The beginning of a story has its price, and brings with it what leads to it.
        """
        known = max((self.persons[key] for key in self.events[row].keys), default=0)
        waited = self.events[row].week - self.events[self.parent[row]].week
        if row in self.roots:
            waited, known = BEGINNING, known + sum(self.kinds[self._kind(cause)] for cause in self._line(row)[1:])
        return waited + WEEKS_PER_YEAR * (known + self.kinds[self._kind(row)]) - WORTH * log2(1 + self.follow[row])

    def _line(self, row):
        """An event and all that leads to it and was not told."""
        line = []
        while row is not None and row not in self.told:
            line.append(row)
            row = self.parent[row]
        return line

    def _kind(self, row):
        event = self.events[row]
        return event.kind, (event.other or event.one) if event.kind in ("network", "recruiter") else None

    def as_told(self, row):
        event = self.events[row]
        if not event.causes:
            return Told(row, (), ())
        nearest = [self._told_before(cause) for cause in event.causes]
        hangs_on = tuple(dict.fromkeys(cause for cause in nearest if cause in self.told))
        through, cause = list(event.through), event.causes[0]
        while self.events[cause].kind == self.untold:
            through += self.events[cause].through
            cause = self.events[cause].causes[0]
        return Told(row, hangs_on, tuple(dict.fromkeys(through)))
