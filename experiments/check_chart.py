"""The picture of a check: each target's band, its middle, and where the observation falls."""

import altair as alt
import polars as pl

from calibration.targets import HELD_OUT
from experiments import theme
from experiments.theme import BLUE, INK, VERMILLION

WIDTH, HEIGHT = 250, 40  # of one panel [px]


def check_chart(found):
    """A panel for each target, on its own scale.  Args: found, from experiments.checking."""
    panels = [_panel(one) for one in found["targets"]]
    chart, width = theme.panels(panels, WIDTH)
    subtitle = (
        f"Bars hold 90 % of what {found['runs']} worlds of the {found['of']} foretell, dots are their median, diamonds"
        " what was observed: blue where the calibration used it, red where it was held out."
    )
    before = " before any calibration" if found["of"] == "prior" else ""
    return theme.finished(chart, f"What the model foretells{before}, and what was observed", subtitle, width)


def _panel(one):
    colour = VERMILLION if one["use"] == HELD_OUT else BLUE
    # a count under 5 of one's own is a text, and not drawn
    names = [name for name in ("low", "median", "high", "observed") if not isinstance(one[name], str)]
    data = theme.values(pl.DataFrame([{name: one[name] for name in names}]))
    scale = alt.Scale(zero=False, nice=True, padding=12)
    base = alt.Chart(data)
    band = base.mark_rule(size=3, color="#bbbbbb").encode(
        x=alt.X("low:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4)), x2="high:Q"
    )
    middle = base.mark_point(filled=True, size=60, color=INK, opacity=1).encode(x="median:Q")
    seen = base.mark_point(filled=True, size=90, shape="diamond", color=colour, opacity=1).encode(x="observed:Q")
    years = "-".join(str(year) for year in dict.fromkeys(one["years"]))
    title = theme.panel_title(one["title"], WIDTH, f"{one['use']}, {years}" if one["use"] == HELD_OUT else years)
    return (band + middle + seen).properties(width=WIDTH, height=HEIGHT, title=title)
