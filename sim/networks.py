"""A network's recruiters: they approach persons, advertise, are arrested and replaced; and what networks hear of.

Whatever strikes a network it knows; of what strikes others it hears by chance, in the cities and form in which it works.
"""

from numba import njit

from sim import names
from sim.draws import person_key
from sim.events import (
    ADVERTISEMENTS_FOUND,
    ADVERTISEMENTS_REMOVED,
    REPLACED,
)
from sim.names import ACTIVE, ADVERTISEMENT, OFFLINE
from sim.population import engage
from sim.rules import adaptation, monitoring, placement, recruitment, replacement
from sim.tallies import count_attempt, count_justice, count_on_channel
from sim.weeks import FIRST_YEAR, WEEKS_PER_YEAR
from sim.world import PERSONS

SMALLEST_UNIT = 1e-100  # of memories


@njit(cache=True, forceinline=True)
def start(recruiter, seed):
    recruitment.start(recruiter, seed)
    monitoring.start(recruiter, seed)


@njit(cache=True, forceinline=True)
def make_attempts(recruiter, world, p, seed, week):
    """Approach persons by the recruiter's own clock, which goes on under arrest: then nobody is approached."""
    recruiter.until_attempt -= p.recruitment.attempts_per_year / WEEKS_PER_YEAR
    for _ in range(recruitment.MOST_ATTEMPTS_A_WEEK):
        if recruiter.until_attempt > 0.0:
            break
        if recruiter.standing == ACTIVE:
            approach(recruiter, world, p, seed, week)
        recruitment.next_attempt(recruiter, seed)


@njit(cache=True, forceinline=True)
def approach(recruiter, world, p, seed, week):
    """One attempt; who comes along sets out."""
    key = person_key(recruiter.key, recruiter.attempts)
    year = FIRST_YEAR + week / WEEKS_PER_YEAR
    network = world.networks[recruiter.network]
    appeal = adaptation.appeal(network.channel_risk[recruiter.channel] * world.fading[0], p.adaptation)
    appeal /= adaptation.appeal(network.channel_risk[OFFLINE] * world.fading[0], p.adaptation)
    online = recruitment.is_online(key, appeal, seed, year, p.recruitment)
    unheard = online and not monitoring.is_up(recruiter, week)
    if online and recruitment.is_kept_off(key, recruiter.channel, seed, p.recruitment):
        online, unheard = False, not recruitment.evades(key, seed, p.recruitment)
    channel = recruiter.channel if online else OFFLINE
    persuaded = not unheard and recruitment.succeeds(key, recruiter.origin, online, seed, p.recruitment)
    form = recruitment.choose_form(key, network, seed, p.recruitment) if persuaded else 0
    succeeds = persuaded and placement.is_wanted(key, form, recruiter.network, world, seed, p.placement)
    count_attempt(world, channel, recruiter.origin, succeeds, week)
    if succeeds:
        person = world.persons[set_out(key, form, channel, recruiter, world, week)]
        recruitment.describe(person, seed, p.recruitment)


@njit(cache=True, forceinline=True)
def set_out(key, form, channel, recruiter, world, week):
    """A person enters the world, on the way to the network's cities; return the row."""
    row = world.counts[PERSONS]
    world.persons[row] = world.nobody[0]
    person = world.persons[row]
    person.key, person.network = key, recruiter.network
    person.form, person.origin, person.channel = form, recruiter.origin, channel
    person.recruited_week = week
    world.counts[PERSONS] += 1
    return row


@njit(cache=True, forceinline=True)
def advertise(recruiter, world, p, seed, week):
    """A week of the recruiter's advertisement: found by an online cell, taken down, put up again."""
    event = monitoring.apply(recruiter, p.monitoring, seed, week)
    network = world.networks[recruiter.network]
    if event == monitoring.FOUND or event == monitoring.INVESTIGATED:
        count_on_channel(world, recruiter.channel, ADVERTISEMENTS_FOUND, week)
    if event == monitoring.INVESTIGATED:
        network.signs[ADVERTISEMENT] += 1
    elif event == monitoring.GONE_DOWN:
        network.takedowns[recruiter.channel] += 1
        world.channels[recruiter.channel].takedowns += 1
        count_on_channel(world, recruiter.channel, ADVERTISEMENTS_REMOVED, week)
    elif event == monitoring.REPOSTED:
        shares = p.population.channel_share
        risk = network.channel_risk * world.fading[0]
        recruiter.channel = adaptation.repost(recruiter, risk, shares, seed, p.adaptation)


@njit(cache=True, forceinline=True)
def fill_place(recruiter, world, p, seed, week):
    """Under arrest or convicted: in time somebody else fills the place."""
    recruiter.weeks_left -= 1.0
    if recruiter.weeks_left > 0.0 or recruiter.generation >= replacement.LAST_GENERATION:
        return
    recruiter.generation += 1
    engage(recruiter, world.networks[recruiter.network].form, seed, p.population)
    recruiter.standing, recruiter.attempts = ACTIVE, 0
    start(recruiter, seed)
    count_justice(world, REPLACED, week)


@njit(cache=True, forceinline=True)
def forget(world, p):
    """A week's fading of what networks remember.

    Memories are kept in units that shrink by the same part, so that nothing need be touched until the unit is very small.
    """
    world.fading[0] *= adaptation.fade(p.adaptation)
    if world.fading[0] < SMALLEST_UNIT:
        world.risk[:] *= world.fading[0]
        for row in range(world.networks.size):
            for channel in range(len(names.CHANNELS)):
                world.networks[row].channel_risk[channel] *= world.fading[0]
        world.fading[0] = 1.0


@njit(cache=True, forceinline=True)
def spread_news(world, p, seed, week):
    """What happened in a market in the week reaches the networks that work there in that form."""
    for row in range(world.markets.size):
        market = world.markets[row]
        if market.hits == 0 and market.found == 0:
            continue
        market.news = adaptation.weight_of(market.hits, market.found, p.adaptation)
        market.news_week = week
        market.hits, market.found = 0, 0
        number = market.place * len(names.SECTORS) + market.sector
        for n in range(world.first_presence[market.city], world.first_presence[market.city + 1]):
            who, place = world.presence[n, 0], world.presence[n, 1]
            network = world.networks[who]
            if network.form != market.form and network.second_form != market.form:
                continue
            struck = world.heard_week[who, place, market.sector] == week
            if struck or adaptation.hears(network.key, number, seed, week, p.adaptation):
                world.heard_week[who, place, market.sector] = week
                world.risk[who, place, market.sector] += market.news / world.fading[0]
    spread_news_of_channels(world, p, seed, week)


@njit(cache=True, forceinline=True)
def spread_news_of_channels(world, p, seed, week):
    """Take-downs and arrests on a channel reach the network that they strike, and others by chance."""
    for channel in range(len(names.CHANNELS)):
        there = world.channels[channel]
        if there.takedowns == 0 and there.arrests == 0:
            continue
        for row in range(world.networks.size):
            network = world.networks[row]
            taken, arrested = network.takedowns[channel], network.arrests[channel]
            if adaptation.hears_of_channel(network.key, channel, seed, week, p.adaptation):
                taken, arrested = there.takedowns, there.arrests
            weight = adaptation.weight_on_channel(taken, arrested, p.adaptation)
            network.channel_risk[channel] += weight / world.fading[0]
            network.takedowns[channel], network.arrests[channel] = 0, 0
        there.takedowns, there.arrests = 0, 0
