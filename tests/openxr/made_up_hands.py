"""A runtime of which a test says what the user's hands and eyes do.

Structures and constants are those of pyopenxr; its functions are made up.
"""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import numpy as np
import xr

FOUND = 3
"""Flags of a space whose place and turn are valid."""
NOT_FOCUSED = 8
Place = tuple[float, float, float]


class MadeUp:
    """Stands in for the module ``xr``, for a `Runtime` and for a `Session`, too."""

    def __init__(self, *extensions: str) -> None:
        self.extensions = set(extensions)
        self.buttons: dict[tuple[str, str], float] = {}
        """Action and hand to how far it is pressed."""
        self.places: dict[tuple[str, str], Place] = {}
        """Pose action and hand to its place, in OpenXR's axes."""
        self.joints: dict[int, Any] = {}
        """1 left, 2 right, to the (26, 3) places of joints, in OpenXR's axes."""
        self.sync_result = 0
        self.looked_ns = 0
        """When the eyes were seen last; 0 if the runtime does not say."""
        self.pulses: list[tuple[str, float, float]] = []
        """Hand, amplitude and seconds; a stop is (hand, 0, 0)."""
        self.suggested: dict[str, list[tuple[str, str]]] = {}
        self.refused: set[str] = set()
        self.given_back: list[str] = []
        self.has_eyes = True
        self.instance = self.handle = self.system = None
        self.spaces = SimpleNamespace(play=None)
        self.display_time_ns = 10**9
        self._names = [""]
        self.raw_functions = SimpleNamespace(
            xrSyncActions=lambda session, info: self.sync_result,
            xrGetActionStateBoolean=self._state,
            xrGetActionStateFloat=self._state,
            xrLocateSpace=self._locate,
            xrDestroySpace=lambda space: self.given_back.append(self._name(space)),
            xrDestroyActionSet=lambda made: self.given_back.append(self._name(made)),
            xrApplyHapticFeedback=self._pulse,
            xrStopHapticFeedback=self._still,
            xrGetSystemProperties=self._properties,
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(xr, name)

    # of a runtime

    def has(self, extension: str) -> bool:
        return extension in self.extensions

    def function(self, name: str) -> Any:
        assert name == "xrLocateHandJointsEXT"
        return self._locate_joints

    # of the module

    def string_to_path(self, instance: Any, path: str) -> int:
        return self._number(path)

    def path_to_string(self, instance: Any, path: int) -> str:
        return self._names[path]

    def create_action_set(self, instance: Any, about: Any) -> Any:
        return self._handle("set", xr.ActionSet)

    def create_action(self, action_set: Any, about: Any) -> Any:
        return self._handle(about.action_name.decode(), xr.Action)

    def create_action_space(self, session: Any, about: Any) -> Any:
        name = f"{self._name(about.action)} {self._names[about.subaction_path]}"
        return self._handle(name, xr.Space)

    def suggest_interaction_profile_bindings(self, instance: Any, about: Any) -> None:
        name = self._names[about.interaction_profile]
        if name in self.refused:
            raise xr.PathUnsupportedError
        self.suggested[name] = [
            (self._name(one.action), self._names[one.binding])
            for one in about.suggested_bindings
        ]

    def attach_session_action_sets(self, session: Any, about: Any) -> None:
        assert self.suggested, "nothing was suggested before"

    def get_current_interaction_profile(self, session: Any, path: int) -> Any:
        held = self._number("/interaction_profiles/htc/vive_controller")
        is_left = self._names[path].endswith("left")
        return SimpleNamespace(interaction_profile=held if is_left else 0)

    def create_hand_tracker_ext(self, session: Any, about: Any) -> int:
        if not self.joints:
            raise xr.FeatureUnsupportedError
        return int(about.hand)

    def destroy_hand_tracker_ext(self, tracker: int) -> None:
        self.given_back.append(f"tracker {tracker}")

    # of C

    def _state(self, session: Any, info: Any, state: Any) -> int:
        asked, told = info._obj, state._obj
        hand = self._names[asked.subaction_path].rsplit("/", 1)[1]
        pressed = self.buttons.get((self._name(asked.action), hand), 0)
        told.current_state = type(told.current_state)(pressed)
        told.is_active = 1
        return 0

    def _locate(self, space: Any, base: Any, time_ns: int, location: Any) -> int:
        action, user = self._name(space).split()
        place = self.places.get((action, user.rsplit("/", 1)[1]))
        found = location._obj
        found._location_flags = FOUND if place else 0
        if place:
            found.pose.position = xr.Vector3f(*place)
            found.pose.orientation = xr.Quaternionf(0, 0, 0, 1)
        if action == "gaze":
            follow = ctypes.POINTER(xr.EyeGazeSampleTimeEXT)
            ctypes.cast(found._next, follow).contents.time = self.looked_ns
        return 0

    def _locate_joints(self, tracker: int, asked: Any, found: Any) -> int:
        places = self.joints.get(tracker)
        found._obj.is_active = places is not None
        for index, place in enumerate(() if places is None else np.asarray(places)):
            joint = found._obj._joint_locations[index]
            joint._location_flags = 2
            joint.pose.position = xr.Vector3f(*map(float, place))
        return 0

    def _pulse(self, session: Any, where: Any, what: Any) -> int:
        hand = self._names[where._obj.subaction_path].rsplit("/", 1)[1]
        felt = ctypes.cast(what, ctypes.POINTER(xr.HapticVibration)).contents
        self.pulses.append((hand, felt.amplitude, felt.duration * 1e-9))
        return 0

    def _still(self, session: Any, where: Any) -> int:
        hand = self._names[where._obj.subaction_path].rsplit("/", 1)[1]
        self.pulses.append((hand, 0.0, 0.0))
        return 0

    def _properties(self, instance: Any, system: Any, about: Any) -> int:
        eyes = ctypes.POINTER(xr.SystemEyeGazeInteractionPropertiesEXT)
        chained = ctypes.cast(about._obj._next, eyes).contents
        chained.supports_eye_gaze_interaction = self.has_eyes
        return 0

    def _number(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return self._names.index(name)

    def _handle(self, name: str, kind: Any) -> Any:
        return ctypes.cast(ctypes.c_void_p(self._number(name)), kind)

    def _name(self, handle: Any) -> str:
        return self._names[ctypes.cast(handle, ctypes.c_void_p).value or 0]
