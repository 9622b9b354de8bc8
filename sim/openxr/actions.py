"""What the user's hands do, as named intents: the action system of OpenXR.

Everything that a frame needs is made once; `Actions.sync` writes into the same memory.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

from sim.openxr.bindings import ACTIONS, HANDS, USERS, Kind, Profile
from sim.openxr.gaze import Gaze
from sim.openxr.haptics import Haptics
from sim.openxr.pose_reader import PoseReader
from sim.openxr.presses import Button, Trigger, button
from sim.openxr.to_room import Mover
from sim.viewing import Hand, Side, Viewing

_log = logging.getLogger(__name__)

User = Literal["left", "right", "eyes"]
BUTTONS: Final = ("pause", "leave", "talk", "recenter")
NAMES: Final = {
    "select": "Choose",
    "pause": "Pause",
    "leave": "Leave",
    "talk": "Speak now",
    "recenter": "Centre the room",
    "grip": "Hand",
    "aim": "Pointing",
    "haptic": "Soft pulse",
    "gaze": "Gaze",
}
"""As a headset's own settings list them."""
SET: Final = ("controls", "Controls")
"""Path and name of all of them there: neutral, since others may see that list."""
_NOT_FOCUSED: Final = 8
"""XR_SESSION_NOT_FOCUSED: the runtime's own menu has the input."""


class Actions:
    """Buttons, triggers, poses and pulses of both hands, and the gaze if agreed to."""

    def __init__(
        self, xr: Any, runtime: Any, session: Any, bindings: Iterable[Profile]
    ) -> None:
        """Make the actions and attach them; once in the life of a session.

        Args:
            xr: the module ``xr``.
            runtime: gives ``instance`` and ``has(extension)``.
            session: gives ``handle``, ``spaces.play`` and ``display_time_ns``.
            bindings: what is suggested to the runtime; those whose extension is
                missing are left out. The eyes are among them only with consent.
        """
        self._xr, self._runtime, self._session = xr, runtime, session
        self.profiles = tuple(
            one for one in bindings if not one.extension or runtime.has(one.extension)
        )
        self._users: tuple[User, ...] = HANDS
        if any(one.eyes for one in self.profiles):
            self._users = (*HANDS, "eyes")
        self._paths: dict[User, Any] = {
            user: self._path(USERS[user]) for user in self._users
        }
        self._set = xr.create_action_set(
            runtime.instance, xr.ActionSetCreateInfo(*SET, 0)
        )
        self._actions = {name: self._action(name) for name in self._names()}
        self.suggested = tuple(one for one in self.profiles if self._suggest(one))
        self._hands: dict[Side, _OneHand] = {
            side: _OneHand(xr, session.handle, self._actions, self._paths[side])
            for side in HANDS
        }
        self._gaze: Gaze | None = None
        if "gaze" in self._actions:
            about = xr.ActionSpaceCreateInfo(self._actions["gaze"], self._paths["eyes"])
            self._gaze = Gaze(xr, xr.create_action_space(session.handle, about))
        xr.attach_session_action_sets(
            session.handle, xr.SessionActionSetsAttachInfo(action_sets=[self._set])
        )
        self._active = (xr.ActiveActionSet * 1)(xr.ActiveActionSet(self._set, 0))
        self._sync_info = xr.ActionsSyncInfo(active_action_sets=self._active)
        self._sync_at = ctypes.byref(self._sync_info)

    def haptics(self, is_wanted: Callable[[], bool]) -> Haptics:
        """Pulses for these hands; `is_wanted` is asked before each."""
        paths: dict[Side, Any] = {side: self._paths[side] for side in HANDS}
        action = self._actions["haptic"]
        return Haptics(self._xr, self._session.handle, action, paths, is_wanted)

    def sync(self, viewing: Viewing, to_room: Mover) -> None:
        """Write what the hands do now into `viewing`, and what has begun.

        Args:
            viewing: overwritten: hands, gaze, intents. `Viewing.time_s` must be set.
            to_room: takes places from the play space into the room.
        """
        viewing.intents.clear()
        sync = self._xr.raw_functions.xrSyncActions
        result = int(sync(self._session.handle, self._sync_at))
        is_ours = result >= 0 and result != _NOT_FOCUSED
        # after a recentring the space is another one
        base, time_ns = self._session.spaces.play, self._session.display_time_ns
        for side, one in self._hands.items():
            hand = viewing.hand(side)
            if not is_ours:
                one.forget(hand)
                continue
            one.read(hand, base, time_ns, to_room)
            for intent in one.begun(hand.select, viewing.time_s):
                viewing.intents.append((intent, side))
        if self._gaze is not None and is_ours:
            self._gaze.locate(viewing.gaze, base, time_ns, to_room)
        else:
            viewing.gaze.is_there = False

    def held(self, side: Side) -> Profile | None:
        """What the user has in that hand now; None for nothing that we know."""
        told = self._xr.get_current_interaction_profile(
            self._session.handle, self._paths[side]
        ).interaction_profile
        if not told:
            return None
        name = self._xr.path_to_string(self._runtime.instance, told)
        return next((one for one in self.profiles if one.profile == name), None)

    def close(self) -> None:
        """Give the spaces and actions back; more than once."""
        for one in self._hands.values():
            one.close()
        if self._gaze is not None:
            self._gaze.close()
        made, self._set = self._set, None
        if made is not None:
            self._xr.raw_functions.xrDestroyActionSet(made)

    # setting up

    def _path(self, path: str) -> Any:
        return self._xr.string_to_path(self._runtime.instance, path)

    def _names(self) -> list[str]:
        return [name for name in ACTIONS if name != "gaze" or "eyes" in self._users]

    def _action(self, name: str) -> Any:
        kinds: dict[Kind, Any] = {
            "float": self._xr.ActionType.FLOAT_INPUT,
            "boolean": self._xr.ActionType.BOOLEAN_INPUT,
            "pose": self._xr.ActionType.POSE_INPUT,
            "vibration": self._xr.ActionType.VIBRATION_OUTPUT,
        }
        users: tuple[User, ...] = ("eyes",) if name == "gaze" else HANDS
        about = self._xr.ActionCreateInfo(
            name,
            kinds[ACTIONS[name]],
            subaction_paths=[self._paths[user] for user in users],
            localized_action_name=NAMES[name],
        )
        return self._xr.create_action(self._set, about)

    def _suggest(self, profile: Profile) -> bool:
        """Offer one profile; a runtime that refuses it goes on without."""
        xr = self._xr
        bound = [
            xr.ActionSuggestedBinding(self._actions[action], self._path(path))
            for action, path in profile.all()
        ]
        try:
            xr.suggest_interaction_profile_bindings(
                self._runtime.instance,
                xr.InteractionProfileSuggestedBinding(
                    self._path(profile.profile), suggested_bindings=bound
                ),
            )
        except xr.XrException as error:
            _log.warning("%s is not taken: %s", profile.profile, error)
            return False
        return True


