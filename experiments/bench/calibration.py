"""What calibration and draws of the posterior cost beside the compiled loop."""

import time
from statistics import median

import numpy as np

from calibration.distances import SEEDS as SEEDS_BELOW
from calibration.priors import read_prior
from calibration.targets import read_targets, used
from calibration.worlds import Simulator
from experiments import runner
from experiments.bench.sweeps import clocked
from experiments.parameters import points_of
from experiments.sweeps.kept import index
from scenarios.baseline import read_baseline
from scenarios.catalogue import load

WORLDS, SEEDS = 60, range(1, 41)


def outside_the_loop():
    """(Processor time of worlds of the prior, of these in the compiled loop) [ms a world]."""
    prior = read_prior(read_baseline())
    simulator = Simulator(prior, used(read_targets(index())))
    luck = np.random.default_rng(1)
    draws, seeds = prior.drawn(WORLDS, luck), luck.integers(SEEDS_BELOW, size=WORLDS)
    simulator.figures(draws[:2], seeds[:2])
    with clocked() as spent:
        began = time.process_time()
        simulator.figures(draws, seeds)
        whole = time.process_time() - began
    return 1e3 * whole / WORLDS, 1e3 * spent[0] / WORLDS


def _seconds_of_runs(points):
    with runner.threads(1) as executor:
        began = time.perf_counter()
        runner.run(load("online-monitoring").on_draws(points), 2009, 2018, SEEDS, executor)
        return time.perf_counter() - began


def figures():
    runner.warm_up()
    whole, inside = outside_the_loop()
    beside = f"2009-2012, processor time {whole:.1f} ms a world, {inside:.1f} ms of it compiled"
    yield "calibration: a world outside the compiled loop", whole - inside, "ms", "at most", 3, beside
    points = points_of("posterior", load("baseline").baseline)
    ratio = median(_seconds_of_runs(points) / _seconds_of_runs(None) for _ in range(3))
    beside = "online-monitoring, a decade, one thread, in turn; draws have worlds of other sizes"
    yield "runs on draws of the posterior over runs without", ratio, "times", "at most", None, beside
