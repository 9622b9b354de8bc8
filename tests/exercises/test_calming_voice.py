"""The guide beside a rehearsal: a voice when it has loaded, and an ear for its user."""

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
from sim.exercises._sitting import Sitting
from sim.exercises._spoken import HOLD_WORDS_S
from sim.exercises._step_time import WORDS_A_S
from sim.exercises._typed import typed
from sim.mind.link import Lost
from sim.mind.messages import Ready, Recognize, Speak, Spoken, Transcribed
from sim.texts import text
from tests.fakes import FakeClock
from tests.sim.test_ears import LOUD, QUIET, FakeLink, Scene


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
    performer = SimpleNamespace(speaker=speaker)
    return SimpleNamespace(voice=voice, performer=performer, ears=None)


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


# what the user says while something calms


class Beside:
    """A talk by voice that is paused, and something calming beside it."""

    def __init__(self, app: Any, name: str) -> None:
        self.talk = Scene()
        self.talk.rehearsal.pause()
        self.clock, self.shown = FakeClock(), ""
        performer = SimpleNamespace(speaker=None)
        self.sound: Any = SimpleNamespace(
            voice="", recognizer="whisper", performer=performer, ears=self.talk.ears
        )
        self.sound.listens = lambda: True
        self.guide = GuideVoice(app, lambda: self.sound)
        assert self.guide.open(lambda: False) is None
        self.link = Link.made[-1]
        self.sitting = Sitting(make(name), self.clock)

        def act(line: str) -> str:
            return typed(self.sitting, line)

        def show(words: str) -> None:
            self.shown = words

        speaking = self.guide.listen(self.sitting, act, show)
        assert speaking is not None
        self.speaking = speaking
        self.sitting.start()
        self.tick(Ready({"voice": "none", "recognizer": "whisper"}, (), {}))

    def tick(self, *messages: Any) -> None:
        self.link.inbox += messages
        self.talk.ears.tick()
        self.speaking.tick()
        self.talk.rehearsal.tick()

    def say(self, words: str, confidence: float = 0.8) -> None:
        """Say it, and wait until it is taken."""
        self.talk.microphone.windows += [LOUD] * 30 + [QUIET] * 8
        self.tick()
        asked = [one for one in self.link.sent if isinstance(one, Recognize)][-1]
        self.tick(Transcribed(asked.request, words, (), 1.0, confidence))
        self.talk.microphone.windows += [QUIET] * 60
        self.tick()
        self.clock.advance(HOLD_WORDS_S)
        self.tick()

    @property
    def phase(self) -> str:
        return self.talk.rehearsal.state.phase


@pytest.fixture
def breathing(app: Any) -> Any:
    made = Beside(app, "breathing")
    made.speaking._clock = made.clock
    return made


def test_the_mind_beside_a_talk_by_voice_also_listens(breathing: Any) -> None:
    assert Link.made[-1].prepare.recognizer == "whisper"
    assert Link.made[-1].prepare.voice == ""
    assert breathing.guide.listens()


def test_what_is_said_while_something_calms_is_an_answer_there(breathing: Any) -> None:
    breathing.say("Start now, for one minute.")
    assert breathing.sitting.view.step == "breathe"
    assert breathing.phase == "paused"
    assert not [one for one in breathing.talk.link.sent if isinstance(one, Recognize)]


@pytest.mark.parametrize(
    ("words", "rate"),
    [("Slower.", 5.1), ("A bit slower, please.", 5.1), ("Faster.", 7.1)],
)
def test_the_breath_goes_slower_or_faster_when_asked(
    breathing: Any, words: str, rate: float
) -> None:
    breathing.sitting.answer("now")
    breathing.say(words)
    assert breathing.sitting.view.breath.per_minute == rate


def test_go_on_goes_on_there_and_the_talk_stays_paused(breathing: Any) -> None:
    breathing.sitting.answer("now")
    breathing.say("Go on.")
    assert breathing.sitting.view.step == "after"
    assert breathing.phase == "paused"


def test_leave_leaves_it_and_the_talk_hears_its_user_again(breathing: Any) -> None:
    breathing.say("Leave.")
    assert breathing.sitting.is_left
    breathing.guide.close()
    breathing.talk.hear(30, 8)
    assert [one for one in breathing.talk.link.sent if isinstance(one, Recognize)]
    assert not breathing.guide.listens()


def test_stop_stops_it(breathing: Any) -> None:
    breathing.say("Stop.")
    assert breathing.sitting.run.phase == "stopped"


def test_no_partner_hums_at_what_is_said_to_the_guide(breathing: Any) -> None:
    performer = breathing.talk.ears._performer
    breathing.say("Start now, for one minute.")
    assert performer._filler_at_s is None


def test_a_microphone_that_went_away_meanwhile_is_told_to_the_talk_once(
    breathing: Any,
) -> None:
    def told() -> int:
        log = breathing.talk.rehearsal.log
        return [one["event"] for one in log].count("microphone_lost")

    breathing.talk.microphone.lost = "it was unplugged"
    breathing.tick()
    assert breathing.shown == text("trouble.microphone_lost")
    assert told() == 0, "the talk does not listen now"
    breathing.guide.close()
    assert told() == 1
    breathing.guide.open(lambda: False)
    breathing.guide.listen(breathing.sitting, lambda line: "", lambda words: None)
    breathing.guide.close()
    assert told() == 1


def test_a_talk_that_is_over_is_told_nothing_of_its_microphone(breathing: Any) -> None:
    breathing.talk.microphone.lost = "it was unplugged"
    breathing.tick()
    breathing.talk.rehearsal.leave()
    breathing.guide.close()
    assert breathing.talk.rehearsal.log[-1]["event"] == "left"


def test_where_no_words_can_be_made_of_sound_the_talk_keeps_its_microphone(
    breathing: Any,
) -> None:
    breathing.tick(Lost(1))
    breathing.talk.microphone.windows += [LOUD] * 30
    breathing.tick()
    assert not breathing.guide.listens()
    breathing.guide.close()
    breathing.talk.hear(30, 8)
    assert [one for one in breathing.talk.link.sent if isinstance(one, Recognize)]
