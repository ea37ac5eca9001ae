"""The account of one policy by one dimension: where an outcome fell, where it rose, and what both come to."""

from dataclasses import dataclass

import numpy as np

from experiments.advice.adding import adding_up, figure
from experiments.advice.displaced import Displaced, displaced
from experiments.comparison import TOTAL, Effect, effect_of
from experiments.requests import UsageError
from sim.definitions import ALL

ROUNDING = 1e-9  # persons: sums of weeks that are the same may differ by so much; half a week is far more
TOGETHER = 1e-9  # share of a total by which sums may differ from it, by rounding


@dataclass(frozen=True)
class Entry:
    """What a policy changes under one label."""

    label: str
    units: int  # the mean difference, in units of the last decimal
    effect: Effect  # before rounding, with its interval

    @property
    def clear(self):
        """Whether its interval leaves out zero."""
        return not self.effect.low <= 0.0 <= self.effect.high


@dataclass(frozen=True)
class Account:
    """All entries of one policy by one dimension; falls and rises add up to the net, and entries to both."""

    dimension: str
    entries: tuple[Entry, ...]  # of the labels under which anything differs in any run; the largest fall first
    unchanged: int  # how many labels are the same in every run
    net: Entry
    places: int  # decimals
    displaced: Displaced

    @property
    def falls(self):
        return tuple(entry for entry in self.entries if entry.units < 0)

    @property
    def rises(self):
        return tuple(entry for entry in self.entries if entry.units > 0)

    @property
    def displaces(self):
        """Whether it is clear that something rises for what falls: the share is, and at least half of the falls are."""
        clear = sum(entry.units for entry in self.falls if entry.clear)
        return self.displaced.clear and 2 * clear <= sum(entry.units for entry in self.falls) < 0

    def figure(self, units):
        return figure(units, self.places)


@dataclass(frozen=True)
class Question:
    """Which differences are asked for: of a scenario by its place among the Pairs, in an outcome."""

    scenario: int
    outcome: str


def worlds(pairs, question, dimension):
    """Yearly means with the reference and with the scenario [label, pair]; rounding makes no difference."""
    before, after = pairs.yearly(question.outcome, ALL, dimension)[[0, question.scenario]].mean(axis=3)
    return before, np.where(np.abs(after - before) < ROUNDING, before, after)


def net_of(pairs, question):
    """The Effect on the total.  Raises UsageError where it is not kept."""
    before, after = worlds(pairs, question, TOTAL)
    return _effect(pairs, question, (TOTAL, TOTAL), before[0], after[0])


def account(pairs, question, dimension, net, places):
    """The Account by one dimension.  Raises UsageError where its labels do not add up.

    Args:
        net: The Entry of the total, the same for all dimensions.
        places: Decimals.
    """
    before, after = worlds(pairs, question, dimension)
    changed, labels = after - before, pairs.labels(question.outcome, ALL, dimension)
    _check_sum(pairs, question, dimension, changed)
    moved = np.flatnonzero((changed != 0.0).any(axis=1))
    rounded = adding_up(changed[moved].mean(axis=1), net.units, places)
    entries = [
        Entry(labels[at], units, _effect(pairs, question, (dimension, labels[at]), before[at], after[at]))
        for at, units in zip(moved, rounded, strict=True)
    ]
    entries.sort(key=lambda entry: (entry.units, entry.effect.difference))
    share = displaced(pairs, question.outcome, changed[moved])
    return Account(dimension, tuple(entries), len(labels) - moved.size, net, places, share)


def _effect(pairs, question, label, before, after):
    names = pairs.names[0], pairs.names[question.scenario]
    key = (question.outcome, ALL, *label)
    return effect_of(pairs.arranged(before), pairs.arranged(after), key, names, pairs.draws, pairs.looks)


def _check_sum(pairs, question, dimension, changed):
    """Raises UsageError unless what changes under all labels is what changes in the total, in every pair."""
    before, after = worlds(pairs, question, TOTAL)
    off = np.abs(changed.sum(axis=0) - (after - before)[0])
    if (off > TOGETHER * np.maximum(1.0, before[0])).any():
        raise UsageError(
            f"{pairs.where}: {question.outcome} by {dimension} does not add up to its total, so no ledger can be made"
            " of it; name other dimensions with --by"
        )
