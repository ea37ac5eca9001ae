"""The two tables of a bundle: runs.parquet and values.parquet, their columns, and the checks of ones from elsewhere."""

import io
import json
import math
from functools import cached_property
from itertools import groupby

import polars as pl

from experiments import dictionary
from experiments.store.reading import KEYS
from experiments.store.schema import FAILED, FINISHED
from experiments.sweeps.archive import shown
from experiments.sweeps.design import MOST_RUNS
from experiments.sweeps.kept import cells, told_apart
from sim.definitions import OUTCOMES

MOST_VALUES = 500_000_000
CHECKED = 2_000_000  # values that are in memory at a time
LARGEST = 2**62
RUNS = {
    "scenario": pl.String, "draw": pl.Int64, "seed": pl.Int64, "state": pl.String, "error": pl.String,
    "seconds": pl.Float64, "began": pl.String, "parameters": pl.String, "key": pl.String,
}  # fmt: skip
VALUES = {
    "scenario": pl.String, "draw": pl.Int64, "seed": pl.Int64, "outcome": pl.String, "area": pl.String,
    "dimension": pl.String, "label": pl.String, "year": pl.Int32, "unit": pl.String, "value": pl.Float64,
}  # fmt: skip
CELL = tuple(VALUES)[3:8]
FILES = {"runs.parquet": tuple(RUNS), "values.parquet": tuple(VALUES)}  # and their columns
BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError)


def outcomes_csv(keep):
    """outcomes.csv of a bundle: each outcome that is kept, each column of its tables."""
    return dictionary.table(told_apart(keep), FILES, "values.parquet").write_csv().encode()


def cells_of(design):
    """A row for each number of a run, in the order of a bundle: outcome, area, dimension, label, year, unit."""
    found = cells(design.keep.measures, design.first_year, design.last_year)
    rows = [(*cell, OUTCOMES[cell[0]].unit) for cell in found]
    return pl.DataFrame(rows, {name: VALUES[name] for name in (*CELL, "unit")}, orient="row")


class StoredValues:
    """values.parquet, run after run in the order of the finished runs; a few at a time come into memory."""

    def __init__(self, raw, runs, design):
        self.raw, self.runs, self.cells = raw, runs.filter(state=FINISHED), cells_of(design)

    @cached_property
    def rows(self):
        return pl.scan_parquet(io.BytesIO(self.raw))

    def of(self, positions):
        """The values of some finished runs, by their rows, in rising order."""
        size = self.cells.height
        stretches = [
            [position for _, position in stretch]
            for _, stretch in groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0])
        ]
        parts = [self.rows.slice(stretch[0] * size, len(stretch) * size) for stretch in stretches]
        return pl.concat(parts).collect()

    def check(self, faults):
        """Note what is wrong with columns, number, order or values."""
        place = "values.parquet"
        if not _has_columns(self.rows, VALUES, place, faults):
            return
        wanted = self.runs.height * self.cells.height
        found = self.rows.select(pl.len()).collect().item()
        if found != wanted or found > MOST_VALUES:
            faults.add(
                f"it has {found:,} values, but {self.runs.height:,} finished runs of {self.cells.height:,} each make"
                f" {wanted:,}; ask for the bundle anew",
                place,
            )
            return
        at_a_time = max(1, CHECKED // max(1, self.cells.height))
        for first in range(0, self.runs.height, at_a_time):
            some = range(first, min(first + at_a_time, self.runs.height))
            if not self._fits(self.of(some), self.runs[some.start : some.stop]):
                faults.add("its rows are not those of runs.parquet and design.json; ask for the bundle anew", place)
                return

    def _fits(self, values, runs):
        expected = runs.select(KEYS).join(self.cells, how="cross", maintain_order="left_right")
        names = expected.columns
        return values.select(names).equals(expected) and bool(values["value"].is_finite().fill_null(False).all())


def _has_columns(rows, columns, place, faults):
    found = dict(rows.collect_schema())
    if found == columns and list(found) == list(columns):
        return True
    there = ", ".join(f"{shown(name)} {kind}" for name, kind in list(found.items())[:20])
    wanted = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    faults.add(f"its columns are {there or 'none'}, but must be {wanted}; ask for the bundle anew", place)
    return False


def runs_of(raw, names, quantities, faults):
    """The runs of a bundle, checked; None, and a fault, where they are wrong.

    Args:
        raw: The bytes of runs.parquet.
        names: Of the scenarios.
        quantities: Of the baseline, {path: what has low and high}.
    """
    place, before = "runs.parquet", len(faults.sentences)
    rows = pl.scan_parquet(io.BytesIO(raw))
    if not _has_columns(rows, RUNS, place, faults):
        return None
    found = rows.select(pl.len()).collect().item()
    if not 0 < found <= MOST_RUNS:
        faults.add(f"it has {found:,} runs, but must have 1 to {MOST_RUNS:,}; ask for the bundle anew", place)
        return None
    runs = rows.collect()
    for wrong in (*_wrong_runs(runs, names), *_wrong_texts(runs, quantities)):
        faults.add(f"{wrong}; ask for the bundle anew", place)
    return runs if len(faults.sentences) == before else None


def _wrong_runs(runs, names):
    unknown = runs["scenario"].unique(maintain_order=True).to_list()
    for name in [name for name in unknown if name not in names][:5]:
        yield f"a run is of scenario {shown(str(name))}, but scenarios.json has {', '.join(map(shown, names))}"
    if not runs["state"].is_in([FINISHED, FAILED]).fill_null(False).all():
        yield "the state of a run is neither finished nor failed"
    for column in ("draw", "seed"):
        if not runs[column].is_between(0, LARGEST).fill_null(False).all():
            yield f"the {column} of a run is not from 0 to {LARGEST}"
    if runs.select(KEYS).is_duplicated().any():
        yield "two runs have the same scenario, draw and seed"


def _wrong_texts(runs, quantities):
    for text in runs["parameters"].unique(maintain_order=True):
        if reason := _wrong_parameters(text, quantities):
            yield f"the parameters of a run, {shown(str(text))}, {reason}"
            break
    for text in runs["began"].unique(maintain_order=True):
        if text is not None and not _are_weeks(_plain(text)):
            yield f"the weeks in which changes began, {shown(text)}, are not a JSON list of whole numbers or null"
            break


def _wrong_parameters(text, quantities):
    values = _plain(text)
    if not isinstance(values, dict) or not all(type(value) in (int, float) for value in values.values()):
        return "are not a JSON object of numbers"
    for path, value in values.items():
        quantity = quantities.get(path)
        if quantity is None:
            return f"name {shown(path)}, which is no quantity of the baseline"
        if not (math.isfinite(value) and quantity.low <= value <= quantity.high):
            return f"give {path} a value outside its range {quantity.low} to {quantity.high}"
    return None


def _are_weeks(values):
    return isinstance(values, list) and all(value is None or type(value) is int for value in values)


def _plain(text):
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
