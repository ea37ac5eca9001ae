"""Figures rounded so that they add up to the last digit: whole numbers of a unit in the last decimal."""

import math

import numpy as np

FEWEST, MOST = 2, 6  # decimals


def decimals(values):
    """How many decimals tell values apart that are to be added: two, or more where all are small."""
    largest = float(np.max(np.abs(values), initial=0.0))
    return FEWEST if largest == 0.0 else min(MOST, max(FEWEST, FEWEST - math.floor(math.log10(largest))))


def units(value, places):
    """A figure in units of its last decimal, as a whole number."""
    return round(float(value) * 10**places)


def adding_up(values, whole, places):
    """Values in units of the last decimal, which add up to `whole` of them; each is moved by less than one unit.

    Those with the largest remainders are rounded up, as seats are given out by the largest remainder.

    Args:
        values: Figures whose sum is rounded to `whole` [value].
        whole: A whole number of units.
        places: Decimals.
    """
    exact = np.asarray(values, float) * 10**places
    down = np.floor(exact)
    up = np.argsort(down - exact, kind="stable")[: max(0, whole - int(down.sum()))]
    down[up] += 1.0
    return [int(one) for one in down]


def figure(number, places):
    """So many units of the last decimal as a number that is written with these decimals."""
    return round(number / 10**places, places)


def written(number, places):
    """The same as a text with its sign, a true minus."""
    return f"{figure(number, places):+,.{places}f}".replace("-", "−") if number else f"{0:.{places}f}"
