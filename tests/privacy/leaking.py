"""A rehearsal that is watched while it writes, and that crashes where it is told to.

    TRACE=FILE CRASH=WHERE python -m tests.privacy.leaking WORDS…

Every file that Python opens for writing, in stage and in mind (which imports this
module again), goes into the file TRACE, one path a line. CRASH is ``none``, or where
an error is raised, once, that quotes the user: ``mind``, ``stage``, ``thread``; or
``abort``, which ends mind as a fault in a library does.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

TRACE, CRASH = os.environ["TRACE"], os.environ["CRASH"]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
_busy = threading.local()


def watch(event, args):
    if getattr(_busy, "is_busy", False):
        return
    if event == "open":
        path, mode, flags = args
        if not (flags or 0) & WRITING and not set(mode or "") & set("wax+"):
            return
    elif event not in ("os.rename", "os.link", "os.symlink", "tempfile.mkstemp"):
        return
    else:
        path = args[0]
    _busy.is_busy = True
    try:
        handle = os.open(TRACE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        name = path if isinstance(path, int) else Path(os.fsdecode(path)).absolute()
        os.write(handle, f"{os.getpid()} {name}\n".encode())
        os.close(handle)
    finally:
        _busy.is_busy = False


def quote(words):
    raise RuntimeError(f"cannot make sense of {words!r}")


def is_first():
    """Whether this crash has not happened yet; mind comes back after it."""
    place = Path(f"{TRACE}.crashed")
    if place.exists():
        return False
    _busy.is_busy = True
    place.touch()
    _busy.is_busy = False
    return True


def crash_in_mind():
    from sim.mind import process

    work = process.Mind._work

    def broken(self, message, parts):
        words = getattr(message, "text", "")
        if "second" in words and is_first():
            os.abort() if CRASH == "abort" else quote(words)
        yield from work(self, message, parts)

    process.Mind._work = broken


def crash_on_stage():
    from sim.rehearsal import Rehearsal

    say = Rehearsal.say

    def broken(self, text, *args, **values):
        if "second" in text:
            if CRASH == "stage":
                quote(text)
            thread = threading.Thread(target=quote, args=(text,))
            thread.start()
            thread.join()
        say(self, text, *args, **values)

    Rehearsal.say = broken


sys.addaudithook(watch)
watch("open", (TRACE, "a", 0))  # so that each process is known to be watched
if CRASH in ("mind", "abort"):
    crash_in_mind()
elif CRASH in ("stage", "thread"):
    crash_on_stage()

if __name__ == "__main__":
    from sim import cli

    sys.argv = ["visavis", *sys.argv[1:]]
    raise SystemExit(cli.main())
