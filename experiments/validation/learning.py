"""What a posterior file knows more than the prior: plain values, from its table alone."""

import numpy as np

from calibration import identifiability
from experiments.sweeps.posterior import read_posterior
from scenarios.errors import Problems

FROM_PRIOR = 4000  # draws with which the posterior is compared


def learnt(path, prior, luck):
    """Plain values: by how much each calibrated axis is narrower than in the prior, and which hang together.

    `noise`: how large a contraction comes of chance alone: twice the standard deviation of those of the parameters that
    are not calibrated, most of which the targets tell nothing of.  Raises ScenarioError.

    Args:
        path: Of the posterior file.
        prior: The Prior.
        luck: A numpy Generator.
    """
    problems = Problems(path)
    table = read_posterior(path, prior.baseline, problems)
    problems.raise_if_any()
    paths = {name: path for name, path in paths_of(prior).items() if path in table.columns}
    places = [list(prior.baseline.quantities).index(path) for path in paths.values()]
    supposed = prior.values(prior.drawn(FROM_PRIOR, luck))[:, places]
    own = table.select(paths.values()).to_numpy()
    every, distinct = identifiability.scores(own, supposed), len(np.unique(own, axis=0))
    shares = identifiability.contraction(every)
    asked = [name in prior.axes[: prior.calibrated] for name in paths]
    names, scores = [name for name, its in zip(paths, asked, strict=True) if its], every[:, asked]
    others = shares[np.logical_not(asked)]
    narrower = zip(names, shares[asked], strict=True)
    pairs = identifiability.hard_to_tell_apart(scores, names)
    return {
        "learnt": [{"name": name, "contraction": float(share)} for name, share in narrower],
        "hard_to_tell_apart": [{"names": [one, other], "correlation": r} for one, other, r in pairs],
        "distinct": distinct,
        "noise": 2.0 * float(others.std()) if others.size else float(np.sqrt(8.0 / distinct)),
    }


def paths_of(prior):
    """One path of each axis."""
    paths = list(prior.baseline.quantities)
    return {name: paths[place] for name, place in identifiability.places_of(prior).items()}
