"""What is sealed is what was shown; what is not offered never goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from sim.app import scenario_of
from sim.clinic.client.items import QUOTING
from sim.clinic.client.kept import Assignments, Kept
from sim.clinic.client.report import NothingToShare, Offered, offer, report, shown
from sim.clinic.client.sharing import NoReport, NotAgreed, Sharing
from sim.clinic.client.task import Task
from sim.clinic.letters import Answer, Report, Withdrawal
from sim.exercises._running import PREFIX
from sim.session import events
from tests.clinic.client.homework import FLAGGED_LINE, SECRET_LINE, record, talk
from tests.clinic.people import Person


def offered(client: Person, kept: Kept | None = None) -> Offered:
    given = Task(kept, kept.part("p1")).given if kept is not None else None
    return offer(client.vault, record(client.vault, talk(given)), scenario_of)


def values(body: Any) -> Iterator[str]:
    """Every text and number of a letter."""
    if isinstance(body, dict):
        for one in body.values():
            yield from values(one)
    elif isinstance(body, list | tuple):
        for one in body:
            yield from values(one)
    elif isinstance(body, float):
        yield f"{body:g}"
    elif isinstance(body, str) and body:
        yield body


def test_every_value_that_arrives_was_shown(
    homework: Kept, agreed: Person, therapist: Person, tmp_path: Path
) -> None:
    found = offered(agreed, homework)
    every = [one.id for one in found.items]
    made = report(found, every, agreed.post.peers[0], "It was hard")
    seen = "\n".join(line for title, lines in shown(made) for line in (title, *lines))
    sharing = Sharing(agreed.vault, agreed.post, agreed.clock)
    path = sharing.send(made, "s1", agreed.post.peers[0], tmp_path / "r.visavis")
    letter = therapist.post.take(path.read_bytes()).letter
    assert letter == made
    assert isinstance(letter, Report)
    for value in values(asdict(letter)):
        assert value in seen, value
    for item in letter.items:
        assert item.turn == -1 or f"turn {item.turn}]" in seen
    assert (letter.assignment, letter.part, letter.minutes) == ("hw1", "p1", 5)
    assert f"{letter.minutes} minutes" in seen


def test_only_what_was_chosen_goes(agreed: Person, tmp_path: Path) -> None:
    found = offered(agreed)
    made = report(found, ["grades.need"], agreed.post.peers[0])
    assert [one.id for one in made.items] == ["grades.need"]
    assert (made.minutes, made.assignment, made.note) == (0, "", "")
    with pytest.raises(NothingToShare, match="not in this one"):
        report(found, ["grades.nothing"], agreed.post.peers[0])
    with pytest.raises(NothingToShare):
        report(found, [], agreed.post.peers[0])


def test_what_the_screen_asked_about_is_never_offered(client: Person) -> None:
    body = json.dumps([asdict(one) for one in offered(client).items])
    assert SECRET_LINE in body
    assert FLAGGED_LINE not in body
    assert "self_harm" not in body


def test_only_kinds_that_say_so_quote(client: Person) -> None:
    for item in offered(client).items:
        holds = SECRET_LINE[:12] in json.dumps(asdict(item))
        assert not holds or item.kind in QUOTING, item


def test_nothing_is_marked_beforehand_but_attendance_that_was_asked_for(
    homework: Kept, client: Person
) -> None:
    found = offered(client, homework)
    assert found.beforehand == {"attendance"}
    assert found.kinds[:2] == ("attendance", "grades")
    session = record(client.vault, talk(), "s2")
    assert offer(client.vault, session, scenario_of).beforehand == frozenset()


def test_a_hidden_session_is_not_offered(client: Person) -> None:
    session = record(client.vault, talk())
    client.vault.notes.hide(session)
    with pytest.raises(NothingToShare):
        offer(client.vault, session, scenario_of)


def test_of_a_session_that_was_stopped_only_attendance_is_offered(
    client: Person,
) -> None:
    flag = {"category": "violence_from_partner", "action": "stop"}
    log = [
        *talk()[:5],
        {"event": "safety", "turn": 1, "who": "user", **flag},
        {"event": "stopped", "category": "violence_from_partner"},
    ]
    session = record(client.vault, log)
    found = offer(client.vault, session, scenario_of).items
    assert [one.id for one in found] == ["attendance"]


def test_private_answers_of_an_exercise_are_not_offered(client: Person) -> None:
    name = f"{PREFIX}mirror_exposure"
    log = [
        events.started(name, "The mirror", "", 0, (), {}),
        {"event": "answered", "step": "private", "value": "yes"},
        {"event": "answered", "step": "fear", "value": "…", "forgotten": True},
    ]
    session = record(client.vault, log)
    found = offer(client.vault, session, scenario_of).items
    assert [one.id for one in found] == ["attendance"]


def test_nothing_goes_without_a_yes_and_nothing_is_left_of_a_failed_try(
    pair_of: tuple[Person, Person], tmp_path: Path
) -> None:
    _, client = pair_of
    found = offered(client)
    to = client.post.peers[0]
    made = report(found, ["attendance"], to)
    sharing = Sharing(client.vault, client.post)
    with pytest.raises(NotAgreed):
        sharing.send(made, "s1", to, tmp_path / "r.visavis")
    sharing.agree()
    before = client.kept()
    with pytest.raises(Exception, match="cannot be written"):
        sharing.send(made, "s1", to, tmp_path / "no" / "such" / "r.visavis")
    assert client.kept() == before
    assert not list(tmp_path.glob("*.visavis"))


def test_what_was_shared_is_remembered_without_its_words(
    agreed: Person, tmp_path: Path
) -> None:
    found = offered(agreed)
    to = agreed.post.peers[0]
    made = report(found, [one.id for one in found.items], to)
    sharing = Sharing(agreed.vault, agreed.post)
    sharing.send(made, "s1", to, tmp_path / "r.visavis")
    (one,) = sharing.all()
    assert (one.id, one.session, one.items) == (
        made.id,
        "s1",
        tuple(item.id for item in made.items),
    )
    assert SECRET_LINE not in json.dumps(agreed.vault.notes.beginning("client."))


def test_a_report_is_taken_back_also_after_the_yes_was(
    agreed: Person, therapist: Person, tmp_path: Path
) -> None:
    found = offered(agreed)
    to = agreed.post.peers[0]
    made = report(found, ["attendance"], to)
    sharing = Sharing(agreed.vault, agreed.post, agreed.clock)
    sharing.send(made, "s1", to, tmp_path / "r.visavis")
    from sim.privacy.consents import Consents

    Consents(agreed.vault).answer("share", is_given=False)
    path = sharing.withdraw(made.id[:6], tmp_path / "w.visavis")
    assert therapist.post.take(path.read_bytes()).letter == Withdrawal(made.id)
    assert sharing.all()[0].withdrawn_on
    assert sharing.of("s1") == ()
    with pytest.raises(NoReport, match="--list"):
        sharing.withdraw("no such", tmp_path / "w2.visavis")


def test_what_is_taken_on_is_told_only_when_asked(
    homework: Kept, agreed: Person, therapist: Person, tmp_path: Path
) -> None:
    kept = Assignments(agreed.vault).decline(homework, "p2")
    path = Sharing(agreed.vault, agreed.post).tell(kept, tmp_path / "a.visavis")
    letter = therapist.post.take(path.read_bytes()).letter
    assert letter == Answer("hw1", ("p1", "p3", "p4", "p5"), ("p2",))


def test_another_therapist_does_not_learn_whose_homework_it_was(
    homework: Kept, client: Person, therapist: Person
) -> None:
    from dataclasses import replace

    found = offered(client, homework)
    other = replace(client.post.peers[0], id="0" * 32)
    made = report(found, ["attendance"], other)
    assert (made.assignment, made.part) == ("", "")
