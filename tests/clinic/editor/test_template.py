"""The short template is whole: it plays well, kindly and unkindly, and is safe."""

from __future__ import annotations

from typing import Any

import pytest

from sim.clinic.web.editor_check import checked
from sim.clinic.web.editor_mood import in_mood
from sim.clinic.web.editor_places import loaded
from sim.clinic.web.editor_try import Talk, played

KIND = (
    "Thanks for sitting down. How are you, really?",
    "That sounds exhausting. I hadn't seen how long your days are.",
    "I miss you. I feel lonely in the evenings.",
    "I'm not blaming you. What is it like for you?",
    "I'd like to understand. What do you need?",
    "That makes sense. Thank you for telling me.",
    "I didn't ask you, and I'm sorry.",
    "Could we have one evening a week, just us?",
    "That would make me happy. How does it sound to you?",
    "I felt alone and I should have said it sooner.",
    "What would a good evening look like for you?",
    "I love you.",
    "Let's try it then. Good night.",
)
BLUNT = (
    "You never have time for me.",
    "You're always on your phone.",
    "That's your excuse every time.",
    "You don't care about us.",
    "Whatever. You're impossible.",
)


def play(tables: dict[str, Any], lines: tuple[str, ...], **more: Any) -> Talk:
    scenario = loaded(tables)
    return played(scenario, lines, **more)  # type: ignore[arg-type]  # it has no fault


@pytest.mark.parametrize("seed", [1, 2])
def test_a_kind_talk_gets_close_and_is_half_in_its_own_words(
    tables: dict[str, Any], seed: int
) -> None:
    talk = play(tables, KIND, seed=seed)
    assert talk.ending == "Closer"
    assert talk.own >= len(KIND) / 2
    said = [turn.partner for turn in talk.turns]
    assert len(set(said)) == len(said)


def test_a_blunt_talk_closes_the_partner_up(tables: dict[str, Any]) -> None:
    before, after = (dict(play(tables, lines).levels) for lines in ((), BLUNT))
    assert after["felt safety"] < before["felt safety"] - 10
    assert after["openness"] < before["openness"] - 10
    assert after["anger"] > before["anger"]


def test_without_scores_the_words_still_answer(tables: dict[str, Any]) -> None:
    talk = play(tables, KIND[:1], is_scored=False)
    assert talk.turns[1].skills == ()
    assert talk.own == 1


def test_the_same_lines_give_the_same_talk_and_a_line_can_be_taken_back(
    tables: dict[str, Any],
) -> None:
    assert play(tables, KIND[:3]) == play(tables, KIND[:3])
    assert play(tables, KIND[:3]).turns[:3] == play(tables, KIND[:2]).turns


def test_the_try_out_says_where_a_session_would_step_out(
    tables: dict[str, Any],
) -> None:
    talk = play(tables, ("Stop the session, please.",))
    assert talk.turns[1].steps_out == "stop"


def test_only_the_template_s_own_texts_are_left_to_change(
    tables: dict[str, Any],
) -> None:
    found = checked(tables)
    assert found.fault is None and not found.flagged
    assert [one.words for one in found.points if not one.is_met] == [
        "Its texts are your own"
    ]


LINES = [
    ("Take it off and suck my cock.", "explicit"),
    ("I'm only sixteen.", "adult"),
    ("If you leave me I'll kill you.", "threat"),
]


@pytest.mark.parametrize(("text", "why"), LINES)
@pytest.mark.parametrize("place", ["opening", "tell", "last"])
def test_a_line_that_may_not_be_said_is_shown_wherever_it_stands(
    tables: dict[str, Any], text: str, why: str, place: str
) -> None:
    where = {
        "opening": tables["opening"],
        "tell": tables["facts"][0]["tell"],
        "last": tables["endings"][0]["last"],
    }
    where[place].append(text)
    found = checked(tables)
    assert [one.text for one in found.flagged] == [text]
    assert why in found.flagged[0].why.lower()
    assert found.flagged[0].where.field.endswith(place)
    assert not found.may_go


def test_lines_by_mood(tables: dict[str, Any]) -> None:
    tables["facts"][0]["tell"] = [
        {"text": "Leave me.", "moods": ["angry"]},
        "I'm tired, {user}.",
    ]
    scenario = loaded(tables)
    angry, warm = (in_mood(scenario, one) for one in ("angry", "warm"))  # type: ignore[arg-type]  # it has no fault
    assert [line.text for line in angry.lines if line.is_only_here] == ["Leave me."]
    assert "Leave me." not in [line.text for line in warm.lines]
    assert "I'm tired." in [line.text for line in warm.lines]
    assert angry.shared > 0
