"""Who is touched: whose record differs at any week's end, when first, through which rule, and by what cause."""

from typing import NamedTuple

import numpy as np

from experiments.explaining.reads import PARAMETERS, Reads
from experiments.explaining.rules import first_rule
from experiments.explaining.worlds import differing


class Onset(NamedTuple):
    """A person's record begins to differ."""

    key: int
    week: int
    rule: str  # of rules.WORDS
    subjects: tuple[tuple, ...]  # of reads: that differ


class Touched:
    """Listens to the weeks of a Pair, one after the other."""

    def __init__(self, pair):
        self.everybody = set(pair.before["key"].tolist())  # who was not at an end when the worlds might first differ
        self.first: dict[int, Onset] = {}  # of each person touched, in order of time
        self.unexplained: list[Onset] = []
        self.changed = np.empty(0, np.int64)  # keys of those who differ as the week heard last ended, in order
        self.changed_before = self.changed
        self.reads: Reads | None = None  # of the week heard last

    def hear(self, week):
        """The Onsets of one week: of those whose records were the same when it began."""
        for side in week.sides:
            self.everybody.update(side.after["key"][side.after["recruited_week"] == week.number].tolist())
        self.changed_before, self.changed = self.changed, differing(week.reference.after, week.other.after)
        new = np.setdiff1d(self.changed, self.changed_before, assume_unique=True)
        self.reads = reads = Reads(week, self.changed_before)
        by_parameters = _by_parameters(week, new)
        onsets = [
            Onset(key, week.number, first_rule(week, key, reads), (PARAMETERS,) if direct else tuple(reads.of(key)))
            for key, direct in zip(new.tolist(), by_parameters.tolist(), strict=True)
        ]
        for onset in onsets:
            self.first.setdefault(onset.key, onset)
        return onsets

    def changed_in(self, week, network):
        """Keys of the persons of a network who differ as a week begins or ends, in order."""
        changed = np.union1d(self.changed_before, self.changed)
        theirs = [
            table["key"][table["network"] == network] for side in week.sides for table in (side.before, side.after)
        ]
        return np.intersect1d(np.concatenate(theirs), changed).tolist()

    def audit(self, onset, is_explained):
        """Note an Onset that nothing explains: its week read nothing that differs, or nothing with a cause."""
        if not (onset.subjects and is_explained):
            self.unexplained.append(onset)


def _by_parameters(week, keys):
    """Whether each person's week is, bit for bit, that of the reference lived under the other's parameters [bool].

    Only then do the parameters explain all of the difference; else something that the week read must differ.
    """
    if week.again is None:
        return np.zeros(keys.size, bool)
    return ~np.isin(keys, differing(week.again.after, week.other.after))
