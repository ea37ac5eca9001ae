"""Worlds of draws on workers, and what they give for a target, in plain values and in lines."""

from concurrent.futures import wait

import numpy as np

from calibration.agreement import BAND
from experiments import interrupts

CHUNK = 10  # worlds of a piece of work
LOOK_SECONDS = 0.2  # between two looks whether the end was asked for


def lived(live, rows, seeds, workers):
    """What worlds give [world, figure], in the order of their rows.  Raises ExecutorError, KeyboardInterrupt.

    Args:
        live: Gives what worlds give, of some rows and their seeds.
        rows: Draws or values, one for each world [world, ...].
        seeds: The luck of each world.
        workers: From experiments.sweeps.executors.
    """
    parts = [slice(first, first + CHUNK) for first in range(0, len(rows), CHUNK)]
    pieces = [rows[part] for part in parts], [seeds[part] for part in parts]
    return np.concatenate(spread_out(live, *pieces, workers=workers))


def spread_out(function, *items, workers):
    """As `map`, on workers: a list.  Raises ExecutorError, KeyboardInterrupt.

    Args:
        function: Given one of each of the items.
        items: Lists of the same length.
        workers: From experiments.sweeps.executors.
    """
    futures = [workers.executor.submit(function, *each) for each in zip(*items, strict=True)]
    for future in futures:
        while not future.done():
            interrupts.look()
            workers.check()
            wait([future], timeout=LOOK_SECONDS)
    return [future.result() for future in futures]


def band(values):
    """Median and the middle 90 % of what is known: {low, median, high}."""
    low, median, high = (float(bound) for bound in np.nanquantile(values, BAND))
    return {"low": low, "median": median, "high": high}


def beside(target, values):
    """A target's figure beside the band of what worlds give for it.

    Args:
        target: The Target.
        values: On its scale [world].
    """
    found = {name: float(target.plain(bound)) for name, bound in band(values).items()}
    return {"name": target.name, "title": target.entry.title, "observed": target.shown} | found


def banded(one):
    """A band in a line."""
    return f"{one['median']:.3g} ({one['low']:.3g} to {one['high']:.3g})"


def observed(one):
    """The observed figure in a line; a small count of one's own stays "<5"."""
    return one["observed"] if isinstance(one["observed"], str) else f"{one['observed']:.3g}"
