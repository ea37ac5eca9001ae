"""The stopping rule: seeds are enough once every effect against the reference is known as well as was asked for.

It looks only at whole blocks of seeds, so that a sweep that was interrupted stops where an uninterrupted one does.  Its
intervals hold at all looks together (experiments.looks).
"""

import numpy as np

from experiments.comparison import TOTAL, parts_of
from experiments.store.reading import reading, runs_frame, values_frame
from experiments.sweeps.effects import nested_pairs, pairs_of, yearly_means

FEWEST = 2


class Rule:
    """The rule of one sweep; it remembers the effects of blocks that it has seen, a number for each seed.

    It looks at luck alone: no number of seeds takes away what is not known of the parameters.

    Args:
        store: The Store.
        experiment: The experiment's id.
        sweep: The Sweep, whose design has a Stop.
    """

    def __init__(self, store, experiment, sweep):
        self.store, self.experiment, self.sweep = store, experiment, sweep
        self._effects = {name: [] for name in sweep.names[1:]}  # (effects, their draws) of each block

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
            found.append(self._of_seeds(means, (self.sweep.names[0], name)))
        return all(_is_narrow(found, stop) for found in self._effects.values())

    def _of_seeds(self, means, names):
        """The effect of each seed, and its draw; without draws of their own, the mean over all draws."""
        if self.sweep.points.of_seeds:
            before, after, draws = nested_pairs(means, names)
            return after - before, draws
        before, after = pairs_of(means, names)
        return (after - before).mean(axis=0), ()


def _is_narrow(blocks, stop):
    effects, draws = (np.concatenate(part) for part in zip(*blocks, strict=True))
    if effects.size < FEWEST or (draws.size and not 1 < np.unique(draws).size < draws.size):
        return False
    return parts_of(effects[None], tuple(draws), stop.every).half <= stop.half_width
