"""Progress over the rehearsals in the vault: reads the log, asks `dialogue.progress`.

What counts is what the debrief counts: the last try of each session, without flagged
lines, without what the scorer was unsure of, without what the user called wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

import assets
from dialogue.progress import Line, Session, Trace, trace
from dialogue.progress_table import Parameters
from dialogue.proposal import Offered, Past, Proposal, propose
from dialogue.scenario import Scenario
from dialogue.skills import BY_ID
from dialogue.strict import read
from sim.privacy.consents import may
from sim.privacy.vault import Vault
from sim.session.debrief_log import Story, Turn, tell
from sim.session.events import Event
from sim.session.recorder import branches
from sim.texts import text

DAY_S: Final = 86_400.0
_BY_MOVE: Final = {
    "refuse": "no",
    "set_limit": "no",
    "disclose": "told",
    "agree": "agreed",
    "accept_repair": "agreed",
    "propose": "proposed",
    "hesitate": "hesitated",
    "deflect": "hesitated",
}
_BY_ROLE: Final = {
    "no": "no",
    "again": "no",
    "not_now": "no",
    "hold": "no",
    "tell": "told",
    "more": "told",
    "yes": "agreed",
    "yes_but": "agreed",
}
"""Role of the scenario's own line; "yes" and "no" count for requests only."""
_HURT: Final = frozenset({"hurt", "sad", "withdrawn", "angry"})


@dataclass(frozen=True, slots=True)
class Progress:
    """What the record says today."""

    past: tuple[Past, ...]
    """Oldest first."""
    traces: dict[str, Trace]
    today: float
    """Day since 1970, as the traces count."""
    proposal: Proposal | None

    @property
    def rehearsals(self) -> int:
        """How many rehearsals had something to count."""
        return sum(bool(one.session.lines) for one in self.past)


@cache
def parameters() -> Parameters:
    """The numbers of ``assets/progress.toml``.

    Raises:
        DataError: the file is wrong; names the key.
    """
    place = assets.ROOT / "progress.toml"
    return read(Parameters, tomllib.loads(place.read_text("utf-8")), "progress.toml")


def progress(
    vault: Vault, scenarios: Sequence[Scenario], now: datetime | None = None
) -> Progress:
    """Read the newest sessions of `vault`; `scenarios` is what there is to practise."""
    numbers = parameters()
    known = {told.id: told for told in scenarios}
    newest = vault.sessions()[-numbers.proposal.most_sessions :]
    past = tuple(
        past_of(vault.events(info.id), info.started_at, known)
        for info in newest
        if info.turns
    )
    today = _day((now or datetime.now(UTC)).isoformat())
    traces = trace([one.session for one in past], numbers, today)
    offered = tuple(
        Offered(
            told.id, told.title, told.difficulty, told.goals, told.contraindications
        )
        for told in scenarios
    )
    return Progress(past, traces, today, propose(past, traces, offered, numbers))


def past_of(
    events: Iterable[Event], started_at: str, known: Mapping[str, Scenario]
) -> Past:
    """What counts of one log; `started_at` is an ISO time with its offset."""
    way = branches(events)[-1]
    story = tell(way)
    told = known.get(story.scenario)
    session = Session(
        story.scenario,
        _day(started_at),
        () if story.stopped else tuple(_lines(story, way, told)),
        told.goals if told else (),
        frozenset(skill for skill in BY_ID if f"goal:{skill}" in story.marks),
    )
    warmth = _warmth(story, told)
    return Past(
        session,
        told.difficulty if told else 0,
        story.goals,
        warmth,
        is_rupture=_is_rupture(story, warmth),
        is_distress=bool(story.stopped) or any(turn.is_flagged for turn in story.said),
        is_stopped=story.stopped not in ("", "stop_request"),
    )


def reason(proposal: Proposal) -> str:
    """One plain sentence for `proposal`."""
    return text(
        f"progress.because_{proposal.kind}",
        title=proposal.title,
        rarer=plain(proposal.rarer),
        easy=plain(proposal.easy) if proposal.easy else "",
    )


def lobby_line(
    vault: Vault | None, scenarios: Sequence[Scenario], now: datetime | None = None
) -> str:
    """One line for the top of the lobby; empty where there is nothing to propose."""
    if vault is None or not may(vault, "progress"):
        return ""
    found = progress(vault, scenarios, now).proposal
    return text("progress.lobby", reason=reason(found)) if found else ""


def plain(skill: str) -> str:
    """The skill's title as it stands within a sentence."""
    title = BY_ID[skill].title
    return title[0].lower() + title[1:]


def _day(at: str) -> float:
    return datetime.fromisoformat(at).timestamp() / DAY_S


def _lines(story: Story, way: Sequence[Event], told: Scenario | None) -> Iterable[Line]:
    requests = set(told.requests_by_id) if told else set()
    did = _did(way, requests)
    before: Turn | None = None
    for turn in story.turns:
        if turn.is_scored:
            done = set(did.get(before.turn, ())) if before else set()
            done |= _feeling(before.mood) if before else set()
            yield Line(turn.skills, frozenset(done))
        before = turn


def _feeling(mood: str) -> set[str]:
    felt = {"hurt"} if mood in _HURT else set()
    return felt | ({"angry"} if mood == "angry" else set())


def _did(way: Sequence[Event], requests: set[str]) -> dict[int, set[str]]:
    """What the partner did in each turn, by the move and the lines' own roles."""
    found: dict[int, set[str]] = {}
    for event in way:
        if event["event"] == "move" and event["move"] in _BY_MOVE:
            found.setdefault(event["turn"], set()).add(_BY_MOVE[event["move"]])
        elif event["event"] == "reply":
            for segment in event.get("segments", ()):
                about, _, role = (
                    str(segment["line_id"]).rpartition(".")[0].rpartition(".")
                )
                is_answer = role in ("yes", "no") and about not in requests
                if role in _BY_ROLE and not is_answer:
                    found.setdefault(event["turn"], set()).add(_BY_ROLE[role])
    return found


def _warmth(story: Story, told: Scenario | None) -> float | None:
    endings = told.endings if told else ()
    return next((one.warmth for one in endings if one.id == story.ending), None)


def _is_rupture(story: Story, warmth: float | None) -> bool:
    numbers = parameters().proposal
    if warmth is not None and warmth <= numbers.rupture:
        return True
    last = next((turn.levels for turn in reversed(story.turns) if turn.levels), None)
    return last is not None and max(last.hurt, last.anger) >= numbers.rupture_level
