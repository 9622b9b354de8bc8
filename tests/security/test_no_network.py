"""Without a server of the user's own choice, nothing tries to reach the network.

Each run is in a network namespace without a route, whose own counters also see what
native code does, and every Python process has an audit hook beside it.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assets import ROOT

GUARD = Path(__file__).parent / "guard"
COUNTED = {
    "/proc/net/snmp": {
        "Ip": ("OutRequests", "OutNoRoutes"),
        "Tcp": ("ActiveOpens",),
        "Udp": ("OutDatagrams",),
    },
}
LINES = "Thanks for making time.\nHow is this for you?\n/skip\nCould we talk again?\n"


@functools.cache
def namespace():
    """The command that gives a process a network of its own, without any way out."""
    for words in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare"):
            tried = subprocess.run([*words, "true"], capture_output=True, check=False)
            if tried.returncode == 0:
                return words
    return None


@pytest.fixture
def alone(tmp_path):
    """Run words without a network; returns the run, its tries and the hook's lines."""
    if namespace() is None:
        pytest.skip("network namespaces are refused here (only posix root has them)")

    def run(*words, timeout=240, **env):
        log, counts = tmp_path / "guard.log", tmp_path / "counts"
        script = '"$@"; code=$?; cat /proc/net/snmp > "$COUNTS"; exit $code'
        done = subprocess.run(
            [*namespace(), "sh", "-c", script, "sh", *map(str, words)],
            capture_output=True, text=True, timeout=timeout, check=False,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("HF_")},
                "GUARD_LOG": str(log), "COUNTS": str(counts),
                "PYTHONPATH": str(GUARD), **env,
            },
        )  # fmt: skip
        lines = log.read_text().splitlines() if log.exists() else []
        return done, tries(counts.read_text()), lines

    return run


def tries(text):
    """What the kernel counted of sending and connecting, where it is not 0."""
    rows = [line.split() for line in text.splitlines()]
    found = {}
    for names, values in zip(rows[::2], rows[1::2], strict=True):
        for name in COUNTED["/proc/net/snmp"].get(names[0].rstrip(":"), ()):
            if (value := int(values[names.index(name)])) != 0:
                found[name] = value
    return found


def touched(lines):
    return [line for line in lines if " started " not in f"{line} "]


def rehearse(tmp_path, *words):
    script = tmp_path / "script.txt"
    script.write_text(LINES)
    return (
        sys.executable, "-m", "sim", "rehearse", "hearing_no", "--headset", "none",
        "--script", script, "--seed", "1", "--json", *words,
    )  # fmt: skip


def test_the_guard_and_the_kernel_see_a_try(alone):
    code = (
        "import socket;s = socket.socket(); s.settimeout(1);s.connect(('192.0.2.1', 9))"
    )
    done, seen, lines = alone(sys.executable, "-c", code)
    assert done.returncode != 0
    assert len(touched(lines)) == 1
    assert not seen
    done, seen, _ = alone("bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/9")
    assert done.returncode != 0
    assert seen, "what is no Python is seen by the kernel's counters"


@pytest.mark.eval
def test_a_typed_rehearsal_with_a_record_reaches_for_nothing(alone, tmp_path):
    secret = {"VISAVIS_PASSPHRASE": "a good long passphrase"}
    done, seen, lines = alone(*rehearse(tmp_path, "--text"), **secret)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"event": "reply"') >= 3
    assert not seen
    assert not touched(lines), lines
    # stage and mind, at least, had the hook
    assert len({line.split()[0] for line in lines}) >= 2


@pytest.mark.eval
@pytest.mark.model
def test_a_spoken_rehearsal_reaches_for_nothing(alone, tmp_path):
    heard = tmp_path / "heard.wav"
    words = rehearse(tmp_path, "--voice", "on", "--speaker", heard, "--no-save")
    done, seen, lines = alone(*words, timeout=500)
    assert done.returncode == 0, done.stderr
    assert heard.stat().st_size > 44
    assert not seen
    assert not touched(lines), lines


@pytest.mark.window
def test_a_window_reaches_for_nothing(alone, tmp_path, display):
    words = list(rehearse(tmp_path, "--voice", "off", "--no-save", "--text"))
    words[words.index("none")] = "desktop"
    (tmp_path / "script.txt").write_text("Hello there.\n/leave\n")
    done, seen, lines = alone(*words, DISPLAY=display)
    assert done.returncode == 0, done.stderr
    assert not seen
    assert not touched(lines), lines


def test_the_library_of_the_voice_does_not_report_to_its_maker(alone, tmp_path):
    """From 1.29 on it does so after some seconds, from native code, unless told not to;
    at once it writes down a number for the device, which is what is looked for here."""
    code = (
        "from dialogue import registry\n"
        "from dialogue.offline import stay_offline\n"
        "stay_offline()\n"
        "import onnxruntime\n"
        "place = str(registry.resolve('silero').main)\n"
        "onnxruntime.InferenceSession(place, providers=['CPUExecutionProvider'])\n"
    )
    empty = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done, seen, _ = alone(sys.executable, "-c", code, **empty)
    assert done.returncode == 0, done.stderr
    assert not seen
    assert not [p for p in tmp_path.rglob("*") if "onnxruntime" in str(p).lower()]


def test_whoever_loads_that_library_has_told_it_so_before():
    folders = ("sim", "avatars", "scenes", "dialogue", "benchmarks", "scripts")
    for path in (p for name in folders for p in (ROOT.parent / name).rglob("*.py")):
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        for at, line in enumerate(lines):
            if line.startswith(("import onnxruntime", "from faster_whisper import W")):
                assert lines[at - 1] == "stay_offline()", f"{path}:{at + 1}"


@pytest.mark.model
def test_a_language_model_by_name_is_looked_for_here_only(alone):
    code = (
        "from dialogue.models import transformers_local\n"
        "from dialogue.models.base import ModelError\n"
        "try: transformers_local.create({'model': 'somebody/some-model'}).warm()\n"
        "except ModelError as error: print('refused:', error)\n"
    )
    done, seen, lines = alone(sys.executable, "-c", code)
    assert "refused:" in done.stdout, done.stderr
    assert not seen
    assert not touched(lines), lines
