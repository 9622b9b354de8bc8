"""Everything that is kept, taken along: as JSON, or as text or a page to read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from sim.privacy.consents import NOTE as CONSENTS
from sim.privacy.errors import ExportRefused
from sim.privacy.folder import write_new
from sim.privacy.notes import HIDDEN, is_for_here_only
from sim.privacy.page import page
from sim.privacy.records import Entry, SessionInfo
from sim.privacy.shelf import Shelf
from sim.sensors import told

Format = Literal["json", "markdown", "html"]
FORMAT: Final = "visavis-export-2"
"""2 added notes and progress; a file of 1 is taken in as well."""


PRIVATE: Final = frozenset({HIDDEN, "before"})
"""Notes that an export leaves out unless they are asked for."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What an export holds."""

    sessions: tuple[tuple[SessionInfo, list[Entry]], ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)
    """Consents, rules for keeping and answers; empty when single sessions are taken."""
    progress: dict[str, Any] | None = None
    """What the rehearsals showed, as ``visavis progress --json`` says it."""


def export(
    shelf: Shelf,
    path: Path,
    form: Format = "json",
    sessions: Sequence[str] = (),
    progress: dict[str, Any] | None = None,
    *,
    with_hidden: bool = False,
) -> int:
    """Write `sessions` (everything when none is named) to `path`; how many there were.

    The file is not encrypted; only its owner can read it (0600). What the user has
    hidden, and what they answered in private, is in it only `with_hidden`: somebody
    may be standing behind them. Private keys are never in it.

    Raises:
        ExportRefused: `path` exists.
        NoSuchSession: an id is unknown.
    """
    if path.exists() or path.is_symlink():
        raise ExportRefused(f"{path}: exists already. Name a file that does not.")
    infos = (
        [shelf.info(one) for one in sessions]
        if sessions
        else shelf.sessions(with_hidden=with_hidden)
    )
    parts = tuple((info, shelf.entries(info.id)) for info in infos)
    whole = Whole(
        parts,
        {} if sessions else _notes(shelf, with_hidden=with_hidden),
        None if sessions else progress,
    )
    write_new(path, _WRITERS[form](whole).encode())
    return len(parts)


def _notes(shelf: Shelf, *, with_hidden: bool) -> dict[str, Any]:
    return {
        name: value
        for name, value in shelf.notes.all().items()
        if (with_hidden or name not in PRIVATE) and not is_for_here_only(name)
    }


def as_json(whole: Whole) -> str:
    """All of it, in the order it happened."""
    sessions = [
        {
            "id": info.id,
            "scenario": info.scenario,
            "title": info.title,
            "started_at": info.started_at,
            "status": info.status,
            "events": [
                {"seq": one.seq, "at": one.at, "event": one.event} for one in entries
            ],
        }
        for info, entries in whole.sessions
    ]
    body = {
        "format": FORMAT,
        "sessions": sessions,
        "notes": whole.notes,
        "progress": whole.progress,
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def as_markdown(whole: Whole) -> str:
    """The conversations as text: who said what, and what moved the partner."""
    pages = [_page(info, entries) for info, entries in whole.sessions]
    if beside := _beside(whole):
        pages.append(beside)
    return "\n\n---\n\n".join(pages) + "\n"


def as_html(whole: Whole) -> str:
    """The same as a page that needs nothing else."""
    return page(as_markdown(whole))


_WRITERS = {"json": as_json, "markdown": as_markdown, "html": as_html}


def _beside(whole: Whole) -> str:
    """What is kept beside the conversations."""
    lines = []
    if whole.progress:
        lines += ["# What your rehearsals showed", *_rows(whole.progress)]
    if answers := whole.notes.get(CONSENTS):
        lines.append("# What you agreed to")
        lines += [
            f"- {row['at'][:10]}: {'yes' if row['is_given'] else 'no'} to "
            f"{row['purpose']} (version {row['version']})"
            for row in answers
        ]
    others = {name: one for name, one in whole.notes.items() if name != CONSENTS}
    if others:
        lines += ["# What else is kept", *_rows(others)]
    return "\n\n".join(lines)


def _rows(values: dict[str, Any]) -> list[str]:
    return [
        f"- {name}: {json.dumps(one, ensure_ascii=False)}"
        for name, one in values.items()
    ]


def _page(info: SessionInfo, entries: list[Entry]) -> str:
    events = [entry.event for entry in entries]
    partner = next((_partner(one) for one in events if one.get("partner")), "Partner")
    lines = [
        f"# {info.title}",
        f"Rehearsed on {info.started_at[:10]} · session {info.id} · {info.status}",
    ]
    lines += [line for event in events if (line := _line(event, partner))]
    counted = [one.get("noticed") for one in events if one["event"] == "watched"]
    lines += [f"*{one.says}*" for one in told(counted, partner)]
    return "\n\n".join(lines)


def _partner(event: dict[str, Any]) -> str:
    partner = event["partner"]
    return str(partner.get("name", "Partner") if isinstance(partner, dict) else partner)


def _line(event: dict[str, Any], partner: str) -> str:
    kind = event["event"]
    if kind == "utterance":
        return f"**You:** {event['text']}"
    if kind in ("reply", "partner_spoke") and event.get("text"):
        return f"**{partner}:** {event['text']}"
    if kind == "state":
        return "\n".join(f"> {one['text']}" for one in event.get("reasons", ()))
    if kind == "transfer" and event.get("text"):
        return f"*You could use this here:* {event['text']}"
    if kind == "marked_wrong":
        note = f" ({event['note']})" if event.get("note") else ""
        what = "wrong" if event.get("is_wrong", True) else "right after all"
        return f"*You marked as {what}:* {event['says']}{note}"
    if kind == "discomfort" and event.get("rating") is not None:
        worn = f"after {event['minutes']:g} min in the headset"
        return f"*How the headset felt, {worn}:* {event['rating']} of 20"
    return {
        "break_offered": "*A break from the headset was suggested.*",
        "comfort_stopped": "*It ended because you did not feel well.*",
        "paused": "*Paused.*",
        "resumed": "*Went on.*",
        "skipped": "*Skipped a moment.*",
        "left": "*You left.*",
        "stopped": "*The rehearsal stopped and help was shown.*",
        "branched": f"*You tried again from turn {event.get('from_turn')}.*",
        "ended": "*The end of the scene.*",
    }.get(kind, "")
