"""The course of a run: which parameters are in force, asked anew whenever they may have become others.

A course has `start`, the Parameters with which a world is founded, and one method, `next(world)`: the Parameters in
force in the world's next week, and the first week for which it must be asked again (infinite if never).  A scenario
with changes that react makes a course of its own for each run.
"""

import math
from bisect import bisect_right

from sim.world import WEEK


class Foreseen:
    """The course of a run whose parameters hang on the week alone.

    Args:
        segments: ((first week, Parameters), ...), the first from week 0.
    """

    def __init__(self, segments):
        self.starts = [first for first, _ in segments]
        self.parameters = [p for _, p in segments]
        self.start = self.parameters[0]

    def next(self, world):
        after = bisect_right(self.starts, int(world.counts[WEEK]))
        until = self.starts[after] if after < len(self.starts) else math.inf
        return self.parameters[after - 1], until


def course_of(given):
    """A course, from a course or from segments."""
    return given if hasattr(given, "next") else Foreseen(tuple(given))
