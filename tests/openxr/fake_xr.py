"""A runtime made of Python, beneath the real module ``xr``.

It stands where the loader's C functions stand, so that our code *and* the bindings run
as they do with a headset. It keeps OpenXR's rules of order and refuses what breaks
them, tells what a test scripts, fails any call on demand, and knows every handle that
was made and not given back. `counted` counts the structures that Python makes.
"""

# ruff: noqa: N802 - the functions bear the names that C gives them

from __future__ import annotations

import contextlib
import ctypes
from collections import Counter, deque

import xr

from tests.openxr.fake_calls import Calls, at, handle_of
from tests.openxr.fake_rules import order_kept

EXTENSIONS = (
    "XR_KHR_opengl_enable",
    "XR_KHR_composition_layer_depth",
    "XR_KHR_visibility_mask",
    "XR_EXT_local_floor",
    "XR_EXT_user_presence",
    "XR_EXT_debug_utils",
    "XR_FB_passthrough",
    "XR_FB_display_refresh_rate",
)
STATES = xr.SessionState
RISE = (STATES.SYNCHRONIZED, STATES.VISIBLE, STATES.FOCUSED)
FALL = (STATES.VISIBLE, STATES.SYNCHRONIZED, STATES.STOPPING)
PERIOD_NS = 11_111_111


