"""Pictures of a brief: effects with their intervals, cost against effect, effects told apart."""

from textwrap import wrap

import altair as alt
import polars as pl

from experiments import theme
from experiments.language import named, say
from experiments.reports import words
from experiments.reports.findings import THOUSAND
from sim.definitions import OUTCOMES

ONE_PANEL = 380  # width of a panel alone [px]
FEW = 10  # policies; of more, titles get longer lines, so that the picture stays on a page
LETTERS = {True: 32, False: 42}  # of a line of a policy's title, by whether policies are few
PANELS = {True: 190, False: 160}  # width of a panel beside another [px]
LINE, GAPS = 14, {True: 12, False: 6}  # height of a line of text, and between rows [px]
HALF = 8  # of the height of a number beside a dot, or of a dot [px]
PLANE = (540, 340)  # width and height [px]
LABEL_ROW = 20  # [px]


def effects(brief, outcomes):
    """Differences from the reference, a row for each policy, a panel for each outcome."""
    width = PANELS[len(brief.order) <= FEW] if len(outcomes) > 1 else ONE_PANEL
    panels = [_effects_panel(brief, outcome, width, first=not place) for place, outcome in enumerate(outcomes)]
    return _framed(alt.hconcat(*panels, spacing=16))


def _effects_panel(brief, outcome, width, first):
    few = len(brief.order) <= FEW
    titles = {place: "\n".join(wrap(brief.label(place), LETTERS[few])) for place in brief.order}
    rows = [_row(titles[place], brief.effect(place, outcome)) for place in brief.order]
    lines = max(row["row"].count("\n") + 1 for row in rows)
    unit = words.unit(brief.language, OUTCOMES[outcome].unit)
    title = [*wrap(words.outcome(brief.language, outcome), 30), unit]
    return _forest(rows, width, LINE * lines + GAPS[few], _bounds(rows), first).properties(
        title=alt.TitleParams(title[:-1], subtitle=title[-1])
    )


def apart(brief, place, by):
    """Differences of one policy told apart: a panel for each dimension, a row for each label.

    Args:
        by: {dimension: Apart}.
    """
    found = {
        dimension: [
            _row(words.label(brief.language, dimension, effect.label), effect)
            for effect in one.by_scenario[place - 1][1]
        ]
        for dimension, one in by.items()
    }
    bounds = _bounds([row for rows in found.values() for row in rows])
    panels = []
    for dimension, rows in found.items():
        panel = _forest(rows, ONE_PANEL, LABEL_ROW, bounds, last=dimension == list(found)[-1])
        heading = named(brief.language, "dimensions", dimension)
        panels.append(panel.properties(title=heading[0].upper() + heading[1:]))
    return _framed(alt.vconcat(*panels, spacing=6))


def _row(text, effect):
    return {"row": text, "difference": effect.difference, "low": effect.low, "high": effect.high}


def _bounds(rows):
    """The ends of an axis that holds all intervals and zero."""
    reach = [value for row in rows for value in (row["low"], row["high"])] + [0.0]
    margin = 0.06 * (max(reach) - min(reach)) or 1.0
    return [min(reach) - margin, max(reach) + margin]


def _forest(rows, width, height, bounds, first=True, last=True):
    """Dots with their bars about a line at zero; hollow where the interval includes it."""
    scale = alt.Scale(domain=bounds, nice=False)
    names = alt.Axis(
        labels=first, labelExpr="split(datum.label, '\\n')", labelLimit=0, ticks=False, domain=False, labelPadding=8,
        labelFontSize=12, labelLineHeight=LINE,
    )  # fmt: skip
    base = alt.Chart(theme.values(pl.DataFrame(rows))).encode(
        y=alt.Y("row:N", title=None, sort=[row["row"] for row in rows], axis=names)
    )
    x = alt.X("difference:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, labels=last))
    hollow = alt.when("datum.low <= 0 && datum.high >= 0").then(alt.value("white")).otherwise(alt.value(theme.INK))
    layers = (
        alt.Chart(alt.Data(values=[{"difference": 0}])).mark_rule(color=theme.GREY).encode(x="difference:Q"),
        base.mark_rule(strokeWidth=2, color=theme.INK).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(size=70, strokeWidth=2, opacity=1, stroke=theme.INK).encode(x=x, fill=hollow),
    )
    return alt.layer(*layers).properties(width=width, height=alt.Step(height))


def costs(brief):
    """Extra cost against effect: a dot with both intervals for each policy, by its number."""
    rows = [
        {
            "name": str(place),
            **dict(zip(("x", "x_low", "x_high"), brief.money.options[place].effect, strict=True)),
            **dict(
                zip(("y", "y_low", "y_high"), (one / THOUSAND for one in brief.money.options[place].cost), strict=True)
            ),
        }
        for place in brief.order
    ]
    domains = [_bounds([{"low": row[f"{axis}_low"], "high": row[f"{axis}_high"]} for row in rows]) for axis in "xy"]
    units = say(brief.language, f"cost.units_{brief.outcome}")
    x, y = (
        alt.X("x:Q", title=units[0].upper() + units[1:], **_axis(domains[0])),
        alt.Y("y:Q", title=brief.say("money.cost"), **_axis(domains[1])),
    )
    base = alt.Chart(theme.values(pl.DataFrame(rows)))
    zero = [
        alt.Chart(alt.Data(values=[{axis: 0}])).mark_rule(color=theme.GREY).encode(**{axis: f"{axis}:Q"})
        for axis in "xy"
    ]
    layers = [
        *zero,
        base.mark_rule(color=theme.PALE).encode(x=alt.X("x_low:Q", **_axis(domains[0])), x2="x_high:Q", y=y),
        base.mark_rule(color=theme.PALE).encode(x=x, y=alt.Y("y_low:Q", **_axis(domains[1])), y2="y_high:Q"),
        base.mark_point(filled=True, size=70, opacity=1, color=theme.INK).encode(x=x, y=y),
        _numbers(rows, domains),
    ]
    return _framed(alt.layer(*layers).properties(width=PLANE[0], height=PLANE[1]))


def _axis(domain):
    return {"scale": alt.Scale(domain=domain, nice=False), "axis": alt.Axis(tickCount=6)}


def _numbers(rows, domains):
    """The number of each policy beside its dot, where there is room."""
    (left, right), (low, high) = domains
    across, up = PLANE[0] / (right - left), PLANE[1] / (high - low)
    spots = {row["name"]: ((row["x"] - left) * across, (high - row["y"]) * up) for row in rows}
    placed = [{"text": name, "x": left + x / across, "y": high - y / up} for name, x, y in _beside(spots)]
    text = alt.Chart(alt.Data(values=placed)).mark_text(
        align="left", baseline="middle", fontSize=13, fontWeight="bold", color=theme.BLUE
    )
    return text.encode(text="text:N", x="x:Q", y="y:Q")


def _beside(spots):
    """Where numbers stand, right or left of their dots [px]; one that would cover another, or a dot, is left out."""
    taken = [(x - HALF, x + HALF, y) for x, y in spots.values()]
    for name, (x, y) in spots.items():
        long = 2 * HALF * len(name) / 1.8
        for start in (x + HALF, x - HALF - long):
            if not any(start < right and left < start + long and abs(y - other) < HALF for left, right, other in taken):
                taken.append((start, start + long, y))
                yield name, start, y
                break


def _framed(chart):
    """The look of all charts; the caption of the document is their title."""
    look = {"axis": theme.AXIS, "title": theme.TITLE, "view": {"stroke": None}}
    return chart.properties(background="white", padding=8).configure(font="Helvetica, Arial, sans-serif", **look)
