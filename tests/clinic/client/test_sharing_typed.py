"""Sharing at a terminal: what is left out after it was shown stays."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from sim import share_text
from sim.clinic.client.kept import Kept
from sim.clinic.client.report import report
from sim.clinic.client.sharing import Sharing
from sim.commands import share as command
from sim.terminal import Leave
from tests.clinic.client.test_sharing import offered
from tests.clinic.people import Person


class Typed:
    """A keyboard with lines typed beforehand."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)

    def wait(self) -> str | None:
        return next(self._lines, None)


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)


def sent(
    client: Person,
    homework: Kept,
    monkeypatch: pytest.MonkeyPatch,
    out: Path,
    *lines: str,
) -> tuple[int, str]:
    """Run the question; its status, and all that was shown."""
    seen = io.StringIO()
    monkeypatch.setattr(command, "Keyboard", lambda: Typed(*lines))
    monkeypatch.setattr(
        command, "Console", lambda **_: Console(file=seen, width=200, highlight=False)
    )
    arguments = argparse.Namespace(
        out=str(out), items="attendance,grades", without=[], note="", yes=False
    )
    found = offered(client, homework)
    sharing = Sharing(client.vault, client.post, client.clock)
    status = command._send(sharing, found, client.post.peers[0], arguments)
    return status, seen.getvalue()


@pytest.mark.usefixtures("at_a_terminal")
def test_single_items_are_left_out_and_the_letter_is_shown_again(
    homework: Kept,
    agreed: Person,
    therapist: Person,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    out = tmp_path / "r.visavis"
    status, seen = sent(agreed, homework, monkeypatch, out, "2", "1 3", "1")
    assert status == 0
    letter = therapist.post.take(out.read_bytes()).letter
    before, _, after = seen.rpartition("This always goes with it")
    every = [one.id for one in letter.items]  # type: ignore[union-attr]
    assert every and "attendance" not in every
    assert "[attendance" in before and "[attendance" not in after
    for one in every:
        assert f"[{one}" in after


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("lines", [("3",), ("2", "", "3"), ("2", "1", "q"), ()])
def test_nothing_goes_before_it_was_shown_and_agreed_to(
    homework: Kept,
    agreed: Person,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    lines: tuple[str, ...],
) -> None:
    out = tmp_path / "r.visavis"
    try:
        status, _ = sent(agreed, homework, monkeypatch, out, *lines)
    except Leave:
        status = 1
    assert status == 1
    assert not out.exists()


def test_where_nobody_can_be_asked_nothing_goes(
    homework: Kept, agreed: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    out = tmp_path / "r.visavis"
    status, seen = sent(agreed, homework, monkeypatch, out, "1")
    assert (status, out.exists()) == (1, False)
    assert "--yes" in seen


def test_enter_leaves_nothing_out(homework: Kept, agreed: Person) -> None:
    found = offered(agreed, homework)
    made = report(found, ["attendance"], agreed.post.peers[0])
    console = Console(file=io.StringIO())
    assert share_text.fewer(console, Typed(""), made) == {"attendance"}  # type: ignore[arg-type]