class FakeXr(Calls):
    """One headset; its properties are what a test changes before or in between."""

    def __init__(self):
        super().__init__()
        self.name = b"Fake"
        self.extensions = list(EXTENSIONS)
        self.spaces = [
            xr.ReferenceSpaceType.VIEW,
            xr.ReferenceSpaceType.LOCAL,
            xr.ReferenceSpaceType.STAGE,
            xr.ReferenceSpaceType.LOCAL_FLOOR,
        ]
        self.formats = [0x881A, 0x8C43, 0x8058, 0x88F0]
        self.blend_modes = [xr.EnvironmentBlendMode.OPAQUE]
        self.view_kinds = [xr.ViewConfigurationType.PRIMARY_STEREO]
        self.recommended, self.most = (1000, 1100), (2000, 2200)
        self.largest, self.most_layers = (16384, 16384), 16
        self.least_gl = xr.Version(4, 0, 0)
        self.rates, self.rate = [72.0, 90.0, 120.0], 90.0
        self.mask = ([(-1.0, 1.0), (-0.5, 1.0), (-1.0, 0.5)], [0, 1, 2])
        self.head = ((0.0, 1.6, 0.0), (0.0, 0.0, 0.0, 1.0))
        """Place and turn (x, y, z, w), OpenXR's axes, in every space."""
        self.fov = ((-0.9, 0.7, 0.8, -0.85), (-0.7, 0.9, 0.8, -0.85))
        self.flags = 0b1111
        self.should_render = True
        self.is_helpful = True
        """Walks through the states by itself, as a worn headset does."""
        self.events = deque()
        self.time_ns = 0
        self.frames = []
        """Each ended frame: its layers' kinds, blend mode, and more."""

    # what a test scripts

    def tell(self, *states):
        for state in states:
            self.push(xr.EventDataSessionStateChanged(None, state, self.time_ns))

    def push(self, event):
        self.events.append(event)

    # instance

    def xrEnumerateInstanceExtensionProperties(self, layer, room, count, out):
        told = [xr.ExtensionProperties(name, 1) for name in self.extensions]
        return self.fill(room, count, out, told)

    def xrCreateInstance(self, info, instance):
        wanted = at(info)
        names = wanted.enabled_extension_names
        self.enabled = [
            names[i].decode() for i in range(wanted.enabled_extension_count)
        ]
        return self.make("instance", instance)

    def xrGetInstanceProperties(self, instance, out):
        at(out).runtime_name = self.name
        at(out)._runtime_version = xr.Version(1, 2, 3).number()

    def xrGetSystem(self, instance, info, out):
        at(out).value = 7

    def xrGetSystemProperties(self, instance, system, out):
        told = at(out)
        told.system_name = b"Fake: Brille"
        limits = told.graphics_properties
        limits.max_layer_count = self.most_layers
        limits.max_swapchain_image_width = self.largest[0]
        limits.max_swapchain_image_height = self.largest[1]

    def xrEnumerateViewConfigurations(self, instance, system, room, count, out):
        return self.fill(room, count, out, [int(one) for one in self.view_kinds])

    def xrEnumerateViewConfigurationViews(self, one, two, kind, room, count, out):
        view = xr.ViewConfigurationView(
            self.recommended[0], self.most[0], self.recommended[1], self.most[1], 1, 4
        )
        return self.fill(room, count, out, [view, view])

    def xrEnumerateEnvironmentBlendModes(self, one, two, kind, room, count, out):
        return self.fill(room, count, out, [int(one) for one in self.blend_modes])

    def xrGetOpenGLGraphicsRequirementsKHR(self, instance, system, out):
        at(out)._min_api_version_supported = self.least_gl.number()
        at(out)._max_api_version_supported = xr.Version(4, 6, 0).number()

    # session

    def xrCreateSession(self, instance, info, session):
        if self.is_helpful:
            self.tell(STATES.IDLE, STATES.READY)
        return self.make("session", session)

    def xrBeginSession(self, session, info):
        if self.is_helpful:
            self.tell(*RISE)

    def xrRequestExitSession(self, session):
        if self.is_helpful:
            self.tell(*FALL)

    def xrEndSession(self, session):
        if self.is_helpful:
            self.tell(STATES.IDLE, STATES.EXITING)

    def xrPollEvent(self, instance, out):
        if not self.events:
            return xr.Result.EVENT_UNAVAILABLE
        event = self.events.popleft()
        ctypes.memmove(ctypes.byref(at(out)), ctypes.byref(event), ctypes.sizeof(event))

    # frames

    def xrWaitFrame(self, session, info, out):
        self.time_ns += PERIOD_NS
        state = at(out)
        state.predicted_display_time = self.time_ns
        state.predicted_display_period = PERIOD_NS
        state.should_render = self.should_render

    def xrLocateViews(self, session, info, state, room, count, out):
        at(state)._view_state_flags = self.flags
        at(count).value = 2
        for eye in range(2):
            pose, fov = out[eye].pose, out[eye].fov
            self.put(pose)
            pose.position.x += -0.03 if eye == 0 else 0.03
            fov.angle_left, fov.angle_right, fov.angle_up, fov.angle_down = self.fov[
                eye
            ]

    def xrLocateSpace(self, space, base, time_ns, out):
        at(out)._location_flags = self.flags
        self.put(at(out).pose)

    def xrEndFrame(self, session, info):
        self.frames.append(self.read(at(info)))

    def put(self, pose):
        place, turn = self.head
        pose.position.x, pose.position.y, pose.position.z = place
        orientation = pose.orientation
        orientation.x, orientation.y, orientation.z, orientation.w = turn

    # spaces and images

    def xrEnumerateReferenceSpaces(self, session, room, count, out):
        return self.fill(room, count, out, [int(one) for one in self.spaces])

    def xrCreateReferenceSpace(self, session, info, space):
        result = self.make("space", space)
        self.about[handle_of(at(space))] = at(info)
        return result

    def xrEnumerateSwapchainFormats(self, session, room, count, out):
        return self.fill(room, count, out, self.formats)

    def xrCreateSwapchain(self, session, info, chain):
        result = self.make("swapchain", chain)
        self.about[handle_of(at(chain))] = at(info)
        return result

    def xrEnumerateSwapchainImages(self, chain, room, count, out):
        if out is not None:
            out = ctypes.cast(out, ctypes.POINTER(xr.SwapchainImageOpenGLKHR))
        number = handle_of(chain)
        images = [xr.SwapchainImageOpenGLKHR(number * 10 + one) for one in range(3)]
        return self.fill(room, count, out, images)

    def xrAcquireSwapchainImage(self, chain, info, index):
        at(index).value = self.taken[handle_of(chain)] % 3
        self.taken[handle_of(chain)] += 1

    # extensions

    def xrGetVisibilityMaskKHR(self, session, kind, eye, which, out):
        mask, (points, corners) = at(out), self.mask
        for one in range(min(mask.vertex_capacity_input, len(points))):
            mask.vertices[one].x, mask.vertices[one].y = points[one]
        for one in range(min(mask.index_capacity_input, len(corners))):
            mask.indices[one] = corners[one]
        mask.vertex_count_output = len(points)
        mask.index_count_output = len(corners)

    def xrEnumerateDisplayRefreshRatesFB(self, session, room, count, out):
        return self.fill(room, count, out, self.rates)

    def xrGetDisplayRefreshRateFB(self, session, out):
        out[0] = self.rate

    def xrRequestDisplayRefreshRateFB(self, session, hz):
        self.rate = hz

    def xrCreatePassthroughFB(self, session, info, out):
        return self.make("passthrough", out)

    def xrCreatePassthroughLayerFB(self, session, info, out):
        return self.make("passthrough layer", out)


@contextlib.contextmanager
def beneath(monkeypatch, fake=None):
    """Puts a `FakeXr` under ``xr`` and hands it out."""
    fake = fake or FakeXr()
    raw = order_kept(fake)
    for module in (xr, xr.functions, xr.custom_functions):
        monkeypatch.setattr(module, "raw_functions", raw)
    yield fake


@contextlib.contextmanager
def counted(monkeypatch):
    """Counts, by name, the structures of OpenXR that Python makes meanwhile."""
    made = Counter()
    kinds = {
        kind
        for kind in vars(xr).values()
        if isinstance(kind, type) and issubclass(kind, ctypes.Structure)
    }
    with monkeypatch.context() as patch:
        for kind in kinds:
            if "__init__" in vars(kind):
                patch.setattr(kind, "__init__", _counting(kind.__init__, made))
        yield made


def _counting(init, made):
    def initialise(self, *words, **names):
        made[type(self).__name__] += 1
        init(self, *words, **names)

    return initialise
