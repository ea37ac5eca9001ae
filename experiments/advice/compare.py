"""Which policy is better, by how much, and how surely: paired effects, probabilities and ranks of scenarios."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from experiments.advice import asked as asking_anew
from experiments.advice import asking, compare_charts, compare_lines
from experiments.advice.apart import apart
from experiments.advice.better import way_of
from experiments.advice.chances import Chances, chances, told_at_most
from experiments.advice.compare_sentence import sentence_of
from experiments.advice.enough import Enough, enough
from experiments.advice.leaking import leakages
from experiments.advice.pairs import Pairs, check_bounded, check_there
from experiments.language import chance_cell
from experiments.printing import IGNORANCE, ignorance, signed_difference
from experiments.requests import UsageError
from sim.definitions import BELGIUM


@dataclass(frozen=True, eq=False)
class Comparison:
    """What each scenario changes in one outcome against the reference, and how likely it is better."""

    pairs: Pairs
    outcome: str
    area: str
    enough: tuple[Enough, ...]  # of each scenario but the reference: its effect, and how many pairs would settle it
    chances: Chances

    @property
    def effects(self):
        """The Effect of each scenario but the reference."""
        return tuple(one.effect for one in self.enough)

    @property
    def order(self):
        """The places of the scenarios but the reference, the best first; those that tie by the alphabet."""
        return self._by_rank(range(1, len(self.pairs.names)))

    def _by_rank(self, places):
        return sorted(places, key=lambda place: (self.chances.ranks[:, place].mean(), self.pairs.names[place]))

    @cached_property
    def best_two(self):
        """The Enough of the best policy against the next one; None where there is one policy only."""
        if len(self.order) < 2:
            return None
        best, next_one = self.order[:2]
        return enough(self.pairs, best, self.outcome, self.area, next_one)

    @property
    def table(self):
        """A row for each scenario but the reference: its effect, probabilities, rank, and what would settle it."""
        low, high = self.chances.middle_ranks
        rows = [
            one.effect.as_record()
            | {
                "better_than_reference": told_at_most(self.chances.better[place, 0], self.chances.surest),
                "best": told_at_most(self.chances.best[place], self.chances.surest),
                "mean_rank": float(self.chances.ranks[:, place].mean()),
                "rank_low": float(low[place]),
                "rank_high": float(high[place]),
                "settled": one.state,
                "pairs_needed": one.pairs,
            }
            for place, one in enumerate(self.enough, 1)
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def pairwise(self):
        """The probability that each scenario is better than each other one: a row for each two of them."""
        names, better = self.pairs.names, self.chances.better
        rows = [
            {"scenario": one, "than": other, "better": told_at_most(better[row, column], self.chances.surest)}
            for row, one in enumerate(names)
            for column, other in enumerate(names)
            if row != column
        ]
        return pl.DataFrame(rows)

    def by(self, dimension):
        """The effects told apart, by "year", "region" and so on: an Apart.  Raises UsageError."""
        return apart(self.pairs, self.outcome, self.area, dimension)

    @cached_property
    def leakages(self):
        """What changes inside and outside the policies' aims: ([Leakage], [sentence on what is not told])."""
        return leakages(self.pairs)

    def plot(self):
        """Effects in numbers, each with its interval."""
        return compare_charts.effects_chart(
            self.effects, compare_lines.over(self.pairs), compare_lines.held(self.pairs)
        )

    def plot_years(self):
        """Effects year by year, with their intervals."""
        return self.by("year").plot()

    def plot_pairwise(self):
        """The probability that each scenario is better than each other one."""
        names = [self.pairs.names[place] for place in self._by_rank(range(len(self.pairs.names)))]
        about = self.effects[0].title + compare_lines.over(self.pairs)
        return compare_charts.pairwise_chart(self.pairwise, names, about, self.chances.surest)

    def sentence(self, language="en"):
        """What may be written of it, short; in en, nl, fr or de."""
        return sentence_of(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        drawn = bool(self.pairs.points.paths)
        headings = ["Scenario", "Difference (95 % interval)", *([IGNORANCE] * drawn), "Better", "Best of all"]
        headings.append("Rank (90 %)")
        low, high = self.chances.middle_ranks
        cells = [
            [
                effect.scenario,
                signed_difference(effect),
                *([ignorance(effect)] * drawn),
                chance_cell(self.chances.better[place, 0], self.chances.surest),
                chance_cell(self.chances.best[place], self.chances.surest),
                f"{self.chances.ranks[:, place].mean():.1f} ({low[place]:.3g}–{high[place]:.3g})",
            ]
            for place, effect in enumerate(self.effects, 1)
        ]
        return headings, cells

    def matrix(self):
        """Headings and cells of the probabilities that the row's scenario is better than the column's."""
        names, better, surest = self.pairs.names, self.chances.better, self.chances.surest
        cells = [
            [name, *("–" if row == column else chance_cell(one, surest) for column, one in enumerate(better[row]))]
            for row, name in enumerate(names)
        ]
        return ["Better than", *names], cells

    def lines(self):
        """How to read the table, what is open and what would settle it, and cautions."""
        return list(compare_lines.lines(self))


def compare(experiment, outcome="victim_years", area=BELGIUM, store=None, scenarios=None, reference=None, runs=100):
    """The Comparison of some scenarios.  Raises StoreError, UsageError, ScenarioError, ExecutorError.

    Args:
        experiment: The id of a stored experiment, an Experiment or Pairs; or names of scenarios, the reference first,
            or an Asked, which are run: into the store where one is named, else in memory.
        outcome: By which policies are compared, as in advice/better.py.
        area: "BE" or "BE+NL+DE".
        store: The address of the store; of a stored experiment, the user's own by default.
        scenarios: Names of those to be compared; all by default.
        reference: The name of the scenario against which; the first by default.
        runs: Of each scenario, where names are given.
    """
    way_of(outcome)
    check_there(outcome, area)
    pairs = chosen(_pairs(experiment, store, runs), scenarios, reference)
    found = chances(pairs, outcome, area)
    told = tuple(enough(pairs, place, outcome, area) for place in range(1, len(pairs.names)))
    check_bounded(told[0].effect, pairs)
    return Comparison(pairs, outcome, area, told, found)


def _pairs(experiment, store, runs):
    if isinstance(experiment, (list, tuple)):
        experiment = asking_anew.Asked(tuple(experiment), runs=runs)
    if not isinstance(experiment, asking_anew.Asked):
        return asking.stored(experiment, store)
    return asking_anew.in_memory(experiment) if store is None else asking_anew.stored(experiment, store)[0]


def chosen(pairs, scenarios, reference):
    """The same Pairs with some of the scenarios only, and another reference.  Raises UsageError."""
    if scenarios is None and reference is None:
        return pairs
    first = reference or pairs.names[0]
    others = [name for name in dict.fromkeys(scenarios or pairs.names) if name != first]
    if not others:
        raise UsageError(f"--scenarios names the reference only, {first}; name others of {', '.join(pairs.names)}")
    return pairs.only([first, *others])
