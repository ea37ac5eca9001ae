"""Pictures of the validation report that no command of its own draws: what was learnt, and estimators of lists."""

import altair as alt
import polars as pl

from calibration.hidden import coverage, study
from experiments import charts, check_chart, match_chart, planted_chart, recovery_chart, theme
from experiments.theme import BLUE, GREY
from experiments.words import path_in_words

WIDTH, ROW_HEIGHT = 380, 18  # of bars [px]
LISTS_WIDTH, LISTS_HEIGHT = 320, 190  # of one panel [px]


def pictures(values):
    """All charts of the report by name.  Args: values, from experiments.validation.report."""
    return {
        "check_prior": check_chart.check_chart(values["prior"]),
        "check_posterior": check_chart.check_chart(values["posterior"]),
        "learnt": learnt_chart(values["learnt"]),
        "recovered": recovery_chart.recovery_chart(values["planted"]),
        "ranks": planted_chart.planted_chart(values["planted"]),
        "match": match_chart.match_chart(values["match"]),
        "lists_bias": lists_chart(values["lists"], "bias"),
        "lists_coverage": lists_chart(values["lists"], "holds"),
    }


def save(values, folder):
    """Write all of them as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in pictures(values).items():
        (folder / f"{name}.png").write_bytes(charts.png_of(chart))


def learnt_chart(found):
    """A bar for each calibrated parameter.  Args: found, from experiments.validation.learning."""
    rows = sorted(found["learnt"], key=lambda one: -one["contraction"])
    shares = [one["contraction"] for one in rows]
    names = [path_in_words(one["name"]) for one in rows]
    data = theme.values(pl.DataFrame({"name": names, "contraction": shares}))
    axis = alt.Axis(labelLimit=0, ticks=False, domain=False, labelPadding=8)
    x = alt.X("contraction:Q", title="narrower than the prior by", axis=alt.Axis(format=".0%", tickCount=5),
              scale=alt.Scale(domain=[min(0.0, *shares), 1.0], nice=False))  # fmt: skip
    bars = (
        alt.Chart(data)
        .mark_bar(color=BLUE, height=11)
        .encode(y=alt.Y("name:N", title=None, sort=names, axis=axis), x=x)
    )
    noise = alt.Chart(alt.Data(values=[{"noise": found["noise"]}])).mark_rule(color=GREY, strokeDash=[4, 3])
    chart = (bars + noise.encode(x="noise:Q")).properties(width=WIDTH, height=alt.Step(ROW_HEIGHT))
    subtitle = (
        "By how much the variance of each calibrated parameter is smaller in the posterior than in the prior:"
        " 0 % where the targets tell nothing of it. Left of the dashed line it could be chance."
    )
    return theme.finished(chart, "What the targets tell of each parameter", subtitle, WIDTH + 230)


def lists_chart(rows, column):
    """A panel for each kind of dependence, a dot for each estimator and share on no list.

    Args:
        rows: From calibration.hidden.coverage.studied.
        column: "bias", or "holds".
    """
    own = [row for row in rows if column == "bias" or row["estimator"] not in coverage.BOUNDS]
    names = [name for name in study.NAMES if any(row["estimator"] == name for row in own)]
    top = max([0.0 if column == "bias" else 1.0, *(row[column] for row in own)])
    scale = alt.Scale(domain=[min(0.0, *(row[column] for row in own)), top], nice=True)
    kinds = dict.fromkeys(row["kind"] for row in own)
    panels = [_lists_panel([row for row in own if row["kind"] == kind], column, names, scale) for kind in kinds]
    chart, width = theme.panels(panels, LISTS_WIDTH)
    words = {
        "bias": "Dots show how far the middle estimate of many simulated tables lies from the truth, by the share of"
        " persons who are on no list.",
        "holds": "Dots show in how many simulated tables the 95 % interval holds the truth, by the share of"
        " persons who"
        " are on no list; the dashed line is what an interval of 95 % promises.",
    }
    title = {"bias": "Bias of estimates from lists", "holds": "Coverage of intervals from lists"}
    return theme.finished(chart, title[column], words[column], width)


def _lists_panel(rows, column, names, scale):
    colours, shapes = theme.palette(names)
    legend = alt.Legend(title=None, orient="top", columns=len(names))
    data = theme.values(pl.DataFrame([{"unseen": f"{row['unseen']:.0%}"} | {
        name: row[name] for name in ("estimator", column)} for row in rows]))  # fmt: skip
    line = alt.Chart(alt.Data(values=[{"right": 0.0 if column == "bias" else 0.95}]))
    dots = alt.Chart(data).mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("unseen:O", title="on no list", axis=alt.Axis(labelAngle=0, grid=False)),
        xOffset=alt.XOffset("estimator:N", sort=names),
        y=alt.Y(f"{column}:Q", title=None, scale=scale, axis=alt.Axis(format=".0%", tickCount=6)),
        color=alt.Color("estimator:N", scale=colours, legend=legend),
        shape=alt.Shape("estimator:N", scale=shapes, legend=legend),
    )  # fmt: skip
    rule = line.mark_rule(color=GREY, strokeDash=[4, 3]).encode(y="right:Q")
    title = theme.panel_title(study.KINDS[rows[0]["kind"]], LISTS_WIDTH)
    return (rule + dots).properties(width=LISTS_WIDTH, height=LISTS_HEIGHT, title=title)
