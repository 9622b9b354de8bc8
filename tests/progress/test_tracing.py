"""What is known of a skill moves as evidence does, fades, and says how sure it is."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from benchmarks.progress import shares
from dialogue.messages import SkillScore
from dialogue.progress import (
    EMERGING,
    NOT_SEEN,
    STEADIER,
    STEADY,
    Line,
    Session,
    Trace,
    moments,
    state,
    trace,
)
from dialogue.progress_table import DONE
from dialogue.skills import CONSTRUCTIVE, SKILL_IDS
from sim.progress import parameters

PARAMETERS = parameters()
READERS = (
    PARAMETERS.readers.sceptical,
    PARAMETERS.readers.middle,
    PARAMETERS.readers.generous,
)
PROBABILITIES = some.floats(0.0, 1.0)
TOLD = frozenset({"told"})
quick = settings(max_examples=60, deadline=None)


def line(skill: str, p: float, *after: str, present: bool | None = True) -> Line:
    """A line that shows `skill` with `p` after what the partner did."""
    said = present if p >= 0.5 else (False if present else present)
    return Line({skill: SkillScore(p, said)}, frozenset(after))


def session(*lines: Line, day: float = 0.0, goals: tuple[str, ...] = ()) -> Session:
    return Session("saying_no", day, lines, goals)


def of(skill: str, *sessions: Session, today: float = 0.0) -> Trace:
    return trace(sessions, PARAMETERS, today)[skill]


def test_every_constructive_skill_is_followed_and_no_other() -> None:
    assert set(PARAMETERS.moments) == set(CONSTRUCTIVE)


def test_a_shown_skill_is_evidence_for_every_reader() -> None:
    for reader in READERS:
        assert reader.guess < 1.0 - reader.slip
        assert reader.after(0.5, 1.0) > 0.5 > reader.after(0.5, 0.0)


def test_at_first_nothing_is_known() -> None:
    for skill, one in trace([], PARAMETERS, 0.0).items():
        assert one.skill == skill
        assert state(one, PARAMETERS.words) == NOT_SEEN
        assert one.low < 0.3 and one.doubt > 0.3


@quick
@given(some.lists(PROBABILITIES, max_size=12))
def test_the_sceptical_reader_never_believes_more_than_the_generous(
    seen: list[float],
) -> None:
    beliefs = [reader.initial for reader in READERS]
    for p in seen:
        beliefs = [
            reader.after(belief, p)
            for reader, belief in zip(READERS, beliefs, strict=True)
        ]
        assert beliefs == sorted(beliefs)
        assert all(0.0 <= belief <= 1.0 for belief in beliefs)


@quick
@given(
    some.sampled_from(sorted(CONSTRUCTIVE)),
    some.lists(
        some.tuples(PROBABILITIES, some.sampled_from(DONE)), min_size=1, max_size=10
    ),
    some.data(),
)
def test_more_evidence_for_a_skill_never_lowers_it(
    skill: str, seen: list[tuple[float, str]], data: some.DataObject
) -> None:
    at = data.draw(some.integers(0, len(seen) - 1))
    p, done = seen[at]
    more = [*seen[:at], (data.draw(some.floats(p, 1.0)), done), *seen[at + 1 :]]
    before, after = (
        of(skill, session(*(line(skill, *one) for one in lines), goals=(skill,)))
        for lines in (seen, more)
    )
    assert after.low >= before.low - 1e-9
    assert after.middle >= before.middle - 1e-9
    assert after.high >= before.high - 1e-9


def test_a_rehearsal_more_in_which_it_shows_never_lowers_it() -> None:
    shown = tuple(line("validation", 0.9, "told") for _ in range(2))
    one = of("validation", session(*shown))
    two = of("validation", session(*shown), session(*shown, day=1.0), today=1.0)
    assert two.low > one.low and two.middle > one.middle and two.doubt < one.doubt


def test_a_moment_that_went_by_lowers_it() -> None:
    missed = session(line("accepts_no", 0.02, "no"))
    assert of("accepts_no", missed).middle < PARAMETERS.readers.middle.initial


def test_what_is_known_fades_towards_not_knowing() -> None:
    good = session(*(line("validation", 0.95, "told") for _ in range(6)))
    fresh, later, late = (of("validation", good, today=day) for day in (0, 60, 2000))
    assert fresh.low > later.low > late.low
    assert fresh.doubt < later.doubt < late.doubt
    assert late.middle == pytest.approx(PARAMETERS.readers.middle.initial, abs=0.01)
    poor = session(*(line("accepts_no", 0.02, "no") for _ in range(4)))
    then, long_after = (of("accepts_no", poor, today=day) for day in (0, 2000))
    assert then.middle < long_after.middle


def test_the_latest_rehearsal_weighs_most_and_the_list_may_come_in_any_order() -> None:
    good = tuple(line("validation", 0.95, "told") for _ in range(3))
    poor = tuple(line("validation", 0.02, "told") for _ in range(3))
    risen = of("validation", session(*poor), session(*good, day=7), today=7)
    fallen = of("validation", session(*good), session(*poor, day=7), today=7)
    shuffled = of("validation", session(*good, day=7), session(*poor), today=7)
    assert risen.middle > fallen.middle
    assert risen == shuffled


def test_a_no_must_have_been_said_before_taking_it_is_called_for() -> None:
    called = PARAMETERS.moments["accepts_no"]
    plain = session(*(line("accepts_no", 0.02) for _ in range(8)))
    assert not list(moments(plain, "accepts_no", called))
    assert (
        len(
            list(moments(session(line("accepts_no", 0.02, "no")), "accepts_no", called))
        )
        == 1
    )


def test_a_feeling_is_not_asked_for_in_every_sentence() -> None:
    once = session(line("feeling", 0.9), *(line("feeling", 0.02) for _ in range(3)))
    assert [
        one.p for one in moments(once, "feeling", PARAMETERS.moments["feeling"])
    ] == [0.9]
    short = session(*(line("feeling", 0.02) for _ in range(3)))
    assert not list(moments(short, "feeling", PARAMETERS.moments["feeling"]))


def test_who_asked_on_did_not_fail_to_make_room() -> None:
    scores = {
        "validation": SkillScore(0.03, False),
        "open_question": SkillScore(0.9, True),
    }
    asked = session(*(Line(scores, TOLD) for _ in range(3)))
    assert of("validation", asked).middle == PARAMETERS.readers.middle.initial
    assert of("validation", asked).moments == 0
    walked = session(*(line("validation", 0.03, "told") for _ in range(3)))
    assert of("validation", walked).middle < PARAMETERS.readers.middle.initial


def test_shown_uncalled_can_only_speak_for_it() -> None:
    kind = session(line("repair", 0.9))
    assert of("repair", kind).middle > PARAMETERS.readers.middle.initial
    assert of("repair", session(line("repair", 0.1))).middle == (
        PARAMETERS.readers.middle.initial
    )


def test_a_limit_is_called_for_where_the_scenario_practises_it() -> None:
    silent = (line("boundary", 0.02), line("boundary", 0.1))
    assert of("boundary", session(*silent)).moments == 0
    assert of("boundary", session(*silent, goals=("boundary",))).moments == 1


def test_lines_that_were_unsure_or_called_wrong_say_nothing() -> None:
    unsure = session(line("validation", 0.6, "told", present=None))
    assert of("validation", unsure).moments == 0
    assert of("validation", unsure).middle == PARAMETERS.readers.middle.initial
    shown = session(line("validation", 0.9, "told"))
    marked = dataclasses.replace(shown, left_out=frozenset({"validation"}))
    assert of("validation", shown).lines == 1
    assert of("validation", marked).lines == 0
    assert of("validation", marked).middle == PARAMETERS.readers.middle.initial


def test_the_words_go_from_not_yet_seen_to_steady_and_never_in_one_rehearsal() -> None:
    lines = tuple(line("validation", 0.95, "told") for _ in range(6))
    told = [
        state(of("validation", *sessions, today=9), PARAMETERS.words)
        for sessions in (
            (),
            (session(lines[0], day=9),),
            (session(*lines, day=9),),
            (session(*lines, day=8), session(*lines, day=9)),
        )
    ]
    assert told == [NOT_SEEN, EMERGING, STEADIER, STEADY]


def test_the_words_fit_how_often_a_skill_really_shows() -> None:
    seldom, mostly = shares(0.25, 16, users=150), shares(0.9, 16, users=150)
    assert seldom[STEADY] <= 0.03 and seldom[STEADIER] <= 0.3
    assert mostly[STEADY] >= 0.75 and mostly[NOT_SEEN] == 0.0


def test_who_says_little_is_called_neither_good_nor_bad() -> None:
    one = of("validation", session(line("validation", 0.95, "told")))
    assert state(one, PARAMETERS.words) == EMERGING
    assert one.doubt > 0.3


def test_skills_of_the_table_are_in_the_vocabulary() -> None:
    for called in PARAMETERS.moments.values():
        assert set(called.instead) <= set(SKILL_IDS)
        assert called.after or called.every or called.as_goal
