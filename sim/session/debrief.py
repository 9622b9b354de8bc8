"""What the rehearsal showed: made from the log alone, said to the user.

Every judgement carries the words it rests on. Nothing sums a person up, nothing is
scored where the screen was concerned, and what the scorers doubted is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dialogue.scenario import Scenario, as_told, setting_of
from dialogue.scorers.grades import session_grades
from dialogue.skills import BY_ID, HARMFUL
from sim.sensors.base import Sentence
from sim.session import debrief_parts as parts
from sim.session.debrief_before import Before, Earlier, before
from sim.session.debrief_costly import Costly, costly
from sim.session.debrief_felt import felt
from sim.session.debrief_log import CAREFUL, Story, tell
from sim.session.debrief_missed import Missed, missed
from sim.session.debrief_moments import Moment, moments
from sim.session.debrief_noticed import noticed, talk_share
from sim.session.debrief_parts import (
    Point,
    SkillResult,
    Unsaid,
    Well,
)
from sim.session.debrief_speech import Measure, speech
from sim.session.debrief_turned import Turned, turned
from sim.session.debrief_why import Statement, Statements
from sim.session.events import Event
from sim.session.recorder import branches

Status = Literal["ended", "left", "open", "stopped"]

KIND_NOTE = (
    "This is about these words on this day, in a rehearsal with a program. It says "
    "nothing about who you are, and no more about the person you have in mind."
)
GRADE_NOTE = (
    "Emerging: it showed. Developing: more than once. Solid: steadily, without its "
    "opposite in the way. Not yet seen says only that this talk did not show it."
)
METHOD_NOTE = (
    "Grades come from a small trained model that reads each of your lines beside the "
    "partner's; it can be wrong, and it leaves out what it is not sure of. The "
    "partner's reactions follow written rules."
)

NO_GRADE = "no grade"
"""Said where the user called the grade wrong."""
READINGS = {
    "careful": "What is said about your lines rests on a second, more careful reading, "
    "made when the talk was over. The partner had answered the first, quicker one.",
    "mixed": "What is said about your lines rests on a second, more careful reading "
    "where there was one, and on the first, quicker one elsewhere.",
    "first": "What is said about your lines rests on the quick reading made while you "
    "talked.",
    "missing": "What is said about your lines rests on the quick reading made while "
    "you talked. The more careful one needs a model that is not here: visavis doctor",
    "late": "What is said about your lines rests on the quick reading made while you "
    "talked. The more careful one took too long this time.",
    "lost": "What is said about your lines rests on the quick reading made while you "
    "talked. The more careful one could not be made this time.",
}
"""Which reading the debrief rests on, as its notes say it."""


@dataclass(frozen=True, slots=True)
class Debrief:
    """All of it, as plain values; `dialogue.messages.to_json` turns it into JSON."""

    scenario: str
    title: str
    partner: str
    status: Status
    headline: str
    """How long it was and how the partner was at the end, in a sentence or two."""
    epilogue: str = ""
    """The scenario's own words on how it ended."""
    well: Well | None = None
    goals: tuple[SkillResult, ...] = ()
    """Against the goals the user chose, in their order."""
    others: tuple[SkillResult, ...] = ()
    """Other constructive skills that were seen."""
    harder: tuple[SkillResult, ...] = ()
    """What made it harder; counted and quoted, not graded."""
    costly: tuple[Costly, ...] = ()
    turned: tuple[Turned, ...] = ()
    """The moment for better and the one for worse."""
    missed: tuple[Missed, ...] = ()
    """Chances that went by."""
    before: tuple[Before, ...] = ()
    """The goals beside earlier rehearsals that the user kept."""
    carried: str = ""
    """Where the user wanted to use the last rehearsal, in their words."""
    transfer: str = ""
    """Where the user wants to use this one."""
    course: tuple[Point, ...] = ()
    """The partner's levels, turn by turn."""
    told: tuple[str, ...] = ()
    """What the partner told, in a few words each."""
    unsaid: Unsaid | None = None
    moments: tuple[Moment, ...] = ()
    """Moments that were tried again, with all tries."""
    speech: tuple[Measure, ...] = ()
    noticed: tuple[Sentence, ...] = ()
    """What a headset counted: where the user looked, nods, distance, hands."""
    felt: str = ""
    """How the headset felt, in one sentence; empty where nobody rated it."""
    left_out: int = 0
    """Lines that were not scored because the safety screen had a question."""
    reading: str = "first"
    """Which reading it rests on: a key of `READINGS`."""
    notes: tuple[str, ...] = field(default=(KIND_NOTE, GRADE_NOTE, METHOD_NOTE))
    statements: tuple[Statement, ...] = ()
    """Everything said above that can be asked about, numbered."""

    def about(self, key: str) -> Statement | None:
        """The statement with this key."""
        return next((one for one in self.statements if one.key == key), None)

    def numbered(self, number: int) -> Statement | None:
        """The statement with this number, from 1."""
        return next((one for one in self.statements if one.number == number), None)

    def grade(self, result: SkillResult) -> str:
        """The grade as it is said; a grade that the user called wrong is none."""
        return NO_GRADE if result.is_marked else result.grade


