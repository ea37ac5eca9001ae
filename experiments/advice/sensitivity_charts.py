"""Pictures of a Sensitivity: a tornado, a heat map, and indices over the number of draws; readable without colour."""

import altair as alt
import numpy as np
import polars as pl

from experiments import theme
from experiments.advice.indices import MORRIS
from sim.definitions import OUTCOMES

WIDTH, ROW, CELL = 460, 24, 96  # [px]
ENDS = ("low end", "high end")
MOST_IN_MAP = 20
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4])


def tornado(result, one):
    """The target's mean at both ends of each factor, the most important on top."""
    places = one.indices.order[: result.top]
    names = [result.factors.names[place] for place in places]
    rows = [
        {"factor": result.factors.names[place], "end": end, "mean": float(one.ends[side, place])}
        for place in places
        for side, end in enumerate(ENDS)
    ]
    table = pl.DataFrame(rows)
    bars = table.group_by("factor", maintain_order=True).agg(low=pl.col("mean").min(), high=pl.col("mean").max())
    axis = alt.Axis(labelLimit=0, ticks=False, domain=False, labelFontSize=12, labelPadding=8)
    y = alt.Y("factor:N", sort=names, title=None, axis=axis)
    unit = OUTCOMES[one.target.outcome].unit
    scale = alt.Scale(zero=False, nice=True, padding=10)
    lines = alt.Chart(theme.values(bars)).mark_rule(strokeWidth=5, color=theme.PALE, opacity=0.7).encode(
        x=alt.X("low:Q", scale=scale, title=f"{_what(one)} ({unit})"), x2="high:Q", y=y
    )  # fmt: skip
    legend = alt.Legend(title=None, orient="top")
    shape = alt.Shape("end:N", sort=ENDS, scale=alt.Scale(domain=ENDS, range=["circle", "square"]), legend=legend)
    fill = alt.Fill("end:N", sort=ENDS, scale=alt.Scale(domain=ENDS, range=["white", theme.BLUE]), legend=legend)
    dots = alt.Chart(theme.values(table)).mark_point(size=75, strokeWidth=2, opacity=1, stroke=theme.BLUE).encode(
        x="mean:Q", y=y, shape=shape, fill=fill, tooltip=["factor:N", "end:N", *theme.tooltips(("mean",), ",.4~r")]
    )  # fmt: skip
    mean = alt.Chart(alt.Data(values=[{"mean": float(one.values.mean())}])).mark_rule(color=theme.GREY)
    chart = (mean.encode(x="mean:Q") + lines + dots).properties(width=WIDTH, height=alt.Step(ROW))
    ends = (
        "half a mean step of a trajectory to either side of the mean"
        if result.factors.method == MORRIS
        else "means of the fifth of the draws in which the parameter is lowest (circle), highest (square)"
    )
    words = f"At the low and high end of what is held possible of each parameter: {ends}; grey line: mean of all."
    return theme.finished(chart, f"{one.target.title}{_over(result)}", words, WIDTH + 220)


def _what(one):
    return "Yearly mean" if one.target.policy is None else "Difference from the reference"


def _over(result):
    return f", {result.pairs.years[0]}-{result.pairs.years[1]}"


