"""Targets: published figures with their uncertainty, each a function of the model's outcomes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from calibration.aggregates import SMALLEST_SHOWN
from calibration.own_counts import tables_of
from scenarios.errors import Problems, hint, listed
from scenarios.shapes import Strict, Text, Texts, checked, read_toml
from scenarios.sources import check_keys, read_sources
from sim.weeks import FIRST_YEAR

TARGETS = Path(__file__).parent / "targets.toml"
FIT, HELD_OUT = "fit", "held out"
LAST_YEAR = 2050
TOTAL = "total"


class Count(Strict):
    """Which numbers of a run are added up."""

    outcome: Text
    'an outcome, such as "identified"'
    area: Text = "BE"
    '"BE" or "BE+NL+DE"'
    by: Text = TOTAL
    'what tells it apart, such as "form"; "total" by default'
    labels: Texts | None = None
    "a list of labels; all by default"

    @property
    def key(self):
        return self.outcome, self.area, self.by


def _as_list(value):
    return (value,) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value


Counts = Annotated[tuple[Count, ...], BeforeValidator(_as_list), Field(min_length=1)]
Years = Annotated[tuple[int, int], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)]


class Entry(Strict):
    """One entry of a file of targets."""

    title: Text
    "a text, what the figure is in a few words"
    value: float
    "a finite number, the published figure"
    uncertainty: float = Field(gt=0.0)
    "a number above 0: one standard deviation of what is not known of the figure"
    scale: Literal["linear", "log"] = "linear"
    '"linear", or "log" where the uncertainty is that of the logarithm'
    factor: float = Field(1.0, gt=0.0)
    "a number above 0 by which the model's figure is multiplied"
    years: Years
    "a list of the first and the last calendar year, such as [2009, 2012]"
    count: Counts
    'a table such as { outcome = "identified", area = "BE" }, or a list of tables whose numbers are added'
    out_of: Counts | None = None
    "a table as for count, or a list of them, by which it is divided"
    use: Literal["fit", "held out"] = "fit"
    '"fit" or "held out"'
    source: Texts
    "a key of sources.toml, or a list of keys"
    definition: Text
    "a text, what the figure counts and where its uncertainty comes from"


@dataclass(frozen=True)
class Target:
    """One figure that the model is held against."""

    name: str
    entry: Entry
    own: bool = False  # from a user's own file

    @property
    def shown(self):
        """The figure as it may be printed: a count of one's own under 5 is not."""
        few = self.own and not self.entry.out_of and self.entry.value < SMALLEST_SHOWN
        return f"<{SMALLEST_SHOWN}" if few else self.entry.value

    @property
    def asks(self):
        """What it asks of a run; two targets with the same must have the same figure."""
        entry = self.entry
        return entry.count, entry.out_of, entry.years, entry.scale, entry.factor

    @property
    def observed(self):
        """The figure on the scale on which its uncertainty is even."""
        return float(np.log(self.entry.value)) if self.entry.scale == "log" else self.entry.value

    def plain(self, value):
        """A number of that scale as readers know it."""
        return np.exp(value) if self.entry.scale == "log" else value

    def of(self, measures, first_year):
        """What a run gives for it, on the same scale; NaN where it divides by nothing.

        Args:
            measures: {(outcome, area, dimension): Measure} of a run.
            first_year: The first year of their values.
        """
        years = slice(self.entry.years[0] - first_year, self.entry.years[1] + 1 - first_year)
        found = self.entry.factor * _added(self.entry.count, measures, years)
        if self.entry.out_of:
            below = _added(self.entry.out_of, measures, years)
            found = found / below if below else np.nan
        if self.entry.scale == "log":
            return float(np.log(found)) if found > 0.0 else np.nan
        return float(found)


def _added(counts, measures, years):
    """The yearly mean of what counts name, added up."""
    return sum(measures[count.key].values[_rows(count, measures), years].sum(axis=0).mean() for count in counts)


def _rows(count, measures):
    labels = measures[count.key].labels
    return [place for place, label in enumerate(labels) if count.labels is None or label in count.labels]


def used(targets):
    """Those that the calibration sees."""
    return tuple(target for target in targets if target.entry.use == FIT)


def read_targets(index, path=TARGETS):
    """The Targets of a file, TOML or CSV.  Raises ScenarioError with all that is wrong in it.

    Args:
        index: {(outcome, area, dimension): labels} of all that a run gives.
        path: Of targets.toml, or of one's own, whose sources are any texts.
    """
    tables = tables_of(path) if Path(path).suffix.lower() == ".csv" else read_toml(path)[0]
    problems, sources = Problems(path), read_sources() if Path(path) == TARGETS else None
    targets = [_read(name, table, sources, index, problems) for name, table in tables.items()]
    if not problems.sentences and not used(targets):
        problems.add('no target has use = "fit", so nothing can be calibrated; mark some')
    if not problems.sentences:
        _contradictions(targets, problems)
    problems.raise_if_any()
    return tuple(targets)


def _read(name, table, sources, index, problems):
    if not isinstance(table, dict):
        problems.add(f"{name} stands alone; every target is a table: write [{name}] and its fields below")
        return None
    before = len(problems.sentences)
    entry = checked(Entry, table, name, problems)
    if len(problems.sentences) > before:
        return None
    if sources is not None:
        check_keys(entry.source, sources, name, problems)
    first, last = entry.years
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        problems.add(f"years are {first} to {last}, but must rise, from 2009 to 2050 at most", name)
    if entry.scale == "log" and entry.value <= 0.0:
        problems.add(
            f'value is {entry.value:g}, of which there is no logarithm; give one above 0, or scale = "linear"', name
        )
    for count in (*entry.count, *(entry.out_of or ())):
        for sentence in wrong_count(count, index):
            problems.add(sentence, name)
    return Target(name, entry, sources is None)


def wrong_count(count, index):
    """Sentences on why no outcome answers a count."""
    outcomes = tuple(dict.fromkeys(outcome for outcome, *_ in index))
    if count.outcome not in outcomes:
        yield f"no outcome answers it: there is none called {count.outcome}{hint(count.outcome, outcomes)}"
        return
    if count.key not in index:
        ways = [f"{by} in {area}" for outcome, area, by in index if outcome == count.outcome]
        yield f"no outcome answers it: {count.outcome} is not by {count.by} in {count.area}; choose {listed(ways)}"
        return
    for label in count.labels or ():
        if label not in index[count.key]:
            yield f"{count.by} has no label {label}{hint(label, index[count.key])}"


def _contradictions(targets, problems):
    """Note figures that say different things of the same outcome and years, further apart than they can be unsure."""
    for place, one in enumerate(targets):
        for other in targets[:place]:
            if one.asks != other.asks:
                continue
            gap = abs(one.observed - other.observed) / np.hypot(one.entry.uncertainty, other.entry.uncertainty)
            if gap > 3.0:
                problems.add(
                    f"contradicts {other.name}: {one.entry.value:g} against {other.entry.value:g} for the same outcome"
                    f" and years, {gap:.1f} standard deviations apart; keep one of them", one.name
                )  # fmt: skip
