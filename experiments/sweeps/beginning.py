"""Begins, finds again and enlarges experiments in a store."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, or_, select, update

from experiments.canonical import digest_of
from experiments.requests import UsageError
from experiments.store import schema
from experiments.store.connection import patiently
from experiments.store.reading import design_of, experiment_row, reading, scenarios_of
from experiments.store.writing import environment_row, ids_of, insert_new, kept_row, measure_ids, now, scenario_row
from experiments.sweeps import environment
from experiments.sweeps.design import files_of, from_files, whole
from experiments.sweeps.draws import Draws
from experiments.sweeps.keys import differing
from scenarios.errors import Problems, ScenarioError

BEGINNING = 7_482_392  # by this number, those who begin experiments on the same server wait for each other


@dataclass(frozen=True)
class Ids:
    """What all runs of an experiment share, by its keys in the store."""

    scenarios: tuple[int, ...]
    environment: int
    kept: int
    measures: tuple[tuple[str, str, str], ...]
    columns: tuple[tuple[int, int], ...]  # (measure id, year) of each value of a run, in its order
    years: tuple[int, int]
    scale: float


def digest_of_sweep(sweep):
    """What makes two experiments the same: design, scenarios, drawn values."""
    texts = [files_of(schedule) for schedule in sweep.schedules]
    return digest_of([sweep.design.as_json(), texts, sweep.points.paths, sweep.points.table.tolist()])


def find(store, sweep, any_code=False):
    """The id of the latest experiment with this design that was begun with this code; None if there is none.

    Args:
        any_code: Whether one that was begun with other code will do where there is none with this.
    """
    digest = digest_of_sweep(sweep)
    with reading(store) as connection:
        found = _with_this_code(connection, digest)
        if found is None and any_code:
            found = connection.execute(select(func.max(schema.experiments.c.id)).where(_asked_by(digest))).scalar_one()
    return found


def _with_this_code(connection, digest):
    at, env = schema.experiments.c, schema.environments.c
    asked = select(func.max(at.id)).join_from(schema.experiments, schema.environments)
    here = env.model_source == environment.here().model_source
    return connection.execute(asked.where(_asked_by(digest), here)).scalar_one()


def _asked_by(digest):
    """Whether an experiment has this design, or had it when it began."""
    return or_(schema.experiments.c.digest == digest, schema.experiments.c.first_digest == digest)


def was_enlarged(store, experiment, sweep):
    """Whether an experiment that began with a Sweep has been enlarged since."""
    with reading(store) as connection:
        return experiment_row(connection, experiment).design != sweep.design.as_json()


def begin(store, sweep, folder):
    """A new experiment, or the one that another process began just now; returns its id."""
    digest = digest_of_sweep(sweep)

    def work(connection):
        if store.parts_folder is None:
            connection.execute(select(func.pg_advisory_xact_lock(BEGINNING)))
        (env,) = ids_of(connection, schema.environments, [environment_row(environment.here())])
        if (there := _with_this_code(connection, digest)) is not None:
            return there  # another process was quicker, or the server went away after it had stored it
        row = {
            "title": sweep.design.title,
            "question": sweep.design.question,
            "design": sweep.design.as_json(),
            "digest": digest,
            "first_digest": digest,
            "folder": str(Path(folder).absolute()),
            "environment_id": env,
            "begun_at": now(),
        }
        experiment = connection.execute(schema.experiments.insert().values(row)).inserted_primary_key[0]
        _place_scenarios(connection, experiment, sweep)
        return experiment

    with store.sentences():
        return patiently(store.engine, work)


def _place_scenarios(connection, experiment, sweep):
    places = [
        {"experiment_id": experiment, "place": place, "scenario_id": scenario}
        for place, scenario in enumerate(_scenario_ids(connection, sweep))
    ]
    insert_new(connection, schema.experiment_scenarios, places)


def _scenario_ids(connection, sweep):
    rows = [scenario_row(schedule, files_of(schedule)) for schedule in sweep.schedules]
    return ids_of(connection, schema.scenarios, rows)


def ids_for(store, sweep):
    """The Ids of a sweep in this environment; what is not in the store yet is stored."""

    def work(connection):
        keys = sweep.design.keep.measures
        labels = measure_ids(connection, keys)
        years = range(sweep.years[0], sweep.years[1] + 1)
        (env,) = ids_of(connection, schema.environments, [environment_row(environment.here())])
        (kept,) = ids_of(connection, schema.kept_sets, [kept_row(keys)])
        return Ids(
            scenarios=tuple(_scenario_ids(connection, sweep)),
            environment=env,
            kept=kept,
            measures=keys,
            columns=tuple((label, year) for label in labels for year in years),
            years=sweep.years,
            scale=sweep.design.scale,
        )

    with store.sentences():
        return patiently(store.engine, work)


def stored_sweep(store, experiment):
    """The Sweep of an experiment, made again from the texts that the store holds.  Raises StoreError, ScenarioError."""
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        scenarios = scenarios_of(connection, experiment)
    return sweep_of(design_of(row), [(s.name, json.loads(s.files)) for s in scenarios], Path(row.folder))


def sweep_of(design, scenarios, folder):
    """A Sweep from a Design and [(name, files)] of its scenarios.  Raises ScenarioError."""
    schedules = []
    for name, files in scenarios:
        with tempfile.TemporaryDirectory() as empty:
            try:
                schedules.append(from_files(name, files, Path(empty)))
            except ScenarioError as error:  # the folder is gone when it is read
                told = [sentence.replace(f"{empty}{os.sep}", "") for sentence in error.problems]
                raise ScenarioError(*told) from None
    return whole(design, lambda: schedules, Problems("the stored design"), folder)


def without_draws(design, scenarios):
    """The Sweep of a design whose runs bring their own parameters: nothing is drawn, and no posterior file is read."""
    return sweep_of(design.model_copy(update={"draws": Draws(), "stop": None}), scenarios, None)


def note_stop(store, experiment, seeds):
    """Keep how many seeds the stopping rule found to be enough."""
    row = update(schema.experiments).where(schema.experiments.c.id == experiment)
    with store.sentences():
        patiently(store.engine, lambda connection: connection.execute(row.values(stopped_at=seeds)))


def check_draws(store, experiment, sweep):
    """Raises UsageError where the draws of an experiment are no longer those with which its runs were lived."""
    at, run, drawn = schema.experiment_runs.c, schema.runs.c, schema.parameter_sets.c
    joined = schema.experiment_runs.join(schema.runs).join(schema.parameter_sets, drawn.id == run.parameter_set_id)
    asked = select(at.draw, drawn.parameters).select_from(joined).where(at.experiment_id == experiment).distinct()
    with reading(store) as connection:
        stored = connection.execute(asked).tuples().all()
    for draw, parameters in stored:
        if json.loads(parameters) != differing(sweep.points.values(draw), sweep.schedules[0].baseline):
            raise UsageError(
                f"experiment {experiment} was run with other draws than its method {sweep.design.draws.method} gives"
                " now: the file of the posterior or a package has changed; bring it back, or make a new experiment"
            )


def enlarged(store, experiment, sweep, seeds=0, draws=0, added=()):
    """The Sweep of an experiment with more seeds, draws or scenarios.  Raises UsageError, ScenarioError.

    Args:
        sweep: From stored_sweep.
        seeds, draws: How many more.
        added: Schedules that come after those that are there.
    """
    design = sweep.design
    if draws and design.draws.of_seeds:
        raise UsageError(
            f"--add-draws: in experiment {experiment} every two seeds have a draw of the posterior of their own; give"
            " --add-seeds"
        )
    if draws and design.draws.number is None:
        raise UsageError(
            f"--add-draws: experiment {experiment} has the draws of its method {design.draws.method}, to which none can"
            " be added; make a design with latin-hypercube, sobol, prior or posterior"
        )
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
    had = row.stopped_at or design.seeds.number
    changes = {"seeds": design.seeds.model_copy(update={"number": had + seeds})}
    if seeds or draws or added:
        changes["stop"] = None if row.stopped_at else design.stop
    if draws:
        changes["draws"] = design.draws.model_copy(update={"number": (*design.draws.blocks, draws)})
    changes["scenarios"] = (*sweep.names, *(schedule.name for schedule in added))
    return whole(
        design.model_copy(update=changes),
        lambda: [*sweep.schedules, *added],
        Problems(f"experiment {experiment}, enlarged"),
        Path(row.folder),
    )


def enlarge(store, experiment, sweep):
    """Let a stored experiment ask for what a larger Sweep asks for; what it has stays."""

    def work(connection):
        row = update(schema.experiments).where(schema.experiments.c.id == experiment)
        changed = {"design": sweep.design.as_json(), "digest": digest_of_sweep(sweep), "stopped_at": None}
        connection.execute(row.values(changed))
        _place_scenarios(connection, experiment, sweep)

    with store.sentences():
        patiently(store.engine, work)
