"""What each policy costs the public purse, what a unit of its effect costs, and both in a chart."""

from math import isinf

from experiments.language import number, say
from experiments.reports import recommendation_charts
from experiments.reports.document import Heading, Paragraph, Picture, Table
from experiments.reports.facts import Of
from experiments.reports.findings import THOUSAND
from sim.definitions import BELGIUM


def blocks(brief):
    """The section."""
    yield Heading(brief.say("money.heading"))
    yield Paragraph(brief.say("money.read", unit=say(brief.language, f"cost.unit_{brief.outcome}")))
    yield Paragraph(_frontier(brief))
    yield _table(brief)
    yield _picture(brief)


def origin(brief):
    """Where these numbers come from."""
    option = f" --outcome {brief.outcome}"
    return Of(f"{brief.outcome},public_cost", BELGIUM, command=f"thbsim cost {brief.pairs.experiment}{option}")


def _frontier(brief):
    places = [place for place in brief.money.frontier if place]
    if not places:
        return brief.say("money.no_frontier")
    return brief.say("money.frontier", policies=brief.listed(_step(brief, place) for place in places))


def _step(brief, place):
    """A policy on the frontier, and that its place there is not clear where it is not."""
    option = brief.money.options[place]
    open_step = option.standing.after is not None and option.step is None
    policy = brief.quoted(place)
    return brief.say("money.not_clear", policy=policy) if open_step or "unclear" in option.position else policy


def _table(brief):
    rows = tuple(_row(brief, place) for place in brief.order)
    headings = (
        brief.say("compared.policy"),
        brief.say("money.cost"),
        brief.say("money.per_unit", unit=say(brief.language, f"cost.unit_{brief.outcome}")),
        brief.say("money.position"),
    )
    caption = brief.facts.cite_all(brief.say("money.caption"), "cost_and_ratio", brief.compared, origin(brief))
    return Table(caption, headings, rows, brief.say("money.note"), (0.32, 0.22, 0.22, 0.24), words=(3,))


def _row(brief, place):
    option = brief.money.options[place]
    effect, cost = option.position
    position = brief.say(
        "money.both", effect=brief.say(f"position.effect_{effect}"), cost=brief.say(f"position.cost_{cost}")
    )
    return brief.label(place), _thousands(brief, option.cost), _ratio(brief, option), position


def _thousands(brief, interval):
    if interval.nothing:
        return brief.say("effects.same")
    values = [value / THOUSAND for value in interval]
    return brief.signed_bounds(values)


def _ratio(brief, option):
    """Cost for each unit; a dash where it would mean nothing, which the note explains."""
    if option.ratio is None:
        return "–"
    return brief.bounds((option.ratio.value, option.ratio.low, option.ratio.high), _euros)


def _euros(value, language):
    return "∞" if isinf(value) else number(value / THOUSAND, language)


def _picture(brief):
    frontier = [brief.label(place) for place in brief.money.frontier]
    alternative = brief.say("money.alternative", policies=brief.listed(frontier))
    caption = brief.facts.cite_all(brief.say("money.picture"), "cost_and_effect", brief.compared, origin(brief))
    return Picture(caption, alternative, recommendation_charts.costs(brief), brief.say("money.chart_note"))
