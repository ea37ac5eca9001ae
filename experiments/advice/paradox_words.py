"""What may be said of a paradox: the table on the screen, how to read it, and sentences in four languages."""

from experiments.advice.adding import units, written
from experiments.advice.notes import notes
from experiments.language import named, number, say, signed
from experiments.words import counted
from scenarios.versions import LOOKING, TRAFFICKING
from sim.definitions import BELGIUM

TOGETHER, INTERACTION = "together", "interaction"
CONSEQUENCE = {
    LOOKING: (
        "changes only how victims are looked for, so the share of trafficking is 0. What looking does to trafficking in"
        " turn, as networks are found or deterred, is a consequence and stands under looking."
    ),
    TRAFFICKING: (
        "changes only trafficking, so the share of looking is 0. That more, or fewer, persons are found since more, or"
        " fewer, are there is a consequence and stands under trafficking."
    ),
}


def rows(paradox):
    """Headings and cells for the screen."""
    headings = ["Yearly mean", "Reference", "From trafficking", "From looking", "Together", "Interaction"]
    cells = [
        [
            one.effects[TOGETHER].title,
            number(one.effects[TOGETHER].reference_mean, "en"),
            *(_cell(one, share) for share in (TRAFFICKING, LOOKING, TOGETHER, INTERACTION)),
        ]
        for one in paradox.splits
    ]
    return headings, cells


def _cell(one, share):
    low, high = (written(units(bound, one.places), one.places) for bound in _bounds(one, share))
    return f"{written(one.units[share], one.places)} ({low} to {high})"


def _bounds(one, share):
    return one.effects[share].low, one.effects[share].high


def lines(paradox):
    """How to read the table, and what goes with it."""
    pairs, part = paradox.pairs, paradox.worlds.one_part
    yield (
        f"{paradox.scenario} against {pairs.names[0]}, {pairs.years[0]}-{pairs.years[1]},"
        f" {counted(pairs.number, 'pair')} of runs that share their luck. Both shares add up to the whole in every pair"
        " and as printed (rounded by the largest remainder)."
    )
    if part is not None:
        yield f"{paradox.scenario} {CONSEQUENCE[part]} Two worlds were enough."
    else:
        names = [pairs.names[place] for place in (paradox.worlds.trafficking, paradox.worlds.looking)]
        yield (
            f"Worlds: {pairs.names[0]}; only trafficking changed ({names[0]}); only looking changed ({names[1]}); both."
            " A share is the mean of what its part adds alone and beside the other; half of the interaction is in each."
            " What one part does to the other as a consequence stands under the part that changed."
        )
    yield (
        "Looking: what the State and others do to find and help persons. Trafficking: what networks do, and how persons"
        " leave. Which rule belongs where is written in scenarios/versions.py."
    )
    yield from notes(pairs)


def sentence(paradox, language):
    """What rises or falls, for which reason, and what nobody sees."""
    pairs, count = paradox.pairs, paradox.splits[0]
    words = {
        "policy": paradox.scenario,
        "reference": pairs.names[0],
        "place": named(language, "places", count.area),
        "outcome": named(language, "outcomes", count.outcome),
        "interval": say(language, "compare.looked" if pairs.looks else "compare.interval"),
        "pairs": number(pairs.number, language, 0),
        "years": f"{pairs.years[0]}-{pairs.years[1]}",
    }
    told = [
        say(language, f"paradox.{_way(count, TOGETHER)}", **_said(count, TOGETHER, language), **words),
        *_reasons(paradox, count, language, words),
        *_unseen(paradox, language),
        *_so(paradox, language),
        say(language, "paradox.model"),
    ]
    return " ".join(told)


def _reasons(paradox, count, language, words):
    part = paradox.worlds.one_part
    if part is not None:
        yield say(language, f"paradox.only_{part}", **words)
        return
    both = {
        f"{share}{name and '_'}{name}": text
        for share in (TRAFFICKING, LOOKING)
        for name, text in zip(("", "low", "high"), _said(count, share, language).values(), strict=True)
    }
    yield say(language, "paradox.split", **both)
    ways = tuple(_way(count, share) for share in (TRAFFICKING, LOOKING))
    yield say(language, f"paradox.because_{'_'.join(ways)}", **words)


def _unseen(paradox, language):
    """How many persons are exploited, and how many are hidden, whoever looks."""
    changes = [
        say(
            language,
            f"paradox.unseen_{_way(one, TOGETHER)}",
            outcome=named(language, "outcomes", one.outcome),
            **_said(one, TOGETHER, language),
        )
        for one in paradox.splits[1:]
        if one.area == BELGIUM
    ]
    yield say(language, "paradox.unseen", changes=say(language, "paradox.between").join(changes))


def _so(paradox, language):
    """Whether the count goes with what nobody sees, or against it; nothing where either is not clear."""
    of_years = [one for one in paradox.splits[1:] if (one.outcome, one.area) == ("victim_years", BELGIUM)]
    ways = [_way(one, TOGETHER) for one in (paradox.splits[0], *of_years)]
    if len(ways) == 2 and "open" not in ways:
        yield say(language, f"paradox.so_{'_'.join(ways)}")


def _way(one, share):
    """more, fewer or open."""
    return "open" if not one.clear(share) else "more" if one.units[share] > 0 else "fewer"


def _said(one, share, language):
    """The change and its bounds as readers of a language write them."""
    values = one.figure(share), *_bounds(one, share)
    names = ("amount", "low", "high")
    return {name: signed(value, language, one.places) for name, value in zip(names, values, strict=True)}
