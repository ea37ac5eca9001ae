"""Pairs made of plain arrays, so that the truth is known."""

import numpy as np

from experiments.advice.pairs import Pairs
from experiments.sweeps.points import Points, nothing
from scenarios.catalogue import load
from sim.definitions import ALL, BELGIUM

YEARS = (2011, 2012)
KEY = ("victim_years", BELGIUM, "total")


def planted(values, draw=None, points=None, of_seeds=False):
    """Pairs of scenarios called baseline, one, two and so on.

    Args:
        values: {outcome: [scenario, pair]}, the same in both years and areas.
        draw: Of each pair; all on one by default.
        points: {path: value of each draw}; nothing by default.
    """
    names = ("baseline", "one", "two", "three", "four", "five")
    first = np.asarray(next(iter(values.values())), float)
    columns = points or {}
    table = np.array(list(columns.values()), float).T if columns else np.empty((int(np.max(draw or [0])) + 1, 0))
    numbers = {outcome: np.asarray(value, float) for outcome, value in values.items()}
    return Pairs(
        title="planted",
        names=names[: len(first)],
        schedules=(load("baseline"),) * len(first),
        years=YEARS,
        draw=np.zeros(first.shape[1], int) if draw is None else np.asarray(draw),
        seed=np.arange(1, first.shape[1] + 1),
        points=Points(tuple(columns), table, of_seeds),
        read=lambda outcome, area, dimension: np.repeat(numbers[outcome][:, None, :, None], 2, axis=3),
        kept=tuple((outcome, area, "total") for outcome in numbers for area in (BELGIUM, ALL)),
    )


def pairs_of(values, draws=None, crossed=False, **fields):
    """Pairs of {scenario: yearly mean of victim-years [pair]}.

    Args:
        values: The reference first.
        draws: The draw of each pair [pair]; one for all by default.
        crossed: Whether every draw is lived with the same seeds.
    """
    table = np.array(list(values.values()), float)
    number = table.shape[1]
    draw = np.zeros(number, int) if draws is None else np.asarray(draws)
    seeds = np.arange(number) % (number // np.unique(draw).size) if crossed else np.arange(number)
    points = (
        Points((), nothing()) if draws is None else Points(("a",), np.arange(draw.max() + 1.0)[:, None], not crossed)
    )
    given = {
        "title": "planted",
        "names": tuple(values),
        "schedules": (load("baseline"),) * len(values),
        "years": (2012, 2012),
        "draw": draw,
        "seed": seeds,
        "points": points,
        "read": lambda *key: table[:, None, :, None],
        "kept": (KEY,),
    }
    return Pairs(**given | fields)
