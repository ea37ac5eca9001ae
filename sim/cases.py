"""The case against a network: an investigation, the day on which the police act, custody, trial."""

from numba import njit

from sim.events import (
    ACQUITTALS,
    ACTIONS,
    ARRESTS,
    CASE_BUSY_WEEKS,
    CASE_WAITING_WEEKS,
    CASES,
    CASES_ENDED,
    CONVICTIONS,
    RELEASED,
)
from sim.names import (
    ACTIVE,
    ARRESTED,
    AWAITING_INVESTIGATION,
    AWAITING_TRIAL,
    CONVICTED,
    EXPLOITED,
    INVESTIGATED,
    INVESTIGATORS,
    NO_CASE,
    PROSECUTORS,
    TRIED,
)
from sim.rules import investigation, prosecution, replacement
from sim.settle import take_cases
from sim.tallies import count_justice, count_office
from sim.world import PERSONS

FREED_BY_ACTION = -1.0  # of a detection clock


@njit(cache=True, forceinline=True)
def live_week_of_case(row, world, p, seed, week):
    """Where the case stands: nothing yet, in an office's hands, or waiting.  Signs of last week are weighed first."""
    network = world.networks[row]
    if week == 0:
        investigation.set_clock(network, seed)
    if network.case == NO_CASE:
        weigh_signs(network, world, p, seed, week)
    elif network.case == INVESTIGATED:
        network.case_weeks_left -= 1.0
        if network.case_weeks_left <= 0.0:
            end_investigation(row, world, p, seed, week)
    elif network.case == AWAITING_TRIAL:
        if week - network.action_week >= p.prosecution.custody_weeks:
            release(row, world, week)
    elif network.case == TRIED:
        network.case_weeks_left -= 1.0
        if network.case_weeks_left <= 0.0:
            judge(row, world, p, seed, week)
    for sign in range(network.signs.size):
        network.signs[sign] = 0


@njit(cache=True, forceinline=True)
def weigh_signs(network, world, p, seed, week):
    """Spend the clock of the next investigation; open it when the clock has run out."""
    evidence = investigation.evidence(network.signs, p.investigation)
    network.until_investigation -= evidence
    if network.until_investigation > 0.0:
        return
    tip = investigation.opened_by(network, evidence, seed, p.investigation)
    world.tally.investigations[world.year_of_week[week], tip] += 1
    count_office(world, INVESTIGATORS, CASES, 1, week)
    network.case, network.case_week = AWAITING_INVESTIGATION, week


@njit(cache=True, forceinline=True)
def end_investigation(row, world, p, seed, week):
    """The police act, or give up; the case goes on to the prosecutors if somebody is arrested."""
    network = world.networks[row]
    leave_office(network, INVESTIGATORS, world, week)
    arrested = 0
    if investigation.succeeds(network, seed, p.investigation):
        count_justice(world, ACTIONS, week)
        network.action_week = week
        free_persons(row, world, p, seed)
        arrested = arrest_recruiters(row, world, p, seed, week)
    if arrested > 0:
        network.case, network.case_week = AWAITING_TRIAL, week
        count_office(world, PROSECUTORS, CASES, 1, week)
    else:
        close(network, seed)


@njit(cache=True, forceinline=True)
def free_persons(row, world, p, seed):
    """All whom the network holds in a country where the police act come to light this week: their clocks run out."""
    for n in range(world.counts[PERSONS]):
        person = world.persons[n]
        if person.network == row and person.status == EXPLOITED:
            country = world.markets[person.market].country
            if investigation.reaches(world.networks[row], country, seed, p.investigation):
                person.until_detection = FREED_BY_ACTION


@njit(cache=True, forceinline=True)
def arrest_recruiters(row, world, p, seed, week):
    """Arrest recruiters of a network; return how many."""
    network, arrested = world.networks[row], 0
    for n in range(world.recruiters.size):
        recruiter = world.recruiters[n]
        if recruiter.network != row or recruiter.standing != ACTIVE:
            continue
        if investigation.arrests(recruiter, network.investigations, seed, p.investigation):
            recruiter.standing = ARRESTED
            recruiter.weeks_left = replacement.delay(recruiter, network.investigations, seed, p.replacement)
            for channel in range(world.channels.size):
                network.arrests[channel] += 1
                world.channels[channel].arrests += 1
            count_justice(world, ARRESTS, week)
            arrested += 1
    return arrested


@njit(cache=True, forceinline=True)
def release(row, world, week):
    """Recruiters in custody go free; those whose place is filled by then do not come back."""
    for n in range(world.recruiters.size):
        recruiter = world.recruiters[n]
        if recruiter.network == row and recruiter.standing == ARRESTED:
            recruiter.standing = ACTIVE
            count_justice(world, RELEASED, week)


@njit(cache=True, forceinline=True)
def judge(row, world, p, seed, week):
    """The trial ends: those in custody are convicted, or go free."""
    network = world.networks[row]
    leave_office(network, PROSECUTORS, world, week)
    if prosecution.convicts(network, seed, p.prosecution):
        count_justice(world, CONVICTIONS, week)
        network.convicted_week = week
        for n in range(world.recruiters.size):
            recruiter = world.recruiters[n]
            if recruiter.network == row and recruiter.standing == ARRESTED:
                recruiter.standing = CONVICTED
    else:
        count_justice(world, ACQUITTALS, week)
        release(row, world, week)
    network.statements = 0
    close(network, seed)


@njit(cache=True, forceinline=True)
def leave_office(network, office, world, week):
    world.offices[office].busy -= 1
    count_office(world, office, CASES_ENDED, 1, week)


@njit(cache=True, forceinline=True)
def close(network, seed):
    """The case is over; the next investigation has a clock of its own."""
    network.case = NO_CASE
    network.investigations += 1
    investigation.set_clock(network, seed)


@njit(cache=True, forceinline=True)
def live_week_of_offices(world, p, seed, week):
    """Investigators and prosecutors take cases in hand, those that wait longest first."""
    for row in take_cases(INVESTIGATORS, world, p.investigation.capacity, AWAITING_INVESTIGATION, seed):
        network = world.networks[row]
        network.case, network.case_week = INVESTIGATED, week
        network.case_weeks_left = investigation.length(network, seed, p.investigation)
    for row in take_cases(PROSECUTORS, world, p.prosecution.capacity, AWAITING_TRIAL, seed):
        network = world.networks[row]
        network.case, network.case_week = TRIED, week
        network.case_weeks_left = prosecution.length(network, seed, p.prosecution)
    for office in range(world.offices.size):
        count_office(world, office, CASE_WAITING_WEEKS, world.offices[office].waiting, week)
        count_office(world, office, CASE_BUSY_WEEKS, world.offices[office].busy, week)
