"""A person is found: by teams that visit, or because someone speaks up.

Exposure of all kinds is spent on the person's one detection clock: more of it can only find the same person sooner.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import exponential, uniform
from sim.names import CHILD_FOCUS, FOREIGN_AFFAIRS, REPORT_BY_OTHERS
from sim.weeks import WEEKS_PER_YEAR

DECISION_DETECTION, DECISION_BODY = 80, 81


class Parameters(NamedTuple):
    report_hazard: Annotated[np.ndarray, "1/year", "sector"]  # report by client, citizen, hospital or hotline
    hotline: Annotated[np.ndarray, "1", "country"]  # multiplier on that hazard
    denial: Annotated[float, "1"]  # share of a visit's exposure that full control takes away
    repeat_gain: Annotated[
        float, "1"
    ]  # added to exposure for each earlier week with visits in the country that missed the person


@njit(cache=True)
def from_report(market, p):
    """Exposure of a week by reports of others [1].  Source: TIP2021, A25."""
    return p.report_hazard[market.sector] * p.hotline[market.country] / WEEKS_PER_YEAR


@njit(cache=True)
def openness(control, visits_missed, p):
    """Multiplier on a visit's exposure [1]: fear keeps silent, repeated visits see more.  Source: A27, A28."""
    return (1.0 - p.denial * control) * (1.0 + p.repeat_gain * visits_missed)


@njit(cache=True)
def from_visits(person, exposure, p):
    """Exposure of a week by visits to the establishment [1]; `exposure` is its row of World.exposure [body]."""
    total = 0.0
    for body in range(exposure.size):
        total += exposure[body]
    return total * openness(person.control, person.visits_missed, p)


@njit(cache=True)
def start(person, seed):
    """Set the clock, on arrival."""
    person.until_detection = exponential(seed, person.key, DECISION_DETECTION, 0, person.times)
    person.visits_missed = 0


@njit(cache=True)
def finder(person, exposure, other, by_visits, seed, week):
    """The body that found the person, in proportion to what each spent of the clock this week.

    Args:
        exposure: By visits of each body to the establishment [body].
        other: By reports of others, by the yearly interview, by reports to Child Focus.
        by_visits: What the visits came to, given how the person speaks.
    """
    by_report, by_interview, by_child_focus = other
    rest = by_report + by_interview + by_child_focus
    left = uniform(seed, person.key, DECISION_BODY, 0, week) * (rest + by_visits)
    if left < by_report:
        return REPORT_BY_OTHERS
    if left < by_report + by_interview:
        return FOREIGN_AFFAIRS
    if left < rest:
        return CHILD_FOCUS
    return _visitor(exposure, (left - rest) / max(by_visits, 1e-300))


@njit(cache=True)
def _visitor(exposure, share):
    """The body whose visits lie at a share, 0..1, of all that visits spent."""
    total = 0.0
    for body in range(exposure.size):
        total += exposure[body]
    left, last = share * total, REPORT_BY_OTHERS
    for body in range(exposure.size):
        if exposure[body] > 0.0:
            last = body
            left -= exposure[body]
            if left < 0.0:
                break
    return last
