"""The map as a chart: outlines, cities as circles, moves as wedges that are wide where they begin."""

from functools import lru_cache
from textwrap import wrap
from typing import NamedTuple

import altair as alt
import numpy as np
import polars as pl

from experiments import theme
from experiments.language import number, say, signed
from experiments.maps import BEND, KINDS, TAPER, kind_of
from experiments.page.flows.outlines import WIDTH, WINDOWS, outline_rows
from experiments.page.flows.picked import FIGURES, LEAST
from experiments.page.flows.travels import COUNT
from experiments.reports import words
from sim.geography import cities

LARGEST = 60  # flows drawn
WIDEST = {"near": 13.0, "all": 8.0}  # the largest flow where it begins, by the window [px]
LARGEST_CIRCLE = {"near": 1400.0, "all": 700.0}  # of the largest city [px^2]
STEPS = np.linspace(0.0, 1.0, 11)
CIRCLE, MORE, FEWER = "#0b5a8a", theme.VERMILLION, theme.BLUE
SETS = {"wide": (550.0, 16), "narrow": (340.0, 7)}  # of names of cities: the map's width that they fit [px], how many
TURN = 540  # the width from which the wide set is shown [px]
CLICKED = "city"  # the selection of a click
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, asked of no host
FONT = "Helvetica, Arial, sans-serif"
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
    spec, rows = _spec(look._replace(city=None)), rows_of(figures, look)
    layers = [layer | {"data": {"values": rows[layer["data"]["name"]]}} for layer in spec["layer"]]
    return spec | {"layer": layers}


@lru_cache(maxsize=16)
def _spec(look):
    """The same without its data, which is slow to make; nobody may write into it."""
    chart = _layered(_layers(look)).properties(width="container", height="container", padding=0)
    chart = chart.properties(autosize=alt.AutoSizeParams(type="fit", contains="padding"))
    return chart.configure(font=FONT).configure_view(stroke="#d0d0d0").to_dict() | {"$schema": SCHEMA}


def picture(figures, look, title, subtitle, width=760):
    """The same as a chart of a fixed width [px], to be taken along; `theme.finished` gives it its look."""
    heading = theme.panel_title(title, width, wrap(subtitle, int(width / theme.PIXELS_PER_LETTER[12])))
    rows = rows_of(figures, look)
    layers = [layer.properties(data=alt.Data(values=rows[layer.data.name])) for layer in _layers(look, sets=("wide",))]
    height = WINDOWS[look.window].height / WIDTH * width
    return _layered(layers).properties(width=width, height=height, title=heading)


def rows_of(figures, look):
    """What each layer shows: {name of its data: rows}."""
    outlines = outline_rows(WINDOWS[look.window])
    flows = drawn_of(figures, look.window).flows
    return {
        "countries": [row for row in outlines if row["of"] != "region"],
        "regions": [row for row in outlines if row["of"] == "region"],
        "flows": [point for flow in flows.iter_rows() for point in _wedge(flow, look)],
        "cities": _circles(figures, look),
    } | {name: _names(figures, look, *SETS[name]) for name in SETS}


def _layers(look, sets=tuple(SETS)):
    names = [layer for name in sets for layer in _names_layers(look, name, always=len(sets) == 1)]
    return [*_outline_layers(look), _flows_layer(look), *_city_layers(look), *names]


def _layered(layers):
    return alt.layer(*layers).resolve_scale(size="independent", color="independent")


def _on_map(look, name):
    height = WINDOWS[look.window].height
    x, y = (
        alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0.0, WIDTH], nice=False, zero=False)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0.0], nice=False, zero=False)),
    )
    return alt.Chart(alt.NamedData(name)).encode(x=x, y=y)


def _outline_layers(look):
    """Countries, filled, then the borders of the Belgian regions."""
    fill = alt.Scale(domain=["modelled", "other"], range=["#e9e9e9", "#f7f7f7"])
    common = {"clip": True, "tooltip": None}
    countries, regions = (
        _on_map(look, name).transform_flatten(["order", "x", "y"]).encode(detail="ring:N", order="order:Q")
        for name in ("countries", "regions")
    )
    return (
        countries.mark_line(filled=True, interpolate="linear-closed", stroke="#b0b0b0", strokeWidth=0.8, **common)
        .encode(fill=alt.Fill("of:N", scale=fill, legend=None)),
        regions.mark_line(stroke="#7a7a7a", strokeWidth=1.0, strokeDash=[4, 2], **common),
    )  # fmt: skip


