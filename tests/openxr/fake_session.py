"""A session over a `FakeXr` and a made-up OpenGL."""

from __future__ import annotations

from types import SimpleNamespace

import xr

from sim.openxr.graphics import Graphics
from sim.openxr.instance import Runtime
from sim.openxr.session import Session


class FakeGl:
    """Notes what is called; has the errors that a test leaves standing."""

    GL_NO_ERROR = 0
    GL_VERSION = "version"

    def __init__(self):
        self.calls = []
        self.errors = []
        self.enabled = {"GL_SCISSOR_TEST"}
        self.version = b"4.5 (Compatibility Profile) Fake 1.0"

    def __getattr__(self, name):
        if name.startswith("GL_"):
            return name
        return lambda *words: self.calls.append((name, *words))

    def glGetError(self):  # noqa: N802
        return self.errors.pop(0) if self.errors else 0

    def glGetString(self, name):  # noqa: N802
        return self.version

    def glIsEnabled(self, ability):  # noqa: N802
        return ability in self.enabled

    def glGenFramebuffers(self, count):  # noqa: N802
        return [71, 72]

    def names(self):
        return [name for name, *_ in self.calls]


class FakePlatform:
    """A context that a runtime may take away."""

    def __init__(self):
        self.is_ours = True
        self.made_current = 0

    def is_current(self):
        return self.is_ours

    def make_current(self):
        self.is_ours = True
        self.made_current += 1


def graphics_over(gl=None):
    texture = SimpleNamespace(getNativeId=lambda: 5)
    gsg = SimpleNamespace(getPreparedObjects=lambda: None)
    window = SimpleNamespace(getGsg=lambda: gsg, isValid=lambda: True)
    base = SimpleNamespace(win=window)
    made = Graphics(
        base, gl or FakeGl(), FakePlatform(), xr.GraphicsBindingOpenGLXlibKHR()
    )
    made.picture = SimpleNamespace(prepareNow=lambda *words: texture)
    return made


def opened(**options):
    """A runtime, graphics and a session; closed ones are the test's to check."""
    runtime = Runtime(xr)
    graphics = graphics_over()
    return runtime, graphics, Session(runtime, graphics, **options)


def fill(session):
    """Hand over a picture for both eyes, as the driver does."""
    for chain in (session.colour, session.depth):
        if chain is not None and chain.acquire():
            chain.release()


def frames(session, count=1, copied=True):
    """Whole frames; the last `Located`."""
    located = None
    for _ in range(count):
        session.poll()
        is_wanted = session.wait()
        located = session.locate()
        if is_wanted and copied:
            fill(session)
        session.end(is_wanted and copied)
    return located
