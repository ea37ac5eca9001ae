"""Identified victims by form, sector, origin, region, sex and age; who found them; children."""

from experiments.reports.document import Bullets, Heading, Paragraph
from experiments.reports.record_tables import across, by_label, lines, picture
from experiments.reports.records import HUNDRED, Entry
from sim import names
from sim.definitions import ALL

IDENTIFIED, DETECTED, HIDDEN = Entry("identified"), Entry("detected"), Entry("hidden")
BELGIAN_REGIONS = names.REGIONS[:3]
BELGIAN_TEAMS = names.TEAM_BODIES[:5]
BELGIAN_BODIES = (*BELGIAN_TEAMS, *names.BODIES[names.FOREIGN_AFFAIRS :])
REPORTS = ("report_by_others", "own_report")
ABROAD = names.TEAM_BODIES[5:]
FOUND, TAKEN = Entry("detected", "body"), Entry("identified", "body")
MINORS, MINORS_ROUTE = ("minor",), (names.CENTRES[names.MINORS_ROUTE],)
DIMENSIONS = ("form", "sector", "origin", "region", "sex", "age_group")
PICTURED = ("form", "sector")

NEEDED = (IDENTIFIED, DETECTED, *(Entry("identified", by) for by in DIMENSIONS))
NEEDED_BY_BODY = (FOUND, TAKEN)
NEEDED_OF_CHILDREN = (
    *(Entry(outcome, "age_group") for outcome in ("identified", "detected", "hidden")),
    *(Entry(outcome, "centre") for outcome in ("referred", "taken_in")),
    FOUND,
)


def victims(records):
    """Tables of identified victims, and two pictures."""
    labour, sexual = (Entry("identified", "form", (form,)) for form in ("labour", "sexual"))
    yield Paragraph(
        records.say(
            "identified",
            identified=records.cite(IDENTIFIED),
            labour=records.cite_ratio(labour, IDENTIFIED, HUNDRED),
            sexual=records.cite_ratio(sexual, IDENTIFIED, HUNDRED),
        )
    )
    yield Paragraph(records.say("identified_is_not"))
    for by in DIMENSIONS:
        labels = BELGIAN_REGIONS if by == "region" else ()
        yield by_label(records, "identified", by, labels)
        if by in PICTURED:
            yield picture(records, "identified", by, labels)


def bodies(records):
    """Who found the persons detected and identified."""
    teams, all_of = (Entry("identified", "body", labels) for labels in (BELGIAN_TEAMS, ()))
    yield Heading(records.say("by_body_heading"), 2)
    yield Paragraph(records.say("by_body_read", share=records.cite_ratio(teams, all_of, HUNDRED)))
    rows = (*BELGIAN_BODIES, *REPORTS, (records.say("bodies_abroad"), ABROAD), (records.say("all"), names.BODIES))
    yield across(records, records.say("by_body_caption"), "body", (FOUND, TAKEN), rows)


def children(records):
    """Minors among those detected, identified and hidden, and the minors' route."""
    shares = {
        outcome: records.cite_ratio(minor, minor._replace(labels=()), HUNDRED)
        for outcome in ("detected", "identified", "hidden")
        for minor in [Entry(outcome, "age_group", MINORS)]
    }
    yield Paragraph(records.say("children", **shares))
    entries = [Entry(outcome, "age_group", MINORS) for outcome in ("detected", "identified", "hidden")]
    entries += [Entry(outcome, "centre", MINORS_ROUTE) for outcome in ("referred", "taken_in")]
    reported = Entry("detected", "body", ("child_focus",), ALL)
    texts = [("", entry) for entry in entries] + [(records.say("found_by_child_focus"), reported)]
    yield lines(records, records.say("children_caption"), texts)
    yield Bullets(tuple(records.say(f"children_limit.{one}") for one in ("few", "route", "age")))
