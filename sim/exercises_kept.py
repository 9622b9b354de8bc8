"""Where an exercise is kept, and the voice that reads it, for every front end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sim import assigned
from sim.about import exercise_lines, people_lines
from sim.app import App
from sim.exercise_speech import Speaking
from sim.exercises._reading import Reading
from sim.exercises._running import PREFIX
from sim.exercises._sides import Record
from sim.exercises._sitting import Sitting
from sim.exercises._tone import Tone
from sim.exercises.base import Before, Info, Session
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.privacy.vault import Vault
from sim.session.clock import SystemClock
from sim.session.events import Event
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


def pages_of(app: App) -> Mapping[str, Callable[[], Sequence[str]]]:
    """What can be read beside every exercise: what this is, and who can help."""
    return {
        "about": lambda: exercise_lines(app.storage),
        "people": lambda: people_lines(app.country),
    }


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
    task = assigned.for_exercise(app, name)
    limit = app.limit if task is None else task.limit(app.limit)
    is_said = app.has_limit or limit != app.limit
    return Before(
        earlier(app.history, name),
        app.care.is_careful,
        country=app.country,
        without=limit.without,
        steepest=limit.steepest if is_said else 0,
        is_unlocked=task is not None and task.part.unlocks,
        ladder=task.ladder if task is not None else ("", ()),
        given=task.given if task is not None else None,
        has_record=app.record is not None,
    )


def keeping_of(app: App, info: Info, told: Before) -> Keeping | None:
    """Where an exercise is kept that begins now; None where nothing is.

    One that keeps nothing keeps that it was done, when it is part of an assignment.
    """
    if not info.records and told.given is None:
        return None
    is_hidden = app.care.keeps_hidden
    return Keeping.of(app.record, is_bare=not info.records, is_hidden=is_hidden)


class Bare:
    """Keeps that an exercise was begun, and whether it was left."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.is_minors = False
        """Somebody under 18 has been here; nothing else tells, afterwards."""

    def record(self, event: Event) -> int:
        """Keep `event` if it is the first, or an end before the end."""
        self.is_minors = self.is_minors or tells_minor(event)
        if event["event"] in ("session_started", "left"):
            return self._writer.record(event)
        if event["event"] == "safety" and event.get("action") == "stop":
            return self._writer.record({"event": "left", "why": "stopped"})
        return -1

    def news(self) -> str:
        """See `Writer.news`."""
        return self._writer.news()


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where an exercise is kept."""

    recorder: Recorder
    writer: Writer
    vault: Vault
    bare: Bare | None = None
    """Where only that it was done is kept, and no answer."""

    @classmethod
    def of(
        cls, vault: Vault | None, *, is_bare: bool = False, is_hidden: bool = False
    ) -> Self | None:
        """Keep in `vault`; None keeps nothing.

        `is_bare` keeps only that it was done; `is_hidden` shows it in no list.
        """
        if vault is None:
            return None
        recorder = Recorder(vault)
        if is_hidden:  # before there is anything that a list could show
            vault.notes.hide(recorder.session)
        writer = Writer(recorder)
        return cls(recorder, writer, vault, Bare(writer) if is_bare else None)

    @property
    def record(self) -> Record:
        """What takes its events."""
        return self.bare if self.bare is not None else self.writer

    def close(self) -> None:
        """Finish: an exercise is never gone on with later.

        Somebody under 18 is led out, and nothing of theirs is kept.
        """
        if self.vault.is_locked:
            self.writer.close()  # all was written before; the next start marks it over
            return
        is_there = self.writer.flush()
        self.recorder.close()
        if is_there and self._is_minors():
            self.writer.forget()
            self.vault.erase_session(self.recorder.session)
        self.writer.close()

    def _is_minors(self) -> bool:
        """Whether the screen, or the user, said that they are under 18."""
        if self.bare is not None:
            return self.bare.is_minors
        return any(map(tells_minor, self.vault.events(self.recorder.session)))


def tells_minor(event: Event) -> bool:
    """Whether `event` says that the user is under 18."""
    is_stop = (event.get("category"), event.get("action")) == ("minor", "stop")
    return is_stop or event.get("answer") == "not_adult"
