"""All years of the experiment: a picture with bands, and the last year against the first within the same runs."""

import numpy as np

from experiments.language import number, percent, signed
from experiments.reports import words
from experiments.reports.document import Paragraph, Picture, Table
from experiments.reports.rapporteur_charts import years
from experiments.reports.records import HUNDRED, Entry, figure_of
from sim.definitions import OUTCOMES

SHOWN = tuple(map(Entry, ("detected", "identified", "rapporteur", "hidden")))
COMPARED = (*SHOWN, *map(Entry, ("arrived", "convictions")))
NEEDED = COMPARED
WIDTHS = 0.36, 0.12, 0.12, 0.24, 0.16  # of the table, shares of the page


def trends(records):
    """The section; of one year alone it says so."""
    first, last = records.pairs.years
    if first == last:
        yield Paragraph(records.say("trends_one_year", year=first))
        return
    yield Paragraph(records.say("trends", first=first, last=last))
    yield _picture(records)
    yield _table(records)
    yield Paragraph(records.say("trends_read"), "note")


def _picture(records):
    first, last = records.pairs.years
    panels = [
        (
            words.outcome(records.language, entry.outcome),
            words.unit(records.language, OUTCOMES[entry.outcome].unit),
            {year: records.figure(entry, (year, year)) for year in range(first, last + 1)},
        )
        for entry in SHOWN
    ]
    text = records.say("trends_picture", years=f"{first}–{last}")
    caption = records.caption(text, "yearly", *SHOWN, years=records.pairs.years)
    return Picture(caption, records.say("trends_alternative"), years(panels), records.say("picture_band"))


def _table(records):
    first, last = records.pairs.years
    rows = []
    for entry in COMPARED:
        before, after = (records.runs(entry, (year, year)) for year in (first, last))
        means = (_mean(records, one) for one in (before, after))
        rows.append((records.title(entry), *means, _change(records, after - before), _rises(records, after - before)))
    years_told = (records.say("trends_mean", year=year) for year in (first, last))
    columns = *years_told, records.say("trends_change"), records.say("trends_rises")
    caption = records.caption(
        records.say("trends_caption", first=first, last=last), "change", *COMPARED, years=records.pairs.years
    )
    return Table(caption, (records.say("what"), *columns), tuple(rows), widths=WIDTHS)


def _mean(records, values):
    mean = float(values.mean())
    return number(mean, records.language, 0 if mean >= HUNDRED else 1)


def _change(records, differences):
    found = figure_of(differences)
    digits = 0 if max(map(abs, found)) >= HUNDRED / 10.0 else 1
    mean, low, high = (signed(one, records.language, digits) for one in found)
    return records.say("interval", mean=mean, low=low, high=high)


def _rises(records, differences):
    return percent(float(np.mean(differences > 0.0)), records.language)
