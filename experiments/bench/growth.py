"""Memory: bytes a person, a world a hundred times as large, and a thousand runs in a row."""

import gc

import psutil

from experiments import runner
from experiments.bench.speed import Decade
from sim.world import PERSON, person_count

MIB = 2**20


def resident():
    """Memory of this process [MiB]."""
    gc.collect()
    return psutil.Process().memory_info().rss / MIB


def size_of(world):
    """Bytes of a world's tables."""
    return sum(part.nbytes for part in (*world[:-1], *world.tally))


def bytes_a_person(decade):
    """What is reserved for persons at the end of a run, for each person ever recruited."""
    world = decade.lived(1)
    reserved = world.persons.nbytes + world.past.nbytes + world.claims.nbytes
    return reserved / person_count(world)


def figures():
    """(name, value, unit, "at most" or "at least", target, what ran beside)."""
    one = Decade()
    shared = runner.plan(one.schedule, 2009, 2009)
    for seed in range(50):
        shared.live(seed)
    before = resident()
    for seed in range(1000):
        shared.live(seed)
    yield "growth over a thousand runs in a row", resident() - before, "MiB", "at most", 5, f"{before:.0f} MiB before"
    record = f"the record itself: {PERSON.itemsize} bytes"
    yield "memory of a person, room to grow included", bytes_a_person(one), "bytes", "at most", 200, record
    size, larger = size_of(one.settled(1)), size_of(Decade(100.0).settled(1))
    yield (
        "memory of a world 100 times as large",
        larger / size,
        "times",
        "at most",
        130,
        f"size 1: {size / MIB:.1f} MiB",
    )
