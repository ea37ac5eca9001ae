"""The way to a store: its address checked, its schema compared, its errors turned into sentences without passwords."""

import logging
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import platformdirs
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from experiments import interrupts
from experiments.disks import is_full

BUSY_SECONDS = 60  # how long a writer waits for another
PATIENCE_SECONDS = 90  # how long a database that went away is waited for
DATABASES = ("sqlite", "postgresql")
KEPT = "what is done is kept"
ADVICE = {
    "disk is full": f"the disk is full; {KEPT}: free some room and go on with --resume",
    "disk I/O error": f"the disk could not be written, as when it is full; {KEPT}: free room and go on with --resume",
    "readonly database": "it may only be read; give one in a folder in which you may write",
    "unable to open database file": "it cannot be opened; give a file in a folder that exists and may be written",
    "not a database": "it is no store but some other file; give another path",
    "malformed": "the file is damaged; run thbsim store check on it",
    "locked": f"another program has held it for {BUSY_SECONDS} seconds; {KEPT}: go on with --resume",
    "password authentication failed": "user or password are wrong; set them in the address, PGPASSWORD or ~/.pgpass",
    "no password supplied": "it wants a password; set it in PGPASSWORD or in ~/.pgpass",
}  # by what the database says

GONE = (
    "connection",
    "could not receive",
    "resolve host",
    "server closed",
    "shutting down",
    "SSL",
    "starting up",
    "terminating",
)  # what is said of a server that went away, or is not there yet


class StoreError(ValueError):
    """A store that cannot be reached, read or written; one sentence."""


def default_address():
    """Where results go when nobody says where: THBSIM_STORE, or a file in the user's own data folder."""
    return os.environ.get("THBSIM_STORE") or str(Path(platformdirs.user_data_dir("thbsim")) / "store.sqlite")


def url_of(address):
    """The URL of a store, from a URL or the path of a SQLite file.  Raises StoreError."""
    text = str(address)
    if "://" not in text:
        return make_url("sqlite://").set(database=str(Path(text).absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(
            "--store is not an address that can be read; write sqlite:///path/to/store.sqlite or"
            " postgresql://user@host/database"
        ) from None
    kind = url.get_backend_name()
    if kind not in DATABASES:
        raise StoreError(f"--store {kind}: no such database is known here; choose sqlite or postgresql")
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("--store sqlite: a store needs a file; write sqlite:///path/to/store.sqlite")
        return url
    _require_psycopg()
    return _without_secrets(url.set(drivername="postgresql+psycopg"))


def _without_secrets(url):
    """A server's URL whose password, wherever it was written, stands where it is never shown.  Raises StoreError."""
    if "@" in f"{url.host}{url.database}":
        raise StoreError(
            "--store postgresql: the password has signs that an address writes otherwise, as %40 for @;"
            " or leave it out, and set it in PGPASSWORD or in ~/.pgpass"
        )
    secret = url.query.get("password")
    return url.difference_update_query(["password"]).set(password=secret) if isinstance(secret, str) else url


def _require_psycopg():
    try:
        import psycopg
    except ImportError:
        raise StoreError(
            'a PostgreSQL store needs psycopg, which is not installed; run pip install "thbsim[postgresql]"'
        ) from None
    logging.getLogger(psycopg.__name__).setLevel(logging.CRITICAL)  # what it ignores is of no use to a user


def shown(url):
    """A URL as sentences, reports and bundles may have it: the path of a file, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database
    return url.set(query={}).render_as_string(hide_password=True)  # what stands after ? may hold a password too


def connect(url):
    """The engine of a store.  SQLite: write-ahead log, foreign keys, one writer at a time, the others wait."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection, _record):
    connection.isolation_level = None  # SQLAlchemy's begin is the only one
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what is stored is on the disk


def _begin(connection):
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def sentences(url):
    """Turn what the database says into one sentence that names the store and says what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"store {shown(url)}: {_cause(error, url)}") from None
    except Exception as error:  # of the files beside a store
        if not is_full(error):
            raise
        raise StoreError(f"store {shown(url)}: {ADVICE['disk is full']}") from None


def _cause(error, url):
    text = str(getattr(error, "orig", None) or error)
    said = " ".join(text.split())
    for secret in (url.password, *(value for name, value in url.query.items() if "password" in name)):
        if secret:
            said = said.replace(str(secret), "***")
    for sign, advice in ADVICE.items():
        if sign in text:
            return advice
    if "does not exist" in text:
        return f"it has no such database or user ({said[-120:]}); create it first"
    if is_gone(error):
        return f"it cannot be reached ({said[:160]}); check that it runs, then go on with --resume"
    return f"{said[:300]}; {KEPT}: mend it and go on with --resume"


def is_gone(error):
    """Whether an error means that a server went away, or is not there yet."""
    if not isinstance(error, DBAPIError):
        return False
    text = str(error.orig)
    return bool(error.connection_invalidated) or any(sign in text for sign in GONE)


def _is_in_the_way(error):
    """Whether a server undid a transaction since it and another waited for each other."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def patiently(engine, work):
    """Do work(connection) in one transaction; where a server goes away, wait for it and do all of it again.

    The work must be such that it may be done twice.
    """
    began = monotonic()
    wait = 0.2
    while True:
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            gone = is_gone(error)
            passes = gone or _is_in_the_way(error)
            late = monotonic() - began > PATIENCE_SECONDS or interrupts.is_leaving()
            if engine.dialect.name == "sqlite" or not passes or late:
                raise
        if gone:
            engine.dispose()
        interrupts.look()
        sleep(wait)
        interrupts.look()
        wait = min(2.0 * wait, 2.0)
