"""Investigations of networks, police actions, trials, and the cases that wait."""

from experiments.reports.document import Bullets, Paragraph
from experiments.reports.record_tables import across, by_label, lines
from experiments.reports.records import HUNDRED, Entry

INVESTIGATIONS, ACTIONS, CONVICTIONS, ACQUITTALS = map(
    Entry, ("investigations", "actions", "convictions", "acquittals")
)
ARRESTS, RELEASED, REPLACED, FREED = map(Entry, ("arrests", "released", "replaced", "freed"))
STATEMENTS = Entry("statements")
OFFICES = "investigators", "prosecutors"
CASES = Entry("cases_waiting", "office"), Entry("cases_in_hand", "office")
OF_POLICE = ACTIONS, FREED, ARRESTS
OF_COURTS = CONVICTIONS, ACQUITTALS, STATEMENTS, RELEASED, REPLACED

NEEDED_OF_POLICE = INVESTIGATIONS, *OF_POLICE, *CASES
NEEDED_OF_COURTS = INVESTIGATIONS, Entry("investigations", "tip"), *OF_COURTS, ARRESTS, *CASES
NEEDED = *NEEDED_OF_POLICE, *NEEDED_OF_COURTS


def justice(records):
    """All of it, from the first tip to the judgement."""
    yield from _opened(records)
    yield by_label(records, "investigations", "tip")
    rows = [("", entry) for entry in (*OF_POLICE, *OF_COURTS)]
    yield lines(records, records.say("justice_caption"), rows)
    yield _cases(records, OFFICES)
    yield from _judged(records)


def police(records):
    """Actions against networks, and cases with investigators."""
    yield from _opened(records)
    yield lines(records, records.say("actions_caption"), [("", entry) for entry in OF_POLICE])
    yield _cases(records, OFFICES[:1])


def prosecutors(records):
    """What opens investigations, how trials end, and cases with prosecutors."""
    yield by_label(records, "investigations", "tip")
    yield lines(records, records.say("trials_caption"), [("", entry) for entry in OF_COURTS])
    yield _cases(records, OFFICES[1:])
    yield from _judged(records)


def _opened(records):
    yield Paragraph(
        records.say(
            "investigations",
            opened=records.cite(INVESTIGATIONS),
            actions=records.cite(ACTIONS),
            arrests=records.cite(ARRESTS),
            freed=records.cite(FREED),
        )
    )


def _cases(records, offices):
    return across(records, records.say("cases_caption"), "office", CASES, offices)


def _judged(records):
    convicted, acquitted = records.runs(CONVICTIONS), records.runs(ACQUITTALS)
    if convicted.any() or acquitted.any():
        yield Paragraph(
            records.say(
                "trials",
                convictions=records.cite(CONVICTIONS),
                acquittals=records.cite(ACQUITTALS),
                replaced=records.cite_ratio(REPLACED, ARRESTS, HUNDRED),
            )
        )
    yield Bullets(tuple(records.say(f"justice_limit.{one}") for one in ("networks", "sentences")))
