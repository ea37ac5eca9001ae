"""What all tests of the model start from."""

import pytest

from experiments import runner
from tests.worlds import ordinary


@pytest.fixture(scope="session")
def p():
    """The baseline's parameters; nobody writes into them."""
    return ordinary()


@pytest.fixture(scope="session")
def compiled():
    """The model is compiled, so that no command says that it compiles it."""
    runner.warm_up()
