"""Every rule's parameters, gathered under the rule's name, and what they declare of themselves."""

from typing import Annotated, NamedTuple, get_type_hints

import numpy as np

from sim import names, population
from sim.geography import city_names
from sim.rules import (
    adaptation,
    control,
    detection,
    documents,
    exits,
    inspection,
    interview,
    investigation,
    lists,
    minors,
    monitoring,
    placement,
    prosecution,
    reception,
    recruitment,
    referral,
    relocation,
    replacement,
    retrafficking,
    season,
)


class Costs(NamedTuple):
    """Unit costs of what the State does; they change nothing in the world."""

    visit_eur: Annotated[float, "EUR"]  # full cost of one visit by a team of inspectors or police
    advertisement_eur: Annotated[float, "EUR"]  # full cost of one advertisement read by an online cell
    assistance_eur_per_year: Annotated[float, "EUR/year"]  # one person in assistance
    takedown_eur: Annotated[float, "EUR"]  # one advertisement of recruitment taken down
    investigation_eur: Annotated[float, "EUR"]  # one investigation of a network, from opening to end
    trial_eur: Annotated[float, "EUR"]  # one case before prosecutors and court
    interview_eur: Annotated[float, "EUR"]  # one yearly interview of a diplomat's domestic staff


class Parameters(NamedTuple):
    population: population.Parameters
    season: season.Parameters
    recruitment: recruitment.Parameters
    monitoring: monitoring.Parameters
    adaptation: adaptation.Parameters
    placement: placement.Parameters
    control: control.Parameters
    exits: exits.Parameters
    relocation: relocation.Parameters
    inspection: inspection.Parameters
    detection: detection.Parameters
    interview: interview.Parameters
    minors: minors.Parameters
    referral: referral.Parameters
    reception: reception.Parameters
    documents: documents.Parameters
    retrafficking: retrafficking.Parameters
    investigation: investigation.Parameters
    prosecution: prosecution.Parameters
    replacement: replacement.Parameters
    lists: lists.Parameters
    costs: Costs


class Declaration(NamedTuple):
    """What a rule says of one of its parameters."""

    unit: str
    dimensions: tuple[str, ...]  # of names.DIMENSIONS, or "city"; none for a plain number


def declarations():
    """What each rule declares: {"rule.parameter": Declaration}, in the order of the files."""
    return {
        f"{group}.{name}": Declaration(hint.__metadata__[0], hint.__metadata__[1:])
        for group, rule in get_type_hints(Parameters).items()
        for name, hint in get_type_hints(rule, include_extras=True).items()
    }


def labels(dimension):
    """The words that number a dimension, in their order."""
    return city_names() if dimension == "city" else names.DIMENSIONS[dimension]


def _record(fields):
    return np.dtype((np.record, fields))


def _record_of(rule):
    """One rule's parameters as a record: a plain number, or an array in the order of its dimensions."""
    hints = get_type_hints(rule, include_extras=True)
    return _record([
        (name, np.float64, tuple(len(labels(dimension)) for dimension in hint.__metadata__[1:]))
        for name, hint in hints.items()
    ])  # fmt: skip


PARAMETERS = _record([(group, _record_of(rule)) for group, rule in get_type_hints(Parameters).items()])


def packed(values):
    """One record of all parameters, as the compiled rules take it: `p.exits.escape_hazard[form]`.

    A record passes into compiled code as one address; tuples of arrays would be copied at every call.

    Args:
        values: {"rule.parameter": float or array in the order of its dimensions}.
    """
    p = np.zeros((), PARAMETERS)
    for path, value in values.items():
        group, _, name = path.partition(".")
        p[group][name] = value
    return p[()]


def unpacked(p):
    """{"rule.parameter": float or array} of a record."""
    return {
        f"{group}.{name}": p[group][name]
        for group, rule in get_type_hints(Parameters).items()
        for name in rule._fields
    }  # fmt: skip
