"""The house keeps its figures in order: each has unit, range and source, each source is used, each policy acts."""

import ast
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim
from calibration.priors import PRIORS
from calibration.targets import read_targets
from experiments.sweeps.kept import index
from scenarios import catalogue
from scenarios.baseline import SHARES, gathered, read_baseline, values
from scenarios.policy import OWNERS
from scenarios.schedule import Schedule
from scenarios.selection import declared
from scenarios.sources import read_sources
from sim.parameters import labels, unpacked
from sim.weeks import first_week_of

POLICIES = catalogue.names()[1:]
STUDIED = range(first_week_of(2009), first_week_of(2019))
UNITS = {
    "1", "1/week", "1/year", "1/hour", "day", "week", "hour", "km/hour", "EUR", "EUR/year", "calendar year",
    "week of the year",
}  # fmt: skip


@pytest.fixture(scope="module")
def baseline():
    return read_baseline()


@pytest.fixture(scope="module")
def sources():
    return read_sources()


def quantities_of(baseline, parameter):
    """All that baseline.toml says of one parameter: {path: Quantity}."""
    return {
        path: quantity
        for path, quantity in baseline.quantities.items()
        if path == parameter or path.startswith(parameter + ".")
    }


def changes_of(name):
    """Each change of a policy in a schedule of its own."""
    schedule = catalogue.load(name)
    for change in schedule.policies[0].changes:
        alone = schedule.policies[0].model_copy(update={"changes": (change,)})
        yield change, Schedule(name, schedule.baseline, (alone,))


def docstrings():
    """The texts in which the model says what it does, without line breaks: (file, text)."""
    for file in sorted(Path(sim.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield file.name, " ".join((ast.get_docstring(node) or "").split())


def cited_in_sim():
    """What stands behind each "Source:" in the model: (file, key); remarks in brackets left out."""
    for file, text in docstrings():
        for cited in re.findall(r"Source: (.*?)\.(?: |$)", text):
            for key in re.sub(r" \([^)]*\)", "", cited).split(", "):
                yield file, key


def cited_in_policies():
    for name in POLICIES:
        policy = catalogue.load(name).policies[0]
        yield from policy.source
        for change in policy.changes:
            yield from change.unit_cost.source or ()


def cited_in_calibration():
    """By targets, and in the remarks of the file of priors."""
    for target in read_targets(index()):
        yield from target.entry.source
    yield from re.findall(r"assumption (A\d+)", PRIORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("parameter", declared())
def test_each_parameter_has_unit_range_and_known_source(parameter, baseline, sources):
    found = quantities_of(baseline, parameter)
    assert found
    for path, quantity in found.items():
        assert quantity.unit == declared()[parameter].unit, path
        assert quantity.low <= quantity.value <= quantity.high, path
        assert quantity.source, path
        assert set(quantity.source) <= set(sources), path


def test_each_parameter_has_one_value_for_each_label_and_no_other(baseline):
    assert set(values(baseline)) == set(declared())
    for parameter, (_, dimensions) in declared().items():
        for field in ("value", "low", "high"):
            array = np.asarray(gathered(baseline.quantities, parameter, field))
            assert array.shape == tuple(len(labels(dimension)) for dimension in dimensions)
            assert np.isfinite(array).all()


def test_each_unit_is_one_of_a_few_words():
    assert {declaration.unit for declaration in declared().values()} <= UNITS


def test_chances_and_shares_lie_between_nought_and_one(baseline):
    for path, quantity in baseline.quantities.items():
        if path.split(".")[1].endswith(("chance", "share", "shares")):
            assert quantity.low >= 0.0, path
            assert quantity.high <= 1.0, path


def test_what_divides_a_whole_adds_up_to_it(baseline):
    for parameter in SHARES:
        assert np.sum(gathered(baseline.quantities, parameter, "value"), axis=-1) == pytest.approx(1.0)


def test_what_is_called_neutral_changes_nobody(baseline):
    for path, quantity in baseline.quantities.items():
        if "NEUTRAL" in quantity.source:
            assert quantity.value in (0.0, 1.0), path
            assert quantity.low < quantity.high, path


def test_each_source_that_is_cited_exists_and_each_that_exists_is_cited(baseline, sources):
    cited = {key for quantity in baseline.quantities.values() for key in quantity.source}
    cited |= {key for _, key in cited_in_sim()} | set(cited_in_policies()) | set(cited_in_calibration())
    assert cited - set(sources) == set()
    assert set(sources) - cited == set()


def test_each_rule_says_where_it_comes_from():
    rules = {path.name for path in (Path(sim.__file__).parent / "rules").glob("*.py")} - {"__init__.py"}
    assert rules - {file for file, _ in cited_in_sim()} == set()


@pytest.mark.parametrize("name", POLICIES)
def test_each_policy_says_who_why_on_what_grounds_at_what_cost_and_what_it_leaves_out(name, sources):
    policy = catalogue.load(name).policies[0]
    assert policy.title
    assert policy.owner in OWNERS
    assert policy.question.endswith("?")
    assert policy.why
    assert policy.leaves_out
    assert policy.source
    assert set(policy.source) <= set(sources)
    for change in policy.changes:
        assert change.why
        assert change.unit_cost.counted_by or (change.unit_cost.eur and change.unit_cost.source)


@pytest.mark.parametrize("name", POLICIES)
def test_each_change_of_a_policy_changes_its_parameter_from_its_start_on_and_nothing_else(name):
    for change, schedule in changes_of(name):
        assert date(2009, 1, 1) <= change.first_day <= date(2018, 12, 31)
        before = unpacked(schedule.segments[0][1])
        seen = False
        for week, parameters in schedule.segments[1:]:
            assert week >= change.first_week
            moved = {path for path, value in unpacked(parameters).items() if not np.array_equal(value, before[path])}
            assert moved <= {change.parameter}
            seen = seen or (week in STUDIED and moved == {change.parameter})
        assert seen


@pytest.mark.parametrize("name", POLICIES)
def test_each_change_of_a_policy_moves_all_entries_that_it_chooses(name):
    for change, schedule in changes_of(name):
        before = np.asarray(unpacked(schedule.segments[0][1])[change.parameter])
        after = np.asarray(unpacked(schedule.segments[-1][1])[change.parameter])
        chosen = np.zeros(before.shape, bool)
        chosen[change.chosen()] = True
        assert np.array_equal(before != after, chosen)


@pytest.mark.parametrize("name", POLICIES)
def test_each_policy_costs_nothing_before_it_begins(name):
    for change, schedule in changes_of(name):
        cost = schedule.cost_eur_per_week(STUDIED.stop)
        assert not cost[: change.first_week].any()
        assert cost[change.first_week :].any() == bool(change.unit_cost.eur)
