"""An Information in words and as a picture."""

import altair as alt
import polars as pl

from experiments import theme
from experiments.advice.factors import levers
from experiments.language import named, number, percent, say

WIDTH, ROW = 420, 24  # [px]
EUR = "EUR/year"


def rows(result):
    """Headings and cells: sets that were asked for, then the parameters, the most valuable first."""
    headings = ["Unknown", "Worth knowing", "Best where it is low", "high", "Would change to", "on"]
    cells = [_cells(one) for one in (*result.sets, *_worth_telling(result))]
    return headings, cells or [["every parameter", "0", "", "", "nothing", ""]]


def _worth_telling(result):
    """The first parameters that are worth anything, as far as can be told."""
    return [one for one in result.unknowns[: result.top] if one.knowing.value > 0.0]


def _cells(one):
    value = f"{number(one.knowing.value, 'en')} ± {number(one.knowing.error, 'en')}"
    name = f"{one.name}{'' if one.stands_out else ' (within chance)'}"
    if one.change is None or not one.stands_out:
        return [name, value, "", "", "nothing" if one.change is None else "–", ""]
    change = one.change
    return [name, value, change.at_low, change.at_high, f"{change.other}{_where(change)}", percent(change.share, "en")]


def _where(change):
    low, high = (None if bound is None else number(bound, "en") for bound in (change.low, change.high))
    if low and high:
        return f" ({low} to {high})"
    return f" (above {low})" if low else f" (below {high})" if high else ""


def lines(result):
    """How to read it, and cautions."""
    choice, pairs = result.choice, result.pairs
    gains = ", ".join(f"{name} {number(gain, 'en')}" for name, gain in zip(choice.names, choice.expected, strict=True))
    of = "" if result.worth is None else f" (at EUR {result.worth:,.0f} for one, less the public cost)"
    return [
        f"Gains over {choice.names[0]} in {choice.unit}{of}: {gains}. Best: {choice.names[choice.best]}."
        f" Knowing all parameters at once would be worth {number(result.most, 'en')} ±"
        f" {number(result.most_error, 'en')} {choice.unit}.",
        f"Worth knowing: how much better the choice would be on average, {choice.unit}, ± one standard error; on: the"
        " share of the draws on which it would change; low, high: the fifths of the draws in which the parameter is"
        " lowest, highest.",
        f"Within chance: no more than {number(result.chance, 'en')}, which the largest of {len(result.unknowns)}"
        " parameters that have nothing to do with it reaches once in 20 times; a set: than it reaches itself.",
        f"{choice.gains.shape[1]:,} draws of the parameters, {pairs.years[0]}-{pairs.years[1]}: all this holds for who"
        " believes them, each as likely as any other. A parameter that goes together with others counts for"
        " what it tells of them. What measuring costs, and how well it can be done, is not in it.",
        f"Not shown: {len(result.unknowns) - len(_worth_telling(result))} other parameters, most worth nothing.",
        *_cautions(result),
    ]


def _cautions(result):
    pairs = result.pairs
    if result.choice.luck is None:
        yield (
            "Each draw was lived once, so luck counts as what could be known: the value of knowing everything is too"
            " high; give two seeds or more (thbsim sweep --expand ID --add-seeds)."
        )
    yield from levers(pairs, result.factors)
    if pairs.state != "finished":
        yield f"{pairs.where} is {pairs.state}: go on with it by thbsim sweep and --resume."
    if pairs.left_out:
        yield f"Left out, since runs are missing: {pairs.left_out} pairs."
    yield from pairs.cautions


