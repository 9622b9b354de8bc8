"""``visavis headset`` and the doctor: what is there, what is in the way, what next."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time

import pytest
import xr

from sim import cli
from sim.commands import headset, headset_state
from sim.headsets.base import HeadsetUnavailable
from sim.openxr import library, registered
from sim.openxr.instance import Runtime
from sim.openxr.offers import in_session, of_runtime
from tests.openxr.fake_session import graphics_over
from tests.openxr.fake_xr import beneath
from tests.openxr.rig import ROOT, missing
from tests.openxr.test_registered import manifest


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A computer without any runtime."""
    monkeypatch.delenv("XR_RUNTIME_JSON", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "dirs"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(
        registered, "files", lambda environ: iter([tmp_path / "active_runtime.json"])
    )
    return tmp_path


@pytest.fixture
def monado(nowhere, monkeypatch):
    """Monado is set up; `monado_comp_ipc` in the folder makes it run."""
    monkeypatch.setenv("XR_RUNTIME_JSON", str(manifest(nowhere / "monado.json")))
    return nowhere


@pytest.fixture
def fake(monado, monkeypatch):
    """It runs, and answers."""
    monkeypatch.delenv("DISPLAY", raising=False)
    with socket.socket(socket.AF_UNIX) as door, beneath(monkeypatch) as one:
        door.bind(str(monado / "monado_comp_ipc"))
        door.listen()
        yield one


def asked(capsys, *words):
    assert cli.main(["headset", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_without_a_runtime_it_says_where_it_looked_and_loads_nothing(nowhere, capsys):
    told = asked(capsys)
    assert not told["can_be_used"]
    assert "is set up" in told["problem"]
    assert "XR_RUNTIME_JSON" in told["next"]
    assert "active_runtime.json" in told["next"]


def test_one_that_does_not_run_is_not_asked_unless_one_says_so(
    monado, capsys, monkeypatch
):
    def never():
        raise AssertionError("was loaded")

    monkeypatch.setattr(library, "load", never)
    told = asked(capsys)
    assert told["problem"] == "Monado does not run"
    assert "monado-service" in told["next"]
    assert "--start" in told["next"]

    def refused():
        raise HeadsetUnavailable("was asked")

    monkeypatch.setattr(library, "load", refused)
    assert asked(capsys, "--start")["problem"] == "was asked"


def test_a_manifest_that_is_gone_is_said(nowhere, monkeypatch, capsys):
    monkeypatch.setenv("XR_RUNTIME_JSON", str(nowhere / "gone.json"))
    told = asked(capsys)
    assert (
        "gone.json, named by XR_RUNTIME_JSON: the file is not there"
        in (told["problem"])
    )


def test_what_the_runtime_offers_is_told(fake, capsys):
    fake.blend_modes = [
        xr.EnvironmentBlendMode.OPAQUE,
        xr.EnvironmentBlendMode.ADDITIVE,
    ]
    told = asked(capsys, "--quick")
    assert told["can_be_used"]
    offers = told["offers"]
    assert (offers["runtime"], offers["version"]) == ("Fake", "1.2.3")
    assert offers["headset"] == "Fake: Brille"
    assert offers["eye_size"] == [1000, 1100]
    assert offers["blend_modes"] == ["opaque", "additive"]
    assert offers["passthrough"] == "layer"
    assert offers["eyes"] is False
    assert "XR_FB_passthrough" in offers["used"]
    assert not fake.left()


def test_eyes_are_not_asked_about_without_consent(fake, capsys):
    fake.extensions.append("XR_EXT_eye_gaze_interaction")
    told = asked(capsys, "--quick")["offers"]
    assert told["eyes"] is None
    assert "XR_EXT_eye_gaze_interaction" not in told["used"]
    assert "XR_EXT_eye_gaze_interaction" in told["extensions"]


def test_without_a_display_the_session_is_not_tried(fake, capsys):
    told = asked(capsys)
    assert not told["can_be_used"]
    assert "DISPLAY is not set" in told["problem"]
    assert told["offers"]["headset"] == "Fake: Brille"


def test_a_session_tells_rates_spaces_and_formats(fake):
    runtime = Runtime(xr)
    told = in_session(runtime, graphics_over())
    runtime.close()
    assert told.refresh_rates == (72.0, 90.0, 120.0)
    assert told.refresh_rate == 90.0
    assert told.spaces == ("view", "local", "stage", "local_floor")
    assert told.space == "stage"
    assert told.formats == ("RGBA16F", "SRGB8_ALPHA8", "RGBA8", "DEPTH24_STENCIL8")
    assert told.opengl == "4.5"
    assert not fake.left()


@pytest.mark.parametrize(
    ("fails", "said", "step"),
    [
        ("headset", "no headset is connected", "plug the headset in"),
        ("opengl", "lacks XR_KHR_opengl_enable", "use-a-headset.md"),
        ("stereo", "has not two eyes", "use-a-headset.md"),
    ],
)
def test_what_the_runtime_lacks_is_said_with_a_next_step(
    fails, said, step, fake, capsys
):
    if fails == "headset":
        fake.failing["xrGetSystem"] = xr.Result.ERROR_FORM_FACTOR_UNAVAILABLE
    elif fails == "opengl":
        fake.extensions.remove("XR_KHR_opengl_enable")
    else:
        fake.view_kinds = [xr.ViewConfigurationType.PRIMARY_MONO]
    told = asked(capsys)
    assert said in told["problem"]
    assert step in told["next"]
    (program, here) = headset_state.findings()
    assert program.is_fine and not here.is_fine
    assert said in here.found
    assert step in here.remedy


def test_one_that_never_answers_keeps_nobody_waiting():
    begin_s = time.perf_counter()
    with pytest.raises(HeadsetUnavailable, match="SteamVR gave no answer"):
        headset_state.answered("SteamVR", lambda xr: time.sleep(5), within_s=0.05)
    assert time.perf_counter() - begin_s < 2


def test_a_loader_that_does_not_load_is_said_in_one_line(monkeypatch, capsys):
    def broken(name):
        print("platform.system() = 'Darwin'")
        raise NotImplementedError

    monkeypatch.setattr(library.importlib, "import_module", broken)
    with pytest.raises(HeadsetUnavailable, match="does not load here"):
        library.load()
    assert capsys.readouterr().out == ""


def test_the_doctor_asks_only_what_runs(monado, monkeypatch):
    def never():
        raise AssertionError("was loaded")

    monkeypatch.setattr(library, "load", never)
    program, here = headset_state.findings()
    assert program.found == "Monado, named by XR_RUNTIME_JSON"
    assert (here.is_fine, here.found) == (False, "Monado does not run")
    monkeypatch.setenv(
        "XR_RUNTIME_JSON", str(manifest(monado / "a.json", "Another", "lib.so"))
    )
    _, here = headset_state.findings()
    assert here.found == "not asked"


def test_plain_words_for_people(fake):
    report = headset.Report(headset_state.standing())
    runtime = Runtime(xr)
    report.offers = of_runtime(runtime)
    report.session = in_session(runtime, graphics_over())
    runtime.close()
    said = dict(headset.lines(report))
    assert said["refresh rate"] == "90 Hz; to choose from: 72, 90, 120"
    assert said["shows the real room"] == "yes, behind the picture"
    assert said["picture for each eye"] == "1000 x 1100 pixels"
    assert said["spaces"].endswith("used is stage: the floor is known")


@pytest.mark.monado
def test_monado_is_told_without_a_window(in_headset):
    seen = in_headset("headset_play")
    told = seen["told"]
    assert told["can_be_used"]
    assert told["program"] == "Monado"
    assert told["offers"]["headset"] == "Monado: Remote HMD"
    assert told["offers"]["turning"] and told["offers"]["moving"]
    assert "SRGB8_ALPHA8" in told["session"]["formats"]
    assert "stage" in told["session"]["spaces"]
    assert seen["doctor"] == [True, True]
    assert seen["windows"] == 0
    # both leave the file of their socket behind
    assert seen["killed"]["problem"] == "Monado does not run"
    assert seen["stopped"]["problem"] == "Monado does not run"
    assert "did not open" in seen["started"]["problem"]


@pytest.mark.monado
def test_who_names_nothing_is_in_the_headset_where_its_program_runs(tmp_path):
    """The whole command; a script stands for the user, who wears it from the start."""
    if why := missing():
        pytest.skip(why)
    script = tmp_path / "script.txt"
    script.write_text("Hello.\n")
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.openxr.rig", sys.executable, "-m", "sim",
            "--debug", "rehearse", "sex_hurts", "--text", "--no-save", "--json",
            "--seed", "5", "--script", str(script),
        ],
        env={**os.environ, "LP_NUM_THREADS": "1"},
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "the headset is on" in done.stderr
    events = [json.loads(one) for one in done.stdout.splitlines() if one[:1] == "{"]
    kinds = [one["event"] for one in events]
    assert "paused" not in kinds
    assert kinds.count("utterance") == 1
    assert kinds[-1] == "debrief"
    assert "VUID" not in done.stderr


def test_a_start_without_a_headset_loads_no_part_of_openxr(tmp_path):
    """What ``visavis`` does first; a child, so that nothing is loaded already."""
    program = (
        "import sys, time, sim.commands.rehearse as r; b = time.perf_counter(); "
        "names = r.order('auto'); took = time.perf_counter() - b; "
        "print(names, 'xr' in sys.modules, took < 0.05)"
    )
    env = {k: v for k, v in os.environ.items() if k != "XR_RUNTIME_JSON"}
    env |= {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "('desktop',) False True"
