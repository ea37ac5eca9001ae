"""From what a user names, an experiment's id or scenarios, to Pairs: read from a store, run into it, or in memory."""

from pathlib import Path

import numpy as np

from experiments.advice.pairs import Pairs, check_pairs
from experiments.advice.stored_pairs import pairs_of_experiment
from experiments.requests import UsageError
from experiments.store import opening
from experiments.stored import Experiment
from experiments.sweeps import carrying, planning
from experiments.sweeps.design import Design, whole
from experiments.sweeps.points import Points, nothing
from scenarios import catalogue
from scenarios.errors import Problems

USUAL = carrying.Manner()


def stored(experiment, address=None, scenarios=2):
    """The Pairs of a stored experiment, enough for intervals.  Raises StoreError, UsageError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        address: Of the store; the user's own by default.
        scenarios: How many there must be at least.
    """
    if isinstance(experiment, Pairs):
        found = experiment
    elif isinstance(experiment, int):
        found = pairs_of_experiment(opening.open_store(address), experiment)
    elif isinstance(experiment, Experiment):
        found = pairs_of_experiment(experiment.store, experiment.id)
    else:
        raise UsageError(f"{experiment!r} is no experiment; give its id, as thbsim experiments list has it")
    check_pairs(found, scenarios)
    return found


def run_into(design, schedules, address=None, manner=USUAL):
    """The experiment of a Design, run to its end: (its id, the Store).  What is in the store is not run again.

    Raises StoreError, ScenarioError, UsageError, ExecutorError.

    Args:
        design: A Design; its scenarios are those of `schedules`.
        schedules: Schedules, the reference first.
        address: Of the store.
        manner: A carrying.Manner.
    """
    sweep = whole(design, lambda: list(schedules), Problems(design.title), Path.cwd())
    asked = planning.asked_for(sweep, Path.cwd(), address)
    return carrying.finish(asked, manner)["id"], asked.store


def design_for(title, names, **fields):
    """A Design of some scenarios by name, and their Schedules: (Design, [Schedule]).  Raises ScenarioError."""
    schedules = [catalogue.load(name) for name in names]
    return Design(title=title, scenarios=tuple(one.name for one in schedules), **fields), schedules


def in_memory(all_runs):
    """The Pairs of runner.Runs of several scenarios that were not stored."""
    first = all_runs[0]
    draw = np.array(first.draws or [0] * len(first.seeds))
    drawn = first.schedule.draws
    return Pairs(
        title=", ".join(runs.name for runs in all_runs),
        names=tuple(runs.name for runs in all_runs),
        schedules=tuple(runs.schedule for runs in all_runs),
        years=(first.first_year, first.last_year),
        draw=draw,
        seed=np.array(first.seeds),
        points=Points((), nothing()) if drawn is None else drawn,
        read=lambda *key: np.stack([np.moveaxis(runs.of(*key), 0, 1) for runs in all_runs]),
        kept=tuple((measure.outcome, measure.area, measure.dimension) for measure in first.index),
    )
