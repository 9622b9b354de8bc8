"""A real OpenXR runtime for tests: Monado, its remote driver, and a validation layer.

    python -m tests.openxr.rig [--window] PROGRAM ARGS…

runs PROGRAM under an Xvfb and a Monado of its own; without ``--window`` nothing is
composed (Monado's null compositor, 320 x 240 for each eye at 20 Hz). The service has
folders of its own, so that a headset of this machine is not touched.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.openxr.remote import RemoteHub
from tests.xvfb import xvfb

ROOT: Final = Path(__file__).parents[2]
GL_RUN: Final = str(ROOT / "scripts" / "gl-run")
VALIDATION: Final = "XR_APILAYER_LUNARG_core_validation"
KNOWN: Final = frozenset({"VUID-xrDestroyDebugUtilsMessengerEXT-messenger-parameter"})
"""Reported by the layer for every messenger that is still there at
``xrDestroyInstance``, which destroys it; nothing of ours calls the function it names.
"""
VALIDATION_FILE: Final = "validation.txt"
FOLDER_VARIABLE: Final = "XR_RIG_FOLDER"
"""Names the folder in which `monado` keeps what belongs to its service."""
START_S: Final = 20.0
_COMPLAINT = re.compile(r"^\[[^]]*\]\[VALID_ERROR \| (\S+) \| (\S+)\] : (.*)$", re.M)
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def unpacked() -> Path:
    """Where ``scripts/gl-fetch`` unpacks Monado and Mesa."""
    cache = os.environ.get("VISAVIS_CACHE") or Path("~/.cache/visavis-ci").expanduser()
    return Path(cache) / "trixie"


def missing() -> str:
    """What this machine lacks for a headset, in one line; "" for nothing."""
    if not (unpacked() / "usr/bin/monado-service").exists():
        return f"Monado is not in {unpacked()}: scripts/gl-fetch"
    return ""


class Monado:
    """One service; it can be killed and started again."""

    def __init__(self, folder: Path, display: str, *, is_composing: bool = False):
        """Prepare a service with its files in `folder`, which exists.

        With `is_composing` it shows what it composes in a window on `display`.
        """
        self.folder = folder
        self.log = folder / "monado.log"
        self._run, self._settings = folder / "run", folder / "config" / "monado"
        self._run.mkdir(mode=0o700)
        self._settings.mkdir(parents=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._hub: RemoteHub | None = None
        compositor = "FORCE_XCB" if is_composing else "NULL"
        self.env: dict[str, str] = {
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(self._run),
            "XDG_CONFIG_HOME": str(self._settings.parent),
            "XRT_NO_STDIN": "1",
            f"XRT_COMPOSITOR_{compositor}": "1",
            "XR_ENABLE_API_LAYERS": VALIDATION,
            "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
            "XR_CORE_VALIDATION_FILE_NAME": str(folder / VALIDATION_FILE),
        }
        """What a program needs to find this service and be watched by the layer."""

    @property
    def is_running(self) -> bool:
        """Whether the service is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the service and wait until programs can connect.

        Raises:
            RuntimeError: it ended or took too long; its log is quoted.
        """
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        driver = {"version": 0, "port": self._port, "view_count": 2}
        wanted = {"active": "remote", "remote": driver}
        (self._settings / "config_v0.json").write_text(json.dumps(wanted))
        door = self._run / "monado_comp_ipc"
        door.unlink(missing_ok=True)  # of a service that was killed
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [GL_RUN, str(unpacked() / "usr/bin/monado-service")],
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
            )
        end = time.monotonic() + START_S
        while not door.exists():
            if not self.is_running or time.monotonic() > end:
                self.stop()
                said = self.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"monado-service did not start:\n{said}")
            time.sleep(0.02)

    def hub(self) -> RemoteHub:
        """The user's body; the service takes one connection, so the last is closed."""
        self._hang_up()
        self._hub = RemoteHub(self._port)
        return self._hub

    def ctl(self, *words: str) -> str:
        """What ``monado-ctl`` says: it lists programs and recentres, among others."""
        done = subprocess.run(
            [GL_RUN, str(unpacked() / "usr/bin/monado-ctl"), *words],
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        return done.stdout

    def recentre(self) -> None:
        """Make the head's place the middle, as a headset's own button does."""
        self.ctl("-c")

    @contextlib.contextmanager
    def covered(self) -> Iterator[None]:
        """Meanwhile the user sees another program, and ours is not shown.

        So it is, too, where a headset sees that nobody wears it: the session goes back
        to SYNCHRONIZED, and to FOCUSED afterwards. Monado's remote driver cannot tell
        whether it is worn, but it shows the program that has come last.
        """
        with self._other() as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said == "here\n", f"the other program says {said!r}"
            yield

    @contextlib.contextmanager
    def _other(self) -> Iterator[subprocess.Popen[str]]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [GL_RUN, sys.executable, "-m", "tests.openxr.other_play"],
                env={**os.environ, **self.env, "XR_ENABLE_API_LAYERS": ""},
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                preexec_fn=_end_with_parent,
            )
        try:
            yield process
        finally:
            with process:  # closes its input, which ends it, and waits
                pass

    def kill(self) -> None:
        """Let the service die without a word, as a crash does."""
        self._hang_up()
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the service; does nothing where none runs."""
        self._hang_up()
        self._end(signal.SIGTERM)

    def _hang_up(self) -> None:
        hub, self._hub = self._hub, None
        if hub is not None:
            hub.close()

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    """A test that is killed leaves no service behind (Linux)."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def complaints(folder: Path) -> list[str]:
    """Errors that the validation layer has found, but those that are `KNOWN`.

    To be read when the program has ended, since the layer watches its end, too.
    """
    path = folder / VALIDATION_FILE
    if not path.exists():
        return ["the validation layer was not loaded"]
    found = _COMPLAINT.findall(path.read_text(errors="replace"))
    return [f"{call}: {why} ({rule})" for rule, call, why in found if rule not in KNOWN]


@contextlib.contextmanager
def monado(*, is_composing: bool = False) -> Iterator[Monado]:
    """A running service for this process, whose variables name display and folder."""
    folder = Path(os.environ[FOLDER_VARIABLE])
    service = Monado(folder, os.environ["DISPLAY"], is_composing=is_composing)
    os.environ.update(service.env)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def main(words: list[str]) -> int:
    """Run a program under the rig; gives its exit status."""
    is_composing = words[:1] == ["--window"]
    program = words[is_composing:]
    with xvfb() as display, tempfile.TemporaryDirectory(prefix="xr-") as folder:
        service = Monado(Path(folder), display, is_composing=is_composing)
        service.start()
        try:
            env = {**os.environ, **service.env}
            done = subprocess.run([GL_RUN, *program], env=env, check=False)
        finally:
            service.stop()
        for complaint in complaints(Path(folder)):
            sys.stderr.write(f"{complaint}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
