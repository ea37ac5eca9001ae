"""Policies joined by a plus act together, in whatever order they are named; what would hang on the order is refused."""

import json
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments import runner
from experiments.cli import app
from scenarios import catalogue
from scenarios.errors import ScenarioError
from sim.weeks import first_week_of
from tests.scenario_files import policy_text, write_baseline

ADVICE = (
    " and it would matter which comes first; let both multiply or both add, let one end before the other begins,"
    " or write both into one file, in the order that is meant"
)
WEEKS = first_week_of(2020)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("combined")
    write_baseline(folder)
    return folder


def load(folder, name):
    return catalogue.load(name, folder / "baseline.toml", folder / "sources.toml", folder)


def write(folder, name, *changes):
    """A policy of the made-up catalogue; its title is its name, so that no two files are the same."""
    (folder / f"{name}.toml").write_text(policy_text(*changes, head={"title": f'"{name}"'}), encoding="utf-8")


def problems_of(folder, name):
    with pytest.raises(ScenarioError) as caught:
        load(folder, name)
    return list(caught.value.problems)


def alike(one, other):
    """Whether two schedules hold the same parameters in the same weeks, to the last bit, and cost the same."""
    records = [[(week, p.tobytes()) for week, p in schedule.segments] for schedule in (one, other)]
    costs = [schedule.cost_eur_per_week(WEEKS).tobytes() for schedule in (one, other)]
    return records[0] == records[1] and costs[0] == costs[1] and one.digest == other.digest


def test_a_combination_holds_what_each_of_its_policies_changes():
    both = catalogue.load("online-monitoring+awareness")
    assert both.name == "online-monitoring+awareness"
    assert [policy.name for policy in both.policies] == ["awareness", "online-monitoring"]
    assert both.title == " + ".join(policy.title for policy in both.policies)
    assert set(both.text) == {"baseline", "awareness", "online-monitoring"}
    for name in ("awareness", "online-monitoring"):
        alone = catalogue.load(name)
        for parameter in {change.parameter for change in alone.changes}:
            group, own = parameter.split(".")
            found, expected = (schedule.segments[-1][1][group][own] for schedule in (both, alone))
            assert np.array_equal(found, expected)


def test_costs_of_a_combination_are_added():
    both = catalogue.load("online-monitoring+awareness")
    parts = [catalogue.load(name).cost_eur_per_week(WEEKS) for name in ("online-monitoring", "awareness")]
    assert both.cost_eur_per_week(WEEKS) == pytest.approx(sum(parts))


def test_three_policies_are_the_same_in_every_order():
    names = ("awareness", "online-monitoring", "sector-inspections")
    first, *others = [catalogue.load(" + ".join(order)) for order in permutations(names)]
    assert all(alike(first, other) for other in others)


def test_a_combination_is_the_policy_that_holds_all_of_its_changes(folder):
    write(folder, "a", {"times": "1.1"})
    write(folder, "b", {"times": "1.3", "from": "2012-03-01", "ramp_weeks": "7"})
    write(folder, "whole", {"times": "1.1"}, {"times": "1.3", "from": "2012-03-01", "ramp_weeks": "7"})
    assert alike(load(folder, "b+a"), load(folder, "whole"))


WAYS = st.sampled_from(["times", "times", "times", "add", "set"])
AMOUNTS = st.sampled_from(["0.3", "1.0", "1.1", "1.7"])
DAYS = st.sampled_from(["2011-01-01", "2012-05-01", "2013-09-09"])


@st.composite
def changes(draw):
    """Some change of the places, by centre; of a few kinds only, so that many meet."""
    where = draw(st.sampled_from(["{}", '{ centre = "payoke" }', '{ centre = ["payoke", "surya"] }']))
    fields = {"parameter": '"reception.places"', "where": where, "from": draw(DAYS), "times": None}
    fields |= {draw(WAYS): draw(AMOUNTS), "ramp_weeks": draw(st.sampled_from(["0", "5"]))}
    return fields | ({"until": "2014-01-01"} if draw(st.booleans()) else {})