def sentence(result, language):
    """What may be written of it."""
    choice = result.choice
    words = {
        "place": named(language, "places", result.area),
        "outcome": named(language, "outcomes", result.outcome),
        "years": f"{result.pairs.years[0]}-{result.pairs.years[1]}",
        "current": choice.names[choice.best],
        "draws": number(choice.gains.shape[1], language, 0),
        "most": _amount(result, result.most, language),
    }
    said = [say(language, f"information.{'decision' if result.worth is None else 'net'}", **words, worth=number(
        result.worth or 0.0, language, 0))]  # fmt: skip
    valuable = [one for one in (*result.sets, *result.unknowns) if one.stands_out and one.change is not None]
    if result.most <= 0.0:
        said.append(say(language, "information.always", **words))
    elif not valuable:
        said += [say(language, f"information.{key}", **words) for key in ("none", "everything")]
    else:
        said += [_said(result, one, words, language) for one in valuable[:3]]
        said.append(say(language, "information.everything", **words))
    return " ".join([*said, say(language, "information.model")])


def _amount(result, value, language):
    noun = say(language, "information.eur") if result.worth is not None else named(language, "outcomes", result.outcome)
    return f"{number(value, language)} {noun}"


def _said(result, one, words, language):
    change = one.change
    kind = "within" if change.low is not None and change.high is not None else (
        "above" if change.low is not None else "below" if change.high is not None else "somewhere")  # fmt: skip
    low, high = (None if bound is None else number(bound, language) for bound in (change.low, change.high))
    value, error = _amount(result, one.knowing.value, language), number(one.knowing.error, language)
    return say(language, f"information.{kind}", **words, factor=_name(one), value=value, error=error, low=low,
               high=high, other=change.other, share=percent(change.share, language))  # fmt: skip


def _name(one):
    """The parameter; where several entries move together, the one whose values are told."""
    if one.entries > 1 or (one.change.low is None and one.change.high is None):
        return one.name
    return one.paths[0]


def _note(one):
    """What would be better where it is known, and on how many draws; nothing where that is chance."""
    if one.change is None or not one.stands_out:
        return ""
    return f"{one.change.other}: {percent(one.change.share, 'en')}"


def plot(result):
    """Values with their standard errors; hollow where chance gives as much."""
    shown = (*result.sets, *_worth_telling(result)) or result.unknowns[:1]
    names = [one.name for one in shown]
    table = pl.DataFrame([
        {"unknown": one.name, "value": one.knowing.value, "low": max(one.knowing.value - one.knowing.error, 0.0),
         "high": one.knowing.value + one.knowing.error, "kind": KINDS[0] if one.stands_out else KINDS[1],
         "note": _note(one)}
        for one in shown
    ])  # fmt: skip
    axis = alt.Axis(labelLimit=0, ticks=False, domain=False, labelFontSize=12, labelPadding=8)
    base = alt.Chart(theme.values(table)).encode(y=alt.Y("unknown:N", sort=names, title=None, axis=axis))
    legend = alt.Legend(title=None, orient="top")
    fill = alt.Fill("kind:N", scale=alt.Scale(domain=KINDS, range=[theme.BLUE, "white"]), legend=legend)
    bars = base.mark_bar(height=12, stroke=theme.BLUE, strokeWidth=1.2).encode(
        x=alt.X("value:Q", title=f"Worth knowing ({result.choice.unit})", scale=alt.Scale(zero=True, nice=True)),
        fill=fill,
        tooltip=["unknown:N", *theme.tooltips(("value", "low", "high"), ",.4~r"), "note:N"],
    )
    errors = base.mark_rule(strokeWidth=2, color=theme.INK).encode(x="low:Q", x2="high:Q")
    notes = base.mark_text(align="left", dx=6, fontSize=11, color=theme.GREY).encode(x="high:Q", text="note:N")
    everything = alt.Chart(alt.Data(values=[{"most": result.most}])).mark_rule(strokeDash=[5, 4], color=theme.INK)
    chart = (everything.encode(x="most:Q") + bars + errors + notes).properties(width=WIDTH, height=alt.Step(ROW))
    best = result.choice.names[result.choice.best]
    words = (
        f"How much better the choice would be if one unknown were known; lines: one standard error. Beside: what would"
        f" be better than {best}, and on how many of the draws. Dashed: all unknowns known at once."
    )
    return theme.finished(chart, f"What is worth measuring, {result.pairs.years[0]}-{result.pairs.years[1]}", words,
                          WIDTH + 220)  # fmt: skip


KINDS = ("more than chance", "within chance")
