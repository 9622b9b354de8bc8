"""Safety: a way out at once, distance, and no surprise in what is heard."""

from __future__ import annotations

import time

import numpy as np
import pytest

from assets.cards import cards
from avatars.director import Director
from avatars.performance import PerformanceChunk, Speech
from dialogue import dropins, registry, scenario
from dialogue.messages import MOODS, Levels
from scenes.room import load_room
from sim.audio.speaker import RATE_HZ, RecordingSpeaker
from sim.audio.steps import LOUDEST_DB, STEP_DB, Steps, loudness_db
from sim.audio.wav import read
from sim.performer import Performer
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from tests.fakes import FakeClock
from tests.sim.test_ears import FakeLink

NEAREST_M = 1.0
SKIN_M = 0.12
"""No skin, hair or sleeve is farther than this from the line between two joints."""
AT_ONCE_S = 0.3
START_BELOW_DB = 15.0
"""The first millisecond of a phrase lies at least this far below the phrase."""


class Silent:
    """A mouth that remembers whether it was hushed."""

    is_speaking = True

    def __init__(self):
        self.hushed = 0

    def hush(self):
        self.hushed += 1

    def __getattr__(self, name):
        return lambda *given, **named: None


@pytest.mark.parametrize("phase", ["opening", "asked", "paused", "lost"])
def test_leaving_is_one_act_and_done_at_once_while_mind_hangs(phase):
    mouth, link = Silent(), FakeLink()
    one = Rehearsal(scenario.load("saying_no"), link, SystemClock(), mouth=mouth)
    one.start(1, (), {})
    if phase == "asked":
        one.is_ready = True
        one.say("I would rather not tonight.")
    elif phase == "paused":
        one.pause()
    elif phase == "lost":
        one._lost(None)
    begin = time.perf_counter()
    one.leave()
    assert time.perf_counter() - begin < AT_ONCE_S
    assert one.state.phase == "closed"
    assert mouth.hushed


# distance


@pytest.mark.parametrize("body", [item.id for item in cards("bodies")])
@pytest.mark.parametrize("room", [item.id for item in cards("rooms")])
def test_no_part_of_the_partner_comes_nearer_than_a_metre(room, body):
    made = load_room(room)
    person = dropins.create("avatars.bodies", "baked", {"body": body})
    seat = made.sit(person.node)
    eye = np.array(made.user_eye)
    director = Director(3, "plain")
    nearest, at_s = np.inf, 0.0
    for mood in MOODS:
        director.set_mood(mood, Levels(), at_s)
        director.reaction(mood, 1.0, at_s)
        for _ in range(40):  # 8 s of each mood, five poses a second
            at_s += 0.2
            pose = director.update(at_s)
            person.apply(pose)
            nearest = min(nearest, _nearest(person, seat, eye))
    assert nearest - SKIN_M > NEAREST_M, f"{nearest - SKIN_M:.2f} m"


def _nearest(person, seat, eye) -> float:
    skeleton = person._skeleton
    places = np.array(
        [skeleton.place(name, np.zeros(3, np.float32)) for name in skeleton.rest.names]
    )
    turn = np.array(seat.getMat(seat.getTop()))
    world = np.c_[places, np.ones(len(places))] @ turn
    return float(np.linalg.norm(world[:, :3] - eye, axis=1).min())


# sound


def tone(level_db: float, seconds: float = 0.4) -> np.ndarray:
    """A tone that starts at full strength, as no voice should."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    sound = np.cos(2 * np.pi * 220 * at) * 10 ** (level_db / 20) * np.sqrt(2)
    return (np.clip(sound, -1, 1) * 32767).astype(np.int16)


def heard(tmp_path, phrases):
    """What the loudspeaker would have given, phrase by phrase, from a real file."""
    path, clock = tmp_path / "heard.wav", FakeClock()
    speaker = RecordingSpeaker(path, clock)
    performer = Performer(clock, speaker=speaker)
    speaker.start()
    found = []
    for index, (samples, rate_hz) in enumerate(phrases):
        begin = round(clock.monotonic_s() * RATE_HZ)
        speech = Speech(samples, rate_hz, (), (), "")
        performer.play(PerformanceChunk(1, index, False, "calm", speech, "words"))
        clock.advance(len(samples) / rate_hz + 0.5)
        performer.frame()
        found.append((begin, round(clock.monotonic_s() * RATE_HZ)))
    speaker.close()
    sound = read(path, RATE_HZ)
    return [sound[first:last] for first, last in found]


def check(phrases):
    """The promises of the page, on what was heard."""
    before = None
    for phrase in phrases:
        level = loudness_db(phrase, RATE_HZ)
        assert level is not None
        assert level <= LOUDEST_DB + 0.2
        if before is not None:
            assert level - before <= STEP_DB + 0.2
        before = level
        first = np.flatnonzero(phrase)[0]
        start = phrase[first : first + RATE_HZ // 1000] / 32768
        start_db = 20 * np.log10(np.sqrt((start**2).mean()) + 1e-9)
        assert start_db <= level - START_BELOW_DB, "it begins suddenly"


def test_no_voice_can_startle_through_the_speaker(tmp_path):
    levels = [-30.0, -3.0, -3.0, -3.0, -40.0, -3.0]
    phrases = heard(tmp_path, [(tone(level), RATE_HZ) for level in levels])
    check(phrases)
    found = [loudness_db(phrase, RATE_HZ) for phrase in phrases]
    assert found[0] == pytest.approx(-30, abs=0.5), "what is soft stays as it is"
    assert found[1] == pytest.approx(-26, abs=0.5)


def test_a_breath_does_not_make_the_words_after_it_whisper():
    steps = Steps()
    steps.let(tone(-22), RATE_HZ)
    steps.let(tone(-45), RATE_HZ, counts=False)
    assert loudness_db(steps.let(tone(-20), RATE_HZ), RATE_HZ) == pytest.approx(
        -20, abs=0.3
    )


def test_silence_stays_silence():
    nothing = np.zeros(2400, np.int16)
    assert not Steps().let(nothing, RATE_HZ).any()


@pytest.mark.model
def test_the_shipped_voice_stays_within_its_steps_through_the_speaker(tmp_path):
    voices = [item for item in registry.available() if item.kind == "voice"]
    if not any(item.is_available for item in voices):
        pytest.skip(f"the voice is missing: {voices[0].how_to_get}")
    voice = dropins.create("avatars.voices", "kokoro", {"voice": "sam"})
    words = "No. I said no, and I mean it!"
    said = [
        (speech.samples, speech.sample_rate_hz)
        for mood in ("withdrawn", "angry", "calm")
        for speech in voice.synthesize(words, mood)
    ]
    phrases = heard(tmp_path, said)
    check(phrases)
    found = [loudness_db(phrase, RATE_HZ) for phrase in phrases]
    assert max(found) - min(found) < 8, [round(level, 1) for level in found]
