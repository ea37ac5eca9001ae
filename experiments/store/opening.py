"""Opens a store, makes it where there is none, and refuses one whose schema is not this program's."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select
from sqlalchemy.engine import URL, Engine

from experiments.store import schema
from experiments.store.connection import StoreError, connect, default_address, sentences, shown, url_of

MIGRATIONS = Path(__file__).parent / "migrations"
OURS = {"alembic_version", schema.experiment_runs.name}  # tables by which a store is known
MIGRATING = 7_482_391  # by this number, those who migrate the same server wait for each other
_opened: set["Store"] = set()


@dataclass(frozen=True, eq=False)
class Store:
    """An open store.  `engine.begin()` writes; what only reads asks for `reading()`."""

    url: URL
    engine: Engine

    @property
    def name(self):
        """What sentences call it; never a password."""
        return shown(self.url)

    @property
    def parts_folder(self):
        """Where values go that are moved out of a SQLite file; None for a server, which keeps all itself."""
        return None if self.url.get_backend_name() != "sqlite" else Path(f"{self.url.database}.parts")

    def reading(self):
        """A connection that sees one state of the store and hinders no writer."""
        connection = self.engine.connect().execution_options(reads=True)
        server = self.url.get_backend_name() != "sqlite"
        return connection.execution_options(isolation_level="REPEATABLE READ") if server else connection

    def sentences(self):
        """Errors of the database in this context become one sentence: StoreError."""
        return sentences(self.url)

    def close(self):
        self.engine.dispose()


def config(connection=None):
    """Alembic's configuration, made here so that no file of it has to be found."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found


def newest():
    """The schema's number of this program."""
    return ScriptDirectory.from_config(config()).get_current_head()


def known():
    """All numbers that this program's schema has had, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]


def open_store(address=None, make=False):
    """The Store at an address, the user's own by default.  Raises StoreError.

    Args:
        address: A path of a SQLite file, or a URL of SQLite or PostgreSQL.
        make: Whether a store is made where there is none.
    """
    url = url_of(address or default_address())
    _check_file(url, make)
    store = _store(url)
    with store.sentences():
        found = schema_of(store)
        if found is None and make:
            _refuse_others(store)
            migrate(store)
        elif found != newest():
            raise StoreError(_wrong_schema(store, found))
    return store


def _store(url):
    found = Store(url, connect(url))
    _opened.add(found)
    return found


def close_all():
    """Close the connections of all stores that were opened; one that is used again opens new ones."""
    while _opened:
        _opened.pop().close()


def open_if_there(address=None):
    """The Store at an address, None where there is none yet.  Raises StoreError."""
    url = url_of(address or default_address())
    if not is_there(address):
        return None
    store = _store(url)
    with store.sentences():
        return open_store(address) if schema_of(store) is not None else None


def is_there(address=None):
    """Whether there is anything at an address; of a server, that is seen when it is opened."""
    url = url_of(address or default_address())
    return url.get_backend_name() != "sqlite" or _exists(Path(url.database))


def _exists(path):
    try:
        path.stat()
    except PermissionError:
        raise StoreError(
            f"store {path}: you may not look into its folder; ask for the right, or give another"
        ) from None
    except OSError:
        return False
    return True


def _check_file(url, make):
    if url.get_backend_name() != "sqlite":
        return
    path = Path(url.database)
    there = _exists(path)
    if there and path.is_dir():
        raise StoreError(f"store {path}: is a folder; give the path of a file, such as {path / 'store.sqlite'}")
    if not there:
        if not make:
            raise StoreError(f"store {path}: there is none yet; thbsim sweep makes one, or give another by --store")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            raise StoreError(
                f"store {path}: cannot be made there ({error.strerror}); give a file in a folder in which you may write"
            ) from None


def _wrong_schema(store, found):
    if found is None:
        return f"store {store.name}: there is no store of thbsim in it; give another, or let thbsim sweep make one"
    if found in known():
        return f"store {store.name}: was written by an older version (schema {found}, now {newest()});" + (
            f" run thbsim store migrate --store {store.name}, which keeps a copy"
            if store.parts_folder
            else " run thbsim store migrate on it, after a copy by pg_dump"
        )
    return (
        f"store {store.name}: was written by a newer version of thbsim (schema {found}; this one knows up to"
        f" {newest()}); install that version, or give another store"
    )


def _refuse_others(store):
    """A file in which another program keeps its own is left alone; of a server's schemas, that is seen by the names."""
    with store.reading() as connection:
        tables = inspect(connection).get_table_names()
    if tables and not OURS.issubset(tables) and store.parts_folder:
        raise StoreError(f"store {store.name}: another program keeps its data in it ({tables[0]}); give another file")


def schema_of(store):
    """The schema's number of a store; None where nothing of thbsim is in it."""
    with store.reading() as connection:
        if not OURS.issubset(inspect(connection).get_table_names()):
            return None
        return MigrationContext.configure(connection).get_current_revision()


def migrate_address(address=None):
    """Bring the store at an address to the newest schema; yields what was done.  Raises StoreError."""
    url = url_of(address or default_address())
    _check_file(url, make=False)
    store = _store(url)
    with store.sentences():
        before = schema_of(store)
        if before is None or before not in known():
            raise StoreError(_wrong_schema(store, before))
        if before == newest():
            yield f"store {store.name}: has the newest schema, {before}"
            return
        copy = migrate(store)
    kept = f"; the store as it was is kept as {copy}" if copy else ""
    yield f"store {store.name}: schema {before} became {newest()}{kept}"


def migrate(store, to="head"):
    """Bring a store to a schema, the newest by default; from another schema, a copy of a SQLite file is kept.

    Returns the copy's path, None where there is none.
    """
    before = schema_of(store)
    copy = None
    if before is not None and before != newest() and store.url.get_backend_name() == "sqlite":
        copy = f"{store.url.database}.schema-{before}"
        with closing(sqlite3.connect(store.url.database)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
        shutil.copymode(store.url.database, copy)
    if store.url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(store.url.database, timeout=60)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    with store.engine.begin() as connection:
        if store.parts_folder is None:
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
        command.upgrade(config(connection), to)
    return copy
