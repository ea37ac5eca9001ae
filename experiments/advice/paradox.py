"""The rapporteur's paradox: a count that rises with more trafficking and with more looking, split into both."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from experiments.advice import asking, paradox_chart
from experiments.advice.adding import adding_up, decimals, figure, units
from experiments.advice.four_worlds import Worlds, worlds_among, worlds_of
from experiments.advice.pairs import Pairs, check_bounded, check_pairs
from experiments.advice.paradox_words import INTERACTION, TOGETHER, lines, rows, sentence
from experiments.advice.stored_pairs import pairs_of_experiment
from experiments.comparison import TOTAL, Effect, effect_of
from experiments.parameters import check_parameters
from experiments.requests import DRAWN, GIVEN, UsageError, check_comparison, check_years
from experiments.stored import Experiment
from experiments.sweeps.draws import Draws
from scenarios import catalogue
from scenarios.errors import did_you_mean
from scenarios.versions import LOOKING, TRAFFICKING
from sim.definitions import ALL, BELGIUM, OUTCOMES

UNSEEN = (("hidden", BELGIUM), ("victim_years", BELGIUM), ("victim_years", ALL))
COUNTS = ("identified", "detected", "rapporteur")


@dataclass(frozen=True)
class Split:
    """What a scenario changes in one outcome: what comes from trafficking and what from looking, adding up."""

    outcome: str
    area: str
    effects: dict[str, Effect]  # of each share, together, and of the interaction, half of which is in each share
    units: dict[str, int]  # the same as printed, in units of the last decimal
    places: int  # decimals

    def figure(self, share):
        return figure(self.units[share], self.places)

    def clear(self, share):
        """Whether the interval leaves out zero."""
        return not self.effects[share].low <= 0.0 <= self.effects[share].high


@dataclass(frozen=True, eq=False)
class Paradox:
    """The splits of a count, and of what nobody sees."""

    pairs: Pairs
    worlds: Worlds  # by their places among the pairs
    splits: tuple[Split, ...]  # of the count, then of UNSEEN

    @property
    def scenario(self):
        return self.pairs.names[self.worlds.both]

    @property
    def table(self):
        """A row for each outcome and share; `difference` adds up as it is written."""
        return pl.DataFrame(
            [row for one in self.splits for row in _rows_of(one, self.scenario)], infer_schema_length=None
        )

    def plot(self):
        """A bridge from the reference to the scenario: the count, and beside it victim-years."""
        return paradox_chart.chart(self)

    def sentence(self, language="en"):
        """What rises or falls, for which reason, and what nobody sees; in en, nl, fr or de."""
        return sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return rows(self)

    def lines(self):
        """How to read the table, and what goes with it."""
        return list(lines(self))


def _rows_of(one, scenario):
    for share, effect in one.effects.items():
        percent, low, high = effect.in_percent or (None, None, None)
        yield {
            "scenario": scenario,
            "reference": effect.reference,
            "outcome": one.outcome,
            "area": one.area,
            "unit": effect.unit,
            "runs": effect.runs,
            "share": share,
            "reference_mean": effect.reference_mean,
            "difference": one.figure(share),
            "low": effect.low,
            "high": effect.high,
            "clear": one.clear(share),
            "percent": percent,
            "percent_low": low,
            "percent_high": high,
            "unrounded": effect.difference,
            "share_of_ignorance": effect.share_of_ignorance,
        }


def shares(neither, trafficking, looking, both):
    """What comes from trafficking, from looking, and the interaction, of arrays alike (Shapley's value of two players).

    Each share is the mean of what its part adds to neither and to the other part.  Source: Shapley 1953.
    """
    alone, beside = trafficking - neither, both - looking
    from_trafficking = 0.5 * (alone + beside)
    return from_trafficking, (both - neither) - from_trafficking, beside - alone


def split(pairs, worlds, outcome, area):
    """The Split of one outcome.  Raises UsageError where it is not kept."""
    found = pairs.yearly(outcome, area)[:, 0].sum(axis=2)
    years = pairs.years[1] - pairs.years[0] + 1
    places = [worlds.neither, worlds.trafficking, worlds.looking, worlds.both]
    neither, *_, both = four = found[places]
    changes = dict(zip((TRAFFICKING, LOOKING, INTERACTION), shares(*four), strict=True)) | {TOGETHER: both - neither}
    effects = {
        share: _effect(pairs, (outcome, area), worlds, neither / years, changes[share] / years)
        for share in (TRAFFICKING, LOOKING, TOGETHER, INTERACTION)
    }
    means = {share: effect.difference for share, effect in effects.items()}
    digits = decimals(list(means.values()))
    printed = {share: units(mean, digits) for share, mean in means.items()}
    of_shares = adding_up([means[TRAFFICKING], means[LOOKING]], printed[TOGETHER], digits)
    return Split(outcome, area, effects, printed | dict(zip((TRAFFICKING, LOOKING), of_shares, strict=True)), digits)


def _effect(pairs, key, worlds, before, changed):
    before, after = pairs.arranged(before), pairs.arranged(before + changed)
    names = pairs.names[0], pairs.names[worlds.both]
    return effect_of(before, after, (*key, TOTAL, TOTAL), names, pairs.draws, pairs.looks)


def of_pairs(pairs, worlds, outcome="identified"):
    """The Paradox of Pairs whose four worlds stand at known places.  Raises UsageError."""
    keys = dict.fromkeys([(outcome, BELGIUM), *UNSEEN])
    kept = [key for key in keys if key == (outcome, BELGIUM) or (*key, TOTAL) in pairs.kept]
    splits = tuple(split(pairs, worlds, *key) for key in kept)
    check_bounded(splits[0].effects[TOGETHER], pairs)
    return Paradox(pairs, worlds, splits)


def paradox(scenario, against="baseline", outcome="identified", store=None, **runs):
    """The Paradox of a scenario, whose four worlds are run into a store; or of stored ones.

    Raises StoreError, ScenarioError, UsageError, ExecutorError.

    Args:
        scenario: A scenario's name or path, several joined by +; or the id of a stored experiment that has the four
            worlds, an Experiment or Pairs, whose last scenario is meant.
        against: The reference.
        outcome: Which count, of COUNTS.
        store: The address of the store; the user's own by default.
        runs: As of `run_worlds`.
    """
    if outcome not in COUNTS:
        raise UsageError(f"--outcome {outcome}: choose one of {', '.join(COUNTS)}{did_you_mean(outcome, COUNTS)}")
    if isinstance(scenario, (int, Experiment, Pairs)):
        pairs = asking.stored(scenario, store)
        return of_pairs(pairs, worlds_among(pairs, len(pairs.names) - 1), outcome)
    pairs, worlds = run_worlds(str(scenario), str(against), outcome, store, **runs)
    return of_pairs(pairs, worlds, outcome)


def run_worlds(scenario, against, outcome, store=None, *, runs=60, years=(2009, 2018), parameters=DRAWN):
    """The Pairs of the four worlds, lived where they are not stored, and their Worlds by places.

    Args:
        runs: Of each world.
        years: First and last, reported.
        parameters: "posterior", "baseline", or the path of a posterior file.
    """
    check_years(*years)
    check_comparison((against, scenario), runs, parameters)
    names = worlds_of(scenario, against)
    design, schedules = asking.design_for(
        f"{OUTCOMES[outcome].title}: trafficking or looking, {_named(names.both)} against {_named(names.neither)}",
        names.distinct,
        seeds={"number": runs},
        draws=_draws(parameters),
        keep={"outcomes": tuple(dict.fromkeys([outcome, *(one for one, _ in UNSEEN)]))},
        **dict(zip(("from", "to"), years, strict=True)),
    )
    experiment, opened = asking.run_into(design, schedules, store)
    place = {name: number for number, name in enumerate(names.distinct)}
    found = pairs_of_experiment(opened, experiment).only([schedule.name for schedule in schedules])
    check_pairs(found)
    four = (names.neither, names.trafficking, names.looking, names.both)
    return found, Worlds(*(place[name] for name in four))


def _named(scenario):
    return catalogue.load(scenario).name


def _draws(parameters):
    if parameters == GIVEN:
        return Draws()
    if parameters == DRAWN:
        return Draws(method="posterior")
    check_parameters(parameters)
    return Draws(method="posterior", file=str(Path(parameters).resolve()))
