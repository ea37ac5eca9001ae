"""The map as a chart: outlines, cities as circles, moves as wedges that are wide where they begin."""

from typing import NamedTuple

import altair as alt
import numpy as np
import polars as pl

from experiments import theme
from experiments.language import number, signed
from experiments.maps import BEND, KINDS, TAPER, kind_of
from experiments.page.flows.outlines import WIDTH, WINDOWS, outline_rows
from experiments.page.flows.picked import FIGURES, LEAST
from experiments.page.flows.travels import COUNT
from experiments.reports import words
from sim.geography import cities

LARGEST = 60  # flows drawn
WIDEST, LARGEST_CIRCLE = 13.0, 1400.0  # of the largest flow where it begins [px]; of the largest city [px^2]
STEPS = np.linspace(0.0, 1.0, 11)
CIRCLE, MORE, FEWER = "#0b5a8a", theme.VERMILLION, theme.BLUE
SETS = {"wide": (620.0, 16), "narrow": (340.0, 7)}  # of names of cities: the map's width that they fit [px], how many
TURN = 500  # the width from which the wide set is shown [px]
COLOURS = {kind.replace(" ", "_"): colour for kind, colour in KINDS.items()} | {"more": MORE, "fewer": FEWER}


class Look(NamedTuple):
    """How Figures are drawn."""

    language: str
    window: str  # of WINDOWS
    size: str  # the figure by which cities are sized, of FIGURES
    largest: tuple[float, float]  # the flow and the city that are drawn largest [persons]
    is_difference: bool = False
    city: int | None = None  # the one that was chosen


class Drawn(NamedTuple):
    """The flows of Figures that a map shows, the largest first, and what it leaves out."""

    flows: pl.DataFrame
    inside: float  # share of all moves between cities of the window; of a difference: of all differences
    shown: float  # share that is drawn


def drawn_of(figures, window):
    """The Drawn of Figures in a window."""
    places = list(WINDOWS[window].cities())
    size = pl.col(COUNT).abs()
    inside = figures.flows.filter(pl.col("left").is_in(places), pl.col("city").is_in(places))
    flows = inside.filter(size >= LEAST).head(LARGEST)
    total, within, shown = (table.select(size.sum()).item() for table in (figures.flows, inside, flows))
    return Drawn(flows, within / total if total else 0.0, shown / total if total else 0.0)


def drawn_map(figures, look):
    """The map that fills its place on the page, as Vega-Lite."""
    layers = _layers(figures, look)
    chart = alt.layer(*layers).properties(width="container", height="container")
    chart = chart.properties(padding=0, autosize=alt.AutoSizeParams(type="none", contains="padding"))
    with alt.data_transformers.enable(consolidate_datasets=False):
        return chart.configure(font="Helvetica, Arial, sans-serif").configure_view(stroke="#d0d0d0").to_dict()


def picture(figures, look, title, subtitle, width=760):
    """The same as a chart of a fixed width, to be taken along."""
    height = WINDOWS[look.window].height / WIDTH * width
    layers = _layers(figures, look, fixed=True)
    return theme.finished(alt.layer(*layers).properties(width=width, height=height), title, subtitle, width)


def _layers(figures, look, fixed=False):
    window = WINDOWS[look.window]
    flows = drawn_of(figures, look.window).flows
    return [
        *_outlines(window),
        *([_wedges(flows, look)] if flows.height else []),
        *_circles(figures, look),
        *_names(figures, look, fixed),
    ]


def _on_map(window, rows):
    x, y = (
        alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0.0, WIDTH], nice=False, zero=False)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[window.height, 0.0], nice=False, zero=False)),
    )
    return alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)


def _outlines(window):
    """Countries, filled, then the borders of the Belgian regions."""
    rows = outline_rows(window)
    countries, regions = ([row for row in rows if (row["of"] == "region") == is_region] for is_region in (False, True))
    fill = alt.Scale(domain=["modelled", "other"], range=["#e9e9e9", "#f7f7f7"])
    common = {"clip": True, "interpolate": "linear-closed", "tooltip": None}
    return (
        _on_map(window, countries)
        .transform_flatten(["x", "y"])
        .mark_line(filled=True, stroke="#b0b0b0", strokeWidth=0.8, **common)
        .encode(detail="ring:N", order=alt.value(None), fill=alt.Fill("of:N", scale=fill, legend=None)),
        _on_map(window, regions)
        .transform_flatten(["x", "y"])
        .mark_line(stroke="#8a8a8a", strokeWidth=0.9, strokeDash=[3, 2], **common)
        .encode(detail="ring:N", order=alt.value(None)),
    )


