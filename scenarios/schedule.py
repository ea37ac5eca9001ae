"""A schedule: the parameters in force in each week, under the baseline or under a policy that changes it."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scenarios import baseline as baselines
from scenarios.baseline import Baseline
from scenarios.changes import bounds, changed_in, steps_of
from scenarios.policy import Policy
from sim.parameters import packed, unpacked


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
    def first_day(self):
        """The day on which the first of its changes begins; None if nothing changes."""
        return min((change.first_day for change in self.changes), default=None)

    @property
    def text(self):
        """The files as they were read: {"baseline": text, "policy": text}."""
        return {"baseline": self.baseline.text} | ({"policy": self.policy.text} if self.policy else {})

    @cached_property
    def segments(self):
        """((first week, parameters), ...): one record for each stretch in which nothing changes, the first from week 0.

        Nobody may write into the records.
        """
        given = baselines.values(self.baseline)
        ranges = bounds(self.baseline, self.changes)
        found = []
        for week in steps_of(self.changes):
            moved = changed_in(week, given, self.changes)
            held = {name: np.clip(value, *ranges[name]) for name, value in moved.items()}
            parameters = packed(given | held)
            if not found or parameters.tobytes() != found[-1][1].tobytes():
                found.append((week, parameters))
        return tuple(found)

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
            for name, value in unpacked(parameters).items():
                array = np.asarray(value, "<f8")
                found.update(f"{name} {array.shape}\n".encode() + array.tobytes())
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
