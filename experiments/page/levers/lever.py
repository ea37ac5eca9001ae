"""Levers: each policy of the catalogue at so much of its size, from a day on, within so many weeks, in a place."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from scenarios import catalogue
from scenarios.baseline import read_baseline
from scenarios.policy import Policy
from scenarios.selection import chosen, declared, met, words

MOST = 3.0  # times the catalogue's size, at the slider's end
STEP = 0.1
PLACES = ("region", "city", "sector", "body", "centre", "origin", "channel")  # by which a lever may be narrowed


def is_step(size):
    """Whether a slider can stand at a size."""
    return 0.0 < size <= MOST and abs(size / STEP - round(size / STEP)) < 1e-9


@dataclass(frozen=True)
class Setting:
    """How one lever is set."""

    lever: str  # name in the catalogue
    size: float  # times that of the catalogue
    start: date
    ramp: int  # weeks until all of it is in force
    place: tuple[tuple[str, tuple[str, ...]], ...] = ()  # ((key of `where`, labels), ...): only there


@dataclass(frozen=True, eq=False)
class Lever:
    """A policy of the catalogue as something to pull."""

    policy: Policy
    places: dict[str, tuple[str, ...]]  # {key of `where`: labels to which all its changes may be narrowed}

    @property
    def name(self):
        return self.policy.name

    @property
    def leading(self):
        """The change by which start and ramp are told: the one that grows longest."""
        return max(self.policy.changes, key=lambda change: change.ramp_weeks)

    @property
    def as_given(self):
        """The Setting of the catalogue."""
        return Setting(self.name, 1.0, self.leading.first_day, self.leading.ramp_weeks)

    def changes(self, setting):
        """The catalogue's changes, so set; with the catalogue's ramp each keeps its own."""
        later = setting.start - self.leading.first_day
        return tuple(self._changed(change, setting, later) for change in self.policy.changes)

    def _changed(self, change, setting, later):
        ramp = change.ramp_weeks if setting.ramp == self.leading.ramp_weeks else setting.ramp
        until = None if change.until is None else change.until + later
        own = {"first_day": change.first_day + later, "until": until, "ramp_weeks": ramp, "size": setting.size}
        return change.model_copy(update=own | {"where": change.where | dict(setting.place)})

    def narrowed(self, chosen):
        """The place of a Setting: {key: labels} in one order, without keys of which all labels are chosen, or none."""
        kept = {key: tuple(one for one in labels if one in chosen.get(key, ())) for key, labels in self.places.items()}
        return tuple((key, labels) for key, labels in kept.items() if labels and labels != self.places[key])

    def eur_per_year(self, size=1.0):
        """What it costs once it is wholly in force, beyond what the model counts [EUR]."""
        return sum(size * (change.unit_cost.eur or 0.0) for change in self.policy.changes)

    @property
    def counted_by(self):
        """The costs by which the model counts what it brings: {parameter: its Quantity}."""
        names = dict.fromkeys(change.unit_cost.counted_by for change in self.policy.changes)
        return {name: read_baseline().quantities[name] for name in names if name}


@cache
def levers():
    """{name: Lever} of the whole catalogue."""
    policies = [catalogue.load(name).policies[0] for name in catalogue.names() if name != "baseline"]
    return {policy.name: Lever(policy, _places(policy)) for policy in policies}


def in_order(settings):
    """Settings in the order of the catalogue, so that the order in which levers were pulled cannot matter."""
    return tuple(sorted(settings, key=lambda one: list(levers()).index(one.lever)))


def _places(policy):
    """{key: labels} where every change can be narrowed, and there is something to choose."""
    found = {}
    for key in PLACES:
        labels = [_labels(change, key) for change in policy.changes]
        common = [label for label in labels[0] if all(label in others for others in labels)]
        if len(common) > 1:
            found[key] = tuple(common)
    return found


def _labels(change, key):
    """Labels of a key among what a change already is about; none where its parameter is not told apart so."""
    dimensions = declared()[change.parameter].dimensions
    dimension = met(key, dimensions)
    if dimension is None:
        return ()
    rows = chosen(dimensions, change.where)[dimensions.index(dimension)].ravel()
    return tuple(dict.fromkeys(words(key, dimension)[row] for row in rows))