def _wedges(flows, look):
    """Moves as trails that bend to one side, seen from where they begin, so that the way back lies beside it."""
    points = [point for flow in flows.iter_rows() for point in _wedge(*flow, look)]
    width = alt.Scale(domain=[0.0, max(look.largest[0], LEAST)], range=[0.0, WIDEST])
    said = [
        alt.Tooltip(f"{name}:N", title=words.label(look.language, "map", name)) for name in ("from", "to", "moves")
    ]  # fmt: skip
    return (
        _on_map(WINDOWS[look.window], points)
        .mark_trail(clip=True)
        .encode(
            size=alt.Size("width:Q", scale=width, legend=None),
            color=alt.Color("kind:N", scale=alt.Scale(domain=[*COLOURS], range=[*COLOURS.values()]), legend=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            detail="flow:N",
            order="step:Q",
            tooltip=said,
        )
    )


def _wedge(left, entered, persons, look):
    window = WINDOWS[look.window]
    ends = [cities()[row] for row in (left, entered)]
    start, end = (np.array(window.place(city.longitude, city.latitude)) for city in ends)
    middle = (start + end) / 2.0 + BEND * np.array([start[1] - end[1], end[0] - start[0]])
    t = STEPS[:, None]
    places = (1.0 - t) ** 2 * start + 2.0 * t * (1.0 - t) * middle + t**2 * end
    kind = ("more" if persons > 0.0 else "fewer") if look.is_difference else kind_of(*ends).replace(" ", "_")
    said = {
        "flow": f"{left}-{entered}",
        "kind": kind,
        "opacity": 0.75 if look.city in (None, left, entered) else 0.12,
        "from": words.label(look.language, "city", ends[0].name),
        "to": words.label(look.language, "city", ends[1].name),
        "moves": figure(persons, look),
    }
    for step, ((x, y), along) in enumerate(zip(places.round(1).tolist(), STEPS.tolist(), strict=True)):
        yield said | {"step": step, "x": x, "y": y, "width": abs(persons) * (1.0 - TAPER * along)}


def figure(value, look):
    """A mean as readers of the language write it; a difference with its sign."""
    return signed(value, look.language, 1) if look.is_difference else number(value, look.language, 1)


def _circles(figures, look):
    """Cities by the persons there; a click chooses one."""
    places = WINDOWS[look.window].cities()
    rows = [_circle(row, *places[row["city"]], look) for row in figures.cities.iter_rows(named=True) if row["city"] in places]
    size = alt.Scale(domain=[0.0, max(look.largest[1], LEAST)], range=[0.0, LARGEST_CIRCLE])
    said = [alt.Tooltip("name:N", title=words.label(look.language, "map", "city"))]
    said += [alt.Tooltip(f"{name}:N", title=words.label(look.language, "map", name)) for name in FIGURES]
    chart = _on_map(WINDOWS[look.window], sorted(rows, key=lambda row: -row["size"]))
    click = alt.selection_point(name="city", fields=["key"], on="click", clear=False)
    dots = chart.mark_circle(size=16, color=theme.INK, opacity=1.0, cursor="pointer").encode(tooltip=said)
    circles = chart.mark_circle(cursor="pointer", stroke="white", strokeWidth=0.8, opacity=0.72).encode(
        size=alt.Size("size:Q", scale=size, legend=None),
        color=alt.Color("colour:N", scale=None),
        stroke=alt.when("datum.chosen").then(alt.value("black")).otherwise(alt.value("white")),
        strokeWidth=alt.when("datum.chosen").then(alt.value(2.5)).otherwise(alt.value(0.8)),
        tooltip=said,
    )
    return dots, circles.add_params(click)


def _circle(row, x, y, look):
    value = row[look.size]
    colour = CIRCLE if not look.is_difference else MORE if value > 0.0 else FEWER
    return {
        "key": row["city"],
        "name": words.label(look.language, "city", cities()[row["city"]].name),
        "x": x,
        "y": y,
        "size": abs(value) if abs(value) >= LEAST else 0.0,
        "colour": colour,
        "chosen": row["city"] == look.city,
    } | {name: figure(row[name], look) for name in FIGURES}


def _names(figures, look, fixed):
    """Names of the largest cities, in two sets: which is shown hangs on the map's width."""
    window = WINDOWS[look.window]
    places = window.cities()
    names = {row: words.label(look.language, "city", cities()[row].name) for row in places}
    order = figures.cities.sort(pl.col(look.size).abs(), descending=True)["city"].to_list()
    inside = sorted((row for row in order if row in places), key=lambda row: row != look.city)
    style = {"align": "left", "baseline": "middle", "fontSize": 12, "fontWeight": "bold", "tooltip": None}
    for shown, (pixels, most) in SETS.items():
        share = pixels / WIDTH
        spots = {names[row]: (x * share, y * share) for row, (x, y) in places.items()}
        found = theme.labels([names[row] for row in inside[:most]], spots, (pixels, window.height * share))
        rows = [one | {"x": one["x"] / share, "y": one["y"] / share} for one in found]
        if fixed and shown == "narrow":
            continue
        there = _on_map(window, rows).encode(text="text:N")
        if not fixed:
            there = there.transform_filter(f"width {'>=' if shown == 'wide' else '<'} {TURN}")
        yield there.mark_text(stroke="white", strokeWidth=3.5, strokeJoin="round", opacity=0.85, **style)
        yield there.mark_text(color=theme.INK, **style)
