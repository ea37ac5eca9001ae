"""The Immigration Office issues a document at each stage of the procedure to those who need one to stay."""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import uniform

DECISION_NEED = 175


class Parameters(NamedTuple):
    needed: Annotated[np.ndarray, "1", "origin"]  # share of persons who may not stay without a document
    provisional_weeks: Annotated[float, "week"]  # of the provisional document, before the temporary one


@njit(cache=True)
def needs(person, seed, p):
    """Whether the person has no other right to stay.  Source: A62."""
    return uniform(seed, person.key, DECISION_NEED, 0, 0) < p.needed[person.origin]


@njit(cache=True)
def is_temporary(weeks_since_taken_in, weeks_of_reflection, p):
    """Whether the provisional document has run out and the temporary one is due.  Source: ALIENS_ACT."""
    return weeks_since_taken_in >= weeks_of_reflection + p.provisional_weeks
