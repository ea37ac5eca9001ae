"""A decision among scenarios: what each gains on each draw, which is best, and where another would be."""

from dataclasses import dataclass

import numpy as np

from experiments.advice.better import way_of
from experiments.advice.factors import GIVEN, by_draw, luck_covariance
from experiments.advice.indices import MORRIS
from experiments.requests import UsageError
from sim.definitions import BELGIUM, OUTCOMES

COST = "public_cost"
EUR = "EUR/year"
FEWEST_DRAWS = 20
END = 0.2  # share of the draws at either end of a parameter
FILLED = 0.9  # share of the draws in a range on which another scenario is better, from which the range is told


@dataclass(frozen=True, eq=False)
class Choice:
    """The gains of all scenarios but the reference over it, and what they are measured in; larger is better."""

    names: tuple[str, ...]  # the reference first
    gains: np.ndarray  # means of the draws [option, draw]
    luck: np.ndarray | None  # covariance of these means by luck [option, option]; None where it is not known
    unit: str
    rows: np.ndarray  # which of the whole draws these are [draw]

    @property
    def expected(self):
        """Mean gain of each scenario, the reference's 0 first [scenario]."""
        return np.concatenate([[0.0], self.gains.mean(axis=1)])

    @property
    def best(self):
        """Place of the scenario with the best expected outcome."""
        return int(self.expected.argmax())


def choice_of(pairs, factors, outcome, area, worth=None):
    """The Choice among the scenarios of some Pairs.  Raises UsageError.

    Args:
        factors: From factors_of.
        outcome: By which policies are judged.
        worth: EUR for one unit less of it, or more where more is better; the public cost is then taken off.
    """
    if worth is not None and outcome == COST:
        raise UsageError("--worth is EUR for one unit of another outcome than EUR; choose --outcome victim_years")
    rows = _rows_believed(pairs, factors)
    each, unit = way_of(outcome) * pairs.differences(outcome, area)[1:], OUTCOMES[outcome].unit
    if worth is not None:
        each, unit = worth * each - pairs.differences(COST, BELGIUM)[1:], EUR
    gains = by_draw(pairs, each, factors)[:, rows]
    return Choice(pairs.names, gains, luck_covariance(pairs, each), unit, rows)


def _rows_believed(pairs, factors):
    """Which of the whole draws stand for what is believed; those of a scheme are made for something else."""
    if factors.method == MORRIS:
        raise UsageError(
            f"{pairs.where} has draws of the method morris, which lie at the ends of ranges and stand for no belief;"
            " ask about an experiment on the posterior, latin-hypercube or sobol"
        )
    place = np.arange(len(factors.values)) % factors.block
    rows = np.flatnonzero((place == 0) | (place == factors.block - 1) | (factors.method == GIVEN))
    if rows.size < FEWEST_DRAWS:
        raise UsageError(
            f"{pairs.where} has {rows.size} draws of the parameters that stand for what is believed, and {FEWEST_DRAWS}"
            " are needed; add some by thbsim sweep --expand ID --add-draws (or --add-seeds, where seeds have draws of"
            " their own)"
        )
    return rows


@dataclass(frozen=True)
class Change:
    """Where another scenario would be better than the one that is best on the whole."""

    other: str
    share: float  # of the draws on which it would
    low: float | None  # between which values; None where it reaches to the end, or where no one range tells it
    high: float | None
    at_low: str  # the best scenario in the fifth of the draws in which the parameter is lowest
    at_high: str


def change_of(choice, knowing, column):
    """The Change that knowing a parameter would make most of; None where there is none.

    Args:
        knowing: Knowing.
        column: Values of the parameter [draw]; None where it is no one number.
    """
    all_gains = np.vstack([np.zeros(knowing.expected.shape[1]), knowing.expected])
    best = all_gains.argmax(axis=0)
    ahead = all_gains.max(axis=0) - all_gains[choice.best]
    others = np.unique(best[best != choice.best])
    if not others.size or not ahead.any():
        return None
    other = max(others, key=lambda one: ahead[best == one].sum())
    chosen = best == other
    name, share = choice.names[other], float(chosen.mean())
    if column is None:
        return Change(name, share, None, None, "", "")
    ends = np.quantile(column, [END, 1.0 - END])
    at_low, at_high = (
        choice.names[int(all_gains[:, side].mean(axis=1).argmax())] for side in (column <= ends[0], column >= ends[1])
    )
    low, high = _range(column, chosen)
    return Change(name, share, low, high, at_low, at_high)


def _range(column, chosen):
    """(low, high) of the draws that are chosen, None at an end of all; both None where they do not fill the range."""
    low, high = column[chosen].min(), column[chosen].max()
    if chosen[(column >= low) & (column <= high)].mean() < FILLED:
        return None, None
    return float(low) if low > column.min() else None, float(high) if high < column.max() else None
