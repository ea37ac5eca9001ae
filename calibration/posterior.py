"""The posterior: draws that all weigh the same, adjusted by regression, as a table with a column for each quantity."""

from pathlib import Path

import numpy as np
import polars as pl

from calibration.adjustment import adjusted, weights_of

POSTERIOR = Path(__file__).parent / "posterior.parquet"
DRAWS = 1000
LUCK_OF_POSTERIOR = 1_000_003  # beside the generations' own luck


def posterior_draws(sampler, state, number=DRAWS):
    """Rows of normal numbers from the posterior [draw, axis].

    Particles are drawn by their weight and moved to where their worlds would give the figures that were observed; a
    particle whose shares would leave their ranges by that stays where it is.
    """
    luck = np.random.default_rng([sampler.seed, LUCK_OF_POSTERIOR])
    distances = sampler.distances(state.figures, state.scales)
    weights = weights_of(distances)
    moved = adjusted(state.draws, state.figures, sampler.observed, weights)
    fits = sampler.prior.allowed(moved)
    found = np.where(fits[:, None], moved, state.draws)
    places = (np.arange(number) + luck.random()) / number  # systematic: each as often as it weighs, but for one
    rows = np.minimum(np.searchsorted(np.cumsum(weights), places), len(found) - 1)
    return found[luck.permutation(rows)]


def table_of(prior, draws):
    """A polars frame with a column for the path of each uncertain quantity, and a row for each draw."""
    low, _, high, axis, _ = prior.numbers
    values = np.clip(prior.values(draws), low, high)
    return pl.DataFrame({
        path: values[:, place] for place, path in enumerate(prior.baseline.quantities) if axis[place] >= 0
    })  # fmt: skip
