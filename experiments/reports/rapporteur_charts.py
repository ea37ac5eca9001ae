"""Pictures of simulated records: labels beside each other with their intervals, and years one after the other."""

from textwrap import wrap

import altair as alt
import polars as pl

from experiments import theme
from experiments.language import number

WIDTH, ROW, LETTERS = 330, 26, 34  # of the picture of dots, of a row [px]; of a line of its labels
PANEL, PANEL_HEIGHT = 235, 130  # of a panel of years [px]
TITLE_LETTERS = 36  # of a line of a panel's title
MOST_TICKS = 5


def dots(figures, unit, language):
    """A dot for each mean, a bar for its interval, the mean in numbers beside it.

    Args:
        figures: [(text, records.Figure)], the row on top first.
        unit: In words, for the axis.
    """
    rows = [
        {"row": "\n".join(wrap(text, LETTERS)), "mean": one.mean, "low": one.low, "high": one.high}
        | {"told": number(one.mean, language, 0 if one.mean >= 100.0 else 1)}
        for text, one in figures
    ]
    names = alt.Axis(
        labelExpr="split(datum.label, '\\n')", labelLimit=0, ticks=False, domain=False, labelPadding=8,
        labelFontSize=12, grid=False,
    )  # fmt: skip
    y = alt.Y("row:N", title=None, sort=[row["row"] for row in rows], axis=names)
    base = alt.Chart(theme.values(pl.DataFrame(rows))).encode(y=y)
    scale = alt.Scale(domain=[0.0, max(row["high"] for row in rows) * 1.04 or 1.0], nice=False)
    x = alt.X("low:Q", title=unit, scale=scale, axis=alt.Axis(tickCount=MOST_TICKS))
    layers = (
        base.mark_rule(strokeWidth=3, color=theme.BLUE, opacity=0.55).encode(x=x, x2="high:Q"),
        base.mark_point(filled=True, size=70, color=theme.INK, opacity=1).encode(x=alt.X("mean:Q", scale=scale)),
    )
    drawn = alt.layer(*layers).properties(width=WIDTH, height=alt.Step(ROW))
    beside = alt.Chart(theme.values(pl.DataFrame(rows))).mark_text(align="right", fontSize=12, color=theme.INK)
    numbers = beside.encode(y=y.axis(None), text="told:N", x=alt.value(46)).properties(width=50, height=alt.Step(ROW))
    return _framed(alt.hconcat(drawn, numbers, spacing=4))


def years(panels):
    """The mean of each year as a line, the interval of single runs as a band; a panel for each number.

    Args:
        panels: [(title, unit, {year: records.Figure})].
    """
    drawn = [_panel(title, unit, by_year) for title, unit, by_year in panels]
    return _framed(alt.concat(*drawn, columns=2, spacing=22))


def _panel(title, unit, by_year):
    rows = [{"year": year, "mean": one.mean, "low": one.low, "high": one.high} for year, one in by_year.items()]
    shown = list(by_year)[:: 1 + (len(by_year) - 1) // MOST_TICKS]
    axis = alt.Axis(format="d", values=shown, grid=False)
    ends = [min(by_year) - 0.5, max(by_year) + 0.5]
    x = alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(domain=ends, nice=False))
    base = alt.Chart(theme.values(pl.DataFrame(rows))).encode(x=x)
    scale = alt.Scale(domain=[0.0, max(row["high"] for row in rows) * 1.05 or 1.0], nice=False)
    y = alt.Y("low:Q", title=None, scale=scale, axis=alt.Axis(tickCount=MOST_TICKS))
    spread = (
        base.mark_area(opacity=0.25, color=theme.BLUE)
        if len(rows) > 1
        else base.mark_rule(strokeWidth=3, color=theme.BLUE, opacity=0.55)
    )
    mean = alt.Y("mean:Q", scale=scale)
    layers = (
        spread.encode(y=y, y2="high:Q"),
        base.mark_line(color=theme.INK, strokeWidth=1.8).encode(y=mean),
        base.mark_point(filled=True, size=30, color=theme.INK, opacity=1).encode(y=mean),
    )
    heading = alt.TitleParams(wrap(title, TITLE_LETTERS), subtitle=wrap(unit, TITLE_LETTERS))
    return alt.layer(*layers).properties(title=heading, width=PANEL, height=PANEL_HEIGHT)


def _framed(chart):
    """The look of all charts; the caption in the document is the title."""
    look = {"axis": theme.AXIS, "title": theme.TITLE, "view": {"stroke": None}}
    return chart.properties(background="white", padding=8).configure(font="Helvetica, Arial, sans-serif", **look)
