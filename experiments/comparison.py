"""A policy's effect: the difference of two worlds that share their luck, with its interval, in numbers and words."""

from dataclasses import asdict, dataclass

import numpy as np
from scipy.special import stdtrit

from experiments.words import in_words
from sim.definitions import ALL, BELGIUM, OUTCOMES

CONFIDENCE = 0.95
TOTAL = "total"
LOCAL = ("country", "region", "city", "body", "centre")  # dimensions whose labels say where
ROUNDING = 1e-12  # share of the variance below which pairs differ by rounding only
COMPARED = (
    ("identified", BELGIUM),
    ("identified", ALL),
    ("hidden", BELGIUM),
    ("hidden", ALL),
    ("victim_years", BELGIUM),
    ("victim_years", ALL),
    ("recruited", ALL),
    ("public_cost", BELGIUM),
)
PHRASES = {
    "identified": ("more identified victims", "fewer identified victims"),
    "hidden": ("more hidden victims", "fewer hidden victims"),
    "victim_years": ("more victim-years", "fewer victim-years"),
    "recruited": ("more persons recruited", "fewer persons recruited"),
    "public_cost": ("higher public cost", "lower public cost"),
}  # of a positive and of a negative difference; other outcomes rise and fall
PLACES = {BELGIUM: "Belgium", ALL: "the three countries"}


def phrases(outcome):
    """What a positive and a negative difference of an outcome are called."""
    return PHRASES.get(outcome) or (f"a rise in {noun(outcome)}", f"a fall in {noun(outcome)}")


def noun(outcome):
    """What differs, as in "no clear difference in victim-years"."""
    title = OUTCOMES[outcome].title
    return PHRASES[outcome][0].partition(" ")[2] if outcome in PHRASES else title[0].lower() + title[1:]


class PairingError(ValueError):
    """Runs that do not share their luck, or too few of them."""


@dataclass(frozen=True)
class Effect:
    """What a scenario changes in one outcome, against the reference; yearly means over the years compared.

    low and high bound the mean difference with 95 % confidence (Student's t over the pairs).
    """

    outcome: str
    area: str
    dimension: str
    label: str
    unit: str
    scenario: str
    reference: str
    runs: int
    reference_mean: float
    scenario_mean: float
    difference: float
    low: float
    high: float
    variance_ratio_unpaired_to_paired: float | None  # None where the pairs differ by nothing, or all by the same

    @property
    def title(self):
        unit = " (EUR)" if self.unit.startswith("EUR") else ""
        return f"{OUTCOMES[self.outcome].title}{unit}, {', '.join(one.removeprefix('the ') for one in self._parts)}"

    @property
    def _parts(self):
        """The label, and the area where the label does not say it: a total has no label, a city needs no area."""
        label = [] if self.dimension == TOTAL else [in_words(self.label)]
        return label if self.dimension in LOCAL else [*label, PLACES[self.area]]

    @property
    def unpaired_runs(self):
        """Runs of each world that would have been needed for the same interval without shared luck; None as above."""
        ratio = self.variance_ratio_unpaired_to_paired
        return None if ratio is None else int(np.ceil(self.runs * ratio))

    @property
    def in_percent(self):
        """Difference, low and high in percent of the reference's mean; None where that mean is 0."""
        if self.reference_mean == 0.0:
            return None
        return tuple(100.0 * value / self.reference_mean for value in (self.difference, self.low, self.high))

    @property
    def words(self):
        """The effect as a phrase, such as "fewer victim-years: 3.1 % (2.4 to 3.8)"."""
        more, fewer = phrases(self.outcome)
        if self.difference == self.low == self.high == 0.0:
            return f"{noun(self.outcome)}: the same in every run"
        if self.low <= 0.0 <= self.high:
            return f"{noun(self.outcome)}: no clear difference, {self._amount(1.0)}"
        return f"{more}: {self._amount(1.0)}" if self.difference > 0.0 else f"{fewer}: {self._amount(-1.0)}"

    @property
    def sentence(self):
        """The effect and where."""
        return f"In {', '.join(reversed(self._parts))}, {self.words}"

    def _amount(self, sign):
        difference, low, high = (sign * value for value in self.in_percent or (self.difference, self.low, self.high))
        low, high = sorted((low, high))
        unit = " %" if self.in_percent else f" {self.unit}"
        digits = 1 if (high - low) / 2.0 >= 0.1 and min(abs(low), abs(high)) >= 0.05 else 2
        difference, low, high = (_written(value, digits) for value in (difference, low, high))
        return f"{difference}{unit} ({low} to {high})"

    def as_record(self):
        """Everything above as plain values, for tables and JSON."""
        percent, percent_low, percent_high = self.in_percent or (None, None, None)
        return asdict(self) | {
            "percent": percent,
            "percent_low": percent_low,
            "percent_high": percent_high,
            "unpaired_runs_for_the_same_interval": self.unpaired_runs,
            "words": self.words,
        }


