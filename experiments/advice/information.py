"""Which unknown, if it were measured, would change the advice, and what that would be worth."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from calibration.priors import parameter_of
from experiments.advice import asking, information_told
from experiments.advice.choosing import Change, Choice, change_of, choice_of
from experiments.advice.factors import Factors, factors_of
from experiments.advice.knowing import SURE, Knowing, everything, knowing
from experiments.advice.pairs import Pairs
from experiments.advice.targets import check_enough
from experiments.requests import UsageError
from experiments.sweeps.screening import covers
from scenarios.errors import hint
from sim.definitions import BELGIUM


@dataclass(frozen=True, eq=False)
class Unknown:
    """A parameter, or several that would be measured together, and what knowing it would be worth."""

    name: str
    paths: tuple[str, ...]
    entries: int  # columns that move apart
    knowing: Knowing
    change: Change | None
    chance: float  # what the value stays below by chance, 19 times in 20

    @property
    def stands_out(self):
        return self.knowing.value > self.chance


@dataclass(frozen=True, eq=False)
class Information:
    """The decision, the value of knowing everything, and of knowing each parameter, the most valuable first."""

    pairs: Pairs
    factors: Factors
    outcome: str
    area: str
    worth: float | None
    choice: Choice
    most: float  # value of knowing all parameters at once
    most_error: float
    chance: float  # what the largest value of so many parameters stays below by chance, 19 times in 20
    unknowns: tuple[Unknown, ...]
    sets: tuple[Unknown, ...]  # those asked for together
    top: int

    @property
    def table(self):
        """A row for each parameter and each set: its value and what it would change."""
        rows = [
            {
                "unknown": one.name,
                "entries": len(one.paths),
                "value": one.knowing.value,
                "standard_error": one.knowing.error,
                "stands_out": one.stands_out,
                "best_now": self.choice.names[self.choice.best],
                "would_change_to": one.change and one.change.other,
                "share_of_draws": 0.0 if one.change is None else one.change.share,
                "above": one.change and one.change.low,
                "below": one.change and one.change.high,
                "best_at_low": one.change and one.change.at_low,
                "best_at_high": one.change and one.change.at_high,
                "unit": self.choice.unit,
                "value_of_everything": self.most,
                "draws": self.choice.gains.shape[1],
            }
            for one in (*self.sets, *self.unknowns)
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def plot(self):
        """Values with their standard errors, those within chance hollow."""
        return information_told.plot(self)

    def sentence(self, language="en"):
        """Which unknown is worth most to measure, and what it would change; in en, nl, fr or de."""
        return information_told.sentence(self, language)

    def rows(self):
        """Headings and cells for the screen."""
        return information_told.rows(self)

    def lines(self):
        """How to read the table, and cautions."""
        return information_told.lines(self)


def information(experiment, outcome="victim_years", area=BELGIUM, worth=None, together=(), top=15, store=None):
    """The Information of a stored experiment.  Raises StoreError, UsageError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        outcome: By which policies are judged, as in advice/better.py.
        area: "BE" or "BE+NL+DE".
        worth: EUR for one unit of the outcome; the public cost in Belgium is then taken off.  None: by it alone.
        together: Names joined by commas, of parameters that one survey would measure; any number of them.
        top: How many parameters are told.
        store: The address of the store; the user's own by default.
    """
    pairs = asking.stored(experiment, store)
    factors = factors_of(pairs)
    check_enough(pairs, factors)
    choice = choice_of(pairs, factors, outcome, area, worth)
    luck = np.zeros((len(choice.gains),) * 2) if choice.luck is None else choice.luck
    most, most_error = everything(choice.gains, luck)
    groups = _by_parameter(factors)
    found = [_unknown(name, places, factors, choice, most) for name, places in groups.items()]
    chance = float(np.quantile(np.max([one.knowing.chance for one in found], axis=0), SURE))  # of the largest of them
    unknowns = sorted((replace(one, chance=chance) for one in found), key=lambda one: -one.knowing.value)
    sets = tuple(
        _at_least(_unknown(text, _named(text, factors, pairs), factors, choice, most), unknowns) for text in together
    )
    return Information(
        pairs, factors, outcome, area, worth, choice, most, most_error, chance, tuple(unknowns), sets, top
    )


def _by_parameter(factors):
    """{parameter: places of its factors}."""
    found: dict[str, list[int]] = {}
    for place, paths in enumerate(factors.paths):
        found.setdefault(parameter_of(paths[0]), []).append(place)
    return found


def _unknown(name, places, factors, choice, most):
    """An Unknown, its chance that of itself alone."""
    columns = factors.values[choice.rows][:, places]
    found = knowing(choice.gains, columns, most)
    change = change_of(choice, found, columns[:, 0] if len(places) == 1 else None)
    paths = tuple(path for place in places for path in factors.paths[place])
    return Unknown(name, paths, len(places), found, change, float(np.quantile(found.chance, SURE)))


def _at_least(whole, unknowns):
    """A set, worth no less than the best parameter in it: a regression on many may miss what one on it sees."""
    parts = [one for one in unknowns if set(one.paths) <= set(whole.paths)]
    best = max((whole, *parts), key=lambda one: one.knowing.value)
    chance = np.max([one.knowing.chance for one in (whole, *parts)], axis=0)
    return replace(whole, knowing=best.knowing, change=best.change, chance=float(np.quantile(chance, SURE)))


def _named(text, factors, pairs):
    """Places of the factors that names joined by commas stand for.  Raises UsageError."""
    chosen = []
    for name in (one.strip() for one in text.split(",") if one.strip()):
        own = [place for place, paths in enumerate(factors.paths) if any(covers(name, path) for path in paths)]
        if not own:
            known = dict.fromkeys([parameter_of(paths[0]) for paths in factors.paths])
            raise UsageError(f"--together: {name} was not drawn in {pairs.where}{hint(name, known)}")
        chosen += own
    if not chosen:
        raise UsageError("--together: name parameters with commas between, such as exits.escape_hazard,interview")
    return list(dict.fromkeys(chosen))
