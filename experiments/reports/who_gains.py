"""Who gains and where it leaks: effects told apart by region, form and whatever is kept; inside and outside of aims."""

from experiments.advice.apart import apart
from experiments.language import named, percent, say
from experiments.leakage import DIMENSION_OF, INSIDE, OUTSIDE, TOTAL
from experiments.reports import recommendation_charts, words
from experiments.reports.briefing import is_clear
from experiments.reports.document import Heading, Paragraph, Picture, Table
from experiments.reports.facts import Of
from experiments.sweeps.kept import MARKET
from scenarios.aims import MARKETS, aims
from sim.definitions import ALL, BELGIUM

DIMENSIONS = ("region", "form", "sector", "origin", "sex", "age_group")
MOST_LABELS = 3  # of an aim, that are named; more are counted


def blocks(brief):
    """The section."""
    yield Heading(brief.say("gains.heading"))
    by = {dimension: apart(brief.pairs, brief.outcome, BELGIUM, dimension) for dimension in kept(brief)}
    if by:
        yield Paragraph(brief.say("gains.read"))
        yield from _labels(brief, by)
    missing = [dimension for dimension in DIMENSIONS if dimension not in by]
    if missing:
        yield Paragraph(_not_kept(brief, missing))
    yield Heading(brief.say("leaks.heading"), 2)
    yield from _leaks(brief)


def kept(brief):
    """The dimensions by which effects can be told apart."""
    there = {key[2] for key in brief.pairs.kept if key[0] == brief.outcome}
    return [dimension for dimension in DIMENSIONS if dimension in there]


def _not_kept(brief, missing):
    names = ", ".join(named(brief.language, "dimensions", dimension) for dimension in missing)
    keys = ", ".join(f'"{dimension}"' for dimension in missing)
    return brief.say("gains.not_kept", dimensions=names, keys=keys)


def _labels(brief, by):
    places = brief.told
    rows = tuple(
        (brief.label(place), *_row(brief, effect))
        for place in places
        for one in by.values()
        for effect in one.by_scenario[place - 1][1]
        if is_clear(effect)
    )
    origin = _origin(brief, by)
    if rows:
        headings = tuple(brief.say(f"gains.{one}") for one in ("policy", "by", "label", "difference"))
        caption = brief.facts.cite_all(brief.say("gains.caption"), "apart", brief.names(*places), origin)
        note = brief.say("gains.many")
        yield Table(caption, headings, rows, note, (0.36, 0.18, 0.22, 0.24), words=(1, 2))
    else:
        yield Paragraph(brief.say("gains.none"))
    caption = brief.facts.cite_all(
        brief.say("gains.picture", policy=brief.quoted(places[0])), "apart", brief.names(places[0]), origin
    )
    yield Picture(
        caption,
        brief.say("gains.alternative" if rows else "gains.alternative_none"),
        recommendation_charts.apart(brief, places[0], by),
        brief.say("effects.hollow"),
    )


def _origin(brief, by):
    """Where these numbers come from: by what they are told apart, where, and a command for each."""
    command = brief.facts.comparing(brief.outcome, BELGIUM)
    return Of(
        brief.outcome,
        ",".join(dict.fromkeys(one.effects[0].area for one in by.values())),
        command="; ".join(f"{command} --by {dimension}" for dimension in by),
        labels=", ".join(named(brief.language, "dimensions", dimension) for dimension in by),
    )


def _row(brief, effect):
    bounds = effect.difference, effect.low, effect.high
    return (
        named(brief.language, "dimensions", effect.dimension),
        words.label(brief.language, effect.dimension, effect.label),
        brief.signed_bounds(bounds),
    )


def _leaks(brief):
    found, _ = brief.comparison.leakages
    if not any(aims(schedule.changes) for schedule in brief.pairs.schedules):
        yield Paragraph(brief.say("leaks.no_aim"))
        return
    if found:
        yield Paragraph(brief.say("leaks.read"))
        yield _leak_table(brief, found)
    yield from _not_told(brief, {one.scenario for one in found})


def _leak_table(brief, found):
    rows = tuple(
        (
            brief.label(brief.pairs.place(one.scenario)),
            aim_in_words(brief.language, one.aim),
            *(_place(brief, one, place) for place in (INSIDE, OUTSIDE, TOTAL)),
            _share(brief, one.share),
        )
        for one in found
    )
    headings = ("policy", "aim", "inside", "outside", "total", "share")
    outcomes = ",".join(dict.fromkeys(one.share.outcome for one in found))
    places = [brief.pairs.place(name) for name in dict.fromkeys(one.scenario for one in found)]
    of = Of(outcomes, ALL, command=brief.facts.comparing(brief.outcome, BELGIUM))
    caption = brief.facts.cite_all(brief.say("leaks.caption"), "leakage", brief.names(*places), of)
    texts = tuple(brief.say(f"leaks.{one}") for one in headings)
    return Table(caption, texts, rows, brief.say("leaks.note"), (0.24, 0.16, 0.16, 0.16, 0.16, 0.12), words=(1,))


def _place(brief, leakage, place):
    """The change of the outcome of which the share is told."""
    one = next(one for one in leakage.places if (one.place, one.outcome) == (place, leakage.share.outcome))
    bounds = one.difference, one.low, one.high
    return brief.signed_bounds(bounds)


def _share(brief, share):
    if share.share is None:
        return "–"
    return brief.bounds((share.share, share.low, share.high), percent)


def aim_in_words(language, text):
    """An aim, by its labels; many of one kind are counted."""
    return say(language, "annex.separator").join(
        dict.fromkeys(_part(language, one) for part in text.split(" and ") for one in part.split("; "))
    )


def _part(language, text):
    key, _, labels = text.partition(" ")
    found = labels.split(", ")
    told = ", ".join(words.label(language, key, label) for label in found[:MOST_LABELS])
    return f"{told} … ({len(found)})" if len(found) > MOST_LABELS else told


def _not_told(brief, there):
    """Policies whose aims what is kept cannot tell apart, and what a design must keep for it."""
    for place, schedule in enumerate(brief.pairs.schedules):
        kinds = [aim.kind for aim in aims(schedule.changes)]
        if kinds and brief.pairs.names[place] not in there:
            keys = ", ".join(f'"{MARKET if kind == MARKETS else DIMENSION_OF[kind]}"' for kind in kinds)
            yield Paragraph(brief.say("leaks.not_told", policy=brief.quoted(place), keys=keys))
