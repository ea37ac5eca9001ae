"""Foreign Affairs interviews diplomats' domestic staff once a year: the only door into such a household."""

from math import log
from typing import Annotated, NamedTuple

from numba import njit

from sim.draws import uniform
from sim.names import DIPLOMATIC_HOUSEHOLDS

DECISION_WEEK, DECISION_INTERVIEWED = 160, 161
WEEKS = 52  # each person's interview comes round every 52 weeks


class Parameters(NamedTuple):
    coverage: Annotated[float, "1"]  # share of diplomats' domestic staff whom a yearly interview reaches
    recognition: Annotated[float, "1"]  # chance that it brings to light a person who hides nothing


@njit(cache=True)
def is_due(person, market, seed, week):
    """Whether this is the week of the person's interview: Belgian diplomatic households only.  Source: TEXT."""
    if market.sector != DIPLOMATIC_HOUSEHOLDS or market.country != 0:
        return False
    return week % WEEKS == int(WEEKS * uniform(seed, person.key, DECISION_WEEK, 0, 0))


@njit(cache=True)
def takes_place(person, market, seed, week, p):
    """Whether the person is interviewed this week: reached this year, and due.  Source: A59."""
    return is_due(person, market, seed, week) and uniform(seed, person.key, DECISION_INTERVIEWED, 0, week) < p.coverage


@njit(cache=True)
def exposure(person, denial, p):
    """What an interview spends of the detection clock [1]; fear keeps silent as before inspectors.  Source: A59."""
    return -log(1.0 - min(p.recognition * (1.0 - denial * person.control), 0.999))
