"""The questions as somebody at a terminal meets them, and what the answers change."""

from __future__ import annotations

import io
import json

import pytest

from dialogue import scenario
from sim.app import App
from sim.config import Config
from sim.lines import Keyboard
from sim.quick_exit import QuickExit
from sim.screening.answers import screen
from sim.screening.care import NOTE, Care
from sim.session import events
from tests.screening.conftest import SECRET
from tests.sim.test_ears import FakeLink

NO, YES, UNSURE, SKIP = "3", "1", "2", "4"
ALL_NO = ["1", NO, NO, NO, NO]
SAID = "a phrase that is nowhere else"


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("answer", [YES, UNSURE])
def test_a_yes_to_any_question_shows_help_first_and_closes_talks_with_a_partner(
    ask, place, answer
):
    answers = [NO] * 4
    answers[place] = answer
    care, seen, ended = ask(["1", *answers, "2"])
    assert ended == ""
    assert care.is_careful
    assert "999" in seen and "0808 2000 247" in seen
    assert seen.index("Emergency") < seen.index("Crisis line")
    assert [told.id for told in scenario.catalog() if care.allows(told)] == [
        "first_date"
    ]


def test_a_no_to_all_of_them_changes_nothing(ask):
    care, _, ended = ask(ALL_NO)
    assert ended == ""
    assert not care.is_careful
    assert all(care.allows(told) for told in scenario.catalog())


@pytest.mark.parametrize("reason", ["1", "2", "3", "4"])
def test_all_of_it_can_be_skipped_for_any_reason_and_that_closes_nothing(ask, reason):
    care, _, ended = ask(["2", reason])
    assert ended == ""
    assert not care.is_careful
    assert care.is_asked


def test_each_question_can_be_skipped(ask):
    care, seen, ended = ask(["1", SKIP, SKIP, SKIP, SKIP])
    assert (care.is_careful, ended) == (False, "")
    assert "4 of 4" in seen


def test_nothing_is_kept_unless_the_user_says_so(ask, vault):
    for typed in (
        [*ALL_NO, "2"],
        ["2", "1"],
        ["2", "4", "2"],
        ["1", YES, NO, NO, NO, "2", "1"],
        ["1", YES, NO, NO, NO, "4", "1", "2", "1"],
    ):
        ask(typed, vault)
        assert vault.notes.get(NOTE) is None, typed


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ([*ALL_NO, "1"], "clear"),
        (["2", "4", "1"], "skipped"),
        (["1", YES, NO, NO, NO, "4", "2", "2", "1"], "careful"),
    ],
)
def test_what_is_wanted_is_kept_and_holds_at_the_next_start(ask, vault, typed, outcome):
    ask(typed, vault)
    assert vault.notes.get(NOTE)["outcome"] == outcome
    again = Care.of(vault)
    assert again.is_careful is (outcome == "careful")


@pytest.mark.parametrize("at", range(6))
def test_quick_exit_is_heard_at_every_question(ask, at):
    typed = [*["1", YES, NO, NO, NO][:at], "quit now"]
    assert ask(typed)[2] == "QuickExit"


@pytest.mark.parametrize(
    "typed", ["quit now", " Quit  NOW.", "/quit now", "\x1b\x1b", "\x1b[24~"]
)
def test_quick_exit_is_heard_however_it_is_typed(typed):
    with pytest.raises(QuickExit):
        Keyboard(io.StringIO(f"{typed}\n")).wait()


@pytest.mark.parametrize("said", ["I want to quit now and then", "quit", "now", ""])
def test_ordinary_lines_are_no_quick_exit(said):
    assert Keyboard(io.StringIO(f"{said}\n")).wait() == said


# what is recorded while the user is careful


def rehearse(app):
    told = scenario.load("first_date")
    made = app.rehearsal(told, FakeLink())
    made.start(1, (), {})
    made.emit(events.event("transfer", text=SAID))
    made.leave()
    for writer in app.writers:
        writer.flush()
    return made


def test_nothing_is_recorded_while_careful(vault):
    app = App(Config.load(), vault=vault, care=Care(is_careful=True))
    rehearse(app)
    assert vault.sessions(with_hidden=True) == []
    assert app.carried() == ""
    app.close()


def test_a_hidden_rehearsal_is_on_no_list_and_opens_with_the_passphrase_only(
    vault, visavis
):
    app = App(Config.load(), vault=vault, care=Care(is_careful=True, keeps_hidden=True))
    session = rehearse(app).session
    assert vault.sessions() == []
    assert [info.id for info in vault.sessions(with_hidden=True)] == [session]
    app.close()
    assert json.loads(visavis("sessions", "--json")[1]) == []
    found = json.loads(visavis("sessions", "--json", "--hidden")[1])
    assert [one["id"] for one in found] == [session]
    assert SAID not in str(visavis("debrief"))
    assert session not in visavis("replay", session[:4])[1]


def test_a_wrong_passphrase_shows_nothing_hidden(vault, monkeypatch):
    from sim.errors import BadInput
    from sim.screening.history import check_passphrase

    check_passphrase(vault)
    monkeypatch.setenv("VISAVIS_PASSPHRASE", "guessed")
    with pytest.raises(BadInput):
        check_passphrase(vault)
    assert SECRET not in "guessed"


def test_earlier_rehearsals_are_not_shown_while_careful(vault):
    vault.begin("aa11", "saying_no", "A title", "2026-11-20T20:00:00+00:00")
    vault.append("aa11", 0, events.event("transfer", text=SAID))
    app = App(Config.load(), vault=vault, care=Care(is_careful=True))
    assert app.history is None
    assert app.carried() == ""
    assert vault.sessions()  # nothing of it is lost


# the real command


def test_the_whole_way_through_the_command_keeps_nothing_and_offers_what_is_left(
    home, visavis
):
    code, seen, err = visavis(
        "rehearse", "saying_no", "--headset", "none", "--text", "--no-save",
        "--country", "GB", typed=["1", "1", YES, NO, NO, NO, "2", "9", "/leave"],
    )  # fmt: skip
    assert code == 0, err
    assert screen().text("not_offered") in seen
    assert "Saying what you look for" in seen
    assert "When desire differs" not in seen
    assert not home.exists() or not list(home.rglob("*.db"))


def test_a_script_is_asked_nothing(monkeypatch):
    from sim import typing_room, typing_scene

    def never(*given):
        raise AssertionError("a script was asked")

    monkeypatch.setattr(typing_scene, "Asking", never)
    monkeypatch.setattr(typing_room, "scene", lambda *given: (0, False))
    told = scenario.load("saying_no")
    options = {"told": told, "lines": [], "goals": (), "json": True, "resume": None}
    assert typing_room.run(App(Config.load()), options) == 0


def test_the_answer_can_be_seen_and_taken_back(vault, ask, visavis):
    ask([*ALL_NO, "1"], vault)
    vault.close()
    assert "everything is open" in visavis("before", "--show")[1]
    assert visavis("before", "--forget")[0] == 0
    assert "Nothing is kept" in visavis("before", "--show")[1]


def test_it_is_asked_on_request(home, visavis):
    code, seen, err = visavis(
        "before", "--country", "GB", typed=["1", YES, SKIP, NO, NO, "4"]
    )
    assert code == 0, err
    assert screen().text("careful_title") in seen
    assert "0808 2000 247" in seen
    assert not home.exists()


def test_what_this_is_can_be_read_without_a_rehearsal(visavis):
    code, seen, _ = visavis("about", "--country", "GB")
    assert code == 0
    assert "program, not" in seen and "not therapy" in seen and "999" in seen