def heat_map(result):
    """Indices as numbers on grey, the darker the more important; steps as shares of the largest for each target."""
    sizes = np.array([_scaled(result, one) for one in result.found])
    places = np.argsort(-sizes.max(axis=0), kind="stable")[: min(result.top, MOST_IN_MAP)]
    names, targets = [result.factors.names[place] for place in places], [one.target.title for one in result.found]
    rows = [
        {"factor": result.factors.names[place], "target": one.target.title, "index": float(sizes[column, place]),
         "out": bool(one.stands_out[place])}
        for column, one in enumerate(result.found) for place in places
    ]  # fmt: skip
    broken = "split(replace(datum.label, ', ', ': '), ': ')"  # at the colon and at the comma
    axis = alt.Axis(labelAngle=0, labelExpr=broken, labelLimit=CELL - 4, ticks=False, domain=False)
    x = alt.X("target:N", sort=targets, title=None, axis=axis)
    y = alt.Y("factor:N", sort=names, title=None, axis=alt.Axis(labelLimit=0, ticks=False, domain=False))
    base = alt.Chart(theme.values(pl.DataFrame(rows))).encode(x=x, y=y)
    grey = alt.Color("index:Q", scale=alt.Scale(domain=[0, 1], range=["#ffffff", "#8f8f8f"], clamp=True), legend=None)
    cells = base.mark_rect(stroke="#dddddd").encode(color=grey)
    ink = alt.value(theme.INK)
    bold = base.mark_text(fontSize=12, fontWeight="bold").transform_filter("datum.out")
    plain = base.mark_text(fontSize=11, fontStyle="italic").transform_filter("!datum.out")
    text = alt.Text("index:Q", format=".2f")
    chart = cells + bold.encode(text=text, color=ink) + plain.encode(text=text, color=ink)
    chart = chart.properties(width=CELL * len(targets), height=alt.Step(ROW))
    what = {
        "mu_star": "mean steps, as shares of the largest of each column",
        "total": "total shares of the variance",
        "first": "shares of the variance that knowing the parameter alone would take away",
    }[result.measures[0]]
    words = f"Numbers: {what}. Bold: it stands out from chance; italic: it does not."
    return theme.finished(chart, f"What outcomes and effects hang on{_over(result)}", words, CELL * len(targets) + 230)


def _scaled(result, one):
    sizes = np.maximum(one.indices.importance, 0.0)
    return sizes / sizes.max() if result.factors.method == MORRIS and sizes.max() > 0.0 else sizes


def convergence(result, one):
    """Indices of the first factors from ever more of the draws, each with its interval."""
    rows = [
        {"factor": result.factors.names[place], "draws": str(draws), "index": float(found.importance[column]),
         "low": float(found.importance[column] - found.half[column]),
         "high": float(found.importance[column] + found.half[column])}
        for draws, found in zip(one.settling.draws, one.settling.found, strict=True)
        for column, place in enumerate(one.settling.followed)
    ]  # fmt: skip
    names = [result.factors.names[place] for place in one.settling.followed]
    colours, shapes = theme.palette(names)
    sizes = [str(draws) for draws in one.settling.draws]
    dashes = alt.Scale(domain=names, range=[DASHES[place % len(DASHES)] for place in range(len(names))])
    legend = alt.Legend(title=None, orient="right")
    base = alt.Chart(theme.values(pl.DataFrame(rows))).encode(
        x=alt.X("draws:O", sort=sizes, title="Draws", axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("factor:N", sort=names),
        color=alt.Color("factor:N", sort=names, scale=colours, legend=legend),
    )
    unit = OUTCOMES[one.target.outcome].unit
    title = f"mu* ({unit})" if result.factors.method == MORRIS else "Share of the variance"
    bars = base.mark_rule(strokeWidth=1.6).encode(y=alt.Y("low:Q", title=title), y2="high:Q")
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        y="index:Q", shape=alt.Shape("factor:N", sort=names, scale=shapes, legend=legend),
        tooltip=["factor:N", "draws:O", *theme.tooltips(("index", "low", "high"), ".3f")],
    )  # fmt: skip
    ties = base.mark_line(strokeWidth=1.4).encode(
        y="index:Q", strokeDash=alt.StrokeDash("factor:N", sort=names, scale=dashes, legend=legend)
    )
    chart = (bars + ties + dots).properties(width=WIDTH, height=260)
    words = "Indices from the first eighth, quarter and half of the draws, and from all; bars: 95 % intervals."
    return theme.finished(chart, f"Have the ranks settled? {one.target.title}", words, WIDTH + 220)
