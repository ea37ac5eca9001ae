"""The baseline against a policy, pair by pair: the figures of `thbsim compare`, soon enough to wait for."""

import threading
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain, groupby

import numpy as np

from experiments import comparison, leakage, runner
from experiments.advice import asking
from experiments.advice.compare import compare
from experiments.page.levers import moments
from experiments.parameters import points_of
from experiments.requests import DRAWN
from scenarios import catalogue
from scenarios.policy import Policy
from scenarios.schedule import Schedule
from sim.definitions import BELGIUM

YEARS = (2009, 2018)
PAIRS = (60, 200, 1000)
USUAL = 200  # pairs; of so many runs of the baseline the moments are kept, too
CHUNK = 20  # runs of the baseline from one look whether others wait for them to the next
PATIENCE = 0.1  # seconds between two looks whether somebody has stopped waiting


@dataclass(frozen=True, eq=False)
class Found:
    """What a policy changes against the baseline."""

    policy: Policy
    runs: tuple[runner.Runs, runner.Runs]  # of the baseline, of the policy

    @cached_property
    def effects(self):
        """The Effects on all compared outcomes."""
        return comparison.effects(*self.runs)

    @cached_property
    def leakages(self):
        return leakage.leakages(*self.runs)

    @cached_property
    def pairs(self):
        return asking.in_memory(self.runs)

    @cached_property
    def _compared(self):
        return {}

    def compared(self, outcome, area=BELGIUM):
        """The Comparison by one outcome in an area."""
        if (outcome, area) not in self._compared:
            self._compared[outcome, area] = compare(self.pairs, outcome, area)
        return self._compared[outcome, area]


def compared(policy, number, step):
    """The Found of a policy.

    Args:
        policy: A Policy.
        number: Of pairs.
        step: Called with the share that is done [0..1], as often as something is; may raise to stop.
    """
    reference = the_reference()
    lacking = max(0, number - reference.number)
    done, whole = 0, lacking + number

    def further(count=1):
        nonlocal done
        done += count
        step(min(done / whole, 1.0))

    before = reference.runs(number, further)
    done = lacking
    schedule = Schedule(policy.name, reference.schedule.baseline, (policy,), reference.schedule.draws)
    return Found(policy, (before, _run(schedule, before.seeds, reference.continued(schedule), further)))


class Reference:
    """Runs of the baseline on draws of the posterior, lived once for all visitors, as many as anybody has asked for."""

    def __init__(self):
        start = catalogue.load("baseline")
        self.schedule = start.on_draws(points_of(DRAWN, start.baseline))
        self.moments: dict[int, moments.Moment] = {}  # of each seed, up to USUAL
        self._schedules: dict[int, Schedule] = {}  # on the draws of these seeds
        self._chunks: list[runner.Runs] = []
        self._lock = threading.Lock()

    @property
    def number(self):
        """How many runs there are."""
        return CHUNK * len(self._chunks)

    def runs(self, number, further=lambda count=1: None):
        """The Runs of the seeds from 1 to a number; `further` is called with how many are there more, or 0."""
        while self.number < number:
            while not self._lock.acquire(timeout=PATIENCE):
                further(0)
            try:
                if self.number < number:
                    self._live_chunk(further)
            finally:
                self._lock.release()
        return _joined(self._chunks, number)

    def _live_chunk(self, further):
        first, found = self.number + 1, {}

        def live(draw, seeds):
            plan = runner.plan(self.on(draw), *YEARS)
            lived = [moments.lived(plan, seed) for seed in seeds]
            found.update({seed: moment for seed, (_, moment) in zip(seeds, lived, strict=True)})
            return [told for told, _ in lived]

        runs = _run(self.schedule, range(first, first + CHUNK), live, further)
        if self.number < USUAL:
            self.moments |= found
        self._chunks.append(runs)

    def on(self, draw):
        """The baseline on a draw; the usual ones are kept."""
        if draw in self._schedules:
            return self._schedules[draw]
        found = self.schedule.with_values(self.schedule.draws.values(draw)).on_draws(None)
        if self.number < USUAL:
            self._schedules[draw] = found
        return found

    def continued(self, schedule):
        """What lives another scenario's runs of a draw, from the baseline's moments on where there are any."""

        def live(draw, seeds):
            own = Schedule(schedule.name, self.on(draw).baseline, schedule.policies)
            return [moments.lived_on(own, YEARS, seed, self.moments.get(seed)) for seed in seeds]

        return live


@cache
def the_reference():
    """The Reference of this process."""
    return Reference()


def _run(schedule, seeds, live, further):
    """The Runs of a scenario; `live` gives what `runner.Plan.live` does for some seeds of one draw."""
    by_draw = [(draw, tuple(own)) for draw, own in groupby(seeds, schedule.draws.draw_of)]
    with runner.threads() as executor:
        lived = chain.from_iterable(executor.map(lambda group: live(*group), by_draw))
        return runner.gathered((schedule, *YEARS, tuple(seeds), 1.0), lived, further)


def _joined(chunks, number):
    """The first so many of the runs of some Runs, as one."""
    fields = ("values", "moves", "arrivals", "by_market")
    arrays = {name: np.concatenate([getattr(one, name) for one in chunks])[:number] for name in fields}
    lists = {name: sum((getattr(one, name) for one in chunks), ())[:number] for name in ("seeds", "began", "draws")}
    return replace(chunks[0], **arrays, **lists)
