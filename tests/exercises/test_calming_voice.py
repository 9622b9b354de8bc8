"""The guide's voice beside a rehearsal: there when it has loaded, in nobody's way."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from avatars.performance import PerformanceChunk, Speech
from sim import calming_voice
from sim.audio.speaker import RecordingSpeaker
from sim.calming_voice import FIRST_TURN, GuideVoice
from sim.exercises._catalog import make
from sim.exercises._sitting import WORDS_A_S, Sitting
from sim.mind.messages import Ready, Speak, Spoken
from tests.fakes import FakeClock
from tests.sim.test_ears import FakeLink


class Link(FakeLink):
    made: ClassVar[list[Link]] = []

    def __init__(self, prepare: Any) -> None:
        super().__init__()
        self.prepare, self.is_open = prepare, False
        self.made.append(self)

    def start(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Any:
    Link.made.clear()
    monkeypatch.setattr(calming_voice, "MindLink", Link)
    return SimpleNamespace(links=[])


def sound(voice: str, *, with_speaker: bool = True) -> Any:
    speaker = RecordingSpeaker(None) if with_speaker else None
    return SimpleNamespace(voice=voice, performer=SimpleNamespace(speaker=speaker))


@pytest.mark.parametrize(
    "beside",
    [None, sound(""), sound("silent:maya"), sound("kokoro:maya", with_speaker=False)],
)
def test_where_the_rehearsal_is_silent_so_is_the_guide(app: Any, beside: Any) -> None:
    assert GuideVoice(app, lambda: beside).open(lambda: False) is None
    assert not Link.made


def test_it_is_the_guides_own_voice_in_a_mind_of_its_own(app: Any) -> None:
    guide = GuideVoice(app, lambda: sound("kokoro:maya"))
    assert guide.open(lambda: False) is not None
    assert Link.made[0].prepare.voice == "kokoro:guide"
    assert Link.made[0].prepare.scenario == ""
    assert app.links == Link.made
    guide.close()
    assert not Link.made[0].is_open
    assert app.links == []
    guide.close()  # a second time does nothing
    assert guide.open(lambda: False) is not None
    assert len(Link.made) == 2


def test_nothing_waits_for_the_voice_and_nobody_hears_what_has_passed(
    app: Any,
) -> None:
    clock = FakeClock()
    guide = GuideVoice(app, lambda: sound("kokoro:maya"))
    reading = guide.open(lambda: False)
    assert reading is not None
    sitting = Sitting(make("muscles"), clock, reader=reading)
    sitting.start()
    sitting.answer("")
    assert not sitting.is_reading
    # the words stand there to be read, and time is given for it
    words = len(" ".join(sitting.view.lines).split())
    clock.advance(5.0 + words / WORDS_A_S - 0.1)
    sitting.tick()
    assert sitting.view.step == "hands"
    clock.advance(0.2)
    sitting.tick()
    assert sitting.view.step == "hands_go"
    link = Link.made[0]
    assert not link.sent
    link.inbox.append(Ready({"voice": "kokoro:guide"}, (), {}))
    reading.tick()
    assert not [item for item in link.sent if isinstance(item, Speak)]
    sitting.skip()
    reading.tick()
    spoken = [item for item in link.sent if isinstance(item, Speak)]
    assert spoken[0].text.startswith("Bend your arms")
    assert sitting.is_reading


def test_what_the_guide_says_is_nobody_elses_turn(app: Any) -> None:
    """The partner's face and captions go by turns that the speaker tells."""
    beside = sound("kokoro:maya")
    speaker = beside.performer.speaker
    speaker.start()
    guide = GuideVoice(app, lambda: beside)
    reading = guide.open(lambda: False)
    assert reading is not None
    link = Link.made[0]
    link.inbox.append(Ready({"voice": "kokoro:guide"}, (), {}))
    reading.tick()
    sitting = Sitting(make("muscles"), FakeClock(), reader=reading)
    sitting.start()
    asked = link.sent[-1]
    assert asked.turn > FIRST_TURN
    speech = Speech(np.zeros(24_000, np.int16), 24_000, (), (), "Sit.")
    chunk = PerformanceChunk(asked.turn, 0, False, "calm", speech, "Sit.")
    link.inbox.append(Spoken(asked.request, chunk, 1.0))
    end_s = time.monotonic() + 5.0
    while speaker.position() is None and time.monotonic() < end_s:
        reading.tick()
    heard = speaker.position()
    assert heard is not None
    assert heard[0] > FIRST_TURN
    guide.close()
    end_s = time.monotonic() + 5.0
    while speaker.is_playing and time.monotonic() < end_s:
        speaker.poll()  # it fades out within 20 ms
    assert speaker.position() is None
