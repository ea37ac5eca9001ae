"""Pairs of a made-up experiment whose truth is known: what each scenario gives on each draw and seed."""

import numpy as np

from experiments.advice.pairs import Pairs
from experiments.sweeps.points import Points

AREA = "BE"


def planted(table, values, names=("baseline", "policy"), drawn=None, **others):
    """Pairs over one year.

    Args:
        table: {path: its value on each draw [draw]}.
        values: {outcome: [scenario, draw] or [scenario, draw, seed]}, of Belgium.
        names: Of the scenarios.
        drawn: Draws, where they follow a scheme.
        others: Fields of Pairs.
    """
    whole = {outcome: np.asarray(one, float) for outcome, one in values.items()}
    whole = {outcome: one[..., None] if one.ndim == 2 else one for outcome, one in whole.items()}
    _, draws, seeds = next(iter(whole.values())).shape
    fields = {
        "title": "planted",
        "names": names,
        "schedules": (),
        "years": (2009, 2009),
        "draw": np.repeat(np.arange(draws), seeds),
        "seed": np.tile(np.arange(1, seeds + 1), draws),
        "points": Points(tuple(table), np.column_stack([np.empty((draws, 0)), *table.values()])),
        "read": lambda outcome, *_: whole[outcome].reshape(len(names), 1, draws * seeds, 1),
        "kept": tuple((outcome, AREA, "total") for outcome in whole),
        "drawn": drawn,
    }
    return Pairs(**fields | others)
