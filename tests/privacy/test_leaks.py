"""What was said stands in the vault and nowhere else, however the program ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dialogue.registry import cache_folder
from sim import crash
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault

ROOT = Path(__file__).parents[2]
SECRET = "a good long passphrase"
PHRASE = "heronfeather"
"""Stands in every planted line."""
LINES = (
    f"I saw the first {PHRASE} last night, and it hurt.",
    f"And the second {PHRASE} was worse, I think.",
    f"Thank you for hearing of the {PHRASE}.",
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits are posix")


def forms() -> list[bytes]:
    """The planted word as a program could have written it."""
    word = PHRASE
    return [word.encode(), word.encode("utf-16-le"), word.encode("utf-32-le")]


def rehearse(
    folder: Path, crash: str
) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    """A rehearsal in folders of its own; its end, and what was opened for writing."""
    for name in ("cwd", "tmp", "user"):
        (folder / name).mkdir()
    script = folder.parent / f"{folder.name}.txt"
    script.write_text("\n".join(LINES))
    trace = folder.parent / f"{folder.name}.trace"
    words = ["--debug", "rehearse", "sex_hurts", "--headset", "none", "--text",
             "--seed", "5", "--script", str(script)]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.privacy.leaking", *words],
        cwd=folder / "cwd",
        env={
            **os.environ,
            "TRACE": str(trace),
            "CRASH": crash,
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(folder / "user"),
            "TMPDIR": str(folder / "tmp"),
            "VISAVIS_HOME": str(folder / "user" / "visavis"),
            "VISAVIS_PASSPHRASE": SECRET,
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    rows = trace.read_text().splitlines() if trace.exists() else []
    return done, [row.split(" ", 1) for row in rows]


@posix
@pytest.mark.parametrize(
    "crash",
    [
        "mind",
        "stage",
        pytest.param("none", marks=pytest.mark.soak),
        pytest.param("abort", marks=pytest.mark.soak),
        pytest.param("thread", marks=pytest.mark.soak),
    ],
)
def test_nothing_that_was_said_is_in_a_file_a_log_or_a_crash_report(
    tmp_path: Path, crash: str
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    done, rows = rehearse(folder, crash)
    opened = {path for _, path in rows if not path.endswith(".trace")}
    assert PHRASE not in done.stderr, done.stderr
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(form in data for form in forms()), path
        assert PHRASE not in path.name
    # the product's own lines as vectors, made once per computer: nothing that was said
    vectors = str(cache_folder() / "wordings")
    allowed = (str(folder), "/dev/", "/proc/self/fd", vectors)
    outside = {path for path in opened if path.startswith("/")}
    outside = {path for path in outside if not path.startswith(allowed)}
    assert not outside, "files outside of the vault, the home and the temporary folder"
    assert any(path.endswith("key.json.new") for path in opened), "nothing was watched"
    processes = {process for process, _ in rows}
    assert len(processes) >= 2, "mind was not watched"
    if crash in ("mind", "stage", "thread"):
        assert "RuntimeError" in done.stderr, "the crash was not provoked"
        assert "leaking.py" in done.stderr, "a report must say where"
    assert not list((folder / "cwd").iterdir()), "the working folder was written to"
    assert not [path for path in (folder / "tmp").rglob("*") if path.is_file()]
    with Vault.open(KeySource(SECRET), folder / "user" / "visavis") as vault:
        (info,) = vault.sessions()
        said = [e["text"] for e in vault.events(info.id) if e["event"] == "utterance"]
    assert said == list(LINES[: len(said)]) and said, "the vault is where it belongs"


def test_an_outline_names_places_and_no_value_or_message() -> None:
    secret = "what I said"
    try:
        try:
            raise KeyError(secret)
        except KeyError as inner:
            raise ValueError(f"bad: {secret}") from inner
    except ValueError as error:
        told, short = crash.outline(error), crash.place(error)
    assert secret not in told + short
    assert re.search(r"ValueError.*\n  tests/privacy/test_leaks\.py:\d+ in test_", told)
    assert "KeyError" in told
    assert short.startswith("ValueError in tests/privacy/test_leaks.py, line ")


@posix
def test_a_crash_writes_no_image_of_the_memory(tmp_path: Path) -> None:
    code = (
        "import os, resource, sys\n"
        "from sim.privacy.forgetting import no_core_dumps\n"
        "hard = resource.getrlimit(resource.RLIMIT_CORE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))\n"
        "no_core_dumps()\n"
        "print(*resource.getrlimit(resource.RLIMIT_CORE))\n"
        "if sys.platform == 'linux':\n"
        "    import ctypes\n"
        "    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
        "sys.stdout.flush()\n"
        "os.abort()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode < 0, "it did not crash"
    assert done.stdout.split() in (["0", "0", "0"], ["0", "0"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["sim", "avatars", "scenes", "dialogue"])
def test_no_module_prints_local_values_or_uses_a_clipboard(name: str) -> None:
    banned = re.compile(
        r"show_locals|capture_locals|cgitb|faulthandler|[Cc]lipboard\(|pyperclip"
        r"|traceback\.print|print_exc"
    )
    for path in (ROOT / name).rglob("*.py"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not banned.search(line), f"{path}:{number}: {line.strip()}"
