"""The simulated records of one scenario, as a rapporteur would have them: each number with what single runs give."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experiments.advice.chances import surest_of
from experiments.advice.pairs import Pairs
from experiments.comparison import TOTAL
from experiments.language import named, number, say
from experiments.reports import words
from experiments.reports.facts import Facts, Of
from experiments.sweeps.kept import storable
from sim.definitions import ALL, BELGIUM, OUTCOMES

TAIL = 0.025  # share of the runs on either side of an interval
FEWEST_WITH_TAILS = 40  # runs; the interval of fewer holds all of them
MOST_COLUMNS = 2  # years reported that have a column of their own
HUNDRED, TENS = 100.0, 10.0
WHOLE = 0.05  # bounds nearer to whole numbers have no decimals


class Entry(NamedTuple):
    """Which numbers of a run are added up."""

    outcome: str
    by: str = TOTAL
    labels: tuple[str, ...] = ()  # all of them where none are named
    area: str = ""  # Belgium where the model tells it so, by default; else all three countries

    @property
    def key(self):
        """(outcome, area, dimension), as it is kept."""
        own = (self.outcome, self.area or BELGIUM, self.by)
        return own if self.area or own in storable() else (self.outcome, ALL, self.by)


class Figure(NamedTuple):
    """A mean over runs, and between which bounds single runs lie."""

    mean: float
    low: float
    high: float

    def times(self, factor):
        """The same in another unit."""
        return Figure(*(factor * one for one in self))


def figure_of(values):
    """The Figure of what runs gave [run]; those that gave no number are left out."""
    found = values[np.isfinite(values)]
    if not found.size:
        return Figure(np.nan, np.nan, np.nan)
    tail = 0.0 if found.size < FEWEST_WITH_TAILS else TAIL
    low, high = np.quantile(found, (tail, 1.0 - tail))
    return Figure(float(found.mean()), float(low), float(high))


def ratio_of(above, below):
    """The Figure of a ratio [run]: that of the means, with bounds of the runs' own ratios."""
    own = np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0.0)
    whole = below.mean()
    return figure_of(own)._replace(mean=float(above.mean() / whole) if whole else np.nan)


@dataclass(frozen=True, eq=False)
class Records:
    """All that the sections of a report are made of."""

    pairs: Pairs  # of the one scenario
    facts: Facts
    language: str
    years: tuple[int, int]  # first and last year reported

    def say(self, key, **filled):
        """A text of the topic "rapporteur"."""
        first, last = self.years
        when = "when_several" if last > first else "when_one"
        usual = {
            "when": say(self.language, f"rapporteur.{when}", years=self.period),
            "a_year": f" {say(self.language, 'rapporteur.a_year')}" if last > first else "",
            "years": self.period,
        }
        return say(self.language, f"rapporteur.{key}", **(usual | filled))

    @property
    def period(self):
        """The years reported, in words."""
        return span(self.years)

    @property
    def draws(self):
        """How many draws of the parameters the runs live on."""
        return np.unique(self.pairs.draw).size

    @property
    def surest(self):
        """No share of the runs is told to be nearer to 0 or 1: so few draws, and so few runs, cannot show it."""
        return max(surest_of(self.draws), 1.0 / (self.pairs.number + 1.0))

    @property
    def columns(self):
        """The columns of a table by years: ((heading, (first, last)), ...)."""
        first, last = self.years
        if last - first >= MOST_COLUMNS:
            return ((self.say("yearly_mean", years=self.period), self.years),)
        return tuple((str(year), (year, year)) for year in range(first, last + 1))

    def yearly(self, entry):
        """What each run gave in each year of the experiment [run, year]."""
        values = self.pairs.yearly(*entry.key)[0]
        if entry.labels:
            known = self.pairs.labels(*entry.key)
            values = values[[known.index(label) for label in entry.labels]]
        return values.sum(axis=0)

    def runs(self, entry, years=None):
        """The yearly mean of each run, over the years reported [run]."""
        first, last = years or self.years
        start = self.pairs.years[0]
        return self.yearly(entry)[:, first - start : last + 1 - start].mean(axis=1)

    def figure(self, entry, years=None):
        return figure_of(self.runs(entry, years))

    def ratio(self, above, below, years=None):
        return ratio_of(self.runs(above, years), self.runs(below, years))

    def mean(self, entry):
        return self.figure(entry).mean

    def cite(self, entry):
        """A yearly number with its interval and its mark."""
        return self.cited(self.told(self.figure(entry)), "yearly", entry)

    def cite_ratio(self, above, below, times=1.0):
        """One number out of another, with its interval and its mark; of every hundred where times is 100."""
        return self.cited(self.told(self.ratio(above, below).times(times)), "ratio", above, below)

    def cited(self, told, what, *entries, years=None):
        """A number as it is told, with its mark; `what` of the topic "facts"."""
        return self.facts.cite(told, what, self.pairs.names, self._of(entries, years))

    def caption(self, text, what, *entries, years=None):
        """A caption with the mark of all numbers below it."""
        return self.facts.cite_all(text, what, self.pairs.names, self._of(entries, years))

    def _of(self, entries, years):
        """Entries of one area that are told apart alike share their words; of others each kind has its own."""
        kinds: dict[tuple[str, str], dict[str, None]] = {}
        for entry in entries:
            outcome, area, _ = entry.key
            kinds.setdefault((area, self._apart(entry)), {})[outcome] = None
        if len(kinds) == 1:
            (((area, apart), outcomes),) = kinds.items()
            return Of(",".join(outcomes), area, years or self.years, self.facts.exporting(), apart)
        told = "; ".join(self._kind(*kind) for kind in kinds.items())
        return Of("", "", years or self.years, self.facts.exporting(), told)

    def _kind(self, place, outcomes):
        """Identified victims (labour), Belgium."""
        area, apart = place
        titles = ", ".join(words.outcome(self.language, one) for one in outcomes)
        told = f"{titles} ({apart})" if apart else titles
        return f"{told}, {named(self.language, 'places', area)}"

    def _apart(self, entry):
        """The labels, or by what the number is told apart where it has all of them."""
        if entry.labels:
            return ", ".join(words.label(self.language, entry.by, label) for label in entry.labels)
        return "" if entry.by == TOTAL else self.say(f"by_{entry.by}")

    def told(self, figure):
        """17.3 (5 to 31); a dash where no run gave a number."""
        return told(figure, self.language)

    def title(self, entry):
        """What is counted, with its unit."""
        unit = words.unit(self.language, OUTCOMES[entry.outcome].unit)
        return f"{words.outcome(self.language, entry.outcome)} ({unit})"

    def label(self, dimension, key):
        """A label as the beginning of a row."""
        return capital(words.label(self.language, dimension, key))


def told(figure, language):
    """A Figure in words; the bounds of larger numbers without decimals, as single runs give them."""
    if not np.isfinite(figure.mean):
        return "–"
    digits = 0 if figure.mean >= HUNDRED else 1 if figure.high >= 1.0 else 2
    whole = digits < 2 and all(abs(one - round(one)) < WHOLE for one in figure[1:])
    bounds = 0 if whole or figure.high >= TENS else digits
    mean, low, high = (number(one, language, how) for one, how in zip(figure, (digits, bounds, bounds), strict=True))
    return say(language, "rapporteur.interval", mean=mean, low=low, high=high)


def capital(text):
    return text[:1].upper() + text[1:]


def span(years):
    first, last = years
    return f"{first}–{last}" if first != last else str(first)
