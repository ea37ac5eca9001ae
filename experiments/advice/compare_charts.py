"""Pictures of a comparison: effects with their intervals, effects over time, the probability of each two scenarios."""

import altair as alt
import polars as pl

from experiments import theme
from experiments.language import chance_cell
from experiments.printing import signed_difference
from experiments.words import in_words

WIDTH, ROW_HEIGHT, CELL = 420, 30, 64  # of a panel, of a row, of a cell [px]
YEARS_WIDTH, YEARS_HEIGHT = 300, 190
LABELS_WIDTH = 260
DARK = 0.6  # probability above which numbers are white on dark
DOT = "a hollow dot: the interval includes zero"


def effects_chart(effects, over, held):
    """Differences from the reference, a row for each scenario, the numbers beside them.

    Args:
        effects: Effects on one outcome.
        over: Years and pairs, for the title.
        held: What the intervals hold.
    """
    first = effects[0]
    table = _table(effects, "scenario")
    rows = alt.Y("row:N", title=None, sort=table["row"].to_list(), axis=_names())
    chart = _forest(table, rows, _unit(first), WIDTH) | _numbers(table)
    words = f"Dots show the mean difference of the pairs, bars its 95 % interval ({held}); {DOT}."
    return theme.finished(chart, f"Differences from {first.reference}: {first.title}{over}", words, WIDTH + 320)


def labels_chart(by_scenario, about, held):
    """The same told apart by labels: a panel for each scenario, a row for each label.

    Args:
        by_scenario: The Effects of each scenario, label after label.
        about: Outcome, area, years and pairs, for the title.
        held: What the intervals hold.
    """
    across, panels = theme.columns(len(by_scenario)), []
    for place, effects in enumerate(by_scenario):
        table = _table(effects, "label")
        axis = _names(labels=place % across == 0)
        rows = alt.Y("row:N", title=None, sort=table["row"].to_list(), axis=axis)
        chart = _forest(table, rows, _unit(effects[0]), LABELS_WIDTH)
        panels.append(chart.properties(title=theme.panel_title(effects[0].scenario, LABELS_WIDTH)))
    chart, width = theme.panels(panels, LABELS_WIDTH)
    words = f"Dots show the mean difference, bars its 95 % interval ({held}); {DOT}. Each panel has its own scale."
    return theme.finished(chart, f"Differences from {by_scenario[0][0].reference}: {about}", words, width)


def years_chart(by_scenario, days, about, held):
    """Effects over time: a panel for each scenario, with the band of its interval and the day on which it begins.

    Args:
        by_scenario: The Effects of each scenario, year after year.
        days: On which each first changes anything, or may; None where it never does.
        about, held: As in `labels_chart`.
    """
    bounds = [bound for effects in by_scenario for effect in effects for bound in (effect.low, effect.high, 0.0)]
    scale = alt.Scale(domain=[min(bounds), max(bounds)] if max(bounds) > min(bounds) else [-1.0, 1.0], nice=True)
    panels = [_years_panel(effects, day, scale) for effects, day in zip(by_scenario, days, strict=True)]
    chart, width = theme.panels(panels, YEARS_WIDTH)
    words = (
        f"Lines show the mean difference of the pairs in each year, bands its 95 % interval ({held}). The dashed line"
        " marks the day on which the policy begins; before it, both worlds are the same."
    )
    return theme.finished(chart, f"Differences from {by_scenario[0][0].reference} over time: {about}", words, width)


