"""What a user says about a debrief is kept, listed, exported and erased."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from dialogue.scenario import load
from sim import cli
from sim.lines import Keyboard
from sim.looking_back import look_back
from sim.privacy.export import Whole, as_markdown
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.session.marking import LookingBack
from tests.session.played import begin, say
from tests.session.stories import GOALS, ROUGH

SECRET = "a good long passphrase"
ONE, TWO = "2026-one", "2026-two"


def played():
    told = load("sex_hurts")
    log = begin(told, GOALS, told.opening[0])
    ending = {"event": "ended", "ending": told.endings[0].id}
    return [*log, *say(told, log, ROUGH), ending]


@pytest.fixture
def visavis(home, monkeypatch, capsys):
    """Runs a command on a vault with two rehearsals; returns what it printed."""
    with Vault.create(KeySource(SECRET, cost=Cost(1, 8, 1)), home) as vault:
        for session, day in ((ONE, "2026-11-12"), (TWO, "2026-11-20")):
            vault.begin(session, "sex_hurts", "Telling", f"{day}T20:00:00")
            vault.append_all(session, 0, played())
            vault.close_session(session)
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)

    def run(*words, code=0):
        assert cli.main([str(word) for word in words]) == code
        return capsys.readouterr().out

    return run


def made(visavis, session=TWO):
    return json.loads(visavis("debrief", session, "--json"))


def number(visavis, key):
    found = made(visavis)["statements"]
    return next(one["number"] for one in found if one["key"] == key)


def test_a_mark_is_kept_listed_and_counted(visavis):
    at = number(visavis, "criticism@3")
    visavis("debrief", TWO, "--wrong", at, "--note", "I meant it kindly")
    (row,) = json.loads(visavis("corrections", "--json"))
    assert (row["session"], row["scenario"]) == (TWO, "sex_hurts")
    assert (row["skill"], row["turn"]) == ("criticism", 3)
    assert (row["words"], row["note"]) == (
        "You never ask me how it is",
        "I meant it kindly",
    )
    assert "1 in all: criticism 1" in visavis("corrections")
    assert "You marked this as wrong. “I meant it kindly”" in visavis("debrief", TWO)


def test_a_mark_can_be_taken_back(visavis):
    at = number(visavis, "criticism@3")
    visavis("debrief", TWO, "--wrong", at)
    visavis("debrief", TWO, "--right", at)
    assert json.loads(visavis("corrections", "--json")) == []
    assert visavis("corrections") == "Nothing is marked as wrong.\n"


def test_a_mark_and_a_plan_are_in_the_export(visavis, tmp_path):
    visavis("debrief", TWO, "--wrong", 2, "--use", "On Sunday with Sam")
    visavis("export", tmp_path / "mine.json")
    text = (tmp_path / "mine.json").read_text("utf-8")
    assert "marked_wrong" in text and "On Sunday with Sam" in text
    visavis("export", tmp_path / "mine.md", "--format", "markdown")
    text = (tmp_path / "mine.md").read_text("utf-8")
    assert "You marked as wrong:" in text and "On Sunday with Sam" in text
    assert as_markdown(Whole()) == "\n"


def test_erasing_a_session_leaves_nothing_of_it_in_the_next(visavis):
    visavis("debrief", ONE, "--use", "On Sunday with Sam")
    assert made(visavis)["carried"] == "On Sunday with Sam"
    assert "Last time (12 November)" in visavis("debrief", TWO)
    visavis("erase", ONE, "--yes")
    after = made(visavis)
    assert after["carried"] == "" and after["before"] == []


def test_a_session_is_compared_with_earlier_ones_only(visavis):
    assert made(visavis, ONE)["before"] == []
    assert len(made(visavis, TWO)["before"]) == len(GOALS)


def test_why_is_told_in_words(visavis):
    out = " ".join(
        visavis("debrief", TWO, "--why", number(visavis, "criticism@3")).split()
    )
    assert "(criticism)" in out and "very sure" in out


def test_a_number_that_is_not_there_is_the_users_to_mend(visavis, capsys):
    for flag in ("--why", "--wrong", "--right"):
        assert cli.main(["debrief", TWO, flag, "999"]) == 2
        assert "There is no statement 999 here" in capsys.readouterr().err


def test_a_call_for_help_in_a_plan_is_answered_with_help(visavis):
    out = visavis("debrief", TWO, "--use", "I want to kill myself tonight")
    assert "What you set out to practise" not in out and len(out) > 80
    assert made(visavis)["transfer"] == ""


def test_reading_again_without_the_model_changes_nothing(visavis, monkeypatch):
    from dialogue import dropins
    from dialogue.registry import MissingModel

    create = dropins.create

    def refuse(package, name, *more):
        if not package.startswith("dialogue"):
            return create(package, name, *more)
        raise MissingModel("mpnet: run scripts/fetch-model mpnet")

    before = made(visavis)
    monkeypatch.setattr(dropins, "create", refuse)
    visavis("debrief", TWO, "--reread")
    assert made(visavis) == before


# in the terminal, after the talk


def told(*lines):
    log = played()
    back = LookingBack(log, load("sex_hurts"), log.append)
    out = Console(file=io.StringIO(), width=88)
    keyboard = Keyboard(io.StringIO("".join(f"{line}\n" for line in lines)))
    flag = look_back(out, keyboard, back)
    return back, " ".join(out.file.getvalue().split()), flag


def test_enter_alone_goes_on_and_keeps_nothing():
    back, _, flag = told("", "never read")
    assert flag is None and len(back.log) == len(played())


def test_why_and_wrong_and_right_work_by_number():
    back, shown, _ = told("/why 2", "/wrong 2 no, that was a joke", "/right 2", "")
    assert "[2]" in shown and "No longer counts" not in shown
    assert "It no longer counts" in shown and "It counts again" in shown
    assert [one.get("note") for one in back.log[-2:]] == ["no, that was a joke", ""]


def test_a_plan_is_kept_and_a_strange_command_explained():
    back, shown, _ = told("On Sunday", "/dance", "/why 999", "")
    assert back.made.transfer == "On Sunday"
    assert "There is no statement 999" in shown and shown.count("/why 3 says") == 2


def test_a_call_for_help_comes_first():
    back, _, flag = told("I want to kill myself tonight", "")
    assert flag is not None and flag.action == "stop"
    assert back.made.transfer == ""
