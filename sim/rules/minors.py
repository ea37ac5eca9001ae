"""Minors: reports to Child Focus, and a guardian who decides on assistance in the child's interest."""

from typing import Annotated, NamedTuple

from numba import njit

from sim.weeks import WEEKS_PER_YEAR


class Parameters(NamedTuple):
    report_hazard: Annotated[float, "1/year"]  # that a minor held in Belgium is reported to Child Focus
    guardian_weeks: Annotated[float, "week"]  # until a guardian is appointed, before the minors' route takes a child in
    guardianship_chance: Annotated[float, "1"]  # that guardian and child accept assistance


@njit(cache=True)
def is_child_in_belgium(person, market):
    """Whether guardianship and Child Focus are there for this person."""
    return person.age_group == 1 and market.country == 0


@njit(cache=True)
def weeks_in_vain(weeks, p):
    """Weeks that a child waited for a place once there was a guardian [weeks]."""
    return max(0.0, weeks - p.guardian_weeks)


@njit(cache=True)
def exposure(p):
    """What a week's reports to Child Focus spend of a minor's detection clock [1].  Source: GRETA2017, A60."""
    return p.report_hazard / WEEKS_PER_YEAR
