"""What the scenarios of an experiment gave, run by run with the same luck: all that advice is made of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from experiments.advice.sampling import sampled
from experiments.comparison import TOTAL, effect_of, parts_of
from experiments.requests import UsageError
from experiments.sweeps.design import Design
from experiments.sweeps.draws import Draws
from experiments.sweeps.effects import cautions
from experiments.sweeps.kept import storable
from experiments.sweeps.points import Points
from scenarios.errors import hint
from scenarios.schedule import Schedule
from sim.definitions import BELGIUM, OUTCOMES

FEWEST = 2
SAMPLES = 4000
LUCK_OF_SAMPLES = 7_001


@dataclass(frozen=True, eq=False)
class Pairs:
    """Runs of several scenarios that share draws of parameters and seeds; those that lack one of them are left out.

    Where every draw has all seeds, pairs stand draw by draw, the seeds of each in order.
    """

    title: str
    names: tuple[str, ...]  # of the scenarios; the first is the reference
    schedules: tuple[Schedule, ...]
    years: tuple[int, int]
    draw: np.ndarray  # the draw of each pair [pair]
    seed: np.ndarray  # its luck [pair]
    points: Points  # the table of draws: `points.table[draw]`
    read: Callable[..., np.ndarray]  # of (outcome, area, dimension): values [scenario, label, pair, year]
    kept: tuple[tuple[str, str, str], ...]  # for which `read` has an answer
    experiment: int | None = None  # in a store; None where nothing was stored
    left_out: int = 0
    state: str = "finished"
    cautions: tuple[str, ...] = ()
    looks: int = 0  # every how many seeds a stopping rule looked whether they are enough; 0 where there was none
    stopped: str = ""  # what became of that rule, in a sentence
    drawn: Draws | None = None  # how the draws were made, as far as a design says so
    design: Design | None = None  # of a stored experiment
    read_some: Callable[..., Callable] | None = None  # of names: a `read` of these scenarios, where all take longer

    @property
    def number(self):
        return self.seed.size

    @property
    def crossed(self):
        """Whether every draw is lived with the same seeds, several of both."""
        draws, seeds = (np.unique(values).size for values in (self.draw, self.seed))
        return draws > 1 and seeds > 1 and draws * seeds == self.number and not self.points.of_seeds

    @property
    def draws(self):
        """The draw of each pair, as comparison.effect_of takes it: () where there is one, or where they are crossed."""
        return () if self.crossed or np.unique(self.draw).size < 2 else tuple(self.draw.tolist())

    def arranged(self, values):
        """Values [..., pair] as [..., draw, seed] where draws are crossed with seeds; else as they are."""
        return values.reshape(*values.shape[:-1], np.unique(self.draw).size, -1) if self.crossed else values

    @cached_property
    def _read(self):
        return {}

    def yearly(self, outcome, area=BELGIUM, dimension=TOTAL):
        """Values [scenario, label, pair, year].  Raises UsageError where they are not kept."""
        key = (outcome, area, dimension)
        if key not in self._read:
            self._check_kept(key)
            self._read[key] = self.read(*key)
        return self._read[key]

    def labels(self, outcome, area, dimension):
        return storable()[outcome, area, dimension]

    def mean(self, outcome, area=BELGIUM):
        """Yearly means of a total, over the years compared [scenario, pair]."""
        return self.yearly(outcome, area)[:, 0].mean(axis=2)

    def differences(self, outcome, area=BELGIUM):
        """Each scenario less the reference [scenario, pair]; zero for the reference itself."""
        found = self.mean(outcome, area)
        return found - found[0]

    def effect(self, scenario, outcome, area=BELGIUM, against=0):
        """The Effect of one scenario, by its place, on a yearly total."""
        before, after = self.arranged(self.mean(outcome, area)[[against, scenario]])
        names = self.names[against], self.names[scenario]
        return effect_of(before, after, (outcome, area, TOTAL, TOTAL), names, self.draws, self.looks)

    def by_draw(self, values):
        """The mean over each draw's pairs [..., draw], draws in order."""
        _, group, sizes = np.unique(self.draw, return_inverse=True, return_counts=True)
        sums = [np.bincount(group, row, sizes.size) for row in values.reshape(-1, group.size)]
        return np.reshape(sums, (*values.shape[:-1], sizes.size)) / sizes

    def samples(self, columns, number=SAMPLES):
        """What the means of columns [column, pair] may be on a further draw, jointly [sample, column].

        They hold luck and ignorance; the same ones each time, whatever the order of the columns.  Columns that are the
        same stay the same, and one of zeros stays zero.
        """
        own, which = np.unique(columns, axis=0, return_inverse=True)
        found = sampled(self.arranged(own), self.draws, number, np.random.default_rng(LUCK_OF_SAMPLES))
        found[:, ~own.any(axis=1)] = 0.0  # without what rounding may have left
        return found[:, which.ravel()]

    def parts(self, columns):
        """The uncertainty.Parts of columns [column, pair]."""
        return parts_of(self.arranged(columns), self.draws, self.looks)

    def only(self, names):
        """The same with some of the scenarios, the reference among them first.  Raises UsageError."""
        places = [self.place(name) for name in names]
        schedules, read, names = tuple(self.schedules[place] for place in places), self.read, tuple(names)
        return replace(
            self,
            names=names,
            schedules=schedules,
            cautions=tuple(cautions(schedules, self.years)) if self.cautions else (),
            read=self.read_some(names) if self.read_some else lambda *key: read(*key)[places],
        )

    def place(self, name):
        """Where a scenario stands.  Raises UsageError."""
        if name not in self.names:
            raise UsageError(f"{self.where} has no scenario {name}{hint(name, self.names)}")
        return self.names.index(name)

    @property
    def where(self):
        """What sentences call it."""
        return "the comparison" if self.experiment is None else f"experiment {self.experiment}"

    def _check_kept(self, key):
        if key in self.kept:
            return
        outcome, area, dimension = key
        check_there(outcome, area, dimension)
        raise UsageError(
            f"{self.where} does not keep {outcome} in {area} by {dimension}; make a design whose keep.outcomes has"
            f' "{outcome}" and keep.by "{dimension}", and thbsim sweep it'
        )


