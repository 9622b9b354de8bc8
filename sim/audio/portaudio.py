"""The one place that loads PortAudio, and what is said when it is not there."""

from __future__ import annotations

from typing import Any

from sim.audio.wav import AudioError

_HOW = "On Debian and Ubuntu: apt install libportaudio2. You can go on by typing."


def library() -> Any:
    """The module sounddevice.

    Raises:
        AudioError: the package or the PortAudio library is missing.
    """
    try:
        import sounddevice  # loads the PortAudio library
    except ImportError as error:
        raise AudioError(
            "no sound devices: the package sounddevice is missing "
            "(pip install sounddevice). You can go on by typing."
        ) from error
    except OSError as error:
        raise AudioError(f"no sound devices: {error}. {_HOW}") from error
    return sounddevice


def problem(kind: str) -> str:
    """Why there is no microphone (`kind` "input") or speaker ("output"); "" if fine."""
    try:
        found = library()
    except AudioError as error:
        return str(error)
    try:
        found.query_devices(kind=kind)
    except (found.PortAudioError, ValueError) as error:
        return f"no {kind} device: {error}. You can go on by typing."
    return ""
