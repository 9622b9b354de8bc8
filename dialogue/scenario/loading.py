"""Reads scenario files; a wrong one is refused with its key path and the near name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assets import folder
from dialogue.scenario.checking import check
from dialogue.scenario.schema import Scenario, ScenarioError
from dialogue.strict import DataError, one_of, parsed, read, tables_of


def load(id_or_path: str | Path) -> Scenario:
    """Read and check one scenario, by id or by path of a TOML file.

    Raises:
        ScenarioError: it does not exist or is wrong; the caller exits with 2.
    """
    path = Path(id_or_path)
    if path.suffix != ".toml":
        known = [file.stem for file in files()]
        try:
            one_of("scenario", str(id_or_path), known, "scenario")
        except DataError as error:
            raise ScenarioError(str(error)) from None
        path = folder("scenarios") / f"{id_or_path}.toml"
    try:
        scenario = read(Scenario, parsed(path), "")
        check(scenario)
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise ScenarioError(f"{path.name}: {str(error).lstrip('.: ')}") from None
        raise ScenarioError(f"{path}: cannot be read ({error}).") from None
    return scenario


def load_text(raw: bytes, name: str) -> Scenario:
    """Read and check one scenario that is no file, with the limits of a file.

    Args:
        raw: the TOML as it came.
        name: what to call it in an error.

    Raises:
        ScenarioError: it is wrong.
    """
    try:
        scenario = read(Scenario, tables_of(raw), "")
        check(scenario)
    except DataError as error:
        raise ScenarioError(f"{name}: {str(error).lstrip('.: ')}") from None
    return scenario


def files() -> tuple[Path, ...]:
    """Scenario files of ``assets/scenarios``, by name."""
    return tuple(sorted(folder("scenarios").glob("*.toml")))


def catalog() -> tuple[Scenario, ...]:
    """All scenarios of ``assets/scenarios``, by id.

    Raises:
        ScenarioError: one of the files is wrong.
    """
    return tuple(_kept(path, path.stat().st_mtime_ns) for path in files())


@cache
def _kept(path: Path, changed_ns: int) -> Scenario:
    """One scenario, read again only when its file has changed (0.2 s each)."""
    return load(path)
