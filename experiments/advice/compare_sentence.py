"""What may be written of a comparison, in four languages, short however many scenarios there are."""

from experiments.language import chance, named, number, percent, say

MOST_SAID = 3  # scenarios that have a sentence each; of more, the best ones


def sentence_of(found, language):
    """The sentence of a Comparison: each scenario's effect and chance, or those of the best and how many are open."""
    places = range(1, len(found.pairs.names))
    said = list(places) if len(places) <= MOST_SAID else found.order[:MOST_SAID]
    parts = [_said(found, place, language) for place in said]
    rest = [found.effects[place - 1] for place in places if place not in said]
    if rest:
        open_ones = sum(effect.low <= 0.0 <= effect.high for effect in rest)
        count, of_these = (number(value, language, 0) for value in (len(rest), open_ones))
        parts.append(say(language, "compare.rest", number=count, open=of_these))
    ignorant = [effect.share_of_ignorance for effect in found.effects if effect.share_of_ignorance is not None]
    if ignorant:
        shares = dict.fromkeys(percent(share, language) for share in (min(ignorant), max(ignorant)))
        parts.append(say(language, "compare.ignorance", share="–".join(shares)))
    return " ".join([*parts, say(language, "compare.model")])


def _said(found, place, language):
    effect = found.effects[place - 1]
    words = words_of(found.pairs, effect, language) | {"place": named(language, "places", found.area)}
    told = effect_in(effect, language, words)
    if effect.difference == effect.low == effect.high == 0.0:
        return told
    better = chance(found.chances.better[place, 0], language, found.chances.surest)
    return (
        told + " " + say(language, "compare.chance", policy=effect.scenario, reference=effect.reference, chance=better)
    )


def words_of(pairs, effect, language):
    """What the sentences about one effect have in common."""
    return {
        "policy": effect.scenario,
        "reference": effect.reference,
        "outcome": named(language, "outcomes", effect.outcome),
        "interval": say(language, "compare.looked" if pairs.looks else "compare.interval"),
        "pairs": number(pairs.number, language, 0),
        "years": f"{pairs.years[0]}-{pairs.years[1]}",
    }


def effect_in(effect, language, words):
    """One effect as a sentence; it goes by numbers, as the table does."""
    if effect.difference == effect.low == effect.high == 0.0:
        return say(language, "compare.nothing", **words)
    bounds = effect.difference, effect.low, effect.high
    if effect.low <= 0.0 <= effect.high:
        amount, low, high = (number(value, language) for value in bounds)
        return say(language, "compare.open", amount=amount, low=low, high=high, **words)
    way = "more" if effect.difference > 0.0 else "fewer"
    low, amount, high = (number(value, language) for value in sorted(map(abs, bounds)))
    return say(language, f"compare.{way}", amount=amount, low=low, high=high, **words)
