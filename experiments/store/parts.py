"""Values in bulk: what would make the table of a SQLite store too long moves into Parquet files beside it.

A part is written and closed under its final name before the same transaction notes it and deletes its rows, so that
at every moment each value is in one place.  A file that no row notes is left from an interrupted move, and of no use.
"""

import os
import uuid

import polars as pl
from sqlalchemy import delete, func, select

from experiments.store import schema
from experiments.store.connection import StoreError

MOST_ROWS = 10_000_000  # that the table keeps
SLICE = 500_000  # rows of a part
COLUMNS = ("run_id", "measure_id", "year", "value")


class Mover:
    """Watches how many rows the table of values has, and moves the oldest out of it.

    Args:
        store: The Store.
        most_rows, rows: How many rows the table keeps, and how many go into a part.
    """

    def __init__(self, store, most_rows=MOST_ROWS, rows=SLICE):
        self.store, self.most_rows, self.rows = store, most_rows, rows
        self._count = self._counted() if store.parts_folder else 0

    def _counted(self):
        with self.store.reading() as connection:
            return connection.execute(select(func.count()).select_from(schema.values)).scalar_one()

    def add(self, rows):
        """So many rows were stored; what is too much moves."""
        self._count += rows
        if self.store.parts_folder is None or self._count < self.most_rows + self.rows:
            return
        self._count = self._counted()  # another sweep may have stored some, and moved some
        while self._count >= self.most_rows + self.rows:
            with self.store.engine.begin() as connection:
                self._count -= self._move(connection)

    def _move(self, connection):
        """Move the values of the oldest runs; returns how many rows."""
        column = schema.values.c
        oldest = select(column.run_id).order_by(column.run_id)
        end = connection.execute(oldest.offset(self.rows).limit(1)).scalar_one()
        first = connection.execute(oldest.limit(1)).scalar_one()
        chosen = column.run_id < max(end, first + 1)
        rows = connection.execute(select(schema.values).where(chosen)).tuples().all()
        table = pl.DataFrame(rows, COLUMNS, orient="row")
        note = {"file": self._write(table), "first_run": table["run_id"].min(), "last_run": table["run_id"].max()}
        connection.execute(schema.parts.insert(), note | {"rows": table.height})
        connection.execute(delete(schema.values).where(chosen))
        return table.height

    def _write(self, table):
        folder = self.store.parts_folder
        folder.mkdir(exist_ok=True)
        name = f"{uuid.uuid4().hex}.parquet"
        try:
            with (folder / name).open("wb") as file:
                table.write_parquet(file)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            (folder / name).unlink(missing_ok=True)
            raise
        return name


def in_parts(store, connection, run_ids):
    """The values of runs that are in parts, as a frame of COLUMNS.

    Args:
        store: The Store.
        connection: One that reads it.
        run_ids: A Series of ids.
    """
    part = schema.parts.c
    asked = select(part.file).where(part.last_run >= run_ids.min(), part.first_run <= run_ids.max())
    files = [store.parts_folder / name for name in connection.execute(asked).scalars()]
    if not files:
        return None
    wanted = run_ids.to_frame("run_id").lazy()
    return pl.concat([_read(store, file, wanted) for file in files])


def _read(store, file, wanted):
    """The rows of a part that are of these runs.  Raises StoreError."""
    try:
        return pl.scan_parquet(file).join(wanted, on="run_id", how="semi").collect()
    except (OSError, pl.exceptions.PolarsError):
        raise StoreError(
            f"store {store.name}: part {file.name} is missing or damaged; bring it back from a copy into {file.parent}"
        ) from None


def tidy(store, connection, known):
    """Take the parts that have rows of other runs back into the table, without these; returns the files still noted.

    Args:
        known: A frame with the column run_id, of the runs that there are.
    """
    for file, rows in connection.execute(select(schema.parts.c.file, schema.parts.c.rows)).tuples().all():
        table = _read(store, store.parts_folder / file, known.lazy())
        if table.height == rows:
            continue
        connection.execute(delete(schema.parts).where(schema.parts.c.file == file))
        if table.height:
            connection.execute(schema.values.insert(), table.to_dicts())
    return set(connection.execute(select(schema.parts.c.file)).scalars())
