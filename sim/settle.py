"""Contested places are settled in two phases: rules claim, this grants in keyed order.

So the order of rows never matters.
"""

import numpy as np
from numba import njit

from sim.draws import uniform
from sim.names import CASE_WAITS
from sim.rules import reception
from sim.world import CENTRE_CLAIMS, MARKET_CLAIMS

DECISION_CLAIM, DECISION_CASE = 110, 111


@njit(cache=True, forceinline=True)
def claim_market(person, row, market, world):
    """Ask for a place in a market; granted or not when the week is settled."""
    person.claim = market
    world.markets[market].claimed += 1
    world.claims[0, world.counts[MARKET_CLAIMS]] = row
    world.counts[MARKET_CLAIMS] += 1


@njit(cache=True, forceinline=True)
def granted(world, seed, week):
    """Rows of the persons whose claim is granted: all where places suffice, else the first in keyed order [int32].

    Places count as open when they were so at the week's start: one that is left this week is open in the next.
    """
    claims = world.counts[MARKET_CLAIMS]
    rows = np.empty(claims, np.int32)
    luck = np.empty(claims, np.float64)
    fit, contested = 0, 0
    for n in range(claims):
        row = world.claims[0, n]
        person = world.persons[row]
        market = world.markets[person.claim]
        if market.claimed <= market.open_places:
            rows[fit] = row
            fit += 1
        else:  # kept from the end backwards
            contested += 1
            rows[claims - contested] = row
            luck[claims - contested] = uniform(seed, person.key, DECISION_CLAIM, 0, week)
    if contested == 0:
        return rows
    waiting = rows[claims - contested :].copy()
    for n in np.argsort(luck[claims - contested :]):
        market = world.markets[world.persons[waiting[n]].claim]
        market.claimed = 0
        if market.open_places > 0:
            market.open_places -= 1
            rows[fit] = waiting[n]
            fit += 1
        else:
            world.persons[waiting[n]].claim = -1
    return rows[:fit]


@njit(cache=True, forceinline=True)
def forget_claims(world):
    """Clear what was claimed, once granted; `granted` has cleared the contested markets."""
    for n in range(world.counts[MARKET_CLAIMS]):
        market = world.persons[world.claims[0, n]].claim
        if market >= 0:
            world.markets[market].claimed = 0
            world.persons[world.claims[0, n]].claim = -1
    world.counts[MARKET_CLAIMS] = 0


@njit(cache=True, forceinline=True)
def claim_centre(row, world):
    """Ask for a place in the centre to which the person is referred."""
    world.claims[1, world.counts[CENTRE_CLAIMS]] = row
    world.counts[CENTRE_CLAIMS] += 1


@njit(cache=True, forceinline=True)
def first_in_line(rows, turns, free):
    """The rows for which there is room: all, or those whose turns are the lowest numbers."""
    return rows if rows.size <= free else rows[np.argsort(turns)[:free]]


@njit(cache=True, forceinline=True)
def take_in(centre, world, p, seed, week):
    """Rows of the persons to whom a centre gives its free places: the longest wait first [int32]."""
    place = world.centres[centre]
    free = max(0, int(round(p.places[centre] * place.scale)) - place.occupied)
    rows = np.empty(world.counts[CENTRE_CLAIMS], np.int32)
    turns = np.empty(world.counts[CENTRE_CLAIMS], np.float64)
    here = 0
    for n in range(world.counts[CENTRE_CLAIMS]):
        row = world.claims[1, n]
        if world.persons[row].centre == centre:
            rows[here] = row
            turns[here] = -reception.turn(world.persons[row], week, seed)
            here += 1
    taken = first_in_line(rows[:here], turns[:here], free)
    place.occupied += taken.size
    place.waiting = here - taken.size
    return taken


@njit(cache=True, forceinline=True)
def forget_centre_claims(world):
    world.counts[CENTRE_CLAIMS] = 0


@njit(cache=True, forceinline=True)
def take_cases(office, world, capacity, seed):
    """Rows of the networks whose case an office takes in hand: the longest wait first, then luck [int32].

    Args:
        office: Of names.OFFICES.
        capacity: Cases in hand at a time, at scale 1.
    """
    desk = world.offices[office]
    free = max(0, int(round(capacity * desk.scale)) - desk.busy)
    rows = np.empty(world.networks.size, np.int32)
    turns = np.empty(world.networks.size, np.float64)
    here = 0
    for row in range(world.networks.size):
        network = world.networks[row]
        if network.case[office] == CASE_WAITS:
            rows[here] = row
            since = network.case_week[office]
            turns[here] = since + uniform(seed, network.key, DECISION_CASE, office, since)
            here += 1
    taken = first_in_line(rows[:here], turns[:here], free)
    desk.busy += taken.size
    desk.waiting = here - taken.size
    return taken
