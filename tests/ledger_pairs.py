"""Pairs from plain arrays, for truths that are planted."""

import numpy as np

from experiments.advice.pairs import Pairs
from experiments.sweeps.kept import index
from experiments.sweeps.points import Points, nothing
from sim.definitions import ALL


def pairs_of(changes, draw=None, outcome="victim_years", level=50.0):
    """Pairs of a reference and a policy that changes labels by dimension: {dimension: differences [label, pair]}.

    The total is the sum over the labels of the first dimension.
    """
    first = np.asarray(next(iter(changes.values())))
    tables = {dimension: np.asarray(change, float) for dimension, change in changes.items()}
    tables["total"] = first.sum(axis=0, keepdims=True)
    number = first.shape[1]
    drawn = draw is not None
    points = Points(("exits.chance",), np.zeros((number, 1)), True) if drawn else Points((), nothing())

    def read(_, __, dimension):
        change = tables[dimension]
        before = np.full_like(change, level * first.shape[0] / change.shape[0])
        return np.stack([before, before + change])[..., None]

    return Pairs(
        title="planted",
        names=("baseline", "policy"),
        schedules=(),
        years=(2011, 2011),
        draw=np.asarray(draw) if drawn else np.zeros(number, int),
        seed=np.arange(number),
        points=points,
        read=read,
        kept=tuple((outcome, ALL, dimension) for dimension in tables),
    )


def of_labels(dimension, moved, pairs, outcome="victim_years"):
    """Differences [label, pair] of a dimension: {label: differences}, nothing elsewhere."""
    labels = index()[outcome, ALL, dimension]
    found = np.zeros((len(labels), pairs))
    for label, change in moved.items():
        found[labels.index(label)] = change
    return found
