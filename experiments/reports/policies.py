"""Policies as papers tell them: their titles, and what each change does to which parameter, where, and from when."""

from experiments.language import date, number, percent, say
from experiments.reports import words
from scenarios.selection import KEYS
from sim.observed import OBSERVED

SIGN_OF = {"times": "× ", "set": "= ", "add": "+ "}  # of what is done to a value, in tables


def titles(pairs, language):
    """Of each scenario; those that have the same one are told apart by their names."""
    found = [words.title(language, schedule) for schedule in pairs.schedules]
    return tuple(
        f"{title} ({name})" if found.count(title) > 1 else title for title, name in zip(found, pairs.names, strict=True)
    )


def label(title, place):
    """A policy as tables and charts call it: with the number by which it is listed; the reference by its title."""
    return f"{place}. {title}" if place else title


def in_words(language, change):
    """What is changed, and to what."""
    way, amount = way_of(change)
    told = say(language, f"annex.change.{way}", parameter=words.parameter(language, change.parameter),
               amount=exact(amount, language))  # fmt: skip
    if change.size != 1.0:
        told = say(language, "annex.change.sized", change=told, share=percent(change.size, language))
    return f"{told} ({where(language, change)})" if change.where else told


def way_of(change):
    """("set", "times" or "add", the number)."""
    return next((way, value) for way in SIGN_OF if (value := getattr(change, way)) is not None)


def in_signs(language, change):
    """The same as a cell: × 1.25."""
    way, amount = way_of(change)
    if way == "add" and amount < 0.0:
        return f"− {exact(-amount, language)}"
    size = "" if change.size == 1.0 else f" ({percent(change.size, language)})"
    return SIGN_OF[way] + exact(amount, language) + size


def exact(value, language):
    """A number of a policy file with all its digits."""
    digits = len(f"{value:.10f}".rstrip("0").partition(".")[2])
    return number(value, language, digits)


def where(language, change):
    """The labels to which it is narrowed."""
    found = [
        ", ".join(words.label(language, key, label) for label in change.where[key])
        for key in KEYS
        if key in change.where
    ]
    return say(language, "annex.separator").join(found)


def when(language, change):
    """From when it is in force, until when, and how it grows; or what has to be seen before."""
    told = say(language, "annex.change.from", day=date(change.first_day, language))
    if change.until is not None:
        days = {"day": date(change.first_day, language), "until": date(change.until, language)}
        told = say(language, "annex.change.until", **days)
    if change.when is not None:
        told = say(language, "annex.change.seen", start=told, seen=_seen(language, change.when))
    if change.ramp_weeks > 1:
        told = say(language, "annex.change.ramp", start=told, weeks=number(change.ramp_weeks, language, 0))
    return told


def _seen(language, condition):
    side, bound = ("above", condition.above) if condition.below is None else ("below", condition.below)
    outcome = say(language, f"annex.seen.{condition.outcome}")
    if condition.label is not None:
        outcome += f" ({words.label(language, OBSERVED[condition.outcome].dimension, condition.label)})"
    weeks = number(condition.for_weeks, language, 0)
    return say(language, f"annex.seen_{side}", outcome=outcome, bound=exact(bound, language), weeks=weeks)
