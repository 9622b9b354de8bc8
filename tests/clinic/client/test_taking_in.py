"""An assignment is looked at before it is kept, and kept whole or not at all."""

from __future__ import annotations

import dataclasses
import json

import pytest

from dialogue.scenario import Never, Rule, load
from sim.clinic.client.counting import is_done, times_done
from sim.clinic.client.kept import Assignments, Kept, NoAssignment
from sim.clinic.client.taking_in import receive
from sim.clinic.client.task import Task
from sim.clinic.errors import Replayed, Unreadable
from sim.clinic.letters import Answer, Assignment, Part
from sim.exercises._running import PREFIX
from sim.screening.care import Care
from sim.screening.ceiling import Ceiling
from sim.session import events
from sim.session.given import given_in
from tests.clinic.client.conftest import Give
from tests.clinic.client.homework import (
    RULE,
    assignment,
    own_scenario,
    record,
    talk,
)
from tests.clinic.people import Person


def test_an_assignment_is_kept_with_its_scenario_in_the_vault_only(
    homework: Kept, client: Person
) -> None:
    kept = Assignments(client.vault).get(homework.key)
    assert kept == homework
    assert kept.files["my_own_no"].encode() == own_scenario()
    assert not list(client.vault.folder.glob("**/*.toml"))


@pytest.mark.parametrize(
    "part",
    [
        Part("p1", "rehearsal", "no_such_talk"),
        Part("p1", "exercise", "no_such_exercise"),
        Part("p1", "rehearsal", "saying_no", setting={"no_such_fact": "x"}),
        Part("p1", "rehearsal", "saying_no", setting={"partner": "{user}"}),
        Part("p1", "rehearsal", "saying_no", rules=(Rule("No.", RULE.never),)),
        Part(
            "p1",
            "rehearsal",
            "saying_no",
            rules=(Rule("Never speaks of that.", Never(about=("nothing_such",))),),
        ),
    ],
)
def test_what_cannot_be_done_here_is_refused_and_can_be_sent_again(
    pair_of: tuple[Person, Person], part: Part
) -> None:
    therapist, client = pair_of
    before = client.kept()
    raw = therapist.post.send(assignment(part), {}, "Robin")
    for _ in range(2):  # the second time is no replay: it was never taken
        with pytest.raises(Unreadable):
            receive(client.post, client.vault, raw, client.clock)
    assert client.kept() == before


def test_a_wrong_scenario_in_the_letter_is_refused(
    pair_of: tuple[Person, Person],
) -> None:
    therapist, client = pair_of
    part = Part("p1", "rehearsal", "my_own_no")
    for raw in (b"id = 3", own_scenario().replace(b"[persona]", b"[persone]", 1)):
        files = {"my_own_no.toml": raw}
        letter = therapist.post.send(assignment(part), files, "Robin")
        with pytest.raises(Unreadable, match=r"my_own_no\.toml"):
            receive(client.post, client.vault, letter, client.clock)
    assert Assignments(client.vault).all() == ()


def test_a_letter_for_a_therapist_is_refused(pair_of: tuple[Person, Person]) -> None:
    therapist, client = pair_of
    raw = therapist.post.send(Answer("a1", ("p1",)), {}, "Robin")
    with pytest.raises(Unreadable, match="visavis clinic open"):
        receive(client.post, client.vault, raw, client.clock)


def test_a_letter_is_taken_once(pair_of: tuple[Person, Person]) -> None:
    therapist, client = pair_of
    letter = assignment(Part("p1", "exercise", "breathing"))
    raw = therapist.post.send(letter, {}, "Robin")
    receive(client.post, client.vault, raw, client.clock)
    with pytest.raises(Replayed):
        receive(client.post, client.vault, raw, client.clock)


def test_a_newer_version_takes_the_place_and_keeps_what_was_declined(
    give: Give, client: Person
) -> None:
    first = Part("p1", "exercise", "breathing")
    kept = give(assignment(first, Part("p2", "exercise", "grounding")))
    Assignments(client.vault).decline(kept, "p1")
    newer: Assignment = assignment(first, title="Changed")
    assert give(newer).declined == ("p1",)
    assert [one.letter.title for one in Assignments(client.vault).all()] == ["Changed"]


