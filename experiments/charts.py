"""Pictures of results: outcomes year by year, a policy's effects, the map of moves between cities."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import altair as alt
import numpy as np
import polars as pl
import vl_convert

from experiments import theme

YEARS_WIDTH, YEARS_HEIGHT = 250, 170  # of one panel [px]
EFFECTS_WIDTH, EFFECTS_STEP = 230, 24  # of one panel, of one row in it [px]
COMPARABLE = 4.0  # panels share a scale where the widest needs at most so many times the narrowest

OUTLINES = Path(__file__).parent / "data" / "outlines.topojson"
SOURCE = "Outlines: Natural Earth (public domain). Cities: GeoNames (CC BY 4.0)."
MODELLED = ("BE", "NL", "DE")
WEST, SOUTH, EAST, NORTH = 2.3, 49.35, 7.75, 52.75  # the map's window [degrees]: Belgium and its neighbours' nearest cities
MAP_WIDTH = 760  # [px]
LARGEST, LABELLED = 60, 14  # flows drawn, cities named
WIDEST = 14  # of the largest flow, where it begins [px]
BEND, TAPER = 0.16, 0.85  # of a flow: how far it leaves the straight line, how much of its width it loses
FLOW_KINDS = {
    "within Belgium": theme.BLUE,
    "into Belgium": theme.VERMILLION,
    "out of Belgium": theme.GREEN,
    "elsewhere": "#888888",
}


def years_chart(summary):
    """Outcomes year by year: a panel for each, a line with its band for each scenario.

    Args:
        summary: Columns scenario, outcome (title), unit, year, mean, low, high.
    """
    scenarios = _distinct(summary, "scenario")
    parts = summary.partition_by("outcome", maintain_order=True)
    across = theme.columns(len(parts))
    chart, width = theme.panels([_years_panel(part, scenarios, across) for part in parts], YEARS_WIDTH)
    title = f"Outcomes by year: {scenarios[0]}" if len(scenarios) == 1 else "Outcomes by year"
    return theme.finished(chart, title, "Lines show the mean of the runs, bands hold 95 % of the runs.", width)


def _years_panel(part, scenarios, across):
    colours, shapes = theme.palette(scenarios)
    legend = alt.Legend(title=None, orient="top", columns=across) if len(scenarios) > 1 else None
    base = alt.Chart(_values(part)).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, grid=False), scale=alt.Scale(nice=False)),
        color=alt.Color("scenario:N", scale=colours, legend=legend),
        tooltip=["scenario:N", "year:Q", *(alt.Tooltip(f"{name}:Q", format=",.4~r") for name in ("mean", "low", "high"))],
    )
    one_year = part["year"].n_unique() == 1
    band = (base.mark_rule(opacity=0.5) if one_year else base.mark_area(opacity=0.15)).encode(
        y=_amounts(part), y2="high:Q"
    )
    y = alt.Y("mean:Q")
    points = base.mark_point(filled=True, size=32, opacity=1).encode(
        y=y, shape=alt.Shape("scenario:N", scale=shapes, legend=legend)
    )
    return (band + base.mark_line(strokeWidth=1.8).encode(y=y) + points).properties(
        title=_panel_title(part["outcome"][0], YEARS_WIDTH, part["unit"][0]), width=YEARS_WIDTH, height=YEARS_HEIGHT
    )


def _amounts(part):
    top = part.select(pl.max_horizontal(pl.col("mean", "high").fill_nan(None).max())).item() or 0.0
    axis = alt.Axis(tickCount=5, format="~s" if top >= 1e5 else ",~r")
    scale = alt.Scale(zero=True, nice=True) if top else alt.Scale(domain=[0, 1])
    return alt.Y("low:Q", title=None, axis=axis, scale=scale)


def effects_chart(effects):
    """Differences from the reference in percent: a panel for each outcome, a row for each scenario.

    One scenario alone has a single panel, with its outcomes as rows.

    Args:
        effects: Columns scenario, outcome (title), reference, percent, percent_low, percent_high; the last three are
            null where the reference's mean is zero.
    """
    alone = effects["scenario"].n_unique() == 1
    panel, row = ("scenario", "outcome") if alone else ("outcome", "scenario")
    reference = effects["reference"][0]
    parts = effects.partition_by(panel, maintain_order=True)
    domains, shared = _domains(parts)
    colours, _ = theme.palette([reference, *_distinct(effects, "scenario")])
    across = theme.columns(len(parts))
    charts = [
        _effects_panel(part, domain, (panel, row), colours, named=place % across == 0)
        for place, (part, domain) in enumerate(zip(parts, domains, strict=True))
    ]
    chart, width = theme.panels(charts, EFFECTS_WIDTH)
    scales = "" if shared else " Each panel has a scale of its own."
    return theme.finished(
        chart,
        f"Differences from {reference}",
        "Dots show the mean difference, bars its 95 % interval; hollow dots: the interval holds zero." + scales,
        width + 150,
    )


def _domains(parts):
    spans = [_span(part) for part in parts]
    widths = [high - low for low, high in spans if high > low]
    shared = not widths or max(widths) <= COMPARABLE * min(widths)
    if shared:
        spans = [(min(low for low, _ in spans), max(high for _, high in spans))] * len(spans)
    margins = [0.06 * (high - low) or 1.0 for low, high in spans]
    return [(low - margin, high + margin) for (low, high), margin in zip(spans, margins, strict=True)], shared


def _span(part):
    bounds = part.select(pl.concat_list(pl.col("percent", "percent_low", "percent_high").fill_nan(None)).explode())
    known = bounds.to_series().drop_nulls()
    return min(known.min() or 0.0, 0.0), max(known.max() or 0.0, 0.0)


def _effects_panel(part, domain, fields, colours, named):
    panel, row = fields
    x = alt.X("percent:Q", title=f"Difference from {part['reference'][0]} (%)", scale=alt.Scale(domain=domain, nice=False))
    names = alt.Axis(labelLimit=0, ticks=False, domain=False, grid=True, labelFontSize=12, labelPadding=8, labels=named)
    base = alt.Chart(_values(part)).encode(
        y=alt.Y(f"{row}:N", title=None, sort=None, axis=names),
        tooltip=["scenario:N", "outcome:N", *(alt.Tooltip(f"{name}:Q", format="+.2f") for name in PERCENT)],
    )
    colour = alt.Color("scenario:N", scale=colours, legend=None)
    hollow = "datum.percent_low <= 0 && datum.percent_high >= 0"
    zero = alt.Chart(_values(pl.DataFrame({"zero": [0]}))).mark_rule(color="#777777").encode(x="zero:Q")
    bars = base.mark_rule(strokeWidth=2).encode(x=alt.X("percent_low:Q"), x2="percent_high:Q", color=colour)
    dots = base.mark_point(size=70, strokeWidth=2, opacity=1).encode(
        x=x, color=colour, fill=alt.condition(hollow, alt.value("white"), colour)
    )
    return zero + bars + dots
