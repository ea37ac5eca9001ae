"""Published figures of Belgium beside the simulation; counts of persons under five are not shown."""

import numpy as np

from calibration.aggregates import SMALLEST_SHOWN
from calibration.targets import FIT, read_targets
from experiments.language import number, texts
from experiments.reports.document import Paragraph, Table
from experiments.reports.records import Entry, figure_of
from experiments.sweeps.kept import index
from sim.outcomes import Measure

MOST_DIGITS = 3
FIELDS = 0.4, 0.12, 0.14, 0.2, 0.14  # shares of the width


def published(records, targets=None):
    """A row for each published figure that the experiment can be held against.

    Args:
        targets: calibration.targets.Targets; those of the model by default.
    """
    found = [one for one in (read_targets(index()) if targets is None else targets) if _is_there(records, one)]
    if not found:
        yield Paragraph(records.say("published_none"))
        return
    yield Paragraph(records.say("published"))
    headings = tuple(records.say(f"published_{one}") for one in ("figure", "years", "value", "simulated", "use"))
    entries = [Entry(count.outcome, count.by, (), count.area) for target in found for count in target.entry.count]
    first, last = (pick(one.entry.years[place] for one in found) for place, pick in enumerate((min, max)))
    caption = records.caption(records.say("published_caption"), "published", *entries, years=(first, last))
    rows = tuple(_row(records, target) for target in found)
    note = records.say("published_note", sources=", ".join(_sources(found)))
    yield Table(caption, headings, rows, note, FIELDS, words=(4,))


def shown(target, language):
    """A published figure as it may be printed: a count of persons under five is not."""
    entry = target.entry
    if not entry.out_of and entry.value < SMALLEST_SHOWN:
        return f"<{SMALLEST_SHOWN}"
    digits = next(one for one in range(MOST_DIGITS + 1) if one == MOST_DIGITS or round(entry.value, one) == entry.value)
    return number(entry.value, language, digits)


def simulated(records, target):
    """The Figure of what the runs give for it."""
    entry, first = target.entry, records.pairs.years[0]
    keys = [count.key for count in (*entry.count, *(entry.out_of or ()))]
    values = {key: records.pairs.yearly(*key)[0] for key in keys}
    labels = {key: records.pairs.labels(*key) for key in keys}
    found = [
        target.plain(target.of({key: _measure(key, labels[key], values[key][:, run]) for key in keys}, first))
        for run in range(records.pairs.number)
    ]
    return figure_of(np.array(found))


def _measure(key, labels, values):
    outcome, area, by = key
    return Measure(outcome, area, by, labels, values)


def _is_there(records, target):
    entry, (first, last) = target.entry, records.pairs.years
    keys = {count.key for count in (*entry.count, *(entry.out_of or ()))}
    return first <= entry.years[0] <= entry.years[1] <= last and keys <= set(records.pairs.kept)


def _row(records, target):
    first, last = target.entry.years
    title = texts("rapporteur", records.language).get(f"target.{target.name}")
    return (
        target.entry.title if title is None or target.own else title,
        f"{first}–{last}" if first != last else str(first),
        shown(target, records.language),
        records.told(simulated(records, target)),
        records.say("published_fit" if target.entry.use == FIT else "published_held_out"),
    )


def _sources(targets):
    return dict.fromkeys(source for target in targets for source in target.entry.source)
