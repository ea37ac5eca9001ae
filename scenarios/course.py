"""One run's way through a schedule with changes that react: what the authorities see may begin a change."""

import math
from bisect import bisect_right
from collections import deque

from scenarios.changes import steps_of
from sim.observed import OBSERVED, WEEKS_COUNTED
from sim.world import WEEK


class Watch:
    """How the authorities watch for what one change reacts to, until it begins or it is too late."""

    def __init__(self, change):
        self.change = change
        self.observed = OBSERVED[change.when.outcome]
        self.first_look = change.first_week + 1  # after the first week has ended
        self.due = max(0, self.first_look - (WEEKS_COUNTED if self.observed.counted else 0))
        self.counted = deque(maxlen=WEEKS_COUNTED + 1)  # at each week's start [label], the oldest first
        self.held = 0  # for how many weeks the condition has held

    def begins(self, world, week):
        """Look at what the week before has left; whether the change begins now."""
        seen = self.observed.seen(world)
        if self.observed.counted:
            self.counted.append(seen)
            seen = seen - self.counted[0]
        self.due = week + 1
        if week < self.first_look:
            return False
        self.held = self.held + 1 if self.change.when.fits(seen) else 0
        return self.held >= self.change.when.for_weeks

    @property
    def is_over(self):
        return self.due >= self.change.end_week


class Course:
    """What `engine.live_through` asks (see sim/course.py), for a schedule with changes that react.

    It remembers what the authorities have seen, so each run needs its own, followed from the run's first week.

    Args:
        schedule: The Schedule.
    """

    def __init__(self, schedule):
        self.schedule = schedule
        self.began = [None] * len(schedule.reacting)  # week in which each reacting change began
        self._watches = {place: Watch(change) for place, change in enumerate(schedule.reacting)}
        self._week = 0
        self._set_out()
        self.start = schedule.parameters(0, self._changes)

    def next(self, world):
        """The Parameters in force in the world's next week, and the first week for which it must be asked again."""
        week = int(world.counts[WEEK])
        if week < self._week or week > self.due:
            raise ValueError(
                f"a course follows one run from its first week on; this one was last asked in week {self._week}, and"
                f" the world is in week {week}: make a fresh one with schedule.course()"
            )
        self._week = week
        if self._look(world, week):
            self._set_out()
        step = bisect_right(self._steps, week)
        until = self._steps[step] if step < len(self._steps) else math.inf
        return self.schedule.parameters(week, self._changes), min(until, self.due)

    def _look(self, world, week):
        """Watch what is due; whether anything has begun."""
        begun = False
        for place, watch in list(self._watches.items()):
            if watch.due <= week and watch.begins(world, week):
                self.began[place] = week
                begun = True
            if self.began[place] is not None or watch.is_over:
                del self._watches[place]
        return begun

    def _set_out(self):
        self._changes = self.schedule.as_begun(self.began)
        self._steps = steps_of(self._changes)

    @property
    def due(self):
        """The week by whose start it must have been asked."""
        return min((watch.due for watch in self._watches.values()), default=math.inf)
