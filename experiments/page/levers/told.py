"""What the tab Policies says of a policy and of what it changes, in the visitor's language."""

from experiments.comparison import TOTAL
from experiments.language import date, named, number, percent, signed, texts
from experiments.leakage import INSIDE
from experiments.reports import words
from scenarios.aims import KEYS_OF
from sim.definitions import BELGIUM

MOST_NAMED = 4  # labels of an aim


def row(effect, session):
    """One Effect as charts.dots takes it, by percent where there is one."""
    values = effect.in_percent or (effect.difference, effect.low, effect.high)
    name = title(effect, session) if effect.dimension == TOTAL else label(effect, session.language)
    parts = [ranged(effect.in_percent, session, " %")] if effect.in_percent else []
    parts.append(absolute(effect, session, short=True))
    value, low, high = values
    return {"name": name, "numbers": " · ".join(parts), "value": value, "low": low, "high": high, "clear": effect.clear}


def absolute_row(effect, session):
    """One Effect of a label as charts.dots takes it, in numbers."""
    bounds = effect.difference, effect.low, effect.high
    own = {"name": label(effect, session.language), "numbers": absolute(effect, session, short=True)}
    value, low, high = bounds
    return own | {"value": value, "low": low, "high": high, "clear": not low <= 0.0 <= high}


def label(effect, language):
    """What an effect is told apart by, as readers call it."""
    return effect.label if effect.dimension == "year" else words.label(language, effect.dimension, effect.label)


def title(effect, session):
    """Outcome and area."""
    place = named(session.language, "places", BELGIUM) if effect.area == BELGIUM else session.say("page_policies.three")
    return f"{words.outcome(session.language, effect.outcome)}, {place}"


def absolute(effect, session, short=False):
    """The difference with its interval, in numbers, or in euros; short, in thousands of them."""
    bounds = effect.difference, effect.low, effect.high
    if not effect.unit.startswith("EUR"):
        return ranged(bounds, session)
    return ranged([one / 1000.0 for one in bounds], session, " k€") if short else ranged(bounds, session, " EUR")


def ranged(bounds, session, unit=""):
    """A difference with its interval: +3.1 % (2.4 to 3.8)."""
    size = max(map(abs, bounds))
    digits = 0 if size >= 100.0 else 1 if size >= 1.0 else 2
    if any(one != 0.0 and round(one, digits) == 0.0 for one in bounds[1:]):
        digits += 1  # a bound that is not zero is not told as one
    amount, low, high = (signed(value, session.language, digits) for value in bounds)
    return session.say("page_policies.ranged", amount=f"{amount}{unit}", low=low, high=high)


def of_effects(effects, session):
    """What the chart of effects shows, in words: which are clear, and which are not."""
    parts = []
    for key, chosen in (
        ("clear", [one for one in effects if one.clear]),
        ("open", [one for one in effects if not one.clear]),
    ):
        told = "; ".join(f"{title(one, session)}: {row(one, session)['numbers']}" for one in chosen)
        if chosen:
            parts.append(session.say(f"page_policies.{key}", effects=told))
    return " ".join(parts)


def of_leakages(found, session):
    """A sentence for each aim of the policy on what changes elsewhere; one that there is no aim where there is none."""
    told = [_of_leakage(one, found.policy, session) for one in found.leakages]
    return told or [session.say("page_policies.leak_no_aim")]


def _of_leakage(leak, policy, session):
    share = leak.share
    aim, outcome = _aim(leak.kind, policy, session), named(session.language, "outcomes", share.outcome)
    if share.share is None:
        return session.say("page_policies.leak_unclear", aim=aim, outcome=outcome)
    inside = next(one for one in leak.places if (one.place, one.outcome) == (INSIDE, share.outcome)).difference
    sign = 100.0 if inside < 0.0 else -100.0
    change, low, high = sign * share.share, *sorted((sign * share.low, sign * share.high))
    way = "open" if low <= 0.0 <= high else "more" if change > 0.0 else "fewer"
    if change == low == high == 0.0:
        way = "none"
    elif way != "open":
        change, low, high = abs(change), *sorted((abs(low), abs(high)))
    amounts = {
        name: number(one, session.language, 0) for name, one in (("amount", change), ("low", low), ("high", high))
    }
    key = f"page_policies.leak_{'fewer' if inside < 0.0 else 'more'}_{way}"
    return session.say(key, aim=aim, outcome=outcome, **amounts)


def _aim(kind, policy, session):
    """At what the changes of a policy aim, as readers call it."""
    places = [
        (key, one)
        for change in policy.changes
        for key in change.where
        if key in KEYS_OF[kind]
        for one in change.where[key]
    ]
    named_ones = list(dict.fromkeys(words.label(session.language, key, one) for key, one in places))
    rest = len(named_ones) - MOST_NAMED
    told = ", ".join(named_ones[:MOST_NAMED])
    return (
        told
        if rest <= 0
        else session.say("page_policies.and_more", told=told, number=number(rest, session.language, 0))
    )


def dimension(name, session):
    """What effects are told apart by, as a heading."""
    told = named(session.language, "dimensions", name)
    return told[0].upper() + told[1:]


def cost(eur, counted_by, session):
    """What a policy costs a year, and what the model counts besides.

    Args:
        eur: A year, once it is wholly in force.
        counted_by: {parameter of costs: its Quantity}.
        session: The visitor's Session.
    """
    told = [session.say("page_policies.eur", eur=number(eur, session.language, 0))] if eur else []
    for path, quantity in counted_by.items():
        known = texts("page_policies", session.language)
        key = f"counted_{path.partition('.')[2]}"
        unit = known[key] if key in known else words.parameter(session.language, path)
        told.append(session.say("page_policies.counted", eur=number(quantity.value, session.language, 0), unit=unit))
    return " ".join(told) or session.say("page_policies.no_cost")


def changed(change, session):
    """One change of a policy file as a line."""
    language = session.language
    way, amount = next((way, one) for way in ("set", "times", "add") if (one := getattr(change, way)) is not None)
    where = "; ".join(
        ", ".join(words.label(language, key, one) for one in labels) for key, labels in change.where.items()
    )
    parts = [f"{words.parameter(language, change.parameter)}{f' ({where})' if where else ''}:"]
    parts.append(session.say(f"page_policies.way_{way}", amount=number(amount, language)))
    parts.append(session.say("page_policies.sized", share=percent(change.size, language)) if change.size != 1.0 else "")
    parts.append(session.say("page_policies.from_day", day=date(change.first_day, language)))
    parts.append(session.say("page_policies.until_day", day=date(change.until, language)) if change.until else "")
    parts.append(session.say("page_policies.reacts") if change.when else "")
    return " ".join(filter(None, parts))
