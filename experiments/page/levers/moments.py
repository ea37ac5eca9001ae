"""Worlds of the baseline on the day on which the catalogue's policies begin, kept so that runs can go on from there.

Before a policy begins it changes nothing, so its world is the baseline's, bit for bit.
"""

import zlib
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from experiments import runner
from sim import engine
from sim.weeks import first_week_from, first_week_of
from sim.world import PAST, PERSONS

WEEK = first_week_from(date(2011, 1, 1))
FASTEST = 1  # of zlib's levels


class Packed(NamedTuple):
    """An array in little room."""

    content: bytes
    dtype: np.dtype
    shape: tuple[int, ...]

    def array(self):
        return np.frombuffer(bytearray(zlib.decompress(self.content)), self.dtype).reshape(self.shape)


class Moment(NamedTuple):
    """A world as it was at the start of WEEK, under these parameters."""

    world: Any  # a World whose arrays are Packed, but for its `past`, which no rule reads
    parameters: bytes

    def serves(self, schedule):
        """Whether a scenario's own run comes through it."""
        starts = [first for first, _ in schedule.segments]
        begins = starts[1] if len(starts) > 1 else WEEK
        return begins >= WEEK and schedule.segments[0][1].tobytes() == self.parameters

    def restored(self):
        """The world, to be lived on."""
        tally = type(self.world.tally)(*(packed.array() for packed in self.world.tally))
        own = {
            name: _restored(part) for name, part in zip(self.world._fields, self.world, strict=True) if name != "tally"
        }
        return type(self.world)(**own | {"tally": tally})


def lived(plan, seed):
    """(what `plan.live` returns of the seed, its Moment), for the plan of a scenario in which nothing changes."""
    course = plan.schedule.course()
    world = engine.live_through(plan.founded(seed), course, seed, WEEK)
    moment = Moment(_packed_world(world), plan.schedule.segments[0][1].tobytes())
    return plan.told(engine.live_through(world, course, seed, first_week_of(plan.last_year + 1)), course), moment


def lived_on(schedule, years, seed, moment):
    """What `Plan.live` returns of a scenario's run, from the Moment on where the run comes through it.

    Args:
        schedule: The Schedule, on the draw of the seed.
        years: The first and the last that are reported.
        seed: The run's luck.
        moment: Of the same draw and seed, or None.
    """
    (first, last), course = years, schedule.course()
    if moment is None or not moment.serves(schedule) or getattr(course, "due", WEEK) < WEEK:
        return runner.plan(schedule, first, last).live(seed)
    world = moment.restored()
    plan = runner.Plan(schedule, first, last, 1.0, world)  # which takes no more from it than the calendar
    return plan.told(engine.live_through(world, course, seed, first_week_of(last + 1)), course)


def _packed_world(world):
    used = {"persons": world.persons[: world.counts[PERSONS]], "claims": world.claims[:, : world.counts[PERSONS]]}
    own = {
        name: _packed(used.get(name, part)) for name, part in zip(world._fields, world, strict=True) if name != "tally"
    }
    tally = type(world.tally)(*map(_packed, world.tally))
    return world._replace(**own | {"tally": tally, "past": world.past[: world.counts[PAST]].copy()})


def _packed(array):
    return Packed(zlib.compress(np.ascontiguousarray(array).tobytes(), FASTEST), array.dtype, array.shape)


def _restored(part):
    return part.array() if isinstance(part, Packed) else part.copy()
