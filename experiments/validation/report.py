"""Writes docs/validation.md, its pictures, and docs/validation.json, the plain values that the page renders.

`python -m experiments.validation` lives some thousands of worlds and estimates some hundred tables of lists: about a
quarter of an hour on two processors.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from calibration.hidden import coverage, study
from calibration.posterior import POSTERIOR
from calibration.priors import PRIORS, read_prior
from calibration.targets import TARGETS
from experiments import checking, matching, output, planting, provenance
from experiments.calibrating import METHOD_DIGEST
from experiments.canonical import digest_of_file
from experiments.matching import Match
from experiments.validation import charts, learning, page
from scenarios.baseline import read_baseline
from sim import SOURCE_DIGEST

DOCS = Path(__file__).parents[2] / "docs"
PAGE, VALUES = "validation.md", "validation.json"
DIGITS = 6  # of a number that is kept
OF_WORLDS = ("ranks", "planted", "found")  # of a quantity that was planted: for pictures, not kept
OF_RUN = ("budget", "seed", "generations", "worlds", "tolerance")  # what posterior.json may tell


@dataclass(frozen=True)
class Plan:
    """How much is computed."""

    runs: int = 400  # worlds of each check
    planted: int = 200
    worlds: int = 6000  # against which planted ones are calibrated
    tables: int = 30  # of lists, for each kind of dependence and share on no list
    resamples: int = 60  # of each interval
    matched: int = 600  # worlds in each wave of the second method
    unseen: tuple[float, ...] = study.UNSEEN
    seed: int = 1
    workers: int | None = None


def computed(plan, posterior=POSTERIOR, say=lambda sentence: None):
    """All that the report tells, in plain values.  Raises ScenarioError, KeyboardInterrupt.

    Args:
        plan: The Plan.
        posterior: A posterior file; beside it the record of its calibration, as JSON.
        say: Told what is begun, in a sentence.
    """
    prior = read_prior(read_baseline())
    luck = np.random.default_rng([plan.seed, 5])
    found = {"record": record(plan, posterior), "learnt": learning.learnt(posterior, prior, luck)}
    say("Lists of simulated persons, estimated by every method ...")
    found["lists"] = list(coverage.studied(plan.tables, plan.resamples, plan.unseen, workers=plan.workers))
    for name, path in (("prior", None), ("posterior", posterior)):
        say(f"Worlds of the {name} ...")
        found[name] = checking.check(checking.Check(path, TARGETS, plan.runs, plan.seed, plan.workers))
    say("Planted worlds ...")
    asked = planting.Planting(plan.planted, plan.worlds, seed=plan.seed, workers=plan.workers)
    found["planted"] = planting.plant(asked)
    say("The second method ...")
    found["match"] = matching.match(Match(posterior, TARGETS, plan.matched, plan.seed, plan.workers))
    del found["match"]["posterior"]  # a path of this machine
    return found


def record(plan, posterior):
    """Which posterior was looked at, what is known of its calibration, and how much was computed."""
    path = Path(posterior).with_suffix(".json")
    run = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        "posterior": digest_of_file(posterior),
        "calibration": {name: run[name] for name in OF_RUN if name in run},
        "same": same(run) if run else {},
        "plan": asdict(plan) | {"unseen": list(plan.unseen), "workers": None},
        "versions": provenance.versions(),
    }


def same(run):
    """Whether a calibration was made with what this version has."""
    texts = {
        "targets": TARGETS.read_text("utf-8"),
        "priors": PRIORS.read_text("utf-8"),
        "baseline": read_baseline().text,
    }
    found = {name: run.get("texts", {}).get(name) == text for name, text in texts.items()}
    versions = run.get("versions", {})
    found["model"] = versions.get("model_source") == SOURCE_DIGEST
    return found | {"method": versions.get("method_source") == METHOD_DIGEST}


def kept(values):
    """The values as docs/validation.json holds them: short numbers, and nothing of single planted worlds."""
    quantities = [
        {name: value for name, value in one.items() if name not in OF_WORLDS} for one in values["planted"]["quantities"]
    ]
    return _short(values | {"planted": values["planted"] | {"quantities": quantities}})


def _short(value):
    if isinstance(value, dict):
        return {name: _short(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_short(inner) for inner in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
    return value


def write(values, folder=DOCS):
    """Write page, values and pictures into a folder."""
    plain = kept(values)
    text = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    charts.save(values, folder / "pictures")
    output.write(folder / VALUES, lambda path: path.write_text(text, encoding="utf-8"))
    output.write(folder / PAGE, lambda path: path.write_text(page.page(plain), encoding="utf-8"))


def main():
    write(computed(Plan(), say=lambda sentence: print(sentence, file=sys.stderr)))


if __name__ == "__main__":
    main()
