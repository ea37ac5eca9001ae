"""Memory: bytes a person, a world a hundred times as large, and a thousand runs in a row."""

import gc

import psutil

from experiments import runner
from experiments.bench.speed import Decade
from sim.weeks import first_week_of
from sim.world import PERSON

MIB = 2**20


def resident():
    """Memory of this process [MiB]."""
    gc.collect()
    return psutil.Process().memory_info().rss / MIB


def size_of(world):
    """Bytes of a world's tables."""
    return sum(part.nbytes for part in (*world[:-1], *world.tally))


def world_at(scale):
    decade = Decade(scale)
    world = decade.settled(1)
    assert world.counts[4] == first_week_of(2009)
    return world


def figures():
    rooms = PERSON.itemsize + 4 + 2 * 4  # the person, its place among the active, and two places for claims
    yield "memory of a person", rooms, "bytes", "at most", 200, f"{PERSON.itemsize} of them the record itself"
    one = size_of(world_at(1.0))
    hundred = size_of(world_at(100.0))
    yield "memory of a world 100 times as large", hundred / one, "times", "at most", 130, f"size 1: {one / MIB:.1f} MiB"
    shared = runner.plan(Decade().schedule, 2009, 2009)
    for seed in range(50):
        shared.live(seed)
    before = resident()
    for seed in range(1000):
        shared.live(seed)
    yield "growth over a thousand runs in a row", resident() - before, "MiB", "at most", 5, f"{before:.0f} MiB before"
