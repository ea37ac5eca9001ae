"""What stands around the map in words: legend, what is left out, largest cities and flows, a city's figures."""

from functools import reduce
from html import escape

import polars as pl

from experiments.language import number, percent, say, signed
from experiments.page.flows.drawing import COLOURS, drawn_of, figure
from experiments.page.flows.outlines import WINDOWS
from experiments.page.flows.picked import FIGURES, LEAST
from experiments.page.flows.travels import COUNT
from experiments.reports import words
from sim import names
from sim.geography import cities

FIRST = 5  # cities and flows that are told
KINDS = ("within_Belgium", "into_Belgium", "out_of_Belgium", "elsewhere")


def legend(look, runs):
    """What colours, circles and arrows mean, and of how many runs figures are means, as HTML."""
    kinds = ("more", "fewer") if look.is_difference else KINDS
    swatches = "".join(
        f"<li><span class='thbsim-swatch' style='background:{COLOURS[kind]}'></span>{_say(look, kind)}</li>"
        for kind in kinds
    )
    persons, moves = (number(value, look.language, 1) for value in (look.largest[1], look.largest[0]))
    scale = _say(look, "scale_difference" if look.is_difference else "scale", persons=persons, moves=moves)
    circles = _say(look, "circles", figure=_plain(look, look.size))
    means = _say(look, "means", runs=runs) + (f" {_say(look, 'uncertain')}" if look.is_difference else "")
    drawing = f"{_say(look, 'arrows')}. {circles}. {scale}"
    return f"<ul class='thbsim-legend'>{swatches}</ul><p>{drawing}</p><p>{means} {_say(look, 'credits')}</p>"


def coverage(figures, look):
    """Which flows are drawn, and what is left out, in a sentence."""
    drawn = drawn_of(figures, look.window)
    if not drawn.flows.height:
        return say(look.language, "page_map.same" if look.is_difference else "page_map.nobody")
    least, shown = number(LEAST, look.language, 2), _percent(drawn.shown, look)
    if look.is_difference:
        return say(
            look.language, "page_map.coverage_difference", number=drawn.flows.height, shown=shown, least=least
        )  # fmt: skip
    return say(
        look.language,
        "page_map.coverage",
        number=drawn.flows.height,
        shown=shown,
        total=number(figures.flows[COUNT].sum(), look.language, 0),
        beyond=_percent(1.0 - drawn.inside, look),
        smaller=_percent(drawn.inside - drawn.shown, look),
        least=least,
    )


def in_words(maps):
    """The largest cities and flows of all maps, as HTML.

    Args:
        maps: {A, B or difference: (Figures, Look)}.
    """
    look = next(iter(maps.values()))[1]
    parts = [_words_of(figures, each, f"{which}: " if len(maps) > 1 else "") for which, (figures, each) in maps.items()]
    return f"<h3>{_say(look, 'words')}</h3><div class='thbsim-words'>{''.join(parts)}</div>"


def _words_of(figures, look, letter):
    inside = figures.cities.filter(
        pl.col("city").is_in(list(WINDOWS[look.window].cities())), pl.col(look.size).abs() >= LEAST
    )
    largest = inside.sort(pl.col(look.size).abs(), "city", descending=[True, False]).head(FIRST)
    told = [
        _say(look, "in_city", city=city_name(look.language, row["city"]), persons=figure(row[look.size], look))
        for row in largest.iter_rows(named=True)
    ]
    flows = [
        _say(look, "flow", left=city_name(look.language, left), entered=city_name(look.language, entered),
             persons=figure(persons, look))
        for left, entered, persons in drawn_of(figures, look.window).flows.head(FIRST).iter_rows()
    ]  # fmt: skip
    kind = "_difference" if look.is_difference else ""
    heads = (
        _say(look, f"largest_cities{kind}", figure=_plain(look, look.size)),
        _say(look, f"largest_flows{kind}"),
    )
    lists = (_list(rows or [_say(look, "nothing")]) for rows in (told, flows))
    return "".join(f"<div><h4>{letter}{head}</h4>{rows}</div>" for head, rows in zip(heads, lists, strict=True))


