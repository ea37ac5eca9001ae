"""Pictures of results: outcomes year by year, and a policy's effects; maps are in maps.py."""

import json
import re
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import altair as alt
import polars as pl
import vl_convert

from experiments import theme

UNSAFE = re.compile("<(?=[/!])")  # in a name, it could end the script of a page
YEARS_WIDTH, YEARS_HEIGHT = 250, 170  # of one panel [px]
EFFECTS_WIDTH, LONE_WIDTH, ROW_HEIGHT = 230, 460, 24  # of one panel, of a panel on its own, of a row [px]
COMPARABLE = 4.0  # panels share a scale where the widest range is at most so many times the narrowest
PERCENT = ("percent", "percent_low", "percent_high")
WITH_ZERO = "datum.percent_low <= 0 && datum.percent_high >= 0"


def save(chart, folder, name):
    """Write a chart as name.html, which loads nothing from elsewhere, and as name.png: (path, path).

    Neither is left half-written.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    spec = _spec(chart)
    page = vl_convert.vegalite_to_html(spec, bundle=True)
    made = {
        f"{name}.html": page.replace("<title>Chart<", f"<title>{escape(spec['title']['text'])}<", 1).encode(),
        f"{name}.png": _png(spec),
    }
    with TemporaryDirectory(dir=target, prefix=".") as drafts:
        for file, content in made.items():
            (Path(drafts) / file).write_bytes(content)
        return tuple((Path(drafts) / file).replace(target / file) for file in made)


def png_of(chart):
    """A chart as the bytes of a PNG."""
    return _png(_spec(chart))


def _png(spec):
    return vl_convert.vegalite_to_png(spec, scale=2)


def _spec(chart):
    return json.loads(UNSAFE.sub("< ", chart.to_json()))


def years_chart(summary):
    """Outcomes year by year: a panel for each, a line with its band for each scenario.

    Args:
        summary: Columns scenario, outcome (title), unit, year, mean, low, high.
    """
    scenarios = _distinct(summary, "scenario")
    parts = summary.partition_by("outcome", maintain_order=True)
    chart, width = theme.panels([_years_panel(part, scenarios, len(parts)) for part in parts], YEARS_WIDTH)
    title = f"Outcomes by year: {scenarios[0]}" if len(scenarios) == 1 else "Outcomes by year"
    mean, most = ("Dots", "bars") if _one_year(summary) else ("Lines", "bands")
    return theme.finished(chart, title, f"{mean} show the mean of the runs, {most} hold 95 % of the runs.", width)


def _years_panel(part, scenarios, panels):
    colours, shapes = theme.palette(scenarios)
    legend = alt.Legend(title=None, orient="top", columns=theme.columns(panels)) if len(scenarios) > 1 else None
    mean = alt.Y("mean:Q")
    base = alt.Chart(theme.values(part)).encode(
        **_years(part, scenarios),
        color=alt.Color("scenario:N", scale=colours, legend=legend),
        tooltip=["scenario:N", "year:Q", *theme.tooltips(("mean", "low", "high"), ",.4~r")],
    )
    points = base.mark_point(filled=True, size=30, opacity=1).encode(
        y=mean, shape=alt.Shape("scenario:N", scale=shapes, legend=legend)
    )
    return (_band(base, part, len(scenarios)) + base.mark_line(strokeWidth=1.8).encode(y=mean) + points).properties(
        title=theme.panel_title(part["outcome"][0], YEARS_WIDTH, part["unit"][0]),
        width=YEARS_WIDTH,
        height=YEARS_HEIGHT,
    )


def _years(part, scenarios):
    """Years along the axis; where there is but one, the scenarios side by side."""
    if _one_year(part):
        axis = alt.Axis(labelAngle=0, grid=False)
        return {"x": alt.X("year:O", title=None, axis=axis), "xOffset": alt.XOffset("scenario:N", sort=scenarios)}
    first, last = part["year"].min(), part["year"].max()
    named = list(range(first, last + 1, 1 + (last - first) // 7))
    axis = alt.Axis(format="d", values=named, grid=False)
    return {"x": alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(nice=False, padding=8))}


def _one_year(table):
    return table["year"].n_unique() == 1


def _band(base, part, scenarios):
    """From low to high, the paler the more bands lie over one another; a bar where there is but one year."""
    top = part.select(pl.max_horizontal(pl.col("mean", "high").fill_nan(None).max())).item()
    scale = alt.Scale(zero=True, nice=5) if top else alt.Scale(domain=[0, 1])
    label = "format(datum.value, '~s')" if top and top >= 1e5 else alt.Undefined  # 5M
    mark = base.mark_area(opacity=max(0.09, 0.2 - 0.02 * scenarios))
    if _one_year(part):
        mark = base.mark_rule(opacity=0.5)
    return mark.encode(
        y=alt.Y("low:Q", title=None, axis=alt.Axis(tickCount=5, labelExpr=label), scale=scale), y2="high:Q"
    )


def effects_chart(effects, over="", drawn=False):
    """Differences from the reference in percent: a panel for each outcome, a row for each scenario.

    A scenario on its own gets one panel, with the outcomes as rows.

    Args:
        effects: Columns scenario, outcome (title), reference, percent, percent_low, percent_high; the percentages are
            null where the mean of the reference is zero.
        over: Years and runs, for the title.
        drawn: Whether runs lived on draws of the parameters, so that intervals hold ignorance, too.
    """
    fields = ("outcome", "scenario") if effects["scenario"].n_unique() > 1 else ("scenario", "outcome")
    reference, parts = effects["reference"][0], effects.partition_by(fields[0], maintain_order=True)
    colours, _ = theme.palette([reference, *_distinct(effects, "scenario")])
    domains, shared = _domains(parts)
    width, across = EFFECTS_WIDTH if len(parts) > 1 else LONE_WIDTH, theme.columns(len(parts))
    charts = [
        _effects_panel(part, fields, domain, colours, width, named=place % across == 0)
        for place, (part, domain) in enumerate(zip(parts, domains, strict=True))
    ]
    chart, width = theme.panels(charts, width)
    held = "chance and what is not known of the parameters" if drawn else "chance only, not the parameters"
    words = f"Dots show the mean difference, bars its 95 % interval ({held}); a hollow dot: the interval includes zero."
    return theme.finished(
        chart,
        f"Differences from {reference}{over}",
        words if shared else words + " Each panel has its own scale.",
        width,
    )


def _domains(parts):
    """The range of each panel, zero in it, and whether all have the same."""
    ranges = [_range(part) for part in parts]
    widths = [high - low for low, high in ranges if high > low]
    shared = not widths or max(widths) <= COMPARABLE * min(widths)
    if shared:
        ranges = [(min(low for low, _ in ranges), max(high for _, high in ranges))] * len(ranges)
    margins = [0.06 * (high - low) or 1.0 for low, high in ranges]
    return [[low - margin, high + margin] for (low, high), margin in zip(ranges, margins, strict=True)], shared


def _range(part):
    known = [value for name in PERCENT for value in part[name].fill_nan(None).drop_nulls()]
    return min([0.0, *known]), max([0.0, *known])


def _effects_panel(part, fields, domain, colours, width, named):
    panel, row = fields
    names = alt.Axis(labelLimit=0, ticks=False, domain=False, labelFontSize=12, labelPadding=8, labels=named)
    base = alt.Chart(theme.values(part)).encode(
        y=alt.Y(f"{row}:N", title=None, sort=part[row].to_list(), axis=names),
        color=alt.Color("scenario:N", scale=colours, legend=None),
        tooltip=["scenario:N", "outcome:N", *theme.tooltips(PERCENT, "+.2f")],
    )
    title = f"Difference from {part['reference'][0]} (%)"
    x = alt.X("percent:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(tickCount=5))
    fill = alt.when(WITH_ZERO).then(alt.value("white")).otherwise(alt.Fill("scenario:N", scale=colours, legend=None))
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=theme.GREY).encode(x="zero:Q")
    bars = base.mark_rule(strokeWidth=2).encode(x="percent_low:Q", x2="percent_high:Q")
    dots = base.mark_point(size=70, strokeWidth=2, opacity=1).encode(x=x, fill=fill)
    return (zero + bars + dots + _without_percent(base, domain)).properties(
        title=theme.panel_title(part[panel][0], width), width=width, height=alt.Step(ROW_HEIGHT)
    )


def _without_percent(base, domain):
    """A note on rows whose reference is zero, on the wider side of the zero line."""
    side = {"align": "left", "dx": 6} if sum(domain) >= 0.0 else {"align": "right", "dx": -6}
    note = base.mark_text(fontStyle="italic", fontSize=11, **side).transform_filter("!isValid(datum.percent)")
    return note.encode(x=alt.datum(0), text=alt.value("reference is zero"), color=alt.value(theme.GREY))


def _distinct(table, column):
    return table[column].unique(maintain_order=True).to_list()
