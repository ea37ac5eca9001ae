"""Carries out a calibration: worlds on workers, generations in a folder, so that it goes on where it stopped."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

import numpy as np

import calibration
from calibration import identifiability, posterior, sampler
from calibration.priors import PRIORS, read_prior
from calibration.sampler import Sampler
from calibration.targets import TARGETS, read_targets, used
from calibration.wholes import parts_above_wholes
from calibration.worlds import Simulator
from experiments import interrupts, output, provenance, runner
from experiments.canonical import digest_of
from experiments.draw_worlds import banded, beside, lived, observed
from experiments.requests import UsageError
from experiments.sweeps import executors
from experiments.sweeps.kept import index
from experiments.words import counted
from scenarios.baseline import read_baseline
from sim import SOURCE_DIGEST

METHOD = ("adjustment", "distances", "posterior", "priors", "sampler", "targets", "worlds")  # of calibration/
FILES = [Path(calibration.__file__).with_name(f"{name}.py") for name in METHOD]
METHOD_DIGEST = digest_of([file.read_text("utf-8") for file in FILES])[:12]
SMALLEST_BUDGET = 400
SETTINGS = "calibration.json"


@dataclass(frozen=True)
class Request:
    """What `thbsim calibrate` asks for."""

    targets: Path = TARGETS
    budget: int = 40_000
    seed: int = 1
    executor: str = "threads"
    workers: int | None = None


def prepared(request):
    """(Simulator, the texts on which its digits hang).  Raises ScenarioError, UsageError."""
    if request.budget < SMALLEST_BUDGET:
        raise UsageError(
            f"--budget {request.budget}: too few worlds to learn anything from; give {SMALLEST_BUDGET:,} or more"
        )
    start = read_baseline()
    targets = used(read_targets(index(), request.targets))
    if wrong := list(parts_above_wholes(targets)):
        raise UsageError("\n".join(f"{request.targets}: {sentence}" for sentence in wrong))
    simulator = Simulator(read_prior(start), targets)
    texts = {
        "targets": Path(request.targets).read_text(encoding="utf-8"),
        "priors": PRIORS.read_text(encoding="utf-8"),
        "baseline": start.text,
    }
    return simulator, texts


def calibrate(request, folder, say):
    """Calibrate, or go on with what a folder holds.  Returns plain values, and leaves posterior.parquet.

    Beside it, posterior.json says with what it was calibrated, and how far.

    Raises ScenarioError, UsageError, ExecutorError, KeyboardInterrupt.

    Args:
        request: The Request.
        folder: A Path; made if it is not there.
        say: Told of each generation, in a sentence.
    """
    simulator, texts = prepared(request)
    _settle(folder, request, texts)
    with executors.workers(request.executor, request.workers) as workers, interrupts.heard():
        runner.warm_up()
        asked = Sampler(
            simulator.prior,
            simulator.observed,
            simulator.uncertainty,
            lambda draws, seeds: lived(simulator.figures, draws, seeds, workers),
            request.budget,
            request.seed,
        )
        state = _generations(asked, folder, say)
    if not np.isfinite(state.tolerance):
        raise UsageError(
            f"--targets {request.targets}: too few worlds gave a figure for every target; leave out a share of what is"
            " seldom there, or give more --budget"
        )
    draws = posterior.posterior_draws(asked, state)
    path = folder / "posterior.parquet"
    output.write(path, posterior.table_of(simulator.prior, draws).write_parquet)
    record_of_run(folder, state)
    calibrated = simulator.prior.calibrated
    learnt = identifiability.learnt(draws[:, :calibrated], simulator.prior.axes[:calibrated])
    return summary(simulator, state) | learnt | {"written": str(path)}


def record_of_run(folder, state):
    """Write posterior.json: the settings of the folder's calibration, and its last State in numbers."""
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    reached = {"generations": state.generation, "worlds": state.lived, "tolerance": state.tolerance}
    _write_json(folder / "posterior.json", reached | settings)


