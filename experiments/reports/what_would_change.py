"""What would change the advice: which unknown, if it were measured, and what else is open."""

from importlib.util import find_spec

from experiments.advice.information import information
from experiments.language import number, percent
from experiments.reports import words
from experiments.reports.document import Heading, Paragraph, Table
from experiments.reports.facts import Of
from experiments.requests import UsageError
from sim.definitions import OUTCOMES

MOST_TOLD = 5  # unknowns
PACKAGE = "sklearn"  # which the value of information needs, beyond the base


def blocks(brief):
    """The section."""
    yield Heading(brief.say("would.heading"))
    yield Paragraph(brief.say("would.read"))
    if not brief.drawn:
        yield Paragraph(brief.say("would.one_draw", command=_command(brief)))
        return
    if find_spec(PACKAGE) is None:
        yield Paragraph(brief.say("would.no_package", command=_command(brief)))
        return
    try:
        found = information(brief.pairs, brief.outcome)
    except UsageError:  # too few draws, or draws that stand for no belief: the command says which
        yield Paragraph(brief.say("would.not_told", command=_command(brief)))
        return
    yield from _told(brief, found)


def _command(brief):
    return f"thbsim information {brief.pairs.experiment}"


def _of(brief):
    return Of(brief.outcome, command=f"{_command(brief)} --outcome {brief.outcome}")


def _told(brief, found):
    best = found.choice.best
    telling = [one for one in found.unknowns if one.stands_out and one.change is not None][:MOST_TOLD]
    yield Paragraph(brief.say("would.best", policy=brief.quoted(best)))
    if not telling:
        yield Paragraph(brief.say("would.none"))
        return
    first = telling[0]
    unit = words.unit(brief.language, OUTCOMES[brief.outcome].unit)
    amounts = [_worth(brief, first), number(found.most, brief.language)]
    value, most = (brief.facts.cite(amount, "value_of_knowing", brief.compared, _of(brief)) for amount in amounts)
    filled = {"parameter": _name(brief, first), "value": value, "most": most, "unit": unit}
    yield Paragraph(brief.say("would.most", **filled))
    yield _table(brief, found, telling)


def _name(brief, unknown):
    """The parameter, or the entry of it, that would be measured."""
    return words.parameter(brief.language, unknown.paths[0] if len(unknown.paths) == 1 else unknown.name)


def _worth(brief, unknown):
    """What it is worth to know it, and the standard error of that."""
    return f"{number(unknown.knowing.value, brief.language)} ± {number(unknown.knowing.error, brief.language)}"


def _table(brief, found, telling):
    rows = tuple(
        (
            _name(brief, one),
            _worth(brief, one),
            brief.label(brief.pairs.place(one.change.other)),
            percent(one.change.share, brief.language),
            _range(brief, one),
        )
        for one in telling
    )
    unit = words.unit(brief.language, OUTCOMES[brief.outcome].unit)
    headings = tuple(
        brief.say(f"would.column_{one}", unit=unit) for one in ("unknown", "value", "other", "share", "range")
    )
    caption = brief.facts.cite_all(brief.say("would.caption"), "value_of_knowing", brief.compared, _of(brief))
    return Table(caption, headings, rows, brief.say("would.note"), (0.28, 0.16, 0.28, 0.12, 0.16), words=(2, 4))


def _range(brief, unknown):
    """Between which values of the parameter the other policy does better, where one range tells it."""
    low, high = unknown.change.low, unknown.change.high
    if low is None and high is None:
        return "–"
    bounds = {
        name: number(value, brief.language) for name, value in (("low", low), ("high", high)) if value is not None
    }
    return brief.say("would." + ("between" if len(bounds) == 2 else "above" if "low" in bounds else "below"), **bounds)
