"""What is known of a model: the role tests that were run, kept in the user's cache.

A result holds for the weights and the cases that it was reached with. Other weights
under the same name, or other cases, and the model is untested again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from dialogue.models.base import ModelError
from dialogue.models.roletest.cases import digest
from dialogue.registry import cache_folder, hub_cache_folder

_WEIGHTS: Final = (".gguf", ".safetensors", ".bin")
Stamps = tuple[tuple[str, int, int], ...]
"""Path, size in bytes and time of change in ns of every file of weights."""


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of one role test."""

    kind: str
    model: str
    base_url: str
    sha256: str
    """Sum of the weights; empty for a server, which does not show them."""
    stamps: Stamps
    cases: str
    """Sum of the case files."""
    day: str
    """ISO date."""
    passed: bool
    share: float
    """Share of the cases that passed, 0..1."""
    families: dict[str, float]
    """The same for each family."""
    grave: int
    """Replies against a boundary, explicit, or of the words of a crisis."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a model may do."""

    may_word: bool
    """False: it only chooses among authored lines."""
    note: str
    """One line for a person: why, and how to test it."""


def save(record: Record) -> Path:
    """Keep `record`; an older one of the same model goes.

    Raises:
        OSError: the cache cannot be written.
    """
    path = _path(record.kind, record.model, record.base_url)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")
    return path


def find(kind: str, model: str, base_url: str = "") -> Record | None:
    """The last test of a model, whatever it is worth now; None without any."""
    try:
        text = _path(kind, model, base_url).read_text(encoding="utf-8")
        values: dict[str, Any] = json.loads(text)
        stamps = tuple((str(a), int(b), int(c)) for a, b, c in values.pop("stamps"))
        return Record(stamps=stamps, **values)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def standing(kind: str, model: str, base_url: str = "") -> Standing:
    """Whether `model` may word the partner; reads its weights only if they changed."""
    own = kind if kind == "tuned_partner" else ""
    name = model or base_url or own
    test = f"visavis models test {model or own or 'NAME'}"
    test += f" --base-url {base_url}" if kind == "openai_compatible" else ""
    found = find(kind, model, base_url)
    if found is None:
        why = f"{name} is untested and only chooses among written lines. To test it:"
        return Standing(False, f"{why} {test}")
    if found.cases != digest():
        why = f"{name} was tested with other cases and only chooses among written lines"
        return Standing(False, f"{why}. To test it again: {test}")
    if not found.passed:
        why = f"{name} failed the role test of {found.day} ({found.share:.0%} of cases)"
        return Standing(False, f"{why} and only chooses among written lines.")
    try:
        now = stamps(kind, model)
    except (ModelError, OSError):
        return Standing(False, f"{name} is not here. To test it: {test}")
    if now != found.stamps and summed(now) != found.sha256:
        why = f"{name} has other weights than those tested on {found.day}"
        return Standing(False, f"{why} and only chooses. To test them: {test}")
    return Standing(True, f"{name} passed the role test of {found.day}.")


def stamps(kind: str, model: str) -> Stamps:
    """The files of weights of a model in this process; none for a server.

    Raises:
        ModelError: there is no such model here.
    """
    if kind == "tuned_partner":
        from dialogue.models.tuned_partner import files_of

        return _stamped(files_of(model))
    if kind != "transformers_local":
        return ()
    from dialogue.models.transformers_local import located

    place, options = located(model)
    folder = Path(place)
    if "gguf_file" in options:
        files = [folder / options["gguf_file"]]
    else:
        folder = folder if folder.is_dir() else _snapshot(model)
        files = sorted(p for p in folder.iterdir() if p.suffix in _WEIGHTS)
    return _stamped(files)


def _stamped(files: Iterable[Path]) -> Stamps:
    found = [(path, path.stat()) for path in files]
    return tuple((str(p), stat.st_size, stat.st_mtime_ns) for p, stat in found)


def summed(files: Stamps) -> str:
    """SHA-256 of the files, one after the other; empty without any."""
    if not files:
        return ""
    digested = hashlib.sha256()
    for name, _, _ in files:
        with Path(name).open("rb") as file:
            while block := file.read(1 << 20):
                digested.update(block)
    return digested.hexdigest()


def may(model: str) -> str:
    """What a model in this process may do, in a few words."""
    found = standing("transformers_local", model)
    if found.may_word:
        return "has passed the role test"
    return f"only chooses lines until it passes: visavis models test {model}"


def _snapshot(hub_id: str) -> Path:
    """Folder of a hub model's files, where the hub's own client has put them.

    Raises:
        ModelError: it was not fetched.
    """
    folder = hub_cache_folder() / f"models--{hub_id.replace('/', '--')}"
    try:
        revision = (folder / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ModelError(f"{hub_id}: not here; fetch it: hf download {hub_id}") from (
            error
        )
    return folder / "snapshots" / revision


def _path(kind: str, model: str, base_url: str) -> Path:
    name = hashlib.sha256(f"{kind}\0{model}\0{base_url}".encode()).hexdigest()[:24]
    return cache_folder() / "roletest" / f"{name}.json"
