"""From a table of list overlaps to the whole population: estimate, interval, lower bounds, every model tried."""

import warnings
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from calibration.aggregates import hidden_if_few
from calibration.hidden import bootstrap, choice, loglinear, lower_bound
from calibration.hidden.lists import Table

MISFIT = 0.05  # chance of so large a deviance, below which a model is contradicted by the table
BY = ("auto", *choice.CRITERIA)


class Found(NamedTuple):
    """What is found; `by` is one of choice.CRITERIA, `fit` its model, `chosen` the model of each criterion."""

    table: Table
    by: str
    fit: loglinear.Fit
    chosen: dict
    fits: list
    interval: bootstrap.Interval
    bounds: lower_bound.Bounds
    seed: int


def estimate(table, by="auto", resamples=1000, seed=1):
    """Estimate the population behind a lists.Table.

    Args:
        by: "auto", or one of choice.CRITERIA. "auto" is stepwise, unless its model is contradicted by the table (its
            deviance has a chance below 5 %); then it is the smallest AIC. Sparse tables never contradict it.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.
    """
    fits = choice.candidates(table.cells, table.counts)
    stepwise = choice.stepwise(table.cells, table.counts)[-1]
    chosen = {name: choice.smallest(fits, name) or stepwise for name in ("aic", "bic")} | {"stepwise": stepwise}
    by = criterion(stepwise) if by == "auto" else by
    fit = chosen[by]
    nothing = bootstrap.Interval(None, None, "none", 0, 0)
    limits = nothing if fit.why_not else bootstrap.interval(table, by, fits, resamples, seed)
    return Found(table, by, fit, chosen, fits, limits, lower_bound.bounds(table), seed)


def criterion(stepwise):
    """The criterion that "auto" takes, by the model of the stepwise rule."""
    fits = fit_chance(stepwise)
    return "aic" if fits is not None and fits < MISFIT else "stepwise"


def fit_chance(fit):
    """The chance of a deviance as large if the model holds, by the chi-squared distribution; None if there is none."""
    return None if fit.why_not or fit.freedom == 0 else float(chi2.sf(fit.deviance, fit.freedom))


def named(table, pairs):
    return [f"{table.lists[one]}:{table.lists[other]}" for one, other in pairs]


def chosen_by(found, fit):
    """The criteria that chose this model."""
    return [name for name in choice.CRITERIA if found.chosen[name].pairs == fit.pairs]


def ranked(found):
    """All models, those chosen first, then by AIC; those that cannot be estimated last."""
    return sorted(found.fits, key=lambda fit: (not chosen_by(found, fit), fit.aic, fit.size, fit.pairs))


def as_record(found):
    """All of it for JSON; small counts of cells are hidden, and None stands where there is no number."""
    table, fit = found.table, found.fit
    return {
        "estimate": _number(fit.total),
        "low": _number(found.interval.low),
        "high": _number(found.interval.high),
        "observed": table.observed,
        "unseen": _number(fit.unseen),
        "by": found.by,
        "level": 0.95,
        "interval": found.interval.kind,
        "resamples": found.interval.resamples,
        "resamples_without_estimate": found.interval.without,
        "seed": found.seed,
        "lower_bound": _number(found.bounds.chao),
        "lower_bound_unequal_lists": _number(found.bounds.unequal_lists),
        "persons_on_one_list": hidden_if_few(found.bounds.once),
        "persons_on_two_lists": hidden_if_few(found.bounds.twice),
        "lists": [{"list": name, "persons": hidden_if_few(total)} for name, total in totals(table)],
        "overlaps": _overlaps(table),
        "parameters": parameters(table, fit),
        "models": [_model(found, one) for one in ranked(found)],
    }


def totals(table):
    """Persons on each list: (name, persons)."""
    return zip(table.lists, table.counts @ table.cells, strict=True)


def _overlaps(table):
    shared = loglinear.overlaps(table.cells, table.counts)
    pairs = loglinear.all_pairs(len(table.lists))
    return [
        {"lists": list(np.array(table.lists)[list(pair)]), "persons": hidden_if_few(shared[pair])} for pair in pairs
    ]


def _model(found, fit):
    table, fine = found.table, not fit.why_not
    return {
        "terms": [*table.lists, *named(table, fit.pairs)],
        "interactions": named(table, fit.pairs),
        "minus_infinity": named(table, fit.minus_infinity),
        "any_minus_infinity": bool(fit.minus_infinity),
        "estimable": fine,
        "why_not": fit.why_not or None,
        "estimate": _number(fit.total),
        "aic": _number(fit.aic),
        "bic": _number(fit.bic),
        "deviance": _number(fit.deviance),
        "degrees_of_freedom": fit.freedom if fine else None,
        "fit_chance": fit_chance(fit),
        "parameters": fit.size if fine else None,
        "chosen_by": chosen_by(found, fit),
    }


def parameters(table, fit):
    """Each term of a model with its standard error, by statsmodels; logarithms, None for minus infinity."""
    if fit.why_not:
        return []
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    inside, design = loglinear.design_of(table.cells, table.counts, fit)
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # a model with as many terms as cells fits perfectly
        glm = sm.GLM(table.counts[inside], design, family=sm.families.Poisson()).fit(start_params=fit.parameters)
    terms = ["unseen", *table.lists, *named(table, [pair for pair in fit.pairs if pair not in fit.minus_infinity])]
    rows = [_term(*row) for row in zip(terms, glm.params, glm.bse, strict=True)]
    return rows + [_term(term, None, None) for term in named(table, fit.minus_infinity)]


def _term(term, value, error):
    return {"term": term, "value": _number(value), "standard_error": _number(error)}


def _number(value):
    return None if value is None or not np.isfinite(value) else float(value)
