"""What the targets tell of each parameter, and which parameters they cannot tell apart."""

import numpy as np
from scipy.special import ndtri

TOGETHER = 0.4  # correlation in the posterior from which two parameters are called hard to tell apart


def scores(values, supposed):
    """Values as normal numbers: by the share of a sample from the prior that lies below each [draw, axis].

    Args:
        values: From the posterior [draw, axis].
        supposed: From the prior [draw, axis].
    """
    columns = zip(values.T, np.sort(supposed, axis=0).T, strict=True)
    below = [
        (np.searchsorted(prior, own, "left") + np.searchsorted(prior, own, "right")) / 2.0 for own, prior in columns
    ]
    return ndtri((np.column_stack(below) + 0.5) / (len(supposed) + 1.0))


def contraction(draws):
    """By how much the posterior is narrower than the prior [axis]: 1 less the variance, which is 1 in the prior.

    0 where nothing was learnt; below 0 where the posterior is wider.

    Args:
        draws: Rows of normal numbers from the posterior [draw, axis].
    """
    return 1.0 - draws.var(axis=0)


def hard_to_tell_apart(draws, names):
    """Pairs of axes whose values hang together in the posterior: [(name, name, correlation)], the strongest first."""
    found = np.corrcoef(draws, rowvar=False)
    pairs = zip(*np.triu_indices(len(names), 1), strict=True)
    strong = [(names[one], names[other], float(found[one, other])) for one, other in pairs]
    return sorted((pair for pair in strong if abs(pair[2]) >= TOGETHER), key=lambda pair: -abs(pair[2]))


def learnt(draws, names):
    """Plain values: by how much each axis is narrower than in the prior, and which hang together.

    Args:
        draws: Rows of normal numbers from the posterior [draw, axis].
        names: Of the axes.
    """
    narrower = zip(names, contraction(draws), strict=True)
    return {
        "learnt": [{"name": name, "contraction": float(share)} for name, share in narrower],
        "hard_to_tell_apart": [
            {"names": [one, other], "correlation": r} for one, other, r in hard_to_tell_apart(draws, names)
        ],
    }


def chance(number):
    """How large a contraction comes of chance alone, from so many draws that do not hang on each other (two sigma)."""
    return float(np.sqrt(8.0 / number))


def places_of(prior):
    """{axis: place of the first of its paths}: the values of all paths of an axis rise and fall together."""
    axis = prior.numbers[3]
    return {name: int(np.flatnonzero(axis == place)[0]) for place, name in enumerate(prior.axes)}
