"""What of one rehearsal can be shared, item by item, as it would go.

Never offered: what the safety screen asked about or stopped for, and every line around
it. Items that do not quote hold no word that the user said: reasons are told without
the words they rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from dialogue.plain import plain
from dialogue.scenario import Scenario
from dialogue.skills import BY_ID
from sim.clinic.letters import Item
from sim.privacy.records import Entry
from sim.session.debrief import Debrief, build
from sim.session.debrief_log import Story, Turn, tell
from sim.session.debrief_parts import SkillResult
from sim.session.events import Event
from sim.session.rated import ratings_in
from sim.session.recorder import branches
from sim.texts import text

QUOTING: Final = frozenset({"quotes", "notes", "corrections"})
"""Kinds that hold the user's own words."""
NOT_SEEN: Final = "Not yet seen"
AFTER: Final = frozenset({"marked_wrong", "transfer", "skills", "reread", "debrief"})
"""Events that come once it is over; they make it no longer."""
_QUOTED: Final = re.compile(r"\s*(?:in )?[“\"‘][^”\"’]*[”\"’]")
_SPAN: Final = re.compile(r"\s*\([^()]*→[^()]*\)")
MOST_REASONS: Final = 3
"""Of one turn; the largest first, as the log has them."""
_MOST_LETTERS: Final = 4000
"""Of one text; no line that is spoken comes near."""


def of_rehearsal(
    entries: Sequence[Entry], scenario: Scenario | None
) -> tuple[Item, ...]:
    """Everything of a rehearsal that can be shared, in the order it is shown."""
    log: list[Event] = [one.event for one in entries]
    story = tell(branches(log)[-1])
    first = attendance(entries)
    if story.stopped:
        return (first,)
    made = build(log, scenario)
    return (
        first,
        *_grades(made, story),
        *_course(story),
        *_quotes(story),
        *_headset(log),
        *_notes(story),
        *_corrections(story),
        *_noticed(made, story),
    )


def attendance(entries: Sequence[Entry]) -> Item:
    """That it was done, and for how long."""
    minutes = float(minutes_of(entries))
    return Item(
        "attendance",
        "attendance",
        text("sharing.attendance"),
        numbers={"minutes": minutes},
    )


def minutes_of(entries: Sequence[Entry]) -> int:
    """How long it took from the first event to the last, in whole minutes, from 1."""
    times = [
        datetime.fromisoformat(one.at)
        for one in entries
        if one.at and one.event["event"] not in AFTER
    ]
    if len(times) < 2:
        return 1
    seconds = (max(times) - min(times)).total_seconds()
    return min(1440, max(1, round(seconds / 60)))


def words(said: str) -> str:
    """A text as it goes: nothing unseen, not endless."""
    return plain(said).strip()[:_MOST_LETTERS]


def unquoted(said: str) -> str:
    """`said` without the words it quotes."""
    return words(_QUOTED.sub("", said))


def _grades(made: Debrief, story: Story) -> Iterator[Item]:
    count = sum(turn.is_scored for turn in story.said)
    seen: set[str] = set()
    for one in (*made.goals, *made.others):
        if one.skill not in seen:
            seen.add(one.skill)
            yield _grade(one, made.grade(one) or NOT_SEEN, count)
    for one in made.harder:
        if one.skill not in seen:
            seen.add(one.skill)
            yield _grade(one, "", count)


def _grade(one: SkillResult, grade: str, count: int) -> Item:
    lines = f"{one.count} of {count} lines"
    reason = f"Seen in {lines}." if grade else f"Seen in {lines}; not graded."
    return Item(
        f"grades.{one.skill}",
        "grades",
        one.title,
        grade,
        {"lines": float(one.count)},
        one.skill,
        reason=reason,
    )


def _open(story: Story) -> Iterator[tuple[int, Turn]]:
    """The turns that can be told of, with the number of the user's line."""
    line = 0
    for turn in story.turns:
        line += bool(turn.said)
        if not turn.is_flagged:
            yield line, turn


def _course(story: Story) -> Iterator[Item]:
    for line, turn in _open(story):
        if turn.levels is None:
            continue
        where = f"after line {line}" if turn.turn else "at the start"
        levels = {key: round(one, 2) for key, one in asdict(turn.levels).items()}
        yield Item(
            f"course.{turn.turn}",
            "course",
            f"{story.partner} {where}",
            numbers=levels,
            turn=turn.turn,
            reason=" ".join(_reasons(turn)),
        )


def _reasons(turn: Turn) -> Iterator[str]:
    """The strongest reasons, without numbers, which stand beside them, and words."""
    told = dict.fromkeys(_SPAN.sub("", unquoted(one.text)) for one in turn.reasons)
    yield from list(told)[:MOST_REASONS]


def _quotes(story: Story) -> Iterator[Item]:
    for line, turn in _open(story):
        if turn.said:
            label = f"You, line {line}"
            yield Item(
                f"quotes.{turn.turn}", "quotes", label, words(turn.said), turn=turn.turn
            )
        if turn.reply:
            label = f"{story.partner}, after line {line}" if line else story.partner
            yield Item(
                f"quotes.{turn.turn}.answer",
                "quotes",
                label,
                words(turn.reply),
                turn=turn.turn,
            )


def _headset(log: list[Event]) -> Iterator[Item]:
    """How the headset felt: the first number and the last."""
    given = [float(one.rating) for one in ratings_in(log) if one.rating is not None]
    if given:
        numbers = {"before": given[0]}
        if len(given) > 1:
            numbers["after"] = given[-1]
        label = text("sharing.headset")
        yield Item("measures.headset", "measures", label, numbers=numbers)


def _notes(story: Story) -> Iterator[Item]:
    if story.transfer:
        label = "Where you want to use this"
        yield Item("notes.use", "notes", label, words(story.transfer))


def _corrections(story: Story) -> Iterator[Item]:
    flagged = {turn.turn for turn in story.turns if turn.is_flagged}
    for number, mark in enumerate(story.marks.values(), 1):
        if mark.turn in flagged:
            continue
        about = BY_ID[mark.skill].title if mark.skill in BY_ID else ""
        yield Item(
            f"corrections.{number}",
            "corrections",
            "You called this wrong" + (f" ({about})" if about else ""),
            unquoted(mark.says),
            skill=mark.skill if about else "",
            turn=-1 if mark.turn is None else mark.turn,
            reason=words(mark.note),
        )


def _noticed(made: Debrief, story: Story) -> Iterator[Item]:
    """What a headset counted, without what the user called wrong."""
    for one in made.noticed:
        if f"noticed:{one.id}" not in story.marks:
            yield Item(
                f"noticed.{one.id}",
                "noticed",
                words(one.says),
                numbers=dict(one.numbers),
                reason=text("noticed.caution"),
            )
