"""Reads a posterior file: rows of parameters, drawn from elsewhere, and how much each row weighs."""

import math

import numpy as np

from scenarios.baseline import SHARES, with_values
from scenarios.errors import ScenarioError, hint

WEIGHT = "weight"


def read_posterior(path, baseline, problems):
    """The table of a posterior file: a column for each parameter, and WEIGHT where rows weigh differently.

    Problems are noted; it is None then.
    """
    import polars as pl

    try:
        table = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        problems.add(f"draws.file: {path} cannot be read as Parquet ({str(error).splitlines()[0]}); check the path")
        return None
    before = len(problems.sentences)
    paths = [name for name in table.columns if name != WEIGHT]
    for name in paths:
        if name not in baseline.quantities:
            problems.add(f"draws.file: column {name} is no quantity of the baseline{hint(name, baseline.quantities)}")
        elif not _is_finite(table[name]):
            problems.add(f"draws.file: column {name} must hold a finite number in every row")
        else:
            low, high = baseline.quantities[name].low, baseline.quantities[name].high
            if not table[name].is_between(low, high).all():
                problems.add(f"draws.file: column {name} leaves its range {low} to {high}; keep to the range")
    _check_sums([path for path in paths if path.startswith(SHARES)], table, baseline, problems, before)
    if not table.height or not paths:
        problems.add("draws.file: there are no draws in it; give a column for each parameter and a row for each draw")
    elif WEIGHT in table.columns:
        _check_weights(table[WEIGHT], problems)
    return None if len(problems.sentences) > before else table


def shares_of(table):
    """How likely each row is to be drawn [row]."""
    weights = table[WEIGHT].to_numpy() if WEIGHT in table.columns else np.ones(table.height)
    return weights / weights.sum()


def _check_sums(shares, table, baseline, problems, before):
    """Note the first row in which shares do not add up to 1, if nothing else is wrong with them."""
    if not shares or len(problems.sentences) > before:
        return
    for row in table.select(shares).unique(maintain_order=True).iter_rows(named=True):
        try:
            with_values(baseline, row)
        except ScenarioError as error:
            problems.add(f"draws.file: {error.problems[0]}")
            return


def _is_finite(column):
    return column.dtype.is_numeric() and not column.has_nulls() and np.isfinite(column.to_numpy().astype(float)).all()


def _check_weights(weights, problems):
    if not _is_finite(weights):
        problems.add(f"draws.file: column {WEIGHT} must hold a finite number in every row")
    elif (weights < 0.0).any():
        problems.add("draws.file: a weight is below 0; give weights from 0 on")
    elif not 0.0 < weights.cast(float).sum() < math.inf:
        problems.add("draws.file: the weights add up to 0, or to more than a number holds; give others")
