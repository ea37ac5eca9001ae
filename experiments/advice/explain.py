"""Why two worlds differ: whom a policy touches first through what, and the chain of events that leads there."""

from dataclasses import dataclass

import polars as pl

from experiments.explaining import chain, chart, frames, selection, worlds
from experiments.explaining.request import LAST_YEAR, Request, request_for
from experiments.explaining.rules import WORDS
from experiments.explaining.scene import scene_of
from experiments.language import number, say, texts
from experiments.requests import DRAWN, UsageError
from sim.weeks import date_of

MOST_RULES = 3  # named in the sentence
SHOWN = 10  # of those without a causal path
FEWEST_EVENTS = 3  # the first difference, a body's, a person's


@dataclass(frozen=True, eq=False)
class Explanation:
    """What came of one pair of worlds."""

    request: Request
    persons: int  # not at an end when the two might first differ, or recruited later, in either world
    events: pl.DataFrame  # a row for each event that is told: frames.EVENTS
    touched: pl.DataFrame  # a row for each person touched: frames.TOUCHED
    years: pl.DataFrame  # a row for each year in which the two might differ: frames.YEARS
    unexplained: tuple[int, ...]  # keys of persons whose record changed without a causal path
    unexplained_bodies: tuple[str, ...]  # networks, recruiters, centres, markets whose state did, as "network 5"
    began: tuple[str, ...] = ()  # of changes that react: when each began in these worlds, in words

    @property
    def table(self):
        return self.events

    @property
    def is_explained(self):
        """Whether each difference has a causal path."""
        return not (self.unexplained or self.unexplained_bodies)

    @property
    def rules(self):
        """A row for each rule of first touch: persons, the first day, how many of them end differently."""
        return frames.rules_frame(self.touched)

    @property
    def through(self):
        """A row for each thing that differed in the world and touched persons first."""
        return frames.through_frame(self.touched)

    @property
    def end_differently(self):
        """How many of those touched stand at another status in the end, or in one world only."""
        return int(self.touched["ends_differently"].sum())

    @property
    def begins(self):
        """The Monday on which parameters begin to differ; None where they never do."""
        return self.events["date"].min()

    def plot(self):
        """Persons touched for the first time, by week: a panel for each rule."""
        reference, policy = self.request.names
        begins = f" Dashed: {policy} begins to differ." if self.begins else ""
        return chart.touched_chart(
            self.touched,
            self.begins,
            f"Persons first touched by {policy}, week by week",
            f"Bars: persons whose record begins to differ from {reference} in that week, by the rule that touches them"
            f" first (square-root scale).{begins} One pair of worlds to the end of {self.request.last_year}, seed"
            f" {self.request.seed}, {self.request.on}: {self.touched.height:,} of {self.persons:,} persons.",
        )

    def sentence(self, language="en"):
        """How many are touched, and through what; in en, nl, fr or de."""
        reference, policy = self.request.names
        words = {"seed": str(self.request.seed), "policy": policy, "reference": reference}
        words |= {"year": str(self.request.last_year), "persons": number(self.persons, language, 0)}
        pair = say(language, "explain.pair")
        if not self.touched.height:
            return f"{say(language, 'explain.nobody', **words)} {pair}"
        words |= {"touched": number(self.touched.height, language, 0)}
        words |= {"ends": number(self.end_differently, language, 0)}
        through = say(language, "explain.through", rules=self._first_rules(language))
        return f"{say(language, 'explain.touched', **words)} {through} {self._audited(language)} {pair}"

    def _audited(self, language):
        """That every path has a cause, or how many have none."""
        counts = {"unexplained": len(self.unexplained), "unexplained_bodies": len(self.unexplained_bodies)}
        told = [
            say(language, f"explain.{text}", number=number(count, language, 0))
            for text, count in counts.items()
            if count
        ]
        return " ".join(told) or say(language, "explain.audited")

    def _first_rules(self, language):
        """The rules that touch most persons first, with how many."""
        own = texts("explain", language)
        most = self.rules.sort("persons", descending=True, maintain_order=True)
        told = [
            f"{own[f'rules.{rule}']} ({number(count, language, 0)})"
            for rule, count in most["rule", "persons"].head(MOST_RULES).iter_rows()
        ]
        others = int(most["persons"][MOST_RULES:].sum())
        more = [say(language, "explain.others", number=number(others, language, 0))] if others else []
        return ", ".join([*told, *more])

    def rows(self):
        """Headings and cells for the screen: by rule of first touch."""
        cells = [
            [WORDS[rule], f"{count:,}", f"{100.0 * count / self.touched.height:.0f} %", f"{ends:,}", str(first)]
            for rule, count, first, ends in self.rules.iter_rows()
        ]
        total = ["all", f"{self.touched.height:,}", "", f"{self.end_differently:,}", ""]
        return ["First touched through", "Persons", "Share", "End differently", "First on"], [*cells, total]

    def lines(self):
        """What the audit found, when what reacts began, and why nothing differs where nothing does."""
        return [self._audit, *self.began, *([self._nothing] if self.begins is None else [])]

    @property
    def _audit(self):
        persons, bodies = self.unexplained, self.unexplained_bodies
        if self.is_explained:
            return (
                "Audit of shared luck: no person's record changes without a causal path, nor the state of a network, a"
                " recruiter, a market or a centre."
            )
        who = "1 person changes" if len(persons) == 1 else f"{len(persons) or 'no'} persons change"
        keys = f" (keys {', '.join(map(str, persons[:SHOWN]))})" if persons else ""
        what = f", and so does the state of {len(bodies)} others ({', '.join(bodies[:SHOWN])})" if bodies else ""
        return (
            f"Audit of shared luck: {who} without a causal path{keys}{what}; this is a defect, please report it with:"
            f" {self.request.command}"
        )

    @property
    def _nothing(self):
        first = min((one.first_day for one in self.request.schedules if one.first_day), default=None)
        if first is not None and first.year > self.request.last_year:
            return f"Nothing differs before {first}, after the last year lived: give a later --to."
        return "The parameters in force never differ in these worlds."


