"""Demand for exploited labour swells and shrinks with the season."""

from math import cos, pi
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.weeks import WEEKS_PER_YEAR


class Parameters(NamedTuple):
    amplitude: Annotated[np.ndarray, "1", "sector"]  # swing of demand around its yearly mean
    peak_week: Annotated[np.ndarray, "week of the year", "sector"]  # when demand is highest
    demand: Annotated[np.ndarray, "1", "city", "sector"]  # multiplier on demand


@njit(cache=True)
def factor(week, amplitude, peak_week):
    """Demand of a week over the yearly mean [1].

    A cosine over the year.  Source: A20.  Leaves out: holidays, weather, single harvests.
    """
    if amplitude == 0.0:
        return 1.0
    return 1.0 + amplitude * cos(2.0 * pi * (week - peak_week) / WEEKS_PER_YEAR)


@njit(cache=True)
def apply(market, p, week):
    """Count the places that are open at the week's start."""
    swing = factor(week, p.amplitude[market.sector], p.peak_week[market.sector])
    wanted = int(market.demand * p.demand[market.place, market.sector] * swing + market.rounding)
    market.open_places = max(0, wanted - market.held)
