"""What all tests of the model start from."""

import pytest

from experiments import runner
from tests import sweeping
from tests.browser import chromium, page, served, visit  # noqa: F401
from tests.scenario_files import baseline_of
from tests.worlds import ordinary


@pytest.fixture(scope="session")
def p():
    """The baseline's parameters; nobody writes into them."""
    return ordinary()


@pytest.fixture(scope="session")
def compiled():
    """The model is compiled, so that no command says that it compiles it."""
    runner.warm_up()


@pytest.fixture(scope="session")
def undisturbed(compiled, tmp_path_factory):
    """Every number of every run of the design of tests.sweeping, from a sweep that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    store = folder / "store.sqlite"
    assert sweeping.thbsim("sweep", sweeping.design(folder), "--store", store)[0] == 0
    found = sweeping.digits(store)
    assert len(found) == sweeping.RUNS
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("scenarios")


@pytest.fixture(scope="module")
def baseline(folder):
    """A made-up baseline, which stands in the folder with its sources."""
    return baseline_of(folder)
