"""Where the room is shown: headsets in their order, and the first that opens."""

from __future__ import annotations

import difflib
import logging
import sys
from typing import Any, Final

from dialogue import dropins
from sim import quick_exit
from sim.app import App
from sim.errors import BadInput
from sim.headsets.base import HeadsetUnavailable

_log = logging.getLogger(__name__)

AUTO: Final = "auto"
NONE: Final = "none"
NO_WINDOW: Final = (NONE, "null")
"""With these the rehearsal runs in the terminal."""
PACKAGE: Final = "sim.headsets"


def order(setting: str) -> tuple[str, ...]:
    """The headsets to try, as the setting `headset` names them.

    `auto` stands for the headset whose program runs already, and the desktop after it;
    `openxr` as the last word has the desktop after it, too, since a window opens beside
    the headset anyway.

    Raises:
        BadInput: a name is not known; says which are.
    """
    names: list[str] = []
    known = (AUTO, NONE, *dropins.names(PACKAGE))
    for word in filter(None, (one.strip().lower() for one in setting.split(","))):
        if word not in known:
            near = difflib.get_close_matches(word, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise BadInput(
                f"headset: {word!r} is not one of {', '.join(known)}.{hint} Several "
                "are tried in turn: openxr,desktop"
            )
        if word in NO_WINDOW:
            return tuple(names)
        names += _automatic() if word == AUTO else [word]
    if not names:
        raise BadInput(f"headset is empty; it is one of {', '.join(known)}.")
    if names[-1] == "openxr":
        names.append("desktop")
    return tuple(dict.fromkeys(names))


def _automatic() -> list[str]:
    """The headset only where its program runs, so that nothing is started by us.

    Without such a program this takes about a millisecond, and loads nothing.
    """
    from sim.openxr import registered, running

    found = registered.find()
    if found is not None and not found.problem and running.is_running(found):
        return ["openxr", "desktop"]
    return ["desktop"]


def opened(app: App) -> Any:
    """The first headset of the settings that opens; None for the terminal.

    What cannot be opened is said in one line, unless nobody has named it.
    """
    title = quick_exit.NEUTRAL_TITLE if app.care.is_careful else quick_exit.TITLE
    options = {"title": title, "settings": app.settings}
    setting = app.settings.headset
    for name in order(setting):
        headset = dropins.create(PACKAGE, name, options)
        try:
            headset.open()
        except HeadsetUnavailable as why:
            is_named = name in setting.lower() or name == "desktop"
            if is_named:
                sys.stderr.write(f"{why}\n")
            _log.info("%s: %s", name, why)
            continue
        return headset
    return None
