"""What a posterior file knows more than the prior: plain values, from its table alone."""

import numpy as np

from calibration import identifiability
from experiments.sweeps.posterior import posterior_table

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
    table, quantities = posterior_table(path, prior.baseline), list(prior.baseline.quantities)
    places = {name: place for name, place in identifiability.places_of(prior).items() if quantities[place] in table}
    supposed = prior.values(prior.drawn(FROM_PRIOR, luck))[:, list(places.values())]
    own = table.select(quantities[place] for place in places.values()).to_numpy()
    scores, distinct = identifiability.scores(own, supposed), len(np.unique(own, axis=0))
    asked = np.isin(list(places), prior.axes[: prior.calibrated])
    others = identifiability.contraction(scores[:, ~asked])
    return identifiability.learnt(scores[:, asked], np.array(list(places))[asked].tolist()) | {
        "distinct": distinct,
        "noise": 2.0 * float(others.std()) if others.size else identifiability.chance(distinct),
    }
