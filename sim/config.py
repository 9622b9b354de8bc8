"""Settings: defaults, then the file, then the environment, then flags.

A setting has the same name in all four: ``deadline_s`` in ``config.toml`` of the
data folder, ``VISAVIS_DEADLINE_S`` in the environment, ``--deadline-s`` as a flag.
Secrets are no settings: the passphrase and keys of servers come from the
environment or are asked for, and stand in no file.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from dialogue.plain import hidden, shown
from dialogue.strict import DataError, parsed
from sim.privacy.folder import HOME_VARIABLE, data_folder
from sim.privacy.sources import PASSPHRASE_FD_VARIABLE, PASSPHRASE_VARIABLE

PREFIX = "VISAVIS_"
API_KEY_VARIABLE = "VISAVIS_API_KEY"
"""Key of a model server; never kept in a file."""
NO_SETTINGS: frozenset[str] = frozenset(
    {
        HOME_VARIABLE,
        PASSPHRASE_VARIABLE,
        PASSPHRASE_FD_VARIABLE,
        API_KEY_VARIABLE,
        "VISAVIS_CACHE",  # downloads of the tests
    }
)
"""Variables with our prefix that are not settings."""
_MOST_LETTERS = 4096
"""Of one setting; the longest path that Linux takes."""
_LARGEST = 2**53
"""Of a whole number, either way."""
_MODEL_PATHS = "VISAVIS_MODEL_"
"""Begins the variables that name a model's own folder; the registry reads those."""

Origin = Literal["default", "file", "environment", "flag"]
_YES = frozenset({"on", "true", "yes", "1"})
_NO = frozenset({"off", "false", "no", "0"})


class ConfigError(ValueError):
    """A setting is unknown or has a value it cannot have; the user's to mend."""


