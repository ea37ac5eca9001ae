"""The prior: every uncertain parameter of the baseline, drawn between its low and high in a declared shape.

A draw is a row of standard normal numbers, one for each axis, from which all values follow; so a sampler works in a
space without edges, in which the prior is the same whatever the parameters.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import numpy as np
from scipy.special import betaincinv, ndtr

from scenarios.baseline import SHARES, Baseline, gathered
from scenarios.errors import Problems, hint
from scenarios.selection import declared
from scenarios.shapes import Strict, Text, checked, read_toml

PRIORS = Path(__file__).parent / "priors.toml"
PEAK = 4.0  # how much a beta shape trusts the value against its range (PERT; Malcolm et al. 1959)
NEUTRAL = "NEUTRAL"  # source of what changes nobody until a policy moves it
SUM_ROOM = 1e-9  # by which a share may leave its range through rounding


class Asked(Strict):
    """One entry of priors.toml."""

    shape: Literal["uniform", "log-uniform", "beta"]
    '"uniform", "log-uniform" or "beta"'
    why: Text
    "a text, why the targets are asked about it"


@dataclass(frozen=True, eq=False)
class Prior:
    """All axes of the prior, those that are calibrated first.

    Args:
        baseline: Of whose quantities it is.
        asked: {parameter: Asked} of those that are calibrated.
    """

    baseline: Baseline
    asked: dict

    @cached_property
    def axes(self):
        """Names of the axes: parameters, or paths of shares; those of a group of shares stand together."""
        every = dict.fromkeys(axis for axis in self._axis_of.values() if axis)
        return tuple(sorted(every, key=lambda axis: not self._is_asked(axis)))

    @cached_property
    def calibrated(self):
        """How many axes are calibrated; they come first."""
        return sum(map(self._is_asked, self.axes))

    def _is_asked(self, axis):
        return parameter_of(axis) in self.asked

    @cached_property
    def _axis_of(self):
        """{path: its axis, None where it is certain, or where only a policy moves it}."""
        return {
            path: (path if parameter_of(path) in SHARES else parameter_of(path)) if is_uncertain(one) else None
            for path, one in self.baseline.quantities.items()
        }

    @cached_property
    def numbers(self):
        """Of every path: low, value, high, place of its axis (-1 where it is certain) and shape, as arrays."""
        place = {axis: number for number, axis in enumerate(self.axes)}
        quantities = self.baseline.quantities.values()
        low, value, high = (np.array([getattr(one, name) for one in quantities]) for name in ("low", "value", "high"))
        axis = np.array([place.get(name, -1) for name in self._axis_of.values()])
        shapes = np.array([self._shape(path) for path in self.baseline.quantities])
        return low, value, high, axis, shapes

    def _shape(self, path):
        asked = self.asked.get(parameter_of(path))
        return asked.shape if asked else "beta"

    def values(self, draws):
        """The value of every path [draw, path] that rows of normal numbers [draw, axis] stand for.

        Shares are made to add up to 1, and may leave their ranges by that (`allowed`).
        """
        found = self._alone(draws, np.arange(len(self.baseline.quantities)))
        for group in self._share_groups:
            found[:, group] /= found[:, group].sum(axis=1, keepdims=True)
        return found

    def _alone(self, draws, paths):
        """The values of some paths [draw, path], shares not yet made to add up."""
        low, value, high, axis, shapes = (numbers[paths] for numbers in self.numbers)
        even = ndtr(draws[:, np.maximum(axis, 0)])
        found = np.where(axis < 0, value, low + even * (high - low))
        logs = (axis >= 0) & (shapes == "log-uniform")
        found[:, logs] = low[logs] * (high[logs] / low[logs]) ** even[:, logs]
        betas = (axis >= 0) & (shapes == "beta")
        width = high[betas] - low[betas]
        first, second = ((1.0 + PEAK * gap / width) for gap in ((value - low)[betas], (high - value)[betas]))
        found[:, betas] = low[betas] + width * betaincinv(first, second, even[:, betas])
        return found

    @cached_property
    def _share_groups(self):
        """Places of paths whose values add up to 1."""
        found: dict[str, list[int]] = {}
        for place, path in enumerate(self.baseline.quantities):
            if parameter_of(path) in SHARES:
                found.setdefault(path.rpartition(".")[0], []).append(place)
        return tuple(np.array(group) for group in found.values())

    def allowed(self, draws):
        """Which draws keep all shares within their ranges [draw]."""
        return np.logical_and.reduce([self._fits(draws, group) for group in self._share_groups])

    def _fits(self, draws, group):
        """Which draws keep one group of shares within their ranges [draw]."""
        low, _, high, *_ = (numbers[group] for numbers in self.numbers)
        shares = self._alone(draws, group)
        shares /= shares.sum(axis=1, keepdims=True)
        return ((shares >= low - SUM_ROOM) & (shares <= high + SUM_ROOM)).all(axis=1)

    def drawn(self, number, luck):
        """Rows of normal numbers [draw, axis] from the prior; shares that leave their ranges are drawn again."""
        found = luck.standard_normal((number, len(self.axes)))
        for group in self._share_groups:
            columns = np.unique(self.numbers[3][group])
            columns = columns[columns >= 0]
            wrong = np.flatnonzero(~self._fits(found, group))
            while wrong.size:
                found[np.ix_(wrong, columns)] = luck.standard_normal((wrong.size, columns.size))
                wrong = wrong[~self._fits(found[wrong], group)]
        return found

    def arrays(self, values):
        """One row of `values` as the rules take it: {"rule.parameter": float or array}."""
        return {parameter: values[index] for parameter, index in self._cells.items()}

    @cached_property
    def _cells(self):
        """For each parameter, the place of the path of each of its entries."""
        places = {path: SimpleNamespace(place=place) for place, path in enumerate(self.baseline.quantities)}
        return {parameter: np.asarray(gathered(places, parameter, "place")).astype(int) for parameter in declared()}


def is_uncertain(quantity):
    """Whether a quantity has a range that is ignorance; the range of a neutral one is for policies only."""
    return quantity.low < quantity.high and NEUTRAL not in quantity.source


def parameter_of(path):
    """The parameter to which a path belongs: its first two words."""
    return ".".join(path.split(".")[:2])


def read_prior(baseline, path=PRIORS):
    """The Prior of a baseline.  Raises ScenarioError with all that is wrong in the file of priors."""
    tables, _ = read_toml(path)
    problems = Problems(path)
    asked = {}
    for parameter, table in tables.items():
        if parameter not in declared():
            problems.add(f"no parameter is called {parameter}{hint(parameter, declared())}")
        elif not isinstance(table, dict):
            problems.add("must be a table with shape and why", parameter)
        else:
            asked[parameter] = checked(Asked, table, parameter, problems)
            _check_range(parameter, asked[parameter], baseline, problems)
    if not tables:
        problems.add("no parameter is named in it, so nothing can be calibrated; name some")
    problems.raise_if_any()
    return Prior(baseline, asked)


def _check_range(parameter, asked, baseline, problems):
    own = [one for path, one in baseline.quantities.items() if parameter_of(path) == parameter]
    if not any(map(is_uncertain, own)):
        problems.add("is certain, or moved by policies only, so nothing can be learnt of it; leave it out", parameter)
    if asked.shape == "log-uniform" and any(one.low <= 0.0 for one in own):
        problems.add("has a range that begins at 0, of which no logarithm can be drawn; choose uniform", parameter)
