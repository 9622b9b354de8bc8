"""Which errors are the user's to mend: one line, exit code 2.

ScenarioError, ConfigError, VaultError, ScriptError, BadInput, UnknownDropIn, …
"""

from __future__ import annotations

from avatars.voices.base import VoiceError
from dialogue.dropins import UnknownDropIn
from dialogue.scorers.batch import BatchError
from dialogue.strict import DataError
from sim.audio.wav import AudioError
from sim.config import ConfigError
from sim.lines import ScriptError
from sim.privacy.errors import VaultError


class BadInput(ValueError):
    """A file, id or word that the user gave cannot be used."""


USERS_OWN: tuple[type[Exception], ...] = (
    AudioError,
    BadInput,
    BatchError,
    ConfigError,
    DataError,
    ScriptError,
    UnknownDropIn,
    VaultError,
    VoiceError,
)


def one_line(error: Exception) -> str:
    """The error's message on one line."""
    return " ".join(str(error).split()) or type(error).__name__
