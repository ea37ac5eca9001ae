"""What the independent rapporteur makes of a theme: statements, and in how many of the runs they hold."""

import numpy as np

from experiments.reports.certainty import graded
from experiments.reports.document import Paragraph
from experiments.reports.identified_section import DETECTED, IDENTIFIED
from experiments.reports.justice_section import ARRESTS, REPLACED
from experiments.reports.lists_section import LINKED
from experiments.reports.rapporteur_opening import LOST
from experiments.reports.records import Entry
from sim.names import FORMS

FORM = Entry("identified", "form")
YOUNG_IDENTIFIED, YOUNG_HIDDEN = (Entry(outcome, "age_group", ("minor",)) for outcome in ("identified", "hidden"))

NEEDED = IDENTIFIED, LINKED, DETECTED, FORM, LOST, ARRESTS, REPLACED, YOUNG_IDENTIFIED, YOUNG_HIDDEN


def labour(records):
    """Whether labour is the largest form."""
    first, *others = (records.runs(FORM._replace(labels=(form,))) for form in FORMS)
    yield _told(records, "labour", first - np.max(others, axis=0), FORM)


def children(records):
    """Whether minors are rarer among the identified than among the hidden."""
    young, hidden = records.runs(YOUNG_IDENTIFIED), records.runs(YOUNG_HIDDEN)
    all_young, all_hidden = (records.runs(entry._replace(labels=())) for entry in (YOUNG_IDENTIFIED, YOUNG_HIDDEN))
    yield _told(records, "children", hidden * all_young - young * all_hidden, YOUNG_IDENTIFIED, YOUNG_HIDDEN)


def waiting(records):
    """Whether anybody was lost in a queue."""
    somebody = records.runs(LOST) > 0.0
    yield _told(records, "waiting", np.where(somebody, 1.0, -1.0), LOST)


def justice(records):
    """Whether arrests outnumber the places that are filled again."""
    yield _told(records, "justice", records.runs(ARRESTS) - records.runs(REPLACED), REPLACED, ARRESTS)


def lists(records):
    """Whether the rapporteur counts fewer than were detected."""
    yield _told(records, "lists", records.runs(DETECTED) - records.runs(LINKED), LINKED, DETECTED)


def trends(records):
    """Whether more were identified in the last year than in the first."""
    first, last = records.pairs.years
    if first == last:
        return
    before, after = (records.runs(IDENTIFIED, (year, year)) for year in (first, last))
    told = records.cited(_graded(records, after - before), "share_of_runs", IDENTIFIED, years=(first, last))
    yield Paragraph(records.say("assess.trends", first=first, last=last, graded=told))


def _told(records, key, gaps, *entries):
    told = records.cited(_graded(records, gaps), "share_of_runs", *entries)
    return Paragraph(records.say(f"assess.{key}", graded=told))


def _graded(records, gaps):
    """How sure it is that a gap [run] is above 0, by its share of the runs; runs without a gap count half."""
    share = float(np.mean(gaps > 0.0) + 0.5 * np.mean(gaps == 0.0))
    told = graded(share, records.language, records.surest)
    return told if records.draws > 1 else records.say("by_luck_alone", graded=told)