def _written(value, digits):
    """A number with a true minus sign, and none before 0."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def effects(reference, other):
    """The effects of a scenario on all compared outcomes.

    Args:
        reference, other: Runs of two scenarios with the same seeds and years.

    Raises PairingError.
    """
    check_pairs(reference, other)
    return [effect(reference, other, outcome, area) for outcome, area in COMPARED]


def check_pairs(reference, other):
    """Raises PairingError unless the runs share their luck and are enough for an interval."""
    if (reference.seeds, reference.years, reference.scale) != (other.seeds, other.years, other.scale):
        raise PairingError(f"{other.name} and {reference.name} differ in seeds, years or scale; run both alike")
    if len(reference.seeds) < 2:
        raise PairingError("an interval needs at least 2 runs; give --runs 2 or more (60 is usual)")


def interval(pairs):
    """Mean of paired differences [run], and what bounds it with 95 % confidence: (mean, low, high)."""
    mean = pairs.mean()
    half = student(pairs.size) * pairs.std(ddof=1) / np.sqrt(pairs.size)
    return float(mean), float(mean - half), float(mean + half)


def crossed_interval(pairs):
    """The same of paired differences [draw, seed] where every draw is lived with the same seeds.

    What a seed does is common to all draws, and what a draw does to all seeds; so the variance of the mean is that of
    the draws' means, plus that of the seeds' means, less what both hold of the rest (two-way layout, both by chance).
    Degrees of freedom are those of the fewer of both, which is on the safe side.
    """
    draws, seeds = pairs.shape
    by_draw, by_seed = pairs.mean(axis=1), pairs.mean(axis=0)
    rest = pairs - by_draw[:, None] - by_seed + pairs.mean()
    parts = by_draw.var(ddof=1) / draws, by_seed.var(ddof=1) / seeds
    both = (rest**2).sum() / ((draws - 1) * (seeds - 1)) / (draws * seeds)
    mean, half = pairs.mean(), student(min(draws, seeds)) * np.sqrt(max(sum(parts) - both, *parts))
    return float(mean), float(mean - half), float(mean + half)


def student(pairs):
    """How many standard errors of a mean of so many pairs its interval reaches either way."""
    return stdtrit(pairs - 1, (1.0 + CONFIDENCE) / 2.0)


def effect(reference, other, outcome, area):
    """One paired effect, of a total."""
    before, after = (runs.of(outcome, area)[:, 0].mean(axis=1) for runs in (reference, other))
    return effect_of(before, after, (outcome, area, TOTAL, TOTAL), (reference.name, other.name))


def effect_of(before, after, key, names):
    """The Effect in one outcome, of paired yearly means.

    Args:
        before, after: With the reference and with the scenario [pair], or [draw, seed] (`crossed_interval`).
        key: (outcome, area, dimension, label).
        names: Of both.
    """
    pairs = after - before
    difference, low, high = interval(pairs) if pairs.ndim == 1 else crossed_interval(pairs)
    paired = pairs.var(ddof=1)
    unpaired = before.var(ddof=1) + after.var(ddof=1)
    ratio = float(unpaired / paired) if paired > ROUNDING * unpaired else None
    outcome, area, dimension, label = key
    return Effect(
        outcome,
        area,
        dimension,
        label,
        OUTCOMES[outcome].unit,
        names[1],
        names[0],
        pairs.size,
        float(before.mean()),
        float(after.mean()),
        difference,
        low,
        high,
        ratio,
    )
