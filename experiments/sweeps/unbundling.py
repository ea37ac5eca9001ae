"""Opens a bundle that anybody may have made, checks all of it, and lives its runs again."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from experiments.canonical import canonical
from experiments.sweeps import crate, environment
from experiments.sweeps.archive import BundleError, Faults, shown, unpacked
from experiments.sweeps.beginning import without_draws
from experiments.sweeps.bundled_tables import BROKEN, StoredValues, runs_of
from experiments.sweeps.design import MOST_RUNS, Design, Sweep
from experiments.sweeps.environment import Environment
from experiments.sweeps.reproduction import CHUNK, Reproduced, live_again, sampled
from experiments.sweeps.trial import can_be_read
from scenarios.errors import ScenarioError
from scenarios.shapes import checked

FILE = re.compile(r"\w[\w .+-]{0,120}\.toml")  # of a scenario; letters of any language, as owners of policies use
NEEDED = ("baseline.toml", "sources.toml")
MOST_SCENARIOS = 200
MOST_ENVIRONMENTS = 10_000
MOST_LISTED = 1000


@dataclass(frozen=True, eq=False)
class Bundle:
    """A bundle whose parts fit together; no run of it was lived yet."""

    path: Path
    sweep: Sweep  # its draws are those of its runs: nothing is drawn anew
    digests: tuple[str, ...]  # of its scenarios, as it says
    runs: pl.DataFrame
    values: StoredValues
    environments: tuple[Environment, ...]


def open_bundle(path):
    """The Bundle in a file.  Raises BundleError with all that is wrong that can be seen at once."""
    path = Path(path)
    contents, faults = unpacked(path, crate.TABLES), Faults(path)
    crate.check(_json(contents, crate.METADATA, faults), contents, faults)
    faults.raise_if_any()
    design = _design(_json(contents, "design.json", faults), faults)
    scenarios = _scenarios(_json(contents, "scenarios.json", faults), contents, faults)
    environments = _environments(_json(contents, "environment.json", faults), faults)
    faults.raise_if_any()
    _check_names(design, scenarios, faults)
    sweep = _sweep(design, scenarios, environments, faults)
    runs, values = _tables(contents, sweep, faults)
    return Bundle(path, sweep, tuple(one["digest"] for one in scenarios), runs, values, environments)


def reproduce_bundle(path, sample=None, number=None, done=lambda runs: None):
    """Live the finished runs of a bundle again.  Raises BundleError.

    Returns (Reproduced, (sentences that name what of the environment changed, NO, PERHAPS or YES)).

    Args:
        sample: Only so many runs, chosen by chance, the same ones each time; all by default.
        number: How many threads.
        done: Called with a number of runs, now and then.
    """
    bundle = open_bundle(path)
    check_digests(bundle)
    found, runs = Reproduced(), bundle.values.runs.with_row_index("position")
    for chunk in sampled(runs, sample).iter_slices(CHUNK):
        values = bundle.values.of(chunk["position"].to_list())
        live_again(bundle.sweep, chunk, values, found, number)
        done(chunk.height)
    return found, environment.compared_with(bundle.environments)


def check_digests(bundle):
    """Refuse a bundle whose scenarios do not mean here what it says that they mean."""
    faults = Faults(bundle.path)
    for schedule, digest in zip(bundle.sweep.schedules, bundle.digests, strict=True):
        if schedule.digest != digest:
            faults.add(
                f"the digest of scenario {schedule.name} is {shown(digest)} in it, but its files give {schedule.digest}"
                f" here; either they were changed, or this thbsim reads them otherwise: {_made_by(bundle.environments)}"
            )
    faults.raise_if_any()


def _made_by(environments):
    first = environments[0]
    named = dict(first.versions).get(crate.PROGRAM, "unknown")
    return f"install thbsim {named} (model source {first.model_source}), which made it"


def _json(contents, name, faults):
    """Plain values of an entry; None, and a fault, where it is not JSON."""
    if name not in contents:
        faults.add("this file is missing; give the file that thbsim experiments bundle wrote", name)
        return None
    try:
        values = json.loads(contents[name].decode())
        canonical(values).encode()
        return values
    except RecursionError:
        faults.add("its brackets are nested too deeply; ask for the bundle anew", name)
    except ValueError:
        faults.add("it is not valid JSON; ask for the bundle anew", name)
    return None


def _design(values, faults):
    place = "design.json"
    if not isinstance(values, dict):
        if values is not None:
            faults.add("it is not a JSON object; ask for the bundle anew", place)
        return None
    before = len(faults.sentences)
    design = checked(Design, values, place, faults)
    if len(faults.sentences) > before:
        return None
    keep = design.keep
    if design.seeds.number > MOST_RUNS or max(len(keep.outcomes), len(keep.by), len(design.scenarios)) > MOST_LISTED:
        faults.add(f"it asks for more than {MOST_RUNS:,} seeds, or lists more than {MOST_LISTED:,} names", place)
        return None
    return design


def _scenarios(rows, contents, faults):
    """[{name, title, digest, files: {file name: text}}], of names that are safe to write."""
    place = "scenarios.json"
    if rows is None:
        return []
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_SCENARIOS:
        faults.add(f"it is not a JSON list of 1 to {MOST_SCENARIOS} scenarios; ask for the bundle anew", place)
        return []
    found = []
    for number, row in enumerate(rows, 1):
        if not _is_scenario(row):
            faults.add(
                f"scenario {number} is no object of name, title, digest and files; ask for the bundle anew", place
            )
            continue
        for wrong in _wrong_files(row["files"], contents):
            faults.add(f"scenario {number}: {wrong}; ask for the bundle anew", place)
        texts = {file: _text(entry, contents, faults) for file, entry in row["files"].items()}
        found.append(row | {"files": texts})
    return found


def _is_scenario(row):
    if not isinstance(row, dict) or set(row) != {"name", "title", "digest", "files"}:
        return False
    files = row["files"]
    texts = [row["name"], row["title"], row["digest"]]
    return isinstance(files, dict) and all(isinstance(text, str) for text in (*texts, *files.values()))


def _wrong_files(files, contents):
    for file, entry in files.items():
        if not FILE.fullmatch(file):
            yield f"{shown(file)} is no name of a scenario's file, which ends in .toml and leads into no folder"
        if not entry.startswith("scenarios/") or entry not in contents:
            yield f"its file {shown(file)} is to be found in {shown(entry)}, but there is no such file in scenarios/"
    for file in NEEDED:
        if file not in files:
            yield f"it has no {file}"


def _text(entry, contents, faults):
    try:
        return contents.get(entry, b"").decode()
    except UnicodeDecodeError:
        faults.add("it is not UTF-8 text; ask for the bundle anew", shown(entry))
        return ""


def _environments(rows, faults):
    place = "environment.json"
    kinds = {"model_source": str, "versions": dict, "processor": str, "system": str, "runs": int}
    if rows is None:
        return ()
    if not (isinstance(rows, list) and 1 <= len(rows) <= MOST_ENVIRONMENTS and all(_has(row, kinds) for row in rows)):
        faults.add(f"it is not a JSON list of objects of {', '.join(kinds)}; ask for the bundle anew", place)
        return ()
    return tuple(
        Environment(
            shown(row["model_source"]),
            tuple(sorted((shown(name), shown(number)) for name, number in row["versions"].items())),
            shown(row["processor"]),
            shown(row["system"]),
        )
        for row in rows
    )


def _has(row, kinds):
    if not isinstance(row, dict) or {name: type(value) for name, value in row.items()} != kinds:
        return False
    return all(isinstance(text, str) for text in row["versions"].values())


def _check_names(design, scenarios, faults):
    names = tuple(one["name"] for one in scenarios)
    if names != design.scenarios:
        faults.add(
            f"it has the scenarios {', '.join(map(shown, names))}, but design.json names"
            f" {', '.join(map(shown, design.scenarios))}; ask for the bundle anew",
            "scenarios.json",
        )
    faults.raise_if_any()


def _sweep(design, scenarios, environments, faults):
    """The Sweep of texts that go through the same checks as an analyst's own files."""
    try:
        sweep = without_draws(design, [(one["name"], one["files"]) for one in scenarios])
    except ScenarioError as error:
        for problem in error.problems[:MOST_LISTED]:
            faults.add(problem)
        faults.add(f"if this thbsim is not the one that made the bundle, {_made_by(environments)}")
        faults.raise_if_any()
    for named, schedule in zip(design.scenarios, sweep.names, strict=True):
        if named != schedule:
            faults.add(f"{named} is made of the files of {schedule}; ask for the bundle anew", "scenarios.json")
    faults.raise_if_any()
    return sweep


def _tables(contents, sweep, faults):
    if not can_be_read(*(contents[name] for name in ("runs.parquet", "values.parquet"))):
        faults.add("its tables cannot be read as Parquet; ask for the bundle anew")
        faults.raise_if_any()
    try:
        runs = runs_of(contents["runs.parquet"], sweep.names, sweep.schedules[0].baseline.quantities, faults)
        faults.raise_if_any()
        values = StoredValues(contents["values.parquet"], runs, sweep.design)
        values.check(faults)
    except BundleError:
        raise
    except BROKEN:
        faults.add("its tables cannot be read as Parquet; ask for the bundle anew")
    faults.raise_if_any()
    return runs, values
