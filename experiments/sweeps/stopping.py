"""The stopping rule: seeds are enough once every effect against the reference is known as well as was asked for.

It looks only at whole blocks of seeds, so that a sweep that was interrupted stops where an uninterrupted one does.
"""

import numpy as np

from experiments.comparison import TOTAL, interval
from experiments.store.reading import reading, runs_frame, values_frame
from experiments.sweeps.effects import pairs_of, yearly_means

FEWEST = 2


class Rule:
    """The rule of one sweep; it remembers the effects of blocks that it has seen, a number for each seed.

    Args:
        store: The Store.
        experiment: The experiment's id.
        sweep: The Sweep, whose design has a Stop.
    """

    def __init__(self, store, experiment, sweep):
        self.store, self.experiment, self.sweep = store, experiment, sweep
        self._effects = {name: [] for name in sweep.names[1:]}

    def holds(self, seeds):
        """Whether the seeds up to this block of them are enough: no interval reaches further than the half-width."""
        stop = self.sweep.design.stop
        with reading(self.store) as connection:
            runs = runs_frame(connection, self.experiment, seeds)
            table = values_frame(self.store, connection, self.experiment, [(stop.outcome, stop.area, TOTAL)], runs)
        means = yearly_means(table).get((stop.outcome, stop.area, TOTAL, TOTAL))
        if means is None:
            return False  # no run of this block came to its end
        for name, found in self._effects.items():
            before, after = pairs_of(means, (self.sweep.names[0], name))
            found.append((after - before).mean(axis=0))  # of each seed, over the draws: luck alone is left
        return all(_is_narrow(np.concatenate(found), stop.half_width) for found in self._effects.values())


def _is_narrow(effects, half_width):
    if effects.size < FEWEST:
        return False
    _, low, high = interval(effects)
    return (high - low) / 2.0 <= half_width
