"""How far each estimator lies from the truth, and how often its interval holds it: on lists drawn as in `study`.

The intervals of stepwise, AIC, BIC and auto choose the model anew in each resample; that of independence keeps it.
Chao's bound and the one for unequal lists have no interval here: as lower bounds, they hold where the truth is not
below them.
"""

from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np

from calibration.hidden import bootstrap, choice, estimate, loglinear, lower_bound, study

BOUNDS = ("chao", "unequal lists")


def one(task):
    """Estimate, low and high of each estimator of study.NAMES, from one table [estimator, 3]; infinite for no limit.

    Args:
        task: kind of dependence, share on no list, seed, resamples.
    """
    *drawn, resamples = task
    table, seed = study.draw(*drawn), drawn[2]
    fits = choice.candidates(table.cells, table.counts)
    found = {"independence": _independence(table, resamples, seed)}
    for by in choice.CRITERIA:
        fit = choice.smallest(fits, by) if by != "stepwise" else choice.stepwise(table.cells, table.counts)[-1]
        limits = bootstrap.interval(table, by, fits, resamples, seed)
        found[by] = (fit.total if fit else np.nan, *_ends(limits))
    found["auto"] = found[estimate.criterion(choice.stepwise(table.cells, table.counts)[-1])]
    bounds = lower_bound.bounds(table)
    for name, bound in zip(BOUNDS, (bounds.chao, bounds.unequal_lists), strict=True):
        found[name] = (np.nan, np.inf, np.inf) if bound is None else (bound, bound, np.inf)
    return np.array([found[name] for name in study.NAMES])


def _independence(table, resamples, seed):
    fit = loglinear.fit(table.cells, table.counts)
    return fit.total, *_ends(bootstrap.interval(table, "aic", [fit], resamples, seed))


def _ends(limits):
    """Both ends; an interval without a lower one begins above everything, so that it holds nothing."""
    return tuple(np.inf if end is None else end for end in (limits.low, limits.high))


def studied(tables, resamples, unseen=study.UNSEEN, kinds=tuple(study.KINDS), workers=None):
    """Plain values: a row for each kind of dependence, share on no list and estimator."""
    with ProcessPoolExecutor(workers) as pool:
        for kind, share in product(kinds, unseen):
            tasks = [(kind, share, seed, resamples) for seed in range(tables)]
            found = np.array(list(pool.map(one, tasks)))
            for place, name in enumerate(study.NAMES):
                yield {"kind": kind, "unseen": share, "estimator": name} | _summary(name, found[:, place])


def _summary(name, found):
    """Bias, coverage and how often there is no upper limit.  Args: found, estimate, low and high [table, 3]."""
    total, low, high = found.T
    holds = (low <= study.PERSONS) & (high >= study.PERSONS)
    return {
        "bias": float(np.nanmedian(total)) / study.PERSONS - 1.0,
        "holds": float(holds.mean()),
        "endless": None if name in BOUNDS else float(np.isinf(high).mean()),
    }
