"""A second method carried out: waves of history matching on workers, and its posterior beside that of the sampler."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration import emulator
from calibration.agreement import APART, OVERLAP, Weighted, compared, evenly
from calibration.distances import SEEDS
from calibration.history import ENOUGH, Matching, MatchingError
from calibration.identifiability import places_of
from calibration.posterior import POSTERIOR
from calibration.priors import read_prior
from calibration.targets import TARGETS, read_targets, used
from calibration.worlds import Simulator
from experiments import interrupts, runner
from experiments.checking import values_of
from experiments.draw_worlds import banded, lived, spread_out
from experiments.requests import UsageError
from experiments.sweeps import executors
from experiments.sweeps.kept import index
from scenarios.baseline import read_baseline
from sim.definitions import BELGIUM

FEWEST, WAVES, MOST_CHECKED = 50, 3, 400
HIDDEN = "hidden persons in Belgium"
FILE_ROWS, PRIOR_ROWS = 4000, 20_000  # taken from a posterior file, and from the prior to compare with


@dataclass(frozen=True)
class Match:
    """What `thbsim match` asks for."""

    posterior: Path = POSTERIOR
    targets: Path = TARGETS
    worlds: int = 600
    seed: int = 1
    workers: int | None = None


@dataclass(frozen=True, eq=False)
class Scales:
    """Figures as they are emulated: counts and hidden persons as logarithms, of which luck takes an even share.

    counts [figure]: which of the figures are counts.
    """

    simulator: Simulator

    @property
    def counts(self):
        entries = [target.entry for target in self.simulator.targets]
        return np.array([not one.out_of and one.scale == "linear" for one in entries])

    def figures(self, draws, seeds):
        """What worlds give [world, target and hidden]."""
        found = self.simulator.figures(draws, seeds)
        logs = np.append(self.counts, True)
        found[:, logs] = np.log1p(found[:, logs])
        return found

    @property
    def observed(self):
        return np.where(
            self.counts, np.log1p(np.where(self.counts, self.simulator.observed, 0.0)), self.simulator.observed
        )

    @property
    def uncertainty(self):
        return self.simulator.uncertainty / np.where(self.counts, 1.0 + self.simulator.observed, 1.0)


def match(asked):
    """Plain values: what waves leave of the prior, how well emulators foretell, and how both posteriors agree.

    Raises ScenarioError, UsageError, KeyboardInterrupt.
    """
    if asked.worlds < FEWEST:
        raise UsageError(f"--worlds {asked.worlds}: too few to fit an emulator; give {FEWEST} or more")
    try:
        emulator.require()
    except emulator.MissingError as error:
        raise UsageError(str(error)) from None
    start = read_baseline()
    prior = read_prior(start)
    scales = Scales(Simulator(prior, used(read_targets(index(), asked.targets)), (("hidden", BELGIUM),)))
    luck = np.random.default_rng([asked.seed, 6])
    values = values_of(asked.posterior, start, FILE_ROWS, luck)
    seeds = luck.integers(SEEDS, size=min(asked.worlds, MOST_CHECKED))
    with executors.workers("threads", asked.workers) as workers, interrupts.heard():
        runner.warm_up()
        matching = Matching(
            prior, scales.observed, scales.uncertainty,
            lambda draws, seeds: lived(scales.figures, draws, seeds, workers), asked.worlds, asked.seed,
            lambda function, items: spread_out(function, list(items), workers=workers),
        )  # fmt: skip
        try:
            matched = matching.matched(WAVES)
        except MatchingError as error:
            raise UsageError(f"--targets {asked.targets}: {error}") from None
        hidden = lived(scales.simulator.of_values, values[: len(seeds)], seeds, workers)[:, -1]
        return _record(asked, scales, matched) | _agreement(matching, matched, values, hidden)


def _record(asked, scales, matched):
    """Plain values of the waves."""
    titles = [*(target.entry.title for target in scales.simulator.targets), HIDDEN]
    waves = [
        {
            "left": share,
            "emulators": [
                {"title": title, "foretold": float(one.foretold_share), "inside": float(one.inside)}
                for title, one in zip(titles, wave.emulators, strict=True)
            ],
        }
        for wave, share in zip(matched.waves, matched.shares, strict=True)
    ]
    return {"worlds": asked.worlds, "seed": asked.seed, "posterior": str(asked.posterior), "waves": waves}


def _agreement(matching, matched, values, hidden):
    """Plain values: of each calibrated axis and of hidden persons, both posteriors."""
    prior, luck = matching.prior, np.random.default_rng([matching.seed, 7])
    draws, weights, worth = matching.weighed(matched)
    own, every = prior.values(draws), prior.values(prior.drawn(PRIOR_ROWS, luck))
    quantities = [
        {"name": axis, "unit": _unit(prior, place)}
        | compared(Weighted(own[:, place], weights), evenly(values[:, place]), every[:, place])
        for axis, place in list(places_of(prior).items())[: prior.calibrated]
    ]
    mean, variance = matching.given(matched.waves[-1], draws)
    persons = Weighted(np.expm1(mean + np.sqrt(variance) * luck.standard_normal(len(draws))), weights)
    before = np.expm1(matched.prior_figures[:, -1])
    quantities.append({"name": HIDDEN, "unit": "person"} | compared(persons, evenly(hidden), before))
    return {"worth": float(worth), "worth_enough": bool(worth >= ENOUGH), "quantities": quantities}


def _unit(prior, place):
    return list(prior.baseline.quantities.values())[place].unit


def lines(found):
    """The same for readers."""
    yield f"{len(found['waves'])} waves of {found['worlds']:,} worlds."
    for number, wave in enumerate(found["waves"], 1):
        yield f"After wave {number}, {100 * wave['left']:.3g} % of the prior is not ruled out."
    yield ""
    yield f"{'worlds held out of the last wave':54s} {'foretold':>9s} {'in 90 % band':>13s}"
    for one in found["waves"][-1]["emulators"]:
        yield f"{one['title']:54s} {100 * one['foretold']:7.0f} % {100 * one['inside']:11.0f} %"
    yield ""
    yield f"{'median (middle 90 %)':40s} {'emulator':>27s} {'sampler':>27s} {'apart':>6s} {'overlap':>8s}"
    for one in found["quantities"]:
        word = ("agree" if one["agree"] else "differ") + ("" if one["moved"] else ", as the prior")
        yield (
            f"{one['name']:40s} {banded(one['emulator']):>27s} {banded(one['sampler']):>27s} {one['apart']:+6.2f}"
            f" {100 * one['overlap']:6.0f} %  {word}"
        )
    moved = [one for one in found["quantities"] if one["moved"]]
    agree, both = (sum(one["agree"] for one in some) for some in (found["quantities"], moved))
    yield (
        f"{agree} of {len(found['quantities'])} agree: means within {APART} standard deviations of the prior, and more"
        f" than {100 * OVERLAP:.0f} % of the wider range shared."
    )
    yield f"The prior itself would not agree with the sampler on {len(moved)} of them; the emulator does on {both}."
    few = "" if found["worth_enough"] else f": fewer than {ENOUGH}, so its ranges are rough"
    yield f"The emulator's posterior is worth {found['worth']:,.0f} draws{few}."