class _OneHand:
    """The states of one hand's actions."""

    def __init__(
        self, xr: Any, session: Any, actions: dict[str, Any], path: Any
    ) -> None:
        raw = xr.raw_functions
        self._session = session
        self._get_boolean = raw.xrGetActionStateBoolean
        self._get_float = raw.xrGetActionStateFloat
        self._kept: list[Any] = []
        self._select = xr.ActionStateFloat()
        self._select_at = ctypes.byref(self._select)
        self._select_info = self._info(xr, actions["select"], path)
        self._state = xr.ActionStateBoolean()
        self._state_at = ctypes.byref(self._state)
        self._buttons: list[tuple[Any, Button]] = [
            (self._info(xr, actions[name], path), button(name)) for name in BUTTONS
        ]
        self._trigger = Trigger()
        self._grip, self._aim = (
            PoseReader(
                xr,
                xr.create_action_space(
                    session, xr.ActionSpaceCreateInfo(actions[name], path)
                ),
            )
            for name in ("grip", "aim")
        )

    def read(self, hand: Hand, base: Any, time_ns: int, to_room: Mover) -> None:
        """Where the hand is, and how far its trigger is closed."""
        for pose, tracked in ((self._grip, hand.grip), (self._aim, hand.aim)):
            pose.read(tracked, base, time_ns)
            if tracked.is_there:
                to_room.pose(tracked)
        result = self._get_float(self._session, self._select_info, self._select_at)
        is_known = int(result) == 0 and self._select.is_active
        hand.select = float(self._select.current_state) if is_known else 0.0

    def begun(self, select: float, now_s: float) -> list[Any]:
        """What begins in this frame."""
        found: list[Any] = ["select"] if self._trigger.closed(select) else []
        for info, one in self._buttons:
            result = self._get_boolean(self._session, info, self._state_at)
            is_down = int(result) == 0 and bool(self._state.current_state)
            if (intent := one.is_at(is_down, now_s)) is not None:
                found.append(intent)
        return found

    def forget(self, hand: Hand) -> None:
        """The input is somebody else's now."""
        hand.grip.is_there = hand.aim.is_there = False
        hand.select = 0.0
        self._trigger.is_down = True
        for _, one in self._buttons:
            one.forget()

    def close(self) -> None:
        """Give the spaces back."""
        self._grip.close()
        self._aim.close()

    def _info(self, xr: Any, action: Any, path: Any) -> Any:
        info = xr.ActionStateGetInfo(action, path)
        self._kept.append(info)
        return ctypes.byref(info)
