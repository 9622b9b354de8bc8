"""A whole rehearsal in a headset, from the first screen to looking back.

    python -m tests.openxr.rehearsal_play FOLDER

FOLDER holds the user's lines, ``line0.wav`` to ``line2.wav``. Prints what the product
noticed, and what really was.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from sim.audio.microphone import RATE_HZ
from sim.audio.wav import read
from sim.sensors import _watching
from tests.openxr.guest import EYES, SETTLE_S, Guest, play
from tests.openxr.rig import monado

SCENARIO = "planning_touch"
NODS = 3
"""In each of the first two answers."""
NOD_EVERY_S = 1.5
NOD_FRAME_S = 0.12
"""In frames this long every nod of this user is found, and in longer ones some are not:
`tests/sensors/test_slow_frames.py`. A computer that draws without a graphics card may
show longer ones."""
ASIDE = (1.5, 1.0, 0.9)
"""In the play space: well beside whoever sits across."""
LEANING = (0.12, -0.1, 1.15)
"""Where the eyes are when somebody has slid about on the sofa."""
LONG_S = 120.0
"""For what the models have to do, on a busy machine."""
SLOW_FRAME_S = 1.0


class Truth:
    """What really happens, frame by frame: who speaks, and where the user looks."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self.is_looking = False
        self.listening_s = self.listening_on_s = 0.0
        self.nods_seen = 0
        """Nods of which every frame came soon enough to show them."""
        self._last_s = time.perf_counter()

    def count(self) -> None:
        """Take this frame."""
        now_s, sound = time.perf_counter(), self._guest.shared.sound
        speaker = sound.performer.speaker if sound is not None else None
        if speaker is not None and speaker.is_playing:
            self.listening_s += now_s - self._last_s
            self.listening_on_s += (now_s - self._last_s) * self.is_looking
        self._last_s = now_s


def quick(steps: Iterator[None]) -> Generator[None, None, bool]:
    """Do `steps`; whether no frame of them was so late that it hid a nod."""
    last_s, longest_s = time.perf_counter(), 0.0
    for _ in steps:
        yield
        now_s = time.perf_counter()
        last_s, longest_s = now_s, max(longest_s, now_s - last_s)
    return longest_s < NOD_FRAME_S


def until_users(guest: Guest) -> Iterator[None]:
    """Until the partner has said everything."""
    rehearsal, shared = guest.room.rehearsal, guest.shared
    assert rehearsal is not None

    def is_users() -> bool:
        sound = shared.sound
        is_heard = sound is not None and sound.performer.is_speaking
        is_theirs = is_heard or rehearsal.is_voicing
        return rehearsal.state.waiting == "user" and not is_theirs

    yield from guest.user.until(is_users, "the user's turn", LONG_S)
    yield from guest.user.wait(0.3)
    yield from guest.user.until(is_users, "the user's turn", LONG_S)


def whole(guest: Guest, folder: Path, seen: dict[str, Any]) -> Iterator[None]:
    """Everything that the user does."""
    user, room = guest.user, guest.room
    yield from user.until(lambda: guest.is_in, "the room in the headset")
    yield from guest.choose("I am 18")
    yield from guest.choose("Skip them")
    yield from guest.choose("I would rather not say")
    yield from guest.choose("Begin")
    yield from guest.choose("Begin")
    yield from user.until(lambda: room.rehearsal is not None, "the rehearsal", LONG_S)
    rehearsal = room.rehearsal
    assert rehearsal is not None
    truth = Truth(guest)

    def counted(steps: Iterator[None]) -> Iterator[None]:
        for _ in steps:
            truth.count()
            yield

    yield from counted(guest.look_at_partner())
    truth.is_looking = True
    yield from counted(until_users(guest))
    yield from counted(talked(guest, truth, folder))
    seen["truth"] = {
        "listening_s": truth.listening_s,
        "listening_on_s": truth.listening_on_s,
        "nods_seen": truth.nods_seen,
    }
    yield from paused(guest, seen)
    yield from recentred(guest, seen)
    yield from guest.reach("Leave")
    yield from user.until(lambda: rehearsal.state.is_over, "the end", 5.0)
    seen["left"] = rehearsal.state.phase
    yield from guest.choose("Look back at it")
    yield from user.until(lambda: not rehearsal.is_reading, "the debrief", LONG_S)
    yield from user.until(lambda: guest.sees("Close"), "the debrief's panel")
    seen["log"] = [dict(one) for one in rehearsal.log]
    yield from guest.choose("Close")


def talked(guest: Guest, truth: Truth, folder: Path) -> Iterator[None]:
    """Three lines and their answers: nods in two, a look aside in the last."""
    user, shared, rehearsal = guest.user, guest.shared, guest.room.rehearsal
    assert rehearsal is not None and shared.sound is not None and shared.sound.ears
    microphone: Any = shared.sound.ears._microphone
    performer = shared.sound.performer
    for turn in (1, 2, 3):
        # the recording that the setting names is a silence, so that no line comes early
        microphone.say(read(folder / f"line{turn - 1}.wav", RATE_HZ))
        answer = f"an answer to line {turn}"
        yield from user.until(lambda t=turn: rehearsal.state.turn == t, answer, LONG_S)
        yield from user.until(lambda: performer.is_speaking, "the partner's voice")
        if turn < 3:
            for _ in range(NODS):
                truth.nods_seen += yield from quick(user.nod())
                yield from user.wait(NOD_EVERY_S)
        if turn == 3:
            truth.is_looking = False
            yield from user.look_at(ASIDE)
        yield from until_users(guest)


def paused(guest: Guest, seen: dict[str, Any]) -> Iterator[None]:
    """By a button of the controller; the panel's first button goes on."""
    rehearsal, user = guest.room.rehearsal, guest.user
    assert rehearsal is not None
    yield from guest.look_at_partner()
    yield from user.press("b", "left")
    yield from user.until(lambda: rehearsal.state.phase == "paused", "the pause", 5.0)
    seen["paused"] = guest.labels
    yield from guest.choose("Go on")
    seen["resumed"] = rehearsal.state.phase


def recentred(guest: Guest, seen: dict[str, Any]) -> Iterator[None]:
    """Slides about, and makes that the middle."""
    user, head = guest.user, guest.headset.viewing.head
    yield from user.wait(SETTLE_S)
    seen["seated"] = head.place.tolist()
    yield from guest.sit(LEANING)
    seen["leaning"] = head.place.tolist()
    yield from guest.hold("thumbstick", 1.6)
    yield from user.wait(SETTLE_S)
    seen["recentred"] = head.place.tolist()
    yield from guest.sit(EYES)
    yield from guest.hold("thumbstick", 1.6)


def main() -> None:
    # a processor that draws instead of a graphics card has longer frames
    _watching.LONGEST_FRAME_S = SLOW_FRAME_S  # type: ignore[misc]
    folder = Path(sys.argv[1])
    seen: dict[str, Any] = {}
    words = [
        *("rehearse", SCENARIO, "--headset", "openxr", "--no-save"),
        *("--mic", str(folder / "silence.wav"), "--speaker", str(folder / "heard.wav")),
        *("--seed", "5", "--country", "GB"),
    ]
    with monado() as service:
        seen["status"] = play(service, lambda guest: whole(guest, folder, seen), words)
    heard = read(folder / "heard.wav", RATE_HZ)
    seen["heard_s"] = int((heard != 0).sum()) / RATE_HZ
    print(json.dumps(seen, default=str))


if __name__ == "__main__":
    main()
