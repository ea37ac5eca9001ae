"""What the authorities in Belgium can know of the world from week to week: by this alone a policy may begin.

Pure functions of the World.  Where the world is made larger or smaller (`scale`), numbers of persons and advertisements
are given as for a scale of 1, so that a threshold means the same in each.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim import names
from sim.events import ADVERTISEMENTS_REMOVED, BODY_DETECTED, DETECTED, FOUND_BY_TEAMS, REFERRED, TAKEN_IN
from sim.world import PERSONS, WEEK, World

WEEKS_COUNTED = 52  # what is counted, is counted over so many weeks
BELGIAN_CENTRES = names.CENTRES[: names.MINORS_ROUTE + 1]
BELGIAN_BODIES = tuple(
    body for body, country in zip(names.TEAM_BODIES, names.COUNTRY_OF_BODY, strict=True) if not country
)


class Observed(NamedTuple):
    """Something that the authorities see."""

    text: str  # what it is
    unit: str
    dimension: str  # by what it is told apart
    labels: tuple[str, ...]
    seen: Callable[[World], np.ndarray]  # one number for each label; what is counted: since the world began
    together: Callable[[np.ndarray], np.floating]  # all labels: the sum, or the longest
    counted: bool  # over the past 52 weeks


def longest_wait(world):
    """How long the person waits who has waited longest for a place [weeks, for each Belgian centre].

    Nought in the week of the detection; a centre is first asked in the week after, for a child after its guardian.
    """
    persons = world.persons[: world.counts[PERSONS]]
    queue = persons[persons["status"] == names.WAITING]
    longest = np.zeros(len(names.CENTRES))
    np.maximum.at(longest, queue["centre"], world.counts[WEEK] - 1.0 - queue["detected_week"])
    return longest[: len(BELGIAN_CENTRES)]


def waiting(world):
    """Persons who asked for a place in the week that has ended, and got none [for each Belgian centre]."""
    return world.centres["waiting"][: len(BELGIAN_CENTRES)] / _scale(world)


def occupied(world):
    """Persons in reflection period or assistance [for each Belgian centre]."""
    return world.centres["occupied"][: len(BELGIAN_CENTRES)] / _scale(world)


def identified(world):
    """Persons taken in since the world began [for each Belgian centre]."""
    return _by_centre(world, TAKEN_IN)


def referred(world):
    """Persons referred since the world began [for each Belgian centre]."""
    return _by_centre(world, REFERRED)


def detected(world):
    """Persons detected since the world began [for each Belgian body with teams, then by reports within Belgium]."""
    by_body = world.tally.by_body[:, BODY_DETECTED].sum(axis=0)
    by_market = world.tally.by_market[:, (DETECTED, FOUND_BY_TEAMS)].sum(axis=0)
    all_found, by_teams = by_market[:, world.markets["country"] == 0].sum(axis=1)
    bodies = [names.BODIES.index(body) for body in BELGIAN_BODIES]
    return np.append(by_body[bodies], all_found - by_teams) / _scale(world)


def advertisements_removed(world):
    """Advertisements of recruitment taken down since the world began [for each online channel]."""
    return world.tally.by_channel[:, ADVERTISEMENTS_REMOVED, 1:].sum(axis=0) / _scale(world)


def _by_centre(world, event):
    return world.tally.by_centre[:, event, : len(BELGIAN_CENTRES)].sum(axis=0) / _scale(world)


def _scale(world):
    return world.centres["scale"][0]


def _of_centres(text, unit, seen, together=np.sum, counted=False):
    return Observed(text, unit, "centre", BELGIAN_CENTRES, seen, together, counted)


OBSERVED = {
    "longest_wait": _of_centres(
        "weeks that the person has waited who has waited longest; without a centre: in any of them",
        "weeks",
        longest_wait,
        np.max,
    ),
    "waiting": _of_centres("persons who wait for a place", "persons", waiting),
    "occupied": _of_centres("persons in a centre, in reflection period or assistance", "persons", occupied),
    "identified": _of_centres(
        "persons taken in over the past 52 weeks", "persons in 52 weeks", identified, counted=True
    ),
    "referred": _of_centres("persons referred over the past 52 weeks", "persons in 52 weeks", referred, counted=True),
    "detected": Observed(
        "persons detected in Belgium over the past 52 weeks",
        "persons in 52 weeks",
        "body",
        (*BELGIAN_BODIES, "reports"),
        detected,
        np.sum,
        True,
    ),
    "advertisements_removed": Observed(
        "advertisements of recruitment taken down over the past 52 weeks",
        "advertisements in 52 weeks",
        "channel",
        names.ONLINE_CHANNELS,
        advertisements_removed,
        np.sum,
        True,
    ),
}
