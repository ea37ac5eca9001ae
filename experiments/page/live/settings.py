"""What a visitor of the tab Watch has chosen; all of it stands in the address."""

import param

from experiments.page.flows.outlines import WINDOWS
from experiments.page.live.watched import FIRST_START, LAST_YEAR, weeks_from
from scenarios import catalogue

SPEEDS = (1, 2, 4, 8)  # weeks a second
FIRST_SEEN = 2015
MOST_SEED = 2**31 - 1


class Settings(param.Parameterized):
    """One visitor's."""

    scenario = param.Selector(default=catalogue.names()[0], objects=catalogue.names())
    seed = param.Integer(default=1, bounds=(0, MOST_SEED))
    start = param.Selector(default=FIRST_SEEN, objects=list(range(FIRST_START, LAST_YEAR + 1)))
    week = param.Integer(default=0, bounds=(0, weeks_from(FIRST_START)), doc="weeks lived since the start")
    speed = param.Selector(default=4, objects=list(SPEEDS))
    window = param.Selector(default="near", objects=list(WINDOWS))


NAMES = {name: f"watch_{name}" for name in Settings.param if name != "name"}  # in the address
WORLD = ["scenario", "seed", "start"]  # settings with which another world begins
