"""Which errors are the user's to mend: one line, exit code 2.

ScenarioError, ConfigError, VaultError, ScriptError, BadInput, UnknownDropIn, …
"""

from __future__ import annotations

from assets.arrays import ArraysError
from assets.cards import CardError
from avatars.voices.base import VoiceError
from dialogue.dropins import UnknownDropIn
from dialogue.plain import shown
from dialogue.scorers.batch import BatchError
from dialogue.strict import DataError
from sim.audio.wav import AudioError
from sim.config import ConfigError
from sim.exercises._guide import ExerciseError
from sim.lines import ScriptError
from sim.privacy.errors import VaultError
from sim.session.events import EventError
from sim.users_own import UsersOwn


class BadInput(ValueError):
    """A file, id or word that the user gave cannot be used."""


_LONGEST = 1000
"""Letters of one message."""
USERS_OWN: tuple[type[Exception], ...] = (
    ArraysError,
    AudioError,
    BadInput,
    BatchError,
    CardError,
    ConfigError,
    DataError,
    EventError,
    ExerciseError,
    ScriptError,
    UnknownDropIn,
    UsersOwn,
    VaultError,
    VoiceError,
)


def one_line(error: Exception) -> str:
    """The error's message on one line, without what could steer the terminal."""
    return shown(error, _LONGEST) or type(error).__name__
