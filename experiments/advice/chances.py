"""How likely a policy is better than the reference and than each other one, and where it stands among them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from experiments.advice.better import way_of
from experiments.language import SUREST

MIDDLE = (0.05, 0.95)  # of the ranks that are shown


@dataclass(frozen=True, eq=False)
class Chances:
    """Joint samples of what each scenario's mean outcome may be, and what follows from them.

    Ties count half: a policy that changes nothing is better with probability 0.5.
    """

    names: tuple[str, ...]
    samples: np.ndarray  # differences from the reference, larger is better [sample, scenario]
    draws: int = 1  # of the parameters, on which they rest

    @property
    def surest(self):
        """Nearer than this to 0 or 1 no probability is told; of few draws, the chance that the next is unlike all."""
        return surest_of(self.draws)

    @cached_property
    def better(self):
        """Probability that the row's scenario is better than the column's [scenario, scenario]; 0.5 with itself."""
        gaps = self.samples[:, :, None] - self.samples[:, None, :]
        return (gaps > 0.0).mean(axis=0) + 0.5 * (gaps == 0.0).mean(axis=0)

    @cached_property
    def ranks(self):
        """Where each stands, 1 the best; ties share the mean of their places [sample, scenario]."""
        ahead = (self.samples[:, None, :] > self.samples[:, :, None]).sum(axis=2)
        same = (self.samples[:, None, :] == self.samples[:, :, None]).sum(axis=2)
        return 1.0 + ahead + 0.5 * (same - 1.0)

    @property
    def best(self):
        """Probability of being the best of all [scenario]; those that tie share it."""
        top = self.samples == self.samples.max(axis=1, keepdims=True)
        return (top / top.sum(axis=1, keepdims=True)).mean(axis=0)

    @property
    def middle_ranks(self):
        """Between which ranks each stands in the middle 90 % of samples [2, scenario]."""
        return np.quantile(self.ranks, MIDDLE, axis=0)


def told_at_most(probability, surest):
    """A probability as far as it is told: never nearer to 0 or 1 than `surest`."""
    return float(np.clip(probability, surest, 1.0 - surest))


def surest_of(draws):
    """Nearer than this to 0 or 1 no probability is told that rests on so many draws of the parameters."""
    return max(SUREST, 1.0 / (draws + 1.0)) if draws > 1 else SUREST


def chances(pairs, outcome, area):
    """The Chances of all scenarios of some Pairs by one outcome, whatever their order.  Raises UsageError."""
    way = way_of(outcome)
    samples = pairs.samples(pairs.differences(outcome, area))
    return Chances(pairs.names, way * samples, np.unique(pairs.draw).size)
