"""A report: what the client chose, shown in plain words exactly as it will go."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from dialogue.scenario import Scenario
from dialogue.strict import DataError
from sim.clinic.client.items import of_rehearsal, words
from sim.clinic.client.items_exercise import of_exercise
from sim.clinic.client.kept import Assignments, NoAssignment, owner_of
from sim.clinic.client.telling import told_day
from sim.clinic.contacts import Contact
from sim.clinic.errors import ClinicError
from sim.clinic.letters import ITEM_KINDS, Item, ItemKind, Report, checked
from sim.exercises._running import PREFIX
from sim.privacy.notes import HIDDEN
from sim.privacy.records import Entry, SessionInfo
from sim.privacy.shelf import Shelf
from sim.session.events import Event
from sim.session.given import Given, given_in
from sim.texts import text

BEFOREHAND: Final = frozenset({"attendance"})
"""What is marked before the client marks anything, if the therapist asked for it;
never anything that quotes."""
ScenarioOf = Callable[[list[Event]], Scenario | None]
MOST_NOTE: Final = 2000
"""Letters of the client's note."""


class NothingToShare(ClinicError):
    """There is nothing of this that can be shared, or nothing was chosen."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A session with everything of it that can be shared."""

    info: SessionInfo
    title: str
    items: tuple[Item, ...]
    given: Given | None
    """The assignment it was done for."""
    wished: tuple[ItemKind, ...] = ()
    """What the therapist asked for."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds there are something of, what was asked for first."""
        here = [one for one in ITEM_KINDS if any(i.kind == one for i in self.items)]
        return tuple(sorted(here, key=lambda one: one not in self.wished))

    @property
    def beforehand(self) -> frozenset[str]:
        """Ids of the items that are marked before the client marks anything."""
        wished = BEFOREHAND & set(self.wished)
        return frozenset(one.id for one in self.items if one.kind in wished)

    def of(self, kind: str) -> tuple[Item, ...]:
        """The items of one kind."""
        return tuple(one for one in self.items if one.kind == kind)


def offer(shelf: Shelf, session: str, told: ScenarioOf) -> Offered:
    """What can be shared of a session.

    Args:
        shelf: the open vault.
        session: its whole id.
        told: finds the scenario of a rehearsal by its log.

    Raises:
        NothingToShare: it is hidden, or nothing happened in it.
    """
    info = shelf.info(session)
    if info.id in (shelf.notes.get(HIDDEN) or ()):
        raise NothingToShare(text("sharing.nothing_here"))
    entries: list[Entry] = shelf.entries(info.id)
    if not entries:
        raise NothingToShare(text("sharing.nothing_here"))
    log = [one.event for one in entries]
    if info.scenario.startswith(PREFIX):
        items = of_exercise(entries)
    else:
        items = of_rehearsal(entries, told(log))
    given = _given(log)
    return Offered(info, info.title, items, given, _wished(shelf, given))


def _given(log: list[Event]) -> Given | None:
    try:
        return given_in(log)
    except DataError:  # of a later version; then it belongs to nothing
        return None


def _wished(shelf: Shelf, given: Given | None) -> tuple[ItemKind, ...]:
    if given is None:
        return ()
    try:
        return Assignments(shelf).get(given.assignment).letter.share
    except NoAssignment:
        return ()


def report(
    offered: Offered,
    chosen: Collection[str],
    to: Contact,
    note: str = "",
    ident: str = "",
) -> Report:
    """The letter with the chosen items, and nothing else of the session.

    Args:
        offered: what there is.
        chosen: ids of items.
        to: who gets it; only they learn which of their assignments it belongs to.
        note: the client's own words to them.
        ident: of the report, if it has one already.

    Raises:
        NothingToShare: nothing was chosen, or an id that is not offered.
    """
    known = {one.id for one in offered.items}
    for one in chosen:
        if one not in known:
            raise NothingToShare(
                f"{one!r:.60} is not in this one. There are: {', '.join(known)}."
            )
    items = tuple(one for one in offered.items if one.id in chosen)
    if not items:
        raise NothingToShare(text("sharing.items_none"))
    minutes = next(
        (int(i.numbers["minutes"]) for i in items if i.id == "attendance"), 0
    )
    what = offered.info.scenario
    is_exercise = what.startswith(PREFIX)
    assignment, part = _belongs(offered.given, to)
    made = Report(
        ident or secrets.token_hex(8),
        "exercise" if is_exercise else "rehearsal",
        what.removeprefix(PREFIX),
        words(offered.title),
        offered.info.started_at[:10],
        items,
        minutes,
        assignment,
        part,
        words(note)[:MOST_NOTE],
    )
    checked(made)
    return made


def _belongs(given: Given | None, to: Contact) -> tuple[str, str]:
    if given is None:
        return "", ""
    sender, assignment = owner_of(given.assignment)
    return (assignment, given.part) if sender == to.id else ("", "")


def shown(made: Report) -> list[tuple[str, list[str]]]:
    """All that is in the letter, in plain words: headings, each with its lines.

    Every value of the letter stands in it as it goes; a test holds it to that.
    """
    day = date.fromisoformat(made.done_on)
    about = text("sharing.about", title=made.title, what=made.what, day=told_day(day))
    always = [f"{about} ({made.kind}, {made.done_on})", text("sharing.id", id=made.id)]
    if made.minutes:
        key = "minute" if made.minutes == 1 else "minutes"
        always.append(text(f"sharing.{key}", minutes=str(made.minutes)))
    if made.assignment:
        values = {"assignment": made.assignment, "part": made.part}
        always.append(text("sharing.belongs", **values))
    if made.note:
        always.append(text("sharing.your_note", note=made.note))
    parts = [(text("sharing.always"), always)]
    for kind in ITEM_KINDS:
        lines = [item_line(one) for one in made.items if one.kind == kind]
        if lines:
            parts.append((text(f"sharing.{kind}"), lines))
    return parts


def item_line(item: Item) -> str:
    """One item with everything that goes with it; its id stands in brackets."""
    told = f": {item.value}" if item.value else ""
    numbers = ", ".join(f"{key} {value:g}" for key, value in item.numbers.items())
    turn = f", turn {item.turn}" if item.turn >= 0 else ""
    parts = (f"{item.label}{told}", numbers and f"({numbers})", item.reason)
    return f"{' '.join(filter(None, parts))} [{item.id}{turn}]"
