"""What a command leaves in a folder: tidy tables, charts, and the record by which it can be run again.

Each file is written under another name first, so that an interrupted command leaves no half of a file.
"""

import json
import os
from pathlib import Path

import polars as pl

from experiments import charts, dictionary, maps, tables
from experiments.comparison import PLACES
from experiments.disks import is_full
from experiments.printing import PER_YEAR
from sim.geography import cities


class FolderError(ValueError):
    """A folder in which nothing can be written."""


def prepare(folder, option="--out"):
    """The folder, made if need be.  Raises FolderError before any work is done in vain."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        trial = path / ".thbsim-trial"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise FolderError(f"{option} {folder}: cannot write there ({error.strerror}); give another folder") from None
    return path


def write(path, fill):
    """Write a file by fill(path), under another name until it is whole; returns its path.  Raises FolderError."""
    partial = path.with_name(path.name + ".partial")
    try:
        fill(partial)
        os.replace(partial, path)
    except Exception as error:
        partial.unlink(missing_ok=True)
        if not is_full(error):
            raise
        raise FolderError(f"{path}: the disk is full; free some room and give the command again") from None
    return path


def summary_of(all_runs):
    """The summary of all scenarios, from which tables and charts are made."""
    return pl.concat([tables.summary(runs) for runs in all_runs])


def write_tables(folder, all_runs, summary):
    """Every number of every run as Parquet; means with ranges, flows, and what every column means as CSV and Parquet.

    Args:
        summary: From summary_of.
    """
    every = pl.concat([tables.tidy(runs) for runs in all_runs])
    yield write(folder / "runs.parquet", every.write_parquet)
    for name, table in (
        ("summary", summary),
        ("flows", _of_all(tables.flows, all_runs)),
        ("arrivals", _of_all(tables.arrivals, all_runs)),
        ("outcomes", dictionary.table(all_runs[0].index)),
    ):
        yield write(folder / f"{name}.csv", table.write_csv)
    yield write(folder / "summary.parquet", summary.write_parquet)
    (folder / "outcomes").mkdir(exist_ok=True)
    for (outcome,), table in summary.partition_by("outcome", as_dict=True, include_key=False).items():
        yield write(folder / "outcomes" / f"{outcome}.csv", table.write_csv)


def _of_all(table, all_runs):
    return pl.concat([table(runs).select(pl.lit(runs.name).alias("scenario"), pl.all()) for runs in all_runs])


def write_effects(folder, effects, leakages=()):
    """Effects, and leakage where a scenario has an aim.  What an earlier comparison left, and does not fit, goes."""
    for rows, name, *charts_of_it in (
        ([effect.as_record() for effect in effects], "effects.csv", "effects.html", "effects.png"),
        ([row for leak in leakages for row in leak.as_rows()], "leakage.csv"),
    ):
        if rows:
            yield write(folder / name, pl.DataFrame(rows, infer_schema_length=None).write_csv)
        else:
            for stale in (name, *charts_of_it):
                (folder / stale).unlink(missing_ok=True)


def write_record(folder, record):
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    yield write(folder / "run.json", lambda path: path.write_text(text + "\n", encoding="utf-8"))


def write_charts(folder, all_runs, summary, effects=()):
    """The years, the flows between cities in the first scenario, and the effects if there are any: HTML and PNG."""
    yield from charts.save(charts.years_chart(_years(summary)), folder, "years")
    first = all_runs[0]
    title = f"Moves between cities: {first.name}, {first.first_year}-{first.last_year}, mean of {len(first.seeds)} runs"
    yield from charts.save(maps.flows_map(tables.flows(first), cities(), title), folder, "flows")
    if effects:
        over = f", {first.first_year}-{first.last_year}, {len(first.seeds)} pairs of runs"
        yield from charts.save(charts.effects_chart(_effects(effects), over, bool(first.draws)), folder, "effects")


def _years(summary):
    places = {area: f", {place.removeprefix('the ')}" for area, place in PLACES.items()}
    titles = {(outcome, area): title.removesuffix(places[area]) + places[area] for outcome, area, title in PER_YEAR}
    keys = pl.DataFrame([(*key, title) for key, title in titles.items()], ("outcome", "area", "title"), orient="row")
    totals = summary.filter(dimension="total")
    return keys.join(totals, on=("outcome", "area"), maintain_order="left").drop("outcome").rename({"title": "outcome"})


def _effects(effects):
    return pl.DataFrame([effect.as_record() | {"outcome": effect.title} for effect in effects])