def test_a_part_is_declined_and_taken_on_again(homework: Kept, client: Person) -> None:
    assignments = Assignments(client.vault)
    kept = assignments.decline(homework, "p2")
    assert [one.id for one in kept.parts] == ["p1", "p3", "p4", "p5"]
    kept = assignments.decline(kept, "p2", is_declined=False)
    assert assignments.get(homework.key).parts == homework.letter.parts
    with pytest.raises(NoAssignment):
        assignments.decline(kept, "p9")


@pytest.mark.parametrize("said", ["2", "1.9", "0", "one", "1.x", ""])
def test_a_number_that_fits_nothing_says_what_there_is(
    homework: Kept, client: Person, said: str
) -> None:
    with pytest.raises(NoAssignment, match="visavis assignments"):
        Assignments(client.vault).find(said)


def test_what_was_given_stands_in_the_first_event_and_comes_back_from_it(
    homework: Kept,
) -> None:
    for part in homework.letter.parts:
        given = Task(homework, part).given
        first = events.started("x", "X", "", 1, (), {}, "", given)
        assert given_in([json.loads(json.dumps(first))]) == given


def test_the_talk_has_the_partner_and_the_rules_that_were_given(homework: Kept) -> None:
    plain = load("saying_no").persona
    steeper = Task(homework, homework.part("p1")).scenario().persona
    gentler = Task(homework, homework.part("p2")).scenario().persona
    for level in ("felt_safety", "openness", "trust"):
        low, middle, high = (
            getattr(one.levels, level) for one in (steeper, plain, gentler)
        )
        assert (low, high) == pytest.approx((middle - 0.1, middle + 0.1))
    assert (steeper.levels.hurt, gentler.levels.anger) == (
        plain.levels.hurt,
        plain.levels.anger,
    )
    assert steeper.sensitivities["contempt"] > gentler.sensitivities["contempt"]
    assert steeper.sensitivities["feeling"] < gentler.sensitivities["feeling"]
    assert steeper.rules[-1] == RULE


def test_the_lower_ceiling_counts_and_fear_of_the_partner_comes_first(
    give: Give,
) -> None:
    part = Part("p1", "rehearsal", "saying_no")
    task = Task(kept := give(assignment(part)), part)
    told = task.scenario()
    assert task.closed(told, Care(), Ceiling()) == ""
    assert task.closed(told, Care(is_careful=True), Ceiling()) == "care"
    assert task.closed(told, Care(), Ceiling(frozenset(told.content))) == "own"
    low = dataclasses.replace(kept.letter, rule_out=told.content[:1])
    task = Task(dataclasses.replace(kept, letter=low), part)
    assert task.closed(told, Care(), Ceiling()) == "theirs"
    own = Ceiling(frozenset({"pain"}), 2)
    assert task.limit(own).without == {"pain", *told.content[:1]}
    assert task.limit(own).steepest == 2


def test_a_ladder_is_followed_where_scenes_fit_its_steps(give: Give) -> None:
    def ladder(*steps: str) -> tuple[str, tuple[str, ...]]:
        part = Part("p1", "exercise", "exposure", ladder=steps)
        return Task(give(assignment(part)), part).ladder

    assert ladder("plan", "No to a cup of tea") == ("saying_no", ("plan", "tea"))
    assert ladder("tea", "tea") == ("", ())
    assert ladder("tea", "in my own words") == ("", ())
    assert ladder("tea") == ("", ())


def test_times_are_counted_from_the_record(homework: Kept, client: Person) -> None:
    task = Task(homework, homework.part("p1"))
    record(client.vault, talk(task.given), "s1")
    record(client.vault, talk(), "s2")  # not assigned
    record(client.vault, talk(task.given)[:3], "s3")  # nothing was said
    stopped = [*talk(task.given)[:5], {"event": "stopped"}]
    record(client.vault, stopped, "s4")
    record(client.vault, talk(task.given), "s5")
    client.vault.notes.hide("s5")
    assert times_done(client.vault, homework) == {"p1": 1}


def test_an_exercise_counts_when_it_was_not_left(
    homework: Kept, client: Person
) -> None:
    given = Task(homework, homework.part("p5")).given
    name = f"{PREFIX}breathing"
    first = events.started(name, "Breathe", "", 0, (), {}, "", given)
    record(client.vault, [first], "s1")
    record(client.vault, [first, {"event": "left", "why": "asked"}], "s2")
    done = times_done(client.vault, homework)
    assert done == {"p5": 1}
    assert not is_done(homework, done)
