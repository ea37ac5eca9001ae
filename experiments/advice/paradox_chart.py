"""The picture of a paradox: a bridge from the reference to the scenario, of the count and of what nobody sees."""

from textwrap import wrap
from typing import Any

import altair as alt
import polars as pl

from experiments import theme
from experiments.advice.adding import written
from experiments.advice.paradox_words import TOGETHER
from experiments.language import number
from scenarios.versions import LOOKING, TRAFFICKING
from sim.definitions import BELGIUM

WIDTH, HEIGHT = 300, 260  # of one panel [px]
HOLLOW, FULL = "#ffffff", "#b8b8b8"
MOST_LETTERS = 16  # of a scenario's name in a line
MORE_ROOM = 0.12  # of the range, above and below


def chart(paradox):
    """A panel for the count and one for victim-years."""
    seen = paradox.splits[0]
    unseen = [one for one in paradox.splits[1:] if (one.outcome, one.area) == ("victim_years", BELGIUM)]
    panels = alt.hconcat(*(_panel(paradox, one) for one in (seen, *unseen)), spacing=50)
    held = "chance and what is not known of the parameters" if paradox.pairs.points.paths else "chance only"
    pairs = paradox.pairs
    words = (
        f"{paradox.scenario} against {pairs.names[0]}, Belgium, yearly means {pairs.years[0]}-{pairs.years[1]},"
        f" {pairs.number} pairs. Thick lines: the level of each world. Grey bar: what comes from trafficking; outlined"
        f" bar: what comes from looking; thin lines: 95 % intervals of the change ({held}). The axes do not begin at"
        " zero."
    )
    return theme.finished(panels, "More trafficking, or more looking?", words, 2 * WIDTH + 130)


def _panel(paradox, one):
    rows = _rows(paradox, one)
    order = rows["step"].to_list()
    low, high = rows.select(
        pl.min_horizontal("low", "start", "end").min(), pl.max_horizontal("high", "start", "end").max()
    ).row(0)
    room = MORE_ROOM * (high - low) or 1.0
    y: dict[str, Any] = {"scale": alt.Scale(domain=[low - room, high + room], nice=False, zero=False), "title": None}
    axis = alt.Axis(labelAngle=0, labelLimit=0, labelFontSize=12, ticks=False, labelExpr="split(datum.label, '|')")
    base = alt.Chart(theme.values(rows)).encode(x=alt.X("step:N", sort=order, title=None, axis=axis))
    shares, levels = "datum.share != 'level'", "datum.share == 'level'"
    bars = base.mark_bar(size=36, strokeWidth=2, stroke=theme.INK).transform_filter(shares).encode(
        y=alt.Y("start:Q", **y), y2="end:Q", fill=alt.Fill("fill:N", scale=None),
        tooltip=["step:N", *theme.tooltips(("change", "low", "high"), "+.3f")],
    )  # fmt: skip
    ticks = base.mark_tick(size=56, thickness=4, color=theme.INK).transform_filter(levels).encode(y=alt.Y("end:Q", **y))
    whiskers = base.mark_rule(strokeWidth=1.4, color=theme.INK).encode(y=alt.Y("low:Q", **y), y2="high:Q")
    texts = base.mark_text(fontSize=12, dy=-9, fontWeight="bold", color=theme.INK).encode(
        y=alt.Y("top:Q", **y), text="text:N"
    )
    title = theme.panel_title(one.effects[TOGETHER].title, WIDTH, one.effects[TOGETHER].unit)
    return (bars + whiskers + ticks + texts).properties(title=title, width=WIDTH, height=HEIGHT)


def _rows(paradox, one):
    """The steps of the bridge, from the level of the reference to that of the scenario."""
    at = one.effects[TOGETHER].reference_mean
    changed = [paradox.worlds.one_part] if paradox.worlds.one_part else [TRAFFICKING, LOOKING]
    rows = [_level(paradox.pairs.names[0], at, at, at)]
    reached = at
    for share in changed:
        effect = one.effects[share]
        start, reached = reached, reached + effect.difference
        rows.append({
            "step": f"from|{share}", "share": share, "start": start, "end": reached, "change": effect.difference,
            "low": start + effect.low, "high": start + effect.high, "text": written(one.units[share], one.places),
            "fill": FULL if share == TRAFFICKING else HOLLOW,
        })  # fmt: skip
    whole = one.effects[TOGETHER]
    rows.append(_level(paradox.scenario, at + whole.difference, at + whole.low, at + whole.high))
    top = pl.max_horizontal("high", "start", "end")
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(top.alias("top"))


def _level(name, value, low, high):
    step = "|".join(line for part in name.replace("+", "\n+").splitlines() for line in wrap(part, MOST_LETTERS))
    return {
        "step": step, "share": "level", "start": value, "end": value, "change": value, "low": low, "high": high,
        "text": number(value, "en"), "fill": FULL,
    }  # fmt: skip
