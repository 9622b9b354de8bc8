"""An assignment with one part of each kind, and the log of a rehearsal."""

from __future__ import annotations

from typing import Any

from dialogue.messages import Levels, Reason, SkillScore
from dialogue.scenario import Never, Rule, files
from sim.clinic.letters import Assignment, Part
from sim.privacy.vault import Vault
from sim.session import events
from sim.session.events import Event
from sim.session.given import Given

RULE = Rule("Your partner makes no proposals.", Never(moves=("propose",)))
PARTS = (
    Part(
        "p1",
        "rehearsal",
        "saying_no",
        2,
        ("boundary", "need"),
        "steeper",
        {"partner": "Alex", "partner_pronouns": "they/them"},
        (RULE,),
        note="Take your time.",
    ),
    Part("p2", "rehearsal", "my_own_no", partner="gentler"),
    Part("p3", "exercise", "mirror_exposure", unlocks=True),
    Part("p4", "exercise", "exposure", ladder=("tea", "No to a plan")),
    Part("p5", "exercise", "breathing", 3),
)
SECRET_LINE = "I never told you about the blue boat"
FLAGGED_LINE = "something that the screen asked about"


def own_scenario() -> bytes:
    """A scenario as a therapist might have written it: one of ours, renamed."""
    path = next(one for one in files() if one.stem == "saying_no")
    return path.read_bytes().replace(b'id = "saying_no"', b'id = "my_own_no"', 1)


def assignment(*parts: Part, **more: Any) -> Assignment:
    """A letter with these parts."""
    given = {"title": "Saying no", "share": ("attendance", "grades"), **more}
    return Assignment("hw1", "2026-11-23", parts=parts or PARTS, **given)


def talk(given: Given | None = None) -> list[Event]:
    """The log of a rehearsal: two lines, the second of which was asked about."""
    setting = {"partner": "Alex"}
    goals = ("boundary",)
    made = [
        events.started("saying_no", "Saying no", "Alex", 7, goals, setting, "", given),
        _state(0),
        _reply(0, "Shall we go up?"),
    ]
    for turn, said, action in ((1, SECRET_LINE, "none"), (2, FLAGGED_LINE, "check_in")):
        made += [
            {"event": "utterance", "turn": turn, "text": said, "source": "typed"},
            _safety(turn, action),
            events.event("skills", turn=turn, skills={"need": _shown()}),
            _state(turn, said),
            _reply(turn, f"You say: {said}?"),
        ]
    made += [
        {"event": "left", "why": "asked"},
        events.transfer("On Sunday, at the lake"),
        {
            "event": "marked_wrong",
            "statement": "need@1",
            "scenario": "saying_no",
            "skill": "need",
            "words": SECRET_LINE,
            "says": f"You said why it matters: “{SECRET_LINE}”.",
            "note": "I meant it as a joke",
            "is_wrong": True,
            "turn": 1,
        },
    ]
    return made


def _shown() -> SkillScore:
    return SkillScore(0.9, True, ((0, 5),))


def _safety(turn: int, action: str) -> Event:
    what = {"category": "self_harm" if action != "none" else "none", "action": action}
    return {"event": "safety", "turn": turn, "who": "user", **what}


def _state(turn: int, quote: str = "") -> Event:
    text = f"Alex opened up (openness .50 → .60): heard a need in “{quote}”."
    reasons = (Reason("openness", 0.5, 0.6, "need", quote, text),) if turn else ()
    levels, before = Levels(openness=0.6), Levels()
    return events.event(
        "state", turn=turn, levels=levels, before=before, reasons=reasons
    )


def _reply(turn: int, said: str) -> Event:
    return {"event": "reply", "turn": turn, "text": said, "mood": "calm"}


def record(vault: Vault, log: list[Event], session: str = "s1") -> str:
    """Keep a session of five minutes; its id."""
    first = log[0]
    vault.begin(session, first["scenario"], first["title"], "2026-11-24T10:00:00+00:00")
    for number, event in enumerate(log):
        minute = min(5, number)
        vault.append(session, number, event, f"2026-11-24T10:0{minute}:00+00:00")
    vault.close_session(session)
    return session
