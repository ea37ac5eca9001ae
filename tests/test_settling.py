"""Where a world begins is forgotten by 2009: from an empty one and from one that begins twice as full, years agree."""

import numpy as np
import pytest

from sim import engine
from sim.events import DETECTED, HIDDEN, IDENTIFIED
from sim.weeks import first_week_of
from tests.worlds import founded, multiplied

RUNS = 40
TWICE = {"recruitment.attempts_per_year": 2.0, "season.demand": 2.0}


def yearly(p, seed, segments):
    """Persons hidden, detected and identified in each year from 2002 to 2012 [event, year], in all three countries."""
    world = founded(p, seed, scale=1.0, last_year=2012, chosen=None)
    world = engine.live_through(world, segments, seed, first_week_of(2013))
    return world.tally.by_market[1:, [HIDDEN, DETECTED, IDENTIFIED]].sum(axis=2).T


@pytest.mark.statistical
@pytest.mark.slow
def test_a_world_that_begins_twice_as_full_agrees_from_2009_on(p):
    full = multiplied(p, TWICE)
    crowded = ((0, full), (first_week_of(2003), p))
    pairs = np.array([yearly(p, seed, crowded) - yearly(p, seed, ((0, p),)) for seed in range(RUNS)], float)
    usual = np.array([yearly(p, seed, ((0, p),)) for seed in range(RUNS)], float).mean(axis=0)
    mean = pairs.mean(axis=0) / usual
    error = pairs.std(axis=0, ddof=1) / np.sqrt(RUNS) / usual
    assert mean[0, 0] > 0.5  # at the end of 2002 half as many again are hidden, or more
    assert (np.abs(mean[:, 7:]) < 3.5 * error[:, 7:] + 0.01).all()
