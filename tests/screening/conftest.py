"""A vault that costs next to nothing to open, and a terminal to type into."""

from __future__ import annotations

import datetime
import io

import pytest
from rich.console import Console

from sim import cli
from sim.lines import Keyboard
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.screening.asking import Asking
from sim.screening.care import Care

SECRET = "a good long passphrase"
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def vault(home, monkeypatch):
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)
    with Vault.create(KeySource(SECRET, cost=Cost(1, 64, 1)), home) as made:
        yield made


@pytest.fixture
def visavis(capsys, monkeypatch):
    """The real command in this process; `typed` is what stands on its input."""

    def run(*words, typed=()):
        text = "".join(f"{line}\n" for line in typed)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        capsys.readouterr()
        code = cli.main(list(words))
        out, err = capsys.readouterr()
        return code, " ".join(out.split()), err

    return run


@pytest.fixture
def ask():
    """Puts the questions to somebody who types `typed`; gives what they saw."""

    def run(typed, vault=None, care=None, country="GB"):
        care = Care() if care is None else care
        out = io.StringIO()
        keyboard = Keyboard(io.StringIO("".join(f"{line}\n" for line in typed)))
        console = Console(file=out, width=88, highlight=False)
        asking = Asking(console, keyboard, care, vault, country, lambda name: "")
        try:
            asking.run(TODAY)
        except Exception as why:  # how it ended is what a test looks at
            return care, out.getvalue(), type(why).__name__
        return care, out.getvalue(), ""

    return run
