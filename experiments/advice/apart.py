"""What each scenario changes, told apart: year by year, or by region, sector and whatever else is kept."""

from dataclasses import dataclass

import polars as pl

from experiments.advice import compare_charts, compare_lines
from experiments.advice.pairs import Pairs
from experiments.comparison import PLACES, TOTAL, Effect, effect_of
from experiments.language import named, number, say
from experiments.printing import signed_difference
from experiments.requests import UsageError
from experiments.sweeps.effects import MANY_INTERVALS
from experiments.sweeps.kept import storable
from experiments.words import in_words
from scenarios.errors import hint

YEAR = "year"
MOST_NAMED = 3  # labels that a sentence names


@dataclass(frozen=True, eq=False)
class Apart:
    """The effects of each scenario, one for each label of a dimension."""

    pairs: Pairs
    dimension: str  # "year", or as in keep.by
    labels: tuple[str, ...]
    effects: tuple[Effect, ...]  # of each scenario but the reference, label after label

    @property
    def table(self):
        """A row for each scenario and label."""
        return pl.DataFrame([effect.as_record() for effect in self.effects], infer_schema_length=None)

    @property
    def by_scenario(self):
        """The effects of each scenario but the reference, in their order: [(place, [Effect])]."""
        size = len(self.labels)
        return [(place, self.effects[size * (place - 1) : size * place]) for place in range(1, len(self.pairs.names))]

    @property
    def about(self):
        """Outcome and area, for titles."""
        first = self.effects[0]
        place = PLACES[first.area].removeprefix("the ")
        return f"{first.title.partition(',')[0]}, {place}{compare_lines.over(self.pairs)}"

    def plot(self):
        """Over time with bands and the day on which each policy begins; else an interval for each label."""
        held = compare_lines.held(self.pairs)
        if self.dimension == YEAR:
            days = [schedule.first_day for schedule in self.pairs.schedules[1:]]
            return compare_charts.years_chart([one for _, one in self.by_scenario], days, self.about, held)
        return compare_charts.labels_chart([one for _, one in self.by_scenario], self.about, held)

    def sentence(self, language="en"):
        """For which labels each scenario's change is clear; in en, nl, fr or de."""
        said = [self._said(effects, language) for _, effects in self.by_scenario]
        return " ".join([*said, say(language, "compare.model")])

    def _said(self, effects, language):
        clear = [effect for effect in effects if not effect.low <= 0.0 <= effect.high]
        named_ones = sorted(clear, key=lambda effect: -abs(effect.difference))[:MOST_NAMED]
        words = {
            "policy": effects[0].scenario,
            "reference": effects[0].reference,
            "outcome": named(language, "outcomes", effects[0].outcome),
            "by": named(language, "dimensions", self.dimension),
            "number": number(len(effects), language, 0),
            "clear": number(len(clear), language, 0),
            "labels": "; ".join(self._amount(effect, language) for effect in named_ones),
        }
        return say(language, "compare.apart" if clear else "compare.apart_open", **words)

    def _amount(self, effect, language):
        label = effect.label if self.dimension == YEAR else in_words(effect.label)
        difference, low, high = (number(value, language) for value in (effect.difference, effect.low, effect.high))
        return f"{label}: {say(language, 'compare.amount', amount=difference, low=low, high=high)}"

    def rows(self):
        """Headings and cells for the screen."""
        columns = [[signed_difference(effect) for effect in effects] for _, effects in self.by_scenario]
        cells = [[in_words(label), *row] for label, row in zip(self.labels, zip(*columns, strict=True), strict=True)]
        return [f"By {self.dimension}", *self.pairs.names[1:]], cells

    def lines(self):
        """How to read it."""
        own = f"{self.about}: difference from {self.pairs.names[0]}, in brackets the 95 % interval."
        beginnings = [self._before(place) for place, _ in self.by_scenario] if self.dimension == YEAR else []
        unsure = sum(effect.low < effect.high for effect in self.effects)
        many = (
            f"Of {unsure} intervals some leave the truth out by chance alone: a row that stands out among many is a"
            " question, not a finding."
        )
        return [own, *filter(None, beginnings), *([many] if unsure >= MANY_INTERVALS else [])]

    def _before(self, place):
        day = self.pairs.schedules[place].first_day
        if day is None or day.year <= self.pairs.years[0]:
            return ""
        return f"Before {self.pairs.names[place]} begins, on {day}, both worlds are the same, and so is every number."


def apart(pairs, outcome, area, dimension):
    """The Apart of some Pairs.  Raises UsageError where what is asked for is not kept.

    Args:
        dimension: "year", or as in keep.by; where the area is not told apart so, all three countries are.
    """
    if dimension == YEAR:
        labels = tuple(str(year) for year in range(pairs.years[0], pairs.years[1] + 1))
        values = pairs.yearly(outcome, area)[:, 0].swapaxes(1, 2)  # [scenario, year, pair]
    else:
        area = _area(outcome, area, dimension)
        labels = pairs.labels(outcome, area, dimension)
        values = pairs.yearly(outcome, area, dimension).mean(axis=3)
    values = pairs.arranged(values)
    found = [
        _effect(pairs, place, values[[0, place], row], (outcome, area, dimension, label))
        for place in range(1, len(pairs.names))
        for row, label in enumerate(labels)
    ]
    return Apart(pairs, dimension, labels, tuple(found))


def _effect(pairs, place, both, key):
    names = pairs.names[0], pairs.names[place]
    return effect_of(both[0], both[1], key, names, pairs.draws, pairs.looks)


def _area(outcome, area, dimension):
    """The area itself, or the one in which the outcome is told apart so."""
    there = [place for one, place, by in storable() if (one, by) == (outcome, dimension)]
    dimensions = [by for one, _, by in storable() if one == outcome and by != TOTAL]
    if not there:
        raise UsageError(
            f"--by {dimension}: {outcome} is not told apart so{hint(dimension, dict.fromkeys((YEAR, *dimensions)))}"
        )
    return area if area in there else there[0]
