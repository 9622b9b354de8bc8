"""Peer support: people come before the program, and practice leads back to them."""

from __future__ import annotations

import ast
import datetime
import re

import pytest

from assets import ROOT
from dialogue import scenario
from dialogue.messages import SkillScore
from dialogue.progress import Line, Session
from sim.app import App
from sim.config import Config
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.screening.care import Care
from sim.session import events
from sim.typed import typed
from sim.wellbeing import (
    IDLE_S,
    PLENTY_MIN,
    REPEATS,
    Practice,
    is_replacing,
    recorded_s,
    replaced,
)
from tests.fakes import FakeClock
from tests.progress.logs import log
from tests.sim.test_ears import FakeLink

TOLD = scenario.load("saying_no")


@pytest.mark.parametrize("phase", ["waiting", "paused", "over"])
def test_people_are_one_command_away_at_any_time(phase):
    app = App(Config.load({"country": "GB"}))
    one = app.rehearsal(TOLD, FakeLink())
    one.start(1, (), {})
    if phase == "paused":
        one.pause()
    elif phase == "over":
        one.leave()
    said = typed(one, "/people")
    assert "999" in said and "116 123" in said
    assert "friend" in said
    assert "not therapy" in typed(one, "/about")


# plenty


def practise(practice, clock, minutes):
    for _ in range(minutes * 2):
        clock.advance(30.0)
        practice.on_event(events.event("utterance"), FakeState())


class FakeState:
    phase = "talking"


def test_plenty_is_said_at_a_pause_and_blocks_nothing():
    clock = FakeClock()
    app = App(Config.load())
    app.practice = Practice(clock=clock)
    one = app.rehearsal(TOLD, FakeLink())
    one.start(1, (), {})
    practise(app.practice, clock, PLENTY_MIN - 1)
    assert app.practice.line() == ""
    practise(app.practice, clock, 2)
    one.pause()
    said = app.practice.line(once=True)
    assert "46 minutes" in said
    assert app.practice.line(once=True) == "", "once in a rehearsal is enough"
    assert app.practice.line() == said, "and once more at the debrief"
    one.resume()
    assert one.state.phase == "talking", "nothing is blocked"


def test_time_in_which_nobody_practised_does_not_count():
    clock = FakeClock()
    practice = Practice(clock=clock)
    practice.on_event(events.event("utterance"), FakeState())
    clock.advance(3 * 3600)
    practice.on_event(events.event("utterance"), FakeState())
    assert practice.minutes == IDLE_S // 60


def test_a_new_day_begins_at_nought():
    clock = FakeClock()  # 20:00
    practice = Practice(clock=clock)
    practice.on_event(events.event("utterance"), FakeState())
    practise(practice, clock, 50)
    assert practice.minutes == 50
    clock.advance(5 * 3600)
    assert practice.minutes == 0


@pytest.fixture
def vault(home):
    with Vault.create(KeySource("secret", cost=Cost(1, 64, 1)), home) as made:
        yield made


def kept(vault, session, made, begin, step_s=40.0):
    """A log in the vault, one event each `step_s` seconds from `begin`."""
    vault.begin(session, made[0]["scenario"], "A title", begin.isoformat())
    for number, one in enumerate(made):
        at = begin + datetime.timedelta(seconds=number * step_s)
        vault.append(session, number, one, at.isoformat())


def test_earlier_rehearsals_of_the_day_count_across_sessions(vault):
    clock = FakeClock()
    now = clock.now()
    lines = [events.started("saying_no", "T", "D", 1, (), {})]
    lines += [events.event("utterance", turn=turn, text="x") for turn in range(1, 31)]
    kept(vault, "aa11", lines, now - datetime.timedelta(hours=2))
    kept(vault, "bb22", lines, now - datetime.timedelta(hours=1))
    kept(vault, "cc33", lines, now - datetime.timedelta(hours=26))
    assert recorded_s(vault, now) == pytest.approx(2 * 30 * 40)
    practice = Practice(vault=vault, clock=clock)
    assert practice.minutes == 40
    assert practice.line() == ""
    practice.on_event(events.event("utterance"), FakeState())
    practise(practice, clock, 6)
    assert "46" in practice.line()


