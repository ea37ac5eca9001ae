"""Persons touched for the first time, week by week: a panel for each rule."""

import altair as alt
import polars as pl

from experiments import theme
from experiments.explaining.rules import WORDS

WIDTH, HEIGHT = 620, 52  # of one panel [px]
SPACE = 14  # between panels [px]


def touched_chart(touched, begins, title, subtitle):
    """A panel for each rule of first touch, the rules in the order of a person's path; black and white.

    Args:
        touched: Columns date, rule.
        begins: The Monday on which parameters begin to differ; None where they never do.
        title, subtitle: Of the whole.
    """
    weekly = touched.group_by("rule", "date").agg(pl.len().alias("persons"))
    rules = [rule for rule in WORDS if rule in set(touched["rule"])]
    first = min([day for day in (begins, weekly["date"].min()) if day], default=None)
    scale = alt.Scale(domain=[str(first), str(weekly["date"].max())]) if first else alt.Scale()
    panels = [
        _panel(weekly.filter(rule=rule), rule, scale, begins, rule == rules[-1]) for rule in rules
    ] or [_nothing()]  # fmt: skip
    return theme.finished(alt.vconcat(*panels, spacing=SPACE), title, subtitle, WIDTH)


def _panel(weekly, rule, scale, begins, is_last):
    total = weekly["persons"].sum()
    axis = alt.Axis(format="%Y", tickCount="year", grid=False, labels=is_last, ticks=is_last)
    data = theme.values(weekly.with_columns(pl.col("date").cast(pl.String)))
    bars = (
        alt.Chart(data)
        .mark_bar(color=theme.INK, width=1.6)
        .encode(
            x=alt.X("date:T", title=None, axis=axis, scale=scale),
            y=_persons(int(weekly["persons"].max())),
            tooltip=["date:T", "persons:Q"],
        )
    )
    start = alt.Chart(alt.Data(values=[{"date": str(begins)}])).mark_rule(color=theme.GREY, strokeDash=[4, 3])
    heading = alt.TitleParams(f"{WORDS[rule]}: {total:,} {'person' if total == 1 else 'persons'}", offset=4)
    return alt.layer(start.encode(x="date:T"), bars).properties(title=heading, width=WIDTH, height=HEIGHT)


def _persons(most):
    """The vertical axis, marked at the most persons of a week and, at half its height, at a quarter of them."""
    marks = sorted({0, most // 4, most}) if most >= 4 else [0, most]
    scale = alt.Scale(type="sqrt", domain=[0, most], nice=False)
    return alt.Y("persons:Q", title=None, scale=scale, axis=alt.Axis(values=marks, format="d"))


def _nothing():
    note = alt.Chart(alt.Data(values=[{"text": "nobody is touched"}])).mark_text(color=theme.GREY, fontSize=13)
    return note.encode(text="text:N").properties(width=WIDTH, height=HEIGHT)