def explain(scenario, against="baseline", seed=1, to=LAST_YEAR, parameters=DRAWN, draw=None, events=20):
    """The Explanation of one pair of worlds under shared luck.  Raises UsageError, ScenarioError.

    Args:
        scenario: A name of the catalogue, a policy file's path, a version, or several joined by +.
        against: The reference, in the same way.
        seed: The luck of both.
        to: The year with whose end they end.
        parameters: "posterior", "baseline", or a posterior file's path.
        draw: A row of the posterior on which both live; by default that of the seed, as in `thbsim run`.
        events: How many events are told, at most.
    """
    if events < FEWEST_EVENTS:
        raise UsageError(f"--events {events}: the first links of a chain need {FEWEST_EVENTS}; give more")
    request = request_for(scenario, against, seed, to, parameters, draw)
    pair = worlds.pair_of(request.plans(), seed)
    return explanation_of(request, pair, chain.follow(pair), events)


def explanation_of(request, pair, followed, events):
    """The Explanation of a Pair that was followed to its end."""
    told = selection.choose(followed.events, events)
    scene = scene_of(followed, told, request.schedules, request.last_year)
    touched = frames.touched_frame(followed, scene.numbers)
    return Explanation(
        request=request,
        persons=len(followed.touched.everybody),
        events=frames.events_frame(followed, told, scene),
        touched=touched,
        years=frames.years_frame(touched, followed),
        unexplained=tuple(dict.fromkeys(onset.key for onset in followed.touched.unexplained)),
        unexplained_bodies=tuple(dict.fromkeys(map(str, followed.bodies.unexplained))),
        began=tuple(_began(request.schedules, pair.courses)),
    )


def _began(schedules, courses):
    """When the changes began that react to what the authorities see."""
    for schedule, course in dict(zip(schedules, courses, strict=True)).items():
        for name, week in zip(schedule.reacting_names, course.began if schedule.reacting else (), strict=True):
            yield f"In this world {name} {'never began' if week is None else f'began on {date_of(week)}'}."
