"""The plumbing of `fake_xr`: pointers, handles, failures, and a book of the calls."""

# ruff: noqa: N802 - the functions bear the names that C gives them

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict

import xr

PLACES = {
    "xrDestroyInstance": "instance",
    "xrDestroySession": "session",
    "xrDestroySpace": "space",
    "xrDestroySwapchain": "swapchain",
    "xrDestroyPassthroughFB": "passthrough",
    "xrDestroyPassthroughLayerFB": "passthrough layer",
}
KINDS = {
    int(xr.StructureType.COMPOSITION_LAYER_PROJECTION): xr.CompositionLayerProjection,
    int(xr.StructureType.COMPOSITION_LAYER_QUAD): xr.CompositionLayerQuad,
    int(
        xr.StructureType.COMPOSITION_LAYER_PASSTHROUGH_FB
    ): xr.CompositionLayerPassthroughFB,
}


def at(argument):
    """What a pointer argument points at, however it was passed."""
    if hasattr(argument, "_obj"):  # byref
        return argument._obj
    if isinstance(argument, ctypes._Pointer) and not isinstance(
        argument, xr.handle.HandleMixin
    ):
        return argument.contents
    return argument


def handle_of(argument):
    """A handle as a number."""
    if argument is None or isinstance(argument, int):
        return argument or 0
    return ctypes.cast(argument, ctypes.c_void_p).value or 0


class Calls:
    """Looks up a C function by its name; what it does not know, succeeds."""

    def __init__(self):
        self.calls = []
        self.failing = {}
        """Name to result: every such call from now on, or the first of a list."""
        self.alive = {}
        """Handle to its kind."""
        self.about = {}
        """Handle to the structure it was made from."""
        self.taken = defaultdict(int)
        self.broken_rules = []
        self._functions = {}
        self._next = 100

    def count(self, name):
        return self.calls.count(name)

    def left(self):
        """What was made and not given back."""
        return Counter(self.alive.values())

    def make(self, kind, out):
        self._next += 1
        pointer = ctypes.cast(
            out if isinstance(out, ctypes._Pointer) else ctypes.byref(at(out)),
            ctypes.POINTER(ctypes.c_void_p),
        )
        pointer[0] = self._next
        self.alive[self._next] = kind

    def fill(self, room, count, out, values):
        room = getattr(room, "value", room)
        self._number(count).value = len(values)
        if out is None or not out or not room:
            return xr.Result.SUCCESS
        for one, value in enumerate(values):
            out[one] = value
        return xr.Result.SUCCESS

    @staticmethod
    def _number(count):
        return at(count)

    def call(self, name, *words):
        self.calls.append(name)
        result = self.failing.get(name, 0)
        if isinstance(result, list):
            result = result.pop(0) if result else 0
        if name in PLACES:
            self._destroy(name, words[0])
        if result < 0 or (name == "xrPollEvent" and result):
            return xr.Result(result)
        told = getattr(self, name, lambda *words: None)(*words)
        return xr.Result(int(told or 0) or result)

    def _destroy(self, name, handle):
        number = handle_of(handle)
        if self.alive.pop(number, None) != PLACES[name]:
            self.broken_rules.append(f"{name}: not there (any more)")

    def xrGetInstanceProcAddr(self, instance, name, out):
        name = name.decode()
        kind = getattr(xr, f"PFN_{name}")
        if name not in self._functions:
            self._functions[name] = kind(
                lambda *words: int(self.raw(name, *words))  # kept: C calls it
            )
        pointer = ctypes.cast(ctypes.byref(at(out)), ctypes.POINTER(ctypes.c_void_p))
        pointer[0] = ctypes.cast(self._functions[name], ctypes.c_void_p).value

    def read(self, info):
        """What a frame was ended with, as plain values."""
        layers = []
        for one in range(info.layer_count):
            header = info._layers[one].contents
            kind = KINDS[header._type]
            layers.append(ctypes.cast(info._layers[one], ctypes.POINTER(kind))[0])
        return {
            "time": info.display_time,
            "blend": info._environment_blend_mode,
            "kinds": [
                type(one).__name__.removeprefix("CompositionLayer") for one in layers
            ],
            "layers": layers,
        }
