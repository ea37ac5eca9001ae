"""The full comparison: a part of its 40,000 decades, stored, and what the whole would take."""

import tempfile
from dataclasses import replace
from pathlib import Path

from experiments import runner
from experiments.bench.sweeps import seconds_of
from experiments.store.opening import open_store
from experiments.sweeps.design import read_design

DESIGN = Path(__file__).parent.parent / "designs" / "full-comparison.toml"
DRAWS = 10  # of the design's 200


def seconds_of_part():
    """(Seconds of the first draws with all their seeds, runs) on two threads."""
    sweep = read_design(DESIGN)
    fewer = sweep.design.draws.model_copy(update={"number": (DRAWS,)})
    points = replace(sweep.points, table=sweep.points.table[:DRAWS])
    part = replace(sweep, design=sweep.design.model_copy(update={"draws": fewer}), points=points)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bench.sqlite", make=True)
        took = seconds_of(store, part)
        store.close()
    return took, part.runs


def figures():
    runner.warm_up()
    took, runs = seconds_of_part()
    whole = read_design(DESIGN).runs
    beside = f"{runs:,} of {whole:,} runs took {took:.0f} s; aimed at: 7"
    yield "the full comparison, stored", took * whole / runs / 60.0, "min", "at most", 15, beside