def build(
    events: Iterable[Event],
    scenario: Scenario | None = None,
    past: Sequence[Earlier] = (),
) -> Debrief:
    """The debrief of a session, also of one that was left or is still open.

    `events` is the whole log; the last branch counts, and earlier tries are told
    beside it. A stopped session is not scored at all. `past` are earlier rehearsals,
    newest first.
    """
    log = list(events)
    ways = [tell(way) for way in branches(log)]
    story = ways[-1]
    if story.stopped:
        return _stopped(story)
    if scenario is not None:
        scenario = as_told(scenario, setting_of(story.setting))
    made = _made(story, ways, scenario, past)
    former: tuple[Statement, ...] = ()
    if story.marks:
        # a mark must not give the rest other numbers than the user has just read
        unmarked = [one for one in log if one["event"] != "marked_wrong"]
        former = build(unmarked, scenario, past).statements
    statements = _statements(made, story, former)
    return replace(made, felt=felt(log), statements=statements)


def _made(
    story: Story,
    ways: Sequence[Story],
    scenario: Scenario | None,
    past: Sequence[Earlier],
) -> Debrief:
    scored = [turn for turn in story.said if turn.is_scored]
    grades = session_grades([turn.score for turn in scored])
    reading = _reading(story)
    return Debrief(
        scenario=story.scenario,
        title=story.title,
        partner=story.partner,
        status="ended" if story.ending else "left" if story.left else "open",
        headline=_headline(story),
        epilogue=_epilogue(story, scenario),
        well=parts.well(story),
        goals=tuple(
            parts.skill_result(goal, story, grades, is_goal=True)
            for goal in story.goals
            if goal in BY_ID and goal not in HARMFUL
        ),
        others=parts.other_skills(story, grades),
        harder=parts.harder(story),
        costly=costly(story, scenario),
        turned=turned(story),
        missed=missed(story, scenario),
        before=before(story, past),
        carried=past[0].transfer if past else "",
        transfer=story.transfer,
        course=parts.course(story),
        told=parts.told(story, scenario),
        unsaid=parts.unsaid(story, scenario),
        moments=moments(ways),
        speech=(*speech(story), *talk_share(story)),
        noticed=noticed(story),
        left_out=sum(turn.is_flagged for turn in story.said),
        reading=reading,
        notes=(KIND_NOTE, GRADE_NOTE, f"{METHOD_NOTE} {READINGS[reading]}"),
    )


def _reading(story: Story) -> str:
    careful = [turn.reader == CAREFUL for turn in story.said if turn.is_scored]
    if careful and any(careful):
        return "careful" if all(careful) else "mixed"
    return story.reread if story.reread in READINGS else "first"


def _statements(
    made: Debrief, story: Story, former: Sequence[Statement]
) -> tuple[Statement, ...]:
    """In the order in which text, page and window say them."""
    out = Statements(story, former)
    out.headline(made.headline)
    if made.well is not None:
        out.judgement(made.well.skill, made.well.quote)
    out.each(out.turned, made.turned)
    out.each(out.result, made.goals)
    out.each(out.before, made.before)
    out.each(out.costly, made.costly)
    out.each(out.missed, made.missed)
    out.each(out.point, made.course)
    for index, text in enumerate(made.told):
        out.told(index, text)
    if made.unsaid is not None:
        out.unsaid(made.unsaid)
    out.each(out.result, made.others)
    out.each(out.result, made.harder)
    out.each(out.measure, made.speech)
    out.each(out.noticed, made.noticed)
    out.each(out.kept, story.marks.values())
    return out.made()


def _stopped(story: Story) -> Debrief:
    asked = story.stopped == "stop_request"
    headline = (
        "You asked to stop, and the rehearsal stopped. That is always all right."
        if asked
        else "The rehearsal stopped, because what you said matters more than practice. "
        "The help page names people you can talk to now."
    )
    return Debrief(
        scenario=story.scenario,
        title=story.title,
        partner=story.partner,
        status="stopped",
        headline=f"{headline} Nothing was scored.",
        notes=(),
    )


def _headline(story: Story) -> str:
    count = len(story.said)
    if not count:
        return (
            "You looked in and left before saying anything. You can come back any time."
        )
    talked = "You spoke once" if count == 1 else f"You spoke {count} times"
    levels = [turn.levels for turn in story.turns if turn.levels]
    if len(levels) < 2:
        return f"{talked}."
    change = levels[-1].openness - levels[0].openness
    became = (
        "more open than at the start"
        if change > 0.05
        else "less open than at the start"
        if change < -0.05
        else "about as open as at the start"
    )
    return f"{talked}, and at the end {story.partner} was {became}."


def _epilogue(story: Story, scenario: Scenario | None) -> str:
    if scenario is None or not story.ending:
        return ""
    found = (one for one in scenario.endings if one.id == story.ending)
    return next((one.epilogue for one in found), "")
