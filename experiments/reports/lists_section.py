"""The members' lists, the rapporteur's count of persons linked across them, and what is there in the simulation."""

from experiments.reports.document import Bullets, Paragraph
from experiments.reports.identified_section import DETECTED, HIDDEN, IDENTIFIED
from experiments.reports.record_tables import by_label, lines
from experiments.reports.records import HUNDRED, Entry

RECORDS, LINKED = Entry("records", "list"), Entry("rapporteur")
ADVICE = "key", "date", "referrals", "children", "standards", "justice", "worth"

NEEDED = RECORDS, LINKED, DETECTED, IDENTIFIED, HIDDEN
NEEDED_BY_LIST = (RECORDS,)


def lists(records):
    """What a rapporteur sees, and what is there."""
    yield Paragraph(
        records.say(
            "lists",
            records=records.cite(RECORDS),
            linked=records.cite(LINKED),
            each=records.cite_ratio(RECORDS, LINKED),
            share=records.cite_ratio(LINKED, DETECTED, HUNDRED),
            identified=records.cite_ratio(LINKED, IDENTIFIED, HUNDRED),
        )
    )
    yield by_label(records, "records", "list")
    rows = [("", entry) for entry in (LINKED, DETECTED, IDENTIFIED, HIDDEN)]
    yield lines(records, records.say("lists_caption"), rows)
    yield Bullets(tuple(records.say(f"lists_read.{one}") for one in ("late", "linked", "detected")))


def blind_spots(records):
    """What no list tells, in the simulation and outside of it."""
    yield from lists(records)
    yield Paragraph(records.say("blind"))
    yield Bullets(tuple(records.say(f"blind.{one}") for one in ("none", "referral", "diplomats", "victims")))


def advice_on_data(records):
    """What to record, so that the next report can say more."""
    yield Paragraph(records.say("data"))
    yield Bullets(tuple(records.say(f"data.{one}") for one in ADVICE))


def of_member(records, members):
    """What some members' lists hold, in a sentence."""
    own = RECORDS._replace(labels=members)
    yield Paragraph(
        records.say(
            "list_of_member",
            records=records.cite(own),
            share=records.cite_ratio(own, RECORDS, HUNDRED),
        )
    )
