"""The reception centres held against what the model knows of their standards, and what a real standard has besides."""

from datetime import date

import numpy as np

from experiments.language import number
from experiments.reports.document import Bullets, Heading, Paragraph, Table
from experiments.reports.facts import Of
from experiments.reports.record_tables import Share, across, dimension, widths
from experiments.reports.records import HUNDRED, Entry, figure_of
from sim import names
from sim.parameters import unpacked
from sim.weeks import first_week_from

BELGIAN_CENTRES = names.CENTRES[:4]
PATHS = "reception.standard", "reception.places", "reception.reflection_days"
REFERRED, TAKEN_IN, LOST, ASSISTED, WAITING = (
    Entry(outcome, "centre") for outcome in ("referred", "taken_in", "lost_while_waiting", "assisted", "waiting")
)
NOT_IN_THE_MODEL = ("time", "safety", "help", "staff", "voice", "after")

NEEDED = (REFERRED, TAKEN_IN, LOST, ASSISTED, WAITING)


def centres(records):
    """Referral and reception, waiting, the standard in force; what of a real standard is not there."""
    referred, taken_in, lost, waiting = (
        entry._replace(labels=BELGIAN_CENTRES) for entry in (REFERRED, TAKEN_IN, LOST, WAITING)
    )
    yield Paragraph(
        records.say(
            "centres",
            referred=records.cite(referred),
            share=records.cite_ratio(taken_in, referred, HUNDRED),
            waiting=records.cite(waiting),
            lost=records.cite(lost),
        )
    )
    rows = (*BELGIAN_CENTRES, (records.say("all"), BELGIAN_CENTRES))
    columns = REFERRED, TAKEN_IN, Share(TAKEN_IN, REFERRED, "taken_in_share")
    yield across(records, records.say("centres_reception"), "centre", columns, rows)
    yield across(records, records.say("centres_waiting"), "centre", (WAITING, LOST, ASSISTED), rows)
    yield Heading(records.say("standards_heading"), 2)
    yield Paragraph(records.say("standards"))
    yield _standards(records)
    yield Paragraph(records.say("standards_missing"))
    yield Bullets(tuple(records.say(f"standard.{one}") for one in NOT_IN_THE_MODEL))


def _standards(records):
    """What is in force at the end of the years reported; an interval where the runs differ."""
    given = _in_force(records)
    rows = tuple(
        (records.label("centre", centre), *(_told(records, given[path][:, place]) for path in PATHS))
        for place, centre in enumerate(BELGIAN_CENTRES)
    )
    columns = ("standard", "places", "reflection")
    headings = (dimension(records, "centre"), *(records.say(f"standards_{one}") for one in columns))
    text = records.say("standards_caption", year=records.years[1])
    command = f"thbsim experiments bundle {records.pairs.experiment}"  # its files hold what policies and draws change
    own = Of(years=(records.years[1],) * 2, command=command, labels=records.say("by_centre"))
    caption = records.facts.cite_all(text, "in_force", records.pairs.names, own)
    return Table(caption, headings, rows, records.say("standards_note"), widths(len(headings)))


def _in_force(records):
    """{parameter: values [run, centre]} when the last year ends; changes that react as if they began at once."""
    pairs, week = records.pairs, first_week_from(date(records.years[1], 12, 25))
    draws, run = np.unique(pairs.draw, return_inverse=True)
    schedules = [pairs.schedules[0].with_values(pairs.points.values(draw)) for draw in draws]
    last = [[one for first, one in schedule.segments if first <= week][-1] for schedule in schedules]
    found = [unpacked(parameters) for parameters in last]
    return {path: np.array([one[path] for one in found])[run] for path in PATHS}


def _told(records, values):
    """The value that all runs have, or their Figure."""
    value = float(values[0])
    if (values == value).all():
        return number(value, records.language, 0 if value.is_integer() else 2)
    return records.told(figure_of(values))
