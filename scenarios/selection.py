"""What a parameter is told apart by, and which of its entries a `where` chooses."""

from functools import cache

import numpy as np

from scenarios.errors import hint, listed
from sim import names
from sim.geography import cities
from sim.parameters import declarations, labels

KEYS = ("country", "region", "city", "sector", "form", "origin", "channel", "body", "centre", "end", "sign", "list")


@cache
def declared():
    """What each rule declares: {"rule.parameter": Declaration}."""
    return declarations()


@cache
def words(key, dimension):
    """For each label of a dimension, its word under a key of `where`: a city's country; none if they do not meet."""
    if key == dimension:
        return labels(dimension)
    if dimension == "city" and key in ("country", "region"):
        return tuple(getattr(city, key) for city in cities())
    classes = {
        ("country", "region"): names.COUNTRY_OF_REGION,
        ("country", "body"): names.COUNTRY_OF_BODY,
        ("form", "sector"): names.FORM_OF_SECTOR,
        ("country", "centre"): (0, 0, 0, 0, 1, 2),
    }
    return tuple(labels(key)[number] for number in classes.get((key, dimension), ()))


def met(key, dimensions):
    """The dimension that a key narrows: its own if there, else the first that it classes; None if there is none."""
    if key in dimensions:
        return key
    return next((dimension for dimension in dimensions if words(key, dimension)), None)


def chosen(dimensions, where):
    """The index of the chosen entries of a parameter's array; all where `where` is empty."""
    kept = {dimension: np.ones(len(labels(dimension)), bool) for dimension in dimensions}
    for key, wanted in where.items():
        dimension = met(key, dimensions)
        kept[dimension] &= np.isin(words(key, dimension), wanted)
    return np.ix_(*(np.flatnonzero(kept[dimension]) for dimension in dimensions))


def label_at(dimensions, index):
    """The words of one entry, from its index."""
    return " ".join(labels(dimension)[number] for dimension, number in zip(dimensions, index, strict=True))


def wrong_with(parameter, where):
    """Sentences on what is wrong with a `where` for a parameter."""
    dimensions = declared()[parameter].dimensions
    found = [sentence for key, wanted in where.items() for sentence in _wrong_key(parameter, dimensions, key, wanted)]
    if not found and dimensions and 0 in (axis.size for axis in chosen(dimensions, where)):
        both = " and ".join(f"{key} {listed(wanted)}" for key, wanted in where.items())
        found.append(f"where chooses nothing: no entry of {parameter} has {both}; drop one of them")
    return found


def _wrong_key(parameter, dimensions, key, wanted):
    if key not in KEYS:
        yield f"where has a key {key}{hint(key, KEYS)}"
        return
    dimension = met(key, dimensions)
    if dimension is None:
        possible = [other for other in KEYS if met(other, dimensions)]
        advice = f"narrow it by {listed(possible)}" if possible else "it is one number for all: leave where out"
        yield f"where names a {key}, but {parameter} is not told apart by {key}; {advice}"
        return
    known = tuple(dict.fromkeys(words(key, dimension)))
    for word in wanted:
        if word not in known:
            yield f"where names a {key} {word!r}, which the model does not know{hint(word, known)}"
