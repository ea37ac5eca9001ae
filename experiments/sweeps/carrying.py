"""A sweep from beginning to end: its experiment in a store, its workers, its bar; for the shell and for Python."""

import json
from dataclasses import dataclass

from experiments import runner
from experiments.progress import sweep_bar
from experiments.requests import UsageError
from experiments.store.reading import environments_of, experiment_row, overview, reading
from experiments.sweeps import beginning, environment, executors, interrupts
from experiments.sweeps.sweep import Carrier

SAMPLE = 3  # runs that are lived again before others are mixed with them


@dataclass(frozen=True)
class Manner:
    """How a sweep is carried out: where runs are lived, and how many at a time."""

    executor: str = "threads"
    workers: int | None = None


def carry_out(store, experiment, sweep, manner=Manner()):  # frozen
    """Live all that an experiment asks for and has not; returns its overview.  Raises StoreError, ExecutorError.

    The overview has as `lived` how many runs were lived here; the others were there, or other sweeps lived them.
    """
    with store.sentences(), executors.workers(manner.executor, manner.workers) as workers:
        runner.warm_up()
        ids = beginning.ids_for(store, sweep)
        with sweep_bar(sweep.runs, "Running") as bar, interrupts.heard():
            carrier = Carrier(store, experiment, sweep, ids, workers, bar)
            stopped = carrier.carry_out()
        if stopped is not None:
            beginning.note_stop(store, experiment, stopped)
    return _overview(store, experiment, carrier.lived)


def finish(asked, manner=Manner()):
    """Carry out what was asked for, if anything is left; returns the experiment's overview."""
    if asked.left:
        return carry_out(asked.store, asked.experiment, asked.sweep, manner)
    return _overview(asked.store, asked.experiment, 0)


def _overview(store, experiment, lived):
    with reading(store) as connection:
        return overview(connection, experiment_row(connection, experiment)) | {"lived": lived}


def changed_since(store, experiment):
    """What of the environment changed since an experiment's runs: (sentences, NO, PERHAPS or YES)."""
    with reading(store) as connection:
        rows = environments_of(connection, experiment)
    return environment.compared_with([stored_environment(row) for row in rows])


def stored_environment(row):
    """The Environment of a row."""
    versions = tuple(sorted(json.loads(row.versions).items()))
    return environment.Environment(row.model_source, versions, row.processor, row.system)


def allow_mixing(store, experiment, say):
    """Say what changed since an experiment's runs, and whether new ones may stand beside them.  Raises UsageError.

    Where packages or the processor changed, some stored runs are lived again first: to the last digit the same, or not.
    """
    sentences, verdict = changed_since(store, experiment)
    if not sentences:
        return
    say(f"Since the runs of experiment {experiment}: {'; '.join(sentences)}.")
    if verdict == environment.NO:
        raise UsageError(
            f"experiment {experiment} was run with other code of the model, so new runs must not be mixed with its own;"
            " install the version that made it, or run its design as a new experiment without --resume"
        )
    if verdict == environment.PERHAPS:
        from experiments.sweeps.reproduction import reproduce

        found = reproduce(store, experiment, sample=SAMPLE)
        if found.different:
            raise UsageError(
                f"{found.different} of {found.runs} runs of experiment {experiment} come out otherwise here: new runs"
                " must not be mixed with its own; use the packages and the processor that made it"
            )
        say(f"{found.runs} of its runs, lived again, are the same to the last digit: results may be mixed.")
    else:
        say("No digit hangs on that: results may be mixed.")


def sweep_once(store, sweep, folder, resume):
    """The experiment of a design: a new one, or with resume the one that was begun.  Raises UsageError.

    Returns (id, whether anything is left to do).
    """
    found = beginning.find(store, sweep)
    if found is None:
        older = beginning.find_other_code(store, sweep) if resume else None
        return (older, True) if older is not None else (beginning.begin(store, sweep, folder), True)
    with reading(store) as connection:
        seen = overview(connection, experiment_row(connection, found))
    if seen["state"] == "finished":
        return found, False
    if not resume:
        raise UsageError(
            f"experiment {found} has the same design and {seen['finished']} of {seen['runs']} runs; go on with it by"
            " --resume, or change the design's title to begin another"
        )
    return found, True
