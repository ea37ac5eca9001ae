"""Versions of a policy: so much of it, or only its changes to one part of the model."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import runner
from experiments.sweeps.design import files_of, from_files, read_design
from scenarios.catalogue import describe, load, names
from scenarios.errors import ScenarioError
from scenarios.versions import LOOKING, RULES_OF_LOOKING, TRAFFICKING, part_of
from sim.parameters import Parameters, unpacked
from tests.sweep_files import write_design, write_policy

WEEKS = 940  # to the end of 2018


def parameters(name):
    return unpacked(load(name).segments[-1][1])


@pytest.mark.parametrize("name", [name for name in names() if name != "baseline"])
def test_none_of_a_policy_changes_nothing_and_costs_nothing(name):
    none, start = load(f"{name}@0"), load("baseline")
    assert none.segments[0][1].tobytes() == start.segments[0][1].tobytes()
    if not none.reacting:
        assert len(none.segments) == 1
    assert none.cost_eur_per_week(WEEKS).sum() == 0.0


@given(st.floats(0.0, 1.0))
def test_a_version_lies_so_far_on_the_way_to_the_whole_and_costs_so_much_of_it(size):
    start, whole, part = (
        parameters(name)["recruitment.awareness"] for name in ("baseline", "awareness", f"awareness@{size!r}")
    )
    assert part == pytest.approx(start + size * (whole - start))
    costs = [load(name).cost_eur_per_week(WEEKS).sum() for name in ("awareness", f"awareness@{size!r}")]
    assert costs[1] == pytest.approx(size * costs[0])


def test_the_whole_of_a_policy_is_the_policy():
    one, same = load("child-focus"), load("child-focus@1")
    assert one.digest == same.digest
    assert one.name != same.name


def test_what_is_looking_are_rules_of_the_model():
    assert set(RULES_OF_LOOKING) < set(Parameters._fields)


def test_the_changes_to_both_parts_make_the_whole():
    mixed = "hotline+awareness"
    looking, trafficking = load("hotline@looking"), load("awareness@trafficking")
    assert {part_of(change.parameter) for change in looking.changes} == {LOOKING}
    assert {part_of(change.parameter) for change in trafficking.changes} == {TRAFFICKING}
    assert load("hotline@looking+awareness@trafficking").digest == load(mixed).digest


def test_a_version_is_stored_and_read_again_as_a_file_of_its_own(tmp_path):
    found = load("hotline@0.5+awareness@0.25")
    again = from_files(found.name, files_of(found), tmp_path)
    assert (again.name, again.digest) == (found.name, found.digest)


def test_a_design_may_ask_for_versions_of_files_beside_it(tmp_path):
    path = write_design(tmp_path, {"scenarios": '["baseline", "earlier.toml@0.5", "earlier.toml@0.5+hotline"]'})
    assert read_design(path, None).names == ("baseline", "earlier@0.5", "earlier@0.5+hotline")


def test_a_file_may_say_its_size_itself(tmp_path):
    path = write_policy(tmp_path / "half.toml")
    path.write_text("size = 0.5\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(path).changes[0].size == 0.5
    with pytest.raises(ScenarioError) as raised:
        load(f"{path}@0.5")
    assert str(raised.value) == "half@0.5: the file says size itself; change it there, or leave the version out"


def test_a_larger_version_may_leave_what_the_evidence_allows():
    with pytest.raises(ScenarioError, match=r"outside 0 to 0\.5"):
        load("awareness@9")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "hotline@half",
            "hotline@half: a version is a size from 0 to 10 (hotline@0.5 is half of it), looking or trafficking; 'half'"
            " is none of these",
        ),
        (
            "hotline@-1",
            "hotline@-1: a version is a size from 0 to 10 (hotline@0.5 is half of it), looking or trafficking; '-1' is"
            " none of these",
        ),
        (
            "hotline@nan",
            "hotline@nan: a version is a size from 0 to 10 (hotline@0.5 is half of it), looking or trafficking; 'nan'"
            " is none of these",
        ),
    ],
)
def test_what_is_no_version_is_told(name, sentence):
    with pytest.raises(ScenarioError) as raised:
        load(name)
    assert str(raised.value) == sentence


def test_a_part_of_which_nothing_is_left_is_told():
    with pytest.raises(ScenarioError) as raised:
        load("awareness@looking")
    path = Path("scenarios/catalogue/awareness.toml").resolve()
    assert str(raised.value).endswith(": nothing that it changes is looking; leave @looking out"), path


def test_a_reader_is_told_which_version_it_is():
    assert "At 0.5 of its size: so much of each change, and of its cost." in describe("hotline@0.5")
    assert "Only what it changes about looking." in describe("hotline@looking")


def test_more_of_a_policy_that_helps_is_no_worse_under_shared_luck():
    with runner.threads() as executor:
        found = [
            runner.run(load(name), 2012, 2014, range(1, 9), executor).of("inspections", "BE").sum()
            for name in ("baseline", "sector-inspections@0.5", "sector-inspections")
        ]
    assert np.diff(found).min() > 0.0
