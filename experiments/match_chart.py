"""The picture of a matching: for each parameter the range of both posteriors, on that of the prior."""

import altair as alt

from experiments import theme
from experiments.theme import BLUE, VERMILLION
from experiments.words import path_in_words

WIDTH, HEIGHT = 190, 46  # of one panel [px]
METHODS = {"emulator": BLUE, "sampler": VERMILLION}


def match_chart(found):
    """A panel for each quantity, both methods below each other.  Args: found, from experiments.matching."""
    chart, width = theme.panels([_panel(one) for one in found["quantities"]], WIDTH)
    subtitle = (
        "Bars hold 90 % of a posterior, dots are its median, scaled so that the prior's own 90 % fill the grey ground."
        f" Both methods agree on {sum(one['agree'] for one in found['quantities'])} of {len(found['quantities'])}."
    )
    return theme.finished(chart, "Two methods of calibration", subtitle, width)


def _panel(one):
    data = alt.Data(values=[{"method": method} | _scaled(one, method) for method in METHODS])
    ends = [min(0.0, *(row["low"] for row in data.values)), max(1.0, *(row["high"] for row in data.values))]
    scale = alt.Scale(domain=[ends[0] - 0.05, ends[1] + 0.05], nice=False)
    x = alt.X("low:Q", title=None, scale=scale, axis=None)
    ground = alt.Chart(alt.Data(values=[{"low": 0.0, "high": 1.0}])).mark_rect(color="#eeeeee").encode(x=x, x2="high:Q")
    colours = alt.Color("method:N", scale=alt.Scale(domain=list(METHODS), range=list(METHODS.values())), legend=None)
    axis = alt.Axis(ticks=False, domain=False, grid=False)
    base = alt.Chart(data).encode(y=alt.Y("method:N", title=None, axis=axis), color=colours)
    bars = base.mark_rule(strokeWidth=3).encode(x=x, x2="high:Q")
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(x="median:Q")
    title = theme.panel_title(path_in_words(one["name"]), WIDTH, "" if one["agree"] else "differ")
    return (ground + bars + dots).properties(width=WIDTH, height=HEIGHT, title=title)


def _scaled(one, method):
    low, high = one["prior"]["low"], one["prior"]["high"]
    return {name: (value - low) / (high - low) for name, value in one[method].items()}