@settings(deadline=None, max_examples=150)
@given(
    one=st.lists(changes(), min_size=1, max_size=2),
    other=st.lists(changes(), min_size=1, max_size=2),
    third=changes(),
)
def test_what_is_not_refused_is_the_same_in_every_order(one, other, third, folder):
    write(folder, "one", *one)
    write(folder, "other", *other)
    write(folder, "third", third)
    found = []
    for order in permutations(("one", "other", "third")):
        try:
            found.append(load(folder, "+".join(order)))
        except ScenarioError:
            found.append(None)
    assert len({schedule is None for schedule in found}) == 1
    if found[0] is None:
        return
    assert all(alike(found[0], schedule) for schedule in found[1:])
    applied_otherwise = sum((policy.changes for policy in reversed(found[0].policies)), ())
    week = first_week_of(2013)
    value = reversed_value = np.ones(6)
    for change in found[0].changes:
        value = change.applied(value, float(change.strength(week)))
    seen = set()
    for change in applied_otherwise:
        if change.set is None or change.essence not in seen:
            reversed_value = change.applied(reversed_value, float(change.strength(week)))
        seen.add(change.essence)
    assert value == pytest.approx(reversed_value)


def test_both_runs_of_a_pair_named_in_either_order_are_the_same_to_the_last_bit(compiled):
    found = []
    for name in ("awareness+reception-places", "reception-places+awareness"):
        with runner.threads() as executor:
            found.append(runner.run(catalogue.load(name), 2011, 2012, range(1, 4), executor, scale=0.3))
    assert found[0].values.tobytes() == found[1].values.tobytes()


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (
            {"times": "1.5"},
            {"times": None, "add": "1.0"},
            "a (change 1) multiplies and b (change 1) adds to monitoring.capacity of BE (and 2 more of its entries)"
            " from 2011-01-03 on,",
        ),
        (
            {"times": None, "set": "1.5", "until": "2012-12-31"},
            {"times": None, "set": "2.0", "from": "2012-01-01", "where": '{ country = "NL" }'},
            "a (change 1) sets and b (change 1) sets monitoring.capacity of NL from 2012-01-02 until 2012-12-24,",
        ),
        (
            {"parameter": '"detection.repeat_gain"', "times": "1.5"},
            {"parameter": '"detection.repeat_gain"', "times": None, "set": "2.0"},
            "a (change 1) multiplies and b (change 1) sets detection.repeat_gain from 2011-01-03 on,",
        ),
        (
            {"times": None, "set": "1.5", "ramp_weeks": "9"},
            {"times": None, "set": "1.5", "ramp_weeks": "9", "where": '{ country = "NL" }'},
            "a (change 1) sets and b (change 1) sets monitoring.capacity of NL from 2011-01-03 on,",
        ),
        (
            {"times": "1.5", "until": "2010-12-31", "from": "2009-01-01"},
            {"times": None, "add": "1.5", "from": "2001-01-01", "when": '{ outcome = "waiting", above = 1 }'},
            "a (change 1) multiplies and b (change 1) adds to monitoring.capacity of BE (and 2 more of its entries)"
            " from 2008-12-29 until 2010-12-27,",
        ),
    ],
)
def test_changes_whose_order_would_matter_are_refused(one, other, sentence, folder):
    write(folder, "a", one)
    write(folder, "b", other)
    assert problems_of(folder, "a+b") == [f"a + b: {sentence}{ADVICE}"]
    assert problems_of(folder, "b+a") == [f"b + a: {sentence}{ADVICE}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"times": "1.5"}, {"times": "1.2"}),
        ({"times": None, "add": "1.5"}, {"times": None, "add": "2.0"}),
        ({"times": None, "set": "1.5"}, {"times": None, "set": "1.5"}),
        ({"times": None, "set": "1.5", "ramp_weeks": "9"}, {"times": None, "set": "1.5", "ramp_weeks": "9"}),
        ({"times": None, "set": "1.5"}, {"times": None, "set": "1.5", "where": '{ country = "NL" }'}),
        ({"times": "1.5", "where": '{ country = "BE" }'}, {"times": None, "set": "2.0", "where": '{ country = "NL" }'}),
        ({"times": "1.5", "until": "2011-12-31"}, {"times": None, "set": "2.0", "from": "2012-01-01"}),
        ({"times": "1.5"}, {"parameter": '"reception.places"', "times": None, "set": "2.0"}),
    ],
)
def test_changes_whose_order_cannot_matter_are_combined(one, other, folder):
    write(folder, "a", one)
    write(folder, "b", other)
    assert alike(load(folder, "a+b"), load(folder, "b+a"))


