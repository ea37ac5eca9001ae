"""Stored experiments from Python: sweep a design, and read what it gave as polars frames.

from experiments import sweep
found = sweep("experiments/designs/smallest.toml", store="out/store.sqlite")
found.values, found.runs, found.effects.table
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from experiments.store import opening, reading
from experiments.store.opening import Store
from experiments.sweeps import bundle, carrying, planning, reproduction
from experiments.sweeps.effects import effects_of


@dataclass(frozen=True, eq=False)
class Experiment:
    """One experiment of a store.

    Args:
        store: The address of a store, a SQLite file or a URL; or an open Store.
        id: As `thbsim experiments list` gives it.
    """

    store: Store
    id: int

    def __post_init__(self):
        if not isinstance(self.store, Store):
            object.__setattr__(self, "store", opening.open_store(self.store))

    @property
    def overview(self):
        """Plain values: id, title, state, runs, finished, failed, scenarios, draws, seeds, years."""
        with reading.reading(self.store) as connection:
            return reading.overview(connection, reading.experiment_row(connection, self.id))

    @cached_property
    def runs(self):
        """A polars frame with a row for each run: scenario, draw, seed, state, error, seconds, began, parameters."""
        with reading.reading(self.store) as connection:
            reading.experiment_row(connection, self.id)
            return reading.runs_frame(connection, self.id)

    @cached_property
    def values(self):
        """A polars frame with every number kept: scenario, draw, seed, outcome, area, dimension, label, year, value."""
        with reading.reading(self.store) as connection:
            return reading.values_frame(self.store, connection, self.id)

    @cached_property
    def effects(self):
        """The paired Effects against the first scenario; `.table` is a frame, `.found` a tuple of Effect."""
        return self.effects_by()

    def effects_by(self, dimension="total"):
        """The same, told apart by a dimension that is kept, such as "region"; None for all that is kept."""
        return effects_of(self.store, self.id, dimension)

    def reproduce(self, sample=None, workers=None):
        """Live its runs again, all or so many, and compare every digit: Reproduced."""
        return reproduction.reproduce(self.store, self.id, sample, workers)

    def bundle(self, path):
        """Write one RO-Crate zip with all that is needed to run it again."""
        bundle.write_bundle(self.store, self.id, Path(path))

    def expanded(self, seeds=0, draws=0, scenarios=(), executor="threads", workers=None):
        """The same experiment with more seeds, draws or scenarios, lived to the end; this one's frames stay as read."""
        asked = planning.expansion(self.store, self.id, seeds, draws, scenarios, dry_run=False)
        carrying.finish(asked, carrying.Manner(executor, workers))
        return Experiment(self.store, self.id)


def sweep(design, store=None, executor="threads", workers=None, resume=True, parameters=None):
    """Carry out a design, or what is left of it, and return its Experiment.  Raises what `thbsim sweep` says.

    Args:
        design: The path of a design file.
        store: A SQLite file or a URL; the user's own store by default.
        resume: Whether to go on with what was begun; False begins anew where the code has changed.
        parameters: "posterior" or "baseline", where the design draws none itself; the posterior by default.
        executor, workers: As for `thbsim sweep`.  With dask-local, call from under `if __name__ == "__main__":`.
    """
    asked = planning.asked(Path(design), store, resume=resume, dry_run=False, parameters=parameters)
    found = carrying.finish(asked, carrying.Manner(executor, workers))
    return Experiment(asked.store, found["id"])


def experiments(store=None):
    """All experiments of a store, the oldest first."""
    opened = opening.open_store(store)
    with reading.reading(opened) as connection:
        return [Experiment(opened, row["id"]) for row in reading.overviews(connection)]
