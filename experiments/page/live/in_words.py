"""What the map shows, in words: for whoever does not see it."""

import numpy as np

from experiments import language as languages
from sim import names
from sim.world import PERSONS


def in_words(session, world):
    """How many of each kind there are, and in how many cities."""
    status = world.persons["status"][: world.counts[PERSONS]]
    held = world.markets[world.markets["held"] > 0]
    found = {
        "held": held["held"].sum(),
        "held_cities": np.unique(held["city"]).size,
        "travelling": (status == names.TRAVELLING).sum(),
        "in_centres": np.isin(status, (names.WAITING, names.REFLECTION, names.ASSISTED)).sum(),
        "at_risk": (status == names.AT_RISK).sum(),
        "recruiters": world.recruiters.size,
        "teams": world.teams.size,
        "team_cities": np.unique(world.teams["working_city"]).size,
    }
    return session.say(
        "page_watch.map_told",
        **{name: languages.number(int(count), session.language, 0) for name, count in found.items()},
    )
