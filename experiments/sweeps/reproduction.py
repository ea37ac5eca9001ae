"""Lives stored runs again, and compares every digit."""

import json
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from experiments import runner
from experiments.store import schema
from experiments.store.reading import KEYS, design_of, experiment_row, reading, runs_frame, scenarios_of, values_frame
from experiments.sweeps import executors
from experiments.sweeps.beginning import without_draws
from experiments.sweeps.kept import cells
from experiments.sweeps.work import Unit, job_of, live_batch

CHUNK = 200  # runs whose values are in memory at a time
MOST_NAMED = 10
OUTCOME = ("outcome", "area", "dimension", "label", "year")


@dataclass
class Reproduced:
    """What came of living runs again."""

    runs: int = 0
    different: int = 0  # runs of which any digit is another
    differences: list = field(default_factory=list)  # the first ones, as plain values

    def note(self, run, cells):
        self.runs += 1
        self.different += bool(cells)
        self.differences += [run | cell for cell in cells[: MOST_NAMED - len(self.differences)]]


def reproduce(store, experiment, sample=None, number=None, done=lambda runs: None, environment_id=None):
    """Live the finished runs of an experiment again.  Returns Reproduced.  Raises StoreError.

    Args:
        sample: Only so many, chosen by chance, the same ones each time; all by default.
        number: How many threads.
        done: Called with a number of runs, now and then.
        environment_id: Only runs that were lived in this environment, by its key.
    """
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        scenarios = [(s.name, json.loads(s.files)) for s in scenarios_of(connection, experiment)]
        runs = runs_frame(connection, experiment).filter(state=schema.FINISHED)
    if environment_id is not None:
        runs = runs.filter(environment_id=environment_id)
    sweep = without_draws(design_of(row), scenarios)
    found = Reproduced()
    for chunk in sampled(runs, sample).iter_slices(CHUNK):
        with reading(store) as connection:
            values = values_frame(store, connection, experiment, runs=chunk)
        live_again(sweep, chunk, values, found, number)
        done(chunk.height)
    return found


def sampled(runs, sample):
    """So many rows of a frame, the same ones each time, in their order; all where sample is None."""
    if sample is None or sample >= runs.height:
        return runs
    chosen = np.sort(np.random.default_rng(1).choice(runs.height, sample, replace=False))
    return runs[chosen]


def live_again(sweep, runs, values, found, number=None):
    """Live runs again and note in `found` what differs.

    Args:
        sweep: A Sweep with their scenarios, years and scale.
        runs: A frame of scenario, draw, seed, parameters and began, a row for each run.
        values: Their values: a frame of scenario, draw, seed, OUTCOME and value.
        found: Reproduced.
    """
    design = sweep.design
    job = job_of(sweep)
    order = _order(design)
    stored = {
        key: table.join(order, on=OUTCOME, how="right").sort("position")["value"].to_numpy()
        for key, table in values.partition_by(*KEYS, as_dict=True).items()
    }
    place = {name: row for row, name in enumerate(sweep.names)}
    rows = runs.select(*KEYS, "parameters", "began").rows()
    units = [
        Unit(draw, seed, tuple(json.loads(parameters).items()), (place[name],))
        for name, draw, seed, parameters, _ in rows
    ]
    with executors.workers("threads", number) as workers:
        runner.warm_up()
        lived = workers.executor.map(lambda unit: live_batch(job, [unit])[0], units)
        for (name, draw, seed, _, began), one in zip(rows, lived, strict=True):
            run = {"scenario": name, "draw": draw, "seed": seed}
            found.note(run, _differences(one, stored.get((name, draw, seed)), began, order))


def _order(design):
    """A row for each number of a run, in the order in which it gives them."""
    rows = cells(design.keep.measures, design.first_year, design.last_year)
    types = dict.fromkeys(OUTCOME[:4], pl.String) | {"year": pl.Int32}
    return pl.DataFrame(rows, types, orient="row").with_row_index("position")


def _plain(value):
    """A number for JSON; None where there is none."""
    return float(value) if np.isfinite(value) else None


def _differences(lived, stored, began, order):
    """The cells in which a run differs: plain values; an error, or another beginning, is a difference too."""
    if lived.error is not None:
        return [{"error": lived.error}]
    if stored is None:
        return [{"error": "none of its values are there"}]
    now = lived.values
    cells = [
        dict(zip(OUTCOME, order.row(row)[1:], strict=True)) | {"stored": _plain(stored[row]), "now": _plain(now[row])}
        for row in np.flatnonzero(now != stored)
    ]
    begun = list(lived.began)
    if begun != json.loads(began or "[]"):
        cells.append({"error": f"reacting changes began in weeks {begun}, not {began}"})
    return cells
