"""``visavis exercise``: where it opens, what it says at its end, who is led out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim import cli, exercise_alone, window
from sim.commands import exercise
from sim.privacy.vault import vault_exists
from sim.texts import texts

TO_FEAR = ("no", "all", "being_looked_at", "go", "1", "go")


def typed(tmp_path: Path, name: str, *lines: str) -> int:
    """The exercise `name` with a script of these `lines`; the exit code."""
    script = tmp_path / "script.txt"
    script.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    words = ["exercise", name, "--text", "--headset", "none", "--script", str(script)]
    return cli.main(words)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of its own."""
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VISAVIS_PASSPHRASE", "abcdefgh1234")
    return tmp_path / "home"


def test_nothing_is_kept_of_somebody_under_18(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(tmp_path, "exposure", *TO_FEAR, "they may laugh", "leave")
    capsys.readouterr()
    cli.main(["sessions"])
    assert "Small steps" in capsys.readouterr().out
    cli.main(["erase", "--all", "--yes"])
    typed(tmp_path, "exposure", *TO_FEAR, "I am 15 years old and they may laugh")
    assert vault_exists(home)
    capsys.readouterr()
    cli.main(["sessions"])
    assert "Small steps" not in capsys.readouterr().out


def test_the_end_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(tmp_path, "breathing", "now", "calmer")
    assert "That is all of it." in capsys.readouterr().out


def test_a_wrong_name_is_one_line_that_says_what_is_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(tmp_path, "brething") == 2
    told = capsys.readouterr().err
    assert "breathing" in told
    assert "should not have" not in told


def test_an_exercise_speaks_of_no_partner_on_its_first_screen() -> None:
    lines = " ".join(texts("consent.exercise_lines", storage=""))
    assert "partner" not in lines
    assert "not treatment" in lines
    assert "frightens you" in lines


@pytest.mark.parametrize(
    ("name", "is_headset", "opens"),
    [
        ("sensate_focus", False, "window"),
        ("functionality", False, "alone"),
        ("functionality", True, "window"),
        ("grounding", False, "alone"),
        ("grounding", True, "alone"),
    ],
)
def test_what_leads_into_a_talk_or_is_long_in_a_headset_has_the_list_beside_it(
    name: str, is_headset: bool, opens: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, Any]] = []

    def whole(app: object, headset: object, options: dict[str, Any]) -> int:
        opened.append(("window", options["exercise"]))
        return 0

    def alone(app: object, headset: object, name: str, *, is_kept: bool) -> int:
        opened.append(("alone", name))
        return 0

    stage = SimpleNamespace(is_headset=is_headset)
    monkeypatch.setattr(exercise, "opened", lambda app: stage)
    monkeypatch.setattr(window, "run", whole)
    monkeypatch.setattr(exercise_alone, "run", alone)
    assert cli.main(["exercise", name, "--no-save", "--voice", "off"]) == 0
    assert opened == [(opens, name)]
