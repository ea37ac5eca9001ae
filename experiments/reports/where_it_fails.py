"""Where policies fail: in which share of the drawn worlds each does worse than the reference, and under what."""

from experiments.language import number, percent
from experiments.reports import words
from experiments.reports.briefing import changes_nothing
from experiments.reports.document import Bullets, Heading, Paragraph, Table
from experiments.reports.facts import Of
from experiments.reports.failing import failing


def blocks(brief):
    """The section."""
    yield Heading(brief.say("fails.heading"))
    found = {one.place: one for one in failing(brief.pairs, brief.outcome)}
    if not found:
        yield Paragraph(brief.say("fails.one_draw"))
        return
    yield Paragraph(brief.say("fails.read", outcome=words.outcome(brief.language, brief.outcome)))
    yield _table(brief, [found[place] for place in brief.order])
    asked = [found[place] for place in brief.order if found[place].asked]
    if not asked:
        yield Paragraph(brief.say("fails.nowhere"))
        return
    yield Paragraph(brief.say("fails.where"))
    yield Bullets(tuple(_where(brief, one) for one in asked))


def origin(brief):
    """Where these numbers come from."""
    return Of(brief.outcome, command=f"thbsim report {brief.pairs.experiment} --out brief.docx")


def _table(brief, found):
    rows = tuple((brief.label(one.place), _share(brief, one), percent(one.same, brief.language)) for one in found)
    headings = brief.say("compared.policy"), brief.say("fails.share"), brief.say("fails.same")
    caption = brief.facts.cite_all(brief.say("fails.caption"), "share_worse", brief.compared, origin(brief))
    return Table(caption, headings, rows, brief.say("fails.note"), (0.5, 0.28, 0.22))


def _share(brief, one):
    if changes_nothing(brief.effect(one.place, brief.outcome)):
        return brief.say("effects.same")
    return brief.bounds(one.share, percent)


def _where(brief, one):
    """The parameter that goes with failures, or that none does."""
    policy, found = brief.quoted(one.place), one.circumstance
    if found is None:
        return brief.say("fails.no_circumstance", policy=policy)
    values = {
        name: brief.cite(_written(brief, found, value), "mean_of_parameter", [one.place], origin(brief))
        for name, value in (("failing", found.failing), ("others", found.others))
    }
    key = "higher" if found.failing > found.others else "lower"
    parameter = words.parameter(brief.language, found.name.removesuffix(", ..."))
    place = "_in_range" if found.is_position else ""
    return brief.say(f"fails.{key}{place}", policy=policy, parameter=parameter, **values)


def _written(brief, found, value):
    return percent(value, brief.language) if found.is_position else number(value, brief.language)
