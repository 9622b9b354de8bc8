"""Every statement of the debrief has a number and its why.

The why names the skill, the words, how sure the reader was in plain words, and the
rule by which the partner took it. The same judgement has the same number wherever it
stands, so that `/why 4` and `/wrong 4` mean one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dialogue.skills import BY_ID
from sim.sensors.base import Sentence
from sim.session.debrief_because import graded_why, judged_why, rule_lines
from sim.session.debrief_before import Before
from sim.session.debrief_costly import Costly
from sim.session.debrief_log import Mark, Story, judged
from sim.session.debrief_missed import Missed
from sim.session.debrief_parts import Point, Quote, SkillResult, Unsaid
from sim.session.debrief_speech import Measure
from sim.session.debrief_turned import Turned, agreed

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the debrief says, and what it rests on."""

    number: int
    """From 1, in the order in which the debrief says them."""
    key: str
    """The same in every debrief of this session, such as ``criticism@3``."""
    says: str
    why: tuple[str, ...]
    skill: str = ""
    turn: int | None = None
    words: str = ""
    """The user's words it is about; empty where it is about none."""
    is_marked: bool = False
    """The user called it wrong."""
    note: str = ""
    """What the user wrote beside the mark."""
    is_gone: bool = False
    """Marked earlier, and said nowhere in the debrief any more."""


