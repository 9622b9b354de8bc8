"""How far one gets towards a headset, what is in the way, and the next step."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sim.commands.findings import Finding
from sim.headsets.base import HeadsetUnavailable, NoHeadsetYet
from sim.openxr import library, registered, running
from sim.openxr.registered import Registered

ANSWER_S: Final = 10.0
"""A runtime that runs answers in less than a second; one that has to start first may
take longer, and one that hangs never answers."""
HOW_TO: Final = "docs/how-to/use-a-headset.md"
WITHOUT: Final = "the room opens in a window on the screen"
NONE: Final = "no program for headsets (OpenXR runtime) is set up on this computer"
INSTALL: Final = (
    "only if you have a headset: set up SteamVR, the Meta app, Virtual Desktop, WiVRn "
    f"or Monado and make it the OpenXR runtime ({HOW_TO}). Looked at: "
)
BROKEN: Final = "set it as the OpenXR runtime again, in its own settings"
ASK: Final = "nobody can see from outside whether it runs: visavis headset asks it"
START: Final = " (visavis headset --start asks it as it is, which may start it)"
TOO_LONG: Final = (
    f"{{title}} gave no answer within {ANSWER_S:g} seconds, so the room opens on the "
    "screen. End it, start it again, and see that the headset is awake."
)
UNLOADED: Final = (
    "{title} is set up, but it does not load, or its service does not run, so the room "
    "opens on the screen."
)
WAKE: Final = (
    "plug the headset in or connect it, put it on or wake it up, and look at whether "
    "{title} shows it"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known without asking any runtime."""

    found: Registered | None
    title: str
    """What people call the runtime."""
    is_running: bool | None
    """None where nobody can tell."""
    problem: str = ""
    """What is in the way; empty for nothing."""
    step: str = ""
    """What to do about it."""

    @property
    def may_be_asked(self) -> bool:
        """Whether asking it starts nothing."""
        return not self.problem and self.is_running is True


def standing() -> Standing:
    """Look at what is set up and what runs; loads nothing and starts nothing."""
    found = registered.find()
    if found is None:
        places = ", ".join(registered.places())
        return Standing(None, "", False, NONE, INSTALL + places)
    title = running.title_of(found)
    if found.problem:
        problem = f"{found.manifest}, named by {found.origin}: {found.problem}"
        return Standing(found, title, False, problem, BROKEN)
    is_running = running.is_running(found)
    if is_running is False:
        kind = running.kind_of(found)
        step = kind.start if kind is not None else ""
        return Standing(found, title, False, f"{title} does not run", step)
    return Standing(found, title, is_running)


def answered(
    title: str, ask: Callable[[Any], Any], *, within_s: float = ANSWER_S
) -> Any:
    """What `ask` returns, given the module ``xr``; in a thread, since it may hang.

    Raises:
        HeadsetUnavailable: there is no loader, no headset, or no answer in time.
    """
    got: list[Any] = []

    def work() -> None:
        try:
            got.append(ask(library.load()))
        except HeadsetUnavailable as why:
            got.append(why)

    thread = threading.Thread(target=work, daemon=True, name="headset")
    thread.start()
    thread.join(within_s)
    if not got:
        raise HeadsetUnavailable(TOO_LONG.format(title=title))
    if isinstance(got[0], HeadsetUnavailable):
        raise got[0]
    return got[0]


def told(title: str, why: HeadsetUnavailable) -> str:
    """What is in the way, once the runtime was asked."""
    from sim.openxr.instance import NO_RUNTIME

    # that none is set up is what OpenXR says, too, when the one there is does not load
    return UNLOADED.format(title=title) if str(why) == NO_RUNTIME else str(why)


def step_after(title: str, why: HeadsetUnavailable) -> str:
    """What to do once the runtime has said no."""
    return (
        WAKE.format(title=title) if isinstance(why, NoHeadsetYet) else f"see {HOW_TO}"
    )


def findings(here: Standing | None = None) -> list[Finding]:
    """What ``visavis doctor`` says; only a runtime that runs is asked."""
    here = here or standing()
    program = "headset program (OpenXR)"
    if here.found is None or here.found.problem:
        return [Finding(program, False, here.problem, here.step, WITHOUT)]
    said = f"{here.title}, named by {here.found.origin}"
    found = [Finding(program, True, said)]
    if here.is_running is None:
        return [*found, Finding("headset", False, "not asked", ASK, WITHOUT)]
    if not here.is_running:
        return [*found, Finding("headset", False, here.problem, here.step, WITHOUT)]
    return [*found, _asked(here.title)]


def _asked(title: str) -> Finding:
    try:
        return Finding("headset", True, answered(title, _headset))
    except HeadsetUnavailable as why:
        said, step = told(title, why), step_after(title, why)
        return Finding("headset", False, said, step, WITHOUT)


def _headset(xr: Any) -> str:
    """The headset's name."""
    from sim.openxr.instance import Runtime

    runtime = Runtime(xr)
    try:
        return runtime.system_name
    finally:
        runtime.close()
