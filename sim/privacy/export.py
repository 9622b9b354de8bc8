"""Everything a session holds, taken along: as JSON, or as text to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from sim.privacy.errors import ExportRefused
from sim.privacy.folder import write_private
from sim.privacy.records import Entry, SessionInfo
from sim.privacy.vault import Vault

Format = Literal["json", "markdown"]


def export(
    vault: Vault, path: Path, form: Format = "json", sessions: Sequence[str] = ()
) -> int:
    """Write `sessions` (all when none is named) to `path`; how many there were.

    The file is not encrypted; only its owner can read it (0600).

    Raises:
        ExportRefused: `path` exists.
        NoSuchSession: an id is unknown.
    """
    if path.exists():
        raise ExportRefused(f"{path}: exists already. Name a file that does not.")
    infos = [vault.info(one) for one in sessions] if sessions else vault.sessions()
    parts = [(info, list(vault.entries(info.id))) for info in infos]
    text = as_json(parts) if form == "json" else as_markdown(parts)
    write_private(path, text.encode())
    return len(parts)


def as_json(parts: Iterable[tuple[SessionInfo, list[Entry]]]) -> str:
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
        for info, entries in parts
    ]
    return json.dumps(
        {"format": "visavis-export-1", "sessions": sessions},
        ensure_ascii=False,
        indent=1,
    )


def as_markdown(parts: Iterable[tuple[SessionInfo, list[Entry]]]) -> str:
    """The conversations as text: who said what, and what moved the partner."""
    pages = [_page(info, entries) for info, entries in parts]
    return "\n\n---\n\n".join(pages) + "\n"


def _page(info: SessionInfo, entries: list[Entry]) -> str:
    events = [entry.event for entry in entries]
    partner = next((_partner(one) for one in events if one.get("partner")), "Partner")
    lines = [
        f"# {info.title}",
        f"Rehearsed on {info.started_at[:10]} · session {info.id} · {info.status}",
    ]
    lines += [line for event in events if (line := _line(event, partner))]
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
    return {
        "paused": "*Paused.*",
        "resumed": "*Went on.*",
        "skipped": "*Skipped a moment.*",
        "left": "*You left.*",
        "stopped": "*The rehearsal stopped and help was shown.*",
        "branched": f"*You tried again from turn {event.get('from_turn')}.*",
        "ended": "*The end of the scene.*",
    }.get(kind, "")
