"""The map of moves between cities, over the outlines of countries."""

import json
from pathlib import Path

import altair as alt
import numpy as np
import polars as pl

from experiments import theme

OUTLINES = Path(__file__).parent / "data" / "outlines.topojson"
SOURCE = "Outlines: Natural Earth (public domain). Cities: GeoNames (CC BY 4.0)."
MODELLED = "indexof(['BE', 'NL', 'DE'], datum.properties.country) >= 0"
WEST, SOUTH, EAST, NORTH = 2.3, 49.4, 7.75, 52.7  # the map's window [degrees]: Belgium and the nearest cities around it
MAP_WIDTH = 760  # [px]
MAP_SCALE = MAP_WIDTH / np.radians(EAST - WEST)  # Mercator [px per radian of longitude]
LARGEST, LABELLED = 60, 14  # flows drawn, cities named
WIDEST = 14  # the largest flow, where it begins [px]
BEND, TAPER = 0.16, 0.85  # how far a flow leaves the straight line, of its length; how much of its width it loses
KINDS = {
    "within Belgium": theme.BLUE,
    "into Belgium": theme.VERMILLION,
    "out of Belgium": theme.GREEN,
    "elsewhere": theme.GREY,
}


def flows_map(flows, cities, title="Moves between cities"):
    """The largest moves between cities in and around Belgium, as wedges that taper from origin to destination.

    Args:
        flows: Columns origin, destination (names of cities), persons (a year).
        cities: Cities as in sim.geography.
        title: What stands above the map.
    """
    places = {city.name: city for city in cities if WEST < city.longitude < EAST and SOUTH < city.latitude < NORTH}
    inside = flows.filter(
        pl.col("persons") > 0, *(pl.col(end).is_in(list(places)) for end in ("origin", "destination"))
    )
    drawn = inside.sort("persons", descending=True, maintain_order=True).head(LARGEST)
    layers = [_countries(), *([_wedges(drawn, places)] if drawn.height else []), *_towns(drawn, places), _source()]
    chart = alt.layer(*layers).properties(width=MAP_WIDTH, height=_pixels(EAST, SOUTH)[1])
    return theme.finished(chart, title, _coverage(flows, inside, drawn), MAP_WIDTH)


def _coverage(flows, inside, drawn):
    total, within, shown = (table["persons"].sum() for table in (flows, inside, drawn))
    if not total:
        return "Nobody moves from one city to another."
    return (
        f"The {drawn.height} largest flows between cities on the map: {shown / total:.0%} of {total:,.0f} moves a year."
        f" Left out: {inside.height - drawn.height} smaller flows ({(within - shown) / total:.0%}), moves from or to "
        f"cities beyond the map ({1.0 - within / total:.0%}). A flow is wide where it begins, narrow where it ends."
    ).replace("%", " %")


def _pixels(longitude, latitude):
    """A place on the map, in Mercator's projection, from the upper left corner [px]."""
    north, here = (np.arcsinh(np.tan(np.radians(degrees))) for degrees in (NORTH, latitude))
    return float(MAP_SCALE * np.radians(longitude - WEST)), float(MAP_SCALE * (north - here))


def _on_map(rows):
    """A chart of rows that have their place as x and y [px]."""
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    return alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)


def _countries():
    outlines = alt.Data(
        values=json.loads(OUTLINES.read_text(encoding="utf-8")),
        format=alt.TopoDataFormat(type="topojson", feature="countries"),
    )
    fill = alt.when(MODELLED).then(alt.value("#e9e9e9")).otherwise(alt.value("#f7f7f7"))
    shapes = alt.Chart(outlines).mark_geoshape(clip=True, stroke="#b0b0b0", strokeWidth=0.8).encode(fill=fill)
    width, height = _pixels(EAST, SOUTH)
    beyond = [[-5, -5], [width + 5, height + 5]]  # a little, so that the cut edges are out of sight
    return shapes.project(type="mercator", scale=MAP_SCALE, translate=_pixels(0.0, 0.0), clipExtent=beyond)


def _wedges(drawn, places):
    width = alt.Scale(domain=[0, drawn["persons"].max()], range=[0, WIDEST])
    size = alt.Legend(title="Moves a year, at the wide end", orient="bottom-left", tickCount=3)
    color = alt.Legend(title=None, orient="top-left", symbolStrokeWidth=4)
    persons = alt.Tooltip("persons:Q", title="moves a year", format=",.1f")
    return (
        _on_map([point for flow in drawn.iter_rows(named=True) for point in _wedge(flow, places)])
        .mark_trail(clip=True, opacity=0.75)
        .encode(
            size=alt.Size("width:Q", scale=width, legend=size),
            color=alt.Color("kind:N", scale=alt.Scale(domain=[*KINDS], range=[*KINDS.values()]), legend=color),
            detail=["origin:N", "destination:N"],
            order="step:Q",
            tooltip=["origin:N", "destination:N", persons],
        )
    )


def _wedge(flow, places, steps=16):
    """Points along a flow that bends to one side, seen from its origin, so that the flow back lies beside it."""
    left, entered = places[flow["origin"]], places[flow["destination"]]
    start, end = (np.array(_pixels(city.longitude, city.latitude)) for city in (left, entered))
    bent = (start + end) / 2.0 + BEND * np.array([start[1] - end[1], end[0] - start[0]])
    for step, t in enumerate(np.linspace(0.0, 1.0, steps + 1).tolist()):
        x, y = ((1.0 - t) ** 2 * start + 2.0 * t * (1.0 - t) * bent + t**2 * end).round(1).tolist()
        width = flow["persons"] * (1.0 - TAPER * t)
        yield flow | {"kind": kind_of(left, entered), "step": step, "x": x, "y": y, "width": width}


def kind_of(left, entered):
    """Which of KINDS a move from one City to another is."""
    if left.country == "BE":
        return "within Belgium" if entered.country == "BE" else "out of Belgium"
    return "into Belgium" if entered.country == "BE" else "elsewhere"


def _towns(drawn, places):
    """Dots for all cities on the map, names for those with most moves."""
    spots = {city.name: _pixels(city.longitude, city.latitude) for city in places.values()}
    rows = [{"city": name, "inhabitants": places[name].population, "x": x, "y": y} for name, (x, y) in spots.items()]
    tooltip = ["city:N", alt.Tooltip("inhabitants:Q", format=",")]
    dots = _on_map(rows).mark_circle(size=20, color=theme.INK, opacity=1).encode(tooltip=tooltip)
    labels = _on_map(list(theme.labels(_busiest(drawn), spots, _pixels(EAST, SOUTH)))).encode(text="text:N")
    style = {"align": "left", "baseline": "middle", "fontSize": 12, "fontWeight": "bold"}
    halo = labels.mark_text(stroke="white", strokeWidth=3.5, strokeJoin="round", opacity=0.85, **style)
    return dots, halo, labels.mark_text(color=theme.INK, **style)


def _busiest(drawn):
    """Names of the cities with most moves in the flows drawn, the busiest first."""
    ends = pl.concat([drawn.select("persons", city=end) for end in ("origin", "destination")])
    moves = ends.group_by("city").agg(pl.col("persons").sum())
    return moves.sort("persons", "city", descending=[True, False])["city"].head(LABELLED)


def _source():
    text = _on_map([{"text": SOURCE, "x": 0, "y": _pixels(EAST, SOUTH)[1] + 16}]).encode(text="text:N")
    return text.mark_text(align="left", fontSize=11, color=theme.GREY)
