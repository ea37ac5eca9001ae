"""An experiment as tidy tables in a folder, Parquet and CSV."""

import json

import polars as pl

from experiments import dictionary, output
from experiments.store.reading import reading, runs_frame, values_frame
from experiments.sweeps.kept import Keep, told_apart
from experiments.sweeps.showing import details
from experiments.tables import MIDDLE

LONGEST_CSV = 5_000_000  # rows; more are in Parquet alone, as no spreadsheet holds them


def export(store, experiment, folder):
    """Write values, runs, a summary, the dictionary and the design; yields paths."""
    told = details(store, experiment)
    with reading(store) as connection:
        runs = runs_frame(connection, experiment).drop("run_id", "environment_id")
        values = values_frame(store, connection, experiment)
    for name, table in (("values", values), ("runs", runs), ("summary", summary(values))):
        yield output.write(folder / f"{name}.parquet", table.write_parquet)
        if table.height <= LONGEST_CSV:
            yield output.write(folder / f"{name}.csv", table.write_csv)
        else:
            (folder / f"{name}.csv").unlink(missing_ok=True)
    meanings = (
        dictionary.table(told_apart(Keep.model_validate(told["design"]["keep"])))
        .filter(pl.col("kind") != "column")
        .drop("file")
    )
    yield output.write(folder / "outcomes.csv", meanings.write_csv)
    text = json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    yield output.write(folder / "experiment.json", lambda path: path.write_text(text, encoding="utf-8"))


def summary(values):
    """Mean, and the middle 95 % of the runs, of each number of each scenario."""
    keys = ("scenario", "outcome", "area", "dimension", "label", "year", "unit")
    value = pl.col("value")
    low, high = (value.quantile(bound, "linear") for bound in MIDDLE)
    return values.group_by(keys, maintain_order=True).agg(
        runs=pl.len(), mean=value.mean(), low=low, high=high, standard_deviation=value.std()
    )
