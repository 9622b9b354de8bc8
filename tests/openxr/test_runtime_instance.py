"""Finding a runtime and a headset, and saying calmly why there is none."""

from __future__ import annotations

import ctypes
import sys

import pytest
import xr

from sim.headsets.base import HeadsetUnavailable
from sim.openxr import instance
from sim.openxr.instance import EYE_GAZE, Runtime, text
from tests.openxr.fake_session import graphics_over


def test_a_runtime_says_what_it_is_and_what_it_offers(fake):
    runtime = Runtime(xr)
    assert (runtime.name, runtime.version) == ("Fake", "1.2.3")
    assert runtime.system_name == "Fake: Brille"
    assert runtime.recommended == (1000, 1100) and runtime.most == (2000, 2200)
    runtime.close()
    assert not fake.left()


def test_only_what_is_offered_and_wanted_is_switched_on(fake):
    fake.extensions.append("XR_VENDOR_unheard_of")
    fake.extensions.remove("XR_FB_passthrough")
    runtime = Runtime(xr)
    assert set(fake.enabled) == runtime.extensions
    assert runtime.has("XR_KHR_opengl_enable") and runtime.has("XR_EXT_local_floor")
    assert not runtime.has("XR_VENDOR_unheard_of")
    assert not runtime.has("XR_FB_passthrough")
    assert not runtime.has("XR_EXT_debug_utils")


def test_eyes_are_not_tracked_unless_it_was_asked_for(fake):
    fake.extensions.append(EYE_GAZE)
    assert not Runtime(xr).has(EYE_GAZE)
    assert Runtime(xr, optional=[EYE_GAZE]).has(EYE_GAZE)


FAILURES = {
    ("xrEnumerateInstanceExtensionProperties", "ERROR_RUNTIME_UNAVAILABLE"): "No",
    ("xrCreateInstance", "ERROR_RUNTIME_FAILURE"): "did not open",
    ("xrCreateInstance", "ERROR_API_VERSION_UNSUPPORTED"): "did not open",
    ("xrGetInstanceProperties", "ERROR_INSTANCE_LOST"): "did not open",
    ("xrGetSystem", "ERROR_FORM_FACTOR_UNAVAILABLE"): "no headset is connected",
    ("xrGetSystem", "ERROR_FORM_FACTOR_UNSUPPORTED"): "no headset is connected",
    ("xrGetSystemProperties", "ERROR_RUNTIME_FAILURE"): "did not open",
    ("xrEnumerateViewConfigurations", "ERROR_SYSTEM_INVALID"): "did not open",
    ("xrEnumerateViewConfigurationViews", "ERROR_SYSTEM_INVALID"): "did not open",
    ("xrEnumerateEnvironmentBlendModes", "ERROR_SYSTEM_INVALID"): "did not open",
}


@pytest.mark.parametrize(("call", "says"), FAILURES.items())
def test_each_failure_is_one_calm_line_and_leaves_nothing_behind(fake, call, says):
    name, result = call
    fake.failing[name] = int(xr.Result[result])
    with pytest.raises(HeadsetUnavailable) as told:
        Runtime(xr)
    line = str(told.value)
    assert says in line and "\n" not in line and "screen" in line
    assert not fake.left()


def test_a_runtime_without_opengl_is_named_as_such(fake):
    fake.extensions.remove("XR_KHR_opengl_enable")
    with pytest.raises(HeadsetUnavailable, match="XR_KHR_opengl_enable"):
        Runtime(xr)


def test_a_device_with_one_picture_for_both_eyes_is_no_headset(fake):
    fake.view_kinds = [xr.ViewConfigurationType.PRIMARY_MONO]
    with pytest.raises(HeadsetUnavailable, match="two eyes"):
        Runtime(xr)


def test_messages_reach_the_listener_as_plain_words(fake):
    heard = []
    runtime = Runtime(xr, on_message=lambda *words: heard.append(words))
    assert runtime.has("XR_EXT_debug_utils")
    data = xr.DebugUtilsMessengerCallbackDataEXT()
    data._message_id, data._message = b"VUID-1", b"wrong \xff"
    call = runtime._messenger._user_callback
    assert not call(4096, 1, ctypes.pointer(data), None)
    data._message_id = None
    assert not call(4096, 1, ctypes.pointer(data), None)
    wrong = "wrong \N{REPLACEMENT CHARACTER}"
    assert heard == [(4096, "VUID-1", wrong), (4096, "", wrong)]


def test_a_driver_that_is_too_old_is_named_with_what_is_asked_for(fake):
    fake.least_gl = xr.Version(4, 6, 0)
    graphics = graphics_over()
    with pytest.raises(HeadsetUnavailable, match=r"OpenGL 4\.5.*asks for 4\.6"):
        graphics.check(Runtime(xr))
    fake.least_gl = xr.Version(4, 5, 0)
    graphics.check(Runtime(xr))


def test_a_driver_newer_than_the_runtime_was_tested_with_is_welcome(fake):
    graphics = graphics_over()
    graphics.gl.version = b"9.1.0 Vendor"
    graphics.check(Runtime(xr))


@pytest.mark.parametrize(
    ("system", "name", "is_kept"),
    [
        ("linux", b"SteamVR/OpenXR", True),
        ("win32", b"SteamVR/OpenXR", False),
        ("linux", b"Fake", False),
    ],
)
def test_an_instance_whose_end_would_hang_is_kept_for_the_next_time(
    fake, monkeypatch, system, name, is_kept
):
    monkeypatch.setattr(instance, "_SPARE", {})
    monkeypatch.setattr(sys, "platform", system)
    fake.name = name
    for _ in range(3):
        Runtime(xr).close()
    assert fake.count("xrCreateInstance") == (1 if is_kept else 3)
    assert fake.count("xrDestroyInstance") == (0 if is_kept else 3)
    Runtime(xr, optional=()).close()  # with other extensions it is another one
    assert fake.count("xrCreateInstance") == (2 if is_kept else 4)


def test_a_kept_instance_that_was_lost_is_said_to_be(fake, monkeypatch):
    monkeypatch.setattr(instance, "_SPARE", {})
    monkeypatch.setattr(sys, "platform", "linux")
    fake.name = b"SteamVR/OpenXR"
    Runtime(xr).close()
    fake.failing["xrGetInstanceProperties"] = int(xr.Result.ERROR_INSTANCE_LOST)
    with pytest.raises(HeadsetUnavailable, match="did not open"):
        Runtime(xr)
    assert fake.count("xrDestroyInstance") == 0
    fake.failing.clear()
    Runtime(xr)
    assert fake.count("xrCreateInstance") == 2


def test_a_name_of_any_kind_can_be_read():
    assert text(b"a\xc3") == "a\N{REPLACEMENT CHARACTER}"
    assert text(None) == ""
