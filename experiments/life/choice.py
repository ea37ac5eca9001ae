"""Which person: `--where` names what is wanted, `--person` which of those who match."""

import numpy as np

from experiments.requests import UsageError
from scenarios.errors import hint
from sim import names
from sim.geography import city_names

FIRST_KEY = 1 << 60  # keys of entities begin here: smaller numbers count persons
WORDS = {
    "form": names.FORMS,
    "origin": names.ORIGINS,
    "sex": names.SEXES,
    "age_group": names.AGE_GROUPS,
    "channel": names.CHANNELS,
    "status": names.STATUSES,
    "body": names.BODIES,
    "centre": names.CENTRES,
}  # columns of a person whose numbers have names
PLACES = {"sector": names.SECTORS, "city": city_names(), "country": names.COUNTRIES}  # of the last market
AT_LEAST = ("moves", "crossings", "times", "visits_missed")  # numbers; the others must be equal
NAMES = (*WORDS, *PLACES, "network", *AT_LEAST)


def wanted(text):
    """The pairs of `--where`: {name: number}; every mistake is named at once.

    Args:
        text: As in form=sexual,moves=2; empty for everybody.
    """
    pairs, problems = {}, []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (word.strip() for word in part.partition("="))
        if not equals:
            problems.append(f"--where {part}: write name=value, as in form=sexual")
        elif name not in NAMES:
            problems.append(f"--where {part}: persons are not told apart by {name}{hint(name, NAMES)}")
        elif name in pairs:
            problems.append(f"--where {part}: {name} is given twice; give it once")
        else:
            try:
                pairs[name] = _number(name, value)
            except ValueError as error:
                problems.append(f"--where {part}: {error}")
    if problems:
        raise UsageError("\n".join(problems))
    return pairs


def _number(name, value):
    known = (WORDS | PLACES).get(name)
    if known is None:
        if not value.isascii() or not value.isdigit():
            raise ValueError(f"{name} is a whole number, as in {name}=2")
        return int(value)
    if value not in known:
        raise ValueError(f"there is no {name} {value}{hint(value, known)}")
    return known.index(value)


def chosen(persons, world, pairs, which, first_week):
    """The person asked for, as a record.

    Args:
        persons: Of a whole run, in order of first contact.
        world: At that run's end.
        pairs: As `wanted` gives them.
        which: 1 for the first who matches, or a person's key.
        first_week: Nobody counts whose first contact was earlier, unless asked for by key.
    """
    if which >= FIRST_KEY:
        return _by_key(persons, pairs, which)
    recent = persons[persons.recruited_week >= first_week]
    found = recent[_matching(recent, world, pairs)]
    if not found.size:
        raise UsageError(_nobody(recent, world, pairs))
    if which > found.size:
        match = "persons match" if found.size > 1 else "person matches"
        raise UsageError(f"--person {which}: {found.size:,} {match}; give a number from 1 to {found.size}, or a key")
    return found[which - 1]


def _by_key(persons, pairs, key):
    if pairs:
        raise UsageError(f"--person {key} is a person's key, which names one person; leave out --where")
    found = persons[persons.key == key]
    if not found.size:
        raise UsageError(
            f"--person {key}: no person of this key is recruited in this run; another scenario, seed or last year"
            f" may have that person, and --person 1 to {persons.size} are here"
        )
    return found[0]


def _matching(persons, world, pairs):
    """Which persons match all pairs [bool, one for each]."""
    fits = np.ones(persons.size, bool)
    for name, value in pairs.items():
        fits &= _values(persons, world, name) >= value if name in AT_LEAST else _values(persons, world, name) == value
    return fits


def _values(persons, world, name):
    if name not in PLACES:
        return persons[name]
    column = "place" if name == "city" else name
    return np.where(persons.market >= 0, world.markets[column][persons.market], -1)


def _nobody(persons, world, pairs):
    """A sentence for when nobody matches: how many persons there are, and what to loosen."""
    if not persons.size:
        return "nobody is recruited in these years; give an earlier --from, or a later --to"
    without = {name: _matching(persons, world, {n: v for n, v in pairs.items() if n != name}).sum() for name in pairs}
    looser = [f"without {name}, {count:,} would" for name, count in without.items() if count]
    advice = "; ".join(looser) or "no single one of them is to blame: ask for less"
    told = ", ".join(f"{name}={_word(name, value)}" for name, value in pairs.items())
    return f"--where {told}: none of the {persons.size:,} persons recruited in these years matches; {advice}"


def _word(name, value):
    known = (WORDS | PLACES).get(name)
    return value if known is None else known[value]
