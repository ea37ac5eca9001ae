"""What a Reach says: its sentence in four languages, its table on the screen, and how to read it."""

import numpy as np

from experiments.advice.cost_words import euros, three_digits, unfinished
from experiments.advice.options import COST
from experiments.advice.tried import IDENTIFIED
from experiments.language import named, number, say
from experiments.sweeps.effects import cautions
from experiments.words import counted

OUTCOME = "outcome"
AXES = {
    "victim_years": "victim-years",
    "hidden": "hidden victims at the year's end",
    "recruited": "persons recruited",
}
MOST_ROWS = 30  # of cells on the screen


def signs(found):
    """Of each mix, whether the outcome and identified persons clearly rise (1), fall (-1) or neither (0) [mix, 2]."""
    return np.array([
        [found.interval(place, quantity).sign for quantity in (OUTCOME, IDENTIFIED)] for place in found.tried.places
    ])  # fmt: skip


def sentence(found, language):
    outcome, known = found.tried.outcome, signs(found)
    fewer = known[:, 0] < 0
    ends = found.points[found.tried.places]
    words = {
        "levers": ", ".join(found.levers),
        "mixes": number(len(found.tried.places), language, 0),
        "outcome": named(language, "outcomes", outcome),
        "identified": named(language, "outcomes", "identified"),
        "place": named(language, "places", found.tried.area),
        "reference": found.tried.pairs.names[0],
        "pairs": number(found.tried.pairs.number, language, 0),
        "years": "{}-{}".format(*found.tried.pairs.years),
        "least": number(ends[:, 0].min(), language),
        "most": number(ends[:, 0].max(), language),
        "lowest": number(ends[:, 1].min(), language),
        "highest": number(ends[:, 1].max(), language),
    }
    counts = {"fewer": fewer.sum()} | {
        name: (fewer & (known[:, 1] == sign)).sum() for name, sign in (("rise", 1), ("fall", -1), ("open", 0))
    }
    words |= {name: number(count, language, 0) for name, count in counts.items()}
    said = [say(language, "reach.region", **words)]
    said.append(say(language, "reach.lowers" if fewer.any() else "reach.none", **words))
    if fewer.any():
        said.append(_cheapest(found, fewer, words, language))
    said.append(say(language, "reach.model", **words))
    return " ".join(said)


def _cheapest(found, fewer, words, language):
    costs = found.tried.means(COST)
    place = min(np.array(found.tried.places)[fewer].tolist(), key=lambda one: costs[one])
    cost = found.interval(place, COST)
    change = found.interval(place, OUTCOME)
    amounts = {
        name: euros(value, language) for name, value in zip(("cost", "cost_low", "cost_high"), cost, strict=True)
    } | {name: number(value, language) for name, value in zip(("amount", "low", "high"), change, strict=True)}
    return say(language, "reach.cheapest", policy=found.tried.pairs.names[place], **words, **amounts)


def rows(found):
    outcome = AXES[found.tried.outcome]
    headings = [f"Change in {outcome}", "Change in identified", "Mixes", "EUR 1,000, cheapest", "Cheapest mix"]
    table = found.table
    shown = table if table.height <= MOST_ROWS else table.sort("cost_eur").head(MOST_ROWS)
    return headings, [_row(row, found.tried.outcome) for row in shown.iter_rows(named=True)]


def _row(row, outcome):
    spans = [
        f"{number(row[f'{name}_from'], 'en')} to {number(row[f'{name}_to'], 'en')}" for name in (outcome, IDENTIFIED)
    ]
    cost = number(three_digits(row["cost_eur"]) / 1000.0, "en")
    return [*spans, str(row["mixes"]), cost, row["cheapest"]]


def half_widths(found):
    """Median half of the 95 % intervals of all mixes, of the outcome and of identified persons."""
    halves = [
        [
            (interval.high - interval.low) / 2.0
            for interval in (found.interval(place, OUTCOME), found.interval(place, IDENTIFIED))
        ]
        for place in found.tried.places
    ]
    return np.median(halves, axis=0)


def lines(found):
    """How to read the table, and what goes with it."""
    pairs, table = found.tried.pairs, found.table
    outcome = AXES[found.tried.outcome]
    across, up = half_widths(found)
    place = "Belgium" if found.tried.area == "BE" else "Belgium, the Netherlands and Germany"
    before = pairs.mean(found.tried.outcome, found.tried.area)[0].mean(), pairs.mean("identified")[0].mean()
    if table.height > MOST_ROWS:
        yield f"Shown: the {MOST_ROWS} cheapest of {table.height} cells; --out has all."
    yield (
        f"Changes from {pairs.names[0]}, yearly means {pairs.years[0]}-{pairs.years[1]} of"
        f" {counted(pairs.number, 'pair')}, experiment {pairs.experiment}: {outcome} in {place}, identified persons and"
        f" public cost in Belgium. {pairs.names[0]} itself has {number(before[0], 'en')} {outcome} and"
        f" {number(before[1], 'en')} identified a year."
    )
    yield (
        f"Cells hold means. A mean is known to within {number(across, 'en')} {outcome} and {number(up, 'en')}"
        " identified either way (median of the mixes' 95 % intervals, luck and ignorance); how mixes differ from each"
        " other is known better, since they share luck and draws."
    )
    yield (
        "Clearly means that a mix's own 95 % interval leaves out zero: of many mixes, some pass by chance. What no mix"
        " reached may still be reached by one that was not tried; where identified persons rise, that may be more"
        " looking or more trafficking (thbsim paradox)."
    )
    yield "The cheapest mix of a cell is the cheapest of those tried, by the means of its runs; undiscounted."
    alone = [pairs.schedules[place] for place in (*found.singles, *found.others)]
    yield from cautions([pairs.schedules[0], *alone], pairs.years)
    if pairs.state != "finished":
        yield unfinished(pairs) + f"; thbsim sweep --expand {pairs.experiment} --resume goes on with it."


def cell_text(cost):
    """The cost of a cell in EUR million, as short as can be."""
    return f"{cost / 1e6:.2f}" if abs(cost) < 1e7 else f"{euros(cost / 1e6)}"
