"""What is proposed next: gentle, reasoned, silent where there is too little to say."""

from __future__ import annotations

import dataclasses

import pytest

from dialogue.messages import SkillScore
from dialogue.progress import Line, Session, trace
from dialogue.proposal import MOST_GOALS, Offered, Past, Proposal, limit, propose
from sim.progress import parameters

PARAMETERS = parameters()
OFFERED = tuple(
    Offered(name, name.title(), difficulty, goals, (f"If {name} frightens you.",))
    for name, difficulty, goals in (
        ("gentle", 1, ("boundary", "feeling", "open_question")),
        ("same", 1, ("validation", "boundary")),
        ("middle", 2, ("boundary", "accepts_no", "request")),
        ("hard", 3, ("boundary", "responsibility", "validation")),
    )
)


def line(**shown: float) -> Line:
    """A line after something told, in a talk that practises limits."""
    return Line(
        {
            skill: SkillScore(p, p >= 0.5)
            for skill, p in ({"boundary": 0.03, "open_question": 0.03} | shown).items()
        },
        frozenset({"told", "proposed"}),
    )


def talk(day: float = 1.0, scenario: str = "same", lines: int = 8) -> Session:
    """Open questions come easily, limits do not."""
    asked = tuple(line(open_question=0.95) for _ in range(lines))
    return Session(scenario, day, asked, ("boundary",))


def past(session: Session | None = None, difficulty: int = 1, **how: object) -> Past:
    made = Past(session or talk(), difficulty, (), warmth=1.0)
    return dataclasses.replace(made, **how)


def proposed(*ordered: Past, offered: tuple[Offered, ...] = OFFERED) -> Proposal | None:
    traces = trace([one.session for one in ordered], PARAMETERS, 2.0)
    return propose(ordered, traces, offered, PARAMETERS)


def test_it_names_what_came_easily_what_came_rarely_and_what_practises_it() -> None:
    found = proposed(past())
    assert found is not None
    assert (found.kind, found.easy, found.rarer) == (
        "easy_and_rarer",
        "open_question",
        "boundary",
    )
    goals = next(one.goals for one in OFFERED if one.id == found.scenario)
    assert found.goals[0] == "boundary" and set(found.goals) <= set(goals)
    assert len(found.goals) <= MOST_GOALS


def test_it_says_nothing_where_there_is_too_little_to_say() -> None:
    assert proposed() is None
    assert proposed(past(talk(lines=3))) is None


def test_it_says_nothing_after_a_rehearsal_that_had_to_stop() -> None:
    stopped = past(talk(2.0, lines=0), is_distress=True, is_stopped=True)
    assert proposed(past(talk(1.0)), stopped) is None


@pytest.mark.parametrize("difficulty", (1, 2, 3))
@pytest.mark.parametrize(
    "how",
    (
        {"is_rupture": True},
        {"is_distress": True},
        {"is_rupture": True, "warmth": 0.15},
        {"is_distress": True, "warmth": 1.0},
    ),
)
def test_after_a_rupture_or_distress_nothing_harder_is_proposed(
    difficulty: int, how: dict[str, object]
) -> None:
    last = past(talk(2.0), difficulty, **how)
    assert limit(last, PARAMETERS) <= difficulty
    found = proposed(past(talk(1.0), 3), last)
    assert found is None or found.difficulty <= difficulty
    assert found is None or found.kind == "gentler"


def test_one_step_harder_at_most_and_only_after_a_good_ending() -> None:
    assert limit(past(difficulty=1), PARAMETERS) == 2
    assert limit(past(difficulty=3), PARAMETERS) == 3
    assert limit(past(difficulty=1, warmth=0.5), PARAMETERS) == 1
    assert limit(past(difficulty=2, warmth=None), PARAMETERS) == 2


def test_what_was_just_played_is_not_proposed_again() -> None:
    found = proposed(past(talk(scenario="middle"), 2))
    assert found is not None and found.scenario != "middle"


def test_what_was_played_less_often_comes_first() -> None:
    fresh = proposed(past(talk(1.0)), past(talk(2.0)))
    assert fresh is not None
    again = proposed(
        past(talk(0.5, scenario=fresh.scenario)), past(talk(1.0)), past(talk(2.0))
    )
    assert again is not None and again.scenario != fresh.scenario


def test_what_the_user_chose_goes_before_what_they_did_not() -> None:
    both = tuple(line(accepts_no=0.03) for _ in range(8))
    after = tuple(
        dataclasses.replace(one, after=frozenset({"no", "proposed"})) for one in both
    )
    session = Session("same", 1.0, after, ("boundary",))
    for goal in ("boundary", "accepts_no"):
        found = proposed(past(session, goals=(goal,)))
        assert found is not None and found.rarer == goal


def test_when_not_to_do_it_is_always_shown_with_it() -> None:
    found = proposed(past())
    assert found is not None
    assert found.contraindications == (f"If {found.scenario} frightens you.",)


def test_the_same_record_gives_the_same_proposal_whatever_became_of_the_last() -> None:
    one = proposed(past(talk(1.0)), past(talk(2.0)))
    assert one == proposed(past(talk(2.0)), past(talk(1.0)))


def test_with_nothing_that_fits_nothing_is_proposed() -> None:
    assert proposed(past(), offered=()) is None
    assert proposed(past(), offered=(OFFERED[1],)) is None
