"""Follows a Pair to its end: who is touched, and the events that led there."""

from dataclasses import dataclass

import numpy as np

from experiments.explaining.audit import Bodies
from experiments.explaining.bodies import hear_networks, hear_parameters, hear_recruiters, hear_signs, hear_teams
from experiments.explaining.ledger import Event, Ledger
from experiments.explaining.people import hear_news, hear_persons
from experiments.explaining.touched import Touched
from experiments.explaining.worlds import by_key
from experiments.requests import LAST_REPORTED
from sim.weeks import FIRST_YEAR, first_week_of
from sim.world import World, everyone


@dataclass(frozen=True, eq=False)
class Followed:
    """What came of a Pair."""

    touched: Touched
    events: list[Event]
    ends: tuple[np.ndarray, np.ndarray]  # all persons ever recruited in each world, by key
    standing: dict[int, int]  # how many stand differently as a year ends, by year
    world: World  # the reference at its end
    bodies: Bodies  # the audit of what is no person


def follow(pair):
    """Live a Pair to its end.

    Args:
        pair: From worlds.pair_of.
    """
    touched, bodies, ledger, paths = Touched(pair), Bodies(), Ledger(), ()
    sides = pair.world, pair.world
    year_ends = {first_week_of(year + 1) - 1: year for year in range(FIRST_YEAR, LAST_REPORTED + 1)}
    standing = {}
    for week in pair.weeks:
        sides = tuple(side.world for side in week.sides)
        onsets = touched.hear(week)
        paths = hear_parameters(ledger, week, paths)
        if ledger.events:
            _hear(ledger, week, touched, {onset.key: onset for onset in onsets})
        else:
            touched.unexplained += onsets
        bodies.hear(week, ledger, touched)
        if week.number in year_ends:
            standing[year_ends[week.number]] = stand_differently(*map(_end, sides)).size
    return Followed(touched, ledger.events, tuple(map(_end, sides)), standing, sides[0], bodies)


def _hear(ledger, week, touched, onsets):
    visits = hear_teams(ledger, week)
    hear_networks(ledger, week)
    hear_recruiters(ledger, week)
    persons = hear_persons(ledger, week, touched, onsets, visits)
    hear_signs(ledger, week, touched, persons)
    hear_news(ledger, week, touched, visits)


def _end(world):
    return by_key(everyone(world).view(np.ndarray))


def stand_differently(one, other):
    """Keys of the persons who are in one table only, or at another status, in order."""
    both, left, right = np.intersect1d(one["key"], other["key"], assume_unique=True, return_indices=True)
    alone = np.setxor1d(one["key"], other["key"], assume_unique=True)
    return np.union1d(alone, both[one["status"][left] != other["status"][right]])
