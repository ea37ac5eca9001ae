"""What begins to differ beside persons: networks, recruiters, centres, what is held where; each must have a cause."""

from typing import NamedTuple

import numpy as np

from experiments.explaining.reads import CHANNELS_HEARD
from experiments.explaining.worlds import same_rows

MARKET_STATE = ("held", "risk", "hit_week", "hit_establishment")  # what of a market outlives its week


class Unexplained(NamedTuple):
    """Something that began to differ without a cause."""

    week: int
    kind: str  # "network", "recruiter", "centre", "market"
    row: int

    def __str__(self):
        return f"{self.kind} {self.row}"


class Bodies:
    """Listens to the weeks of a Pair, after the Ledger has: what was the same, differs now, and has no event behind it.

    A difference has a cause where the week's own parameters make it, in the reference's week lived again, or where an
    event that leads back to the parameters made differ what it depends on.
    """

    def __init__(self):
        self.unexplained: list[Unexplained] = []
        self.differ: dict[str, np.ndarray] = {}  # rows, as the week heard last ended

    def hear(self, week, ledger, touched):
        """Note what begins to differ in a week without a cause."""
        networks = _networks_of(week, touched)
        for kind, subjects in SUBJECTS.items():
            rows = np.flatnonzero(_differ(kind, *week.sides))
            new = np.setdiff1d(rows, self.differ.get(kind, rows[:0]), assume_unique=True)
            self.differ[kind] = rows
            acted = acted_upon(week, kind)
            self.unexplained += [
                Unexplained(week.number, kind, row)
                for row in new.tolist()
                if not acted[row]
                and not (kind == "network" and row in networks)
                and not ledger.explains(ledger.of(*subjects(week, row)))
            ]


def acted_upon(week, kind):
    """Where the reference's week, lived again under the other's parameters, gives something else [row, bool]."""
    if week.again is None:
        return np.zeros(_state(kind, week.reference).size, bool)
    return _differ(kind, week.reference, week.again)


def _differ(kind, one, other):
    return ~same_rows(_state(kind, one), _state(kind, other))


def _state(kind, side):
    table = getattr(side.world, f"{kind}s")
    if kind != "market":
        return table
    state = np.empty(table.size, [(name, table.dtype[name]) for name in MARKET_STATE])
    for name in MARKET_STATE:
        state[name] = table[name]
    return state


def _networks_of(week, touched):
    """Networks of the persons who differ: what befalls these may change theirs [rows]."""
    return {
        row
        for side in week.sides
        for row in side.after["network"][np.isin(side.after["key"], touched.changed)].tolist()
    }


def _of_network(week, row):
    return ("network", row), ("channel", row)


def _of_recruiter(week, row):
    network = int(week.reference.world.recruiters["network"][row])
    return ("recruiter", row), ("network", network), ("channel", network), CHANNELS_HEARD


def _of_centre(week, row):
    return (("centre", row),)


def _of_market(week, row):
    return ("places", row), ("news", row), ("finds", row)


SUBJECTS = {"network": _of_network, "recruiter": _of_recruiter, "centre": _of_centre, "market": _of_market}
