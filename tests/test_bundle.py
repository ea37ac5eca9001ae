"""A finished experiment becomes one file, which another machine runs again, digit by digit."""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest

from experiments.documents import DOCUMENTS, document
from experiments.store.connection import StoreError
from experiments.store.opening import open_store
from experiments.sweeps import beginning
from experiments.sweeps.archive import BundleError
from experiments.sweeps.bundle import _placed, write_bundle
from experiments.sweeps.bundled_tables import RUNS, VALUES
from experiments.sweeps.carrying import carry_out
from experiments.sweeps.crate import METADATA
from experiments.sweeps.design import from_files, read_design
from experiments.sweeps.unbundling import open_bundle, reproduce_bundle
from scenarios.errors import ScenarioError
from tests.bundles import bytes_of, contents_of, listed_anew, packed, table_of

DESIGN = """
title = "A small sweep"
question = "Does it come out the same?"
scenarios = ["baseline", "sector-inspections+My Own Ärger.toml"]
from = 2009
to = 2009
seeds = { first = 1, number = 2 }
draws = { method = "latin-hypercube", number = 2, parameters = ["exits"] }
"""
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return tmp_path_factory.mktemp("bundles")


@pytest.fixture(scope="module")
def store(here):
    found = open_store(here / "store.sqlite", make=True)
    yield found
    found.close()


@pytest.fixture(scope="module")
def sweep(here):
    awareness = (ROOT / "scenarios/catalogue/awareness.toml").read_text(encoding="utf-8")
    (here / "My Own Ärger.toml").write_text(awareness, encoding="utf-8")
    (here / "design.toml").write_text(DESIGN, encoding="utf-8")
    return read_design(here / "design.toml")


@pytest.fixture(scope="module")
def experiment(here, store, sweep, compiled):
    found = beginning.begin(store, sweep, here)
    assert carry_out(store, found, sweep)["state"] == "finished"
    return found


@pytest.fixture(scope="module")
def bundle(here, store, experiment):
    return write_bundle(store, experiment, here / "bundle.zip")


@pytest.fixture(scope="module")
def contents(bundle):
    return contents_of(bundle)


AGAIN = """
import json, sys
from experiments.sweeps.unbundling import reproduce_bundle
found, changed = reproduce_bundle(sys.argv[1])
print(json.dumps([found.runs, found.different, found.differences, *changed]))
"""


