"""Which button does what: one file of ``assets/bindings`` per interaction profile.

A file names a profile of OpenXR, the extension that brings it where it is no part of
the core, the input and output paths of each of our actions, and in plain words how a
person does each thing with it. The runtime takes the profiles it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from assets import folder
from dialogue.strict import DataError, near, parsed, read
from sim.viewing import INTENTS, Side

Kind = Literal["float", "boolean", "pose", "vibration"]

ACTIONS: Final[dict[str, Kind]] = {
    "select": "float",
    "pause": "boolean",
    "leave": "boolean",
    "talk": "boolean",
    "recenter": "boolean",
    "grip": "pose",
    "aim": "pose",
    "haptic": "vibration",
    "gaze": "pose",
}
"""Everything that can be bound. `leave` has no button of its own in any file, for no
touch by mistake shall end a talk: it is `pause` kept pressed. It is an action all the
same, so that people can give it a button in their headset's own settings."""
HELD: Final[dict[str, str]] = {"leave": "pause", "recenter": "recenter"}
"""Intents that begin when the button of an action is kept pressed."""
HANDS: Final[tuple[Side, Side]] = ("left", "right")
USERS: Final = {
    "left": "/user/hand/left",
    "right": "/user/hand/right",
    "eyes": "/user/eyes_ext",
}
_PROFILE: Final = re.compile(r"/interaction_profiles/[a-z0-9_]+/[a-z0-9_-]+")
_EXTENSION: Final = re.compile(r"XR_[A-Z]+_[a-z0-9_]+")
_ENDS: Final = {
    "float": ("value", "click", "force"),
    "boolean": ("click",),
    "pose": ("pose",),
}
"""Last parts of the paths that an action of a kind may have. A click gives a number
0 or 1; a number for a switch would leave its threshold to the runtime."""

Table = dict[str, tuple[str, ...]]


_OF_ACTIONS: Final = {"keys": tuple(ACTIONS), "what": "action"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of controller, hand or eye, as its file says."""

    profile: str
    """Its path in OpenXR."""
    title: str
    """Its name for a person."""
    ways: dict[str, str] = field(metadata={"keys": INTENTS, "what": "intent"})
    """How a person does each thing with it; one short sentence each."""
    extension: str = ""
    """What brings it; "" for the core."""
    both: Table = field(default_factory=dict, metadata=_OF_ACTIONS)
    """Action to paths below each hand, such as ``input/trigger/value``."""
    left: Table = field(default_factory=dict, metadata=_OF_ACTIONS)
    right: Table = field(default_factory=dict, metadata=_OF_ACTIONS)
    eyes: Table = field(default_factory=dict, metadata=_OF_ACTIONS)

    def paths(self, action: str, user: str) -> tuple[str, ...]:
        """Full paths of `action` for `user`: left, right or eyes; () for none."""
        own: Table = getattr(self, user)
        both = self.both.get(action, ()) if user != "eyes" else ()
        return tuple(f"{USERS[user]}/{path}" for path in (*both, *own.get(action, ())))

    def all(self) -> Iterator[tuple[str, str]]:
        """Every action with every full path that it is bound to."""
        for user in USERS:
            for action in ACTIONS:
                for path in self.paths(action, user):
                    yield action, path

    def reaches(self, intent: str, side: Side) -> bool:
        """Whether one hand alone does `intent` with a button."""
        return bool(self.paths(intent, side) or self.paths(HELD.get(intent, ""), side))


def load(where: Path | None = None) -> tuple[Profile, ...]:
    """Every profile of ``assets/bindings``, by the names of their files.

    Raises:
        DataError: a file is wrong; names it, and what is allowed.
    """
    paths = sorted((where or folder("bindings")).glob("*.toml"))
    found = tuple(_load(path) for path in paths)
    names = [one.profile for one in found]
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"{name} has two files; one profile has one.")
    return found


def extensions(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """What to ask the runtime for, so that it takes all of `profiles`."""
    return tuple(sorted({one.extension for one in profiles if one.extension}))


def _load(path: Path) -> Profile:
    try:
        made = read(Profile, parsed(path), path.stem)
        _check(made)
    except (DataError, OSError) as error:
        raise DataError(f"{path.name}: {error}") from None
    return made


def _check(made: Profile) -> None:
    if not _PROFILE.fullmatch(made.profile):
        raise DataError(
            f'profile "{made.profile}" is no path of a profile, such as '
            "/interaction_profiles/khr/simple_controller."
        )
    if made.extension and not _EXTENSION.fullmatch(made.extension):
        raise DataError(f'extension "{made.extension}" is no name of one.')
    if missing := [intent for intent in INTENTS if not made.ways.get(intent)]:
        raise DataError(f"ways: how does one {', '.join(missing)}? Say it.")
    bound = list(made.all())
    if not bound:
        raise DataError("nothing is bound.")
    for action, path in bound:
        _check_path(action, path)
    if (made.both or made.left or made.right) and made.eyes:
        raise DataError("eyes and hands are profiles of their own.")


def _check_path(action: str, path: str) -> None:
    kind = ACTIONS[action]
    last = path.rsplit("/", 1)[1]
    is_output = "/output/" in path
    if is_output != (kind == "vibration"):
        allowed = "an output" if kind == "vibration" else "an input"
        raise DataError(f"{action}: {path} must be {allowed}.")
    if not is_output and last not in _ENDS[kind]:
        raise DataError(
            f"{action}: {path} must end in {' or '.join(_ENDS[kind])}."
            f"{near(last, _ENDS[kind])}"
        )
