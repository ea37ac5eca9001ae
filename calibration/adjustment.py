"""Regression adjustment: what draws would be if their worlds gave just what was observed.

Source: Beaumont, Zhang & Balding 2002.
"""

import numpy as np

RIDGE = 1e-6


def weights_of(distances):
    """Epanechnikov weights of particles by their distance; they add up to 1."""
    widest = distances.max()
    weights = 1.0 - (distances / (widest * (1.0 + 1e-9))) ** 2 if widest > 0.0 else np.ones_like(distances)
    return weights / weights.sum()


def slopes(draws, figures, weights):
    """By how much draws move with figures [target, axis]: weighted least squares, figures in their own spread."""
    middle, spread = _centre(figures, weights)
    x = (figures - middle) / spread
    y = draws - weights @ draws
    gram = (x * weights[:, None]).T @ x + RIDGE * np.eye(x.shape[1])
    return np.linalg.solve(gram, (x * weights[:, None]).T @ y) / spread[:, None]


def _centre(figures, weights):
    middle = weights @ figures
    return middle, np.sqrt(weights @ (figures - middle) ** 2) + 1e-12


def adjusted(draws, figures, aims, weights):
    """Draws moved to where their worlds would give the aims.

    Args:
        draws: [particle, axis].
        figures: What their worlds give [particle, target].
        aims: What they should give [target], or [particle, target].
        weights: [particle], adding up to 1.
    """
    return draws + (aims - figures) @ slopes(draws, figures, weights)
