"""What this is, said at the start and on request; and why the partner answered so."""

from __future__ import annotations

from collections.abc import Sequence

from sim.config import Settings
from sim.session.events import Event
from sim.support import help_lines
from sim.texts import text

WRITTEN = "authored"
"""Words setting with which no language model words anything."""
REMOTE = "openai_compatible"
"""Words setting that sends lines to a server."""


def about_lines(
    settings: Settings, storage: str, partner: str = "", chooses: bool = False
) -> tuple[str, ...]:
    """The disclosure, one paragraph each.

    Args:
        settings: who words the partner.
        storage: one sentence on where things are kept.
        partner: the partner's name; "" before there is one.
        chooses: whether the model has only been let choose among written lines.
    """
    name = partner or text("about.name")
    own = [text("about.program", partner=name), _words(settings, name)]
    if chooses and settings.words != WRITTEN:
        own.append(text("about.chooses", model=settings.model or settings.words))
    # with a server, "stays on this computer" would not be true
    is_sent = settings.words == REMOTE
    own.append(text("about.kept" if is_sent else "about.stays", storage=storage))
    keys = ("not_care", "scores", "more")
    return (*own, *(text(f"about.{key}") for key in keys))


def _words(settings: Settings, name: str) -> str:
    if settings.words == WRITTEN:
        return text("about.written", partner=name)
    model = settings.model or settings.words
    if settings.words == REMOTE:
        return text(
            "about.server", partner=name, model=model, where=settings.base_url or "?"
        )
    return text("about.model", partner=name, model=model)


def exercise_lines(storage: str) -> tuple[str, ...]:
    """The same for an exercise, where nobody is talked with and no model words."""
    keys = ("exercise", "exercise_reads")
    own = [text(f"about.{key}") for key in keys]
    return (
        *own,
        text("about.stays", storage=storage),
        *(text(f"about.{key}") for key in ("not_care", "more")),
    )


def people_lines(country: str) -> tuple[str, ...]:
    """People to turn to: the country's card, and somebody near."""
    return (*help_lines(country), text("people.friends"))


def why_lines(log: Sequence[Event], partner: str) -> tuple[str, ...]:
    """What the newest reaction rests on, out of the session's log.

    A safety check that has just stopped or asked comes before the partner's answer.
    """
    flag = _last(log, "safety")
    is_open = flag is not None and _last(log, "reply", flag) is None
    if flag is not None and is_open and flag["action"] != "none":
        return _safety(flag)
    state = _last(log, "state")
    move = _last(log, "move")
    if state is None or move is None:
        return (text("why.none", partner=partner),)
    reasons = [str(reason["text"]) for reason in state["reasons"]]
    found = [f"· {line}" for line in reasons]
    if state["turn"]:  # the opening line answers nothing
        key = "why.moved" if reasons else "why.unmoved"
        found.insert(0, text(key, partner=partner))
    did = str(move["move"]).replace("_", " ")
    found.append(text("why.did", partner=partner, move=did))
    if move["why"]:
        found.append(text("why.because", why=str(move["why"])))
    return (*found, text("why.made"))


def _safety(flag: Event) -> tuple[str, ...]:
    what = text(f"safety_why.{flag['category']}")
    heard = text("safety_why.heard", what=what)
    if not flag["rule"]:
        return (heard,)
    return (heard, text("safety_why.rule", rule=str(flag["rule"])))


def _last(log: Sequence[Event], kind: str, after: Event | None = None) -> Event | None:
    """The newest event of `kind`, or None; only among those `after` one."""
    for event in reversed(log):
        if event is after:
            return None
        if event["event"] == kind:
            return event
    return None
