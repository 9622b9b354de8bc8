"""A scenario file is read strictly, and its author is told what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets import folder
from dialogue.scenario import Scenario, ScenarioError, catalog, files, load
from dialogue.skills import SKILL_IDS
from dialogue.slots import Setting, fill, slot_values

GOOD = (folder("scenarios") / "desire_differs.toml").read_text("utf-8")


def broken(tmp_path: Path, old: str, new: str) -> str:
    """The message for the good file with `old` made `new`."""
    assert old in GOOD
    path = tmp_path / "x.toml"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioError) as error:
        load(path)
    message = str(error.value)
    assert message.startswith("x.toml: ") and "\n" not in message
    return message


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "difficulty = 2",
            "dificulty = 2",
            ['"dificulty"', 'Did you mean "difficulty"'],
        ),
        ('title = "When desire differs"\n', "", ['"title" is missing']),
        ("minutes = 12", 'minutes = "12"', ["minutes must be a whole number"]),
        ("difficulty = 2", "difficulty = 7", ["difficulty is 7", "1 to 3"]),
        ('goals = ["feeling"', 'goals = ["feelin"', ["goals[0]", "skill", '"feeling"']),
        ("{ criticism = 1.25", "{ criticizm = 1.25", ["sensitivities", '"criticism"']),
        ("age = 38", "age = 24", ["persona.age is 24", "25"]),
        ('"wry", "plain"]', '"wry", "plane"]', ["manners[1]", '"plain"']),
        ('opening_mood = "nervous"', 'opening_mood = "nervus"', ["mood", '"nervous"']),
        ('opening_asks = "q_start"', 'opening_asks = "q_strat"', ['"q_start"']),
        ('id = "unfolding"', 'id = "unfoldin"', ["stages[1].id", '"unfolding"']),
        (
            'revealed = ["that_night"], at',
            'revealed = ["that_nigt"], at',
            ["when[1].revealed", '"that_night"'],
        ),
        ("openness = 0.5 }", "openess = 0.5 }", ["at_least", '"openness"']),
        ("hidden = true\n", "", ["facts", "hidden"]),
        ("openness = 0.36,", "openness = 1.36,", ["persona.levels.openness"]),
        ('id = "tired"', 'id = "work"', ['"work" is used by']),
        ('agreed = ["touch_no_goal"]', 'agreed = ["touch"]', ["agreed", "request"]),
        ("Lights out, same time", "{light} out, same time", ["slot", '"light"']),
        ('kind = "worry"', 'kind = "wory"', ["topics[0].kind", '"worry"']),
        ('stance = "yes_but"', 'stance = "yes_bt"', ["stance", '"yes_but"']),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(
    tmp_path: Path, old: str, new: str, parts: list[str]
) -> None:
    message = broken(tmp_path, old, new)
    for part in parts:
        assert part in message, message


def test_a_syntax_error_names_the_line(tmp_path: Path) -> None:
    assert "line 1" in broken(tmp_path, 'id = "desire_differs"', "id = ")


def test_an_unknown_id_names_the_near_one() -> None:
    with pytest.raises(ScenarioError, match="Did you mean"):
        load("desire_difers")


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load(path)


def test_the_catalog_has_every_file_under_its_name() -> None:
    assert [item.id for item in catalog()] == [path.stem for path in files()]


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_every_line_fills_for_everyone(scenario: Scenario) -> None:
    for setting in (Setting(), Setting("Alex", "they/them"), Setting("Jo", "he/him")):
        persona = scenario.persona
        values = slot_values(
            persona.name,
            persona.pronouns,
            persona.relationship,
            scenario.slots,
            setting,
        )
        values["echo"] = "lonely"
        texts = [line.text for line in scenario.every_line]
        texts += [line.text for ending in scenario.endings for line in ending.last]
        texts += [*scenario.opening, scenario.briefing]
        texts += [ending.epilogue for ending in scenario.endings]
        for text in texts:
            filled = fill(text, values)
            assert filled and not set("{}") & set(filled)
            assert not re.search(r" [,.!?]|,,|^,", filled), filled


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_a_scenario_has_enough_to_say(scenario: Scenario) -> None:
    assert len(scenario.every_line) >= 80
    assert len(scenario.endings) >= 4
    assert set(scenario.goals) <= set(SKILL_IDS)
    assert scenario.persona.age >= 25
    assert scenario.content_notes and scenario.contraindications
    assert scenario.why_hard and scenario.why_hard_source
    assert all(len(line.text.split()) <= 40 for line in scenario.every_line)


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_the_user_may_be_anyone(scenario: Scenario) -> None:
    words = re.compile(r"\b(?:my wife|my husband|good girl|good boy|woman like you)\b")
    for line in scenario.every_line:
        assert not words.search(line.text.lower()), line.text
    assert not re.search(r"\b(?:she|her|he is your)\b wife", scenario.briefing)
