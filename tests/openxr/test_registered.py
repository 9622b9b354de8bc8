"""Which runtime a computer names, and whether it runs: seen without loading it."""

from __future__ import annotations

import ctypes
import json
import platform
import socket
import sys
import time
from types import SimpleNamespace

import pytest

from sim.openxr import registered, running

LIBRARY = "libopenxr_monado.so"


def manifest(path, name="Monado", library=LIBRARY):
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"library_path": library} | ({"name": name} if name else {})
    path.write_text(json.dumps({"file_format_version": "1.0.0", "runtime": told}))
    return path


@pytest.fixture
def environ(tmp_path):
    """Folders of nobody's."""
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_DIRS": f"{tmp_path}/first:{tmp_path}/second",
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
    }


def active(folder, **about):
    return manifest(folder / "openxr" / "1" / "active_runtime.json", **about)


def test_the_variable_comes_first_then_the_users_file_then_the_systems(
    environ, tmp_path
):
    assert registered.find(environ) is None
    active(tmp_path / "second", name="Second")
    active(tmp_path / "first", name="First")
    assert registered.find(environ).name == "First"
    active(tmp_path / "home" / ".config", name="Mine")
    assert registered.find(environ).name == "Mine"
    environ["XDG_CONFIG_HOME"] = str(tmp_path / "elsewhere")
    assert registered.find(environ).name == "First"
    given = str(manifest(tmp_path / "given.json", name="Given"))
    found = registered.find({**environ, "XR_RUNTIME_JSON": given})
    assert (found.name, found.origin) == ("Given", "XR_RUNTIME_JSON")


def test_a_file_for_this_kind_of_machine_comes_before_the_plain_one(environ, tmp_path):
    plain = active(tmp_path / "first", name="Any machine")
    manifest(
        plain.with_name(f"active_runtime.{platform.machine()}.json"), name="This one"
    )
    assert registered.find(environ).name == "This one"


def test_the_places_are_named_for_people(environ, tmp_path):
    places = registered.places(environ)
    assert places[0] == "XR_RUNTIME_JSON"
    assert places[1] == f"{tmp_path}/home/.config/openxr/1/active_runtime.json"
    assert places[-1] == "/etc/openxr/1/active_runtime.json"


@pytest.mark.parametrize(
    "raw", ["", "[]", "{}", '{"runtime": 3}', '{"runtime": {"name": "x"}}', "\x00"]
)
def test_what_is_no_manifest_is_said_and_not_raised(raw, environ, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text(raw)
    found = registered.find({**environ, "XR_RUNTIME_JSON": str(path)})
    assert found.problem.startswith("the file is no manifest")


def test_a_file_or_a_library_that_is_gone_is_named(environ, tmp_path):
    gone = registered.find({"XR_RUNTIME_JSON": str(tmp_path / "gone.json")})
    assert gone.problem == "the file is not there"
    path = manifest(tmp_path / "a" / "steam.json", "SteamVR", "../bin/vrclient.so")
    given = {"XR_RUNTIME_JSON": str(path)}
    assert (
        registered.find(given).problem == "its library ../bin/vrclient.so is not there"
    )
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "vrclient.so").touch()
    assert registered.find(given).problem == ""


@pytest.mark.parametrize(
    ("file", "name", "library", "title"),
    [
        ("openxr_monado.json", "Monado", "libopenxr_monado.so", "Monado"),
        ("active_runtime.json", "", "libopenxr_wivrn.so", "WiVRn"),
        ("steamxr_win64.json", "", "vrclient_x64.dll", "SteamVR"),
        ("oculus_openxr_64.json", "", "LibOVRRT64_1.dll", "Meta Quest Link"),
        ("virtualdesktop-openxr.json", "", "vdxr.dll", "Virtual Desktop"),
        (
            "VarjoOpenXR.json",
            "Varjo OpenXR Runtime",
            "varjo.dll",
            "Varjo OpenXR Runtime",
        ),
        ("other.json", "", "other.so", "other"),
    ],
)
def test_a_runtime_is_called_what_people_call_it(
    file, name, library, title, environ, tmp_path
):
    # a folder of another name means nothing
    path = manifest(tmp_path / "steamapps" / file, name, library)
    found = registered.find({**environ, "XR_RUNTIME_JSON": str(path)})
    assert running.title_of(found) == title


