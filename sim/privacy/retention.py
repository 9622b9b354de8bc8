"""How long things are kept: until they are erased, for some days, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from sim.privacy.errors import VaultError
from sim.privacy.notes import HIDDEN
from sim.privacy.shelf import Shelf

NOTE: Final = "retention"
DATED: Final = ("comfort",)
"""Notes that are lists of dated entries, and go as rehearsals do."""
"""Name of the vault's note that holds the rules."""
MOST_DAYS: Final = 3650
ANSWERS: Final = ("before", "exercise")
"""Beginnings of the notes that hold what the user answered before a rehearsal."""

What = Literal["rehearsals", "answers"]
KINDS: Final[tuple[What, ...]] = ("rehearsals", "answers")


class WrongRule(VaultError):
    """A rule for keeping is none of those there are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of thing is kept."""

    days: int | None = None
    """None: until the user erases it. 0: never kept. Otherwise days from its making."""

    @property
    def word(self) -> str:
        """The rule as it is typed."""
        return {None: "always", 0: "nothing"}.get(self.days, f"{self.days} days")


def rule_of(words: str) -> Rule:
    """The rule that `words` mean: ``always``, ``nothing`` or a number of days.

    Raises:
        WrongRule: they mean none; says what is allowed.
    """
    plain = words.strip().lower()
    if plain in ("always", "until erased"):
        return Rule(None)
    if plain in ("nothing", "never"):
        return Rule(0)
    found = re.fullmatch(r"([0-9]{1,5})( ?d(ays?)?)?", plain)
    if found is None or not 1 <= int(found[1]) <= MOST_DAYS:
        raise WrongRule(
            f"{words!r}: say 'always' (until you erase it), 'nothing', or a number of "
            f"days from 1 to {MOST_DAYS}."
        )
    return Rule(int(found[1]))


def rules(shelf: Shelf) -> dict[What, Rule]:
    """The rules in force; what has none is kept until it is erased."""
    told = shelf.notes.get(NOTE) or {}
    return {kind: _rule(told.get(kind)) for kind in KINDS}


def _rule(days: object) -> Rule:
    is_rule = isinstance(days, int) and 0 <= days <= MOST_DAYS
    return Rule(days if is_rule and isinstance(days, int) else None)


def set_rule(shelf: Shelf, kind: What, rule: Rule) -> None:
    """Keep things of one kind as `rule` says, from now on."""
    told = {name: one.days for name, one in rules(shelf).items()}
    shelf.notes.keep(NOTE, {**told, kind: rule.days})


def apply(shelf: Shelf, now: datetime | None = None) -> int:
    """Erase what is older than its rule allows; how many things went.

    A rule of 0 days erases what is there, too.
    """
    now = now or datetime.now(UTC)
    told = rules(shelf)
    gone = 0
    if (days := told["rehearsals"].days) is not None:
        before = now - timedelta(days=days)
        for info in shelf.sessions(with_hidden=True):
            if _made(info.started_at, now) <= before:
                shelf.erase_session(info.id)
                gone += 1
        _thin(shelf, before, now)
    if (days := told["answers"].days) is not None:
        before = now - timedelta(days=days)
        for name, at in shelf.notes.times().items():
            if name != HIDDEN and name.startswith(ANSWERS) and _made(at, now) <= before:
                shelf.notes.forget(name)
                gone += 1
    return gone


def _thin(shelf: Shelf, before: datetime, now: datetime) -> None:
    """Let go what is too old in the notes that go as rehearsals do."""
    for name in DATED:
        entries = shelf.notes.get(name) or []
        kept = [one for one in entries if _made(str(one.get("at")), now) > before]
        if not kept and entries:
            shelf.notes.forget(name)
        elif len(kept) < len(entries):
            shelf.notes.keep(name, kept)


def _made(at: str, now: datetime) -> datetime:
    """When something was made; a time nobody can read counts as just now."""
    try:
        made = datetime.fromisoformat(at)
    except ValueError:
        return now + timedelta(days=1)
    return made if made.tzinfo is not None else made.replace(tzinfo=UTC)
