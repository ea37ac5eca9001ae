"""Intervals for who looks at the runs again and again, and stops once an interval is narrow enough.

A sequence of intervals is of 95 % confidence where, in 95 of 100 studies, every one of them holds the mean, at whatever
number of runs; so it is no matter when one looks or why one stops.  This one is a mixture over means with a normal
weight, in the form with an unknown variance: for normal numbers it holds exactly from the first look on, for others as
runs become many.  Source: Robbins 1970; Lai 1976; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024; Wang & Ramdas
2025.
"""

import math

from scipy.special import lambertw

BEST_AT = 2  # the look at which the sequence is narrowest; at others it is little wider


def reach_of_sequence(number, freedom, every, miss):
    """How many standard errors of the mean the sequence reaches either way; infinite while runs are too few.

    Args:
        number: Of runs so far.
        freedom: Degrees of freedom of the standard error.
        every: After how many runs each it is looked at, from the first on; it must not hang on the runs.
        miss: In what share of studies any of the intervals may leave the mean out [1].
    """
    if freedom < 1:
        return math.inf
    more = 1.0 + number * _weight(miss) / (BEST_AT * every)
    grown = (math.sqrt(more) / miss) ** (2.0 / (freedom + 1.0))
    return math.sqrt(freedom * (grown - 1.0) / (1.0 - grown / more)) if grown < more else math.inf


def _weight(miss):
    """Variance of the mixture, in squared standard errors, with which the sequence is narrowest where it should be."""
    return -1.0 - float(lambertw(-(miss**2) / math.e, -1).real)