@pytest.mark.parametrize(
    ("name", "sign"),
    [("Monado", "monado_comp_ipc"), ("WiVRn", "wivrn/comp_ipc")],
)
def test_monado_and_wivrn_run_while_their_socket_is_there(
    name, sign, environ, tmp_path
):
    found = registered.find(
        {"XR_RUNTIME_JSON": str(manifest(tmp_path / "a.json", name, "lib.so"))}
    )
    assert running.is_running(found, environ) is False
    path = tmp_path / "run" / sign
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        assert running.is_running(found, environ) is True
    assert path.exists()  # as after a runtime that has ended
    assert running.is_running(found, environ) is False


def test_a_system_that_does_not_tell_who_listens_is_believed(tmp_path):
    path = tmp_path / "door"
    path.touch()
    assert running._is_listened_to(path, tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("SteamVR", "vrserver"),
        ("oculus", "OVRServer_x64"),
        ("virtualdesktop", "VirtualDesktop.Server"),
    ],
)
def test_the_others_run_while_their_program_does(name, program, tmp_path):
    path = manifest(tmp_path / "a.json", name, "lib.so")
    found = registered.find({"XR_RUNTIME_JSON": str(path)})
    assert running.is_running(found, {}, lambda: frozenset({"bash", program}))
    assert running.is_running(found, {}, lambda: frozenset({"bash"})) is False


def test_of_a_runtime_without_known_signs_nobody_can_tell(tmp_path):
    path = manifest(tmp_path / "a.json", "Another", "lib.so")
    found = registered.find({"XR_RUNTIME_JSON": str(path)})
    assert running.is_running(found, {}) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="posix")
def test_programs_that_run_are_seen():
    assert any("python" in name or "pytest" in name for name in programs())


def programs():
    return running.running_programs()


class Kernel:
    """The two calls of ``kernel32`` that list programs."""

    def __init__(self, names):
        self._names = list(names)
        self.closed = 0
        self.CreateToolhelp32Snapshot = SimpleNamespace()
        self.CreateToolhelp32Snapshot = _Call(lambda *words: 77)
        self.Process32FirstW = self.Process32NextW = self._next

    def _next(self, shot, entry):
        assert shot.value == 77
        told = entry._obj
        assert told.size == ctypes.sizeof(told)
        if not self._names:
            return 0
        told.name = self._names.pop(0)
        return 1

    def CloseHandle(self, shot):  # noqa: N802
        self.closed += 1


class _Call:
    """A function of C, which can be told what it returns."""

    def __init__(self, act):
        self._act = act
        self.restype = None

    def __call__(self, *words):
        return self._act(*words)


def test_windows_is_asked_for_its_programs_once_and_left_in_order():
    kernel = Kernel(["System", "vrserver.exe", "OVRServer_x64.exe"])
    seen = running._of_windows(kernel)
    assert seen == {"System", "vrserver", "OVRServer_x64"}
    assert kernel.closed == 1


def test_windows_names_its_runtime_in_the_registry(monkeypatch, tmp_path):
    path = manifest(tmp_path / "steamxr_win64.json", "SteamVR", "vrclient_x64.dll")

    class Key:
        def __enter__(self):
            return "open"

        def __exit__(self, *words):
            return False

    def opened(where, key):
        assert (where, key) == ("machine", r"SOFTWARE\Khronos\OpenXR\1")
        return Key()

    winreg = SimpleNamespace(
        HKEY_LOCAL_MACHINE="machine",
        OpenKey=opened,
        QueryValueEx=lambda key, value: (str(path), 1),
    )
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    monkeypatch.setattr(sys, "platform", "win32")
    found = registered.find({})
    assert running.title_of(found) == "SteamVR"
    assert found.origin.endswith(r"OpenXR\1\ActiveRuntime")
    assert found.origin in registered.places({})

    def missing(where, key):
        raise FileNotFoundError

    winreg.OpenKey = missing
    assert registered.find({}) is None


def test_looking_costs_less_than_50_ms(environ):
    begin_s = time.perf_counter()
    for _ in range(10):
        registered.find(environ)
    assert (time.perf_counter() - begin_s) / 10 < 0.05
