"""What small steps keep, what they never keep, and how it is read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from sim import cli
from sim.chart_svg import chart_svg
from sim.chart_text import chart_lines
from sim.exercises._catalog import make
from sim.exercises._exposure_chart import chart_of
from sim.exercises._exposure_past import past_of
from sim.exercises._exposure_state import Exposure, Try
from sim.exercises._ladders import by_id
from sim.exercises._sitting import Sitting
from sim.exercises.base import Before
from sim.exercises_kept import earlier
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.session.events import Event
from tests.fakes import FakeClock

FEAR, SAID, LEARNED = "It goes quiet and odd", "I had toast today", "Nobody minded"
SECRET = "a few plain words"
OWN = "Tea with my aunt Edith"


def played(keep: str, *sessions: Any) -> tuple[list[Event], Exposure]:
    """One session as it is recorded, and its last state."""
    exercise = make("exposure", Before(sessions))
    made = Sitting(exercise, FakeClock())
    made.start()
    for one in (
        *("no", keep, "being_looked_at", "chat", "words", OWN, "go", "chat", "yes"),
        *("go", FEAR, "70", "40", "", SAID, "55", SAID, "", "50"),
        *("It was calm there", "20", LEARNED, "", "stop", ""),
    ):
        if one == "yes" and not made.view.step.endswith("steep"):
            continue  # asked only where no lower step was done before
        assert not made.answer(one), (made.view.step, one)
        assert made.run.flag is None, one
    assert made.run.phase == "done"
    return [exercise.kept(event) for event in made.log], made.run.inner


@pytest.mark.parametrize("keep", ["nothing", "numbers", "all"])
def test_words_said_in_a_scene_are_never_kept(keep: str) -> None:
    kept, _ = played(keep)
    assert SAID not in json.dumps(kept)


def test_nothing_means_nothing() -> None:
    kept, _ = played("nothing")
    page = json.dumps(kept)
    for word in (FEAR, LEARNED, OWN, "being_looked_at", "chat", "70", "55"):
        assert f'"{word}' not in page, word
    assert past_of(make("exposure"), [("2026-11-23", kept)]).tries == ()


def test_numbers_keep_the_ladder_and_no_confidences() -> None:
    kept, state = played("numbers")
    page = json.dumps(kept)
    assert OWN in page
    assert FEAR not in page and LEARNED not in page
    past = past_of(make("exposure"), [("2026-11-23", kept)])
    assert past.ladders["being_looked_at"] == state.ladder
    one = past.tries[0].one
    assert (one.likely, one.came, one.gap) == (70.0, 20.0, 50.0)
    assert (one.before, one.during, one.after) == (40.0, (55.0,), 50.0)


def test_all_gives_the_same_session_again() -> None:
    kept, state = played("all")
    past = past_of(make("exposure"), [("2026-11-23T10:00:00+00:00", kept)])
    assert past.ladders["being_looked_at"] == state.ladder
    assert tuple(item.one for item in past.tries) == state.tries
    assert past.tries[0].day == "2026-11-23"
    assert past.tries[0].one.learned == LEARNED


def test_the_private_answer_is_never_kept() -> None:
    for value in ("no", "yes", "rather_not"):
        exercise = make("exposure")
        made = Sitting(exercise, FakeClock())
        made.start()
        made.answer(value)
        kept = [exercise.kept(event) for event in made.log]
        assert [e["value"] for e in kept if e["event"] == "answered"] == [""]


def test_nor_is_where_the_private_answer_led() -> None:
    exercise = make("exposure")
    made = Sitting(exercise, FakeClock())
    made.start()
    made.answer("yes")
    assert made.view.step == "therapist"
    for _ in range(3):
        made.skip()
    kept = [exercise.kept(event) for event in made.log]
    assert not any("therapist" in str(event) for event in kept)


def test_the_next_time_begins_with_the_users_own_ladder() -> None:
    first, _ = played("numbers")
    exercise = make("exposure", Before((("2026-11-20", first),)))
    made = Sitting(exercise, FakeClock())
    made.start()
    made.answer("no")
    made.answer("numbers")
    labels = {one.id: one.label for one in made.view.options}
    assert "your ladder" in labels["being_looked_at"]
    assert "your ladder" not in labels["saying_no"]
    made.answer("being_looked_at")
    assert f"{OWN} · 40" in {one.label for one in made.view.options}


def test_a_record_stands_without_the_one_before_it() -> None:
    first, _ = played("numbers")
    exercise = make("exposure", Before((("2026-11-20", first),)))
    made = Sitting(exercise, FakeClock())
    made.start()
    for one in ("no", "numbers", "being_looked_at", "go", "stop", ""):
        made.answer(one)
    second = [exercise.kept(event) for event in made.log]
    past = past_of(make("exposure"), [("2026-11-21", second)])
    assert OWN in {one.title for one in past.ladders["being_looked_at"]}
    assert next(s for s in past.ladders["being_looked_at"] if s.id == "chat").done


@pytest.mark.parametrize("damage", [None, 7, "x", [{"id": "chat"}], [{}], {"a": 1}])
def test_a_damaged_ladder_gives_the_templates_own(damage: Any) -> None:
    exercise = make("exposure")
    made = exercise.start()
    for step, value in (("private", "no"), ("keep", "all")):
        made = exercise.step(made, {"event": "answered", "step": step, "value": value})
    event = {"event": "answered", "step": "template", "value": "saying_no"}
    made = exercise.step(made, {**event, "ladder": damage})
    assert len(made.ladder) == len(by_id("saying_no").rungs)


@pytest.fixture
def vault(home: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)
    with Vault.create(KeySource(SECRET, cost=Cost(1, 8, 1)), home) as made:
        yield made


def keep(vault: Vault, kept: list[Event], day: int) -> None:
    name, at = f"s{day}", f"2026-11-{day:02d}T10:00:00+00:00"
    vault.begin(name, "exercise:exposure", "Small steps", at)
    for seq, one in enumerate(kept):
        vault.append(name, seq, one, at)
    vault.close_session(name, at)


def test_tries_over_days_are_shown_in_the_terminal_and_on_a_page(
    vault: Vault, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    for day in (20, 21, 22):
        keep(vault, played("all", *earlier(vault, "exposure"))[0], day)
    vault.close()
    assert cli.main(["progress", "--exposure"]) == 0
    page = capsys.readouterr().out
    for day in (20, 21, 22):
        assert f"2026-11-{day}" in page
    assert "It seemed 70 of 100 likely; 20 of 100 came" in " ".join(page.split())
    assert cli.main(["progress", "--exposure", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["gap"] for one in told["ladders"][0]["tries"]] == [50.0] * 3
    path = tmp_path / "steps.html"
    assert cli.main(["progress", "--exposure", "--html", str(path)]) == 0
    html = path.read_text("utf-8")
    assert html.count("<circle") == 9
    assert "<script" not in html and "http" not in html.replace("http-equiv", "")


def test_without_a_try_the_command_says_how_to_begin(
    vault: Vault, capsys: pytest.CaptureFixture[str]
) -> None:
    vault.close()
    assert cli.main(["progress", "--exposure"]) == 0
    assert "visavis exercise exposure" in capsys.readouterr().err


def test_a_chart_leaves_no_number_out() -> None:
    tries = [
        Try("t", "r", "a", likely=80.0, came=10.0, before=40.0),
        Try("t", "r", "b", likely=60.0, came=None, before=95.0),
    ]
    chart = chart_of(tries)
    assert chart is not None
    lines = list(chart_lines(chart))
    assert sum(bool(re.search(r"█ *░* *\d+$|░ \d+$|█ \d+$", one)) for one in lines) == 5
    assert sum(one.endswith("–") for one in lines) == 1
    svg = chart_svg(chart)
    assert svg.count("<circle") == 5
    assert svg.count("<title>") == 5


def test_who_may_be_afraid_of_a_partner_is_offered_no_steps_with_one() -> None:
    made = Sitting(make("exposure", Before(is_careful=True)), FakeClock())
    made.start()
    made.answer("no")
    made.answer("nothing")
    offered = {one.id for one in made.view.options}
    assert "being_looked_at" in offered
    closed = {"talking_about_sex", "the_bedroom", "worries_about_undressing"}
    assert not offered & (closed | {"saying_no"})
    for one in closed:
        assert made.answer(one)
