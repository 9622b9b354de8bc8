from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clinic.web.browsing import Browser, Clock, browser


@pytest.fixture
def clock_s() -> Clock:
    return Clock()


@pytest.fixture
def outside(tmp_path: Path, clock_s: Clock) -> Iterator[Browser]:
    """Before the door of a desk that does not exist yet."""
    with browser(tmp_path / "clinic", clock_s) as one:
        yield one


@pytest.fixture
def inside(outside: Browser) -> Browser:
    """At a fresh desk."""
    outside.come_in()
    return outside
