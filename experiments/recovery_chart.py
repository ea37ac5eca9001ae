"""The picture of recovery: what was planted against what was found, a dot for each planted world."""

import altair as alt
import numpy as np
import polars as pl
from scipy.special import ndtr

from experiments import theme
from experiments.planting import HIDDEN
from experiments.theme import BLUE, GREY
from experiments.words import path_in_words

BEST = 5  # quantities shown besides hidden persons
SIZE = 190  # of one panel [px]
ROUND = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)  # persons, at which the axis is marked


def recovery_chart(found):
    """A panel for hidden persons and for each quantity found best.  Args: found, from experiments.planting."""
    quantities = sorted(found["quantities"], key=lambda one: (one["name"] != HIDDEN, -one["correlation"]))
    chart, width = theme.panels([_panel(one) for one in quantities[: BEST + 1]], SIZE)
    subtitle = (
        f"Hidden persons, and the {BEST} parameters that are found best. A dot is a planted world: across what was"
        " planted, up the mean of the posterior that found it; on the line where both are the same. Parameters are"
        " shown by the share of the prior that lies below them."
    )
    return theme.finished(chart, "What was planted, and what was found", subtitle, width)


def _panel(one):
    axis, table = _persons(one) if one["name"] == HIDDEN else _shares(one)
    title = theme.panel_title(path_in_words(one["name"]), SIZE, f"correlation {one['correlation']:+.2f}")
    line = alt.Chart(alt.Data(values=[{"from": bound, "to": bound} for bound in axis["scale"].domain]))
    dots = alt.Chart(theme.values(table)).mark_point(filled=True, size=18, opacity=0.45, color=BLUE)
    return (
        line.mark_line(color=GREY, strokeDash=[4, 3]).encode(x="from:Q", y="to:Q")
        + dots.encode(x=alt.X("planted:Q", title="planted", **axis), y=alt.Y("found:Q", title="found", **axis))
    ).properties(width=SIZE, height=SIZE, title=title)


def _shares(one):
    """Normal numbers as shares of the prior below them."""
    table = pl.DataFrame({name: ndtr(np.array(one[name])) for name in ("planted", "found")})
    axis = alt.Axis(values=[0.0, 0.5, 1.0], format=".1f", grid=False)
    return {"scale": alt.Scale(domain=[0.0, 1.0]), "axis": axis}, table


def _persons(one):
    """Logarithms as persons, on an axis of logarithms."""
    table = pl.DataFrame({name: np.maximum(np.expm1(np.array(one[name])), 1.0) for name in ("planted", "found")})
    low, high = float(min(map(min, table))), float(max(map(max, table)))
    marks = [value for value in ROUND if low <= value <= high]
    axis = alt.Axis(values=marks, format=",d", grid=False)
    return {"scale": alt.Scale(type="log", nice=False, domain=[low * 0.9, high * 1.1]), "axis": axis}, table