def test_what_two_policies_set_alike_is_set_once_and_paid_twice(folder):
    ramp = {"times": None, "set": "3.0", "ramp_weeks": "10"}
    write(folder, "a", ramp)
    write(folder, "b", ramp)
    both, alone = load(folder, "a+b"), load(folder, "a")
    assert [(week, p.tobytes()) for week, p in both.segments] == [(week, p.tobytes()) for week, p in alone.segments]
    assert both.cost_eur_per_week(WEEKS) == pytest.approx(2.0 * alone.cost_eur_per_week(WEEKS))


def test_what_policies_together_take_out_of_its_range_is_told_with_policy_and_change(folder):
    write(folder, "a", {"times": "4.0"})
    write(folder, "b", {"parameter": '"exits.release_hazard"'}, {"times": "5.0", "where": '{ country = "DE" }'})
    assert problems_of(folder, "b+a") == [
        "b + a: b: change 2: monitoring.capacity of DE would be 20 in the week of 2011-01-03, outside 0 to 10;"
        " that range in baseline.toml is what the evidence allows: ask for less, or widen it there with a source"
    ]


def test_all_that_is_wrong_with_a_combination_is_told_at_once(folder):
    write(folder, "a", {"times": "1.5"})
    write(folder, "b", {"times": "1.2"}, {"times": None, "add": "1.0"}, {"times": None, "set": "2.0"})
    assert len(problems_of(folder, "a+b+a")) == 3
    write(folder, "c", {"times": "100.0"})
    found = problems_of(folder, "baseline+c+nobody+")
    assert [sentence.split(",")[0].split(";")[0] for sentence in found] == [
        "baseline is no policy",
        f"{folder}/c.toml: change 1: monitoring.capacity of BE would be 100 in the week of 2011-01-03 (and 2 more"
        " of its entries)",
        "no scenario is called 'nobody'",
        "nothing stands beside a +",
    ]


def test_the_same_policy_twice_is_refused_under_whatever_name(folder):
    write(folder, "a", {})
    (folder / "copy.toml").write_text((folder / "a.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "elsewhere").mkdir(exist_ok=True)
    write(folder / "elsewhere", "a", {"times": "1.5"})
    assert problems_of(folder, "a+a") == ["a + a: a is named twice; leave one of them out"]
    assert problems_of(folder, "a+copy") == ["a + copy: a and copy are the same policy; leave one of them out"]
    other = folder / "elsewhere" / "a.toml"
    assert problems_of(folder, f"a+{other}") == [
        f"a + {other}: two different policies are called a; rename one of the files"
    ]


def test_a_policy_called_baseline_is_not_combined(folder):
    (folder / "elsewhere").mkdir(exist_ok=True)
    write(folder / "elsewhere", "baseline", {})
    write(folder, "a", {})
    path = folder / "elsewhere" / "baseline.toml"
    assert problems_of(folder, f"a+{path}") == [
        f"{path}: a policy called baseline would be taken for the baseline itself; rename the file"
    ]


def test_a_plus_in_the_path_of_a_file_that_exists_joins_nothing(folder):
    (folder / "x+y").mkdir(exist_ok=True)
    write(folder / "x+y", "my+own", {"times": "1.5"})
    write(folder, "a", {"parameter": '"reception.places"'})
    path = folder / "x+y" / "my+own.toml"
    assert load(folder, str(path)).name == "my+own"
    for name in (f"a+{path}", f" a  +  {path} "):
        assert load(folder, name).name == "a+my+own"
    assert alike(load(folder, f"a+{path}"), load(folder, f"{path} +a"))
    assert load(folder, path).name == "my+own"


def test_show_and_run_take_a_combination(compiled):
    shown = CliRunner().invoke(app, ["scenarios", "show", "awareness + online-monitoring"])
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0] == "awareness+online-monitoring: all of these at once"
    for name in ("awareness", "online-monitoring"):
        assert f"\n{catalogue.describe(name)}\n" in shown.stdout
    words = ["run", "awareness+online-monitoring", "--runs", "2", "--from", "2011", "--to", "2011", "--json"]
    assert json.loads(CliRunner().invoke(app, words).stdout)["scenario"] == "awareness+online-monitoring"
    refused = CliRunner().invoke(app, ["compare", "baseline", "baseline+awareness"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "baseline is no policy, and every policy starts from it; leave it out of the combination\n"
    )