# practice in place of the talk


def sessions(*shares):
    """Rehearsals in which this share of ten lines showed the goal."""
    yes, no = SkillScore(0.9, True), SkillScore(0.1, False)
    return tuple(
        Session(
            "saying_no",
            float(day),
            tuple(
                Line({"boundary": yes if at < share * 10 else no}) for at in range(10)
            ),
        )
        for day, share in enumerate(shares)
    )


@pytest.mark.parametrize(
    ("shares", "is_said"),
    [
        ((0.2, 0.3, 0.4, 0.5), True),  # rising
        ((0.7, 0.7, 0.7, 0.7), True),  # flat and high
        ((0.2, 0.2, 0.2, 0.2), False),  # flat and low: it is still practice
        ((0.8, 0.7, 0.5, 0.4), False),  # falling
        ((0.9, 0.9, 0.9), False),  # not often
    ],
)
def test_the_same_talk_many_times_is_noticed_when_it_goes_well(shares, is_said):
    assert is_replacing(sessions(*shares), ("boundary",)) is is_said


def test_then_it_suggests_a_next_step_outside_and_only_where_that_is_safe(vault):
    clock = FakeClock()
    made = log("saying_no", "skilled")
    for number in range(REPEATS):
        begin = clock.now() - datetime.timedelta(days=number + 1)
        kept(vault, f"aa{number}", made, begin)
    said = replaced(vault, TOLD, clock.now())
    assert TOLD.title in said and "if it feels right and safe" in said.lower()
    app = App(Config.load(), vault=vault)
    app.practice.clock = clock
    app.rehearsal(TOLD, FakeLink())
    assert app.practice.line() == said
    app.close()


def test_who_may_be_afraid_is_never_sent_to_the_real_talk(vault):
    clock = FakeClock()
    made = log("saying_no", "skilled")
    for number in range(REPEATS):
        kept(vault, f"aa{number}", made, clock.now() - datetime.timedelta(days=number))
    app = App(Config.load(), vault=vault, care=Care(is_careful=True))
    app.practice.clock = clock
    app.rehearsal(TOLD, FakeLink())
    assert app.practice.line() == ""
    app.close()


# nothing that pulls one back

PULLS = (
    r"streak",
    r"\bin a row\b",
    r"days running",
    r"keep it up",
    r"don['’]t (lose|break|miss)",
    r"\byou (have )?missed\b",
    r"\blose your\b",
    r"\bfall behind\b",
    r"\bcome back (soon|tomorrow)\b",
    r"\bwe miss(ed)? you\b",
    r"\bdaily goal\b",
    r"\bleaderboard\b",
    r"\b(earn|win|your|more) points\b",
    r"\bbadge\b",
    r"\blevel up\b",
)


def said_in(code):
    """Texts of several words in Python code, without its docstrings."""
    tree = ast.parse(code)
    notes = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in notes and " " in node.value.strip():
            yield node.value


def shown_texts():
    """Locales, fixed texts and whatever a front end writes itself."""
    root = ROOT.parent
    files = [*(ROOT / "locales").glob("*.toml"), *(ROOT / "screening").glob("*.toml")]
    files += [ROOT / "safety" / "texts.toml", ROOT / "progress.toml"]
    for folder in ("sim", "scenes"):
        files += (root / folder).rglob("*.py")
    for file in files:
        words = file.read_text("utf-8")
        if file.suffix == ".py":
            words = "\n".join(said_in(words))
        yield file, words


def test_no_text_counts_days_or_threatens_a_loss():
    for file, words in shown_texts():
        for pattern in PULLS:
            found = re.search(pattern, words, re.I)
            assert not found, (
                f"{file}: {found and words[found.start() - 40 : found.end() + 40]}"
            )


def test_the_check_for_such_words_would_find_them():
    bad = "You are on a 7-day streak! Don't lose it. Three days in a row."
    assert sum(bool(re.search(pattern, bad, re.I)) for pattern in PULLS) >= 3
