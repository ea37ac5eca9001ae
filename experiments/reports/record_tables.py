"""Tables of simulated records: a row for each label or number, a column for each year reported, or one for all."""

from typing import NamedTuple

from experiments.reports import words
from experiments.reports.document import Picture, Table
from experiments.reports.rapporteur_charts import dots
from experiments.reports.records import HUNDRED, Entry, capital
from sim.definitions import ALL, OUTCOMES

BREAK = "\u200b"  # where a long unit may go on in the next line
WHOLE_WIDTH, FIRST, FIRST_OF_MANY = 1.0, 0.4, 0.25  # of the page, of the first column


class Share(NamedTuple):
    """One number for every hundred of another, as a column."""

    above: Entry
    below: Entry
    heading: str  # a key of the topic "rapporteur"


def by_label(records, outcome, by, labels=(), area=""):
    """One outcome told apart: each label, its share, and all of them together.

    Args:
        labels: Of the dimension; all by default.
    """
    whole = Entry(outcome, by, tuple(labels), area)
    shown = labels or records.pairs.labels(*whole.key)
    rows = [
        (records.label(by, label), *_cells(records, part), records.told(records.ratio(part, whole).times(HUNDRED)))
        for label in shown
        for part in [whole._replace(labels=(label,))]
    ]
    rows.append((records.say("all"), *_cells(records, whole), ""))
    headings = (dimension(records, by), *(heading for heading, _ in records.columns), records.say("share"))
    return Table(
        records.caption(by_caption(records, outcome, by), "yearly", whole),
        headings,
        tuple(rows),
        _note(records, whole),
        shares(len(headings)),
    )


def _note(records, whole):
    abroad = whole.key[1] == ALL and not whole.labels
    return " ".join([records.say("rounded"), *([records.say("all_countries")] if abroad else [])])


def picture(records, outcome, by, labels=()):
    """The same as a picture."""
    whole = Entry(outcome, by, tuple(labels))
    shown = labels or records.pairs.labels(*whole.key)
    figures = [(records.label(by, label), records.figure(whole._replace(labels=(label,)))) for label in shown]
    largest = max(figures, key=lambda one: one[1].mean)[0]
    return Picture(
        records.caption(by_caption(records, outcome, by), "yearly", whole),
        records.say("picture_dots", caption=by_caption(records, outcome, by), largest=largest),
        dots(figures, words.unit(records.language, OUTCOMES[outcome].unit), records.language),
        records.say("picture_read"),
    )


def lines(records, caption, entries):
    """Numbers below each other.

    Args:
        caption: A text.
        entries: ((text, Entry), ...); the title of the outcome where the text is empty.
    """
    rows = tuple((text or records.title(entry), *_cells(records, entry)) for text, entry in entries)
    headings = (records.say("what"), *(heading for heading, _ in records.columns))
    marked = records.caption(caption, "yearly", *(entry for _, entry in entries))
    abroad = all(entry.key[1] == ALL and not entry.labels for _, entry in entries)
    note = records.say("all_countries") if abroad else ""
    return Table(marked, headings, rows, note, widths(len(headings), 0.55))


def across(records, caption, first, columns, rows):
    """Several numbers of each label beside each other, over the years reported.

    Args:
        caption: A text.
        first: The dimension of the rows.
        columns: Entries or Shares, told apart by `first`.
        rows: Labels, or (text, labels) for several together.
    """
    named = [(records.label(first, one), (one,)) if isinstance(one, str) else one for one in rows]
    cells = tuple((text, *(_cell(records, column, labels) for column in columns)) for text, labels in named)
    headings = (dimension(records, first), *(_heading(records, column) for column in columns))
    entries = [entry for column in columns for entry in (column[:2] if isinstance(column, Share) else (column,))]
    marked = records.caption(f"{caption}, {records.period}", "yearly", *entries)
    return Table(marked, headings, cells, widths=widths(len(headings), FIRST_OF_MANY))


def _cell(records, column, labels):
    if isinstance(column, Entry):
        return records.told(records.figure(column._replace(labels=tuple(labels))))
    above, below = (entry._replace(labels=tuple(labels)) for entry in column[:2])
    return records.told(records.ratio(above, below).times(HUNDRED))


def _heading(records, column):
    if isinstance(column, Entry):
        return records.title(column).replace("/", f"/{BREAK}")
    return records.say(column.heading)


def _cells(records, entry):
    return tuple(records.told(records.figure(entry, years)) for _, years in records.columns)


def dimension(records, by):
    """What tells apart, as a heading."""
    return capital(records.say(f"by_{by}"))


def by_caption(records, outcome, by):
    title = records.title(Entry(outcome, by))
    return records.say("caption_by", of=title, by=records.say(f"by_{by}"))


def shares(columns):
    """Widths where the last column is a share in percent, whose numbers are short."""
    return (*(0.8 * one for one in widths(columns - 1, FIRST)), 0.2)


def widths(columns, first=FIRST):
    """Shares of the page: the first column, the others alike."""
    return (first, *[(WHOLE_WIDTH - first) / (columns - 1)] * (columns - 1))
