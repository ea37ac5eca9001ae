"""What a worker does: live runs, those of one draw and seed together as long as their scenarios are still the same."""

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import thread_time

import numpy as np

from experiments import runner
from experiments.canonical import digest_of
from experiments.sweeps.design import files_of
from experiments.sweeps.kept import by_market
from scenarios.baseline import with_values
from scenarios.schedule import Schedule
from sim import SOURCE_DIGEST, engine, population
from sim.course import course_of
from sim.weeks import first_week_of
from sim.world import twin

DRAWS_AT_HAND = 4  # whose plans are kept, some 8 MB for each scenario: workers are at neighbouring draws


@dataclass(frozen=True)
class Job:
    """What all runs of a sweep share."""

    digest: str  # two jobs with the same one are the same
    schedules: tuple[Schedule, ...] = field(compare=False)
    years: tuple[int, int] = field(compare=False)
    scale: float = field(compare=False)
    measures: tuple[tuple[str, str, str], ...] = field(compare=False)  # what is kept, in the order of a run
    model_source: str = field(default=SOURCE_DIGEST, compare=False)


def job_of(sweep):
    """The Job of a sweep.  Its digest hangs on all texts, since workers remember what they prepared for a Job."""
    design = sweep.design
    digest = digest_of([design.as_json(), [files_of(schedule) for schedule in sweep.schedules], SOURCE_DIGEST])
    return Job(digest, sweep.schedules, sweep.years, design.scale, design.keep.measures)


@dataclass(frozen=True)
class Unit:
    """Runs that share a draw of parameters and a seed."""

    draw: int
    seed: int
    values: tuple[tuple[str, float], ...]  # of the draw: (path, value)
    scenarios: tuple[int, ...]  # rows of Job.schedules


@dataclass(frozen=True)
class Lived:
    """What one run gave, or why it failed."""

    draw: int
    seed: int
    scenario: int
    seconds: float  # of one processor
    values: np.ndarray | None = None  # kept measures one after another [label and year]
    began: tuple[int | None, ...] = ()
    error: str | None = None


class WorkerError(RuntimeError):
    """A worker has another model than the program that sent it work."""


def live_batch(job, units):
    """All runs of these units, whatever becomes of each: a Lived for each, in order.  Raises WorkerError."""
    if job.model_source != SOURCE_DIGEST:
        raise WorkerError(
            f"a worker has another version of the model ({SOURCE_DIGEST}) than this program ({job.model_source});"
            " install the same thbsim there"
        )
    return [lived for unit in units for lived in live_unit(job, unit)]


def live_unit(job, unit):
    """The runs of one unit."""
    began = thread_time()
    try:
        plans = [plans_of(job, unit.values)[row] for row in unit.scenarios]
        trunk, weeks = shared_years(plans, unit.seed)
    except Exception as error:  # whatever it is, it is told, and other runs go on
        return [_failed(unit, row, thread_time() - began, error) for row in unit.scenarios]
    shared = (thread_time() - began) / len(plans)
    last = len(plans) - 1
    return [
        _finish(job, unit, row, plan, trunk if place == last or weeks == 0 else twin(trunk), weeks, shared)
        for place, (row, plan) in enumerate(zip(unit.scenarios, plans, strict=True))
    ]


def _finish(job, unit, row, plan, world, weeks, shared):
    began = thread_time()
    try:
        course = plan.schedule.course()
        start = world if weeks else plan.founded(unit.seed)
        world = engine.live_through(start, course, unit.seed, first_week_of(plan.last_year + 1))
        found, *_, begun = plan.told(world, course)
    except Exception as error:
        return _failed(unit, row, shared + thread_time() - began, error)
    kept = [m.values.ravel() for m in found if (m.outcome, m.area, m.dimension) in _wanted(job)]
    kept += [values.ravel() for values in by_market(world, job.measures, *job.years)]
    values, seconds = np.concatenate(kept, dtype=float), shared + thread_time() - began
    if not np.isfinite(values).all():
        return _failed(unit, row, seconds, ValueError("a value that it gave is not finite"))
    return Lived(unit.draw, unit.seed, row, seconds, values, begun)


@lru_cache(maxsize=8)
def _wanted(job):
    return frozenset(job.measures)


def _failed(unit, row, seconds, error):
    return Lived(unit.draw, unit.seed, row, seconds, error=f"{type(error).__name__}: {error}")


@lru_cache(maxsize=DRAWS_AT_HAND)
def plans_of(job, values):
    """A Plan for each scenario of a job, on the values of one draw; they share a template where they begin alike."""
    schedules = on_values(job.schedules, dict(values)) if values else job.schedules
    first_year, last_year = job.years
    found: dict[bytes, population.World] = {}
    plans = []
    for schedule in schedules:
        rules = schedule.segments[0][1].population
        template = found.get(rules.tobytes())
        if template is None:
            template = found[rules.tobytes()] = population.template(rules, job.scale, last_year)
        plans.append(runner.Plan(schedule, first_year, last_year, job.scale, template))
    return plans


def on_values(schedules, values):
    """Scenarios on other values of their baseline, which is made once for those that share its text."""
    texts = {schedule.baseline.text: schedule.baseline for schedule in schedules}
    made = {text: with_values(baseline, values) for text, baseline in texts.items()}
    return [replace(schedule, baseline=made[schedule.baseline.text]) for schedule in schedules]


def shared_years(plans, seed):
    """The world that all these runs have in common, and how many weeks it has lived; in week 0, each founds its own."""
    end = first_week_of(plans[0].last_year + 1)
    weeks = min(common_weeks([plan.schedule for plan in plans]), end)
    if weeks == 0:
        return None, 0
    start = ((0, _start(plans[0].schedule)),)
    return engine.live_through(plans[0].founded(seed), start, seed, weeks), weeks


def _start(schedule):
    """The parameters with which its runs begin; `segments` has those of changes that may react from week 0 on."""
    return course_of(schedule.course()).start


def common_weeks(schedules):
    """For how many weeks scenarios are one: until any changes, or begins to watch what it reacts to."""
    starts = {(schedule.segments[0][1].tobytes(), _start(schedule).tobytes()) for schedule in schedules}
    if len(starts) > 1:
        return 0
    changes = [schedule.segments[1][0] for schedule in schedules if len(schedule.segments) > 1]
    watches = [schedule.course().due for schedule in schedules if schedule.reacting]
    return min([*changes, *watches, math.inf])
