"""The therapist's side in a terminal: pair, assign, open, list; always in words."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from sim.cli import main
from sim.clinic.desk.desk import Desk
from sim.clinic.letters import Assignment, Item, Report, Withdrawal
from sim.clinic.post import Post
from sim.commands import clinic as commands
from sim.exercises._ladders import matched, titled
from sim.privacy.sources import KeySource
from tests.clinic.people import Clock, Person, person
from tests.privacy.test_vault import CHEAP, DictKeyring

REPORT = Report(
    "r1",
    "rehearsal",
    "saying_no",
    "Saying no",
    "2026-11-24",
    (
        Item("grades.request", "grades", "Asking", "Emerging", skill="request"),
        Item("quotes.1", "quotes", "You said", "Stay with me", turn=1),
    ),
    12,
)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases and codes at almost no cost."""
    given = KeySource("four quiet words here", None, CHEAP)
    monkeypatch.setattr(commands, "key_source", lambda: given)
    monkeypatch.setattr(commands, "Desk", partial(Desk, cost=CHEAP))


def clinic(*words: str) -> int:
    return main(["clinic", *words])


def paired(tmp_path: Path, robin: Person, capsys: pytest.CaptureFixture[str]) -> None:
    """Robin has a real clock's pairing: commands use the time of day."""
    assert clinic("pair", "--alias", "Robin", "--out", str(tmp_path / "i.txt")) == 0
    said = capsys.readouterr().out
    code = said.split("by voice: ")[1].split()[0]
    robin.post = Post(robin.vault, cost=CHEAP)
    accepted = robin.post.accept((tmp_path / "i.txt").read_bytes(), code)
    (tmp_path / "a.txt").write_bytes(accepted.raw)
    assert clinic("finish", str(tmp_path / "a.txt")) == 0
    assert "  ".join(accepted.contact.phrase) in capsys.readouterr().out


@pytest.fixture
def robin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Person:
    with person(tmp_path / "robin", Clock()) as one:
        paired(tmp_path, one, capsys)
        yield one  # type: ignore[misc]


def test_a_whole_round_by_file(
    robin: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "robin.visavis"
    words = ["--to", "robin", "--scenario", "affection_only", "--out", str(out)]
    more = ["--partner", "gentler", "--set", "partner=Kim", "--note", "Take your time."]
    assert clinic("assign", *words, *more) == 0
    letter = robin.post.take(out.read_bytes()).letter
    assert isinstance(letter, Assignment)
    assert letter.parts[0].partner == "gentler"
    assert letter.parts[0].setting == {"partner": "Kim"}

    back = tmp_path / "back.visavis"
    back.write_bytes(robin.post.send(REPORT, {}, "therapist"))
    capsys.readouterr()
    assert clinic("open", str(back)) == 0
    said = capsys.readouterr().out
    assert "Robin has shared “Saying no”." in said
    assert "Asking: Emerging" in said
    assert "You said: Stay with me" in said

    gone = tmp_path / "gone.visavis"
    gone.write_bytes(robin.post.send(Withdrawal("r1"), {}, "therapist"))
    assert clinic("open", str(gone)) == 0
    assert "It is deleted." in capsys.readouterr().out
    assert clinic("log", "--json") == 0
    log = [one["what"] for one in json.loads(capsys.readouterr().out)]
    assert log[:2] == ["withdrawn", "looked_at_session"]


def test_steps_of_a_ladder_are_assigned_by_name_and_told_by_title(
    robin: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "steps.visavis"
    words = ["assign", "--to", "robin", "--exercise", "exposure", "--out", str(out)]
    steps = ["--step", "saying_no:tea", "--step", "saying_no:plan"]
    assert clinic(*words, "--step", "saying_no:tee", "--step", "saying_no:plan") == 2
    assert "saying_no:tea" in capsys.readouterr().err
    assert clinic(*words[:3], "--scenario", "saying_no", *words[5:], *steps) == 2
    assert "exposure" in capsys.readouterr().err
    assert clinic(*words, *steps) == 0
    letter = robin.post.take(out.read_bytes()).letter
    assert isinstance(letter, Assignment)
    (part,) = letter.parts
    assert matched(part.ladder) == ("saying_no", ("tea", "plan"))
    assert titled(part.ladder) == ("No to a cup of tea", "No to a plan")
    assert "grades" not in letter.share  # an exercise has none


def test_clients_are_listed(robin: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert clinic("clients", "--json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["alias"], one["state"], one["unread"]) == ("Robin", "paired", 0)
    assert clinic("clients") == 0
    assert "Robin" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["open", "no_such_file"], "cannot be read"),
        (["open", "i.txt"], ""),
        (["finish", "i.txt"], "no answer"),
        (["assign", "--to", "Sam", "--scenario", "x", "--out", "o"], "not paired"),
        (["assign", "--to", "Robin", "--out", "o"], "Choose what to do"),
        (["assign", "--to", "Robin", "--scenario", "x", "--out", "o"], "no rehearsal"),
        (
            [
                "assign",
                "--to",
                "Robin",
                "--scenario",
                "affection_only",
                "--out",
                "i.txt",
            ],
            "exists already",
        ),
        (["log", "--client", "Sam"], "not paired"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    robin: Person,
    tmp_path: Path,
    words: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert clinic(*words) == 2
    said = capsys.readouterr().err
    assert says in said and said.count("\n") == 1 and "Traceback" not in said


def test_without_a_desk_it_says_how_to_begin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert clinic("clients") == 2
    assert "visavis clinic pair" in capsys.readouterr().err


def test_an_invitation_can_be_scanned_from_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert clinic("pair", "--alias", "Kim") == 0
    said = capsys.readouterr().out
    assert "█" in said and "VISAVIS:INVITATION:" in said


def test_a_keyring_s_desk_is_not_served(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.clinic.web import serving
    from sim.commands.clinic import desk_home
    from sim.config import Config
    from sim.privacy.vault import Vault

    home = desk_home(Config.load())
    Vault.create(KeySource(None, DictKeyring(), CHEAP), home).close()
    monkeypatch.setattr(serving, "_listen", lambda port: pytest.fail("it listens"))
    assert clinic("serve") == 2
    assert "visavis clinic passphrase" in capsys.readouterr().err
