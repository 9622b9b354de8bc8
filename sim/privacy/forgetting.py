"""Secrets leave memory as far as Python allows, and a crash takes none along."""

from __future__ import annotations

import contextlib
import ctypes
import platform
import sys

_NOT_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux: with 0 no core dump is made and no debugger of the same
user may attach; see prctl(2)."""
_HEADER = {bytes: sys.getsizeof(b"") - 1, str: sys.getsizeof("") - 1}
"""Where the content of an ASCII text or of bytes begins in CPython's objects."""


def wipe(*secrets: bytes | bytearray | str) -> None:
    """Overwrite secrets that nobody else uses any more; best effort.

    Python's texts and bytes cannot be changed, so on CPython this writes over their
    memory. Only for values that were just made here: never for a literal, never for
    something that may be shared. A text with other than ASCII letters is left alone.
    """
    for secret in secrets:
        if isinstance(secret, bytearray):
            secret[:] = bytes(len(secret))
        elif platform.python_implementation() == "CPython" and len(secret) > 1:
            if isinstance(secret, str) and not secret.isascii():
                continue
            ctypes.memset(id(secret) + _HEADER[type(secret)], 0, len(secret))


def no_core_dumps() -> None:
    """Let a crash of this process write no image of its memory to the disk.

    Call it once in each process. Where the system knows no such limit, nothing
    happens.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # systems that hand dumps to a program of theirs may pass over the limit
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)
