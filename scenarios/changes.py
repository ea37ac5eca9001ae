"""One change of a policy: what it says, when and how strongly it is in force, and what it does to the values."""

import math
from datetime import date, timedelta
from typing import Literal

import numpy as np
from pydantic import Field

from scenarios.baseline import gathered
from scenarios.reaction import When
from scenarios.selection import chosen, declared
from scenarios.shapes import Strict, Text, Texts
from scenarios.versions import LARGEST
from sim.weeks import WEEKS_PER_YEAR, date_of, first_week_from, week_of

LONGEST_RAMP = 1040  # weeks
NEVER = week_of(date.max)


class UnitCost(Strict):
    """What a change costs the public purse: `eur` with its source, or the parameter by which the model counts it."""

    eur: float | None = None
    "a number of euros; a saving is negative"
    per: Literal["year"] | None = None
    '"year"'
    source: Texts | None = None
    "a key of sources.toml, or a list of keys"
    counted_by: Text | None = None
    "a parameter of the costs, such as costs.visit_eur"


class Change(Strict):
    """One [[change]] of a policy file."""

    parameter: Text
    'a parameter of the baseline, such as "monitoring.capacity"'
    where: dict[str, Texts] = Field(default_factory=dict)
    'a table such as { country = "BE", sector = ["car_wash", "cleaning"] }'
    first_day: date = Field(alias="from")
    "a date without quotes, such as 2011-01-01"
    until: date | None = None
    "a date without quotes, such as 2016-12-31: the last day in force"
    when: When | None = None
    'a table such as { outcome = "longest_wait", centre = "payoke", above = 4, for_weeks = 8 }'
    ramp_weeks: int = Field(0, ge=0, le=LONGEST_RAMP)
    "a whole number of weeks, 0 to 1040"
    set: float | None = None
    "a finite number: the value itself"
    times: float | None = None
    "a finite number: by how much the value is multiplied"
    add: float | None = None
    "a finite number: what is added to the value"
    unit_cost: UnitCost
    'a table such as { eur = 100000, per = "year", source = "A42" }'
    why: Text
    "a text, why this change would do what is hoped"
    size: float = Field(1.0, ge=0.0, le=LARGEST)
    "a number from 0 to 10, how much of the change is made, and paid, in the end"

    @property
    def first_week(self):
        """The first week in force: the first whose Thursday, hence whose calendar year, is not before `from`.

        With `when`, the first after whose end the authorities look.
        """
        return first_week_from(self.first_day)

    @property
    def end_week(self):
        """The first week no longer in force: the first whose Thursday is after `until`; infinite without it."""
        if self.until is None:
            return math.inf
        return first_week_from(self.until - timedelta(days=6)) + 1  # after 9999-12-31 the calendar has no day

    def beginning(self, week):
        """The same change, begun in a week, whatever it reacts to; never, where that is None."""
        return self.model_copy(update={"first_day": date_of(NEVER if week is None else week), "when": None})

    def strength(self, weeks):
        """How much of it is in force [1]: equal weekly steps, nothing before `from`, all its size at the ramp's end."""
        weeks = np.asarray(weeks)
        grown = np.clip((weeks - self.first_week + 1) / max(self.ramp_weeks, 1), 0.0, 1.0)
        return np.where(weeks < self.end_week, self.size * grown, 0.0)

    def steps(self):
        """The weeks in which its strength changes."""
        grows = range(self.first_week, self.first_week + max(self.ramp_weeks, 1))
        ends = [] if self.until is None else [self.end_week]
        return [week for week in grows if week < self.end_week] + ends

    def cost_eur(self, weeks):
        """Public cost in each of the weeks, beyond what the model counts itself [EUR]."""
        return self.strength(weeks) * (self.unit_cost.eur or 0.0) / WEEKS_PER_YEAR

    def chosen(self):
        """The index of the entries that it changes."""
        return chosen(declared()[self.parameter].dimensions, self.where)

    @property
    def essence(self):
        """What it does, when and to what it reacts, however it is told: equal for changes that do the same."""
        entries = tuple(tuple(axis.ravel().tolist()) for axis in self.chosen())
        weeks = self.first_week, self.end_week, max(self.ramp_weeks, 1)
        does = (self.set, self.times, self.add, self.size)
        return self.parameter, entries, weeks, does, self.when and self.when.essence

    def applied(self, value, strength):
        """A parameter's value, float or array, with this change so much in force; the one given stays as it is."""
        if strength == 0.0:
            return value
        if isinstance(value, float):
            return self._moved(value, strength)
        changed = value.copy()
        changed[self.chosen()] = self._moved(value[self.chosen()], strength)
        return changed

    def _moved(self, value, strength):
        if self.set is not None:
            full = self.set if isinstance(value, float) else np.full_like(value, self.set)
        else:
            full = value + self.add if self.times is None else value * self.times
        return full if strength == 1.0 else value + strength * (full - value)


def steps_of(changes):
    """The weeks from which other values hold, the first being week 0."""
    return sorted({0, *(week for change in changes for week in change.steps())})


def strengths(changes, week):
    """How much of each change is in force in a week [1, one for each]."""
    return tuple(float(change.strength(week)) for change in changes)


def changed_to(strengths, values, changes):
    """What the changes make of the values that they touch, one change after another: {parameter: value}.

    Args:
        strengths: How much of each is in force [1].
        values: {parameter: value} before them.
    """
    found = {change.parameter: values[change.parameter] for change in changes}
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large for a float is outside every range
        for change, strength in zip(changes, strengths, strict=True):
            found[change.parameter] = change.applied(found[change.parameter], strength)
    return found


def bounds(baseline, changes):
    """The ranges of the parameters that changes touch: {parameter: (low, high)}."""
    return {
        change.parameter: tuple(gathered(baseline.quantities, change.parameter, field) for field in ("low", "high"))
        for change in changes
    }
