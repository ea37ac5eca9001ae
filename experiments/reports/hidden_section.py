"""The hidden number with its caveats, and moves between cities and countries."""

from experiments.reports.document import Bullets, Paragraph
from experiments.reports.identified_section import HIDDEN, IDENTIFIED
from experiments.reports.record_tables import by_label, lines
from experiments.reports.records import Entry
from sim.definitions import ALL, BELGIUM

ARRIVED, EXITS, YEARS_HELD = Entry("arrived"), Entry("exits"), Entry("victim_years")
MOVES = tuple(Entry(outcome, area=area) for outcome in ("relocations", "border_relocations") for area in (BELGIUM, ALL))
OTHER_ESTIMATES = "trusted", "floor", "not_quoted"

NEEDED = HIDDEN, IDENTIFIED, ARRIVED, EXITS, YEARS_HELD, Entry("hidden", "sex"), Entry("hidden", "age_group")
NEEDED_OF_FLOWS = MOVES


def hidden(records):
    """What the simulation says, why it is no estimate by count, and what overlapping lists can say."""
    yield Paragraph(
        records.say(
            "hidden",
            hidden=records.cite(HIDDEN),
            ratio=records.cite_ratio(HIDDEN, IDENTIFIED),
            exits=records.cite(EXITS),
        )
    )
    yield Paragraph(records.say("hidden_warning"), "warning")
    rows = [("", entry) for entry in (HIDDEN, ARRIVED, EXITS, YEARS_HELD)]
    yield lines(records, records.say("hidden_caption"), rows)
    for by in ("sex", "age_group"):
        yield by_label(records, "hidden", by)
    caveats = "judgement", "width" if records.draws > 1 else "luck", "places"
    yield Bullets(tuple(records.say(f"hidden_caveat.{one}") for one in caveats))
    yield Paragraph(records.say("lists_estimate"))
    yield Bullets(tuple(records.say(f"lists_estimate.{one}") for one in OTHER_ESTIMATES))


def flows(records):
    """Moves of persons in exploitation, in Belgium and over its borders."""
    yield Paragraph(records.say("flows", moves=records.cite(MOVES[0]), border=records.cite(MOVES[2])))
    titles = [records.say(f"flows_{entry.outcome}_{'all' if entry.area == ALL else 'be'}") for entry in MOVES]
    yield lines(records, records.say("flows_caption"), list(zip(titles, MOVES, strict=True)))
