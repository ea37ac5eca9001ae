"""The picture of robustness: what each scenario changes over all drawn worlds, and how far it falls behind the best."""

import altair as alt
import polars as pl

from experiments import theme
from experiments.comparison import PLACES
from experiments.theme import BLUE, GREY, INK, VERMILLION
from sim.definitions import OUTCOMES

WIDTH, ROW_HEIGHT = 300, 34  # of a panel, of a row [px]
REGRETS = ("mean", "exceeded in one world of ten", "largest")
SHAPES = ("circle", "square", "triangle-up")


def chart(found):
    """Two panels for each outcome: effects, and regrets.  Args: found, a Robustness."""
    table = found.table.with_columns(
        share=pl.when(pl.col("scenario") == pl.col("reference"))
        .then(pl.lit(""))
        .otherwise(pl.format("{} %", (100 * pl.col("better")).round(0).cast(pl.Int64))),
    )
    parts = table.partition_by("outcome", maintain_order=True)
    pairs = [
        alt.hconcat(_effects(part, found.area), _regrets(part, last=part is parts[-1]), spacing=30).resolve_scale(
            color="independent", shape="independent"
        )
        for part in parts
    ]
    draws, years = table["draws"][0], "-".join(map(str, found.pairs.years))
    subtitle = (
        f"Left, differences from {found.pairs.names[0]}: dots are medians, thick bars hold half of the worlds, thin"
        " ones 90 %; the figure is the share of worlds in which a scenario is better. Right, how far each falls behind"
        " the best scenario of the same world; the bar is the 95 % interval of the largest. Zero is best."
    )
    title = f"{len(found.pairs.names)} scenarios in {draws:,} drawn worlds, {years}"
    return theme.finished(alt.vconcat(*pairs, spacing=30), title, subtitle, 2 * WIDTH + 180)


def _names(part, labels):
    axis = alt.Axis(labelLimit=0, ticks=False, domain=False, labelFontSize=12, labelPadding=8, labels=labels)
    return alt.Y("scenario:N", title=None, sort=part["scenario"].to_list(), axis=axis)


def _effects(part, area):
    unit = OUTCOMES[part["outcome"][0]].unit
    base = alt.Chart(theme.values(part)).encode(y=_names(part, True))
    across = f"Difference from {part['reference'][0]} ({unit})"
    title = f"{OUTCOMES[part['outcome'][0]].title}, {PLACES.get(area, area)}"
    low, high = min(0.0, part["effect_5"].min()), max(0.0, part["effect_95"].max())
    room = 0.05 * (high - low) or 1.0
    scale = alt.Scale(domain=[low - room, high + 5 * room], nice=False)
    x = alt.X("effect_50:Q", title=across, scale=scale, axis=alt.Axis(tickCount=5, format="~s"))
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="zero:Q")
    thin = base.mark_rule(color=INK, strokeWidth=1.5).encode(x="effect_5:Q", x2="effect_95:Q")
    thick = base.mark_bar(color=BLUE, height=9).encode(x="effect_25:Q", x2="effect_75:Q")
    dots = base.mark_point(filled=True, fill="white", stroke=INK, strokeWidth=1.5, size=60, opacity=1).encode(
        x=x, tooltip=["scenario:N", *theme.tooltips(["effect_5", "effect_50", "effect_95", "better"], ".3g")]
    )
    shares = base.mark_text(align="right", fontSize=12, color=INK).encode(
        x=alt.value(WIDTH - 4), text="share:N"
    )  # fmt: skip
    return (zero + thin + thick + dots + shares).properties(
        width=WIDTH, height=alt.Step(ROW_HEIGHT), title=theme.panel_title(title, WIDTH)
    )


def _regrets(part, last):
    tall = pl.concat([
        part.select("scenario", value=column, kind=pl.lit(kind))
        for column, kind in zip(("regret_mean", "regret_90", "regret_max"), REGRETS, strict=True)
    ])  # fmt: skip
    unit = OUTCOMES[part["outcome"][0]].unit
    base = alt.Chart(theme.values(part)).encode(y=_names(part, False))
    bars = base.mark_rule(color=VERMILLION, strokeWidth=2).encode(x="regret_max_low:Q", x2="regret_max_high:Q")
    legend = alt.Legend(title=None, orient="bottom", symbolStrokeWidth=1.5) if last else None
    colours = alt.Scale(domain=REGRETS, range=[INK, BLUE, VERMILLION])
    dots = (
        alt.Chart(theme.values(tall))
        .mark_point(size=70, strokeWidth=1.8, opacity=1, fill="white")
        .encode(
            y=_names(part, False),
            x=alt.X("value:Q", title=f"Behind the best ({unit})", axis=alt.Axis(tickCount=5, format="~s")),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=REGRETS, range=SHAPES), legend=legend),
            color=alt.Color("kind:N", scale=colours, legend=legend),
            tooltip=["scenario:N", "kind:N", *theme.tooltips(["value"], ".3g")],
        )
    )
    return (bars + dots).properties(width=WIDTH, height=alt.Step(ROW_HEIGHT), title=theme.panel_title("Regret", WIDTH))
