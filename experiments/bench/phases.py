"""Where a week goes: the agenda of sim.engine.live_one_week with a clock between its parts, over a decade."""

import ctypes

import numpy as np
from numba import njit

from experiments.bench.speed import FIRST, LAST, Decade
from sim import engine
from sim.borrow import borrowed
from sim.weeks import first_week_of
from sim.world import PERSONS, WEEK

PARTS = (
    "sectors",
    "networks and cases",
    "recruiters",
    "teams",
    "persons",
    "settling and centres",
    "offices",
    "news",
    "the count",
)
_clock = ctypes.CDLL(None).clock  # processor time of this process [microseconds]
_clock.restype = ctypes.c_long
_clock.argtypes = ()


@njit
def live_weeks_by_the_clock(world, p, seed, until, room, spent):
    """As engine.live_weeks; adds the time of each part to spent [microseconds], person-weeks to its last entry."""
    world = borrowed(world)  # type: ignore[call-arg]  # as in sim.engine
    while world.counts[WEEK] < until and engine.has_room(world, room):
        week = world.counts[WEEK]
        times = np.empty(10, np.int64)
        times[0] = _clock()
        for row in range(world.markets.size):
            engine.live_week_of_sector(row, world, p, week)
        times[1] = _clock()
        engine.live_week_of_networks(world, p, seed, week)
        times[2] = _clock()
        for row in range(world.recruiters.size):
            engine.live_week_of_recruiter(row, world, p, seed, week)
        times[3] = _clock()
        for row in range(world.teams.size):
            engine.live_week_of_team(row, world, p, seed, week)
        times[4] = _clock()
        spent[9] += world.counts[PERSONS]
        for row in range(world.counts[PERSONS]):
            engine.live_week_of_person(row, world, p, seed, week)
        times[5] = _clock()
        engine.settle_markets(world, p, seed, week)
        for row in range(world.centres.size):
            engine.live_week_of_centre(row, world, p, seed, week)
        times[6] = _clock()
        engine.live_week_of_offices(world, p, seed, week)
        times[7] = _clock()
        engine.spread_news(world, p, week)
        times[8] = _clock()
        engine.end_week(world, week)
        times[9] = _clock()
        for part in range(9):
            spent[part] += times[part + 1] - times[part]


def timed(seed, decade):
    """A decade lived by the clock: the world, and what was spent."""
    world, spent = decade.settled(seed), np.zeros(10)
    p, until = decade.segments[0][1], first_week_of(LAST + 1)
    while world.counts[WEEK] < until:
        world = engine.with_room_for_a_week(world)
        live_weeks_by_the_clock(world, p, seed, until, engine.arrivals_in_a_week(world), spent)
    return world, spent


def figures():
    """(name, value, unit, bound, target, what ran beside): parts of a decade, without targets of their own."""
    decade = Decade()
    timed(0, decade)
    spent = np.median([timed(seed, decade)[1] for seed in range(1, 12)], axis=0)
    weeks, total = first_week_of(LAST + 1) - first_week_of(FIRST), spent[:9].sum()
    for part, microseconds in zip(PARTS, spent[:9], strict=True):
        share = f"{microseconds / total:.0%} of {total / 1e3:.1f} ms by the clock"
        yield f"a decade, {part}", microseconds / 1e3, "ms", "", None, share
    yield "one person-week", 1e3 * spent[4] / spent[9], "ns", "", None, f"{spent[9] / weeks:.0f} persons in a week"
