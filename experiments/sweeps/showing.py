"""All that a store knows of one experiment: its design, how far it is, failed runs, the environments it was run in."""

import json

from sqlalchemy import func, select

from experiments.store import schema
from experiments.store.reading import environments_of, experiment_row, overview, reading
from experiments.sweeps import environment, told
from experiments.sweeps.mixing import stored_environment

MOST_FAILURES = 10


def details(store, experiment):
    """Plain values.  Raises StoreError."""
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        found = overview(connection, row) | {"question": row.question, "design": json.loads(row.design)}
        found["failures"] = _failures(connection, experiment)
        found["seconds_of_processors"] = _seconds(connection, experiment)
        environments = environments_of(connection, experiment)
    found["environments"] = [
        {
            "runs": one.runs,
            "model_source": one.model_source,
            "processor": one.processor,
            "system": one.system,
            "versions": json.loads(one.versions),
            "changed": environment.here().compared(stored_environment(one))[0],
        }
        for one in environments
    ]
    return found


def _failures(connection, experiment):
    at, run, scenario = schema.experiment_runs.c, schema.runs.c, schema.scenarios.c
    order = schema.experiment_scenarios.c
    asked = (
        select(scenario.name, at.draw, at.seed, run.error)
        .select_from(schema.experiment_runs)
        .join(schema.runs)
        .join(schema.experiment_scenarios, (order.experiment_id == at.experiment_id) & (order.place == at.place))
        .join(schema.scenarios, scenario.id == order.scenario_id)
        .where(at.experiment_id == experiment, run.state == schema.FAILED)
        .order_by(at.draw, at.seed, at.place)
        .limit(MOST_FAILURES)
    )
    names = ("scenario", "draw", "seed", "error")
    return [dict(zip(names, row, strict=True)) for row in connection.execute(asked).tuples()]


def _seconds(connection, experiment):
    at, run = schema.experiment_runs.c, schema.runs.c
    asked = select(func.sum(run.seconds)).join_from(schema.experiment_runs, schema.runs)
    return connection.execute(asked.where(at.experiment_id == experiment)).scalar_one() or 0.0


def lines(found):
    """The same for readers."""
    yield from told.overview_lines(found)
    keep = found["design"]["keep"]
    yield f"Kept for each year: {', '.join(keep['outcomes'])}, by {', '.join(keep['by'])}"
    draws = found["design"]["draws"]
    if draws["method"] != "baseline":
        yield f"Draws: {draws['method']}, seed {draws['seed']}"
    yield f"Time of processors: {told.seconds_in_words(found['seconds_of_processors'])}"
    for one in found["environments"]:
        python = f"Python {one['versions']['python']}, thbsim {one['versions']['thbsim']}"
        yield f"{one['runs']:,} runs by model {one['model_source']}, {python}, {one['processor']}, {one['system']}"
        if one["changed"]:
            yield f"  Since then: {'; '.join(one['changed'])}"
    for one in found["failures"]:
        yield f"Failed: {one['scenario']}, draw {one['draw']}, seed {one['seed']}: {one['error']}"
    if found["failed"] > len(found["failures"]):
        yield f"and {found['failed'] - len(found['failures'])} more"
