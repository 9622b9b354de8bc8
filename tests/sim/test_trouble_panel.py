"""When a talk cannot go on, nobody is left waiting for an answer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.window_scene import Scene


class Window:
    """What a scene shares with its window."""

    def __init__(self, panel=None):
        self.told, self.partner, self.panel = object(), "Maya", panel
        self.notices, self.left = [], []
        self.hud = SimpleNamespace(notice=self.notices.append)
        self.ways = SimpleNamespace(leave_scene=lambda: self.left.append(True))
        self.screens = SimpleNamespace(message=lambda *given: given)

    def show(self, panel):
        self.panel = panel


@pytest.fixture
def window():
    return Window()


def told(window, key):
    Scene(window, None, None).on_notice(key)


def test_an_end_by_a_fault_is_a_panel_that_says_what_to_do_with_one_button(window):
    told(window, "mind_gone")
    title, body, (choice,) = window.panel
    assert title
    assert "What you said is kept" in body
    assert "Maya" in body
    choice.act()
    assert window.left == [True]
    assert window.notices == []


def test_help_that_stands_there_is_not_covered():
    window = Window(panel="help")
    told(window, "mind_gone")
    assert window.panel == "help"
    assert len(window.notices) == 1


def test_what_passes_is_one_line(window):
    told(window, "mind_lost")
    assert window.panel is None
    assert len(window.notices) == 1
