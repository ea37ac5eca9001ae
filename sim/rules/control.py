"""How firmly a person is held: threats, debt, isolation, papers taken away, and what the trafficker knows."""

from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import uniform

DECISION_CONTROL = 40


class Parameters(NamedTuple):
    mean: Annotated[np.ndarray, "1", "form"]  # control at the start, contacted offline
    spread: Annotated[float, "1"]  # half-width of the differences between persons
    online_gain: Annotated[float, "1"]  # added when contacted online
    settled: Annotated[np.ndarray, "1", "form"]  # towards which control moves with time
    weekly_rate: Annotated[float, "1/week"]  # at which it moves there


@njit(cache=True)
def start(person, seed, p):
    """Control when exploitation begins, 0..1: what was gathered online raises it.  Source: TEXT, A17."""
    around = p.spread * (2.0 * uniform(seed, person.key, DECISION_CONTROL, 0, person.times) - 1.0)
    gain = p.online_gain if person.channel > 0 else 0.0
    person.control = min(1.0, max(0.0, p.mean[person.form] + around + gain))


@njit(cache=True)
def apply(person, p):
    """Time and isolation move control towards what is usual in that form.  Source: A18."""
    person.control += p.weekly_rate * (p.settled[person.form] - person.control)
