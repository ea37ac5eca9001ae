"""What a policy must reach in a world to have done enough there: `victim_years<=-3%`, against the reference."""

import math
import re
from dataclasses import dataclass

import numpy as np
from statsmodels.stats.proportion import proportion_confint

from experiments.advice.better import FEWER, way_of
from experiments.language import named, number
from experiments.requests import UsageError
from experiments.uncertainty import CONFIDENCE
from scenarios.errors import hint
from sim.definitions import OUTCOMES

SIGNS = {"<=": np.less_equal, "<": np.less, ">=": np.greater_equal, ">": np.greater}
SHOWN = {"<=": "≤", ">=": "≥"}
WRITTEN = re.compile(r"\s*(\w+)\s*(<=|>=|<|>)\s*([^\s%]+)\s*(%?)\s*")


@dataclass(frozen=True)
class Threshold:
    """A bound on the difference from the reference: yearly, in the outcome's unit or in percent of the reference."""

    outcome: str
    sign: str
    bound: float
    in_percent: bool

    def __str__(self):
        return f"{self.outcome}{self.sign}{self.bound:g}{'%' * self.in_percent}"

    def said(self, language):
        """As it stands in a sentence."""
        unit, digits = " %" if self.in_percent else "", 0 if self.bound.is_integer() else None
        sign = SHOWN.get(self.sign, self.sign)
        return f"{named(language, 'outcomes', self.outcome)} {sign} {number(self.bound, language, digits)}{unit}"

    def columns(self, pairs, area):
        """Differences from the reference, by pair [scenario, pair]; in percent of the draw's reference if asked.

        Raises UsageError where a reference that is 0 has no percent.
        """
        found = pairs.differences(self.outcome, area)
        if not self.in_percent:
            return found
        reference = pairs.by_draw(pairs.mean(self.outcome, area)[0])
        if (reference <= 0.0).any():
            raise UsageError(
                f"--threshold {self}: in some worlds {self.outcome} is 0 in the reference, of which nothing is a"
                " percentage; give the bound without %"
            )
        _, group = np.unique(pairs.draw, return_inverse=True)
        return 100.0 * found / reference[group]

    def holds(self, values):
        return SIGNS[self.sign](values, self.bound)


def read(text):
    """The Threshold that a user wrote.  Raises UsageError."""
    found = WRITTEN.fullmatch(text)
    outcome, sign, bound, percent = found.groups() if found else ("", "", "", "")
    if not _is_number(bound):
        raise UsageError(
            f"--threshold {text}: give an outcome, one of <=, <, >=, >, and a number, with % for percent of the"
            ' reference, as in "victim_years<=-3%"'
        )
    if outcome not in OUTCOMES:
        raise UsageError(f"--threshold {text}: there is no outcome {outcome}{hint(outcome, OUTCOMES)}")
    return Threshold(outcome, sign, float(bound), percent == "%")


def _is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def usual(outcome):
    """The Threshold where none is given: any change for the better against the reference."""
    return Threshold(outcome, "<" if way_of(outcome) == FEWER else ">", 0.0, False)


def interval(count, number):
    """Between which a share lies with 95 % confidence, found in so many of a number of draws (Wilson 1927)."""
    low, high = proportion_confint(count, number, alpha=1.0 - CONFIDENCE, method="wilson")
    return float(low), float(high)
