"""Travels of scenarios: the baseline's are shipped, others are lived once and kept while the page is served.

Runs live on the posterior, two on each draw, with the seeds from 1 on: those of all scenarios are pairs.
"""

import threading
from collections import OrderedDict
from functools import cache, lru_cache
from pathlib import Path

import polars as pl

from calibration.posterior import POSTERIOR
from experiments import runner
from experiments.canonical import digest_of, digest_of_file
from experiments.page.flows.named import schedules
from experiments.page.flows.travels import Travels, followed, summed
from experiments.parameters import points_of
from experiments.requests import DRAWN
from sim import SOURCE_DIGEST

BASELINE = "baseline"
SHIPPED = Path(__file__).parent / "baseline.parquet"
RUNS, FIRST_YEAR, LAST_YEAR = 60, 2009, 2018
KEPT = 8  # scenarios beside the baseline: some 5 MB each

_lived: OrderedDict[tuple[str, int], Travels] = OrderedDict()  # the same for all visitors
_lock = threading.Lock()


def travels_of(name, runs=RUNS, step=lambda share: None):
    """The Travels of a scenario of the catalogue.  Raises what `step` raises.

    Args:
        name: In the catalogue.
        runs: How many runs.
        step: Called with the share that is done [0..1] after each run.
    """
    found = at_hand(name, runs)
    if found is None:
        found = lived(name, range(1, runs + 1), step)
        with _lock:
            _lived[name, runs] = found
            while len(_lived) > KEPT:
                _lived.popitem(last=False)
    return found


def at_hand(name, runs=RUNS):
    """The same where it needs no runs, else None."""
    if name == BASELINE and runs == RUNS:
        found = shipped()
        if found is not None:
            return found
    with _lock:
        if (name, runs) in _lived:
            _lived.move_to_end((name, runs))
        return _lived.get((name, runs))


def lived(name, seeds, step=lambda share: None):
    """The Travels of a scenario's runs, each lived now."""
    live = lives_of(name)
    _compile()
    found = []
    with runner.threads() as executor:
        for events, _ in executor.map(live, seeds):
            found.append(events)
            step(len(found) / len(seeds))
    return summed(found, FIRST_YEAR, LAST_YEAR)


def lives_of(name):
    """What lives a run of a scenario by its seed, as `travels.followed`."""
    schedule = schedules()[name]
    points = points_of(DRAWN, schedule.baseline)

    @lru_cache(maxsize=runner.LATEST)
    def on_draw(draw):
        return runner.plan(schedule.with_values(points.values(draw)), FIRST_YEAR, LAST_YEAR)

    return lambda seed: followed(on_draw(points.draw_of(seed)), seed)


@cache
def _compile():
    runner.warm_up()


def origin():
    """On what the shipped runs hang: plain values, which stand in its file."""
    return {
        "model_source": SOURCE_DIGEST,
        "baseline": schedules()[BASELINE].digest,
        "posterior_sha256": digest_of_file(POSTERIOR),
        "years": f"{FIRST_YEAR}-{LAST_YEAR}",
        "runs": str(RUNS),
    }


def digest_of_run(events):
    """By which a run of the shipped file is known again."""
    return digest_of(events.tolist())


@cache
def shipped():
    """The baseline's Travels as shipped; None where the file is of another model, baseline or posterior."""
    if not SHIPPED.exists():
        return None
    found = pl.read_parquet_metadata(SHIPPED)
    if {key: found.get(key) for key in origin()} != origin():
        return None
    return Travels(pl.read_parquet(SHIPPED), RUNS, FIRST_YEAR, LAST_YEAR)


def digests_of_shipped():
    """The digest of each shipped run, in the order of the seeds from 1 on."""
    return pl.read_parquet_metadata(SHIPPED)["run_digests"].split()


def ship():
    """Live the baseline's runs, and write the file."""
    live = lives_of(BASELINE)
    _compile()
    with runner.threads() as executor:
        events = [events for events, _ in executor.map(live, range(1, RUNS + 1))]
    metadata = origin() | {"run_digests": " ".join(map(digest_of_run, events))}
    table = summed(events, FIRST_YEAR, LAST_YEAR).table
    table.write_parquet(SHIPPED, compression="zstd", compression_level=19, metadata=metadata)
