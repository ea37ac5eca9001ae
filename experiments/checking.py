"""Predictive checks: what worlds of the posterior, or of the prior, give for every target, used or held out."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.distances import SEEDS, published
from calibration.posterior import POSTERIOR
from calibration.priors import read_prior
from calibration.targets import FIT, TARGETS, read_targets, used
from calibration.worlds import Simulator
from experiments import interrupts, runner
from experiments.draw_worlds import band, banded, beside, lived, observed
from experiments.forecasts import forecasts
from experiments.forecasts import lines as forecast_lines
from experiments.requests import UsageError
from experiments.sweeps import executors
from experiments.sweeps.kept import index
from experiments.sweeps.posterior import posterior_table, shares_of
from scenarios.baseline import read_baseline
from sim.definitions import ALL, BELGIUM

ALSO = (("hidden", BELGIUM), ("hidden", ALL), ("identified", BELGIUM))
FEWEST = 20
JUDGEMENT = "A82"
RESTS_ON = {
    "posterior": "They rest on how many are present for each identified (A82), how long they stay (A84): judgements.",
    "counts": "No target that was used says how many are present for each identified: they rest on the priors alone.",
    "prior": "Nothing is calibrated in these worlds: they show what was supposed before any figure was looked at.",
}


@dataclass(frozen=True)
class Check:
    """What `thbsim check` asks for; without a posterior, worlds are drawn from the prior."""

    posterior: Path | None = POSTERIOR
    targets: Path = TARGETS
    runs: int = 400
    seed: int = 1
    workers: int | None = None


def check(asked):
    """Plain values: for each target where the observation falls, and the hidden persons.

    Raises ScenarioError, UsageError, KeyboardInterrupt.
    """
    if asked.runs < FEWEST:
        raise UsageError(f"--runs {asked.runs}: too few for a band of 90 %; give {FEWEST} or more")
    start = read_baseline()
    targets = read_targets(index(), asked.targets)
    prior, luck = read_prior(start), np.random.default_rng([asked.seed, 2])
    if asked.posterior:
        values = values_of(asked.posterior, start, asked.runs, luck)
    else:
        values = prior.values(prior.drawn(asked.runs, luck))
    simulator = Simulator(prior, targets, ALSO)
    seeds = luck.integers(SEEDS, size=asked.runs)
    with executors.workers("threads", asked.workers) as workers, interrupts.heard():
        runner.warm_up()
        figures = lived(simulator.of_values, values, seeds, workers)
    foretold = published(figures[:, : len(targets)], simulator.uncertainty, luck)
    return {
        "runs": asked.runs,
        "of": "posterior" if asked.posterior else "prior",
        "other_targets": _other_targets(asked),
        "hidden_rests_on": _rests_on(targets) if asked.posterior else RESTS_ON["prior"],
        "targets": [_of_target(target, foretold[:, place]) for place, target in enumerate(targets)],
        "hidden": {area: band(figures[:, len(targets) + place]) for place, (_, area) in enumerate(ALSO[:2])},
        "identified_mean": float(np.nanmean(figures[:, len(targets) + 2])),
        "forecasts": list(forecasts(targets, np.nanmedian(foretold, axis=0))),
    }


def _other_targets(asked):
    """Whether the record beside a posterior says that it was calibrated on other targets."""
    record = Path(asked.posterior).with_suffix(".json") if asked.posterior else None
    if record is None or not record.is_file():
        return False
    try:
        text = json.loads(record.read_text(encoding="utf-8"))["texts"]["targets"]
    except (ValueError, KeyError, TypeError):
        return False
    return text != Path(asked.targets).read_text(encoding="utf-8")


def _rests_on(targets):
    """On what the number of hidden persons rests, by the targets that are used."""
    judged = any(JUDGEMENT in target.entry.source for target in used(targets))
    return RESTS_ON["posterior" if judged else "counts"]


def values_of(path, start, number, luck):
    """The value of every path [draw, path] of so many draws of a posterior file.  Raises ScenarioError."""
    table = posterior_table(path, start)
    rows = luck.choice(table.height, number, replace=number > table.height, p=shares_of(table))
    found = np.tile([one.value for one in start.quantities.values()], (number, 1))
    for place, name in enumerate(start.quantities):
        if name in table.columns:
            found[:, place] = table[name].to_numpy()[rows]
    return found


def _of_target(target, foretold):
    """Where an observation falls among what is foretold of it."""
    found, known = beside(target, foretold), foretold[np.isfinite(foretold)]
    return found | {
        "use": target.entry.use,
        "years": list(target.entry.years),
        "without": int(np.isnan(foretold).sum()),
        "below": float((known < target.observed).mean()),
        "inside": bool(found["low"] <= target.entry.value <= found["high"]),
    }


def lines(found):
    """A check for readers."""
    yield f"{found['runs']} worlds of the {found['of']}; bands hold 90 % of what is foretold of a figure."
    if found["other_targets"]:
        yield "This posterior was calibrated on other targets than these: none of them need have been used by it."
    for use in dict.fromkeys(one["use"] for one in found["targets"]):
        yield ""
        heading = "for the calibration (fit)" if use == FIT else use
        yield f"{heading:48s} {'observed':>9s} {'foretold':>24s} {'below':>6s}"
        for one in (one for one in found["targets"] if one["use"] == use):
            mark = "" if one["inside"] else "  outside"
            yield f"{one['title']:48s} {observed(one):>9s} {banded(one):>24s} {100 * one['below']:4.0f} %{mark}"
    without = max(one["without"] for one in found["targets"])
    if without:
        yield f"{without} worlds gave no figure for some target."
    yield ""
    yield f"Identified victims a year in Belgium, 2009-2012: {found['identified_mean']:.1f} on average."
    for area, name in ((BELGIUM, "Belgium"), (ALL, "the three countries")):
        hidden = found["hidden"][area]
        yield (
            f"Hidden victims at a year's end in {name}, 2009-2012: {hidden['median']:,.0f} ({hidden['low']:,.0f} to"
            f" {hidden['high']:,.0f}, 90 %)."
        )
    yield found["hidden_rests_on"]
    yield from forecast_lines(found["forecasts"])
