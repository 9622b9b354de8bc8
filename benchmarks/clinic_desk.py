"""A therapist's desk as large as it gets, made by the desk's own functions.

Everybody in it is made up; every sentence is one of a dozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from dialogue.scorers.grades import GRADES
from dialogue.skills import SKILLS
from sim.clinic.contacts import Contact, Contacts
from sim.clinic.desk.composing import Chosen, compose
from sim.clinic.desk.desk import Desk
from sim.clinic.desk.offers import Offer, offers
from sim.clinic.identity import Own, phrase
from sim.clinic.letters import ITEM_KINDS, Answer, Assignment, Item, Report
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault

PASSPHRASE = "four quiet words here"
FIRST_DAY = date(2025, 11, 24)
ASSIGNMENTS = 6
"""For each client."""
NOTES = 8
"""Of the therapist's, on each client."""
UNREAD = 20
"""One client in so many has something that was not read."""
SKILLS_GRADED = 8
TURNS = 8
FAMILY = ("Ash", "Blake", "Casey", "Drew", "Ellis", "Frankie", "Gray", "Harper")
SAID = (
    "I would like an evening without telephones, just the two of us.",
    "When you turned away on Sunday I thought that I had done something wrong.",
    "I do not want to talk about it now. Tomorrow after dinner I can.",
    "That is more than I am ready for, and I still want to sit close to you.",
)
WHY = "The wish was said as a wish, and the answer was waited for."


def fill(home: Path, clients: int, sessions: int) -> Desk:
    """Make a vault under `home`, with so many clients and sessions each."""
    desk = Desk(Vault.create(KeySource(PASSPHRASE), home))
    dice = np.random.default_rng(8)
    contacts = Contacts(desk.vault.notes)
    own = desk.post.own.public
    with desk.vault.together():
        for number in range(clients):
            peer = Own.new().public
            contact = Contact(
                peer.id,
                f"{FAMILY[number % len(FAMILY)]} {number:04d}",
                peer,
                phrase(own, peer),
                FIRST_DAY.isoformat(),
                "paired",
                is_compared=True,
            )
            contacts.keep(contact)
            desk.clients.put(contact)
    for number, client in enumerate(contacts.all()):
        with desk.vault.together():
            _client(desk, client.id, sessions, dice, is_read=bool(number % UNREAD))
    return desk


def _client(
    desk: Desk, client: str, sessions: int, dice: np.random.Generator, *, is_read: bool
) -> None:
    letters = [_assignment(place, dice) for place in range(ASSIGNMENTS)]
    for letter in letters:
        desk.assign(letter, {}, client)
    for letter in letters[:-2]:  # one waits for its answer, one is on its way
        desk.assignments.answer(client, Answer(letter.id, ("p1",)))
        desk.outbox.drop(letter.id)
    for number in range(sessions):
        report = _report(number, letters[number % len(letters)], dice)
        kept = desk.reports.add(client, report, number + 1)
        desk.log.add("report_came", client, report.done_on)
        if is_read or number < sessions - 1:
            desk.reports.see(kept)
            desk.log.add("looked_at_session", client, report.done_on)
        if number % 10 == 0:
            item = report.items[0].id
            desk.corrections.add(kept, item, GRADES[-1], "They said it with a look.")
            desk.log.add("corrected", client, report.done_on)
            desk.remarks.add(client, " ".join(SAID), kept)
    for _ in range(NOTES):
        desk.remarks.add(client, f"{SAID[0]} To be looked at together.")
    at = datetime(2026, 11, 20, 17, tzinfo=UTC)
    desk.clients.heard(client, at.isoformat(timespec="seconds"))


def _assignment(place: int, dice: np.random.Generator) -> Assignment:
    found = _pick(dice, "rehearsal")
    return compose(
        [
            Chosen(what=found.id, times=3, goals=found.goals[:2]),
            Chosen("exercise", _pick(dice, "exercise").id),
        ],
        FIRST_DAY + timedelta(days=60 * place),
        note=SAID[2],
        due_on=(FIRST_DAY + timedelta(days=60 * place + 14)).isoformat(),
        share=ITEM_KINDS,
    )


def _pick(dice: np.random.Generator, kind: str) -> Offer:
    here = [one for one in offers() if one.kind == kind]
    return here[int(dice.integers(len(here)))]


def _report(number: int, letter: Assignment, dice: np.random.Generator) -> Report:
    return Report(
        f"r{number}",
        "rehearsal",
        letter.parts[0].what,
        letter.title,
        (FIRST_DAY + timedelta(days=7 * number)).isoformat(),
        tuple(_items(dice)),
        int(dice.integers(6, 25)),
        letter.id,
        "p1",
        SAID[number % len(SAID)],
    )


def _items(dice: np.random.Generator) -> Iterator[Item]:
    for skill in SKILLS[:SKILLS_GRADED]:
        grade = GRADES[int(dice.integers(len(GRADES)))]
        yield Item(
            f"grades.{skill.id}",
            "grades",
            skill.title,
            grade,
            skill=skill.id,
            reason=WHY,
        )
    yield Item("attendance", "attendance", "Done", "to its end")
    for turn in range(1, TURNS + 1):
        said = SAID[int(dice.integers(len(SAID)))]
        yield Item(f"quotes.{turn}", "quotes", "You said", said, turn=turn)
        levels = {"trust": float(dice.integers(20, 90))}
        yield Item(f"course.{turn}", "course", "Trust", "", levels, "", turn, WHY)
    before, after = (float(one) for one in dice.integers(10, 90, 2))
    numbers = {"before": before, "after": after}
    yield Item("suds.1", "suds", "Distress", numbers=numbers)
    yield Item("measures.1", "measures", "Closeness", numbers={"total": after / 2})
    yield Item("notes.1", "notes", "Where you will use it", SAID[3])


def weigh(home: Path) -> int:
    """Bytes of the vault's database."""
    return sum(path.stat().st_size for path in home.rglob("vault.db*"))
