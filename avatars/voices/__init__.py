"""Voices: a reply becomes sound, lips and timed words.

A drop-in folder: `base` says what a voice is, `kokoro` speaks, `silent` only paces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from avatars.voices.base import Voice


def load(voice_id: str, engine: str = "kokoro", **options: Any) -> Voice:
    """Make the voice `voice_id`; nothing heavy is loaded before it is warmed.

    Raises:
        VoiceError: no such voice.
        UnknownDropIn: no such engine.
    """
    from dialogue import dropins

    made = dropins.create("avatars.voices", engine, {"voice": voice_id, **options})
    return cast("Voice", made)
