"""Reads a posterior file: rows of parameters, drawn from elsewhere, and how much each row weighs."""

import math

import numpy as np

from experiments.sweeps.points import EQUAL_DRAWS, Points
from scenarios.baseline import SHARE_TOLERANCE, SHARES, with_values
from scenarios.errors import Problems, ScenarioError, hint

WEIGHT = "weight"
IN_A_DESIGN = "draws.file"


def read_posterior(path, baseline, problems, place=IN_A_DESIGN):
    """The table of a posterior file: a column for each parameter, and WEIGHT where rows weigh differently.

    Problems are noted, with the place that names the file; it is None then.
    """
    import polars as pl

    try:
        table = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        named = f"{path} " if place else ""  # else it stands before the sentence already
        problems.add(f"{named}cannot be read as Parquet ({str(error).splitlines()[0]}); check the path", place)
        return None
    before = len(problems.sentences)
    paths = [name for name in table.columns if name != WEIGHT]
    for name in paths:
        if name not in baseline.quantities:
            problems.add(f"column {name} is no quantity of the baseline{hint(name, baseline.quantities)}", place)
        elif not _is_finite(table[name]):
            problems.add(f"column {name} must hold a finite number in every row", place)
        else:
            low, high = baseline.quantities[name].low, baseline.quantities[name].high
            if not table[name].is_between(low, high).all():
                problems.add(f"column {name} leaves its range {low} to {high}; keep to the range", place)
    if len(problems.sentences) == before:
        _check_sums(table, baseline, problems, place)
    if not table.height or not paths:
        problems.add("there are no draws in it; give a column for each parameter and a row for each draw", place)
    elif WEIGHT in table.columns:
        _check_weights(table[WEIGHT], problems, place)
    return None if len(problems.sentences) > before else table


def posterior_table(path, baseline):
    """The same where no design names the file.  Raises ScenarioError."""
    problems = Problems(path)
    table = read_posterior(path, baseline, problems, place="")
    problems.raise_if_any()
    return table


def shares_of(table):
    """How likely each row is to be drawn [row]."""
    weights = table[WEIGHT].to_numpy() if WEIGHT in table.columns else np.ones(table.height)
    return weights / weights.sum()


def _check_sums(table, baseline, problems, place):
    """Note the first row in which shares do not add up to 1."""
    own = [path for path in table.columns if path.startswith(SHARES)]
    totals: dict[str, np.ndarray] = {}
    for path, quantity in baseline.quantities.items():
        if path.startswith(SHARES):
            values = table[path].to_numpy() if path in own else np.full(table.height, quantity.value)
            group = path.rpartition(".")[0]
            totals[group] = totals.get(group, 0.0) + values
    wrong = np.logical_or.reduce([abs(total - 1.0) > SHARE_TOLERANCE for total in totals.values()])
    for row in np.flatnonzero(wrong)[:1]:
        try:
            with_values(baseline, table.select(own).row(row, named=True))
        except ScenarioError as error:
            problems.add(error.problems[0], place)


def _is_finite(column):
    return column.dtype.is_numeric() and not column.has_nulls() and np.isfinite(column.to_numpy().astype(float)).all()


def _check_weights(weights, problems, place):
    if not _is_finite(weights):
        problems.add(f"column {WEIGHT} must hold a finite number in every row", place)
    elif (weights < 0.0).any():
        problems.add("a weight is below 0; give weights from 0 on", place)
    elif not 0.0 < weights.cast(float).sum() < math.inf:
        problems.add("the weights add up to 0, or to more than a number holds; give others", place)


def rows_of(table, rows, of_seeds=False):
    """The Points of some rows of a posterior's table."""
    paths = tuple(name for name in table.columns if name != WEIGHT)
    return Points(paths, table.select(paths).to_numpy()[rows].astype(float), of_seeds)


def points_of_seeds(table):
    """All rows where they are as many as seeds take theirs from and weigh the same, else so many drawn of them."""
    rows = np.arange(EQUAL_DRAWS)
    if table.height != EQUAL_DRAWS or WEIGHT in table.columns:
        rows = np.random.default_rng(EQUAL_DRAWS).choice(table.height, EQUAL_DRAWS, p=shares_of(table))
    return rows_of(table, rows, of_seeds=True)