def _about(
    default: Any,
    text: str,
    *,
    least: float | None = None,
    most: float | None = None,
    one_of: tuple[Any, ...] = (),
) -> Any:
    metadata = {"text": text, "least": least, "most": most, "one_of": one_of}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with its default."""

    headset: str = _about(
        "auto",
        "where you see the room: openxr (in a headset), desktop (in a window), none "
        "(in the terminal), several in turn such as openxr,desktop; or auto: in the "
        "headset if its program runs, else in a window",
    )
    text: bool = _about(False, "type and read instead of speaking and listening")
    words: str = _about(
        "authored",
        "who words the partner: authored, tuned_partner, transformers_local, "
        "openai_compatible",
    )
    model: str = _about("", "language model: hub id, folder, GGUF file or server name")
    base_url: str = _about("", "address of a model server, such as localhost:8080/v1")
    deadline_s: float = _about(
        4.0,
        "seconds that a language model may take before a written line is used",
        least=0.1,
        most=30.0,
    )
    voice: bool = _about(True, "let the partner speak aloud")
    voice_engine: str = _about("kokoro", "what makes the partner's voice")
    voice_id: str = _about("", "a voice by id; empty for the scenario's own")
    recognizer: str = _about("faster_whisper", "what turns your speech into text")
    mic: str = _about("default", "microphone, or a WAV file that stands in for it")
    headphones: bool = _about(
        False,
        "you wear headphones, so you can speak over the partner; without them the "
        "microphone would hear the partner, and waits",
    )
    speaker: str = _about("default", "loudspeaker, or a WAV file to write to")
    seed: int | None = _about(
        None, "number that fixes the partner's choices; none for a new one", least=0
    )
    captions: bool = _about(True, "show what is said as text")
    caption_size: float = _about(
        1.0, "size of captions in a headset, times the usual", least=1.0, most=2.0
    )
    caption_background: float = _about(
        0.7, "how solid the ground behind captions is, 0 to 1", least=0.0, most=1.0
    )
    easy_font: bool = _about(
        False, "letters that are hard to take for each other (Atkinson Hyperlegible)"
    )
    dwell_s: float = _about(
        0.0,
        "seconds that the mouse rests on a button to press it, for people who cannot "
        "click: 1.5 is a good start; 0 for never",
        least=0.0,
        most=10.0,
    )
    render_scale: float = _about(
        1.0,
        "how large each eye's picture is, times what the headset recommends; less is "
        "quicker",
        least=0.4,
        most=2.0,
    )
    refresh_rate: float = _about(
        0.0,
        "pictures a second that the headset shall show; 0 for its own",
        least=0.0,
        most=240.0,
    )
    stereo: str = _about(
        "auto",
        "how both eyes are drawn: auto, instanced, multiview, shared, two",
        one_of=("auto", "instanced", "multiview", "shared", "two"),
    )
    samples: int = _about(
        4,
        "how finely edges are drawn in a headset: 0, 2, 4 or 8",
        one_of=(0, 2, 4, 8),
    )
    haptics: bool = _about(
        False,
        "soft pulses in a headset's controllers, with the breath and at each press",
    )
    passthrough: bool = _about(
        True, "let a button show the real room, where the headset can"
    )
    text_layers: bool = _about(
        True, "let the headset draw what is written by itself, which is sharper"
    )
    eye_tracking: bool = _about(
        False, "let the headset's eye tracker say where you look, if it has one"
    )
    ask_comfort: bool = _about(
        True,
        "in a headset, ask now and then how it feels, in one number; it can be skipped",
    )
    break_minutes: float = _about(
        20.0,
        "minutes in the headset until a break is suggested; 0 for never",
        least=0.0,
        most=120.0,
    )
    vignette: bool = _about(
        False, "darken the edge of the headset's picture while the view moves by itself"
    )
    rule_out: str = _about(
        "", "what you do not want to meet, with commas between: pain, betrayal"
    )
    steepest: int = _about(
        3, "how steep a conversation may be: 1 gentle, 2 steady, 3 all", least=1, most=3
    )
    lock_minutes: float = _about(
        10.0,
        "minutes without you until the rehearsal pauses, the screen is covered and "
        "the record is locked; 0 for never",
        least=0.0,
        most=240.0,
    )
    watch_gaze: bool = _about(
        True,
        "in a headset, count how long you look towards your partner, for you to see",
    )
    watch_nods: bool = _about(
        True, "in a headset, count nods and shakes of your head, for you to see"
    )
    watch_distance: bool = _about(
        True, "in a headset, note how near you sit to your partner, for you to see"
    )
    watch_hands: bool = _about(
        False, "in a headset, note how much your hands move, for you to see"
    )
    watch_talk: bool = _about(
        True, "count how much of the talk was yours, for you to see"
    )
    country: str = _about("", "two letters, such as DE, for help in your country")
    user_name: str = _about("", "what the partner calls you; may stay empty")
    user_pronouns: str = _about("they/them", "your pronouns, such as she/her")
    partner_name: str = _about("", "your partner's name; empty for the scenario's own")
    partner_pronouns: str = _about("", "your partner's pronouns, such as they/them")
    relationship: str = _about("", "what your partner is to you, such as wife")
    body: str = _about(
        "", "the body that stands for you in a mirror: visavis list bodies, or none"
    )
    look: str = _about(
        "",
        "its look, such as skin=3; hair=grey; top=blue; trousers=black; height=168; "
        "stance=standing",
    )
    shared_folder: str = _about(
        "", "a folder that your therapist sees, too, such as a synced one"
    )
    set: str = _about(
        "", "facts of a scenario in your words, such as city=Porto; together=two years"
    )


@dataclass(frozen=True, slots=True)
class Value:
    """One setting as it stands."""

    name: str
    value: Any
    origin: Origin
    where: str
    """The file, variable or flag that set it; empty for a default."""
    text: str
    """What the setting is, for a person."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force, where each came from, and the data folder."""

    settings: Settings
    home: Path
    origins: dict[str, tuple[Origin, str]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        flags: Mapping[str, Any] | None = None,
        environ: Mapping[str, str] | None = None,
        home: Path | None = None,
    ) -> Self:
        """Collect the settings; a flag that is None was not given.

        Raises:
            ConfigError: says which setting, where, what is allowed, what is near.
        """
        environ = os.environ if environ is None else environ
        home = home or data_folder(environ)
        found: dict[str, Any] = {}
        origins: dict[str, tuple[Origin, str]] = {}
        for origin, where, name, raw in _all(flags or {}, environ, home):
            found[name] = _convert(name, raw, where)
            origins[name] = (origin, where)
        return cls(Settings(**found), home, origins)

    def values(self) -> tuple[Value, ...]:
        """Each setting with its value and where that came from."""
        return tuple(
            Value(
                item.name,
                getattr(self.settings, item.name),
                *self.origins.get(item.name, ("default", "")),
                item.metadata["text"],
            )
            for item in dataclasses.fields(Settings)
        )


