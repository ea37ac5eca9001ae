"""The stopping rule: seeds are enough once every effect against the reference is known as well as was asked for.

It looks only at whole blocks of seeds, so that a sweep that was interrupted stops where an uninterrupted one does.
"""

import polars as pl

from experiments.comparison import interval
from experiments.store.reading import reading, values_frame

TOTAL = "total"


def enough(store, experiment, sweep, end):
    """Whether the seeds before `end` are enough: no interval is wider than twice the half-width of the design.

    A seed's effect is the mean over the draws, so that the interval holds luck alone.
    """
    stop = sweep.design.stop
    with reading(store) as connection:
        table = values_frame(store, connection, experiment, [(stop.outcome, stop.area, TOTAL)])
    seen = table.filter(pl.col("seed") < end).group_by("scenario", "seed").agg(pl.col("value").mean())
    by_scenario = seen.pivot("scenario", index="seed", values="value").sort("seed")
    reference, *others = sweep.names
    return all(_is_narrow(by_scenario, reference, other, stop.half_width) for other in others)


def _is_narrow(by_scenario, reference, other, half_width):
    if not {reference, other} <= set(by_scenario.columns):
        return False
    pairs = by_scenario.select(reference, other).drop_nulls()
    if pairs.height < 2:
        return False
    _, low, high = interval((pairs[other] - pairs[reference]).to_numpy())
    return (high - low) / 2.0 <= half_width