class Statements:
    """Collects the statements of one debrief, each key once."""

    def __init__(self, story: Story, former: Sequence[Statement] = ()) -> None:
        """Statements about `story`; its marks are shown on them.

        `former` are those without the marks: what they say keeps its number.
        """
        self._story = story
        self._numbers = {one.key: one.number for one in former}
        self._turns = {turn.turn: turn for turn in story.turns}
        self._found: dict[str, Statement] = {}

    def made(self) -> tuple[Statement, ...]:
        """All of them in order."""
        return tuple(self._found.values())

    def each(self, say: Callable[[_T], None], many: Iterable[_T]) -> None:
        """Say one after another."""
        for one in many:
            say(one)

    def say(self, key: str, says: str, why: Iterable[str], **more: object) -> None:
        """Add a statement, unless it has been said already."""
        if key in self._found:
            return
        mark = self._story.marks.get(key)
        fresh = max((*self._numbers.values(), 0)) + 1
        self._found[key] = Statement(
            self._numbers.setdefault(key, fresh),
            key,
            says,
            tuple(why),
            is_marked=mark is not None,
            note=mark.note if mark else "",
            **more,  # type: ignore[arg-type]  # skill, turn and words as declared
        )

    def headline(self, text: str) -> None:
        """How the partner was at the end."""
        levels = [turn.levels for turn in self._story.turns if turn.levels]
        if len(levels) < 2:
            return
        first, last = levels[0].openness, levels[-1].openness
        rule = (
            f"Openness went from {first:.2f} to {last:.2f} on a scale from 0 to 1; "
            "less than .05 either way is called about the same. It is a number of the "
            "rehearsal's partner, moved by written rules, and none of yours."
        )
        self.say("headline", text, [rule])

    def judgement(self, skill: str, quote: Quote) -> None:
        """That a line shows a skill, or that the reader was not sure."""
        turn = self._turns.get(quote.turn)
        if turn is None:
            return
        self.say(
            judged(skill, quote.turn),
            f"{BY_ID[skill].title}, in your line {quote.turn}",
            judged_why(turn, skill, quote, self._story.partner),
            skill=skill,
            turn=quote.turn,
            words=quote.words,
        )

    def result(self, result: SkillResult) -> None:
        """A skill over the session: its grade, then each line."""
        key = f"goal:{result.skill}"
        if result.grade or result.is_marked:
            mark = self._story.marks.get(key)
            says = mark.says if mark else f"{result.title}: {result.grade}"
            why = graded_why(result, self._story)
            self.say(key, says, why, skill=result.skill)
        for quote in (*result.quotes, *result.unsure, *result.marked):
            self.judgement(result.skill, quote)

    def costly(self, one: Costly) -> None:
        """A line that cost, and its wording."""
        turn = self._turns[one.quote.turn]
        if one.skill in BY_ID:
            self.judgement(one.skill, one.quote)
        else:
            rule = rule_lines(turn, one.skill, self._story.partner)
            self.say(judged(one.skill, turn.turn), one.title, rule, turn=turn.turn)
        if one.better:
            why = [
                one.why,
                "It is put together by written rules from your own words and from "
                "what you had just heard. It is one way among many.",
            ]
            says = f"You could try: “{one.better}”"
            self.say(one.key, says, why, turn=turn.turn, words=one.quote.line)

    def turned(self, one: Turned) -> None:
        """A moment that turned it."""
        turn = self._turns[one.quote.turn]
        why = [
            "Of all your lines, this one moved openness, trust, felt safety, hurt and "
            "anger together the furthest in this direction, and the change was still "
            "there two turns later or at the end.",
            *(reason.text for reason in turn.reasons if agreed(turn, reason)),
        ]
        says = one.change
        self.say(one.key, says, why, turn=turn.turn, words=one.quote.line)

    def missed(self, one: Missed) -> None:
        """A chance that went by."""
        why = [
            "Your line showed nothing that takes up what was told, and shares no word "
            "with it. The reader must be sure of that; a doubt is not told."
            if one.quote
            else "None of your lines has a question mark, and the reader heard no "
            "question in any of them.",
        ]
        if one.better:
            why.append(one.why)
        quote = one.quote
        self.say(
            one.key,
            one.text,
            why,
            turn=quote.turn if quote else None,
            words=quote.line if quote else "",
        )

    def point(self, point: Point) -> None:
        """What moved the partner in one turn."""
        if not point.why:
            return
        turn = self._turns[point.turn]
        why = [reason.text for reason in turn.reasons]
        if not all(agreed(turn, reason) for reason in turn.reasons):
            why.append(
                "The partner answered the first reading of your line. The reading that "
                "counts here does not hear all of it."
            )
        self.say(f"moved@{point.turn}", point.why, why, turn=point.turn)

    def told(self, index: int, text: str) -> None:
        """One thing that the partner told."""
        name = self._story.partner
        why = [f"{name}'s words carried it; the scenario names it so."]
        self.say(f"told:{index}", f"What {name} told you: {text}", why)

    def unsaid(self, unsaid: Unsaid) -> None:
        """Whether the hidden need came out."""
        why = [
            f"The scenario gives {self._story.partner} one thing that is not said at "
            "first. It comes out when openness and felt safety are high enough."
        ]
        self.say("unsaid", unsaid.text, why)

    def before(self, one: Before) -> None:
        """A goal beside earlier rehearsals."""
        why = [
            "Counted in the rehearsals that are in your record, newest first, without "
            "what you marked as wrong. Two talks are two occasions: the partner's "
            "answers differ, so a difference says little by itself."
        ]
        self.say(one.key, f"{one.title}: {one.text}", why, skill=one.skill)

    def measure(self, one: Measure) -> None:
        """A measure of speech."""
        why = [one.reference, f"From: {one.source}"]
        self.say(f"speech:{one.id}", f"{one.title}: {one.value}", why)

    def noticed(self, one: Sentence) -> None:
        """What a headset counted."""
        self.say(f"noticed:{one.id}", one.says, one.why)

    def kept(self, mark: Mark) -> None:
        """A mark on something that this debrief no longer says."""
        if mark.turn is not None and mark.turn not in self._turns:
            return
        why = ["You marked it earlier, and the debrief no longer says it."]
        self.say(
            mark.statement,
            mark.says,
            why,
            skill=mark.skill,
            turn=mark.turn,
            words=mark.words,
            is_gone=True,
        )
