"""Time of a decade, of the Mesa host, of two threads, and of a world a hundred times as large."""

from statistics import median
from time import perf_counter

from numba import njit

from experiments import runner
from scenarios.catalogue import load
from sim import engine, population
from sim.draws import uniform
from sim.mesa_model import TraffickingModel
from sim.weeks import first_week_of

FIRST, LAST = 2009, 2018
MILLION = 1_000_000


@njit
def draws(number):
    """The yardstick: so many keyed draws, one after another."""
    total = 0.0
    for key in range(number):
        total += uniform(1, key, 1, 0, 0)
    return total


def seconds(work, *arguments):
    began = perf_counter()
    work(*arguments)
    return perf_counter() - began


def steps(model, weeks):
    for _ in range(weeks):
        model.step()


class Decade:
    """Ten years of the baseline from a settled world, at a scale."""

    def __init__(self, scale=1.0):
        self.schedule = load("baseline")
        self.segments = self.schedule.segments
        self.rules = self.segments[0][1]
        self.template = population.template(self.rules.population, scale, LAST)

    def settled(self, seed):
        world = population.found(self.template, self.rules.population, seed)
        return engine.live_through(world, self.segments, seed, first_week_of(FIRST))

    def lived(self, seed):
        """A world at the end of the last year."""
        return engine.live_through(self.settled(seed), self.segments, seed, first_week_of(LAST + 1))

    def time(self, seed):
        """Seconds for the reported decade alone, and for the whole run with its settling years."""
        began = perf_counter()
        world = self.settled(seed)
        settled = perf_counter()
        engine.live_through(world, self.segments, seed, first_week_of(LAST + 1))
        ended = perf_counter()
        return ended - settled, ended - began


def figures():
    """(name, value, unit, "at most" or "at least", target, what ran beside)."""
    runner.warm_up()
    draws(1)
    decade = Decade()
    decade.time(0)
    timed = [(*decade.time(seed), seconds(draws, MILLION)) for seed in range(1, 16)]
    alone, whole, beside = (median(column) for column in zip(*timed, strict=True))
    yardstick = f"a million keyed draws beside it: {beside * 1e3:.1f} ms, ratio {alone / beside:.2f}"
    yield "ten years of the baseline, one core", alone * 1e3, "ms", "at most", 40, yardstick
    yield (
        "the same with eight settling years before",
        whole * 1e3,
        "ms",
        "at most",
        40,
        "the aim set for ten years alone",
    )
    yield (
        "compiled loop over the Mesa model, same weeks",
        mesa_ratio(),
        "times",
        "at least",
        50,
        "26 weeks of 2009, in turn",
    )
    yield "two threads over one, runs a second", thread_ratio(), "times", "at least", 1.7, "24 runs each, in turn"
    large = Decade(100.0)
    ratios = [large.time(1)[0] / decade.time(1)[0] for _ in range(3)]
    yield "a decade at 100 times the size", median(ratios), "times", "at most", 130, "the decade at size 1, in turn"


def mesa_ratio(weeks=26):
    """Time of the Mesa model over the compiled loop, for the same weeks from the same settled state."""
    decade, end = Decade(), first_week_of(FIRST) + weeks
    ratios = []
    for _ in range(3):
        model = TraffickingModel(decade.segments, seed=1, first_year=FIRST, last_year=LAST)
        world = decade.settled(1)
        slow = seconds(steps, model, weeks)
        fast = seconds(engine.live_through, world, decade.segments, 1, end)
        ratios.append(slow / fast)
    return median(ratios)


def thread_ratio(runs=24):
    """Runs a second with two threads over those with one."""
    schedule, ratios = load("baseline"), []
    for _ in range(3):
        took = {}
        for number in (1, 2):
            with runner.threads(number) as executor:
                took[number] = seconds(runner.run, schedule, FIRST, LAST, range(runs), executor)
        ratios.append(took[1] / took[2])
    return median(ratios)
