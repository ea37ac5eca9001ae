"""What a network hears of, it remembers for a while: perceived risk, by market and by channel.

An event is heard of by the network that it strikes, and by some of those that work in the same city and form.  Where a
network perceives risk it brings fewer persons, and takes away some who are there: displacement follows, nobody plans it.
"""

from typing import Annotated, NamedTuple

from numba import njit

from sim.draws import race, uniform
from sim.names import CHANNELS

DECISION_HEAR, DECISION_STAY, DECISION_CHANNEL, DECISION_HEAR_CHANNEL = 120, 121, 122, 123


class Parameters(NamedTuple):
    half_life_weeks: Annotated[float, "week"]  # after which half of what was heard is forgotten
    hearing_chance: Annotated[float, "1"]  # that a network hears of what happens to another in its cities and form
    person_weight: Annotated[float, "1"]  # of one person brought to light, in visits
    arrest_weight: Annotated[float, "1"]  # of one recruiter's arrest, in take-downs
    aversion: Annotated[float, "1"]  # how much a remembered take-down takes from a channel's appeal
    flight: Annotated[float, "1"]  # what news of one visit spends of the move clock of persons held there


@njit(cache=True)
def fade(p):
    """What is left of a memory after a week [1].  Source: A50."""
    return 0.5 ** (1.0 / p.half_life_weeks)


@njit(cache=True)
def appeal(channel_risk, p):
    """Multiplier on what a channel promises a recruiter [1]: halved where aversion * risk is 1.  Source: A51."""
    return 1.0 / (1.0 + p.aversion * channel_risk)


@njit(cache=True)
def weight_of(hits, found, p):
    """What happened in a market in a week, in visits.  Source: A52."""
    return hits + p.person_weight * found


@njit(cache=True)
def weight_on_channel(takedowns, arrests, p):
    """What happened on a channel in a week, in take-downs.  Source: A52."""
    return takedowns + p.arrest_weight * arrests


@njit(cache=True)
def hears(network_key, market_number, seed, week, p):
    """Whether word of a week's events in a market reaches a network that they did not strike.  Source: A52."""
    return uniform(seed, network_key, DECISION_HEAR, market_number, week) < p.hearing_chance


@njit(cache=True)
def hears_of_channel(network_key, channel, seed, week, p):
    """The same for a channel."""
    return uniform(seed, network_key, DECISION_HEAR_CHANNEL, channel, week) < p.hearing_chance


@njit(cache=True)
def repost(recruiter, channel_risk, shares, seed, p):
    """Where an advertisement taken down is put up again: on the same channel, the less likely the riskier it seems.

    Else on another, by how usual the others are and how risky they seem.  Source: A53.

    Args:
        channel_risk: That the network perceives, by channel, offline first [take-downs].
        shares: How usual each online channel is [1].
    """
    risk = channel_risk[recruiter.channel]
    stays = uniform(seed, recruiter.key, DECISION_STAY, 0, recruiter.times_found) < appeal(risk, p)
    if stays:
        return recruiter.channel
    best, chosen = 1e300, recruiter.channel
    for channel in range(1, len(CHANNELS)):
        if channel != recruiter.channel:
            value = shares[channel - 1] * appeal(channel_risk[channel], p)
            time = race(value, seed, recruiter.key, DECISION_CHANNEL, channel, recruiter.times_found)
            if time < best:
                best, chosen = time, channel
    return chosen
