"""What came of two worlds as tables: events told, persons touched, rules, years."""

import polars as pl

from experiments.explaining.chain import stand_differently
from experiments.explaining.rules import WORDS, read_words
from experiments.explaining.words import place_of, text_of, through_words
from experiments.explaining.worlds import person_of
from experiments.life.told import person_words
from sim import names
from sim.weeks import FIRST_YEAR, date_of

ABSENT = "absent"  # of who is not recruited in a world
EVENTS = {
    "number": pl.Int64,
    "week": pl.Int64,
    "date": pl.Date,
    "place": pl.String,
    "kind": pl.String,
    "text": pl.String,
    "hangs_on": pl.String,  # numbers of earlier events, the weightiest first, with commas between
    "through": pl.String,
    "persons": pl.String,  # keys, with commas between
}
TOUCHED = {
    "key": pl.Int64,
    "told_as": pl.String,  # in the events; null for who is not told of
    "who": pl.String,
    "origin": pl.String,
    "form": pl.String,
    "week": pl.Int64,
    "date": pl.Date,
    "year": pl.Int64,
    "rule": pl.String,
    "through": pl.String,
    "in_reference": pl.String,  # of names.STATUSES, or absent
    "in_scenario": pl.String,
    "ends_differently": pl.Boolean,
}
YEARS = {"year": pl.Int64, "first_touched": pl.Int64, "stand_differently": pl.Int64}


def events_frame(followed, told, scene):
    """A row for each event that is told, in order of time."""
    number = {one.row: place for place, one in enumerate(told, 1)}
    rows = []
    for one in told:
        event = followed.events[one.row]
        rows.append((
            number[one.row],
            event.week,
            date_of(event.week),
            place_of(event, scene),
            event.kind,
            f"{text_of(event, one.row, scene)}.",
            ", ".join(str(number[row]) for row in one.hangs_on),
            through_words(one),
            ", ".join(map(str, event.keys)),
        ))  # fmt: skip
    return pl.DataFrame(rows, EVENTS, orient="row")


def touched_frame(followed, numbers):
    """A row for each person touched, in order of the first touch.

    Args:
        numbers: Of the persons told of, by key.
    """
    different = set(stand_differently(*followed.ends).tolist())
    rows = []
    for onset in followed.touched.first.values():
        ends = [person_of(end, onset.key) for end in followed.ends]
        person = ends[1] or ends[0]
        day = date_of(onset.week)
        rows.append((
            onset.key,
            f"P{numbers[onset.key]}" if onset.key in numbers else None,
            person_words(person),
            names.ORIGINS[person.origin],
            names.FORMS[person.form],
            onset.week,
            day,
            year_of(onset.week, followed),
            onset.rule,
            read_words(onset.subjects),
            *(ABSENT if end is None else names.STATUSES[end.status] for end in ends),
            onset.key in different,
        ))  # fmt: skip
    return pl.DataFrame(rows, TOUCHED, orient="row")


def year_of(week, followed):
    return FIRST_YEAR + int(followed.world.year_of_week[week])


def years_frame(touched, followed):
    """A row for each year: who was touched first in it, and how many stand differently as it ends."""
    counts = dict(touched["year"].value_counts().iter_rows())
    rows = [(year, counts.get(year, 0), number) for year, number in followed.standing.items()]
    return pl.DataFrame(rows, YEARS, orient="row")


def rules_frame(touched):
    """A row for each rule through which somebody was touched first, in the order of a person's path."""
    places = {rule: place for place, rule in enumerate(WORDS)}
    counted = touched.group_by("rule").agg(
        pl.len().cast(pl.Int64).alias("persons"),
        pl.col("date").min().alias("first"),
        pl.col("ends_differently").sum().cast(pl.Int64).alias("end_differently"),
    )
    return counted.sort(pl.col("rule").replace_strict(places, return_dtype=pl.Int64))


def through_frame(touched):
    """A row for each thing that differed in the world and touched somebody first, the most frequent first."""
    return touched.group_by("through").agg(pl.len().cast(pl.Int64).alias("persons")).sort(
        ["persons", "through"], descending=[True, False]
    )  # fmt: skip
