"""The lobby in a terminal: talks and exercises side by side, by number, name, word."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from sim import cli, quick_exit
from sim.app import App
from sim.config import Config
from sim.lines import Keyboard
from sim.lobby_choice import opened
from sim.lobby_text import TextLobby
from sim.screening.ceiling import Ceiling
from sim.terminal import Leave

TOLD = App(Config.load({})).scenarios()


def pick(*typed, told=TOLD, **options):
    """What somebody who types `typed` chooses, and what they saw."""
    out = io.StringIO()
    keyboard = Keyboard(io.StringIO("".join(f"{line}\n" for line in typed)))
    console = Console(file=out, width=100, highlight=False)
    item = TextLobby(console, keyboard, told).pick(**options)
    return item, out.getvalue()


def test_talks_and_exercises_stand_in_one_list_with_minutes_and_what_comes_up():
    _, seen = pick("1")
    assert seen.index("Practise a talk") < seen.index("Do something by yourself")
    assert "Telling your partner that sex hurts · 15 minutes · Pain during sex" in seen
    assert "Five things around you · 4 minutes" in seen
    assert "Gentle ones" in seen and "To come to rest" in seen


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (["1"], TOLD[0].id), (["lights on"], "lights_on"),
        (["grounding"], "grounding"), (["Where to begin?"], "path"),
        (["path"], "path"), (["help"], "people"), (["leave out"], "limit"),
        (["what is kept"], "kept"), (["no", "1"], None),
    ],
)  # fmt: skip
def test_a_number_a_name_or_a_word_chooses(typed, chosen):
    item, _ = pick(*typed)
    if chosen:
        assert item.id == chosen
    else:
        assert item.id in ("hearing_no", "saying_no")


def test_a_word_that_fits_several_shows_those_with_their_own_numbers():
    item, seen = pick("pain", "12")
    shown = seen.split("Leave")[-1]
    assert "sex hurts" in shown and "Lights on" not in shown
    assert item == pick("12")[0]


def test_one_half_of_the_list_can_be_asked_for():
    _, seen = pick("exercises", "1")
    after = seen.rsplit("Do something by yourself", 1)[1]
    assert "Breathe slowly" in after
    assert "Practise a talk" not in after


def test_a_typed_line_of_danger_is_answered_with_help_and_not_with_a_list():
    _, seen = pick("I want to kill myself", "1")
    after = seen.split("Leave")[-1]
    assert "helpline" in after.lower() or "emergency" in after.lower()


def test_what_is_not_there_is_said_and_nothing_opens():
    item, seen = pick("bananas", "999", "", "1")
    assert "bananas" in seen and "from 1 to" in seen
    assert item.id == TOLD[0].id


@pytest.mark.parametrize("typed", ["leave", "/leave", "q", "I want to leave", "quit"])
def test_leaving_takes_one_line(typed):
    with pytest.raises(Leave):
        pick(typed)


def test_the_end_of_input_leaves():
    with pytest.raises(Leave):
        pick()


def test_the_check_in_is_offered_first_to_somebody_new():
    assert "New here?" in pick("1", is_new=True)[1]
    assert "New here?" not in pick("1")[1]


def test_with_everything_ruled_out_it_says_so():
    assert "nothing is left" in pick("breathing", told=())[1]


def app_of(**limit) -> App:
    return App(Config.load({"text": True, "voice": False}), limit=Ceiling(**limit))


def check_in(app, *typed):
    out = io.StringIO()
    keyboard = Keyboard(io.StringIO("".join(f"{line}\n" for line in typed)))
    console = Console(file=out, width=100, highlight=False)
    return opened(app, console, keyboard, "path"), out.getvalue()


def test_the_check_in_leads_to_the_talk_that_was_chosen_and_sets_the_ceiling():
    app = app_of()
    told, seen = check_in(app, "1", "4", "1", "2", "1")
    assert told is not None and told.id == "sex_hurts"
    assert app.limit.steepest == 2
    assert "Because you said that sex hurts" in seen
    assert not app.is_new


def test_somebody_who_says_they_are_afraid_is_kept_safe_even_if_they_leave(monkeypatch):
    titles = []
    monkeypatch.setattr(quick_exit, "set_title", titles.append)
    app = app_of()
    told, seen = check_in(app, "1", "9", "leave")
    assert told is None
    assert app.care.is_careful
    assert titles == [quick_exit.NEUTRAL_TITLE]
    assert "closed for now" in seen
    assert not any(one.is_with_partner for one in app.scenarios())


def test_people_are_shown_when_they_are_chosen():
    _, seen = check_in(app_of(), "4", "1")
    assert "Because you said that you are not safe right now" in seen
    assert seen.count("999") or "emergency" in seen


def test_it_is_not_asked_again_how_steep_it_may_get():
    app = app_of(steepest=2)
    _, seen = check_in(app, "1", "2", "1", "4")
    assert "How steep may it get?" not in seen
    assert app.limit.steepest == 2


@pytest.fixture
def visavis(capsys, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def run(*words):
        capsys.readouterr()
        code = cli.main(list(words))
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("name", ["path", "start"])
def test_the_command_says_where_to_begin_from_a_script(visavis, tmp_path, home, name):
    script = tmp_path / "answers.txt"
    script.write_text("fine\nno\n/skip\n2\n1\n")
    code, out, err = visavis(name, "--script", str(script))
    assert code == 0, err
    assert "visavis rehearse saying_no" in out
    assert not list(home.rglob("*.db")) if home.exists() else True


def test_as_json_the_offers_come_with_their_reasons_and_commands(visavis, tmp_path):
    script = tmp_path / "answers.txt"
    script.write_text("tense\nworry\nexercise\n1\n")
    code, out, _ = visavis("path", "--script", str(script), "--json")
    last = json.loads(out.splitlines()[-1])
    assert code == 0
    assert last["event"] == "offered"
    assert 1 <= len(last["offers"]) <= 3
    for offer in last["offers"]:
        assert offer["because"] and offer["command"].startswith("visavis ")


def test_the_exercise_of_that_name_is_the_same_check_in(visavis, tmp_path):
    script = tmp_path / "answers.txt"
    script.write_text("everything\n")
    code, out, _ = visavis("exercise", "path", "--script", str(script), "--json")
    assert code == 0
    assert json.loads(out.splitlines()[-1])["chosen"] == "everything"
