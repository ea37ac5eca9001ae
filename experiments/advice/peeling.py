"""Where boxes come from: patient rule induction (Friedman & Fisher 1999), or a tree (Breiman et al. 1984)."""

import warnings

import numpy as np

from experiments.advice.boxes import Box, counts, largest_gain
from experiments.requests import UsageError
from scenarios.errors import did_you_mean

METHODS = ("prim", "cart")
PATIENCE = (0.05, 0.1, 0.2)  # shares that are peeled off at a time; where worlds are few, the smaller ones stop early
LEAST_SHARE, LEAST_WORLDS = 0.05, 5  # of the worlds that must lie in a box
SOME = 1e-9  # density from which a box is one: any above 0
ADVICE = 'is not installed; run pip install "thbsim[advice]"'


def check_method(method):
    """Raises UsageError where there is no such method, or its package is missing."""
    if method not in METHODS:
        raise UsageError(f"--method {method}: choose {' or '.join(METHODS)}{did_you_mean(method, METHODS)}")
    _peeling() if method == "prim" else _trees()


def boxes_of(method, values, fails, most):
    """Ever smaller boxes in which ever more worlds fail, the one of all worlds first.

    Args:
        method: Of METHODS.
        values: [draw, factor].
        fails: [draw], some true and some false.
        most: Factors that a tree may use.
    """
    least = max(LEAST_SHARE, LEAST_WORLDS / fails.size)
    if method == "cart":
        return _of_tree(values, fails, least, most)
    ways = [_peeled(values, fails, least, patience) for patience in PATIENCE]
    return max(ways, key=lambda boxes: counts(largest_gain(boxes, values, fails), values, fails).gain)


def _peeling():
    """ema_workbench's module, without its word on packages that it can do without."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim
    except ImportError:
        raise UsageError(f"--method prim: ema_workbench {ADVICE}") from None
    return prim


def _trees():
    try:
        from sklearn import tree
    except ImportError:
        raise UsageError(f"--method cart: scikit-learn {ADVICE}") from None
    return tree


def _peeled(values, fails, least, patience):
    import pandas as pd

    prim = _peeling()
    table = pd.DataFrame(values, columns=[str(place) for place in range(values.shape[1])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = prim.Prim(
            table, fails.astype(int), threshold=SOME, mass_min=least, peel_alpha=patience, paste_alpha=patience
        ).find_box()
    first = found.box_lims[0]
    return [_box(limits, first) for limits in found.box_lims]


def _box(limits, first):
    """A Box of limits as ema_workbench has them, without those that leave out no world."""
    found = {}
    for place, name in enumerate(first.columns):
        low, high = limits[name]
        whole = first[name]
        ends = (low if low > whole[0] else -np.inf, high if high < whole[1] else np.inf)
        if np.isfinite(ends).any():
            found[place] = (float(ends[0]), float(ends[1]))
    return Box(found)


def _of_tree(values, fails, least, most):
    """The boxes of all branches of a tree."""
    grown = _trees().DecisionTreeClassifier(
        max_depth=most, min_samples_leaf=max(1, int(np.ceil(least * fails.size))), random_state=0
    )
    tree = grown.fit(values, fails).tree_
    found, waiting = [], [(0, Box({}))]
    while waiting:
        node, box = waiting.pop(0)
        found.append(box)
        if tree.children_left[node] >= 0:
            place, bound = int(tree.feature[node]), float(tree.threshold[node])
            low, high = box.limits.get(place, (-np.inf, np.inf))
            above = np.nextafter(bound, np.inf)
            waiting.append((tree.children_left[node], Box(box.limits | {place: (low, min(high, bound))})))
            waiting.append((tree.children_right[node], Box(box.limits | {place: (max(low, above), high)})))
    return found
