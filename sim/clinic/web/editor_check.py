"""The check list: what must hold before a scenario goes to a client.

The loader says whether it fits together; here every line is read by the screen that
reads what the partner says, and what only a person can judge is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from dialogue.safety.partner import partner_line_problem, problems
from dialogue.scenario import Scenario, as_told, files
from dialogue.slots import Setting, fill, slot_values
from dialogue.strict import tables_of
from sim.clinic.web.editor_places import Fault, loaded, placed

TEMPLATE: Final = Path(__file__).parent / "templates" / "editor" / "short.toml"
ASKED: Final[dict[str, str]] = {
    "read": "I have read every line aloud, once.",
    "nobody": "Nobody real can be recognised in it.",
    "adults": "Everybody in it is an adult, and nothing in it is explicit.",
    "tried": "I have tried it kindly, bluntly, evading and pushing.",
    "fits": "Content notes and “when not to rehearse this” fit this client.",
}
"""What only a person can judge."""
_TOLD_TO_USER: Final = frozenset({"explicit_sexual", "minor", "slur", "contact"})
"""What no text may hold; the other problems are of a partner's spoken lines."""
_LEAST_LINES: Final = 20
"""Fewer own lines leave the talk to the common banks [own judgement]."""


_MOST_KNOWN: Final = 20_000
_known: dict[bytes, str] = {}


@dataclass(frozen=True, slots=True)
class Flagged:
    """A text that the screen points at."""

    text: str
    why: str
    where: Fault
    is_spoken: bool = True
    """The partner would say it; otherwise the client reads it, and it may stand."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the list."""

    words: str
    is_met: bool
    why: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found."""

    fault: Fault | None
    points: tuple[Point, ...]
    flagged: tuple[Flagged, ...] = ()
    scenario: Scenario | None = None

    @property
    def may_go(self) -> bool:
        """Whether a person may approve it."""
        return all(point.is_met for point in self.points)


def checked(tables: Mapping[str, Any]) -> Checked:
    """Look at a whole scenario."""
    scenario = loaded(tables)
    if isinstance(scenario, Fault):
        return Checked(scenario, (Point("It fits together", False),))
    flagged = tuple(_flagged(tables, scenario))
    return Checked(None, tuple(_points(tables, scenario, flagged)), flagged, scenario)


def _points(
    tables: Mapping[str, Any], scenario: Scenario, flagged: tuple[Flagged, ...]
) -> Iterator[Point]:
    own = len(scenario.every_line)
    count = sum(one.is_spoken for one in flagged)
    yield Point("It fits together", True)
    yield Point(
        "The screen has no objection to any line",
        not count,
        f"{count} may not be said; see below.",
    )
    yield Point(
        f"The partner is an adult: {scenario.persona.age}",
        True,
    )
    yield Point(
        "It says what comes up",
        bool(scenario.content_notes),
        "Write content notes.",
        "care",
    )
    yield Point(
        "It says when not to rehearse it",
        bool(scenario.contraindications),
        "Write when not to rehearse this.",
        "care",
    )
    yield Point(
        f"It has enough lines of its own: {own}",
        own >= _LEAST_LINES,
        f"At {_LEAST_LINES} or more the talk is about your subject.",
        "facts",
    )
    same = _unchanged(tables)
    yield Point(
        "Its texts are your own",
        not same,
        f"Still as in the template: {', '.join(same)}." if same else "",
        "situation",
    )
    yield Point(
        "Its name is none of the program's own",
        scenario.id not in {path.stem for path in files()},
        "A client's program would not know which one is meant. Copy it: the copy has "
        "a name of its own.",
    )


def _unchanged(tables: Mapping[str, Any]) -> list[str]:
    """What still says the template's words that every scenario must change."""
    example = tables_of(template())
    told = {"title": "title", "summary": "summary", "briefing": "situation"}
    return [word for key, word in told.items() if tables.get(key) == example[key]]


def _flagged(tables: Mapping[str, Any], scenario: Scenario) -> Iterator[Flagged]:
    why = {problem.id: problem.why for problem in problems()}
    values = _values(scenario)
    for place, text in _spoken(scenario):
        found = _problem(fill(text, values))
        if found:
            yield Flagged(text, why[found], placed(tables, place))
    for place, text in _told(as_told(scenario, Setting())):
        found = _problem(text)
        if found in _TOLD_TO_USER:
            yield Flagged(text, why[found], placed(tables, place), is_spoken=False)


def _problem(text: str) -> str:
    """Id of what speaks against `text`; by its digest, so that no text is kept."""
    key = sha256(text.encode()).digest()
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = partner_line_problem(text) or ""
    return _known[key]


def _values(scenario: Scenario) -> dict[str, str]:
    persona = scenario.persona
    made = slot_values(
        persona.name,
        persona.pronouns,
        persona.relationship,
        scenario.slots,
        Setting(),
    )
    return {**made, "echo": "so"}


def _spoken(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Place and text of everything the partner may say."""
    for place, text in enumerate(scenario.opening):
        yield f"opening[{place}]: ", text
    for line in scenario.every_line:
        yield f"line {line.id}: ", line.text
    for ending in scenario.endings:
        for number, line in enumerate(ending.last, 1):
            yield f"line {ending.id}.last.{number}: ", line.text


def _told(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Place and text of everything that the client reads."""
    for name in ("title", "summary", "briefing", "why_hard"):
        yield f"{name}: ", getattr(scenario, name)
    for name in ("content_notes", "contraindications"):
        for place, text in enumerate(getattr(scenario, name)):
            yield f"{name}[{place}]: ", text
    for name in ("history", "wants", "fears", "hidden_need"):
        yield f"persona.{name}: ", getattr(scenario.persona, name)
    for place, ending in enumerate(scenario.endings):
        yield f"endings[{place}].epilogue: ", ending.epilogue
        yield f"endings[{place}].title: ", ending.title


@cache
def template() -> bytes:
    """The short template."""
    return TEMPLATE.read_bytes()
