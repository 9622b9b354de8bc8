"""The choice of one's figure stands where it was put up, and nowhere else."""

from types import SimpleNamespace

import pytest
from panda3d.core import NodePath

from scenes.fonts import load_fonts
from sim.look_panel import LookChoice
from sim.own_look import Look
from sim.texts import text


class Place:
    """Where one is, with a mirror that may be covered."""

    def __init__(self):
        self.look, self.is_covered, self.is_kept = Look(), True, False
        self.on_toggle = None

    @property
    def cover_label(self):
        return text("mirror.uncover" if self.is_covered else "mirror.cover")

    def wear(self, look):
        self.look = look

    def keep(self):
        self.is_kept = True

    def toggle(self):
        """The user's key or button, as in `sim.own_place`."""
        self.is_covered = not self.is_covered
        if self.on_toggle is not None:
            self.on_toggle()


class Screen:
    """One panel at a time, as a window has it."""

    def __init__(self):
        self.panel = None

    def show(self, panel):
        if self.panel is not None:
            self.panel.remove()
        self.panel = panel

    @property
    def labels(self):
        return [one.label for one in self.panel._choices]


@pytest.fixture
def choosing():
    place, screen, done = Place(), Screen(), []
    base = SimpleNamespace(aspect2d=NodePath("aspect2d"), getAspectRatio=lambda: 1.8)
    LookChoice(base, load_fonts(), place, screen.show, lambda: done.append(1))
    return place, screen, done


def test_the_covers_key_says_on_the_panel_what_it_did(choosing):
    place, screen, _ = choosing
    before = screen.labels
    place.toggle()
    assert screen.labels[:-2] == before[:-2] and screen.labels[-2] != before[-2]
    screen.panel.press(1)
    place.toggle()
    assert screen.labels[-2] == before[-2], "also after another figure was chosen"


def test_it_comes_back_over_nothing_that_took_its_place(choosing):
    place, screen, done = choosing
    screen.show(SimpleNamespace(remove=lambda: None, what="help"))
    place.toggle()
    assert screen.panel.what == "help"
    place.toggle()
    assert screen.panel.what == "help" and place.on_toggle is None
    assert not done and not place.is_kept


def test_what_is_chosen_is_kept_once(choosing):
    place, screen, done = choosing
    screen.panel.press(len(screen.panel.buttons))
    assert place.is_kept and done == [1]
    assert place.on_toggle is None
