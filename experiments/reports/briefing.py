"""What the sections of a brief share: the comparison, the costs, the facts, and how policies and amounts are told."""

from dataclasses import dataclass
from functools import cached_property

from experiments.advice.better import way_of
from experiments.advice.compare import Comparison, compare
from experiments.advice.cost import Cost, cost
from experiments.advice.pairs import Pairs
from experiments.language import number, say
from experiments.reports import policies
from experiments.reports.facts import Facts, Of
from sim.definitions import BELGIUM

IDENTIFIED = "identified"
MOST_TOLD, WITH_OPEN = 5, 4  # policies with findings of their own, open ones among them; the rest are counted
BELIEVED = "posterior"  # draws that agree with the targets, by their method


@dataclass(frozen=True, eq=False)
class Brief:
    """A stored experiment as a brief tells it, in one language."""

    pairs: Pairs
    language: str
    outcome: str  # by which policies are judged, as in advice/better.py
    facts: Facts

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.pairs, self.outcome)

    @cached_property
    def money(self) -> Cost:
        return cost(self.pairs, self.outcome)

    @cached_property
    def titles(self):
        """Of each scenario."""
        return policies.titles(self.pairs, self.language)

    @property
    def order(self):
        """Places of the policies, the best first."""
        return self.comparison.order

    @cached_property
    def told(self):
        """Places of the policies that have findings of their own: the clear ones, else the best, all by mean rank."""
        clear = [place for place in self.order if is_clear(self.effect(place, self.outcome))][:MOST_TOLD]
        others = [place for place in self.order if place not in clear][: max(0, WITH_OPEN - len(clear))]
        return [place for place in self.order if place in clear or place in others]

    @property
    def fitted(self):
        """Whether the sets of parameters agree with known figures, as far as it is known how they were drawn."""
        return self.pairs.drawn is None or self.pairs.drawn.method == BELIEVED

    @property
    def drawn(self):
        """Whether runs live on several draws of the parameters, so that ignorance is told."""
        return self.comparison.chances.draws > 1

    def say(self, key, **filled):
        """A text of the topic "brief"."""
        return say(self.language, f"brief.{key}", **filled)

    def listed(self, texts):
        """Several texts in a row."""
        return say(self.language, "annex.separator").join(texts)

    def label(self, place):
        """A policy as tables and charts call it: with the number by which the table of policies lists it."""
        return policies.label(self.titles[place], place)

    def quoted(self, place):
        """A policy as sentences call it."""
        return self.say("quoted", title=self.titles[place])

    def effect(self, place, outcome):
        """The Effect on a yearly total in Belgium."""
        if outcome == self.outcome:
            return self.comparison.effects[place - 1]
        return self.pairs.effect(place, outcome, BELGIUM)

    def better(self, place):
        """The probability that a policy is better than the reference."""
        return float(self.comparison.chances.better[place, 0])

    @property
    def surest(self):
        return self.comparison.chances.surest

    def names(self, *places):
        """Names of scenarios, the reference last, as facts have them."""
        return (*(self.pairs.names[place] for place in places), self.pairs.names[0])

    @property
    def compared(self):
        """All of them, as facts have them."""
        return self.names(*range(1, len(self.pairs.names)))

    def cite(self, told, what, places, of=None):
        """A number with its mark; as Facts.cite, of policies by their places."""
        return self.facts.cite(told, what, self.names(*places), of or Of(self.outcome))

    def bounds(self, values, write=number):
        """A mean with its interval: 17.3 (4.9 to 40.7)."""
        amount, low, high = (write(value, self.language) for value in values)
        return say(self.language, "compare.amount", amount=amount, low=low, high=high)

    def signed_bounds(self, values):
        """The same with signs."""
        return self.bounds(values, _with_sign)

    @property
    def way(self):
        """1 where more of the outcome is better, -1 where fewer are."""
        return round(way_of(self.outcome))


def changes_nothing(effect):
    """Whether both worlds are the same in every pair."""
    return effect.difference == effect.low == effect.high == 0.0


def is_clear(effect):
    """Whether the interval leaves zero out."""
    return not effect.low <= 0.0 <= effect.high


def _with_sign(value, language):
    told = number(value, language)
    return f"+{told}" if value > 0.0 else told
