"""Simulation-based calibration carried out: worlds of the prior on workers, and what came of it in plain values."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.distances import SEEDS, published
from calibration.planted import LEVEL, found_again
from calibration.priors import read_prior
from calibration.targets import TARGETS, read_targets, used
from calibration.worlds import Simulator
from experiments import interrupts, runner
from experiments.draw_worlds import lived
from experiments.requests import UsageError
from experiments.sweeps import executors
from experiments.sweeps.kept import index
from experiments.words import percent
from scenarios.baseline import read_baseline
from sim.definitions import BELGIUM

FEWEST_PLANTED, FEWEST_WORLDS = 20, 200
HIDDEN = "hidden persons"
SHARES = (0.5, 0.9)  # of the posterior, in the middle, in which planted values are counted


@dataclass(frozen=True)
class Planting:
    """What `thbsim planted` asks for."""

    planted: int = 200
    worlds: int = 6000
    targets: Path = TARGETS
    seed: int = 1
    workers: int | None = None


def plant(asked):
    """Plain values: for each calibrated parameter and for hidden persons, whether what was planted is found again.

    Raises ScenarioError, UsageError, KeyboardInterrupt.
    """
    if asked.planted < FEWEST_PLANTED or asked.worlds < FEWEST_WORLDS:
        raise UsageError(
            f"--planted {asked.planted} --worlds {asked.worlds}: too few for ranks; give {FEWEST_PLANTED} and"
            f" {FEWEST_WORLDS} or more"
        )
    prior = read_prior(read_baseline())
    simulator = Simulator(prior, used(read_targets(index(), asked.targets)), (("hidden", BELGIUM),))
    luck = np.random.default_rng([asked.seed, 3])
    draws = prior.drawn(asked.planted + asked.worlds, luck)
    seeds = luck.integers(SEEDS, size=len(draws))
    with executors.workers("threads", asked.workers) as workers, interrupts.heard():
        runner.warm_up()
        figures = lived(simulator.figures, draws, seeds, workers)
    seen = published(figures[:, :-1], simulator.uncertainty, luck)
    quantities = np.column_stack([draws[:, : prior.calibrated], np.log(figures[:, -1] + 1.0)])
    names = (*prior.axes[: prior.calibrated], HIDDEN)
    return record_of(found_again(names, quantities, seen, asked.planted, luck), asked)


def record_of(found, asked):
    """Plain values of a Planted; what was planted and found are normal numbers, of hidden persons log(persons + 1)."""
    inside = {share: found.inside(share) for share in SHARES}
    quantities = [
        {
            "name": name,
            "chance": float(found.chances[place]),
            "outside": name in found.outside,
            "correlation": float(found.correlations[place]),
            "inside": {percent(share): float(inside[share][place]) for share in SHARES},
            "ranks": found.ranks[:, place].tolist(),
            "planted": found.truth[:, place].tolist(),
            "found": found.means[:, place].tolist(),
        }
        for place, name in enumerate(found.names)
    ]
    return {
        "planted": len(found.ranks),
        "without_figures": asked.planted - len(found.ranks),
        "worlds": asked.worlds,
        "level": LEVEL,
        "outside": list(found.outside),
        "room": {percent(share): list(found.room(share)) for share in SHARES},
        "quantities": quantities,
    }


def lines(found):
    """The same for readers."""
    yield f"{found['planted']} planted worlds, each calibrated against {found['worlds']:,} others."
    yield f"{'quantity':46s} {'chance of ranks as uneven':>26s} {'correlation':>12s} {'inside 50 %':>12s} {'90 %':>6s}"
    for one in found["quantities"]:
        half, most = (100 * share for share in one["inside"].values())
        mark = "  outside the band" if one["outside"] else ""
        yield f"{one['name']:46s} {one['chance']:26.3f} {one['correlation']:+12.2f} {half:10.0f} % {most:4.0f} %{mark}"
    names = ", ".join(found["outside"])
    yield f"Outside the 99 % band: {names}." if names else "No quantity is outside the 99 % band (all together)."
    yield "Correlation: of what was planted with the mean of the posterior that found it.  Inside: how many planted"
    yield "values lie in the middle 50 and 90 % of their posterior; as many, if the method is right."
    if found["without_figures"]:
        yield f"{found['without_figures']} planted worlds gave no figure for some target, and were left out."
