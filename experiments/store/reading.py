"""Reads an experiment out of a store, as polars frames."""

from contextlib import contextmanager

import polars as pl
from sqlalchemy import func, select

from experiments.store import schema
from experiments.store.claims import alive
from experiments.store.connection import StoreError
from experiments.store.parts import COLUMNS, in_parts
from experiments.sweeps.design import Design
from sim import SOURCE_DIGEST
from sim.definitions import OUTCOMES

KEYS = ("scenario", "draw", "seed")
MANY = 10_000  # keys that one statement names
TYPES = {"run_id": pl.Int64, "measure_id": pl.Int64, "year": pl.Int32, "value": pl.Float64}


@contextmanager
def reading(store):
    """A connection that reads; errors of the database become sentences."""
    with store.sentences(), store.reading() as connection:
        yield connection


def experiment_row(connection, experiment):
    """The row of an experiment.  Raises StoreError where there is none."""
    row = connection.execute(select(schema.experiments).where(schema.experiments.c.id == experiment)).one_or_none()
    if row is None:
        known = connection.execute(select(schema.experiments.c.id).order_by(schema.experiments.c.id)).scalars().all()
        there = f"it has {', '.join(map(str, known[-20:]))}" if known else "it has none yet"
        raise StoreError(f"no experiment {experiment} is in the store; {there}")
    return row


def design_of(row):
    """The Design of an experiment's row."""
    return Design.model_validate_json(row.design)


def scenarios_of(connection, experiment):
    """The scenarios of an experiment in their order: rows of id, name, title, meaning, files."""
    asked = (
        select(schema.scenarios)
        .join(schema.experiment_scenarios)
        .where(schema.experiment_scenarios.c.experiment_id == experiment)
        .order_by(schema.experiment_scenarios.c.place)
    )
    return connection.execute(asked).all()


def progress_of(connection, experiment):
    """(How many runs are finished, how many failed)."""
    at, run = schema.experiment_runs.c, schema.runs.c
    asked = select(run.state, func.count()).join_from(schema.experiment_runs, schema.runs)
    counted = dict(connection.execute(asked.where(at.experiment_id == experiment).group_by(run.state)).tuples().all())
    return counted.get(schema.FINISHED, 0), counted.get(schema.FAILED, 0)


def wanted_runs(row, scenarios):
    """How many runs an experiment asks for: by its stopping rule, once that was kept."""
    design = design_of(row)
    seeds = row.stopped_at or design.seeds.number
    return scenarios * design.draws.runs * seeds


def overview(connection, row):
    """An experiment in plain values: id, title, state, runs, finished, failed and more."""
    design, names = design_of(row), [scenario.name for scenario in scenarios_of(connection, row.id)]
    wanted = wanted_runs(row, len(names))
    finished, failed = progress_of(connection, row.id)
    return {
        "id": row.id,
        "title": row.title,
        "state": _state(wanted, finished, failed, alive(connection, row.id)),
        "runs": wanted,
        "finished": finished,
        "failed": failed,
        "scenarios": names,
        "draws": design.draws.lived(design.seeds.range()),
        "seeds": row.stopped_at or design.seeds.number,
        "stop": _stop_of(design, row),
        "from": design.first_year,
        "to": design.last_year,
        "begun": f"{row.begun_at.isoformat(timespec='seconds')}Z",
        "this_code": _source_of(connection, row) == SOURCE_DIGEST,
    }


def _source_of(connection, row):
    at = schema.environments.c
    return connection.execute(select(at.model_source).where(at.id == row.environment_id)).scalar_one()


def _stop_of(design, row):
    """The stopping rule, and after how many seeds it was kept; None without one."""
    if design.stop is None:
        return None
    return design.stop.model_dump() | {"at_most": design.seeds.number, "seeds": row.stopped_at}


def _state(wanted, finished, failed, at_it):
    if finished >= wanted:
        return "finished"
    if at_it:
        return "running"
    return "failed" if finished + failed >= wanted else "unfinished"


def overviews(connection):
    """All experiments, the oldest first."""
    rows = connection.execute(select(schema.experiments).order_by(schema.experiments.c.id)).all()
    return [overview(connection, row) for row in rows]


def runs_frame(connection, experiment, seeds=None):
    """A row for each run: scenario, draw, seed, run_id, state, error, seconds, began, parameters, key,
    environment_id.

    Args:
        seeds: Only the runs with these; a range.
    """
    at, run, scenario = schema.experiment_runs.c, schema.runs.c, schema.scenarios.c
    order = schema.experiment_scenarios.c
    asked = (
        select(scenario.name, at.draw, at.seed, run.id, run.state, run.error, run.seconds, run.began,
               run.parameter_set_id, run.key, run.environment_id)
        .select_from(schema.experiment_runs)
        .join(schema.runs)
        .join(
            schema.experiment_scenarios, (order.experiment_id == at.experiment_id) & (order.place == at.place)
        )
        .join(schema.scenarios, scenario.id == order.scenario_id)
        .where(at.experiment_id == experiment)
        .order_by(at.place, at.draw, at.seed)
    )  # fmt: skip
    if seeds is not None:
        asked = asked.where(at.seed.between(seeds.start, seeds.stop - 1))
    columns = {
        "scenario": pl.String, "draw": pl.Int64, "seed": pl.Int64, "run_id": pl.Int64, "state": pl.String,
        "error": pl.String, "seconds": pl.Float64, "began": pl.String, "parameters": pl.Int64, "key": pl.String,
        "environment_id": pl.Int64,
    }  # fmt: skip
    runs = pl.DataFrame(connection.execute(asked).tuples().all(), columns, orient="row")
    return _with_parameters(connection, runs)


