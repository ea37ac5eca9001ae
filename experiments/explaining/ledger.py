"""The events in which two worlds differ, each with the earlier ones that it hangs on."""

from typing import Any, NamedTuple

MOST_CAUSES = 6  # of one event, the weightiest


class Event(NamedTuple):
    """Something that is not the same in a week, or a touch of a person's clocks, which is seldom told by itself."""

    week: int
    kind: str  # "parameters", "visits", "network", "signs", "recruiter", "touched", or of a person's step
    subject: Any  # paths of parameters, or the row of a team, network or recruiter; of persons: None
    one: Any  # what the week brought in the reference
    other: Any  # in the other world
    causes: tuple[int, ...]  # rows of earlier events, the weightiest first; none: where it all begins
    keys: tuple[int, ...] = ()  # of persons
    through: tuple[str, ...] = ()  # how persons hang on them: the rule, then what their week read


class Ledger:
    """All events so far, and which of them made each subject (as in reads.py) differ last."""

    def __init__(self):
        self.events: list[Event] = []
        self.latest: dict[tuple, tuple[int, ...]] = {}
        self.leads_back: list[bool] = []  # of each event: to where parameters begin to differ

    def add(self, event):
        """Note an event; return its row."""
        causes = tuple(dict.fromkeys(event.causes))[:MOST_CAUSES]
        self.events.append(event._replace(causes=causes))
        self.leads_back.append(event.kind == "parameters" or self.explains(causes))
        return len(self.events) - 1

    def of(self, *subjects):
        """The events that made subjects differ last, in the order of the subjects."""
        return tuple(event for subject in subjects for event in self.latest.get(subject, ()))

    def explains(self, causes):
        """Whether one of some events leads back to where parameters begin to differ."""
        return any(self.leads_back[cause] for cause in causes)
