"""A sweep from beginning to end: its experiment in a store, its workers, its bar; for the shell and for Python."""

from dataclasses import dataclass

from experiments import interrupts, runner
from experiments.progress import sweep_bar
from experiments.requests import UsageError
from experiments.store.reading import experiment_row, overview, reading
from experiments.sweeps import beginning, executors
from experiments.sweeps.sweep import Carrier


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
    return _overview(store, experiment, carrier.lived, len(carrier.failed))


def finish(asked, manner=Manner()):
    """Carry out what was asked for, if anything is left; returns the experiment's overview."""
    if asked.left:
        return carry_out(asked.store, asked.experiment, asked.sweep, manner)
    return _overview(asked.store, asked.experiment)


def _overview(store, experiment, lived=0, failed=0):
    with reading(store) as connection:
        found = overview(connection, experiment_row(connection, experiment))
    return found | {"lived": lived, "failed": max(failed, found["failed"])}


def begun(store, sweep, resume):
    """The experiment of a design that was begun, None if there is none.  Raises UsageError.

    Returns (id, whether anything is left to do).
    """
    found = beginning.find(store, sweep)
    if found is None:
        return (beginning.find(store, sweep, any_code=True) if resume else None), True
    with reading(store) as connection:
        seen = overview(connection, experiment_row(connection, found))
    if seen["state"] == "finished":
        return found, False
    if beginning.was_enlarged(store, found, sweep):
        raise UsageError(
            f"experiment {found} began with this design, was enlarged since, and has {seen['finished']} of"
            f" {seen['runs']} runs; go on with it by --expand {found} --resume, or change the design's title to begin"
            " another"
        )
    if not resume:
        raise UsageError(
            f"experiment {found} has the same design and {seen['finished']} of {seen['runs']} runs; go on with it by"
            " --resume, or change the design's title to begin another"
        )
    return found, True
