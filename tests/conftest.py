"""What all tests of the model start from."""

import pytest

from tests.worlds import ordinary


@pytest.fixture(scope="session")
def p():
    """The baseline's parameters; nobody writes into them."""
    return ordinary()