_FIELDS = {item.name: item for item in dataclasses.fields(Settings)}
_KINDS = typing.get_type_hints(Settings)


def _all(
    flags: Mapping[str, Any], environ: Mapping[str, str], home: Path
) -> Iterator[tuple[Origin, str, str, Any]]:
    """Every setting that somebody gave, weakest first."""
    path = home / "config.toml"
    for name, raw in _file(path).items():
        _known(name, name, f"{path}: ")
        yield "file", f"{path}: {name}", name, raw
    for variable, raw in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable in NO_SETTINGS:
            continue
        if not variable.startswith(_MODEL_PATHS):
            name = variable.removeprefix(PREFIX).lower()
            _known(name, variable, "environment: ", PREFIX)
            yield "environment", variable, name, raw
    for name, raw in flags.items():
        if raw is not None:
            flag = "--" + name.replace("_", "-")
            _known(name, flag, "")
            yield "flag", flag, name, raw


def _file(path: Path) -> dict[str, Any]:
    try:
        return parsed(path)
    except FileNotFoundError:
        return {}
    except (OSError, DataError) as cause:
        raise ConfigError(f"{path}: cannot be read ({cause}).") from cause


def _known(name: str, given: str, where: str, prefix: str = "") -> None:
    if name in _FIELDS:
        return
    near = difflib.get_close_matches(name[:60], _FIELDS, 1)
    named = (prefix + near[0]).upper() if near and prefix else (near or [""])[0]
    if given.startswith("--"):
        named = "--" + named.replace("_", "-")
    hint = f" Did you mean {named!r}?" if near else ""
    raise ConfigError(
        f"{where}{shown(given)!r} is not a setting.{hint} 'visavis config' lists them."
    )


def _convert(name: str, raw: Any, where: str) -> Any:
    kind = _KINDS[name]
    if typing.get_origin(kind) is types.UnionType:
        if raw in (None, "", "none"):
            return None
        kind = next(arm for arm in typing.get_args(kind) if arm is not type(None))
    try:
        value = _READERS[kind](raw)
    except (ValueError, TypeError, OverflowError):
        allowed = {bool: "on or off", int: "a whole number", float: "a number"}
        raise ConfigError(
            f"{where} is {shown(repr(raw))}; allowed is {allowed.get(kind, 'a text')}."
        ) from None
    _check_range(name, value, where)
    return value


def _check_range(name: str, value: Any, where: str) -> None:
    about = _FIELDS[name].metadata
    if about["one_of"] and value not in about["one_of"]:
        allowed = ", ".join(str(one) for one in about["one_of"])
        raise ConfigError(f"{where} is {shown(repr(value))}; allowed is {allowed}.")
    least, most = about["least"], about["most"]
    if (least is not None and not value >= least) or (
        most is not None and not value <= most
    ):
        top = "" if most is None else f" to {most:g}"
        said = shown(repr(value))
        raise ConfigError(f"{where} is {said}; allowed is {least:g}{top}.")


def _bool(raw: Any) -> bool:
    word = str(raw).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(word)


def _int(raw: Any) -> int:
    if isinstance(raw, bool | float):
        raise TypeError(raw)
    if abs(made := int(raw)) > _LARGEST:
        raise ValueError(raw)
    return made


def _float(raw: Any) -> float:
    if isinstance(raw, bool):
        raise TypeError(raw)
    return float(raw)


def _str(raw: Any) -> str:
    if not isinstance(raw, str | Path) or len(str(raw)) > _MOST_LETTERS:
        raise TypeError(raw)
    if sign := hidden(str(raw)):
        raise ValueError(sign)
    return str(raw)


_READERS: dict[Any, Any] = {bool: _bool, int: _int, float: _float, str: _str}
