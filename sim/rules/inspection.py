"""Teams go out: to one city a week, there to establishments, where all who are exploited are exposed together.

Visits nest: whoever makes more visits makes the same ones and others besides.  A team of an online cell "visits"
advertisements of private prostitution.  Strategies are mixtures of coefficients: random (risk_focus 1), risk-based
(risk_focus above 1), sector campaign (volume of a sector), intelligence-led (follow_up).
Households that are diplomatic, and those for which a judge's warrant is wanting, are not entered.
"""

from math import log
from typing import Annotated, NamedTuple

import numpy as np
from numba import njit

from sim.draws import GOLDEN, uniform
from sim.names import ONLINE_CELLS

DECISION_CITY, DECISION_VOLUME, DECISION_ESTABLISHMENT, DECISION_FOLLOW_UP = 70, 71, 72, 73
MOST_VISITS_A_WEEK = 4096  # to one sector by one team


class Parameters(NamedTuple):
    visits_per_year: Annotated[np.ndarray, "1/year", "body"]  # by one team, all sectors; advertisements for a cell
    inspectorate_share: Annotated[np.ndarray, "1", "sector"]  # of a social inspection's visits
    police_share: Annotated[np.ndarray, "1", "sector"]  # of a police team's visits
    cell_share: Annotated[np.ndarray, "1", "sector"]  # of an online cell's advertisements
    volume: Annotated[np.ndarray, "1", "city", "body", "sector"]  # multiplier on visits
    risk_focus: Annotated[np.ndarray, "1", "body"]  # 1: establishments at random; more: the likelier ones first
    recognition: Annotated[np.ndarray, "1", "body"]  # chance that a visit brings to light a person who hides nothing
    inspectable: Annotated[np.ndarray, "1", "sector"]  # multiplier on that chance: how open the sector lies
    private_access: Annotated[float, "1"]  # multiplier on that chance, for a team at a private establishment
    follow_up: Annotated[np.ndarray, "1/week", "body"]  # further visits to where a victim was found lately
    follow_up_weeks: Annotated[float, "week"]  # for how long "lately" lasts


@njit(cache=True)
def count(mean, draw):
    """Whole visits in a week in which `mean` are due [1]: mean exact, never fewer when more are due."""
    return min(int(mean + draw), MOST_VISITS_A_WEEK)


@njit(cache=True)
def rotated(draw, sector):
    """One draw of the week serves all sectors, turned by a golden section.

    Each is uniform, and summed over sectors the visits stay near what is due; which of them round up together is fixed.
    """
    turned = draw + GOLDEN * sector
    return turned - int(turned)


@njit(cache=True)
def exposure(chance):
    """What one visit spends of a person's detection clock [1]: a first visit finds with just that chance."""
    return -log(1.0 - min(chance, 0.999))


@njit(cache=True)
def number(draw, inspectable, risk_focus):
    """Which of the inspectable establishments a visit goes to; low numbers are the likelier ones.  Source: A26."""
    return int(inspectable * draw**risk_focus)


@njit(cache=True)
def start_week(team, seed, week):
    """The team's city this week, by inhabitants, and its luck in rounding visits.

    No policy opens or closes a city, so one draw serves all options.
    """
    team.rounding = uniform(seed, team.key, DECISION_VOLUME, 0, week)
    team.follow_up_rounding = uniform(seed, team.key, DECISION_FOLLOW_UP, 0, week)
    luck = uniform(seed, team.key, DECISION_CITY, 0, week)
    place = 0
    while luck > team.reach_share[place]:
        place += 1
    team.working_city = team.reach[place]


@njit(cache=True, forceinline=True)
def expose(row, body, chance, world, week, p):
    """Add one visit to what an establishment has seen this week."""
    establishment = world.establishments[row]
    if establishment.visited_week != week:
        establishment.visited_week = week
        world.exposure[row, :] = 0.0
    if body in ONLINE_CELLS:
        access = 1.0 if establishment.private else 0.0
    else:
        access = p.private_access if establishment.private else 1.0
    world.exposure[row, body] += exposure(chance * access)


@njit(cache=True, forceinline=True)
def count_hit(market, body):
    """A visit to where persons are exploited; whoever reads advertisements is not noticed."""
    if body not in ONLINE_CELLS:
        market.hits += 1


@njit(cache=True)
def is_noticed(exposure):
    """Whether somebody came by, and not only a reader of advertisements; `exposure` is by body."""
    seen = False
    for body in range(exposure.size):
        seen |= exposure[body] > 0.0 and body not in ONLINE_CELLS
    return seen


@njit(cache=True, forceinline=True)
def visit_sector(team, market, mean, world, seed, week, p):
    """Make the team's visits of one week in one sector of its city, `mean` being due; return (visits, hits).

    A hit is a visit to an establishment that exploits, whether or not somebody comes to light.
    """
    body = team.body
    chance = p.recognition[body] * p.inspectable[market.sector]
    visits, hits = count(mean, rotated(team.rounding, market.sector)), 0
    for visit in range(visits):
        where = uniform(seed, team.key, DECISION_ESTABLISHMENT, (visit << 8) | market.sector, week)
        found = number(where, market.inspectable, p.risk_focus[body])
        if found < market.establishments:
            expose(market.first_establishment + found, body, chance, world, week, p)
            count_hit(market, body)
            hits += 1
    if market.hit_establishment < 0 or week - market.hit_week > p.follow_up_weeks:
        return visits, hits
    again = count(p.follow_up[body], rotated(team.follow_up_rounding, market.sector))
    for _ in range(again):
        expose(market.hit_establishment, body, chance, world, week, p)
        count_hit(market, body)
    return visits + again, hits + again