def city_tables(sides, year, look):
    """A city's figures, as HTML tables.

    Args:
        sides: {"A": its Picked} or {"A": ..., "B": ...}.
        year: Of the figures; None for the mean year.
        look: With the city, or with none yet.
    """
    if look.city is None:
        return f"<p>{_say(look, 'choose')}</p>"
    found = {letter: picked.figures(year) for letter, picked in sides.items()}
    heads = (
        [*sides, _plain(look, "difference").replace(" ", "\N{NO-BREAK SPACE}")]
        if len(sides) > 1
        else [_plain(look, "mean")]
    )
    rows = {
        _plain(look, name): [each.cities.filter(pl.col("city") == look.city)[name].item() for each in found.values()]
        for name in FIGURES
    }
    parts = [
        _table(f"{city_name(look.language, look.city)}: {_plain(look, 'persons_a_year')}", heads, rows, look.language),
        _by_sector(sides, year, look),
        _table(_plain(look, "came_from"), heads, _of_flows(found, look, "city", "left"), look.language),
        _table(_plain(look, "went_to"), heads, _of_flows(found, look, "left", "city"), look.language),
    ]
    return "".join(parts)


def _by_sector(sides, year, look):
    """Hidden and identified persons by sector, of each side."""
    found: dict[str, list[float]] = {}
    for place, picked in enumerate(sides.values()):
        for sector, *counts in picked.by_sector(look.city, year).iter_rows():
            row = found.setdefault(words.label(look.language, "sector", names.SECTORS[sector]), [0.0] * 2 * len(sides))
            row[place], row[len(sides) + place] = counts
    letters = [""] if len(sides) == 1 else [f" {letter}" for letter in sides]
    heads = [f"{_plain(look, name)}{letter}" for name in ("hidden_short", "identified_short") for letter in letters]
    return _table(_plain(look, "by_sector"), heads, dict(sorted(found.items())), look.language, changes=False)


def _of_flows(found, look, own, other):
    """The largest flows that have the city at one end: {name of the other: [of each side]}."""
    first, *others = (
        figures.flows.filter(pl.col(own) == look.city).select(pl.col(other), pl.col(COUNT).alias(letter))
        for letter, figures in found.items()
    )
    joined = reduce(lambda one, more: one.join(more, on=other, how="full", coalesce=True), others, first)
    largest = joined.with_columns(pl.col(*found).fill_null(0.0)).filter(pl.max_horizontal(*found) >= LEAST)
    largest = largest.sort(pl.max_horizontal(*found), other, descending=[True, False]).head(FIRST)
    return {city_name(look.language, row[0]): list(row[1:]) for row in largest.iter_rows()}


def city_name(language, row):
    """What readers call a city."""
    return words.label(language, "city", cities()[row].name)


def _table(caption, heads, rows, language, changes=True):
    """An HTML table of means; of two sides with what the second is more."""
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    lines = ""
    for name, values in rows.items():
        cells = [number(value, language, 1) for value in values]
        if changes and len(values) == 2:
            cells.append(signed(values[1] - values[0], language, 1))
        lines += f"<tr><th scope='row'>{escape(name)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    if not rows:
        lines = f"<tr><td colspan='{len(heads) + 1}'>{say(language, 'page_map.nothing')}</td></tr>"
    return f"<table><caption>{escape(caption)}</caption><thead><tr><td></td>{head}</tr></thead>{lines}</table>"


def _percent(share, look):
    """A share that no line is broken in."""
    return percent(share, look.language).replace(" ", "\N{NO-BREAK SPACE}")


def _list(rows):
    return f"<ol>{''.join(f'<li>{row}</li>' for row in rows)}</ol>"


def _say(look, key, **filled):
    """A text of the map, safe in HTML."""
    return escape(_plain(look, key, **filled))


def _plain(look, key, **filled):
    return say(look.language, f"page_map.{key}", **filled)
