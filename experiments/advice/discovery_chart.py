"""The picture of a region in which a policy fails: all worlds on its two most telling factors, and how it was found."""

from typing import Any

import altair as alt
import numpy as np
import polars as pl

from experiments import theme
from experiments.advice.boxes import counts
from experiments.theme import BLUE, GREY, INK, VERMILLION
from experiments.words import percent

SIZE = 330  # of a panel [px]
FAILS, OTHERS = "fails", "does not fail"
FITTED, CHECKED = "on the half it was found on", "on the other half"


def chart(found, thresholds):
    """Two panels: the worlds with the region, and the boxes on the way to it.

    Args:
        found: A Discovery with a region.
        thresholds: Texts, of what counts as not failing.
    """
    across, up, *more = _places(found)
    one = found.checked
    others = [place for place in more if place in found.box.limits]
    hidden = f" It is also bounded by {', '.join(_limits(found, place) for place in others)}." if others else ""
    subtitle = (
        f"Crosses: worlds in which {' and '.join(thresholds)} does not hold. In the box {percent(one.density)} of"
        f" worlds fail, against {percent(one.overall)} of all, and {percent(one.coverage)} of the failures lie in it,"
        f" on the half of the worlds that was not used to find it.{hidden}"
    )
    panels = alt.hconcat(_worlds(found, across, up), _trajectory(found), spacing=50).resolve_scale(
        color="independent", shape="independent", strokeDash="independent"
    )
    return theme.finished(panels, f"Where {found.scenario} fails", subtitle, 2 * SIZE + 120)


def _places(found):
    """Factors, those that bound the region first, the one without which it would lose most ahead of all."""
    values = np.column_stack([one.values for one in found.factors])
    bounding = sorted(found.box.limits, key=lambda place: counts(found.box.without(place), values, found.fails).gain)
    return [*bounding, *(place for place in range(len(found.factors)) if place not in found.box.limits)]


def _limits(found, place):
    factor, (low, high) = found.factors[place], found.box.limits[place]
    unit = " of its range" if factor.is_position else ""
    ends = [f"above {low:.3g}"] * bool(np.isfinite(low)) + [f"below {high:.3g}"] * bool(np.isfinite(high))
    return f"{factor.name} {' and '.join(ends)}{unit}"


def _axis(found, place):
    factor = found.factors[place]
    low, high = float(factor.values.min()), float(factor.values.max())
    room = 0.03 * (high - low)
    title = f"{factor.name}, from low (0) to high (1)" if factor.is_position else factor.name
    return title, [low - room, high + room]


def _worlds(found, across, up):
    (across_title, across_domain), (up_title, up_domain) = _axis(found, across), _axis(found, up)
    table = pl.DataFrame({
        "x": found.factors[across].values, "y": found.factors[up].values,
        "world": np.where(found.fails, FAILS, OTHERS), "draw": found.draws,
    })  # fmt: skip
    legend = alt.Legend(title=None, orient="top")
    x = alt.X("x:Q", title=across_title, scale=alt.Scale(domain=across_domain, nice=False), axis=alt.Axis(grid=False))
    y = alt.Y("y:Q", title=up_title, scale=alt.Scale(domain=up_domain, nice=False), axis=alt.Axis(grid=False))
    scales = [alt.Scale(domain=[FAILS, OTHERS], range=ends) for ends in (["cross", "circle"], [VERMILLION, BLUE])]
    dots = alt.Chart(theme.values(table)).mark_point(size=34, strokeWidth=1.3, opacity=0.9)
    points = dots.encode(
        x=x, y=y, shape=alt.Shape("world:N", scale=scales[0], legend=legend),
        color=alt.Color("world:N", scale=scales[1], legend=legend), tooltip=["draw:Q", "world:N", "x:Q", "y:Q"],
    )  # fmt: skip
    return (points + _box(found, (across, across_domain), (up, up_domain))).properties(width=SIZE, height=SIZE)


def _box(found, across, up):
    """The region as a rectangle with its density."""
    (left, right), (bottom, top) = (_ends(found, *one) for one in (across, up))
    one = found.checked
    text = f"{percent(one.density)} fail here, {percent(one.overall)} of all"
    base = alt.Chart(alt.Data(values=[{"x": left, "x2": right, "y": bottom, "y2": top, "text": text}]))
    rectangle = base.mark_rect(fillOpacity=0.07, fill=INK, stroke=INK, strokeWidth=2, strokeDash=[7, 4])
    words = _words(base.encode(x="x:Q", y="y2:Q"), align="left", baseline="top", dx=5, dy=5)
    return rectangle.encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q") + words


def _words(base, **place):
    """The field `text`, on a white ground."""
    look: dict[str, Any] = {"fontSize": 12, "fontWeight": "bold"} | place
    halo = base.mark_text(**look, stroke="white", strokeWidth=4, strokeOpacity=0.9)
    return halo.encode(text="text:N") + base.mark_text(**look, color=INK).encode(text="text:N")


def _ends(found, place, domain):
    low, high = found.box.limits.get(place, (-np.inf, np.inf))
    return max(low, domain[0]), min(high, domain[1])


def _trajectory(found):
    """Coverage and density of the boxes, on both halves of the worlds."""
    rows = [
        {"step": step, "kind": kind, "coverage": one.coverage, "density": one.density}
        for step, (_, *both) in enumerate(found.trajectory)
        for kind, one in zip((FITTED, CHECKED), both, strict=True)
    ]
    kinds = [FITTED, CHECKED]
    legend = alt.Legend(title=None, orient="top", direction="vertical", symbolStrokeWidth=1.8)
    scales = [alt.Scale(domain=kinds, range=ends) for ends in (["circle", "square"], [GREY, INK], [[4, 3], [1, 0]])]
    axis = alt.Axis(labelExpr="round(100 * datum.value) + ' %'", tickCount=5)
    base = alt.Chart(theme.values(pl.DataFrame(rows))).encode(
        x=alt.X("coverage:Q", title="Share of the failures in the box", axis=axis, scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("density:Q", title="Share of the box that fails", axis=axis, scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("kind:N", scale=scales[1], legend=legend),
    )
    dots = base.mark_point(size=34, strokeWidth=1.5, opacity=1).encode(
        shape=alt.Shape("kind:N", scale=scales[0], legend=legend),
        tooltip=["step:Q", "kind:N", "coverage:Q", "density:Q"],
    )
    chosen = [
        {"coverage": one.coverage, "density": one.density, "text": "the region"}
        for one in (found.checked,)
    ]  # fmt: skip
    mark = alt.Chart(alt.Data(values=chosen)).encode(x="coverage:Q", y="density:Q")
    ring = mark.mark_point(size=170, shape="diamond", stroke=VERMILLION, strokeWidth=2.5, opacity=1)
    return (dots + ring + _words(mark, align="center", dy=20)).properties(width=SIZE, height=SIZE)
