"""A runtime's own menus and lists hold the name that the window has: neutral, if so."""

from __future__ import annotations

import pytest
import xr

from sim.config import Settings
from sim.headsets.desktop import Desktop
from sim.headsets.openxr import OpenXr
from sim.openxr.actions import NAMES, SET
from sim.quick_exit import NEUTRAL_TITLE, TITLE
from tests.openxr.fake_calls import at


@pytest.mark.parametrize(
    ("title", "name"), [(TITLE, b"Vis-a-Vis"), (NEUTRAL_TITLE, b"Notes")]
)
def test_a_runtime_is_told_the_name_that_the_window_has(fake, monkeypatch, title, name):
    told, create = [], fake.xrCreateInstance

    def noted(info, instance):
        told.append(bytes(at(info).application_info.application_name))
        return create(info, instance)

    monkeypatch.setattr(fake, "xrCreateInstance", noted, raising=False)
    headset = OpenXr(Desktop((320, 180), title), Settings())
    headset._xr = xr
    headset._opened().close()
    assert told == [name]


def test_what_a_headsets_settings_list_of_the_controls_names_no_product():
    """Paths and names stand there, also where the window is called by another."""
    listed = " ".join((*SET, *NAMES, *NAMES.values())).lower()
    assert "controls" in listed
    assert "vis" not in listed