def _flows_layer(look):
    """Moves as trails that bend to one side, seen from where they begin, so that the way back lies beside it."""
    width = alt.Scale(domain=[0.0, max(look.largest[0], LEAST)], range=[0.0, WIDEST[look.window]])
    return (
        _on_map(look, "flows")
        .mark_trail(clip=True)
        .encode(
            size=alt.Size("width:Q", scale=width, legend=None),
            color=alt.Color("kind:N", scale=alt.Scale(domain=[*COLOURS], range=[*COLOURS.values()]), legend=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            detail="flow:N",
            order="step:Q",
            tooltip=[alt.Tooltip(f"{name}:N", title=_say(look, name)) for name in ("from", "to", "moves")],
        )
    )


def _city_layers(look):
    """Cities by the persons there; a click chooses one."""
    size = alt.Scale(domain=[0.0, max(look.largest[1], LEAST)], range=[0.0, LARGEST_CIRCLE[look.window]])
    said = [alt.Tooltip(f"{name}:N", title=_say(look, name)) for name in ("city", *FIGURES)]
    chart = _on_map(look, "cities")
    dots = chart.mark_circle(size=16, color=theme.INK, opacity=1.0, cursor="pointer").encode(tooltip=said)
    circles = chart.mark_circle(cursor="pointer", opacity=0.72).encode(
        size=alt.Size("size:Q", scale=size, legend=None),
        color=alt.Color("colour:N", scale=None),
        stroke=alt.when("datum.chosen").then(alt.value("black")).otherwise(alt.value("white")),
        strokeWidth=alt.when("datum.chosen").then(alt.value(2.5)).otherwise(alt.value(0.8)),
        tooltip=said,
    )
    return dots, circles.add_params(alt.selection_point(name=CLICKED, fields=["key"], on="click", clear=False))


def _names_layers(look, name, always):
    """Names of cities, with a white edge."""
    chart = _on_map(look, name).encode(text="text:N")
    if not always:
        chart = chart.transform_filter(f"width {'>=' if name == 'wide' else '<'} {TURN}")
    style = {"align": "left", "baseline": "middle", "fontSize": 12, "fontWeight": "bold", "tooltip": None}
    yield chart.mark_text(stroke="white", strokeWidth=3.5, strokeJoin="round", opacity=0.85, **style)
    yield chart.mark_text(color=theme.INK, **style)


def _wedge(flow, look):
    left, entered, persons = flow
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


def _say(look, key):
    return say(look.language, f"page_map.{key}")


def figure(value, look):
    """A mean as readers of the language write it; a difference with its sign."""
    return signed(value, look.language, 1) if look.is_difference else number(value, look.language, 1)


def _circles(figures, look):
    """The cities of the window, the largest first, so that small ones lie above."""
    places = WINDOWS[look.window].cities()
    inside = figures.cities.filter(pl.col("city").is_in(list(places)))
    rows = [_circle(row, places[row["city"]], look) for row in inside.iter_rows(named=True)]
    return sorted(rows, key=lambda row: -row["size"])


def _circle(row, place, look):
    value = row[look.size]
    colour = CIRCLE if not look.is_difference else MORE if value > 0.0 else FEWER
    return {
        "key": row["city"],
        "city": words.label(look.language, "city", cities()[row["city"]].name),
        "x": place[0],
        "y": place[1],
        "size": abs(value) if abs(value) >= LEAST else 0.0,
        "colour": colour,
        "chosen": row["city"] == look.city,
    } | {name: figure(row[name], look) for name in FIGURES}


def _names(figures, look, pixels, most):
    """Where names of the largest cities stand on a map of a width [px], at most so many."""
    window = WINDOWS[look.window]
    places, share = window.cities(), pixels / WIDTH
    names = {row: words.label(look.language, "city", cities()[row].name) for row in places}
    order = figures.cities.sort(pl.col(look.size).abs(), "city", descending=[True, False])["city"].to_list()
    inside = sorted((row for row in order if row in places), key=lambda row: row != look.city)
    spots = {names[row]: (x * share, y * share) for row, (x, y) in places.items()}
    found = theme.labels([names[row] for row in inside[:most]], spots, (pixels, window.height * share))
    return [one | {"x": one["x"] / share, "y": one["y"] / share} for one in found]
