"""Published figures of Belgium beside the simulation; small counts of persons are not shown."""

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
    given = [simulated(records, one) for one in found]
    yield from _held(records, found, given)
    rows = tuple(_row(records, *one) for one in zip(found, given, strict=True))
    caption = records.caption(records.say("published_caption"), "published", *_entries(found), years=_years(found))
    note = records.say("published_note", smallest=SMALLEST_SHOWN, sources=", ".join(_sources(found)))
    yield Table(caption, headings, rows, note, FIELDS, words=(4,))


def _held(records, found, given):
    """How many figures held out the runs' interval holds, and which it does not; those not shown are not told."""
    held = [
        (target, figure)
        for target, figure in zip(found, given, strict=True)
        if target.entry.use != FIT and not _is_small(target) and np.isfinite(figure.mean)
    ]
    if not held:
        return
    outside = [target for target, figure in held if not figure.low <= target.entry.value <= figure.high]
    part, whole = (number(count, records.language, 0) for count in (len(held) - len(outside), len(held)))
    own = [target for target, _ in held]
    told = records.say("out_of", part=part, whole=whole)
    text = records.say("published_held", inside=records.cited(told, "published", *_entries(own), years=_years(own)))
    titles = "; ".join(_title(records, target) for target in outside)
    yield Paragraph(f"{text} {records.say('published_outside', titles=titles)}" if outside else text)


def _entries(targets):
    return [
        Entry(count.outcome, count.by, count.labels or (), count.area) for one in targets for count in one.entry.count
    ]


def _years(targets):
    return min(one.entry.years[0] for one in targets), max(one.entry.years[1] for one in targets)


def _is_small(target):
    """Whether it is a count of persons that is not shown."""
    return not target.entry.out_of and target.entry.value < SMALLEST_SHOWN


def shown(target, language):
    """A published figure as it may be printed: a small count of persons is not."""
    entry = target.entry
    if _is_small(target):
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


def _row(records, target, figure):
    first, last = target.entry.years
    return (
        _title(records, target),
        f"{first}–{last}" if first != last else str(first),
        shown(target, records.language),
        records.told(figure),
        records.say("published_fit" if target.entry.use == FIT else "published_held_out"),
    )


def _title(records, target):
    title = texts("rapporteur", records.language).get(f"target.{target.name}")
    return target.entry.title if title is None or target.own else title


def _sources(targets):
    return dict.fromkeys(source for target in targets for source in target.entry.source)
