"""Luck, keyed by who decides what and when, so that two worlds share it.

A number depends on (seed, entity key, decision, option, occasion) and on nothing else: not on the order of calls,
not on how many other draws were made, not on the host.  Generator: Philox4x32-10 (Salmon et al. 2011).

An entity's key says who it is: three bits of kind, then the numbers that make it up, so that no two entities share one.
"""

from math import log

from numba import njit, uint64

NETWORK, RECRUITER, PERSON, TEAM, ESTABLISHMENT = 1, 2, 3, 4, 5
GOLDEN = 0.6180339887498949  # turns of it spread evenly over a circle
MOST_ATTEMPTS = 2**26 - 1  # of one recruiter: the ordinal's room in a person's key

_LOW = uint64(0xFFFFFFFF)
_32 = uint64(32)
_24 = uint64(24)


@njit(cache=True)
def philox4x32(c0, c1, c2, c3, k0, k1):
    """Ten rounds over a counter of four words with a key of two words [all 0..2^32-1, uint64]."""
    for _ in range(10):
        left = uint64(0xD2511F53) * c0
        right = uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (right >> _32) ^ c1 ^ k0, right & _LOW, (left >> _32) ^ c3 ^ k1, left & _LOW
        k0 = (k0 + uint64(0x9E3779B9)) & _LOW
        k1 = (k1 + uint64(0xBB67AE85)) & _LOW
    return c0, c1, c2, c3


@njit(cache=True)
def uniform(seed, key, decision, option, occasion):
    """A number strictly between 0 and 1, in steps of 2^-52.

    Args:
        seed: The run's luck, 0..2^63-1.
        key: Who decides.
        decision: What about, 0..255: a constant of the rule, never renumbered.
        option: Which of the options, 0..2^24-1; 0 where there are none.
        occasion: When, 0..2^32-1: a week, or the ordinal of that entity's own event.
    """
    luck = uint64(seed)
    who = uint64(key)
    what = (uint64(decision) << _24) | uint64(option)
    high, low, _, _ = philox4x32(who & _LOW, who >> _32, what, uint64(occasion), luck & _LOW, luck >> _32)
    steps = (high << uint64(20)) | (low >> uint64(12))
    return (float(steps) + 0.5) * 2.220446049250313e-16


@njit(cache=True)
def exponential(seed, key, decision, option, occasion):
    """A unit exponential [1]: a clock's threshold, spent as hazard accrues."""
    return -log(uniform(seed, key, decision, option, occasion))


@njit(cache=True)
def race(weight, seed, key, decision, option, occasion):
    """An option's time in an exponential race; the first wins with chance weight / sum of weights.

    The same choice as the largest of log(weight) + Gumbel (random utility), at the cost of one logarithm.
    """
    if weight <= 0.0:
        return 1e300
    return exponential(seed, key, decision, option, occasion) / weight


@njit(cache=True)
def key_of(kind, number):
    """Key of an entity that is one of a numbered kind (a network, a team, an establishment)."""
    return (kind << 60) | number


@njit(cache=True)
def recruiter_key(network_number, place, generation):
    """Key of the recruiter who fills a network's place in a generation [0..2^22-1, 0..63, 0..63]."""
    return (RECRUITER << 60) | (network_number << 38) | (place << 32) | (generation << 26)


@njit(cache=True)
def person_key(key_of_recruiter, attempt):
    """Key of the person whom a recruiter approaches at the n-th attempt: the same person in every world."""
    return (key_of_recruiter ^ ((RECRUITER ^ PERSON) << 60)) | attempt
