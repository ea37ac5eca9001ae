"""How far each estimator can be trusted: lists are drawn from a population of known size, and estimated.

Run `python -m calibration.hidden.study`; it prints the table of docs/hidden.md. Leaves out: persons linked wrongly,
persons who come and go, more than one pair of lists that depend on each other.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np
from scipy.optimize import brentq

from calibration.hidden import choice, estimate, lists, loglinear

PERSONS, TABLES, RESAMPLES = 4000, 60, 200
SIZES = np.array([1.0, 0.7, 0.4, 0.2])  # of the lists' chances, against each other
UNSEEN = (0.5, 0.8, 0.95)  # share of persons on no list
REFERRED, AVOIDED = 0.3, 0.3  # chance that the first list sends a person to the second; factor where it keeps them off
EASE = np.array([0.3, 1.7])  # how easily either half of the persons is seen, where they differ
KINDS = {
    "none": "no dependence",
    "referral": "the first list sends three in ten to the second",
    "avoidance": "who is on the first is a third as often on the second",
    "persons": "half of the persons are seen a sixth as easily",
}
NAMES = ("independence", *choice.CRITERIA, "auto", "chao", "unequal lists")


def chances(kind, unseen):
    """The chance to come onto each list, for either half of the persons, (2, lists), so that a share is on none."""
    ease = EASE if kind == "persons" else np.ones(2)

    def missed(scale):
        return np.prod(1.0 - np.clip(scale * SIZES * ease[:, None], 0.0, 0.999), axis=1).mean() - unseen

    return np.clip(brentq(missed, 0.0, 50.0) * SIZES * ease[:, None], 0.0, 0.999)


def draw(kind, unseen, seed):
    """A lists.Table drawn from PERSONS persons."""
    luck = np.random.default_rng([seed, list(KINDS).index(kind), int(unseen * 100)])
    chance = np.repeat(chances(kind, unseen), PERSONS // 2, axis=0)
    seen = luck.random(chance.shape) < chance
    again = luck.random(PERSONS)
    if kind == "referral":
        seen[:, 1] |= seen[:, 0] & (again < REFERRED)
    if kind == "avoidance":
        seen[:, 1] &= ~seen[:, 0] | (again < AVOIDED)
    marks, counts = np.unique(seen[seen.any(axis=1)].astype(int), axis=0, return_counts=True)
    return lists.table(dict(zip(map(tuple, marks.tolist()), counts.tolist(), strict=True)), list("abcd"))


def one(task):
    """The estimates of one table, in the order of NAMES; whether the interval of auto holds the truth; its length.

    The length is a share of the truth, infinite without an upper limit. Last, whether auto took the smallest AIC.

    Args:
        task: kind, share unseen, seed.
    """
    table = draw(*task)
    found = estimate.estimate(table, "auto", RESAMPLES, task[2])
    totals = [loglinear.fit(table.cells, table.counts).total, *(found.chosen[name].total for name in choice.CRITERIA)]
    totals += [found.fit.total, found.bounds.chao, found.bounds.unequal_lists or np.nan]
    low, high = (np.inf if end is None else end for end in (found.interval.low, found.interval.high))
    return [*totals, low <= PERSONS <= high, (high - low) / PERSONS, found.by == "aic"]


def rows(tables=TABLES):
    """One row for each kind of dependence and share unseen."""
    with ProcessPoolExecutor() as workers:
        for kind, unseen in product(KINDS, UNSEEN):
            tasks = [(kind, unseen, seed) for seed in range(tables)]
            yield kind, unseen, np.array(list(workers.map(one, tasks)), float)


def line(kind, unseen, found):
    """A row of the markdown table."""
    off = np.nanmedian(found[:, : len(NAMES)], axis=0) / PERSONS - 1.0
    covered, length = found[:, -3].mean(), np.median(found[:, -2])
    cells = [*(f"{value:+.0%}" for value in off), f"{covered:.0%}", f"{length:.0%}" if length < np.inf else "none"]
    return f"| {KINDS[kind]} | {unseen:.0%} | {' | '.join(cells)} |"


def heading():
    names = ["lists", "on no list", *NAMES, "interval holds the truth", "its length"]
    return [f"| {' | '.join(names)} |", f"| --- |{' ---: |' * (len(names) - 1)}"]


def main(tables=TABLES):
    print("\n".join(heading()))
    for row in rows(tables):
        print(line(*row), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
