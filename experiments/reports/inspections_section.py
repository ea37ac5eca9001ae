"""Visits by body and sector, and how many of them lead to an establishment that exploits."""

from experiments.reports.document import Paragraph
from experiments.reports.identified_section import BELGIAN_TEAMS, FOUND, TAKEN
from experiments.reports.record_tables import Share, across, by_label
from experiments.reports.records import HUNDRED, Entry

VISITS, HITS = Entry("inspections", "body"), Entry("hits", "body")
SOCIAL_INSPECTIONS, POLICE, ONLINE = BELGIAN_TEAMS[:2], BELGIAN_TEAMS[2:4], BELGIAN_TEAMS[4:]

NEEDED = VISITS, HITS, FOUND, TAKEN, Entry("inspections", "sector")


def inspections(records):
    """Of all Belgian bodies, then by sector."""
    yield from visits(records, (*SOCIAL_INSPECTIONS, *POLICE))
    yield from online(records)
    yield from sectors(records)


def sectors(records):
    """Visits and readings by sector."""
    yield by_label(records, "inspections", "sector")
    yield Paragraph(records.say("sectors_read"), "note")


def visits(records, bodies):
    """Visits, those that meet exploitation, and persons found, of bodies that go out."""
    made, met = (entry._replace(labels=tuple(bodies)) for entry in (VISITS, HITS))
    yield Paragraph(
        records.say(
            "visits",
            visits=records.cite(made),
            hits=records.cite(met),
            share=records.cite_ratio(met, made, HUNDRED),
        )
    )
    columns = VISITS, HITS, Share(HITS, VISITS, "hits_share")
    yield across(records, records.say("visits_caption"), "body", columns, bodies)
    yield across(records, records.say("found_caption"), "body", (FOUND, TAKEN), bodies)


def police(records):
    """Of the federal and the local police, and of the online cell."""
    yield Paragraph(records.say("police_read"), "note")
    yield from visits(records, POLICE)
    yield from online(records)


def social_inspections(records):
    """Of the federal and the regional inspection services, and visits by sector."""
    yield Paragraph(records.say("inspection_read"), "note")
    yield from visits(records, SOCIAL_INSPECTIONS)
    yield from sectors(records)


def online(records):
    """Advertisements that the online cell read, and whom that brought to light."""
    read, found = (entry._replace(labels=ONLINE) for entry in (VISITS, FOUND))
    yield Paragraph(records.say("online", read=records.cite(read), found=records.cite(found)))
