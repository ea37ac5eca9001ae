"""An experiment as tidy tables in a folder, Parquet and CSV."""

import json

import polars as pl

from experiments import dictionary, output
from experiments.requests import UsageError
from experiments.store.reading import reading, runs_frame, values_frame
from experiments.sweeps.effects import effects_of
from experiments.sweeps.kept import Keep, told_apart
from experiments.sweeps.showing import details
from experiments.tables import MIDDLE

LONGEST_CSV = 5_000_000  # rows; more are in Parquet alone, as no spreadsheet holds them


def export(store, experiment, folder):
    """Write values, runs, draws, a summary, the effects, the dictionary and the design; yields paths."""
    told = details(store, experiment)
    with reading(store) as connection:
        runs = runs_frame(connection, experiment).drop("run_id", "environment_id")
        values = values_frame(store, connection, experiment)
    tables = {
        "values": values,
        "runs": runs.drop("parameters"),
        "draws": drawn(runs),
        "summary": summary(values),
        "effects": _effects(store, experiment),
    }
    for name, table in tables.items():
        if table is None:
            continue
        yield output.write(folder / f"{name}.parquet", table.write_parquet)
        if table.height <= LONGEST_CSV:
            yield output.write(folder / f"{name}.csv", table.write_csv)
        else:
            (folder / f"{name}.csv").unlink(missing_ok=True)
    index = told_apart(Keep.model_validate(told["design"]["keep"]))
    yield output.write(folder / "outcomes.csv", dictionary.table(index, dictionary.EXPORTED, "values.csv").write_csv)
    text = json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    yield output.write(folder / "experiment.json", lambda path: path.write_text(text, encoding="utf-8"))


def drawn(runs):
    """The parameters of each draw: draw, and a column for each that is drawn; None where nothing is drawn."""
    texts = runs.group_by("draw").agg(pl.col("parameters").first()).sort("draw")
    rows = [{"draw": draw} | json.loads(text) for draw, text in texts.iter_rows()]
    return pl.DataFrame(rows, infer_schema_length=None) if any(len(row) > 1 for row in rows) else None


def _effects(store, experiment):
    """Of all that is kept; None where there are none."""
    try:
        return effects_of(store, experiment, by=None).table
    except UsageError:  # one scenario, or too few runs yet
        return None


def summary(values):
    """Mean, and the middle 95 % of the runs, of each number of each scenario."""
    keys = ("scenario", "outcome", "area", "dimension", "label", "year", "unit")
    value = pl.col("value")
    low, high = (value.quantile(bound, "linear") for bound in MIDDLE)
    return values.group_by(keys, maintain_order=True).agg(
        runs=pl.len(), mean=value.mean(), low=low, high=high, standard_deviation=value.std()
    )