def check_there(outcome, area, dimension=TOTAL):
    """Raises UsageError where the model does not tell an outcome so."""
    if outcome not in OUTCOMES:
        raise UsageError(f"there is no outcome {outcome}{hint(outcome, OUTCOMES)}")
    if (outcome, area, dimension) not in storable():
        there = sorted({f"{place}, by {by}" for one, place, by in storable() if one == outcome})
        raise UsageError(f"{outcome} is not there for {area} by {dimension}; it is for {'; '.join(there)}")


def check_pairs(pairs, scenarios=2):
    """Raises UsageError unless there are enough scenarios and pairs for intervals."""
    if len(pairs.names) < scenarios:
        raise UsageError(
            f"{pairs.where} has {len(pairs.names)} scenario{'s' * (len(pairs.names) > 1)}, and {scenarios} are needed;"
            " add others with thbsim sweep --expand ID --add-scenarios"
        )
    if pairs.number < FEWEST:
        raise UsageError(
            f"{pairs.where} has {pairs.number} whole pair{'s' * (pairs.number != 1)} of runs, and an interval needs"
            f" {FEWEST} at least; finish it with --resume, or add seeds with thbsim sweep --expand ID --add-seeds"
        )
    if pairs.draws and np.unique(pairs.draw).size < FEWEST:
        raise UsageError(f"{pairs.where} has runs on one draw of the parameters only; add seeds by --expand")


def check_bounded(effect, pairs):
    """Raises UsageError where an Effect has no bounds, as pairs are too few for the looks of a stopping rule."""
    if abs(effect.low) == float("inf"):
        raise UsageError(
            f"{pairs.where} has {pairs.number} pairs, too few for an interval that holds however often the stopping"
            " rule looked; go on with --resume, or give it more seeds"
        )
