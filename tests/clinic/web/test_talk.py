"""A shared conversation is told about the client, not to the therapist."""

from __future__ import annotations

from sim.clinic.desk.reports import Row
from sim.clinic.web import plots, talk

HEARD = (
    "Kim trusted you more: heard a feeling you owned. "
    "Kim felt safer: heard a feeling you owned. Kim opened up: heard a question."
)


def quote(turn: int, label: str, words: str, ident: str = "") -> Row:
    return Row(ident or f"quotes.{turn}", "quotes", label, words, {}, "", turn, "")


def felt(turn: int, reason: str = "", **levels: float) -> Row:
    label = f"Kim after line {turn}" if turn else "Kim at the start"
    return Row(f"course.{turn}", "course", label, "", levels, "", turn, reason)


def test_both_are_called_by_their_names() -> None:
    rows = [
        quote(0, "Kim", "There you are."),
        quote(1, "You, line 1", "I am tired."),
        quote(1, "Kim, after line 1", "Sit down.", "quotes.1.answer"),
    ]
    told = talk.moments(rows, "Robin")
    said = [(line.who, line.words) for one in told for line in one.lines]
    assert said == [
        ("Kim", "There you are."),
        ("Robin", "I am tired."),
        ("Kim", "Sit down."),
    ]


def test_what_was_heard_is_told_once_with_all_it_did() -> None:
    (one,) = talk.moments([felt(1, HEARD, trust=0.7)], "Robin")
    assert one.felt == (
        "Heard a feeling Robin owned: Kim trusted Robin more, felt safer.",
        "Heard a question: Kim opened up.",
    )


def test_a_reason_of_another_shape_stays_whole() -> None:
    (one,) = talk.moments([felt(1, "You are close. Your hand helped.")], "Robin")
    assert one.felt == ("They are close.", "Their hand helped.")


def test_what_a_client_said_is_left_as_it_was() -> None:
    (one,) = talk.moments([quote(1, "You, line 1", "Your turn, you know.")], "Robin")
    assert one.lines[0].words == "Your turn, you know."


def test_a_course_is_drawn_from_three_moments_on_and_anger_only_if_there_was_any() -> (
    None
):
    rows = [felt(turn, openness=0.2 * turn, anger=0.1) for turn in range(4)]
    assert talk.drawn(talk.moments(rows[:2], "Robin")) == []
    curves = talk.drawn(talk.moments(rows, "Robin"))
    assert [name for name, _ in curves] == ["openness"]
    assert "openness from 0 to 60 percent" in plots.along("How Kim felt", curves)
    rows.append(felt(4, openness=0.1, anger=0.6))
    names = [name for name, _ in talk.drawn(talk.moments(rows, "Robin"))]
    assert names == ["openness", "anger"]


def test_levels_of_another_program_are_not_taken_for_percents() -> None:
    told = talk.moments([felt(turn, trust=40.0) for turn in range(3)], "Robin")
    assert talk.drawn(told) == []
    assert talk.table(told)[1][0] == (0, ["40"])


def test_every_level_stands_in_the_table() -> None:
    rows = [felt(0, felt_safety=0.5), felt(1, felt_safety=0.61, anger=0.05)]
    names, lines = talk.table(talk.moments(rows, "Robin"))
    assert names == ["felt safety", "anger"]
    assert lines == [(0, ["50 %", ""]), (1, ["61 %", "5 %"])]
