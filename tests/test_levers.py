"""Levers of the page: the policy file that they make, read back, and the figures that a comparison gives."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from experiments import runner
from experiments.page.levers import address, comparing, moments, reading
from experiments.page.levers.lever import MOST, Setting, in_order, levers
from experiments.page.levers.writing import Head, completed, file_name, name_of, written
from experiments.requests import UsageError
from scenarios import catalogue
from scenarios.errors import ScenarioError
from scenarios.policy import OWNERS, Policy
from scenarios.schedule import Schedule
from tests.sweeping import thbsim

FIRST = date(2009, 1, 1)
OWN = """title = "<script>alert(1)</script>"
owner = "payoke"
question = "Does it?"
why = "To see."
source = "A25"
leaves_out = "All else."
[[change]]
parameter = "detection.hotline"
from = 2012-01-01
times = 1.07
unit_cost = { eur = 1, per = "year", source = "A74" }
why = "To see."
"""


@st.composite
def setting(draw, name):
    """Any setting that the page can make of a lever."""
    lever = levers()[name]
    size = draw(st.integers(1, round(10 * MOST))) / 10.0
    start, ramp = FIRST + timedelta(draw(st.integers(0, 3_000))), draw(st.integers(0, 200))
    if draw(st.booleans()):
        start, ramp = lever.as_given.start, lever.as_given.ramp
    place = {key: draw(st.sets(st.sampled_from(labels), max_size=3)) for key, labels in lever.places.items()}
    return Setting(name, size, start, ramp, lever.narrowed(place))


@st.composite
def several(draw):
    """Settings of some levers."""
    names = draw(st.lists(st.sampled_from(list(levers())), min_size=1, max_size=5, unique=True))
    return in_order([draw(setting(name)) for name in names])


texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=40)
heads = st.builds(Head, texts, st.sampled_from(["", *OWNERS]), texts, texts)


def valid(head, chosen):
    """The text of a file and what is read of it; settings that the evidence does not allow are left aside."""
    text = written(head, chosen)
    try:
        return text, reading.loaded(text.encode(), f"{name_of(head, chosen)}.toml")
    except ScenarioError as error:
        assume("outside" not in str(error) and "chooses nothing" not in str(error))
        raise


@settings(deadline=None, max_examples=100)
@given(several())
def test_a_file_that_is_saved_and_loaded_again_sets_the_levers_as_they_were(chosen):
    _, found = valid(Head(), chosen)
    assert found.settings == chosen
    assert found.head == Head()


@settings(deadline=None, max_examples=40)
@given(heads)
def test_whatever_is_written_about_a_policy_is_read_as_it_was_written(head):
    chosen = (levers()["hotline"].as_given, levers()["targeting"].as_given)
    _, found = valid(head, chosen)
    assert found.settings == chosen
    assert completed(found.head, chosen) == completed(head, chosen)


@settings(deadline=None, max_examples=100)
@given(several())
def test_an_address_gives_the_settings_from_which_it_was_written(chosen):
    assert address.read(address.written(chosen)) == chosen


WRONG = (
    "hotline", "hotline:x", "hotline:4", "hotline:0", "nobody:1", "hotline:1;hotline:2", "hotline:1:2011-13-01:5",
    "hotline:1:2011-01-01:-5", "hotline:1:2011-01-01:5:region=flanders", "hotline:nan", "a" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_an_address_that_no_levers_have_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        address.read(text)


def test_a_lever_as_it_is_in_the_catalogue_makes_the_catalogues_policy():
    for name, lever in levers().items():
        _, found = valid(Head(), (lever.as_given,))
        assert Schedule(name, catalogue.load(name).baseline, (found.policy,)).digest == catalogue.load(name).digest
        assert (found.policy.title, found.policy.leaves_out) == (lever.policy.title, lever.policy.leaves_out)


def test_a_lever_at_half_its_size_makes_the_catalogues_version_of_that_size():
    _, found = valid(Head(), (replace(levers()["child-focus"].as_given, size=0.5),))
    half = catalogue.load("child-focus@0.5")
    assert Schedule("half", half.baseline, (found.policy,)).digest == half.digest


def test_a_size_beyond_the_evidence_is_refused_by_the_reader_of_policies():
    text = written(Head(), [replace(levers()["diplomatic-interviews"].as_given, size=2.0)])
    with pytest.raises(
        ScenarioError, match=r"interviews\.toml: change 1: interview\.coverage would be 1\.4 .* outside"
    ):
        reading.policy_of(text, "interviews")


def test_a_saved_file_passes_the_check_of_the_command_line(tmp_path):
    chosen = [replace(lever.as_given, size=0.5) for lever in levers().values()]
    path = tmp_path / "all.toml"
    path.write_text(written(Head('All "levers" \\ half\n'), chosen), encoding="utf-8")
    status, _, told = thbsim("scenarios", "check", path)
    assert status == 0, told


def test_the_name_of_a_file_is_that_of_its_levers_or_of_its_title():
    hotline = levers()["hotline"].as_given
    assert name_of(Head(), [hotline]) == "hotline"
    assert name_of(Head(), [levers()["targeting"].as_given, replace(hotline, size=1.5)]) == "hotline-1.5-targeting"
    assert name_of(Head("Été: ../../etc/passwd"), [hotline]) == "ete-etc-passwd"
    assert name_of(Head("…"), [hotline]) == "policy"
    assert file_name("Baseline") == "baseline-policy"


def test_a_policy_that_is_not_made_of_levers_is_taken_as_it_is():
    found = reading.loaded(OWN.encode(), "C:\\fakepath\\..\\My own.toml")
    assert (found.settings, found.policy.name) == ((), "c-fakepath-my-own")
    assert found.policy.title == "<script>alert(1)</script>"


@pytest.mark.parametrize(("content", "said"), [
    (b"", "own.toml: the file is empty"),
    (b"\xff\xfe\x00", "own.toml: line 1 is not UTF-8 text"),
    (b"title = ", "own.toml: not valid TOML"),
    (OWN.replace("detection.hotline", "detection.hotlne").encode(), "did you mean detection.hotline?"),
    (b"x = " + b"[" * 100_000, "own.toml: brackets are nested too deeply"),
])  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_without_the_folder_in_which_it_was_read(content, said):
    with pytest.raises(ScenarioError) as refused:
        reading.loaded(content, "own.toml")
    assert said in str(refused.value)
    assert "/tmp" not in str(refused.value)
    assert "thbsim-" not in str(refused.value)


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(UsageError, match="has 200,001 bytes; a policy file has 200,000 at most"):
        reading.loaded(b"#" * 200_001, "own.toml")


@pytest.fixture(scope="module")
def reference(compiled):
    return comparing.the_reference()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hotline", "earlier", "places-when-waiting", "child-focus"])
def test_a_run_that_goes_on_from_the_baselines_moment_is_the_run_from_its_beginning(name, reference):
    start = (
        replace(levers()["hotline"].as_given, start=date(2009, 5, 1)) if name == "earlier" else levers()[name].as_given
    )
    policy = reading.policy_of(written(Head(), [start]), name)
    found = comparing.compared(policy, comparing.CHUNK, lambda share: None)
    with runner.threads() as executor:
        for runs in found.runs:
            again = runner.run(runs.schedule, *comparing.YEARS, range(1, comparing.CHUNK + 1), executor)
            for part in ("values", "moves", "arrivals", "by_market"):
                assert np.array_equal(getattr(runs, part), getattr(again, part)), part
            assert (runs.began, runs.draws, runs.seeds) == (again.began, again.draws, again.seeds)
    draw = reference.schedule.draws.draw_of(1)
    own = Schedule(name, reference.on(draw).baseline, (policy,))
    assert reference.moments[1].serves(own) == (name != "earlier")


def test_a_moment_is_of_the_week_in_which_the_catalogues_policies_begin():
    assert {change.first_week for lever in levers().values() for change in lever.policy.changes} == {moments.WEEK}


@pytest.mark.slow
def test_figures_are_those_of_the_command_to_the_digit(reference, tmp_path):
    chosen = [replace(levers()["hotline"].as_given, size=1.5), levers()["sector-inspections"].as_given]
    path = tmp_path / f"{name_of(Head(), chosen)}.toml"
    path.write_text(written(Head(), chosen), encoding="utf-8")
    status, told, error = thbsim(
        "compare", "baseline", path, "--runs", 40, "--language", "nl", "--by", "sector", "--json"
    )
    assert status == 0, error
    own = reading.policy_of(path.read_bytes(), path.stem)
    found = comparing.compared(own, 40, lambda share: None)
    command, one = json.loads(told), found.compared("victim_years")
    assert plain([effect.as_record() for effect in found.effects]) == command["effects"]
    assert plain([leak.as_record() for leak in found.leakages]) == command["leakage"]
    assert one.sentence("nl") == command["comparison"]["sentence"]
    assert plain(one.table.to_dicts()) == command["comparison"]["table"]
    assert plain(one.by("sector").table.to_dicts()) == command["comparison"]["by"]["table"]


def plain(found):
    return json.loads(json.dumps(found))


@pytest.mark.slow
def test_who_stops_waiting_stops_at_the_next_run_and_leaves_the_baseline_to_others(reference):
    policy, told = levers()["targeting"].policy, []
    assert isinstance(policy, Policy)

    def step(share):
        told.append(share)
        if len(told) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        comparing.compared(policy, reference.number + comparing.CHUNK, step)
    assert told == sorted(told)
    before = reference.number
    found = comparing.compared(policy, before, told.append)
    assert len(found.runs[0].seeds) == before
    assert told[-1] == 1.0
