"""Draws of the whole prior: every uncertain quantity at once, shares among them."""

import numpy as np
import polars as pl

from calibration.posterior import table_of
from calibration.priors import read_prior
from experiments.sweeps.posterior import rows_of
from scenarios.errors import ScenarioError


def prior_points(baseline, blocks, seed, problems):
    """The Points of so many draws at a time; None, and problems are noted, where the file of priors does not fit.

    Args:
        baseline: The Baseline whose quantities are drawn.
        blocks: How many draws were asked for at a time; each has luck of its own, so that more can be added.
        seed: A whole number.
        problems: Where sentences go.
    """
    try:
        prior = read_prior(baseline)
    except ScenarioError as error:
        problems.sentences.extend(error.problems)
        return None
    drawn = [prior.drawn(number, np.random.default_rng([seed, block])) for block, number in enumerate(blocks)]
    table = pl.concat([table_of(prior, rows) for rows in drawn])
    return rows_of(table, np.arange(table.height))
