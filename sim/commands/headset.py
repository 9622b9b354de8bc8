"""``visavis headset``: what the headset and its runtime offer, in plain words."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import threading
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from sim.commands import headset_state
from sim.commands.headset_state import Standing
from sim.config import Config
from sim.headsets.base import HeadsetUnavailable
from sim.openxr.offers import InSession, Offers

END_S: Final = 20.0
"""For a session and its end. SteamVR on Linux has been seen to hang at the end:
https://github.com/ValveSoftware/SteamVR-for-Linux/issues/422"""
HANGS: Final = (
    "\n{title} did not let go within {limit:g} seconds, so this ends here. What is "
    "said above holds.\n"
)
NO_DISPLAY: Final = (
    "there is no display (DISPLAY is not set): the program draws for a headset by "
    "OpenGL on X11"
)
FROM_DESKTOP: Final = "start it from a desktop session"
READY: Final = "visavis rehearse --headset openxr"


@dataclass
class Report:
    """All that came out; filled as far as one gets."""

    standing: Standing
    problem: str = ""
    step: str = ""
    offers: Offers | None = None
    session: InSession | None = None

    @property
    def can_be_used(self) -> bool:
        """Whether the room can be shown in the headset, as far as was asked."""
        return not self.problem and self.offers is not None


def run(arguments: argparse.Namespace) -> int:
    """Ask, and print what was said; 0, since a missing headset is no mistake."""
    report = Report(headset_state.standing())
    guard = threading.Timer(END_S + headset_state.ANSWER_S, _end, (report, arguments))
    guard.daemon = True
    guard.start()
    _ask(report, arguments)
    guard.cancel()
    _print(report, is_json=arguments.json)
    return 0


def _ask(report: Report, arguments: argparse.Namespace) -> None:
    here = report.standing
    is_stopped = bool(here.problem) and not (arguments.start and _is_set_up(here))
    if is_stopped:
        report.problem, report.step = here.problem, here.step
        if _is_set_up(here):
            report.step += headset_state.START
        return
    try:
        runtime = headset_state.answered(here.title, _opened)
    except HeadsetUnavailable as why:
        report.problem = headset_state.told(here.title, why)
        report.step = headset_state.step_after(here.title, why)
        return
    try:
        from sim.openxr.offers import of_runtime

        report.offers = of_runtime(runtime)
        if not arguments.quick:
            _try_session(report, runtime)
    finally:
        runtime.close()


def _is_set_up(here: Standing) -> bool:
    return here.found is not None and not here.found.problem


def _opened(xr: Any) -> Any:
    """The runtime; asked about eyes only where the user has agreed to it."""
    from sim.openxr.instance import EYE_GAZE, OPTIONAL_EXTENSIONS, Runtime

    eyes = (EYE_GAZE,) if Config.load().settings.eye_tracking else ()
    return Runtime(xr, optional=(*OPTIONAL_EXTENSIONS, *eyes))


def _try_session(report: Report, runtime: Any) -> None:
    """Begin a session without a window, and end it again."""
    is_linux = sys.platform.startswith("linux")
    if is_linux and not os.environ.get("DISPLAY"):
        report.problem, report.step = NO_DISPLAY, FROM_DESKTOP
        return
    from panda3d.core import load_prc_file_data

    from sim.headsets.desktop import PRC
    from sim.openxr.graphics import Graphics
    from sim.openxr.offers import in_session

    load_prc_file_data("visavis", PRC)
    from direct.showbase.ShowBase import ShowBase

    base: Any = None
    try:
        base = ShowBase(windowType="offscreen")
        report.session = in_session(runtime, Graphics.of(base, runtime.xr))
    except HeadsetUnavailable as why:
        report.problem = str(why)
        report.step = f"see {headset_state.HOW_TO}"
    except Exception as error:  # ShowBase raises the bare class
        report.problem = f"the graphics driver cannot draw here ({error})"
        report.step = "visavis doctor looks at the display and at OpenGL"
    finally:
        if base is not None:
            base.destroy()


def _end(report: Report, arguments: argparse.Namespace) -> None:
    """The runtime hangs: say what is known, and end without waiting for it."""
    _print(report, is_json=arguments.json)
    title, limit = report.standing.title, END_S
    sys.stderr.write(HANGS.format(title=title, limit=limit))
    sys.stdout.flush()
    os._exit(1)


# what is printed


def _print(report: Report, *, is_json: bool) -> None:
    if is_json:
        made = json.dumps(_as_json(report), ensure_ascii=False, indent=1)
        sys.stdout.write(f"{made}\n")
        return
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column()
    for label, value in lines(report):
        table.add_row(label, value)
    console.print(table)
    if report.problem:
        console.print(f"\n[yellow]in the way[/yellow]  {report.problem}", markup=True)
        console.print(f"next step   {report.step}", markup=False)
    else:
        console.print(f"\nYou can use it: {READY}", markup=False)


def _as_json(report: Report) -> dict[str, Any]:
    here, found = report.standing, report.standing.found
    return {
        "can_be_used": report.can_be_used,
        "problem": report.problem,
        "next": report.step,
        "program": here.title,
        "is_running": here.is_running,
        "manifest": str(found.manifest) if found is not None else "",
        "named_by": found.origin if found is not None else "",
        "offers": dataclasses.asdict(report.offers) if report.offers else None,
        "session": dataclasses.asdict(report.session) if report.session else None,
    }


def lines(report: Report) -> list[tuple[str, str]]:
    """What is known, in plain words."""
    here = report.standing
    rows: list[tuple[str, str]] = []
    if here.found is not None:
        rows.append(("set up", f"{here.title}, named by {here.found.origin}"))
    if report.offers is not None:
        rows += _offered(report.offers)
    if report.session is not None:
        rows += _told_in_session(report.session)
    return rows


_ROOM = {
    "": "no",
    "alpha": "yes, mixed with the picture",
    "layer": "yes, behind the picture",
    "additive": "always: the picture is laid over it",
}


def _offered(told: Offers) -> list[tuple[str, str]]:
    moves = [("turns", told.turning), ("moves", told.moving)]
    head = " and ".join(word for word, is_followed in moves if is_followed)
    eyes = {True: "yes", False: "no", None: "perhaps: asked only with eye_tracking on"}
    return [
        ("runtime", f"{told.runtime}, version {told.version}"),
        ("headset", told.headset),
        ("follows your head", f"how it {head}" if head else "no"),
        ("follows bare hands", "yes" if told.hands else "no"),
        ("follows your eyes", eyes[told.eyes]),
        ("shows the real room", _ROOM[told.passthrough]),
        ("picture for each eye", _size(told.eye_size)),
        ("largest picture", _size(told.largest)),
        ("blend modes", ", ".join(told.blend_modes)),
        ("extensions in use", ", ".join(told.used)),
    ]


def _told_in_session(told: InSession) -> list[tuple[str, str]]:
    rates = ", ".join(f"{rate:.4g}" for rate in told.refresh_rates)
    now = f"{told.refresh_rate:.4g} Hz" if told.refresh_rate else "not told"
    floor = "the floor is a guess" if told.space == "local" else "the floor is known"
    return [
        ("refresh rate", f"{now}; to choose from: {rates}" if rates else now),
        ("spaces", f"{', '.join(told.spaces)}; used is {told.space}: {floor}"),
        ("picture formats", ", ".join(told.formats)),
        ("OpenGL", told.opengl),
        ("a session", "was begun without a window, and ended again"),
    ]


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]} x {size[1]} pixels"
