"""What a command leaves in a folder: tidy tables, charts, and the record by which it can be run again.

Each file is written under another name first, so that an interrupted command leaves no half of a file.
"""

import json
import os
from pathlib import Path

import polars as pl

from experiments import charts, maps, tables
from experiments.comparison import PLACES
from experiments.printing import PER_YEAR
from sim.geography import cities
from sim.outcomes import OUTCOMES


class FolderError(ValueError):
    """A folder in which nothing can be written."""


def prepare(folder):
    """The folder, made if need be.  Raises FolderError before any work is done in vain."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        trial = path / ".thbsim-trial"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise FolderError(f"--out {folder}: cannot write there ({error.strerror}); give another folder") from None
    return path


def _write(path, write):
    partial = path.with_name(path.name + ".partial")
    write(partial)
    os.replace(partial, path)
    return path


def write_tables(folder, all_runs):
    """Every number of every run as Parquet; means with ranges, and flows between cities, as CSV and Parquet."""
    every = pl.concat([tables.tidy(runs) for runs in all_runs])
    summary = pl.concat([tables.summary(runs) for runs in all_runs])
    yield _write(folder / "runs.parquet", every.write_parquet)
    for name, table in (
        ("summary", summary),
        ("flows", _of_all(tables.flows, all_runs)),
        ("arrivals", _of_all(tables.arrivals, all_runs)),
        ("outcomes", dictionary()),
    ):
        yield _write(folder / f"{name}.csv", table.write_csv)
    yield _write(folder / "summary.parquet", summary.write_parquet)


def _of_all(table, all_runs):
    return pl.concat([table(runs).select(pl.lit(runs.name).alias("scenario"), pl.all()) for runs in all_runs])


def dictionary():
    """What each outcome means: outcome, title, unit, definition."""
    rows = [(name, *definition) for name, definition in OUTCOMES.items()]
    return pl.DataFrame(rows, ("outcome", "title", "unit", "definition"), orient="row")


def write_effects(folder, effects):
    yield _write(folder / "effects.csv", pl.DataFrame([effect.as_record() for effect in effects]).write_csv)


def remove_effects(folder):
    """Remove what an earlier comparison left: it would not fit what a run has written now."""
    for kind in ("csv", "html", "png"):
        (folder / f"effects.{kind}").unlink(missing_ok=True)


def write_record(folder, record):
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    yield _write(folder / "run.json", lambda path: path.write_text(text + "\n", encoding="utf-8"))


def write_charts(folder, all_runs, effects=()):
    """The years, the flows between cities in the first scenario, and the effects if there are any: HTML and PNG."""
    yield from charts.save(charts.years_chart(_years(all_runs)), folder, "years")
    first = all_runs[0]
    title = f"Moves between cities: {first.name}, {first.first_year}-{first.last_year}, mean of {len(first.seeds)} runs"
    yield from charts.save(maps.flows_map(tables.flows(first), cities(), title), folder, "flows")
    if effects:
        over = f", {first.first_year}-{first.last_year}, {len(first.seeds)} pairs of runs"
        yield from charts.save(charts.effects_chart(_effects(effects), over), folder, "effects")


def _years(all_runs):
    titles = {(outcome, area): f"{title}, {PLACES[area].removeprefix('the ')}" for outcome, area, title in PER_YEAR}
    keys = pl.DataFrame([(*key, title) for key, title in titles.items()], ("outcome", "area", "title"), orient="row")
    summary = pl.concat([tables.summary(runs).filter(dimension="total") for runs in all_runs])
    return (
        keys.join(summary, on=("outcome", "area"), maintain_order="left").drop("outcome").rename({"title": "outcome"})
    )


def _effects(effects):
    return pl.DataFrame([effect.as_record() | {"outcome": effect.title} for effect in effects])
