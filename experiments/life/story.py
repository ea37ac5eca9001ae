"""A person's whole path as lines: each week's changes of the record, told in the order of the week's agenda."""

from typing import Any, NamedTuple

from experiments.life import journey, procedure
from experiments.life.exploitation import Exploitation
from experiments.life.following import city_of
from experiments.life.told import Line, number
from sim import names
from sim.names import ASSISTED, AT_RISK, EXITED, EXPLOITED, REFLECTION, TRAVELLING, WAITING


class Stage(NamedTuple):
    """A stretch of the path: at one status, in one city, from a week on."""

    week: int
    status: str  # of names.STATUSES
    city: str  # of exploitation, the last one once that is over; empty before arrival
    is_found: bool  # some body has detected the person
    centre: str  # of names.CENTRES; empty before referral


class Story:
    """Listens to the weeks of a life, one after the other."""

    def __init__(self):
        self.lines: list[Line] = []
        self.path: list[Stage] = []
        self.exploitation: Exploitation | None = None
        self.without_place = 0
        self.person: Any = None  # the record at the end of the last week heard

    def hear(self, week):
        """Tell one week."""
        self.lines += self._told(week)
        self.person = week.person
        self._step(week)

    def _told(self, week):
        person, before = week.person, week.before
        if before is None:
            yield from journey.first_contact(week)
        stood = TRAVELLING if before is None else before.status
        if stood == TRAVELLING:
            yield from self._on_the_way(week)
        elif stood == EXPLOITED:
            yield from self._exploited(week)
        elif stood == WAITING and person.status != WAITING:
            yield from procedure.waited(week)
        elif stood == REFLECTION and person.status != REFLECTION:
            yield from procedure.reflected(week)
        elif stood == AT_RISK and person.status == TRAVELLING:
            yield self._again(week)
        end = procedure.end_reached(week)
        if end is not None:
            yield from procedure.outcome(week, end)
        yield from procedure.document_issued(week)
        yield from procedure.records(week)
        if end is not None:
            yield procedure.ended(week, end)

    def _on_the_way(self, week):
        if week.person.status != EXPLOITED:
            self.without_place += week.before is not None and week.person.weeks_left <= 0.0
            return
        yield journey.arrival(week, self.without_place)
        self.without_place = 0
        self.exploitation = Exploitation(week)
        yield self.exploitation.clocks_set(week)

    def _exploited(self, week):
        assert self.exploitation is not None
        yield from self.exploitation.live(week)
        if week.person.detected_week == week.number:
            yield from procedure.found(week)

    def _again(self, week):
        times, weeks = int(week.person.times), week.number - int(week.before.ended_week)
        return Line(
            week.number,
            f"Trafficked again ({number(times, 'time')} so far): network {week.person.network} takes the person back"
            f" {number(weeks, 'week')} after the outcome. What the record held of the time before is cleared.",
            "retrafficking",
        )

    def _step(self, week):
        """Note the stage when status or city changes."""
        person = week.person
        city = city_of(week.after, person.market).name if person.market >= 0 else ""
        centre = names.CENTRES[person.centre] if person.centre >= 0 else ""
        stage = Stage(week.number, names.STATUSES[person.status], city, bool(person.detected_week >= 0), centre)
        if not self.path or (self.path[-1].status, self.path[-1].city) != (stage.status, city):
            self.path.append(stage)

    def close(self, last_week, year):
        """The run ends before the person has come to an end."""
        if self.person.status >= EXITED:
            return
        self.lines.append(Line(last_week, f"The run ends with {year}: {self._unfinished()}.", "engine"))

    def _unfinished(self):
        person = self.person
        place = self.path[-1].city
        return {
            TRAVELLING: "the person is on the way, or waits for an open place",
            EXPLOITED: f"the person is in exploitation in {place}, undetected",
            WAITING: "the person waits for a place in the centre",
            REFLECTION: "the person is in the reflection period",
            ASSISTED: f"the person is assisted, for {person.weeks_left:.1f} more weeks",
            AT_RISK: f"the person is out of exploitation, and taken again in {person.weeks_left:.1f} more weeks",
        }[int(person.status)]
