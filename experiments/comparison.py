"""A policy's effect: the difference of two worlds that share their luck, with its interval, in numbers and words."""

from dataclasses import asdict, dataclass

import numpy as np

from experiments.uncertainty import parts_of
from experiments.words import in_words
from sim.definitions import ALL, BELGIUM, OUTCOMES

TOTAL = "total"
LOCAL = ("country", "region", "city", "market", "body", "centre")  # dimensions whose labels say where
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

    low and high bound the mean difference with 95 % confidence (Student's t); where pairs live on draws of the
    parameters, the difference on a further draw (experiments.uncertainty).  `in_percent` is difference, low and high in
    percent of the reference's mean, which moves with the draws as well; None where that mean is 0.
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
    in_percent: tuple[float, float, float] | None
    share_of_ignorance: float | None  # of the interval's variance [1]; None where none was drawn, or luck hides it
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
    def clear(self):
        """Whether the interval leaves out zero; by percent where there are any, as `words` say them."""
        _, low, high = self.in_percent or (self.difference, self.low, self.high)
        return not low <= 0.0 <= high

    @property
    def words(self):
        """The effect as a phrase, such as "fewer victim-years: 3.1 % (2.4 to 3.8)"."""
        more, fewer = phrases(self.outcome)
        if self.difference == self.low == self.high == 0.0:
            return f"{noun(self.outcome)}: the same in every run"
        if not self.clear:
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
        own = {name: value for name, value in asdict(self).items() if name != "in_percent"}
        return own | {
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
    if reference.draws != other.draws:
        raise PairingError(f"{other.name} and {reference.name} differ in parameters; run both alike")
    if reference.draws and len(set(reference.draws)) < 2:
        raise PairingError("an interval needs runs on at least 2 draws of the parameters; give --runs 3 or more")


def effect(reference, other, outcome, area):
    """One paired effect, of a total."""
    before, after = (runs.of(outcome, area)[:, 0].mean(axis=1) for runs in (reference, other))
    return effect_of(before, after, (outcome, area, TOTAL, TOTAL), (reference.name, other.name), reference.draws)


def effect_of(before, after, key, names, draws=None, looks=0):
    """The Effect in one outcome, of paired yearly means.

    Args:
        before, after: With the reference and with the scenario [pair], or [draw, seed] where all draws have all seeds.
        key: (outcome, area, dimension, label).
        names: Of both.
        draws: The draw of each pair, where parameters were drawn [pair].
        looks: As in `parts_of`.
    """
    pairs, mean = after - before, before.mean()
    found = parts_of(pairs[None], draws, looks)
    outcome, area, dimension, label = key
    return Effect(
        *(outcome, area, dimension, label, OUTCOMES[outcome].unit),
        scenario=names[1],
        reference=names[0],
        runs=pairs.size,
        reference_mean=float(mean),
        scenario_mean=float(after.mean()),
        **dict(zip(("difference", "low", "high"), found.interval, strict=True)),
        in_percent=_in_percent(pairs, before, draws, looks) if mean != 0.0 else None,
        share_of_ignorance=found.ignorance_share,
        variance_ratio_unpaired_to_paired=_unpaired_to_paired(before, after, draws),
    )


def _in_percent(pairs, before, draws, looks):
    """The difference in percent of the mean before, and between what bounds it lies on the draws, in percent of each.

    The interval is that of a ratio of means, linearised within each draw.
    """
    ratio, base = pairs.mean() / before.mean(), _on_draw(before, draws)
    own = np.where(base > 0.0, _on_draw(pairs, draws) / np.where(base > 0.0, base, 1.0), ratio)
    own = own + (pairs - own * before) / np.where(base > 0.0, base, before.mean())
    # a mean of ratios is not the ratio of means, so the bounds are moved
    mean, low, high = parts_of(own[None], draws, looks).interval
    return tuple(float(100.0 * value) for value in (ratio, ratio + low - mean, ratio + high - mean))


def _unpaired_to_paired(before, after, draws):
    """How much larger the variance by luck would be without shared luck."""
    before, after = (values - _on_draw(values, draws) for values in (before, after))
    paired, unpaired = (after - before).var(ddof=1), before.var(ddof=1) + after.var(ddof=1)
    return float(unpaired / paired) if paired > ROUNDING * unpaired else None


def _on_draw(values, draws):
    """The mean of each value's draw, in the place of the value."""
    if values.ndim == 2:
        return np.repeat(values.mean(axis=1, keepdims=True), values.shape[1], axis=1)
    if not draws:
        return np.full_like(values, values.mean())
    _, group, sizes = np.unique(draws, return_inverse=True, return_counts=True)
    return (np.bincount(group, values) / sizes)[group]
