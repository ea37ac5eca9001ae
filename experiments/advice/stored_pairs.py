"""The Pairs of a stored experiment."""

import json

import numpy as np
import polars as pl

from experiments.advice.pairs import Pairs
from experiments.store import schema
from experiments.store.reading import (
    design_of,
    experiment_row,
    overview,
    reading,
    runs_frame,
    scenarios_of,
    values_frame,
)
from experiments.sweeps.beginning import without_draws
from experiments.sweeps.effects import cautions
from experiments.sweeps.kept import storable
from experiments.sweeps.points import Points


def pairs_of_experiment(store, experiment):
    """The Pairs of a stored experiment.  Raises StoreError, UsageError, ScenarioError.

    Args:
        store: An open Store.
        experiment: Its id.
    """
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        seen, runs = overview(connection, row), runs_frame(connection, experiment)
        texts = [(one.name, json.loads(one.files)) for one in scenarios_of(connection, experiment)]
    design = design_of(row)
    sweep = without_draws(design, texts)
    runs = runs.filter(state=schema.FINISHED)
    places = _whole_pairs(runs, sweep.names, design.draws.of_seeds)
    chosen = runs.join(places, on=("draw", "seed"), how="semi")

    def read_some(names):
        of_these = chosen.filter(pl.col("scenario").is_in(names))

        def read(*key):
            with reading(store) as connection:
                table = values_frame(store, connection, experiment, [key], of_these)
            return _as_array(table.join(places, on=("draw", "seed")), names, sweep.years, storable()[key])

        return read

    return Pairs(
        title=seen["title"],
        names=sweep.names,
        schedules=sweep.schedules,
        years=sweep.years,
        draw=places["draw"].to_numpy(),
        seed=places["seed"].to_numpy(),
        points=_points_lived(chosen, sweep.schedules[0].baseline, design.draws.of_seeds),
        read=read_some(sweep.names),
        kept=design.keep.measures,
        experiment=experiment,
        left_out=seen["runs"] // len(sweep.names) - places.height,
        state=seen["state"],
        cautions=tuple(cautions(sweep.schedules, sweep.years)),
        looks=design.stop.every if design.stop else 0,
        stopped=_stopped(seen),
        drawn=design.draws,
        design=design,
        read_some=read_some,
    )


def _stopped(seen):
    """What became of the stopping rule of an experiment, by its overview; empty where it has none."""
    stop = seen["stop"]
    if not stop:
        return ""
    width = f"{2.0 * stop['half_width']:g} ({stop['outcome']}, {stop['area']})"
    if stop["seeds"]:
        return (
            f"The intervals of luck were no wider than {width} after {stop['seeds']:,} of at most"
            f" {stop['at_most']:,} seeds, so no more were lived."
        )
    if seen["state"] == "finished":
        return f"All {stop['at_most']:,} seeds were lived before the intervals of luck were no wider than {width}."
    return f"More seeds are to be lived until the intervals of luck are no wider than {width}."


def _whole_pairs(runs, names, of_seeds):
    """The pairs that all scenarios have: a frame of draw, seed, pair.

    Where every draw is to be lived with every seed, and some are missing, the larger of: the draws that have all seeds,
    the seeds that have all draws.
    """
    count = runs.group_by("draw", "seed").agg(pl.col("scenario").n_unique())
    whole = count.filter(scenario=len(names)).select("draw", "seed").sort("draw", "seed")
    if not of_seeds and whole.height:
        whole = max(
            (_complete(whole, *axes) for axes in (("draw", "seed"), ("seed", "draw"))), key=lambda one: one.height
        )
    return whole.sort("seed" if of_seeds else "draw", "seed").with_row_index("pair")


def _complete(whole, kept, other):
    """The pairs of those draws, or seeds, that have all of the other."""
    have = whole.group_by(kept).len().filter(len=whole[other].n_unique())
    return whole.join(have, on=kept, how="semi")


def _as_array(table, scenarios, years, labels):
    """Values [scenario, label, pair, year] of one key's frame."""
    first, last = years
    scenario, label = (
        table[column]
        .replace_strict({name: place for place, name in enumerate(names)}, return_dtype=pl.Int64)
        .to_numpy()
        for column, names in (("scenario", scenarios), ("label", labels))
    )
    found = np.full((len(scenarios), len(labels), table["pair"].n_unique(), last - first + 1), np.nan)
    found[scenario, label, table["pair"].to_numpy(), table["year"].to_numpy() - first] = table["value"].to_numpy()
    return found


def _points_lived(runs, baseline, of_seeds):
    """The table of draws as they were lived, from the parameters that the store keeps of each."""
    texts = runs.unique("draw", keep="first").sort("draw")
    values = [json.loads(text) for text in texts["parameters"]]
    paths = tuple(dict.fromkeys(path for one in values for path in one))
    table = np.empty((int(texts["draw"].max() or 0) + 1, len(paths)))
    table[:] = [baseline.quantities[path].value for path in paths]
    for draw, one in zip(texts["draw"], values, strict=True):
        table[draw] = [one.get(path, given) for path, given in zip(paths, table[draw], strict=True)]
    return Points(paths, table, of_seeds)
