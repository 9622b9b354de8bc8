"""What every test gets: a data folder of its own, and no keyring of this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.xvfb import xvfb

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# the voice's prepared network takes seconds to write; one copy serves all tests
os.environ.setdefault("VISAVIS_CACHE", str(Path("~/.cache/visavis-ci").expanduser()))


MAY_SKIP = ("posix", "shared")
"""Words of a reason for which a test may be left out in CI: another operating system,
and the sets for checking the scorers, which are no part of the project."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a missing part fails; on a developer's desk it skips with its reason."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else ""
        if not any(word in reason for word in MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: a part is missing in CI: {reason}"
    return report


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty data folder, and none of the user's settings."""
    for name in [key for key in os.environ if key.startswith("VISAVIS_")]:
        if name != "VISAVIS_CACHE":
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("VISAVIS_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def display():
    """Name of a display: this machine's own, or one made for the tests."""
    if shutil.which("Xvfb") is None:
        if os.environ.get("CI"):
            pytest.fail("Xvfb is missing: apt install xvfb")
        pytest.skip("Xvfb is not installed, so no window is opened")
    with xvfb() as name:
        yield name
