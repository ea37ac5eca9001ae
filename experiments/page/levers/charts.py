"""Pictures of a comparison on the page: dots with intervals, and effects over the years; as wide as there is room."""

from textwrap import wrap
from typing import Any

import altair as alt

from experiments import theme
from experiments.reports import drawn

ACCENT = "#0b5a8a"
ROW, YEARS_HEIGHT = 62, 240  # [px]
FILE_WIDTH = 600  # of a chart in a file [px]
NAME: dict[str, Any] = {"align": "left", "dy": -16, "fontSize": 13, "fontWeight": "bold"}
NUMBERS: dict[str, Any] = {"align": "left", "dy": 1, "fontSize": 12}
LETTERS = 80  # of a title's line in a file


def dots(rows, title, language):
    """A row for each of `told.row`: name and numbers, below them a dot with its interval.

    Args:
        rows: Dictionaries with name, numbers, value, low, high, clear.
        title: Of the axis.
        language: Of its numbers.
    """
    places = [{"place": place} | row for place, row in enumerate(rows)]
    reach = [value for row in rows for value in (row["low"], row["high"])] + [0.0]
    margin = 0.06 * (max(reach) - min(reach)) or 1.0
    scale = alt.Scale(domain=[min(reach) - margin, max(reach) + margin], nice=False)
    base = alt.Chart(alt.Data(values=places)).encode(y=alt.Y("place:O", axis=None))
    halo: dict[str, Any] = {"stroke": "white", "strokeWidth": 5, "strokeJoin": "round"}
    texts = base.encode(x=alt.value(0))
    ink = alt.when("datum.clear").then(alt.value(ACCENT)).otherwise(alt.value("white"))
    x = alt.X("value:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, grid=False))
    zero = alt.Chart(alt.Data(values=[{"value": 0.0}])).mark_rule(color=theme.GREY)
    layers = (
        zero.encode(x=alt.X("value:Q", scale=scale)),
        base.mark_rule(strokeWidth=2.5, color=ACCENT, yOffset=20).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(size=90, strokeWidth=2, opacity=1, stroke=ACCENT, yOffset=20).encode(x=x, fill=ink),
        *(texts.mark_text(**NAME, **own).encode(text="name:N") for own in (halo, {"color": theme.INK})),
        *(texts.mark_text(**NUMBERS, **own).encode(text="numbers:N") for own in (halo, {"color": theme.GREY})),
    )
    return _finished(alt.layer(*layers).properties(width="container", height=alt.Step(ROW)), language)


def years(rows, begins, title, language):
    """The difference in each year as a line, its interval as a band, a dashed line where the policy begins.

    Args:
        rows: Dictionaries with year, value, low, high.
        begins: The day on which the policy first changes anything.
        title: Of the axis of differences.
        language: Of its numbers.
    """
    first, last = rows[0]["year"], rows[-1]["year"]
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=5, grid=False)
    x = alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(domain=[first - 0.3, last + 0.3], nice=False))
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)
    y = alt.Y("value:Q", title=title, axis=alt.Axis(tickCount=5))
    layers = [
        alt.Chart(alt.Data(values=[{"value": 0.0}])).mark_rule(color=theme.GREY).encode(y="value:Q"),
        base.mark_area(opacity=0.2, color=ACCENT).encode(y=alt.Y("low:Q", title=title), y2="high:Q"),
        base.mark_line(color=ACCENT, strokeWidth=2).encode(y=y),
        base.mark_point(filled=True, size=40, color=ACCENT, opacity=1).encode(y=y),
    ]
    day = begins.year + (begins.timetuple().tm_yday - 1) / 366.0 - 0.5  # a year's dot stands in its middle
    if first - 0.3 <= day <= last + 0.3:
        line = alt.Chart(alt.Data(values=[{"year": day}])).mark_rule(color=theme.INK, strokeDash=[5, 4])
        layers.append(line.encode(x="year:Q"))
    return _finished(alt.layer(*layers).properties(width="container", height=YEARS_HEIGHT), language)


def for_file(chart, title, subtitle):
    """The same chart as it leaves the page: of a fixed width, with its title."""
    own = chart.copy(deep=True)
    own.width = FILE_WIDTH
    own.title = alt.TitleParams(wrap(title, LETTERS), subtitle=wrap(subtitle, LETTERS), subtitlePadding=6, offset=16)
    return own


def _finished(chart, language):
    options = {"actions": False, "formatLocale": drawn.locale(language)}
    look = {"axis": theme.AXIS, "title": theme.TITLE | {"fontSize": 16}, "view": {"stroke": None}}
    frame = {"background": "white", "padding": 8, "usermeta": {"embedOptions": options}}
    return chart.properties(**frame).configure(font="Helvetica, Arial, sans-serif", **look)
