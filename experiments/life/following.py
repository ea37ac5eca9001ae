"""Follows one person through a run, week by week, and changes nothing in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim import engine, names
from sim.course import course_of
from sim.geography import cities
from sim.networks import forget, listen, news_of_last_week
from sim.weeks import first_week_of
from sim.world import PAST, PERSONS, World, everyone

COPIED = ("markets", "networks", "memories", "channels", "fading")  # at a week's start: what decisions hang on


@dataclass(frozen=True, eq=False)
class Week:
    """One week of a person's life: the record at its start and at its end, and the world around.

    `before` is None in the week of first contact.  `after` is the world at the week's end: it lives on, so that what a
    week shows must be read before the next is asked for.
    """

    number: int  # [weeks since 2001-01-01]
    p: Any  # the parameters in force
    seed: int
    before: Any
    person: Any
    opening: World  # as the week began: what is COPIED stays so
    after: World

    @cached_property
    def heard(self):
        """The world as the week began, memories faded by a week, and this week's word on where the network listens."""
        forget(self.opening, self.p)
        listen(self.opening.networks[self.person.network], self.p)
        return self.opening

    @cached_property
    def start(self):
        """The world as decisions of this week saw it: as heard, and open places counted in the network's cities."""
        world = self.heard
        network = world.networks[self.person.network]
        for city in network["city"][: network["cities"]].tolist():
            for sector in range(len(names.SECTORS)):
                engine.live_week_of_sector(city * len(names.SECTORS) + sector, world, self.p, self.number)
        return world

    @property
    def network(self):
        """The person's network at the week's start, as a record."""
        return self.opening.networks.view(np.recarray)[self.person.network]

    @property
    def network_after(self):
        return self.after.networks.view(np.recarray)[self.person.network]

    def market(self, row):
        """A market at the week's start, as a record."""
        return self.opening.markets.view(np.recarray)[row]

    @property
    def news(self):
        """What the network learnt last week of the market where it held the person as the week began [visits]."""
        market = self.opening.markets[self.before.market]
        return news_of_last_week(self.before, market, self.heard, self.number)


def follow(plan, seed, key, first_week):
    """The weeks of a person's life from first contact on, to the end of the plan's last year.

    Args:
        plan: A runner.Plan.
        seed: The run's luck.
        key: The person's.
        first_week: Of first contact [weeks since 2001-01-01].
    """
    course = course_of(plan.schedule.course())
    world = engine.live_through(plan.founded(seed), course, seed, first_week)
    before = None
    for number in range(first_week, first_week_of(plan.last_year + 1)):
        p, _ = course.next(world)
        opening = world._replace(**{part: getattr(world, part).copy() for part in COPIED})
        world = engine.advance(world, p, seed, number + 1)
        person = record_of(world, key)
        yield Week(number, p, seed, before, person, opening, world)
        before = person


def record_of(world, key):
    """A copy of the person's record, wherever it stands; None for whom nobody has recruited."""
    for table, count in ((world.persons, world.counts[PERSONS]), (world.past, world.counts[PAST])):
        rows = np.flatnonzero(table["key"][:count] == key)
        if rows.size:
            return table.view(np.recarray)[rows[0]].copy()
    return None


def recruiter_of(world, key):
    """The recruiter who approached the person, at the end of that week."""
    mine = (key & ((1 << 60) - 1)) >> 26
    rows = np.flatnonzero((world.recruiters["key"] & ((1 << 60) - 1)) >> 26 == mine)
    return world.recruiters.view(np.recarray)[rows[0]]


def city_of(world, market):
    """The city of a market."""
    return cities()[world.markets[market]["place"]]


def persons_of(world):
    """All persons of a run in order of first contact, then of key."""
    persons = everyone(world)
    return persons[np.lexsort((persons.key, persons.recruited_week))]
