"""The picture of a Reach: cells of the plane with the cost of their cheapest mix, the hull, levers alone and now."""

from typing import Any

import altair as alt
import numpy as np
import polars as pl

from experiments import theme
from experiments.advice import planes
from experiments.advice.cost_words import three_digits
from experiments.advice.reach_words import AXES, cell_text, half_widths
from experiments.language import number

CELL_STYLE: dict[str, Any] = {
    "fontSize": 10,
    "color": theme.INK,
    "align": "right",
    "baseline": "bottom",
    "dx": -3,
    "dy": -2,
}
PALEST, DARKEST = "#f4f4f4", "#9a9a9a"  # of cells; figures stand out on both
NOW = "now"


def plane(found):
    """Change in identified persons against change in the outcome; the darker a cell, the dearer its cheapest mix."""
    cells = _cells(found)
    marked = _marked(found)
    outcome = AXES[found.tried.outcome]
    domains = [planes.domain_of([*cells[f"{name}_from"], *cells[f"{name}_to"], *marked[name]]) for name in ("x", "y")]
    x = planes.axis("x", f"Change in {outcome} a year", domains[0])
    y = planes.axis("y", "Change in identified persons a year", domains[1])
    layers = [
        *_filled(cells, figures=not found.others),
        *planes.zero_lines(),
        _outline(found, x, y),
        *_dots(found, marked, x, y),
        *planes.names(marked["label"].to_list(), _spots(marked), domains),
    ]
    chart = alt.layer(*layers).properties(width=planes.WIDTH, height=planes.HEIGHT)
    first, last = found.tried.pairs.years
    return theme.finished(chart, f"What mixes can reach, {first}-{last}", _said(found), 700)


def _cells(found):
    outcome = found.tried.outcome
    table = found.table.select(
        pl.col(f"{outcome}_from").alias("x_from"), pl.col(f"{outcome}_to").alias("x_to"),
        pl.col("identified_from").alias("y_from"), pl.col("identified_to").alias("y_to"),
        "cost_eur", "cheapest", "mixes",
    )  # fmt: skip
    costs = table["cost_eur"].to_numpy()
    share = (costs - costs.min()) / (np.ptp(costs) or 1.0)
    text = [cell_text(cost) for cost in costs]
    return table.with_columns(share=pl.Series(share), text=pl.Series(text))


def _filled(cells, figures):
    base = alt.Chart(theme.values(cells))
    grey = alt.Color("share:Q", scale=alt.Scale(domain=[0.0, 1.0], range=[PALEST, DARKEST]), legend=None)
    left, low = alt.X("x_from:Q"), alt.Y("y_from:Q")
    tooltip = ["cheapest:N", "mixes:Q", alt.Tooltip("cost_eur:Q", format=",.0f")]
    yield base.mark_rect(stroke="white", strokeWidth=1).encode(
        x=left, x2="x_to:Q", y=low, y2="y_to:Q", color=grey, tooltip=tooltip
    )
    if figures:
        yield base.mark_text(**CELL_STYLE).encode(x=alt.X("x_to:Q"), y=low, text="text:N")


def _outline(found, x, y):
    corners = [*found.hull.tolist(), found.hull[0].tolist()]
    rows = [{"x": a, "y": b, "order": place} for place, (a, b) in enumerate(corners)]
    line = alt.Chart(alt.Data(values=rows)).mark_line(color=theme.INK, strokeDash=[5, 3], strokeWidth=1.3)
    return line.encode(x=x, y=y, order="order:Q")


def _marked(found):
    """The reference, levers alone, and what is no mix of them."""
    names = found.tried.pairs.names
    labels = {0: f"{NOW} ({names[0]})"} | _numbers(found)
    kinds = {0: NOW} | dict.fromkeys(found.singles, "lever") | dict.fromkeys(found.others, "other")
    return pl.DataFrame(
        [
            {"scenario": names[place], "label": labels.get(place, names[place]), "kind": kind,
             "x": float(found.points[place, 0]), "y": float(found.points[place, 1])}
            for place, kind in kinds.items()
        ]
    )  # fmt: skip


def _dots(found, marked, x, y):
    """All mixes as small dots; the reference as a cross, levers alone filled, other policies hollow."""
    every = [{"x": a, "y": b} for a, b in found.points[found.tried.places].tolist()]
    yield alt.Chart(alt.Data(values=every)).mark_point(size=8, filled=True, color="black", opacity=0.6).encode(x=x, y=y)
    styles: dict[str, dict[str, Any]] = {
        "other": {"shape": "square", "filled": False, "size": 55, "color": theme.INK},
        "lever": {"shape": "circle", "filled": True, "size": 75, "color": theme.BLUE},
        NOW: {"shape": "cross", "filled": True, "size": 160, "color": theme.VERMILLION},
    }
    for kind, style in styles.items():
        rows = marked.filter(kind=kind)
        if rows.height:
            yield (
                alt.Chart(theme.values(rows))
                .mark_point(opacity=1, strokeWidth=1.6, **style)
                .encode(x=x, y=y, tooltip=["scenario:N", *theme.tooltips(("x", "y"), "+,.3~r")])
            )


def _spots(marked):
    return {label: (x, y) for label, x, y in marked.select("label", "x", "y").iter_rows()}


def _numbers(found):
    """What stands beside the squares of other policies: {place: number}."""
    return {place: str(number) for number, place in enumerate(found.others, 1)}


def _said(found):
    across, up = (number(three_digits(half), "en") for half in half_widths(found))
    names = found.tried.pairs.names
    key = ", ".join(f"{own} {names[place]}" for place, own in _numbers(found).items())
    others = f" Hollow squares, other policies: {key}." if key else ""
    figures = "" if key else "Figures: extra public cost of the cheapest mix in a cell, EUR million a year; "
    darker = "the darker a cell, the dearer its cheapest mix"
    return (
        f"Mixes of {', '.join(found.levers)}. {figures}{darker if figures else darker.capitalize()}. Small dots: means"
        f" of {len(found.tried.places)} mixes, each known to within {across} across and {up} up or down (95 %,"
        f" luck and ignorance); dashed: the region that holds them all. Filled dots: levers alone. Cross: now.{others}"
    )