def _settle(folder, request, texts):
    """Make the folder of a calibration, or make sure that it is this one's.  Raises UsageError."""
    settings = {
        "budget": request.budget,
        "seed": request.seed,
        "digest": digest_of([texts, SOURCE_DIGEST, METHOD_DIGEST, request.budget, request.seed]),
        "versions": provenance.versions() | {"method_source": METHOD_DIGEST},
        "texts": texts,
    }
    path = folder / SETTINGS
    if path.exists():
        try:
            there = json.loads(path.read_text(encoding="utf-8"))["digest"]
        except (ValueError, KeyError, TypeError):
            there = None
        if there != settings["digest"]:
            raise UsageError(
                f"--out {folder}: it holds another calibration (other targets, priors, budget, seed or model); give"
                " another folder"
            )
        return
    output.prepare(folder, "--out")
    _write_json(path, settings)


def _write_json(path, values):
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    output.write(path, lambda file: file.write_text(text, encoding="utf-8"))


def _generations(asked, folder, say):
    """Live generation after generation from the last that the folder holds; returns the last State."""
    state = _latest(folder)
    if state is not None:
        say(f"Going on after generation {state.generation}, which the folder holds.")
    began, had = monotonic(), 0 if state is None else state.lived
    while state is None or state.generation < asked.generations:
        state = asked.begun() if state is None else asked.next(state)
        path = folder / f"generation-{state.generation:03d}.npz"
        output.write(path, partial(sampler.saved, state))
        each = (monotonic() - began) / max(state.lived - had, 1)
        left = each * asked.particles * (asked.generations - state.generation)
        say(
            f"Generation {state.generation} of {asked.generations}: {_how(state)}, {state.lived:,} worlds, about"
            f" {max(left / 60, 1):.0f} min left"
        )
    return state


def _how(state):
    if state.generation == 0:
        return "the prior"
    what = "of moves taken" if state.moving else "of particles fresh from the prior"
    return f"tolerance {state.tolerance:.2f}, {100 * state.taken:.0f} % {what}"


def _latest(folder):
    """The State of the last generation that can be read, None if there is none."""
    for path in sorted(folder.glob("generation-*.npz"), reverse=True):
        try:
            return sampler.loaded(path)
        except (OSError, ValueError, KeyError):
            continue
    return None


def summary(simulator, state):
    """Plain values: how far the calibration came, and what its last worlds gave for each target."""
    targets = [beside(target, state.figures[:, place]) for place, target in enumerate(simulator.targets)]
    return {
        "generations": state.generation,
        "worlds": state.lived,
        "tolerance": state.tolerance,
        "distinct": len(np.unique(state.draws[:, 0])),
        "targets": targets,
    }


def lines(found):
    """A calibration in lines: its targets with what the last worlds gave, and where the posterior is."""
    yield "What the last worlds gave, not yet adjusted by regression; thbsim check says what the posterior foretells:"
    yield f"{'target':46s} {'observed':>9s} {'worlds: median (middle 90 %)':>32s}"
    for one in found["targets"]:
        yield f"{one['title']:46s} {observed(one):>9s} {banded(one):>32s}"
    yield ""
    yield f"{'parameter':46s} {'narrower than the prior by':>27s}"
    for one in sorted(found["learnt"], key=lambda one: -one["contraction"]):
        yield f"{one['name']:46s} {100 * one['contraction']:25.0f} %"
    for pair in found["hard_to_tell_apart"]:
        yield f"Hard to tell apart: {' and '.join(pair['names'])} (correlation {pair['correlation']:+.2f})"
    chance = 100.0 * identifiability.chance(found["distinct"])
    yield f"Some {chance:.0f} % narrower or wider can be chance: there are {found['distinct']:,} different particles."
    number = counted(found["generations"], "generation")
    yield f"{found['worlds']:,} worlds, the prior and {number} more, tolerance {found['tolerance']:.2f}."
    if found["tolerance"] > sampler.NEAR:
        yield (
            "The worlds are still far from the targets: two worlds of one draw lie"
            f" {sampler.SMALLEST_TOLERANCE:.1f} apart on this scale. Give more --budget before anything is quoted."
        )
    yield f"Posterior: {found['written']}"
