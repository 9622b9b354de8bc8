"""What is kept, since when, for how long and for what: the user's view of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sim.privacy import retention
from sim.privacy.consents import PURPOSES, Consents
from sim.privacy.database import files_of
from sim.privacy.notes import PEER
from sim.privacy.retention import Rule, What
from sim.privacy.vault import Vault


@dataclass(frozen=True, slots=True)
class Agreed:
    """One purpose and the user's answer to it."""

    purpose: str
    version: int
    is_here: bool
    is_given: bool | None
    """None: not asked yet, or changed since."""
    on: date | None
    """Day of the newest answer."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the vault holds, without a word of what was said."""

    folder: str
    rehearsals: int
    lines: int
    """How many lines the user said in them."""
    first: date | None
    last: date | None
    corrections: int
    """How many statements of debriefs the user called wrong."""
    size_bytes: int
    has_passphrase: bool
    """False: the system keyring opens it."""
    has_recovery: bool
    paired: tuple[str, ...]
    """What those are called here whom one is paired with."""
    agreed: tuple[Agreed, ...]
    rules: dict[What, Rule]


def look(vault: Vault) -> Overview:
    """The overview of an open vault; what the user has hidden is not counted."""
    infos = vault.sessions()
    days = [day for info in infos if (day := _day(info.started_at))]
    return Overview(
        str(vault.folder),
        len(infos),
        sum(info.turns for info in infos),
        min(days, default=None),
        max(days, default=None),
        sum(_marks(vault, info.id) for info in infos),
        sum(
            path.stat().st_size
            for path in files_of(vault.folder / "vault.db")
            if path.exists()
        ),
        vault.needs_passphrase,
        vault.has_recovery,
        _paired(vault),
        _agreed(vault),
        retention.rules(vault),
    )


def _paired(vault: Vault) -> tuple[str, ...]:
    rows = vault.notes.beginning(PEER).values()
    return tuple(sorted(row["alias"] for row in rows if row["state"] != "ended"))


def _agreed(vault: Vault) -> tuple[Agreed, ...]:
    told = Consents(vault)
    rows = []
    for one in PURPOSES:
        answer = told.last(one.id)
        holds = answer is not None and not told.is_due(one.id)
        rows.append(
            Agreed(
                one.id,
                one.version,
                one.is_here,
                answer.is_given if answer is not None and holds else None,
                _day(answer.at) if answer is not None else None,
            )
        )
    return tuple(rows)


def _marks(vault: Vault, session: str) -> int:
    """How many statements stand marked as wrong."""
    marks: dict[Any, bool] = {}
    for event in vault.events(session):
        if event["event"] == "marked_wrong":
            marks[event.get("statement")] = bool(event.get("is_wrong", True))
    return sum(marks.values())


def _day(at: str) -> date | None:
    try:
        return datetime.fromisoformat(at).date()
    except ValueError:
        return None