def test_a_bundle_is_reproduced_to_the_last_digit_from_the_file_alone(bundle, tmp_path):
    for name in ("home", "elsewhere"):
        (tmp_path / name).mkdir()
    home = str(tmp_path / "home")
    kept = {name: os.environ[name] for name in ("PATH", "NUMBA_CACHE_DIR") if name in os.environ}
    xdg = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)
    ran = subprocess.run(
        [sys.executable, "-c", AGAIN, str(bundle)],
        env=kept | xdg | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path / "elsewhere",
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [8, 0, [], [], "yes"]
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_sample_of_runs_is_the_same_sample_each_time(bundle):
    told = []
    found, _ = reproduce_bundle(bundle, sample=3, number=1, done=told.append)
    assert (found.runs, found.different, told) == (3, 0, [3])


def test_a_changed_digit_is_found_and_named(contents, tmp_path):
    values = table_of(contents, "values.parquet")
    row = values.with_row_index().filter(outcome="victim_years", scenario="baseline", draw=1, seed=2).row(0, named=True)
    changed = values.with_columns(
        value=pl.when(pl.int_range(pl.len()) == row["index"]).then(pl.col("value") + 1e-9).otherwise("value")
    )
    forged = packed(tmp_path / "x.zip", listed_anew(contents | {"values.parquet": bytes_of(changed)}))
    found, _ = reproduce_bundle(forged)
    assert (found.runs, found.different) == (8, 1)
    (cell,) = found.differences
    assert cell == {
        **{name: row[name] for name in ("scenario", "draw", "seed", "outcome", "area", "dimension", "label", "year")},
        "stored": row["value"] + 1e-9,
        "now": row["value"],
    }


def test_a_bundle_whose_scenarios_mean_something_else_here_is_not_run(contents, tmp_path):
    made_of = json.loads(contents["scenarios.json"])
    digest = made_of[0]["digest"]
    made_of[0]["digest"] = "0" * 64
    forged = packed(tmp_path / "x.zip", listed_anew(contents | {"scenarios.json": json.dumps(made_of).encode()}))
    environment = json.loads(contents["environment.json"])[0]
    with pytest.raises(BundleError) as caught:
        reproduce_bundle(forged)
    assert str(caught.value) == (
        f"{forged}: the digest of scenario baseline is {'0' * 60}... in it, but its files give {digest} here; either"
        f" they were changed, or this thbsim reads them otherwise: install thbsim {environment['versions']['thbsim']}"
        f" (model source {environment['model_source']}), which made it"
    )


def test_the_same_experiment_is_the_same_bundle_byte_for_byte(store, experiment, bundle, tmp_path):
    again = write_bundle(store, experiment, tmp_path / "other name.zip")
    assert again.read_bytes() == bundle.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["other name.zip"]


def test_nothing_in_a_bundle_tells_of_the_machine_that_made_it(contents, here):
    host = re.compile(rf"(?<!\w){re.escape(socket.gethostname())}(?!\w)")
    for name, content in contents.items():
        for word in (str(here), "/work/", "/root", "/home", "/tmp", "store.sqlite"):
            assert word.encode() not in content, (name, word)
        text = table_of(contents, name).write_csv() if name.endswith(".parquet") else content.decode()
        assert not host.search(text), name
        assert not re.search(r"[\w.]+@[\w-]+\.\w+", text), name


def test_the_table_of_contents_is_a_sound_ro_crate(contents):
    metadata = json.loads(contents[METADATA])
    known = {entity["@id"]: entity for entity in metadata["@graph"]}
    assert len(known) == len(metadata["@graph"])
    assert metadata["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert known[METADATA]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert known[METADATA]["about"] == {"@id": "./"}
    root = known["./"]
    assert root["@type"] == "Dataset"
    assert (root["name"], root["description"]) == ("A small sweep", "Does it come out the same?")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"])
    assert known[root["license"]["@id"]]["name"] == "MIT License"
    assert {part["@id"] for part in root["hasPart"]} == set(contents) - {METADATA}
    for part in root["hasPart"]:
        entity, content = known[part["@id"]], contents[part["@id"]]
        assert entity["@type"] == "File"
        assert "/" in entity["encodingFormat"]
        assert entity["contentSize"] == str(len(content))
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()
    action = known[root["mentions"]["@id"]]
    assert action["@type"] == "CreateAction"
    assert all(one["@id"] in known for one in (*action["object"], *action["result"], *action["instrument"]))
    program = known[action["instrument"][0]["@id"]]
    environment = json.loads(contents["environment.json"])[0]
    assert program["softwareVersion"] == environment["versions"]["thbsim"]
    assert program["identifier"] == f"model-source:{environment['model_source']}"


def test_a_bundle_holds_design_scenarios_runs_values_and_documents(contents, sweep):
    assert json.loads(contents["design.json"]) == json.loads(sweep.design.as_json())
    assert [name for name in contents if name.startswith("scenarios/")] == [
        "scenarios/baseline.toml",
        "scenarios/sources.toml",
        "scenarios/my-own-rger.toml",
        "scenarios/sector-inspections.toml",
    ]
    runs, values = table_of(contents, "runs.parquet"), table_of(contents, "values.parquet")
    assert runs.columns == list(RUNS)
    assert values.columns == list(VALUES)
    assert runs.height == 8
    assert json.loads(contents["environment.json"])[0]["runs"] == 8
    assert all(contents[name] == document(name) for name in DOCUMENTS)
    meanings = pl.read_csv(contents["outcomes.csv"])
    assert set(meanings.filter(kind="outcome")["name"]) == set(values["outcome"])
    assert set(meanings.filter(kind="column")["name"]) == {*runs.columns, *values.columns}


def test_scenarios_come_back_as_they_were_named_and_mean_the_same(bundle, sweep):
    found = open_bundle(bundle)
    assert found.sweep.names == sweep.names == ("baseline", "sector-inspections+My Own Ärger")
    assert found.digests == tuple(schedule.digest for schedule in sweep.schedules)


def test_files_of_one_name_and_other_texts_are_kept_apart():
    files, made_of = _placed([
        ("a", "A", "1", {"baseline.toml": "same", "p.toml": "one"}),
        ("b", "B", "2", {"baseline.toml": "same", "p.toml": "other", "P.toml": "one"}),
    ])  # fmt: skip
    assert files == {"scenarios/baseline.toml": b"same", "scenarios/p.toml": b"one", "scenarios/2/p.toml": b"other"}
    assert made_of[1]["files"] == {
        "baseline.toml": "scenarios/baseline.toml",
        "p.toml": "scenarios/2/p.toml",
        "P.toml": "scenarios/p.toml",
    }


def test_an_experiment_that_is_not_finished_is_not_bundled(store, here, sweep, compiled, tmp_path):
    longer = sweep.design.model_copy(update={"title": "Another"})
    begun = beginning.begin(store, beginning.sweep_of(longer, _texts_of(sweep), here), here)
    with pytest.raises(StoreError) as caught:
        write_bundle(store, begun, tmp_path / "x.zip")
    assert str(caught.value) == (
        f"experiment {begun} has 0 of 8 runs; finish it by thbsim sweep DESIGN --resume before it is bundled"
    )
    assert not list(tmp_path.iterdir())


def _texts_of(sweep):
    from experiments.sweeps.design import files_of

    return [(schedule.name, files_of(schedule)) for schedule in sweep.schedules]


def test_a_folder_that_is_not_there_is_named(store, experiment, tmp_path):
    with pytest.raises(BundleError) as caught:
        write_bundle(store, experiment, tmp_path / "none" / "x.zip")
    assert str(caught.value) == (
        f"{tmp_path}/none/x.zip: cannot be written there (No such file or directory); give a file in a folder in which"
        " you may write"
    )


@pytest.mark.parametrize("file", ["../x.toml", "/tmp/x.toml", "a\\b.toml", "C:x.toml", "x.txt", "x\0.toml"])
def test_no_name_of_a_stored_file_leaves_its_folder(file, tmp_path):
    (tmp_path / "in").mkdir()
    with pytest.raises(ScenarioError) as caught:
        from_files("a", {file: "x"}, tmp_path / "in")
    assert str(caught.value) == f"scenario a: {file!r} is no name of a file of its own; it must end in .toml"
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


def test_an_installed_package_has_the_documents_that_bundles_take_along(tmp_path):
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    pytest.importorskip("hatchling")
    assert subprocess.run(built, cwd=ROOT, capture_output=True).returncode == 0
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "from experiments.documents import *; print(BUNDLED, end='');"
    code += "assert all((BUNDLED / name).read_bytes() == document(name) for name in DOCUMENTS)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
    )
    assert ran.stdout == str(tmp_path / "site" / "experiments" / "bundled"), ran.stderr
