"""The sensors that are switched on, shown every frame, and what goes into the log.

After each line of the user that the safety screen let pass, one event ``watched`` holds
what was counted since the line before: the partner's answer listened to, and the line
said. What was counted around any other line is dropped. Pauses, check-ins and panels
over the scene are not counted, nor is anything while the headset is off or a system
menu is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from dialogue import dropins
from sim.sensors.base import (
    LONGEST_FRAME_S,
    LONGEST_HEARD_S,
    Counted,
    Place,
    Scene,
    Sensor,
    Sentence,
    Sums,
    Who,
)
from sim.texts import text
from sim.viewing import Viewing

FOLDER: Final = "sim.sensors"
EVENT: Final = "watched"
LATELY_S: Final = 1.5
"""A nod this soon after the partner's last word still belongs to listening
[judgement: answers by nod follow within a second]."""
_NOT_WORN: Final = Viewing()


class Clock(Protocol):
    """Time that only grows."""

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start."""


class State(Protocol):
    """How far along a rehearsal is."""

    @property
    def phase(self) -> str:
        """``talking``, ``paused`` or something else."""

    @property
    def turn(self) -> int:
        """The partner's last turn; -1 before the first."""


class Talk(Protocol):
    """The rehearsal that is watched."""

    @property
    def state(self) -> State:
        """How far along it is."""

    def emit(self, event: dict[str, Any]) -> None:
        """Take an event into the log."""

    def observe(self, observer: Any) -> None:
        """Tell `observer` of every event."""


class Watching:
    """What is counted while a rehearsal goes on."""

    def __init__(self, settings: object, clock: Clock) -> None:
        """Make the sensors that `settings` (`sim.config.Settings`) switch on."""
        self._clock = clock
        self._sensors: dict[str, Sensor] = {
            name: dropins.create(FOLDER, name) for name in switched_on(settings)
        }
        self._all: list[tuple[str, Sums]] = []
        self._scene = Scene()
        self._talk: Talk | None = None
        self._before_s: float | None = None
        self._spoke_s = float("-inf")

    def attach(self, talk: Talk) -> None:
        """Watch during `talk`, and write what was counted into its log.

        Attach it after every other observer: what it emits stands after the event that
        it answers, for those before it in the list.
        """
        self._talk = talk
        talk.observe(self)

    def tick(
        self, viewing: Viewing | None, partner_eyes: Place | None, who_speaks: Who
    ) -> None:
        """Take one frame in; call every frame, after input.

        Args:
            viewing: None without a headset; then only the sound counts.
            partner_eyes: between their eyes in the room, in metres; None for nobody.
            who_speaks: the user where both do.
        """
        now_s = self._clock.monotonic_s()
        if not self._is_counting(who_speaks):
            self._before_s = None
            return
        viewing = _NOT_WORN if viewing is None else viewing
        scene = self._scene
        scene.dt_s = self._since(now_s, LONGEST_FRAME_S)
        scene.heard_s = self._since(now_s, LONGEST_HEARD_S)
        self._before_s = now_s
        if who_speaks is not None:
            scene.lately, self._spoke_s = who_speaks, now_s
        elif now_s - self._spoke_s > LATELY_S:
            scene.lately = None
        scene.who, scene.partner_eyes = who_speaks, partner_eyes
        is_worn = viewing.is_worn and viewing.has_focus
        for sensor in self._sensors.values():
            if is_worn or not sensor.needs_headset:
                sensor.observe(viewing, scene)

    def _since(self, now_s: float, longest_s: float) -> float:
        """Seconds since the frame before; 0 where there was none or a gap."""
        if self._before_s is None:
            return 0.0
        dt_s = now_s - self._before_s
        return dt_s if 0 < dt_s <= longest_s else 0.0

    def _is_counting(self, who: Who) -> bool:
        """In the talk, and while the partner's last words are heard after its end."""
        if self._talk is None:
            return True
        phase = self._talk.state.phase
        return phase == "talking" or (phase == "ended" and who == "partner")

    # what the rehearsal says

    def on_event(self, event: Mapping[str, Any], state: State) -> None:
        """Write down or drop what was counted, as the talk goes on."""
        kind = event["event"]
        if kind == "safety" and event["who"] == "user":
            if event["action"] == "none":
                self._write(int(event["turn"]))
            else:
                self._drop()
        elif kind in ("branched", "stopped"):
            self._drop()
        elif kind == "left":
            self._write(max(state.turn, 0))

    def on_notice(self, key: str) -> None:
        """Notices are for people."""

    def _write(self, turn: int) -> None:
        made = self._taken()
        if made and self._talk is not None:
            self._talk.emit({"event": EVENT, "turn": turn, "noticed": made})

    def _drop(self) -> None:
        for sensor in self._sensors.values():
            sensor.take()

    def _taken(self) -> dict[str, Sums]:
        taken = {name: sensor.take() for name, sensor in self._sensors.items()}
        made = {name: sums for name, sums in taken.items() if sums}
        self._all += made.items()
        return made

    def summary(self) -> dict[str, list[Sums]]:
        """Everything counted so far, by sensor, one entry for each turn.

        What belongs to the turn that goes on is taken out of the sensors and written
        down, as at the end of a talk.
        """
        if self._talk is not None:
            self._write(max(self._talk.state.turn, 0))
        else:
            self._taken()
        found: dict[str, list[Sums]] = {}
        for name, sums in self._all:
            found.setdefault(name, []).append(sums)
        return found


def switched_on(settings: object) -> tuple[str, ...]:
    """Names of the sensors that the settings ask for."""
    return tuple(
        name
        for name in dropins.names(FOLDER)
        if getattr(settings, f"watch_{name}", False) is True
    )


def notice(settings: object) -> str:
    """What is counted in a headset, said before it begins; "" where nothing is."""
    kinds = ("gaze", "nods", "distance", "hands")
    on = [text(f"noticed.what_{one}") for one in kinds if one in switched_on(settings)]
    if not on:
        return ""
    what = on[0] if len(on) == 1 else f"{', '.join(on[:-1])} and {on[-1]}"
    return text("noticed.notice", what=what)


def told(noticed: Iterable[Any], partner: str) -> tuple[Sentence, ...]:
    """What was counted over several turns, in sentences.

    Args:
        noticed: of each ``watched`` event what stands under ``noticed``; whatever is
            not as this program writes it is passed over.
        partner: their name.
    """
    rows: dict[str, list[Counted]] = {}
    for one in noticed:
        for name, sums in one.items() if isinstance(one, Mapping) else ():
            if isinstance(sums, Mapping):
                rows.setdefault(name, []).append(sums)
    found: list[Sentence] = []
    for name in _ORDER:
        if name in rows and name in dropins.names(FOLDER):
            sensor: Sensor = dropins.create(FOLDER, name)
            found += sensor.tell(rows[name], partner)
    return tuple(found)


_ORDER: Final = ("talk", "gaze", "nods", "distance", "hands")
"""As they are told: what is heard first, then what is seen."""
