"""A schedule: the parameters in force in each week, under the baseline or under a policy that changes it."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scenarios import baseline as baselines
from scenarios.baseline import Baseline
from scenarios.changes import bounds, changed_in, steps_of
from scenarios.policy import Policy
from sim.parameters import packed


@dataclass(frozen=True, eq=False)
class Schedule:
    """What a run needs of a scenario.  `engine.live_through` takes its segments."""

    name: str  # in the catalogue, or the file's name without .toml
    baseline: Baseline
    policy: Policy | None = None

    @property
    def title(self):
        return self.policy.title if self.policy else self.baseline.title

    @property
    def changes(self):
        return self.policy.changes if self.policy else ()

    @property
    def text(self):
        """The files as they were read: {"baseline": text, "policy": text}."""
        return {"baseline": self.baseline.text} | ({"policy": self.policy.text} if self.policy else {})

    @cached_property
    def segments(self):
        """((first week, Parameters), ...): one for each stretch in which nothing changes, the first from week 0.

        Arrays that do not change are the same in all.  They are writable, since numba compiles anew for read-only
        ones; nobody may write into them.
        """
        given = baselines.values(self.baseline)
        found, last = [], None
        for week in steps_of(self.changes):
            current = self._values_in(week, given, last or given)
            if last is None or any(current[name] is not last[name] for name in current):
                found.append((week, packed(current)))
            last = current
        return tuple(found)

    def _values_in(self, week, given, last):
        """Values in force in a week, the very objects of before where they are equal."""
        current = dict(given)
        for name, value in changed_in(week, given, self.changes).items():
            if value is not given[name]:
                value = _within(value, *self._bounds[name])
            current[name] = _known(value, given[name], last[name])
        return current

    @cached_property
    def _bounds(self):
        return bounds(self.baseline, self.changes)

    def cost_eur_per_week(self, weeks):
        """What the policy itself costs the public purse, beyond what the model counts [EUR, one for each week].

        Args:
            weeks: How many weeks, from week 0 on.
        """
        return sum((change.cost_eur(np.arange(weeks)) for change in self.changes), np.zeros(weeks))

    @cached_property
    def digest(self):
        """SHA-256 of all that a run and its costs hang on: two scenarios with the same one are the same."""
        found = hashlib.sha256()
        for week, parameters in self.segments:
            found.update(f"from week {week}\n".encode())
            for group, rule in zip(parameters._fields, parameters, strict=True):
                for name, value in zip(rule._fields, rule, strict=True):
                    array = np.asarray(value, "<f8")
                    found.update(f"{group}.{name} {array.shape}\n".encode() + array.tobytes())
        for change in self.changes:
            if change.unit_cost.eur:
                cost = (change.unit_cost.eur, change.first_week, change.end_week, max(change.ramp_weeks, 1))
                found.update(f"cost {cost}\n".encode())
        return found.hexdigest()

    def with_values(self, drawn):
        """The same scenario on other values of the baseline, {path: value}, for calibration and sensitivity.

        What the policy makes of a value is held within that quantity's range.
        """
        return replace(self, baseline=baselines.with_values(self.baseline, drawn))


def _within(value, low, high):
    if isinstance(value, float):
        return min(max(value, low), high)
    return np.clip(value, low, high)


def _known(value, *objects):
    """The first of the objects that equals the value, else the value."""
    return next((known for known in objects if np.array_equal(known, value)), value)
