"""Which policy is better, by how much, and how surely: paired effects, probabilities and ranks of stored scenarios."""

from dataclasses import dataclass

import polars as pl

from experiments import charts
from experiments.advice import asking
from experiments.advice.chances import Chances, chances
from experiments.advice.pairs import Pairs
from experiments.comparison import Effect
from experiments.language import named, number, percent, say
from experiments.printing import ignorance, signed_difference
from sim.definitions import BELGIUM


@dataclass(frozen=True, eq=False)
class Comparison:
    """What each scenario changes in one outcome against the reference, and how likely it is better."""

    pairs: Pairs
    outcome: str
    area: str
    effects: tuple[Effect, ...]  # of each scenario but the reference
    chances: Chances

    @property
    def table(self):
        """A row for each scenario but the reference: its effect, probabilities and rank."""
        low, high = self.chances.middle_ranks
        rows = [
            effect.as_record()
            | {
                "better_than_reference": float(self.chances.better[place, 0]),
                "best": float(self.chances.best[place]),
                "mean_rank": float(self.chances.ranks[:, place].mean()),
                "rank_low": float(low[place]),
                "rank_high": float(high[place]),
            }
            for place, effect in enumerate(self.effects, 1)
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def plot(self):
        """Effects in percent, each with its interval."""
        title = f"{self.effects[0].title}, {self.pairs.years[0]}-{self.pairs.years[1]}"
        rows = pl.DataFrame([effect.as_record() | {"outcome": title} for effect in self.effects])
        return charts.effects_chart(rows, f", {self.pairs.number} pairs", bool(self.pairs.points.paths))

    def sentence(self, language="en"):
        """The effect of each scenario, and how likely it is better; in en, nl, fr or de."""
        said = [self._said(place, effect, language) for place, effect in enumerate(self.effects, 1)]
        return " ".join([*said, say(language, "compare.model")])

    def _said(self, place, effect, language):
        words = {
            "policy": effect.scenario,
            "reference": effect.reference,
            "place": named(language, "places", self.area),
            "outcome": named(language, "outcomes", self.outcome),
            "pairs": number(self.pairs.number, language, 0),
            "years": f"{self.pairs.years[0]}-{self.pairs.years[1]}",
        }
        return _effect_in(effect, language, words) + " " + say(
            language, "compare.chance", reference=effect.reference,
            chance=percent(self.chances.better[place, 0], language),
        )  # fmt: skip

    def rows(self):
        """Headings and cells for the screen."""
        headings = ["Scenario", "Difference (95 % interval)", "Ignorance", "Better", "Best of all", "Rank (90 %)"]
        low, high = self.chances.middle_ranks
        cells = [
            [
                effect.scenario,
                signed_difference(effect),
                ignorance(effect),
                percent(self.chances.better[place, 0], "en"),
                percent(self.chances.best[place], "en"),
                f"{self.chances.ranks[:, place].mean():.1f} ({low[place]:.0f}-{high[place]:.0f})",
            ]
            for place, effect in enumerate(self.effects, 1)
        ]
        return headings, cells

    def lines(self):
        """How to read the table, and what goes with it."""
        first = self.effects[0]
        return [
            f"{first.title}: yearly means {self.pairs.years[0]}-{self.pairs.years[1]}, {self.pairs.number} pairs with"
            f" {first.reference}. Better: probability of being better than {first.reference}; best of all and rank:"
            f" among the {len(self.pairs.names)} scenarios, {first.reference} among them.",
            *self.pairs.cautions,
        ]


def _effect_in(effect, language, words):
    if effect.difference == effect.low == effect.high == 0.0:
        return say(language, "compare.nothing", **words)
    bounds = effect.difference, effect.low, effect.high
    if effect.low <= 0.0 <= effect.high:
        amount, low, high = (number(value, language) for value in bounds)
        return say(language, "compare.open", amount=amount, low=low, high=high, **words)
    way = "more" if effect.difference > 0.0 else "fewer"
    amount, low, high = (number(value, language) for value in sorted(map(abs, bounds)))
    return say(language, f"compare.{way}", amount=low, low=amount, high=high, **words)


def compare(experiment, outcome="victim_years", area=BELGIUM, store=None):
    """The Comparison of a stored experiment.  Raises StoreError, UsageError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        outcome: By which policies are compared, as in advice/better.py.
        area: "BE" or "BE+NL+DE".
        store: The address of the store; the user's own by default.
    """
    pairs = asking.stored(experiment, store)
    found = chances(pairs, outcome, area)
    effects = tuple(pairs.effect(place, outcome, area) for place in range(1, len(pairs.names)))
    return Comparison(pairs, outcome, area, effects, found)
