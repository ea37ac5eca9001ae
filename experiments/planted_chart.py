"""The picture of simulation-based calibration: how ranks lie, a histogram for each quantity, with its band."""

import altair as alt
import polars as pl
from scipy.stats import binom

from experiments import theme
from experiments.theme import BLUE, VERMILLION
from experiments.words import path_in_words

BARS = 10
WIDTH, HEIGHT = 190, 80  # of one panel [px]


def planted_chart(found):
    """A histogram of ranks for each quantity.  Args: found, from experiments.planting."""
    band = binom.ppf([0.005, 0.995], found["planted"], 1.0 / BARS)
    chart, width = theme.panels([_panel(one, band) for one in found["quantities"]], WIDTH)
    subtitle = (
        f"Ranks of what was planted among 99 draws of its posterior, {found['planted']} worlds. Even bars say that the"
        " method is right; the grey band holds 99 % of bars then, taken one by one."
    )
    return theme.finished(chart, "Planted values found again", subtitle, width)


def _panel(one, band):
    counts = [sum(rank // BARS == bar for rank in one["ranks"]) for bar in range(BARS)]
    data = theme.values(pl.DataFrame({"bar": list(range(BARS)), "worlds": counts}))
    colour = VERMILLION if one["outside"] else BLUE
    y = alt.Y("worlds:Q", title="worlds", axis=alt.Axis(tickCount=3))
    bars = alt.Chart(data).mark_bar(color=colour).encode(x=alt.X("bar:O", title=None, axis=None), y=y)
    edges = alt.Data(values=[{"low": float(band[0]), "high": float(band[1])}])
    area = alt.Chart(edges).mark_rect(color="#bbbbbb", opacity=0.5).encode(y=alt.Y("low:Q"), y2="high:Q")
    title = theme.panel_title(path_in_words(one["name"]), WIDTH)
    return (area + bars).properties(width=WIDTH, height=HEIGHT, title=title)
