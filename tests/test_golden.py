"""Digits are promises: each shipped scenario gives what it gave."""

import pytest

from scenarios.catalogue import names
from tests.golden import FOLDER, result_of, stored


@pytest.mark.parametrize("name", names())
def test_a_shipped_scenario_gives_what_it_gave(name):
    assert result_of(name) == stored(name)


def test_no_golden_result_is_left_of_a_scenario_that_is_gone():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(names())


def test_each_policy_changes_something_in_its_golden_result():
    baseline = stored("baseline")
    assert all(stored(name) != baseline for name in names() if name != "baseline")
