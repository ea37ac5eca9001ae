"""Keeps a store in order: deletes an experiment, checks that nothing is missing, gives room back."""

import json
import os
from contextlib import suppress
from pathlib import Path

import polars as pl
from sqlalchemy import delete, func, select, text

from experiments.store import parts, schema
from experiments.store.claims import alive
from experiments.store.connection import StoreError, patiently
from experiments.store.reading import MANY, experiment_row, reading
from experiments.sweeps.kept import cells


def delete_experiment(store, experiment):
    """Delete an experiment, and the runs that no other has; returns how many.  Raises StoreError."""

    with reading(store) as connection:
        experiment_row(connection, experiment)  # a second try, after a server went away, finds nothing and is content

    def work(connection):
        if alive(connection, experiment):
            raise StoreError(f"experiment {experiment} is running; stop it first")
        at, other = schema.experiment_runs.c, schema.experiment_runs.alias().c
        mine = select(at.run_id).where(at.experiment_id == experiment)
        others = select(other.run_id).where(other.experiment_id != experiment)
        alone = connection.execute(mine.where(at.run_id.not_in(others))).scalars().all()
        for table in (schema.experiment_runs, schema.experiment_scenarios, schema.claims):
            connection.execute(delete(table).where(table.c.experiment_id == experiment))
        for first in range(0, len(alone), MANY):
            some = alone[first : first + MANY]
            connection.execute(delete(schema.values).where(schema.values.c.run_id.in_(some)))
            connection.execute(delete(schema.runs).where(schema.runs.c.id.in_(some)))
        connection.execute(delete(schema.experiments).where(schema.experiments.c.id == experiment))
        return len(alone)

    with store.sentences():
        return patiently(store.engine, work)


def check(store):
    """What is wrong with a store, a sentence each; nothing where all is well."""
    with reading(store) as connection:
        if store.parts_folder:
            found = connection.execute(text("PRAGMA quick_check")).scalars().all()
            yield from (f"the file is damaged: {line}" for line in found if line != "ok")
        files = connection.execute(select(schema.parts.c.file, schema.parts.c.rows)).tuples().all()
        whole: list[Path] = []
        yield from _wrong_parts(store, files, whole)
        yield from _wrong_runs(connection, whole)


def _wrong_parts(store, files, whole):
    """What is wrong with parts; those that can be read are added to whole."""
    for file, rows in files:
        path = store.parts_folder / file
        try:
            found = pl.read_parquet(path).height
        except (OSError, pl.exceptions.PolarsError):
            yield f"part {file} is missing or damaged, and {rows:,} values with it; bring it back from a copy"
            continue
        whole.append(path)
        if found != rows:
            yield f"part {file} has {found:,} values, not {rows:,}; bring it back from a copy"


def _wrong_runs(connection, files):
    """Finished runs that have not as many values as they should."""
    run, value = schema.runs.c, schema.values.c
    rows = connection.execute(select(value.run_id, func.count()).group_by(value.run_id)).tuples().all()
    counted = pl.DataFrame(rows, {"run_id": pl.Int64, "values": pl.Int64}, orient="row")
    if files:
        moved = pl.scan_parquet(files).group_by("run_id").agg(values=pl.len().cast(pl.Int64)).collect()
        counted = pl.concat([counted, moved]).group_by("run_id").agg(pl.col("values").sum())
    there = dict(counted.rows())
    sizes = {row.id: _size(row.measures) for row in connection.execute(select(schema.kept_sets))}
    finished = select(run.id, run.kept_set_id, run.first_year, run.last_year).where(run.state == schema.FINISHED)
    wrong = [
        number
        for number, kept, first, last in connection.execute(finished).tuples()
        if there.get(number, 0) != sizes[kept] * (last + 1 - first)
    ]
    if wrong:
        numbers = ", ".join(map(str, wrong[:10]))
        yield f"{len(wrong):,} runs have not all of their values (runs {numbers}); run their experiment anew"


def _size(measures):
    """How many numbers a year of a run with a kept set has."""
    return len(cells(json.loads(measures), 0, 0))


def vacuum(store):
    """Give room back: files that nothing notes, values of deleted runs, empty pages.  Returns bytes on disk now."""
    with store.sentences():
        if store.parts_folder is None:
            with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
                return connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        with store.engine.begin() as connection:  # while nobody else can write a part
            known = pl.Series("run_id", connection.execute(select(schema.runs.c.id)).scalars().all(), pl.Int64)
            noted = parts.tidy(store, connection, known.to_frame())
            unnoted = [path for path in store.parts_folder.glob("*.parquet") if path.name not in noted]
        for path in unnoted:
            path.unlink(missing_ok=True)
        raw = store.engine.raw_connection()
        try:
            raw.driver_connection.execute("VACUUM")
            raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
    return bytes_on_disk(store)


def bytes_on_disk(store):
    """The size of a SQLite store with its parts."""
    size = 0
    for path in (store.url.database, f"{store.url.database}-wal", *store.parts_folder.glob("*.parquet")):
        with suppress(OSError):
            size += os.path.getsize(path)
    return size
