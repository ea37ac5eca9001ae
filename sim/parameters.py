"""Every rule's parameters, gathered under the rule's name, and what they declare of themselves."""

from typing import Annotated, NamedTuple, get_type_hints

from sim import population
from sim.rules import (
    control,
    detection,
    exits,
    inspection,
    monitoring,
    placement,
    reception,
    recruitment,
    referral,
    relocation,
    season,
)


class Costs(NamedTuple):
    """Unit costs of what the State does; they change nothing in the world."""

    visit_eur: Annotated[float, "EUR"]  # full cost of one visit by a team of inspectors or police
    advertisement_eur: Annotated[float, "EUR"]  # full cost of one advertisement read by an online cell
    assistance_eur_per_year: Annotated[float, "EUR/year"]  # one person in assistance
    takedown_eur: Annotated[float, "EUR"]  # one advertisement of recruitment taken down


class Parameters(NamedTuple):
    population: population.Parameters
    season: season.Parameters
    recruitment: recruitment.Parameters
    monitoring: monitoring.Parameters
    placement: placement.Parameters
    control: control.Parameters
    exits: exits.Parameters
    relocation: relocation.Parameters
    inspection: inspection.Parameters
    detection: detection.Parameters
    referral: referral.Parameters
    reception: reception.Parameters
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


def packed(values):
    """Parameters from {"rule.parameter": float or array in the order of its dimensions}."""
    return Parameters(*(
        rule(*(values[f"{group}.{name}"] for name in rule._fields))
        for group, rule in get_type_hints(Parameters).items()
    ))  # fmt: skip
