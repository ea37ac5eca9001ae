"""Sweeps end to end: runs a second as stored, what is spent outside the compiled loop, memory, Dask against threads."""

import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from experiments import runner
from experiments.bench.speed import draws, seconds
from experiments.store.opening import open_store
from experiments.sweeps import beginning, executors
from experiments.sweeps.design import Design, whole
from experiments.sweeps.sweep import Carrier
from experiments.sweeps.work import Unit, job_of, live_unit
from scenarios import catalogue
from scenarios.errors import Problems
from sim import engine

POLICIES = ("online-monitoring", "sector-inspections", "awareness", "hotline", "targeting", "joint-teams")
TEN = ("baseline", *POLICIES, "child-focus", "takedown-speed", "chain-liability")
TINY = 0.01  # scale of a world whose runs are short, so that very many can be watched
MEMORY = """
import psutil, sys
from experiments.bench.sweeps import TINY, stored
stored(("baseline",), int(sys.argv[1]), (2009, 2009), TINY)
print(psutil.Process().memory_full_info().uss / 2**20)
"""


def sweep_of(names, seeds, years, scale=1.0):
    tables = {"title": "bench", "scenarios": list(names), "from": years[0], "to": years[1], "scale": scale}
    design = Design.model_validate(tables | {"seeds": {"number": seeds}})
    return whole(design, lambda: [catalogue.load(name) for name in names], Problems("bench"), Path())


@contextmanager
def _new_store():
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bench.sqlite", make=True)
        yield store
        store.close()


def stored(names, seeds, years, scale=1.0, executor="threads"):
    """Seconds of a sweep from its first to its last stored run, with two workers that have begun."""
    with _new_store() as store:
        return seconds_of(store, sweep_of(names, seeds, years, scale), executor)


def seconds_of(store, sweep, executor="threads"):
    """Seconds that a Sweep takes in an empty Store, by two workers that have begun."""
    with executors.workers(executor, 2) as workers:
        experiment = beginning.begin(store, sweep, Path())
        ids = beginning.ids_for(store, sweep)
        for future in [workers.executor.submit(runner.warm_up) for _ in range(8)]:
            future.result()
        began = time.perf_counter()
        Carrier(store, experiment, sweep, ids, workers, _Silent()).carry_out()
        return time.perf_counter() - began


class _Silent:
    """A bar that nobody sees."""

    def advance(self, runs, failures):
        pass

    def skip(self, runs):
        pass


def compiled_share(names, seeds):
    """(Processor time of a stored sweep, of these in the compiled loop, runs): one worker, the same runs after it."""
    years = (2009, 2018)
    sweep = sweep_of(names, seeds, years)
    with _new_store() as store:
        experiment = beginning.begin(store, sweep, Path())
        ids = beginning.ids_for(store, sweep)
        with executors.workers("threads", 1) as workers:
            began = time.process_time()
            Carrier(store, experiment, sweep, ids, workers, _Silent()).carry_out()
            whole_time = time.process_time() - began
    job = job_of(sweep)
    with clocked() as spent:
        for seed in sweep.design.seeds.range():
            live_unit(job, Unit(0, seed, (), tuple(range(len(names)))))
    return whole_time, spent[0], seeds * len(names)


@contextmanager
def clocked():
    """The compiled loop with a clock around it, as long as this lasts."""
    spent, live_weeks = [0.0], engine.live_weeks

    def timed(*arguments):
        began = time.thread_time()
        live_weeks(*arguments)
        spent[0] += time.thread_time() - began

    engine.live_weeks = timed  # type: ignore[assignment]
    try:
        yield spent
    finally:
        engine.live_weeks = live_weeks


def memory_after(runs):
    """Memory of a process that has stored so many short runs [MiB]."""
    found = subprocess.run([sys.executable, "-c", MEMORY, str(runs)], check=True, capture_output=True, text=True)
    return float(found.stdout)


def figures():
    runner.warm_up()
    draws(1)
    for names, seeds in ((("baseline",), 60), (TEN, 12)):
        timed = [(stored(names, seeds, (2009, 2018)), seconds(draws, 1_000_000)) for _ in range(3)]
        took, beside = (median(column) for column in zip(*timed, strict=True))
        name = f"decade runs a second, stored, {len(names)} scenario{'s' if len(names) > 1 else ''}"
        yardstick = f"two threads; a million keyed draws beside it: {beside * 1e3:.1f} ms"
        yield name, seeds * len(names) / took, "runs/s", "at least", 50, yardstick
        total, inside, runs = compiled_share(names, seeds)
        beside = f"processor time {total / runs * 1e3:.1f} ms a run, {inside / runs * 1e3:.1f} ms of it compiled"
        yield "of that, outside the compiled loop", 100.0 * (1.0 - inside / total), "%", "at most", 15, beside
    pairs = [[stored(TEN, 36, (2009, 2018), executor=kind) for kind in ("threads", "dask-local")] for _ in range(3)]
    ratio = median(threads / dask for threads, dask in pairs)
    yield (
        "Dask with two local workers over two threads",
        100.0 * ratio,
        "%",
        "at least",
        80,
        "the same sweep of 360 runs, in turn",
    )
    few, many = memory_after(1_000), memory_after(100_000)
    beside = f"{few:.0f} MiB after 1,000 short runs, {many:.0f} after 100,000, each stored"
    yield "memory that 99,000 more runs need", many - few, "MiB", "at most", 50, beside
