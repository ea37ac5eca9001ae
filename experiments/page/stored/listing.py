"""What stands in the store: a row for each experiment, with its state and progress."""

import polars as pl

from experiments.language import number
from experiments.reports import words
from experiments.store import opening, reading

STATES = ("finished", "running", "unfinished", "failed")


def listed(address):
    """The overviews of all experiments of a store, the newest first; none where there is no store yet.

    Raises StoreError.
    """
    if not opening.is_there(address):
        return []
    with reading.reading(opening.open_store(address)) as connection:
        return reading.overviews(connection)[::-1]


def as_table(found, session):
    """Overviews as a frame to read."""
    names = [session.say(f"page_experiments.{name}") for name in ("id", "title", "state", "runs", "years", "begun")]
    rows = [
        (
            one["id"],
            words.of_design(session.language, one["title"]),
            session.say(f"page_experiments.{one['state']}"),
            _progress(one, session.language),
            f"{one['from']}–{one['to']}",
            one["begun"].replace("T", " ").removesuffix("Z")[:16],
        )
        for one in found
    ]
    types = [pl.Int64, *[pl.String] * (len(names) - 1)]
    return pl.DataFrame(rows, dict(zip(names, types, strict=True)), orient="row")


def _progress(one, language):
    done, wanted = (number(one[name], language, 0) for name in ("finished", "runs"))
    return done if one["finished"] == one["runs"] else f"{done} / {wanted}"
