"""Public cost by purpose."""

from experiments.language import number
from experiments.reports.document import Paragraph, Table
from experiments.reports.record_tables import dimension, shares
from experiments.reports.records import HUNDRED, Entry

COST, BY_PURPOSE = Entry("public_cost"), Entry("public_cost", "purpose")
MILLION, THOUSAND = 1e6, 1e3
NEEDED = COST, BY_PURPOSE


def spending(records):
    """What Belgian bodies and centres do, at unit costs, and what the measures themselves cost."""
    bounds = (number(one, records.language, 1) for one in records.figure(COST).times(1.0 / MILLION))
    total = records.say("interval", **dict(zip(("mean", "low", "high"), bounds, strict=True)))
    yield Paragraph(records.say("spending", cost=records.cited(total, "yearly", COST)))
    rows = [_row(records, purpose) for purpose in records.pairs.labels(*BY_PURPOSE.key)]
    rows.append((records.say("all"), *_cells(records, COST), ""))
    columns = (*(heading for heading, _ in records.columns), records.say("share"))
    headings = (dimension(records, "purpose"), *columns)
    caption = records.caption(records.say("spending_caption"), "yearly", BY_PURPOSE)
    yield Table(caption, headings, tuple(rows), records.say("rounded"), shares(len(headings)))


def _row(records, purpose):
    entry = BY_PURPOSE._replace(labels=(purpose,))
    share = records.told(records.ratio(entry, COST).times(HUNDRED))
    return records.label("purpose", purpose), *_cells(records, entry), share


def _cells(records, entry):
    figures = (records.figure(entry, years) for _, years in records.columns)
    return tuple(records.told(figure.times(1.0 / THOUSAND)) for figure in figures)
