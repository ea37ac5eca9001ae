"""Pairs made of plain numbers, for truths that tests plant."""

import numpy as np

from experiments.advice.pairs import Pairs
from experiments.sweeps.points import Points, nothing
from scenarios.catalogue import load

KEY = ("victim_years", "BE", "total")


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
