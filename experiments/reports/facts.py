"""Where the numbers of a document come from: each is cited, and has its line in the annex.

A number is never typed: it is read from the store when the document is made, and cited as it is told.
"""

from dataclasses import dataclass
from typing import NamedTuple

from experiments.language import named, number, say
from experiments.reports.document import marked
from sim.definitions import BELGIUM


@dataclass(frozen=True)
class Fact:
    """What a number is, as its line of the annex has it."""

    told: str  # the number, or the numbers, as the text has them; empty for all numbers of a table or picture
    what: str  # what it is, in words: "difference of yearly means", "probability of being better", ...
    outcome: str  # of sim.definitions.OUTCOMES, or several with commas between; empty where it is not of one
    area: str  # or several with commas between
    scenarios: tuple[str, ...]  # the scenario; where it is compared, the reference after it
    years: tuple[int, int]
    command: str  # gives the number again
    labels: str = ""  # of which it is, in words; empty where nothing is told apart


class Of(NamedTuple):
    """Of which outcome a number is, where and when, and what gives it again."""

    outcome: str = ""
    area: str = BELGIUM
    years: tuple[int, int] | None = None  # all years of the experiment by default
    command: str = ""  # `thbsim compare` by default
    labels: str = ""  # in words; of all of them by default


USUAL = Of()


class Facts:
    """The facts of one document, numbered in the order in which they are first cited."""

    def __init__(self, pairs, language):
        self.pairs = pairs
        self.language = language
        self.lines: dict[Fact, int] = {}

    def cite(self, told, what, scenarios, of=USUAL):
        """A number with its mark.

        Args:
            told: The number as a text; with its bounds, if it has them.
            what: A key of the topic "facts" of the catalogues.
            scenarios: Names; where it is compared, the reference last.
            of: An Of.
        """
        return marked(told, self._line(told, what, scenarios, of))

    def cite_all(self, caption, what, scenarios, of=USUAL):
        """The caption of a table or picture, with the mark of all its numbers; args as for `cite`."""
        return marked(caption, self._line("", what, scenarios, of))

    def _line(self, told, what, scenarios, of):
        fact = Fact(
            told,
            say(self.language, f"facts.{what}"),
            of.outcome,
            of.area,
            tuple(scenarios),
            of.years or self.pairs.years,
            of.command or self.comparing(of.outcome, of.area),
            of.labels,
        )
        return self.lines.setdefault(fact, len(self.lines) + 1)

    def comparing(self, outcome, area):
        """The command that compares the experiment's scenarios."""
        options = f" --outcome {outcome}" if outcome else ""
        options += f" --area {area}" if area != BELGIUM else ""
        return f"thbsim compare {self.pairs.experiment}{options}"

    def exporting(self):
        """The command that writes every stored number."""
        return f"thbsim experiments export {self.pairs.experiment} --to FOLDER"

    @property
    def seeds(self):
        """The first and the last seed of the runs."""
        first, last = int(self.pairs.seed.min()), int(self.pairs.seed.max())
        return f"{first}–{last}" if first != last else str(first)

    def cells(self):
        """For the annex, a row for each: number, told, what, outcome, where, scenarios, years, runs, seeds, command."""
        for fact, line in self.lines.items():
            first, last = fact.years
            yield (
                line,
                (
                    fact.told,
                    fact.what,
                    self._counted(fact),
                    self._each("places", fact.area),
                    " / ".join(fact.scenarios),
                    f"{first}–{last}" if first != last else str(first),
                    number(self.pairs.number * len(fact.scenarios), self.language, 0),
                    self.seeds,
                    fact.command,
                ),
            )

    def _each(self, kind, keys):
        """Names of keys with commas between."""
        return ", ".join(named(self.language, kind, one) for one in keys.split(",") if one)

    def _counted(self, fact):
        """The outcomes, and of which labels."""
        outcomes = self._each("outcomes", fact.outcome)
        return f"{outcomes} ({fact.labels})" if outcomes and fact.labels else outcomes or fact.labels
