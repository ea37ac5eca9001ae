"""The pictures of a Cost: the plane of cost and effect with the efficient frontier, and curves of acceptability."""

import altair as alt
import numpy as np
import polars as pl

from experiments import theme
from experiments.advice import planes
from experiments.advice.cost_words import SINGLE, UNITS

MILLION = 1e6
MOST_ELLIPSES = 7  # of more options, only those on the frontier have one
SHOWN = 0.05  # a curve is drawn where its probability is ever so high
NAMES_WIDTH = 190  # beside the curves [px]


def plane(found):
    """Extra cost against effect: dots are means, ellipses hold 95 % of what both may be, the line is the frontier."""
    points = _points(found)
    edges = pl.DataFrame(
        [row for place in _ringed(found) for row in _edge(found, place)],
        {"x": pl.Float64, "y": pl.Float64, "order": pl.Int64, "scenario": pl.String},
    )
    domains = [planes.domain_of([*points[name], *edges[name]]) for name in ("x", "y")]
    unit = UNITS[found.outcome]
    x = planes.axis("x", f"{unit[0].upper()}{unit[1:]}, a year", domains[0])
    y = planes.axis("y", "Extra public cost, EUR million a year", domains[1])
    colours, shapes = theme.palette(list(found.pairs.names))
    colour = alt.Color("scenario:N", scale=colours, legend=None)
    dash = alt.StrokeDash("scenario:N", scale=_dashes(found.pairs.names), legend=None)
    around = alt.Chart(theme.values(edges)).mark_line(strokeWidth=1.2, opacity=0.75)
    dots = alt.Chart(theme.values(points)).mark_point(filled=True, size=75, opacity=1)
    layers = [
        *planes.zero_lines(),
        around.encode(x=x, y=y, color=colour, strokeDash=dash, order="order:Q"),
        _frontier_line(points, found).encode(x=x, y=y, order="order:Q"),
        dots.encode(
            x=x, y=y, color=colour, shape=alt.Shape("scenario:N", scale=shapes, legend=None),
            tooltip=["scenario:N", *theme.tooltips(("x", "y"), ",.3~r")],
        ),
        *planes.names(_most_telling(found), dict(zip(points["scenario"], points.select("x", "y").rows(), strict=True)),
                      domains),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=planes.WIDTH, height=planes.HEIGHT)
    return theme.finished(chart, f"Cost and effect against {found.pairs.names[0]}, {_over(found)}", _held(found), 700)


def _ringed(found):
    """Places of the options that get an ellipse: all, or where they are many those on the frontier."""
    places = range(1, len(found.options))
    few = len(places) <= MOST_ELLIPSES
    return [place for place in places if few or found.options[place].standing.on_frontier]


def _dashes(names):
    return alt.Scale(domain=list(names), range=[planes.DASHES[one % len(planes.DASHES)] for one in range(len(names))])


def _points(found):
    costs, effects = found.means
    return pl.DataFrame({"scenario": found.pairs.names, "x": effects, "y": np.asarray(costs) / MILLION})


def _edge(found, place):
    costs, effects = found.samples
    name = found.pairs.names[place]
    for row in planes.ellipse(effects[:, place], costs[:, place] / MILLION):
        yield row | {"scenario": name}


def _frontier_line(points, found):
    rows = points[found.frontier].with_row_index("order")
    return alt.Chart(theme.values(rows)).mark_line(color=theme.INK, strokeWidth=2.2)


def _most_telling(found):
    """Names in the order in which they may choose their places: those on the frontier first, then the largest."""
    costs, effects = (np.abs(values) / (np.abs(values).max() or 1.0) for values in found.means)
    by_size = sorted(range(len(costs)), key=lambda place: (place not in found.frontier, -costs[place] - effects[place]))
    return [found.pairs.names[place] for place in by_size]


def _over(found):
    return f"{found.pairs.years[0]}-{found.pairs.years[1]}, {found.pairs.number} pairs"


def _held(found):
    only = "" if len(_ringed(found)) == len(found.options) - 1 else " Only options on the frontier have one."
    held = "chance and what is not known of the parameters" if found.pairs.points.paths else "chance only"
    return (
        f"Dots are means; an ellipse shows how cost and effect hang together ({held}); it is even on all sides as the"
        f" intervals are not, which stand in the table.{only} The thick line is the efficient frontier, by means."
        " Yearly means, undiscounted. Names that would cover others are left out."
    )


def curves(found):
    """Probability of the greatest net benefit, by what a unit is worth; wide: the frontier of acceptability."""
    table = found.acceptability
    drawn = _drawn(found)
    shown = table.filter(pl.col("scenario").is_in(drawn))
    x = alt.X(
        "worth:Q", title=f"What one {SINGLE[found.outcome]} is worth, EUR", axis=alt.Axis(tickCount=6, format=",.0f"),
        scale=alt.Scale(domain=[0.0, found.most], nice=False),
    )  # fmt: skip
    y = alt.Y("probability:Q", title="Probability of the greatest net benefit", scale=alt.Scale(domain=[0.0, 1.0]))
    colours, _ = theme.palette(list(found.pairs.names))
    colour = alt.Color("scenario:N", scale=colours, legend=None)
    dash = alt.StrokeDash("scenario:N", scale=_dashes(drawn), legend=None)
    lines = alt.Chart(theme.values(shown)).mark_line(strokeWidth=1.8).encode(x=x, y=y, color=colour, strokeDash=dash)
    best = alt.Chart(theme.values(table.filter("most_expected"))).mark_line(strokeWidth=7, opacity=0.25, color="black")
    layers = [best.encode(x=x, y=y), lines, *_ends(shown, found.most, colour)]
    chart = alt.layer(*layers).properties(width=planes.WIDTH - NAMES_WIDTH, height=planes.HEIGHT)
    title = f"Which policy is worth its cost, {_over(found)}"
    return theme.finished(chart, title, _said(found, drawn), 700)


def _drawn(found):
    """Those that are ever likely enough, the likeliest at the far end first."""
    table = found.acceptability
    ever = table.group_by("scenario", maintain_order=True).agg(pl.col("probability").max())
    likely = ever.filter(pl.col("probability") >= SHOWN)["scenario"].to_list()
    return [name for name in found.pairs.names if name in likely]


def _said(found, drawn):
    others = len(found.pairs.names) - len(drawn)
    never = f" Not drawn: {others} that stay below {100 * SHOWN:.0f} %." if others else ""
    return (
        "Lines show the probability that a policy has the greatest net benefit of all. The wide grey band lies on the"
        f" one whose expected net benefit is the greatest (the frontier of acceptability).{never}"
    )


def _ends(shown, most, colour):
    """Names at the right end of the curves, and a thin line from each to its own."""
    last = shown.filter(pl.col("worth") == most)
    own = (1.0 - last["probability"].to_numpy()) * planes.HEIGHT
    heights = 1.0 - planes.spread(own) / planes.HEIGHT
    right = last.with_columns(height=pl.Series(heights), end=pl.lit(1.03 * most))
    base = alt.Chart(theme.values(right)).encode(color=colour)
    tips = base.mark_text(dx=3, **planes.STYLE).encode(x="end:Q", y="height:Q", text="scenario:N")
    lead = base.mark_rule(strokeWidth=1).encode(x="worth:Q", x2="end:Q", y="probability:Q", y2="height:Q")
    return lead, tips
