"""A person's whole path as lines: each week's changes of the record, told in the order of the week's agenda."""

from dataclasses import dataclass

from experiments.life import journey, procedure
from experiments.life.exploitation import Exploitation
from experiments.life.following import city_of
from experiments.life.told import Line, number, plain
from sim import names
from sim.names import AT_RISK, EXITED, EXPLOITED, REFLECTION, TRAVELLING, WAITING
from sim.weeks import date_of


@dataclass(frozen=True)
class Stay:
    """A stretch of the path: in exploitation in one city, or at one stage afterwards, from week to week."""

    status: str
    city: str
    first_week: int
    last_week: int


class Story:
    """Listens to the weeks of a life, one after the other."""

    def __init__(self):
        self.lines: list[Line] = []
        self.path: list[tuple[int, str, str]] = []  # (week, status, city) whenever one of the two changes
        self.exploitation: Exploitation | None = None
        self.without_place = 0
        self.person = None

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
        yield from procedure.document_issued(week)
        yield from procedure.records(week)
        end = procedure.end_reached(week)
        if end is not None:
            yield from procedure.ended(week, end)

    def _on_the_way(self, week):
        if week.person.status != EXPLOITED:
            self.without_place += week.person.weeks_left <= 0.0
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
        return Line(
            week.number,
            f"Trafficked again, for the {('first', 'second', 'third')[week.before.times] if week.before.times < 3 else 'n-th'}"
            f" time: network {week.person.network} takes the person back after"
            f" {number(week.number - int(week.before.ended_week), 'week')}. Its record begins anew.",
            "retrafficking",
        )

    def _step(self, week):
        status = names.STATUSES[week.person.status]
        city = city_of(week.after, week.person.market).name if week.person.market >= 0 else ""
        if not self.path or self.path[-1][1:] != (status, city):
            self.path.append((week.number, status, city))
