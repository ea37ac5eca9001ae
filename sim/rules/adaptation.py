"""What befalls a network, and what it hears of others, it remembers for a while: perceived risk, by market and channel.

What befell a network itself it knows.  Of what befell others it hears in those cities, and of those channels, where it
is in touch with others.  Where it perceives risk it brings fewer persons and takes away some who are there.
"""

from typing import Annotated, NamedTuple

from numba import njit

from sim.draws import race, uniform
from sim.names import CHANNELS

DECISION_STAY, DECISION_CHANNEL = 121, 122


class Parameters(NamedTuple):
    half_life_weeks: Annotated[float, "week"]  # after which half of what was heard is forgotten
    hearing_chance: Annotated[float, "1"]  # that a network is in touch with others in a city, or on a channel
    person_weight: Annotated[float, "1"]  # of one person brought to light, in visits
    arrest_weight: Annotated[float, "1"]  # of one recruiter's arrest, in take-downs
    aversion: Annotated[float, "1"]  # how much a remembered take-down takes from a channel's appeal
    flight: Annotated[float, "1"]  # what news of one visit spends of the move clock of persons held there


@njit(cache=True)
def fade(p):
    """What is left of a memory after a week [1].  Source: A50."""
    return 0.5 ** (1.0 / p.half_life_weeks)


@njit(cache=True)
def appeal(risk, p):
    """Multiplier on what a channel promises a recruiter [1]: halved where aversion * risk is 1.  Source: A51."""
    return 1.0 / (1.0 + p.aversion * risk)


@njit(cache=True)
def weight_of(visits, found, p):
    """What visits and persons brought to light weigh together [visits].  Source: A52."""
    return visits + p.person_weight * found


@njit(cache=True)
def weight_on_channel(takedowns, arrests, p):
    """What take-downs and arrests of recruiters weigh together [take-downs].  Source: A52."""
    return takedowns + p.arrest_weight * arrests


@njit(cache=True)
def is_in_touch(ear, p):
    """Whether a network hears of others; whoever does at a small chance does so at a larger one too.  Source: A52."""
    return ear < p.hearing_chance


@njit(cache=True)
def repost(recruiter, risk, shares, seed, p):
    """Where an advertisement taken down is put up again: on the same channel, the less likely the riskier it seems.

    Else on another, by how usual the others are and how risky they seem.  Source: A53.

    Args:
        risk: That the network perceives, by channel, offline first [take-downs].
        shares: How usual each online channel is [1].
    """
    still = appeal(risk[recruiter.channel], p)
    stays = uniform(seed, recruiter.key, DECISION_STAY, 0, recruiter.times_found) < still
    if stays:
        return recruiter.channel
    best, chosen = 1e300, recruiter.channel
    for channel in range(1, len(CHANNELS)):
        if channel != recruiter.channel:
            value = shares[channel - 1] * appeal(risk[channel], p)
            time = race(value, seed, recruiter.key, DECISION_CHANNEL, channel, recruiter.times_found)
            if time < best:
                best, chosen = time, channel
    return chosen
