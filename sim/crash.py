"""What a crash leaves behind: where it happened, and nothing that was said.

An error's message may quote whatever the program was working on, and its frames hold
it. Traces told here name types, files, lines and functions only, so that they can be
kept in a file or sent to somebody; nothing else of the program writes any.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from sim.privacy.forgetting import no_core_dumps

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST = 8
"""How many errors behind an error are told."""


def outline(error: BaseException) -> str:
    """`error` and the errors behind it, without their messages."""
    return "\n".join(line for one in _chain(error) for line in _lines(one))


def _chain(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    for _ in range(_LONGEST):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__} (the message may quote you: left out)"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"


def place(error: BaseException) -> str:
    """Type of `error` and the line where it began, on one line."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} in {_short(last.filename)}, line {last.lineno}"


def _short(path: str) -> str:
    try:
        return str(Path(path).relative_to(_ROOT))
    except ValueError:
        return path


class _Formatter(logging.Formatter):
    """Tells an exception that was logged by its outline."""

    def formatException(  # noqa: N802  (the library's name)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return outline(ei[1]) if ei[1] is not None else ""


def keep_quiet(level: int, prefix: str = "") -> None:
    """Set up this process: its log on standard error, its crashes, no core dump."""
    no_core_dumps()
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter(f"{prefix}%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def _crashed(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.stderr.write(f"{outline(error)}\n")


def _thread_crashed(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        sys.stderr.write(f"{outline(told.exc_value)}\n")
