"""The case against a network: an investigation, the day on which the police act, custody, trial."""

from numba import njit

from sim.events import (
    ACQUITTALS,
    ACTIONS,
    CASE_BUSY_WEEKS,
    CASE_WAITING_WEEKS,
    CASES,
    CASES_ENDED,
    CONVICTIONS,
)
from sim.names import (
    CASE_WAITS,
    EXPLOITED,
    IN_HAND,
    INVESTIGATORS,
    NO_CASE,
    PROSECUTORS,
)
from sim.rules import investigation, prosecution
from sim.settle import take_cases
from sim.tallies import count_justice, count_office
from sim.world import PERSONS

FREED_BY_ACTION = -1.0  # of a detection clock


@njit(cache=True, forceinline=True)
def live_week_of_cases(row, world, p, seed, week):
    """An investigation and a trial go on, each by itself; the signs of last week are weighed."""
    network = world.networks[row]
    if week == 0:
        investigation.set_clock(network, seed)
    if network.case[INVESTIGATORS] == NO_CASE:
        weigh_signs(network, world, p, seed, week)
    elif is_over(network, INVESTIGATORS):
        end_investigation(network, world, p, seed, week)
    if network.case[PROSECUTORS] == CASE_WAITS:
        if week - network.action_week >= p.prosecution.custody_weeks and network.release_week < network.action_week:
            network.release_week = week
    elif is_over(network, PROSECUTORS):
        judge(network, world, p, seed, week)
    for sign in range(network.signs.size):
        network.signs[sign] = 0


@njit(cache=True, forceinline=True)
def is_over(network, office):
    """Whether a case that is in hand ends this week, a week having gone by."""
    if network.case[office] != IN_HAND:
        return False
    network.case_weeks_left[office] -= 1.0
    return network.case_weeks_left[office] <= 0.0


@njit(cache=True, forceinline=True)
def bring(network, office, world, week):
    """A case begins to wait for an office."""
    network.case[office], network.case_week[office] = CASE_WAITS, week
    count_office(world, office, CASES, 1, week)


@njit(cache=True, forceinline=True)
def weigh_signs(network, world, p, seed, week):
    """Spend the clock of the next investigation; open it when the clock has run out."""
    evidence = investigation.evidence(network.signs, p.investigation)
    network.until_investigation -= evidence
    if network.until_investigation > 0.0:
        return
    tip = investigation.opened_by(network, evidence, seed, p.investigation)
    world.tally.investigations[world.year_of_week[week], tip] += 1
    bring(network, INVESTIGATORS, world, week)


@njit(cache=True, forceinline=True)
def end_investigation(network, world, p, seed, week):
    """The police act this week, or give up."""
    leave_office(network, INVESTIGATORS, world, week)
    if investigation.succeeds(network, seed, p.investigation):
        count_justice(world, ACTIONS, week)
        network.action_week = week
    network.investigations += 1
    investigation.set_clock(network, seed)


@njit(cache=True, forceinline=True)
def free_persons(world, p, seed, week):
    """Where the police act against a network this week, the clocks of all whom it holds there run out."""
    for n in range(world.counts[PERSONS]):
        person = world.persons[n]
        network = world.networks[person.network]
        if network.action_week == week and person.status == EXPLOITED:
            country = world.markets[person.market].country
            if investigation.reaches(network, country, seed, p.investigation):
                person.until_detection = FREED_BY_ACTION


@njit(cache=True, forceinline=True)
def judge(network, world, p, seed, week):
    """The trial ends: those in custody are convicted, or go free."""
    leave_office(network, PROSECUTORS, world, week)
    if prosecution.convicts(network, seed, p.prosecution):
        count_justice(world, CONVICTIONS, week)
        network.convicted_week = week
    else:
        count_justice(world, ACQUITTALS, week)
        network.release_week = week
    network.statements = 0
    network.trials += 1


@njit(cache=True, forceinline=True)
def leave_office(network, office, world, week):
    network.case[office] = NO_CASE
    world.offices[office].busy -= 1
    count_office(world, office, CASES_ENDED, 1, week)


@njit(cache=True, forceinline=True)
def take_in_hand(network, office, weeks, week):
    network.case[office], network.case_week[office] = IN_HAND, week
    network.case_weeks_left[office] = weeks


@njit(cache=True, forceinline=True)
def live_week_of_offices(world, p, seed, week):
    """Who was arrested this week comes before the prosecutors; offices take cases, those that wait longest first."""
    for row in range(world.networks.size):
        network = world.networks[row]
        if network.arrests > 0 and network.case[PROSECUTORS] == NO_CASE:
            bring(network, PROSECUTORS, world, week)
    for row in take_cases(INVESTIGATORS, world, p.investigation.capacity, seed):
        network = world.networks[row]
        take_in_hand(network, INVESTIGATORS, investigation.length(network, seed, p.investigation), week)
    for row in take_cases(PROSECUTORS, world, p.prosecution.capacity, seed):
        network = world.networks[row]
        take_in_hand(network, PROSECUTORS, prosecution.length(network, seed, p.prosecution), week)
    for office in range(world.offices.size):
        count_office(world, office, CASE_WAITING_WEEKS, world.offices[office].waiting, week)
        count_office(world, office, CASE_BUSY_WEEKS, world.offices[office].busy, week)
