"""One world that a visitor watches: the compiled loop brings it to a week, from there the Mesa model lives it."""

import threading
import weakref
from typing import NamedTuple

import numpy as np

from sim import engine, names
from sim.events import BODY_IDENTIFIED
from sim.mesa_model import TraffickingModel, Victim
from sim.names import ASSISTED, REFLECTION, WAITING
from sim.weeks import date_of, first_week_of
from sim.world import PERSONS, WEEK

FIRST_START, LAST_YEAR = 2005, 2018  # the earliest year with which one may begin; the last that is lived


class Counts(NamedTuple):
    """What is counted at a week's end, in all three countries."""

    hidden: int  # persons in exploitation
    identified: int  # persons, since the year began
    waiting: int  # persons, for a place in a centre
    assisted: int  # persons in the reflection period or in assistance
    active: int  # recruiters, as the two that follow
    arrested: int
    convicted: int


def counted(world):
    """The Counts of a world, at the end of its last week."""
    year = world.year_of_week[max(0, int(world.counts[WEEK]) - 1)]
    persons = world.persons["status"][: world.counts[PERSONS]]
    standings = np.bincount(world.recruiters["standing"], minlength=len(names.STANDINGS))
    return Counts(
        int(world.markets["held"].sum()),
        int(world.tally.by_body[year, BODY_IDENTIFIED].sum()),
        int((persons == WAITING).sum()),
        int(((persons == REFLECTION) | (persons == ASSISTED)).sum()),
        *standings.tolist(),
    )


def weeks_from(first_year):
    """How many weeks there are to watch from the beginning of a year [weeks]."""
    return first_week_of(LAST_YEAR + 1) - first_week_of(first_year)


class Watched:
    """A TraffickingModel with what was counted in each of its weeks.

    Args:
        schedule: The scenario.
        seed: The run's luck, 0..2^63-1.
        first_year: With which one begins to watch and to count.
        weeks: How many weeks of it have gone by already; beyond the last year, all there are.
        step: Called with the share that is done [0..1] as the world is brought to that week; may raise.
    """

    def __init__(self, schedule, seed, first_year, weeks=0, step=lambda share: None):
        self.schedule, self.seed, self.first_year = schedule, seed, first_year
        self.lock = threading.Lock()  # held while a week is lived: what is read meanwhile would be half of it
        self.model = TraffickingModel(schedule.course(), seed, first_year=first_year, last_year=LAST_YEAR)
        weakref.finalize(self, Victim._ids.pop, self.model, None)  # Mesa numbers agents by model, and so keeps each
        self.visits = np.zeros_like(self.world.teams["visits"])  # of each team in the last week
        self.counts = [counted(self.world)._replace(identified=0)]  # at the beginning, and at the end of each week
        self._bring(min(weeks, weeks_from(first_year)), step)

    @property
    def world(self):
        return self.model.world

    @property
    def weeks(self):
        """Weeks lived since one began to watch."""
        return len(self.counts) - 1

    @property
    def date(self):
        """The Monday on which the last week began; before the first, on which that will."""
        return date_of(self.model.week - bool(self.weeks))

    @property
    def is_over(self):
        """Whether the last year is over."""
        return self.weeks >= weeks_from(self.first_year)

    def step(self):
        """One week of the Mesa model."""
        with self.lock:
            self._live(self.model.step)

    def _bring(self, weeks, step):
        """Live so many weeks by the compiled loop, then give everyone an agent."""
        if not weeks:
            return
        for victim in list(self.model.agents_by_type.get(Victim, ())):
            victim.remove()
        for done in range(weeks):
            step(done / weeks)
            self._live(self._compiled_week)
        persons = int(self.world.counts[PERSONS])
        if persons:
            Victim.create_agents(self.model, persons, list(range(persons)))

    def _compiled_week(self):
        model = self.model
        model.world = engine.live_through(model.world, model.course, model.luck, model.week + 1)

    def _live(self, week):
        before = self.world.teams["visits"].copy()
        week()
        self.visits = self.world.teams["visits"] - before
        self.counts.append(counted(self.world))
