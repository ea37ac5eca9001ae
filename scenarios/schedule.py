"""A schedule: the parameters in force in each week, under the baseline or under policies that change it."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from scenarios import baseline as baselines
from scenarios.baseline import Baseline
from scenarios.changes import bounds, changed_to, steps_of, strengths
from scenarios.combination import once_each
from scenarios.course import Course
from scenarios.policy import Policy
from sim.parameters import packed, unpacked

MOST_REMEMBERED = 512  # records of parameters that a schedule keeps for further runs: 40 MB


class Draws(Protocol):
    """Draws of the baseline's values, each lived with some seeds."""

    def draw_of(self, seed: int) -> int: ...

    def values(self, draw: int) -> dict[str, float]: ...


@dataclass(frozen=True, eq=False)
class Schedule:
    """What a run needs of a scenario.  `engine.live_through` takes its `course()`, a fresh one for each run."""

    name: str  # in the catalogue, or the file's name without .toml; of a combination: names joined by "+"
    baseline: Baseline
    policies: tuple[Policy, ...] = ()  # of a combination: by the alphabet, so that no sum hangs on their order
    draws: Draws | None = None  # of the baseline's values, one for each seed; None: all runs have the baseline's own

    def __getstate__(self):
        """What is sent to another process: what was worked out from it is worked out there."""
        return {name: self.__dict__[name] for name in ("name", "baseline", "policies", "draws")}

    @property
    def title(self):
        return " + ".join(policy.title for policy in self.policies) or self.baseline.title

    @cached_property
    def changes(self):
        """Of all policies, in the order in which they apply."""
        return once_each(self.policies)

    @cached_property
    def reacting(self):
        """The changes that begin when the authorities have seen something."""
        return tuple(change for change in self.changes if change.when)

    @property
    def reacting_names(self):
        """What sentences call them, in the same order."""
        return tuple(
            f"change {number} of {policy.name}"
            for policy in self.policies
            for number, change in enumerate(policy.changes, 1)
            if change.when
        )

    @property
    def first_day(self):
        """The earliest day on which any of its changes may begin; None if nothing changes."""
        return min((change.first_day for change in self.changes), default=None)

    @property
    def text(self):
        """The files as they were read: {"baseline": text, "policy": text}; of several policies by their names."""
        several = len(self.policies) > 1
        own = {policy.name if several else "policy": policy.text for policy in self.policies}
        return {"baseline": self.baseline.text} | own

    @cached_property
    def segments(self):
        """((first week, parameters), ...): one record for each stretch in which nothing changes, the first from week 0.

        A change that reacts stands as if it began on its earliest day; only a course knows when it does.  Nobody may
        write into the records.
        """
        found = []
        for week in steps_of(self.changes):
            parameters = self._packed(strengths(self.changes, week))
            if not found or parameters.tobytes() != found[-1][1].tobytes():
                found.append((week, parameters))
        return tuple(found)

    def course(self):
        """What one run is to be lived through: the segments, or where changes react, a Course of that run alone."""
        return Course(self) if self.reacting else self.segments

    def as_begun(self, began=None):
        """All changes as they were in one run.

        Args:
            began: The week in which each reacting change began, None if never; on their earliest days by default.
        """
        if began is None:
            return self.changes
        weeks = iter(began)
        return tuple(change.beginning(next(weeks)) if change.when else change for change in self.changes)

    def parameters(self, week, changes):
        """The record of a week, with the changes as one run has begun them (`as_begun`).

        It hangs on their strengths alone, so the weeks of one run's ramp serve all runs.  Threads may ask at once: at
        worst they pack the same record twice.
        """
        now = strengths(changes, week)
        found = self._remembered.get(now)
        if found is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[now] = self._packed(now)
        return found

    @cached_property
    def _remembered(self):
        return {}

    @cached_property
    def _given(self):
        return baselines.values(self.baseline)

    @cached_property
    def _ranges(self):
        return bounds(self.baseline, self.changes)

    def _packed(self, now):
        """The record with so much of each change in force, held within the ranges of the baseline."""
        moved = changed_to(now, self._given, self.changes)
        return packed(self._given | {name: np.clip(value, *self._ranges[name]) for name, value in moved.items()})

    def cost_eur_per_week(self, weeks, began=None):
        """What the policies themselves cost the public purse, beyond what the model counts [EUR, one for each week].

        Args:
            weeks: How many weeks, from week 0 on.
            began: As for `as_begun`.
        """
        return sum((change.cost_eur(np.arange(weeks)) for change in self.as_begun(began)), np.zeros(weeks))

    @cached_property
    def digest(self):
        """SHA-256 of all that a run and its costs hang on: two scenarios with the same one are the same."""
        found = hashlib.sha256()
        for week, parameters in self.segments:
            found.update(f"from week {week}\n".encode())
            for name, value in unpacked(parameters).items():
                array = np.asarray(value, "<f8")
                found.update(f"{name} {array.shape}\n".encode() + array.tobytes())
        for change in self.changes:
            if change.unit_cost.eur:
                cost = (
                    change.unit_cost.eur * change.size,
                    change.first_week,
                    change.end_week,
                    max(change.ramp_weeks, 1),
                )
                found.update(f"cost {cost}\n".encode())
        for change in self.changes if self.reacting else ():
            found.update(f"{change.essence} {change.unit_cost.eur}\n".encode())
        return found.hexdigest()

    def with_values(self, drawn):
        """The same scenario on other values of the baseline, {path: value}, for calibration and sensitivity.

        What the policies make of a value is held within that quantity's range.
        """
        return replace(self, baseline=baselines.with_values(self.baseline, drawn))

    def on_draws(self, draws):
        """The same scenario, each run on the draw of its seed (`draws`); None leaves all on the baseline's values."""
        return replace(self, draws=draws)
