"""What policies change inside and outside their aims, from stored runs: by market, or from what else is kept.

Where markets are not kept, a place is told if it is a sum and difference of kept numbers: all cities in some sectors of
Belgium are its sectors, what lies outside them is the total less these.
"""

import numpy as np

from experiments.leakage import DIMENSION_OF, INSIDE, OUTCOMES_OF, OUTSIDE, TOTAL, leakage_of, parts
from experiments.printing import aim_in_words
from experiments.sweeps.kept import MARKET, storable
from scenarios.aims import MARKETS, aims
from scenarios.selection import words
from sim import names
from sim.definitions import ALL, BELGIUM
from sim.geography import cities

OF_CITIES, OF_SECTORS = ("country", "region", "city"), ("sector", "form")
CHEAPER = ("sector", "form", "region", "country", "city")  # dimensions that may tell an aim with fewer numbers
ROUNDING = 1e-9
DIGITS = 9  # of a yearly mean; what sums and differences of kept numbers leave beyond them is no change


def leakages(pairs):
    """What each scenario changes inside and outside its aims, against the reference: ([Leakage], [sentence]).

    A sentence says what is not told, and what a design must keep for it.

    Args:
        pairs: Pairs, the reference first.
    """
    found, sentences = [], []
    for place, schedule in enumerate(pairs.schedules[1:], 1):
        for aim in aims(schedule.changes):
            told = {outcome: _places(pairs, aim, outcome, place) for outcome in OUTCOMES_OF[aim.kind]}
            told = {outcome: places for outcome, places in told.items() if places}
            if OUTCOMES_OF[aim.kind][0] not in told:
                sentences.append(_not_told(pairs, aim, schedule.name))
                continue
            found.append(leakage_of(aim, (pairs.names[place], pairs.names[0]), told, pairs.draws, pairs.looks))
            if any(set(parts(aim)) - set(places) for places in told.values()):
                sentences.append(f"{schedule.name}: which part of the outside changes, only keep.by {MARKET} can tell.")
    return found, sentences


def _places(pairs, aim, outcome, scenario):
    """{place: yearly means with the reference, and with the scenario}; empty where what is kept cannot tell."""
    kept = [key for key in pairs.kept if key[0] == outcome]
    recipe = _recipe(aim, kept)
    if not recipe:
        return {}
    used = list(dict.fromkeys(key for terms in recipe.values() for key, _ in terms))
    means = {key: pairs.yearly(*key)[[0, scenario]].mean(axis=3) for key in used}
    found = {}
    for place, terms in recipe.items():
        both = np.round(sum(np.einsum("l,slp->sp", weights, means[key]) for key, weights in terms), DIGITS)
        found[place] = pairs.arranged(both[0]), pairs.arranged(both[1])
    return found


def _recipe(aim, kept):
    """{place: ((key, weight of each of its labels), ...)}; empty where inside and outside cannot be told.

    Parts of the outside are there only if all can be told.
    """
    tables = {key: table for key in kept if (table := _membership(aim.kind, key)) is not None}
    masks = parts(aim)
    exact = next((key for key in tables if key[2] == MARKET), None)
    if exact is not None:
        return {place: ((exact, there.astype(float)),) for place, there in masks.items()}
    if not tables:
        return {}
    weights = _weights(np.concatenate(list(tables.values())), np.array(list(masks.values()), float))
    told = {place: row for place, row in zip(masks, weights, strict=True) if row is not None}
    if not {INSIDE, OUTSIDE, TOTAL} <= set(told):
        return {}
    if len(told) < len(masks):
        told = {place: told[place] for place in (INSIDE, OUTSIDE, TOTAL)}
    ends = np.cumsum([len(table) for table in tables.values()])[:-1]
    return {place: _terms(tables, np.split(row, ends)) for place, row in told.items()}


def _terms(tables, weights):
    return tuple((key, own) for key, own in zip(tables, weights, strict=True) if own.any())


def _weights(rows, masks):
    """For each mask [place, cell], how it is made of the rows [row, cell]: weights [row], or None where it is not."""
    chosen = _independent(rows)
    solved = np.linalg.solve(rows[chosen] @ rows[chosen].T, rows[chosen] @ masks.T)
    found = np.zeros((len(masks), len(rows)))
    found[:, chosen] = np.round(solved.T)  # counts of cells are whole, and so is what makes them
    fits = (found @ rows == masks).all(axis=1)
    return [row if fit else None for row, fit in zip(found, fits, strict=True)]


def _independent(rows):
    """Which rows no others before them make up."""
    chosen, basis = [], np.empty((0, rows.shape[1]))
    for place, row in enumerate(rows):
        rest = row - (row @ basis.T) @ basis
        rest -= (rest @ basis.T) @ basis
        size = float(np.linalg.norm(rest))
        if size > ROUNDING * max(1.0, float(np.linalg.norm(row))):
            chosen.append(place)
            basis = np.vstack([basis, rest / size])
    return chosen


def _membership(kind, key):
    """Which cells each label of a kept key holds [label, cell], cells being markets, channels or origins; else None."""
    _, area, dimension = key
    labels = storable()[key]
    if kind != MARKETS:
        return np.eye(len(labels)) if (area, dimension) == (ALL, DIMENSION_OF[kind]) else None
    if dimension == MARKET:
        return np.eye(len(labels))
    city = np.ones((1, len(cities())))
    sector = np.ones((1, len(names.SECTORS)))
    if dimension in OF_CITIES:
        city = _holds(labels, words(dimension, "city"))
    elif dimension in OF_SECTORS:
        sector = _holds(labels, words(dimension, "sector"))
    elif dimension != TOTAL:
        return None
    if area == BELGIUM:
        city = city * _holds((BELGIUM,), words("country", "city"))
    return np.einsum("ac,bs->abcs", city, sector).reshape(len(labels), -1)


def _holds(labels, classes):
    return (np.array(labels)[:, None] == np.array(classes)).astype(float)


def _not_told(pairs, aim, scenario):
    outcome = OUTCOMES_OF[aim.kind][0]
    needed = _needed(aim, outcome)
    return (
        f"{scenario}: what changes inside and outside its aim ({aim_in_words(aim.text)}) is not told by what"
        f' {pairs.where} keeps; make a design whose keep.outcomes has "{outcome}" and keep.by {needed}'
    )


def _needed(aim, outcome):
    """What keep.by must have, the fewest numbers first."""
    if aim.kind != MARKETS:
        return f'"{DIMENSION_OF[aim.kind]}"'
    for dimension in CHEAPER:
        if _recipe(aim, [key for key in storable() if key[0] == outcome and key[2] in (TOTAL, dimension)]):
            return f'"{TOTAL}" and "{dimension}", or "{MARKET}" for the parts of the outside, too'
    return f'"{MARKET}"'
