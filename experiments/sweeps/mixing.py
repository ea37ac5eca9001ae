"""Whether runs lived here may stand beside stored ones: what changed is named, and tried where it might matter."""

import json

from sqlalchemy import func, or_, select

from experiments.requests import UsageError
from experiments.store import schema
from experiments.store.reading import environments_of, reading
from experiments.sweeps import environment
from experiments.sweeps.reproduction import reproduce

SAMPLE = 3  # runs of each other environment that are lived again before others are mixed with them


def changed_since(store, experiment):
    """What of the environment changed since an experiment's runs: (sentences, NO, PERHAPS or YES)."""
    with reading(store) as connection:
        rows = environments_of(connection, experiment)
    return environment.compared_with([stored_environment(row) for row in rows])


def stored_environment(row):
    """The Environment of a row."""
    versions = tuple(sorted(json.loads(row.versions).items()))
    return environment.Environment(row.model_source, versions, row.processor, row.system)


def allow_mixing(store, experiment, sweep, say):
    """Say what changed since the runs beside which an experiment's new ones will stand.  Raises UsageError.

    These are its own, and those of other experiments that it would take over.  Where packages or the processor changed,
    some of each environment are lived again first: to the last digit the same, or refused.
    """
    with reading(store) as connection:
        others = _environments(connection, experiment, sweep)
    for row, holder in others:
        sentences, verdict = environment.here().compared(stored_environment(row))
        if sentences:
            say(f"Since the runs of experiment {holder}: {'; '.join(sentences)}.")
            _judge(store, holder, row.id, verdict, say)


def _judge(store, holder, environment_id, verdict, say):
    if verdict == environment.NO:
        raise UsageError(
            f"experiment {holder} was run with other code of the model, so new runs must not be mixed with its own;"
            " install the version that made it, or run its design as a new experiment without --resume"
        )
    if verdict == environment.YES:
        say("No digit hangs on that: results may be mixed.")
        return
    found = reproduce(store, holder, SAMPLE, environment_id=environment_id)
    if found.different:
        raise UsageError(
            f"{found.different} of {found.runs} runs of experiment {holder} come out otherwise here: new runs"
            " must not be mixed with its own; use the packages and the processor that made it, or another store"
        )
    say(f"{found.runs} of its runs, lived again, are the same to the last digit: results may be mixed.")


def _environments(connection, experiment, sweep):
    """[(row of an environment, an experiment with finished runs of it)], of the runs at hand."""
    at, run, scenario, other = schema.experiment_runs.c, schema.runs.c, schema.scenarios.c, schema.environments.c
    would_do = (
        scenario.meaning.in_([schedule.digest for schedule in sweep.schedules])
        & (run.first_year == sweep.years[0])
        & (run.last_year == sweep.years[1])
        & (run.scale == sweep.design.scale)
        & (other.model_source == environment.here().model_source)
    )
    asked = (
        select(run.environment_id, at.experiment_id, func.count())
        .select_from(schema.experiment_runs)
        .join(schema.runs)
        .join(schema.scenarios)
        .join(schema.environments, other.id == run.environment_id)
        .where(run.state == schema.FINISHED, or_(at.experiment_id == experiment, would_do))
        .group_by(run.environment_id, at.experiment_id)
    )
    holders: dict[int, int] = {}
    for environment_id, holder, _ in sorted(connection.execute(asked).tuples(), key=lambda row: row[1] != experiment):
        holders.setdefault(environment_id, holder)
    rows = connection.execute(select(schema.environments).where(other.id.in_(holders)).order_by(other.id)).all()
    return [(row, holders[row.id]) for row in rows]
