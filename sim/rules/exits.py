"""A person gets away, or is let go."""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform
from sim.weeks import WEEKS_PER_YEAR

DECISION_ESCAPE, DECISION_RELEASE, DECISION_OWN_REPORT = 50, 51, 52


class Parameters(NamedTuple):
    escape_hazard: Annotated[np.ndarray, "1/year", "form"]  # of a person who is not controlled at all
    release_hazard: Annotated[np.ndarray, "1/year", "form"]  # let go: debt paid, season over, of no more use
    own_report_chance: Annotated[np.ndarray, "1", "form"]  # that a person who escaped tells police or a centre


@njit(cache=True)
def escape(form, control, p):
    """Hazard of an escape [1/week]: control holds back in proportion.  Source: A21."""
    return p.escape_hazard[form] * (1.0 - control) / WEEKS_PER_YEAR


@njit(cache=True)
def release(form, p):
    """Hazard of being let go [1/week].  Source: A22."""
    return p.release_hazard[form] / WEEKS_PER_YEAR


@njit(cache=True)
def start(person, seed):
    person.until_escape = exponential(seed, person.key, DECISION_ESCAPE, 0, person.times)
    person.until_release = exponential(seed, person.key, DECISION_RELEASE, 0, person.times)


@njit(cache=True)
def reports(person, seed, p):
    """Whether a person who escaped reports what was done.  Source: TIP2021 (many report themselves), A23."""
    return uniform(seed, person.key, DECISION_OWN_REPORT, 0, person.times) < p.own_report_chance[person.form]
