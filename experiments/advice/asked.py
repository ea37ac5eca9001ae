"""Scenarios that are to be compared and were not run yet: their Pairs in memory, or by way of a store."""

from dataclasses import dataclass

from experiments import requests, runner
from experiments.advice import asking
from experiments.advice.pairs import check_there
from experiments.advice.stored_pairs import pairs_of_experiment
from experiments.comparison import COMPARED
from experiments.parameters import check_parameters, points_of
from experiments.requests import DRAWN, GIVEN, UsageError
from experiments.sweeps.design import Seeds, Stop
from experiments.sweeps.draws import Draws
from experiments.sweeps.kept import Keep
from scenarios import catalogue

EVERY = 20  # seeds between two looks at how wide the intervals are
KEPT_BY = ("total", "region", "sector", "form", "origin")


@dataclass(frozen=True)
class Asked:
    """Scenarios to compare, the reference first, and with which runs."""

    names: tuple[str, ...]
    years: tuple[int, int] = (2009, 2018)
    runs: int = 100  # of each scenario; at most, where a width is given
    seed: int = 1  # of the first run
    parameters: str = DRAWN
    scale: float = 1.0
    until: tuple[str, str, float] | None = None  # (outcome, area, full width of the interval of luck that is enough)
    by: str | None = None  # what is kept besides KEPT_BY


def check(asked):
    """Raises UsageError where too few scenarios or runs are asked for."""
    requests.check_years(*asked.years)
    requests.check_comparison(asked.names, asked.runs, asked.parameters)
    check_parameters(asked.parameters)
    if asked.until is None:
        return
    outcome, area, width = asked.until
    check_there(outcome, area)
    if not width > 0.0:
        raise UsageError(f"--until-width {width:g}: give a width above 0, in the unit of the outcome")
    if asked.runs < EVERY:
        raise UsageError(
            f"--runs {asked.runs}: with --until-width it is the most runs of each scenario, and widths are looked at"
            f" after every {EVERY}; give {EVERY} or more"
        )


def in_memory(asked):
    """The Pairs of runs that are not stored.  Raises UsageError, ScenarioError."""
    check(asked)
    schedules = [catalogue.load(name) for name in asked.names]
    requests.refuse_namesakes(schedules)
    points = points_of(asked.parameters, schedules[0].baseline)
    (first, last), seeds = asked.years, range(asked.seed, asked.seed + asked.runs)
    with runner.threads() as executor:
        found = [runner.run(one.on_draws(points), first, last, seeds, executor, asked.scale) for one in schedules]
    return asking.in_memory(found)


def stored(asked, address=None, manner=asking.USUAL):
    """(the Pairs of runs that go into a store, those that are there already excepted; the store's name).

    Raises UsageError, ScenarioError, StoreError, ExecutorError.
    """
    check(asked)
    design, schedules = design_of(asked)
    experiment, store = asking.run_into(design, schedules, address, manner)
    return pairs_of_experiment(store, experiment), store.name


def design_of(asked):
    """The Design of what is asked for, and its Schedules."""
    outcomes = tuple(dict.fromkeys((*(outcome for outcome, _ in COMPARED), *(asked.until or ())[:1])))
    by = KEPT_BY if asked.by in (None, "year", *KEPT_BY) else (*KEPT_BY, asked.by)
    fields = {
        "from": asked.years[0],
        "to": asked.years[1],
        "scale": asked.scale,
        "seeds": Seeds(first=asked.seed, number=asked.runs),
        "draws": _draws(asked.parameters),
        "keep": Keep(outcomes=outcomes, by=by),
        "stop": _stop(asked.until),
    }
    title = ", ".join(catalogue.load(name).name for name in asked.names)
    return asking.design_for(f"thbsim compare: {title}", asked.names, **fields)


def _draws(parameters):
    if parameters == GIVEN:
        return Draws()
    return Draws(method="posterior", file=None if parameters == DRAWN else parameters)


def _stop(until):
    if until is None:
        return None
    outcome, area, width = until
    return Stop(outcome=outcome, area=area, half_width=width / 2.0, every=EVERY)
