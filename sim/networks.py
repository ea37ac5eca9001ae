"""A network's recruiters: they approach persons, advertise, are arrested and replaced; and what networks hear of.

Whatever befalls a network it knows; of what befalls others it hears where it is in touch with them.
"""

import numpy as np
from numba import njit

from sim import names
from sim.draws import person_key
from sim.events import (
    ADVERTISEMENTS_FOUND,
    ADVERTISEMENTS_REMOVED,
    ARRESTS,
    RELEASED,
    REPLACED,
)
from sim.names import ACTIVE, ADVERTISEMENT, ARRESTED, CONVICTED, OFFLINE
from sim.population import engage
from sim.rules import adaptation, investigation, monitoring, placement, recruitment, replacement
from sim.tallies import count_attempt, count_justice, count_on_channel
from sim.weeks import FIRST_YEAR, WEEKS_PER_YEAR
from sim.world import PERSONS, TOUCHED

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
    appeal = adaptation.appeal(channel_risk(network, recruiter.channel, world, p), p.adaptation)
    appeal /= adaptation.appeal(channel_risk(network, OFFLINE, world, p), p.adaptation)
    online = recruitment.is_online(key, appeal, seed, year, p.recruitment)
    unheard = online and not monitoring.is_up(recruiter, week)
    if online and not unheard and recruitment.is_kept_off(key, recruiter.channel, seed, p.recruitment):
        unheard = not recruitment.evades(key, seed, p.recruitment)
        online = unheard
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
        risk = np.empty(len(names.CHANNELS))
        for channel in range(risk.size):
            risk[channel] = channel_risk(network, channel, world, p)
        recruiter.channel = adaptation.repost(recruiter, risk, p.population.channel_share, seed, p.adaptation)


@njit(cache=True, forceinline=True)
def face_the_law(recruiter, world, p, seed, week):
    """Arrested when the police act against the network; convicted or let go with it."""
    network = world.networks[recruiter.network]
    if recruiter.standing == ACTIVE:
        if network.action_week == week and investigation.arrests(recruiter, network, seed, p.investigation):
            recruiter.standing = ARRESTED
            recruiter.weeks_left = replacement.delay(recruiter, network.investigations - 1, seed, p.replacement)
            network.arrests += 1
            count_justice(world, ARRESTS, week)
    elif recruiter.standing == ARRESTED:
        if network.convicted_week == week:
            recruiter.standing = CONVICTED
        elif network.release_week == week:
            recruiter.standing = ACTIVE
            count_justice(world, RELEASED, week)


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
    """A week's fading of what is remembered.

    Memories are kept in a unit that shrinks by the same part, so that nothing need be touched until it is very small.
    """
    world.fading[0] *= adaptation.fade(p.adaptation)
    if world.fading[0] > SMALLEST_UNIT:
        return
    for memory in world.memories.flat:
        memory.risk *= world.fading[0]
    for row in range(world.markets.size):
        world.markets[row].risk *= world.fading[0]
    for channel in range(world.channels.size):
        world.channels[channel].risk *= world.fading[0]
        for row in range(world.networks.size):
            world.networks[row].channel_risk[channel] *= world.fading[0]
    world.fading[0] = 1.0


@njit(cache=True, forceinline=True)
def listen(network, p):
    """Where the network is in touch with others."""
    for place in range(network.cities):
        network.in_touch[place] = adaptation.is_in_touch(network.ear[place], p.adaptation)


@njit(cache=True, forceinline=True)
def channel_risk(network, channel, world, p):
    """Risk that a network perceives on a channel [take-downs]: its own memory, and what is told of it."""
    risk = network.channel_risk[channel]
    if adaptation.is_in_touch(network.channel_ear[channel], p.adaptation):
        risk += world.channels[channel].risk
    return risk * world.fading[0]


@njit(cache=True, forceinline=True)
def remember(person, sector, exposed, found, world):
    """Something befell a person of a network: noted until the week's end."""
    memory = world.memories[person.network, person.place, sector]
    if memory.exposed == 0 and memory.found == 0:
        row = world.counts[TOUCHED]
        world.touched[row, 0], world.touched[row, 1], world.touched[row, 2] = person.network, person.place, sector
        world.counts[TOUCHED] += 1
    memory.exposed += exposed
    memory.found += found


@njit(cache=True, forceinline=True)
def spread_news(world, p, week):
    """What happened in the week is remembered by those whom it befell, and told in the market and on the channel."""
    for row in range(world.markets.size):
        market = world.markets[row]
        if market.hits > 0 or market.found > 0:
            market.news = adaptation.weight_of(market.hits, market.found, p.adaptation) / market.establishments
            market.news_week = week
            market.risk += market.news / world.fading[0]
            market.hits, market.found = 0, 0
    for n in range(world.counts[TOUCHED]):
        memory = world.memories[world.touched[n, 0], world.touched[n, 1], world.touched[n, 2]]
        memory.news = adaptation.weight_of(memory.exposed, memory.found, p.adaptation)
        memory.news_week = week
        memory.risk += memory.news / world.fading[0]
        memory.exposed, memory.found = 0, 0
    world.counts[TOUCHED] = 0
    arrests = 0
    for row in range(world.networks.size):
        arrests += world.networks[row].arrests
    for channel in range(world.channels.size):
        tell_of_channel(channel, arrests, world, p)
    for row in range(world.networks.size):
        world.networks[row].arrests = 0


@njit(cache=True, forceinline=True)
def tell_of_channel(channel, arrests, world, p):
    """What happened on a channel: told as what befell a network on average, remembered by those whom it befell.

    Arrests make every channel seem riskier, offline too.
    """
    there = world.channels[channel]
    if there.takedowns == 0 and arrests == 0:
        return
    weight = adaptation.weight_on_channel(there.takedowns, arrests, p.adaptation)
    there.risk += weight / world.networks.size / world.fading[0]
    for row in range(world.networks.size):
        network = world.networks[row]
        own = adaptation.weight_on_channel(network.takedowns[channel], network.arrests, p.adaptation)
        network.channel_risk[channel] += own / world.fading[0]
        network.takedowns[channel] = 0
    there.takedowns = 0


@njit(cache=True, forceinline=True)
def news_of_last_week(person, market, world, week):
    """What a network learnt last week of the market where it holds a person [visits]."""
    if market.news_week != week - 1:
        return 0.0
    memory = world.memories[person.network, person.place, market.sector]
    news = memory.news if memory.news_week == week - 1 else 0.0
    return news + (market.news if world.networks[person.network].in_touch[person.place] else 0.0)
