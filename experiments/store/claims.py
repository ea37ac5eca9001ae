"""Who is living which run just now, so that two sweeps on one store do not live the same run twice.

A claim holds for a while and is renewed while its sweep is alive; on the same machine, the claims of a process that
is gone are free at once.
"""

import os
import platform
import time
import uuid
from contextlib import suppress
from pathlib import Path

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from experiments.store import schema
from experiments.store.connection import patiently
from experiments.store.writing import insert_new

LEASE_SECONDS = 60.0
RENEWED_SECONDS = 15.0
_owners: set[str] = set()  # of this process; where a container starts anew, the number of a process comes back


class Claims:
    """The claims of one sweep in one process.

    Args:
        store: The Store.
        experiment: The experiment's id.
    """

    def __init__(self, store, experiment):
        self.store, self.experiment = store, experiment
        self.owner, self.host, self.process = uuid.uuid4().hex, platform.node(), os.getpid()
        self._renewed = time.monotonic()
        _owners.add(self.owner)

    def arrive(self):
        """Claim the experiment itself, so that others see that somebody is at it even between two runs."""
        patiently(self.store.engine, lambda connection: self.take(connection, [self.owner]))

    def take(self, connection, keys):
        """Claim runs; returns the keys that are ours now, which others had not claimed."""
        self._free(connection)
        row = {"experiment_id": self.experiment, "owner": self.owner, "host": self.host, "process": self.process}
        until = time.time() + LEASE_SECONDS
        insert_new(connection, schema.claims, [row | {"key": key, "until": until} for key in keys])
        claims = schema.claims.c
        ours = select(claims.key).where(claims.key.in_(keys), claims.owner == self.owner)
        return set(connection.execute(ours).scalars())

    def give_up(self, connection, keys):
        """Give up claims of runs that are there after all."""
        claims = schema.claims.c
        connection.execute(delete(schema.claims).where(claims.key.in_(keys), claims.owner == self.owner))

    def _free(self, connection):
        """Take away the claims of those who are gone."""
        claims = schema.claims.c
        here = select(claims.process).where(claims.host == self.host).distinct()
        gone = [process for process in connection.execute(here).scalars() if not is_alive(process)]
        earlier = (claims.process == self.process) & claims.owner.not_in(_owners)
        dead = (claims.host == self.host) & or_(claims.process.in_(gone), earlier)
        connection.execute(delete(schema.claims).where(or_(claims.until < time.time(), dead)))

    def renew(self):
        """Hold on to what is claimed; to be called every few seconds."""
        if time.monotonic() - self._renewed < RENEWED_SECONDS:
            return
        self._renewed = time.monotonic()
        mine = update(schema.claims).where(schema.claims.c.owner == self.owner)
        patiently(self.store.engine, lambda c: c.execute(mine.values(until=time.time() + LEASE_SECONDS)))

    def release(self):
        """Give up whatever is still claimed; where the store is gone, the claims run out by themselves."""
        _owners.discard(self.owner)
        with suppress(SQLAlchemyError), self.store.engine.begin() as connection:
            connection.execute(delete(schema.claims).where(schema.claims.c.owner == self.owner))


def is_alive(process):
    """Whether a process of this machine lives; one that has ended and that nobody has asked about does not."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def alive(connection, experiment):
    """Whether some sweep is at an experiment just now."""
    claims = schema.claims.c
    rows = connection.execute(
        select(claims.host, claims.process).where(claims.experiment_id == experiment, claims.until > time.time())
    )
    return any(host != platform.node() or is_alive(process) for host, process in set(rows.tuples()))
