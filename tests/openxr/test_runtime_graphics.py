"""OpenGL as runtimes leave it: contexts taken, errors left standing, two systems."""

from __future__ import annotations

import ctypes
import sys
from types import ModuleType, SimpleNamespace

import pytest
import xr

from sim.headsets.base import HeadsetUnavailable
from sim.openxr import graphics as graphics_module
from sim.openxr.copying import Copying
from sim.openxr.graphics import Graphics
from tests.openxr.fake_session import FakeGl, fill, frames, graphics_over, opened


def test_a_context_that_a_runtime_took_is_ours_again_after_every_call(fake):
    _, graphics, session = opened()
    frames(session)
    platform = graphics._platform
    for step in (session.wait, lambda: session.end(copied=False)):
        platform.is_ours = False
        step()
        assert platform.is_ours
    platform.is_ours = False
    session.close()
    assert platform.is_ours


def test_the_context_is_left_alone_while_it_is_ours(fake):
    _, graphics, session = opened()
    frames(session, 5)
    assert graphics._platform.made_current == 0


def test_a_context_that_went_with_its_window_is_not_asked_for(fake):
    _, graphics, _ = opened()
    graphics.base.win.isValid = lambda: False
    graphics._platform.is_ours = False
    graphics.gl.errors = [1282]
    graphics.tidy()
    graphics.make_current()
    assert graphics._platform.made_current == 0 and graphics.gl.errors == [1282]


def test_errors_that_a_runtime_leaves_do_not_stay(fake):
    _, graphics, session = opened()
    session.poll()
    graphics.gl.errors = [1280, 1282]
    session.wait()
    assert graphics.gl.errors == []
    fill(session)
    graphics.gl.errors = [1282]
    session.end(copied=True)
    assert graphics.gl.errors == []


def test_errors_of_ours_are_gone_before_the_runtime_looks(fake):
    errors = [1281]
    seen = []
    made = fake.xrCreateSession
    fake.xrCreateSession = lambda *words: (seen.append(list(errors)), made(*words))[1]
    graphics = graphics_over()
    graphics.gl.errors = errors
    from sim.openxr.instance import Runtime
    from sim.openxr.session import Session

    Session(Runtime(xr), graphics)
    assert seen == [[]]


def test_a_lost_context_that_has_errors_for_ever_does_not_hang():
    graphics = graphics_over()
    graphics.gl.errors = [1287] * 1000
    assert graphics.drain() == 16


def test_a_texture_that_could_not_be_made_is_no_number():
    graphics = graphics_over()
    assert graphics.texture_id(graphics.picture) == 5
    assert graphics.texture_id(SimpleNamespace(prepareNow=lambda *words: None)) == 0


def refusing(gl, name):
    """Let OpenGL refuse every call of `name`."""
    call = gl.__getattr__(name)
    setattr(gl, name, lambda *words: (call(*words), gl.errors.append(1282)))


def test_colour_is_copied_byte_by_byte():
    graphics = graphics_over()
    graphics.gl.errors = [1280]  # somebody else's
    assert Copying(graphics).copy(5, 9, (64, 32))
    assert graphics.gl.names() == ["glCopyImageSubData"]


def test_a_picture_that_cannot_be_copied_is_blitted_from_then_on():
    graphics = graphics_over()
    refusing(graphics.gl, "glCopyImageSubData")
    copying = Copying(graphics)
    assert copying.copy(5, 9, (64, 32)) and copying.copy(5, 9, (64, 32))
    assert graphics.gl.names().count("glCopyImageSubData") == 1
    assert graphics.gl.names().count("glBlitFramebuffer") == 2


def test_a_picture_that_nothing_copies_is_told(fake):
    _, graphics, session = opened()
    quad = session.layers.add_quad((64, 32), (1, 1))
    quad.texture = graphics.picture
    refusing(graphics.gl, "glCopyImageSubData")
    refusing(graphics.gl, "glBlitFramebuffer")
    assert not session.copying.copy(5, 9, (64, 32))
    frames(session, 2)
    tries = graphics.gl.names().count("glBlitFramebuffer")
    frames(session, 2)
    assert graphics.gl.names().count("glBlitFramebuffer") == tries + 2  # tries again


def test_depth_is_blitted_without_the_scissor_and_a_refusal_is_told():
    graphics = graphics_over()
    gl, copying = graphics.gl, Copying(graphics)
    assert copying.copy_depth(5, 9, (64, 32))
    ((_, *words),) = [one for one in gl.calls if one[0] == "glBlitFramebuffer"]
    assert words[:8] == [0, 0, 64, 32, 0, 0, 64, 32]
    around = [one for one in gl.calls if one[0] in ("glDisable", "glEnable")]
    # only what was on is switched, and on again: Panda3D keeps a book of it
    assert around == [("glDisable", "GL_SCISSOR_TEST"), ("glEnable", "GL_SCISSOR_TEST")]
    refusing(gl, "glBlitFramebuffer")
    assert not copying.copy_depth(5, 9, (64, 32))
    copying.close()
    copying.close()
    assert gl.names().count("glDeleteFramebuffers") == 1


class Win32Binding(ctypes.Structure):
    _fields_ = (("h_dc", ctypes.c_void_p), ("h_glrc", ctypes.c_void_p))


def windows(monkeypatch, device=11, context=22):
    """The parts of Windows that a session needs, made up."""
    wgl, calls = ModuleType("OpenGL.WGL"), []
    state = {"context": context}
    wgl.wglGetCurrentDC = lambda: device
    wgl.wglGetCurrentContext = lambda: state["context"]
    wgl.wglMakeCurrent = lambda *words: (
        calls.append(words),
        state.update(context=words[1]),
    )
    import OpenGL

    monkeypatch.setattr(OpenGL, "WGL", wgl, raising=False)
    monkeypatch.setitem(sys.modules, "OpenGL.WGL", wgl)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(graphics_module, "_opengl", FakeGl)
    return state, calls


def base(threads=""):
    engine = SimpleNamespace(
        getThreadingModel=lambda: SimpleNamespace(getDrawName=lambda: threads),
        openWindows=lambda: None,
        renderFrame=lambda: None,
    )
    window = SimpleNamespace(isValid=lambda: True)
    return SimpleNamespace(graphicsEngine=engine, win=window)


def test_on_windows_the_device_and_context_are_bound_and_kept_current(monkeypatch):
    state, calls = windows(monkeypatch)
    made = Graphics.of(
        base(), SimpleNamespace(GraphicsBindingOpenGLWin32KHR=Win32Binding)
    )
    assert (made.binding.h_dc, made.binding.h_glrc) == (11, 22)
    made.tidy()
    assert calls == []
    state["context"] = None
    made.tidy()
    assert calls == [(11, 22)]


@pytest.mark.parametrize(("device", "context"), [(None, 22), (11, None), (0, 0)])
def test_on_windows_without_a_context_there_is_no_headset(monkeypatch, device, context):
    windows(monkeypatch, device, context)
    with pytest.raises(HeadsetUnavailable, match="OpenGL"):
        Graphics.of(base(), SimpleNamespace())


def test_drawing_on_another_thread_is_refused(monkeypatch):
    windows(monkeypatch)
    with pytest.raises(RuntimeError, match="threading-model"):
        Graphics.of(base(threads="Draw"), xr)
