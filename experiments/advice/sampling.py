"""Joint samples of what the means of several columns may be on a further draw of the parameters."""

import numpy as np

from experiments.uncertainty import means_of_draws, parts_of

TINY = 1e-7  # of standard deviations, below which there are none


def sampled(columns, draws, number, luck):
    """What the means of columns may be on a further draw of the parameters, jointly [sample, column].

    Luck is added to each as it is correlated; ignorance by taking one of the draws, brought together as in `_apart`.

    Args:
        columns: [column, run], or [column, draw, seed] where every draw has all seeds.
        draws: The draw of each run, or () where they share one or stand as [draw, seed].
        number: How many samples.
        luck: A numpy Generator.
    """
    found = parts_of(columns, draws)
    each = [parts_of(column[None], draws) for column in columns]
    of_luck = _as_alone(found.luck, [one.luck[0, 0] for one in each])
    ignorance = _as_alone(found.ignorance, [one.ignorance[0, 0] for one in each])
    values, directions = np.linalg.eigh(of_luck)
    noise = luck.standard_normal((number, values.size)) @ (directions * np.sqrt(np.maximum(values, 0.0))).T
    noise *= np.sqrt(found.freedom / luck.chisquare(found.freedom, (number, 1)))
    if found.by_draw is None:
        return found.mean + noise
    means = columns.mean(axis=2) if columns.ndim == 3 else means_of_draws(columns, np.asarray(draws))
    apart = means - means.mean(axis=1, keepdims=True)
    chosen = luck.integers(means.shape[1], size=number)
    return found.mean + (_brought_to(np.atleast_2d(np.cov(means)), ignorance) @ apart)[:, chosen].T + noise


def _as_alone(covariance, alone):
    """A covariance of many columns in which each varies as it does looked at alone.

    What keeps a covariance from coming out below zero adds to all of it, the more the more columns there are.
    """
    there = np.diag(covariance)
    scale = np.sqrt(np.divide(alone, there, out=np.zeros_like(there), where=there > 0.0))
    return covariance * np.outer(scale, scale)


def _brought_to(whole, wanted):
    """The map under which what varies as one covariance varies as another, moving everything as little as it can.

    So differences of two columns vary about as their ignorance makes them, too.  Source: Olkin & Pukelsheim 1982.
    """
    size = np.sqrt(np.diag(whole))
    size = np.where(size > 0.0, size, 1.0)
    scale = np.outer(size, size)
    root = _root(whole / scale)
    inverse = np.linalg.pinv(root, rcond=TINY, hermitian=True)
    moved = inverse @ _root(root @ (wanted / scale) @ root) @ inverse
    return moved * size[:, None] / size[None, :]


def _root(covariance):
    """The symmetric square root."""
    values, directions = np.linalg.eigh((covariance + covariance.T) / 2.0)
    return (directions * np.sqrt(np.maximum(values, 0.0))) @ directions.T
