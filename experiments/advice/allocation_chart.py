"""The picture of an Allocation: the best effect within each budget, levers alone, and the mix as it was confirmed."""

from typing import Any

import altair as alt
import polars as pl

from experiments import theme
from experiments.advice import planes
from experiments.advice.cost_words import UNITS, euros
from experiments.advice.options import COST
from experiments.advice.tried import EFFECT

MILLION = 1e6
BEST = "best mix, on fresh seeds"


def frontier_chart(found):
    """Effect against cost: the frontier with both its bands, levers alone as dots, the confirmed mix as a cross."""
    table = found.frontier.with_columns(x=pl.col("budget_eur") / MILLION)
    points, confirmed = _points(found), _confirmed(found)
    whole = [*table["low"], *table["high"], *points["y"], *confirmed["low"], *confirmed["high"]]
    across = [*table["x"], *points["x"], *confirmed["x_low"], *confirmed["x_high"]]
    domains = [planes.domain_of(values) for values in (across, whole)]
    unit = UNITS[found.tried.outcome]
    x = planes.axis("x", "Extra public cost, EUR million a year", domains[0])
    y = planes.axis("y", f"{unit[0].upper()}{unit[1:]}, a year", domains[1])
    base = alt.Chart(theme.values(table.with_columns(y="effect")))
    layers = [
        *planes.zero_lines(),
        base.mark_area(opacity=0.14, color="black").encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_area(opacity=0.25, color="black").encode(x=x, y=alt.Y("best_low:Q"), y2="best_high:Q"),
        base.mark_line(color=theme.INK, strokeWidth=2.2).encode(x=x, y=y),
        _budget_line(found),
        *_dots(points, confirmed, x, y),
        *planes.names(_by_size(points, confirmed), _spots(points, confirmed), domains),
    ]
    chart = alt.layer(*layers).properties(width=planes.WIDTH, height=planes.HEIGHT)
    first, last = found.confirmed.years
    return theme.finished(chart, f"The best mix for each budget, {first}-{last}", _said(found), 700)


def _points(found):
    """Levers alone, by the means of the runs on which they were tried."""
    places = [found.tried.pairs.place(name) for name in found.singles]
    means = [found.tried.means(quantity) for quantity in (COST, EFFECT)]
    return pl.DataFrame({
        "scenario": found.singles, "x": [means[0][one] / MILLION for one in places],
        "y": [means[1][one] for one in places],
    })  # fmt: skip


def _confirmed(found):
    option = found.option(found.name)
    return pl.DataFrame([
        {
            "scenario": BEST, "x": option.cost.mean / MILLION, "y": option.effect.mean,
            "x_low": option.cost.low / MILLION, "x_high": option.cost.high / MILLION,
            "low": option.effect.low, "high": option.effect.high,
        }
    ])  # fmt: skip


def _dots(points, confirmed, x, y):
    alone = alt.Chart(theme.values(points)).mark_point(filled=True, size=70, opacity=1, color=theme.BLUE)
    base = alt.Chart(theme.values(confirmed))
    bars: dict[str, Any] = {"color": theme.VERMILLION, "strokeWidth": 2}
    yield alone.encode(x=x, y=y, tooltip=["scenario:N", *theme.tooltips(("x", "y"), ",.3~r")])
    yield base.mark_rule(**bars).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    yield base.mark_rule(**bars).encode(x=alt.X("x_low:Q"), x2="x_high:Q", y=y)
    yield base.mark_point(shape="diamond", filled=True, size=150, opacity=1, color=theme.VERMILLION).encode(x=x, y=y)


def _budget_line(found):
    rule = alt.Chart(alt.Data(values=[{}])).mark_rule(color=theme.INK, strokeDash=[6, 4])
    return rule.encode(x=alt.datum(found.budget / MILLION))


def _by_size(points, confirmed):
    return [*confirmed["scenario"], *points.sort("y", descending=True)["scenario"]]


def _spots(points, confirmed):
    rows = pl.concat([points, confirmed.select("scenario", "x", y="high")])  # at the upper end of its bar
    return {name: (x, y) for name, x, y in rows.iter_rows()}


def _said(found):
    return (
        f"Line: the best effect within each budget, by the response surface in the runs that chose it: looks better"
        f" than it is. Pale band: what that mix may give (95 %, luck and ignorance of the parameters); dark band: 95 %"
        f" of refits on resampled draws; both look better, too. Dots: whole levers alone."
        f" Diamond: {found.name} on fresh seeds, with 95 % intervals. Dashed line: the budget, EUR"
        f" {euros(found.budget)} a year. Undiscounted."
    )
