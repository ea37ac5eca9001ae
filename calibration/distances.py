"""How far worlds are from what was observed, and how far they lie apart from each other."""

import numpy as np

NORMAL = 1.4826  # standard deviation over median absolute deviation of a normal distribution
SEEDS = 2**40  # luck of worlds is drawn below it


def spread(figures):
    """How far figures lie apart, whatever a few far ones do: as a standard deviation [target]."""
    middle = np.nanmedian(figures, axis=0)
    return NORMAL * np.nanmedian(np.abs(figures - middle), axis=0)


def distances(figures, observed, scales):
    """Root mean square of how far worlds are from the observed, in scales [world]; infinite where one has no figure."""
    apart = np.sqrt((((figures - observed) / scales) ** 2).mean(axis=1))
    return np.where(np.isfinite(apart), apart, np.inf)


def published(figures, uncertainty, luck):
    """What worlds give, and then a publication of it that errs as the observed figures may err [world, target].

    So the posterior holds what is not known of the figures, too.  Source: Wilkinson 2013.
    """
    return figures + uncertainty * luck.standard_normal(figures.shape)
