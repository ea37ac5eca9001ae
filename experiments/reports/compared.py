"""The policies that are compared: whose each is and what it changes; then what each does, in a table and a chart."""

from experiments.language import date as day
from experiments.reports import policies, recommendation_charts, words
from experiments.reports.briefing import IDENTIFIED, changes_nothing, is_clear
from experiments.reports.certainty import graded
from experiments.reports.document import Heading, Paragraph, Picture, Table
from experiments.reports.facts import Of
from experiments.reports.findings import owners_of
from experiments.sweeps.effects import MANY_INTERVALS
from sim.definitions import OUTCOMES

LIKELY = 0.9  # from here on, a word of certainty seems at odds with an interval that includes zero
NOTHING = "–"  # nobody owns, and nothing changes, what is the baseline


def blocks(brief):
    """The section."""
    yield Heading(brief.say("compared.heading"))
    yield Paragraph(brief.say("compared.intro", reference=brief.quoted(0)))
    yield _policies(brief)
    yield from _late(brief)
    yield Heading(brief.say("effects.heading"), 2)
    yield Paragraph(brief.say("effects.read"))
    yield _effects(brief)
    yield _picture(brief)


def _policies(brief):
    rows = tuple(
        (
            brief.label(place),
            brief.listed(owners_of(brief, place)) or NOTHING,
            " ".join(
                brief.say(
                    "compared.change",
                    change=policies.in_words(brief.language, change),
                    when=policies.when(brief.language, change),
                )
                for change in schedule.changes
            )
            or NOTHING,
        )
        for place, schedule in enumerate(brief.pairs.schedules)
        if place or schedule.changes
    )
    headings = tuple(brief.say(f"compared.{one}") for one in ("policy", "owner", "what"))
    return Table(brief.say("compared.caption"), headings, rows, widths=(0.27, 0.23, 0.5), words=(1, 2))


def _late(brief):
    """What to know of policies that begin amid the years compared, or after them; those of one day together."""
    first, last = brief.pairs.years
    begins: dict = {}
    for place, schedule in enumerate(brief.pairs.schedules):
        if schedule.first_day is not None and schedule.first_day.year > first:
            begins.setdefault(schedule.first_day, []).append(brief.quoted(place))
    for start, begun in begins.items():
        key = "compared.late" if start.year <= last else "compared.never"
        yield Paragraph(brief.say(key, policies=brief.listed(begun), day=day(start, brief.language)), "note")


def _effects(brief):
    shown = list(dict.fromkeys((brief.outcome, IDENTIFIED)))
    rows = tuple(
        (
            brief.label(place),
            *(_cell(brief, place, outcome) for outcome in shown),
            _percent(brief, place),
            graded(brief.better(place), brief.language, brief.surest),
        )
        for place in brief.order
    )
    headings = (
        brief.say("compared.policy"),
        *(_heading(brief, outcome) for outcome in shown),
        brief.say("effects.percent", outcome=words.outcome(brief.language, brief.outcome)),
        brief.say("effects.certainty"),
    )
    caption = brief.facts.cite_all(brief.say("effects.caption"), "effects", brief.compared, _origin(brief, shown))
    many = [brief.say("effects.many")] if len(rows) * len(shown) >= MANY_INTERVALS else []
    return Table(caption, headings, rows, " ".join([*_at_odds(brief), *many]), words=(len(headings) - 1,))


def _origin(brief, shown):
    """Where the numbers of several outcomes come from: a command for each."""
    area = brief.comparison.area
    commands = [brief.facts.comparing(outcome, area) for outcome in shown]
    return Of(",".join(shown), area, command="; ".join(commands))


def _at_odds(brief):
    """Why a row may be open in numbers and clear in percent, or the other way about, or open and yet likely better."""
    effects = {place: brief.effect(place, brief.outcome) for place in brief.order}
    shown = {place: one for place, one in effects.items() if one.in_percent is not None and one.clear != is_clear(one)}
    for key, clear in (("effects.clear_in_percent", False), ("effects.clear_in_numbers", True)):
        places = [brief.label(place) for place, one in shown.items() if is_clear(one) == clear]
        if places:
            yield brief.say(key, policies=brief.listed(places))
    if any(max(brief.better(one), 1.0 - brief.better(one)) >= LIKELY and not is_clear(effects[one]) for one in effects):
        yield brief.say("effects.likely_and_open")


def _heading(brief, outcome):
    unit = words.unit(brief.language, OUTCOMES[outcome].unit)
    return brief.say("effects.column", outcome=words.outcome(brief.language, outcome), unit=unit)


def _cell(brief, place, outcome):
    effect = brief.effect(place, outcome)
    if changes_nothing(effect):
        return brief.say("effects.same")
    bounds = effect.difference, effect.low, effect.high
    return brief.signed_bounds(bounds)


def _percent(brief, place):
    """Of the reference, where that is not zero."""
    found = brief.effect(place, brief.outcome).in_percent
    return "–" if found is None else brief.signed_bounds(found)


def _picture(brief):
    shown = list(dict.fromkeys((brief.outcome, IDENTIFIED)))
    clear = [brief.label(one) for one in brief.order if is_clear(brief.effect(one, brief.outcome))]
    alternative = (
        brief.say("effects.alternative", policies=brief.listed(clear))
        if clear
        else brief.say("effects.alternative_none")
    )
    caption = brief.facts.cite_all(brief.say("effects.picture"), "effects", brief.compared, _origin(brief, shown))
    held = brief.say("effects.held" if brief.drawn else "effects.held_luck")
    return Picture(caption, alternative, recommendation_charts.effects(brief, shown), held)
