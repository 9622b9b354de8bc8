"""Where an exercise is kept, and the voice that reads it, for every front end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from sim.app import App
from sim.exercise_speech import Speaking
from sim.exercises._reading import Reading
from sim.exercises._running import PREFIX
from sim.exercises._sitting import Sitting
from sim.exercises._tone import Tone
from sim.exercises.base import Before, Session
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.privacy.vault import Vault
from sim.session.clock import SystemClock
from sim.session.recorder import Recorder
from sim.sound import Sound
from sim.writer import Writer


def reading_of(app: App, sound: Sound) -> Reading | None:
    """The guide's voice; None where there is only text."""
    if not sound.voice:
        return None
    return Reading(_mind(app, sound), sound.performer, app.settings.voice_engine)


def _mind(app: App, sound: Sound) -> MindLink:
    """A mind that speaks and listens, as far as `sound` does; it has no partner."""
    prepare = Prepare(
        scenario="", seed=0, voice=sound.voice, recognizer=sound.recognizer
    )
    link = MindLink(prepare)
    link.start()
    app.links.append(link)
    return link


def speaking_of(
    app: App,
    sound: Sound,
    sitting: Sitting,
    reading: Reading | None,
    act: Callable[[str], str],
    show: Callable[[str], None],
) -> Speaking | None:
    """The user's voice in `sitting`; None where no microphone is open.

    Args:
        app: the program.
        sound: whose microphone it is.
        sitting: what is answered.
        reading: the guide's voice, whose mind is shared.
        act: does what a typed line would do.
        show: shows one line below the step.
    """
    if sound.ears is None:
        return None
    link = reading.link if reading is not None else _mind(app, sound)
    made = Speaking(sitting, link, SystemClock(), act, show, reading)
    sound.ears.is_heard = made.is_guide_heard
    sound.ears.attach(made)
    return made


def tone_of(app: App, sound: Sound, reading: Reading | None) -> Tone:
    """The sound of a breath, through the speaker of the guide's voice."""
    sound.open_speaker(app.settings)
    tone = Tone(lambda: sound.performer.speaker)
    if reading is not None:
        reading.is_pacing = lambda: tone.is_on
    return tone


def earlier(vault: Vault | None, name: str) -> tuple[Session, ...]:
    """What was kept of earlier sessions of the exercise `name`, oldest first."""
    if vault is None:
        return ()
    return tuple(
        (info.started_at, tuple(vault.events(info.id)))
        for info in vault.sessions()
        if info.scenario == f"{PREFIX}{name}"
    )


def before(app: App, name: str) -> Before:
    """What the exercise `name` is told of its user."""
    return Before(
        earlier(app.history, name),
        app.care.is_careful,
        country=app.country,
        without=app.limit.without,
        steepest=app.limit.steepest if app.has_limit else 0,
    )


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where an exercise is kept."""

    recorder: Recorder
    writer: Writer

    @classmethod
    def of(cls, vault: Vault | None) -> Self | None:
        """Keep in `vault`; None keeps nothing."""
        if vault is None:
            return None
        recorder = Recorder(vault)
        return cls(recorder, Writer(recorder))

    def close(self) -> None:
        """Finish: an exercise is never gone on with later."""
        self.writer.flush()
        self.recorder.close()
        self.writer.close()
