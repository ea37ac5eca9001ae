"""Two worlds under shared luck, week by week, and each week of the first once more under the other's parameters."""

from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from experiments.sweeps.work import shared_years
from sim import engine
from sim.course import course_of
from sim.names import AT_RISK
from sim.weeks import first_week_of
from sim.world import PAST, PERSON, PERSONS, WEEK, World, twin

Person: Any = cast(Any, namedtuple)("Person", PERSON.names)  # a record, quick to read
COPIED = ("markets", "networks", "memories", "channels", "fading", "recruiters", "centres")  # what decisions hang on


@dataclass(frozen=True, eq=False)
class Side:
    """One world's part of a week.  `world` lives on, so that it must be read before the next week is asked for."""

    p: Any  # the parameters in force
    opening: World  # as the week began: what is COPIED stays so
    before: np.ndarray  # persons not at an end as the week began, by key
    after: np.ndarray  # the same and those recruited since, as it ended; who came to an end in it is among them
    world: World  # as the week ended

    def stood(self, key):
        """The Person as the week began; None for who was not there, or was at an end."""
        return person_of(self.before, key)

    def stands(self, key):
        """The Person as the week ended; None for who was not there, or was at an end before."""
        return person_of(self.after, key)


@dataclass(frozen=True, eq=False)
class Week:
    """One week of both worlds, and the reference's own week under the other's parameters."""

    number: int  # [weeks since 2001-01-01]
    reference: Side
    other: Side
    again: Side | None  # None where both worlds have the same parameters in force

    @property
    def sides(self):
        return self.reference, self.other


@dataclass(frozen=True, eq=False)
class Pair:
    """Two worlds at the moment until which they are one, and the weeks that follow."""

    before: np.ndarray  # persons not at an end then
    world: World  # as it is then; it lives on as the reference
    weeks: Iterator[Week]
    courses: tuple[Any, Any]


def pair_of(plans, seed):
    """The Pair of two runner.Plans on the same values: the reference, and the other.

    Args:
        plans: Whose populations are the same, as those of all policies are.
        seed: The luck of both.
    """
    trunk, weeks = shared_years(plans, seed)
    world = trunk if weeks else plans[0].founded(seed)
    courses = [plan.schedule.course() for plan in plans]
    return side_by_side(world, courses, seed, first_week_of(plans[0].last_year + 1))


def side_by_side(world, courses, seed, until):
    """The Pair of a world and its twin, from where the world stands.

    Args:
        world: A World; it lives on as the reference.
        courses: What each is lived through, as in sim/course.py.
        seed: The luck of both.
        until: The first week that is not lived.
    """
    first, asked = int(world.counts[WEEK]), tuple(map(course_of, courses))
    before = _living(world, int(world.counts[PAST]))
    return Pair(before, world, _weeks([world, twin(world)], asked, seed, range(first, until)), asked)


def _weeks(worlds, courses, seed, numbers):
    before = [_living(world, int(world.counts[PAST])) for world in worlds]
    for number in numbers:
        in_force = [course.next(world)[0] for course, world in zip(courses, worlds, strict=True)]
        again = None
        if in_force[0].tobytes() != in_force[1].tobytes():
            again = _lived(twin(worlds[0]), in_force[1], seed, number, before[0])
        reference, other = (
            _lived(world, p, seed, number, was) for world, p, was in zip(worlds, in_force, before, strict=True)
        )
        yield Week(number, reference, other, again)
        worlds = [side.world for side in (reference, other)]
        before = [side.after[side.after["status"] <= AT_RISK] for side in (reference, other)]


def _lived(world, p, seed, number, before):
    """One world's week."""
    opening = world._replace(**{part: getattr(world, part).copy() for part in COPIED})
    past = int(world.counts[PAST])
    world = engine.advance(world, p, seed, number + 1)
    return Side(p, opening, before, _living(world, past), world)


def _living(world, past):
    """Who is not at an end, or came to it after so many had, by key."""
    rows = np.concatenate([world.past[past : world.counts[PAST]], world.persons[: world.counts[PERSONS]]])
    return by_key(rows)


def person_of(records, key):
    """The Person of a key in a table that stands by key; None where there is none."""
    keys = records["key"]
    row = keys.searchsorted(key)
    return Person._make(records[row].item()) if row < keys.size and keys[row] == key else None


def by_key(records):
    return records[np.argsort(records["key"])]


def same_rows(one, other):
    """Which records are the same, bit for bit, in two tables of as many rows [bool]."""
    parts = (np.ascontiguousarray(table) for table in (one, other))
    a, b = (part.reshape(-1).view(np.uint8).reshape(part.size, part.dtype.itemsize) for part in parts)
    return (a == b).all(axis=1)


def differing(one, other):
    """Keys of the persons whose records differ, or who are in one of two tables only, in order."""
    both, left, right = np.intersect1d(one["key"], other["key"], assume_unique=True, return_indices=True)
    alone = np.setxor1d(one["key"], other["key"], assume_unique=True)
    return np.union1d(alone, both[~same_rows(one[left], other[right])])