def _with_parameters(connection, runs):
    """The same with the texts of the parameters in place of their keys; runs of one draw share one text in memory."""
    drawn = schema.parameter_sets.c
    keys = runs["parameters"].unique().sort().to_list()
    rows = []
    for first in range(0, len(keys), MANY):
        asked = select(drawn.id, drawn.parameters).where(drawn.id.in_(keys[first : first + MANY]))
        rows += connection.execute(asked).tuples().all()
    texts = pl.DataFrame(rows, {"parameters": pl.Int64, "text": pl.String}, orient="row")
    joined = runs.join(texts, on="parameters", how="left", maintain_order="left")
    return joined.with_columns(parameters=pl.col("text")).drop("text")


def values_frame(store, connection, experiment, outcomes=None, runs=None):
    """Every stored number of an experiment: scenario, draw, seed, outcome, area, dimension, label, year, unit, value.

    Args:
        outcomes: Only these keys (outcome, area, dimension); all that the design keeps by default.
        runs: Only these rows of its runs_frame.
    """
    row = experiment_row(connection, experiment)
    chosen = None if runs is None else runs["run_id"].to_list()
    runs = runs_frame(connection, experiment).filter(state=schema.FINISHED) if runs is None else runs
    measures = _measures(connection, outcomes or design_of(row).keep.measures)
    mine = select(schema.experiment_runs.c.run_id).where(schema.experiment_runs.c.experiment_id == experiment)
    groups = [mine] if chosen is None else [chosen[first : first + MANY] for first in range(0, len(chosen), MANY)]
    wanted = schema.values.c.measure_id.in_(measures["measure_id"].to_list())
    asked = [select(schema.values).where(schema.values.c.run_id.in_(group), wanted) for group in groups]
    moved = in_parts(store, connection, runs["run_id"]) if store.parts_folder and runs.height else None
    found = pl.concat(_raw(connection, asked, moved))
    years = pl.col("year").is_between(design_of(row).first_year, design_of(row).last_year)
    table = found.filter(years).join(measures, on="measure_id").join(runs.select("run_id", *KEYS), on="run_id")
    place = {name: number for number, name in enumerate(dict.fromkeys(runs["scenario"]))}
    order = pl.col("scenario").replace_strict(place, return_dtype=pl.Int64, default=0)
    return table.sort(order, "draw", "seed", "measure_id", "year").select(
        *KEYS, "outcome", "area", "dimension", "label", "year", "unit", "value"
    )  # fmt: skip


def _measures(connection, keys):
    column = schema.measures.c
    rows = connection.execute(select(column.id, column.outcome, column.area, column.dimension, column.label))
    names = ("measure_id", "outcome", "area", "dimension", "label")
    table = pl.DataFrame(rows.tuples().all(), {names[0]: pl.Int64} | dict.fromkeys(names[1:], pl.String), orient="row")
    wanted = pl.DataFrame(list(keys), dict.fromkeys(names[1:4], pl.String), orient="row")
    units = {outcome: definition.unit for outcome, definition in OUTCOMES.items()}
    unit = pl.col("outcome").replace_strict(units, default="", return_dtype=pl.String)
    return table.join(wanted, on=names[1:4], how="semi").with_columns(unit=unit)


def _raw(connection, asked, moved):
    """Frames of COLUMNS, from the table and from the parts beside it."""
    yield pl.DataFrame([], TYPES)
    for one in asked:
        for rows in connection.execution_options(yield_per=200_000).execute(one).partitions():
            yield pl.DataFrame([tuple(row) for row in rows], TYPES, orient="row")
    if moved is not None:
        yield moved.select(COLUMNS).cast(TYPES)


def environments_of(connection, experiment):
    """How many runs of an experiment were lived in each environment: [(row, runs)], the most first."""
    at, run = schema.experiment_runs.c, schema.runs.c
    counted = (
        select(run.environment_id, func.count().label("runs"))
        .join_from(schema.experiment_runs, schema.runs)
        .where(at.experiment_id == experiment)
        .group_by(run.environment_id)
        .subquery()
    )
    asked = select(schema.environments, counted.c.runs).join(
        counted, counted.c.environment_id == schema.environments.c.id
    )
    return connection.execute(asked.order_by(counted.c.runs.desc())).all()
