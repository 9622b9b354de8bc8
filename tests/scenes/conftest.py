"""One off-screen renderer for all picture tests of a run."""

import pytest

from tests.scenes.studio import Studio


@pytest.fixture(scope="session")
def studio():
    made = Studio()
    yield made
    made.close()