def _years_panel(effects, day, scale):
    table = _table(effects, "label").with_columns(year=pl.col("row").cast(pl.Int32))
    years = table["year"].to_list()
    axis = alt.Axis(format="d", values=years[:: 1 + (len(years) - 1) // 7], grid=False)
    x = alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False))
    base = alt.Chart(theme.values(table)).encode(x=x)
    y = alt.Y("difference:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5))
    spread = (
        base.mark_area(opacity=0.25, color=theme.BLUE, interpolate="step")
        if len(years) > 1
        else base.mark_rule(strokeWidth=2)
    )
    layers = [
        _rule({"difference": 0}, theme.GREY).encode(y="difference:Q"),
        spread.encode(y=alt.Y("low:Q", title=None, scale=scale), y2="high:Q"),
        base.mark_line(color=theme.INK, strokeWidth=1.8, interpolate="step").encode(y=y),
        base.mark_point(filled=True, size=35, color=theme.INK, opacity=1).encode(y=y),
    ]
    begins = None if day is None else day.year + day.timetuple().tm_yday / 366.0 - 0.5
    if begins is not None and years[0] - 0.5 <= begins <= years[-1] + 0.5:
        layers.append(_rule({"year": begins}, theme.INK, strokeDash=[5, 4]).encode(x="year:Q"))
    title = theme.panel_title(effects[0].scenario, YEARS_WIDTH, _unit(effects[0]))
    return alt.layer(*layers).properties(title=title, width=YEARS_WIDTH, height=YEARS_HEIGHT)


def pairwise_chart(pairwise, names, about, surest):
    """The probability that the scenario of a row is better than that of a column, in numbers and in greys.

    Args:
        pairwise: Columns scenario, than, better.
        names: The scenarios in their order along both sides.
        about: Outcome, area, years and pairs, for the title.
        surest: As Chances.surest.
    """
    own = pl.DataFrame({"scenario": names, "than": names, "better": [0.0] * len(names), "words": ["–"] * len(names)})
    told = pl.Series([chance_cell(better, surest) for better in pairwise["better"]])
    table = pl.concat([pairwise.with_columns(words=told), own])
    rows = alt.Y("scenario:N", title="is better …", sort=names, axis=_names())
    above = alt.Axis(orient="top", labelAngle=-40, labelLimit=0, ticks=False, domain=False, labelFontSize=12)
    base = alt.Chart(theme.values(table)).encode(y=rows, x=alt.X("than:N", title="… than", sort=names, axis=above))
    grey = alt.Scale(domain=[0.0, 1.0], range=["#ffffff", "#303030"])
    cells = base.mark_rect(stroke=theme.PALE).encode(color=alt.Color("better:Q", scale=grey, legend=None))
    ink = alt.when(f"datum.better > {DARK}").then(alt.value("white")).otherwise(alt.value(theme.INK))
    chart = (cells + base.mark_text(fontSize=13).encode(text="words:N", color=ink)).properties(
        width=alt.Step(CELL), height=alt.Step(ROW_HEIGHT + 8)
    )
    words = "Rows and columns stand in the order of mean ranks, the best first."
    return theme.finished(chart, f"Probability of being better: {about}", words, max(480, CELL * len(names) + 160))


def _table(effects, row):
    """A row for each effect, with what stands beside it."""
    rows = [
        effect.as_record() | {"row": getattr(effect, row), "numbers": signed_difference(effect)} for effect in effects
    ]
    table = pl.DataFrame(rows, infer_schema_length=None)
    return table if row == "scenario" else table.with_columns(pl.col("row").map_elements(in_words, pl.String))


def _forest(table, rows, unit, width):
    """Dots with their bars about a line at zero."""
    reach = [value for name in ("low", "high") for value in table[name]] + [0.0]
    margin = 0.06 * (max(reach) - min(reach)) or 1.0
    scale = alt.Scale(domain=[min(reach) - margin, max(reach) + margin], nice=False)
    base = alt.Chart(theme.values(table)).encode(y=rows)
    x = alt.X("difference:Q", title=unit, scale=scale, axis=alt.Axis(tickCount=5))
    hollow = alt.when("datum.low <= 0 && datum.high >= 0").then(alt.value("white")).otherwise(alt.value(theme.INK))
    layers = (
        _rule({"difference": 0}, theme.GREY).encode(x="difference:Q"),
        base.mark_rule(strokeWidth=2, color=theme.INK).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(size=80, strokeWidth=2, opacity=1, stroke=theme.INK).encode(x=x, fill=hollow),
    )
    return alt.layer(*layers).properties(width=width, height=alt.Step(ROW_HEIGHT))


def _numbers(table):
    """The differences in words, beside their rows."""
    rows = alt.Y("row:N", sort=table["row"].to_list(), axis=None)
    text = alt.Chart(theme.values(table)).mark_text(align="left", fontSize=12)
    return text.encode(y=rows, text="numbers:N", x=alt.value(0)).properties(width=150, height=alt.Step(ROW_HEIGHT))


def _rule(row, colour, **look):
    return alt.Chart(alt.Data(values=[row])).mark_rule(color=colour, **look)


def _names(labels=True):
    return alt.Axis(labelLimit=0, ticks=False, domain=False, labelFontSize=12, labelPadding=8, labels=labels)


def _unit(effect):
    return f"Difference ({effect.unit})"
