"""What the driver draws: nothing that nobody looks at, and nothing once it was quit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim.config import Settings
from sim.headsets.openxr import OpenXr
from sim.openxr.views import Located


class Made:
    """A driver whose session, eyes and window only note what is asked of them."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.is_open = True
        desktop: Any = SimpleNamespace(
            base=None, frame=lambda: self.is_open, vanish=self._vanish
        )
        self.driver = OpenXr(desktop, Settings())
        self.session: Any = SimpleNamespace(
            poll=lambda: None,
            is_over=False,
            is_visible=True,
            is_worn=True,
            is_running=True,
            has_focus=True,
            period_s=0.01,
            wait=lambda: True,
            locate=Located,
            forget=self._note("forget"),
            blank=self._note("blank"),
            end=lambda copied: self.did.append(f"end {copied}"),
        )
        names = ("put_on", "take_off", "see", "draw", "rest", "darken")
        worn: Any = SimpleNamespace(
            **{name: self._note(name) for name in names}, hand_over=lambda: True
        )
        floor: Any = SimpleNamespace(
            to_room=SimpleNamespace(pose=lambda tracked: None),
            sit=lambda now_s, is_seen: None,
        )
        driver: Any = self.driver
        driver._session, driver.worn, driver._floor = self.session, worn, floor
        driver.sight = None

    def _note(self, name: str) -> Any:
        return lambda *words, **named: self.did.append(name)

    def _vanish(self) -> None:
        self.is_open = False

    def frame(self) -> list[str]:
        self.did.clear()
        self.driver.begin()
        self.driver.frame()
        return self.did


@pytest.fixture
def made() -> Made:
    return Made()


def test_a_worn_headset_is_drawn_into(made: Made) -> None:
    assert made.frame() == ["put_on", "see", "draw", "end True"]


def test_a_headset_on_the_table_shows_nothing_though_its_runtime_wants_pictures(
    made: Made,
) -> None:
    """Boards that were drawn for it would stand in the window's room as well."""
    made.frame()
    made.session.is_worn = False
    assert made.frame() == ["take_off", "forget", "see", "rest", "end False"]
    assert made.frame() == ["see", "rest", "end False"]


def test_a_quick_exit_asked_for_by_a_task_draws_nothing_more(made: Made) -> None:
    """By voice, say: the window is gone then, and what would be drawn for."""
    made.frame()
    made.did.clear()
    made.driver.begin()
    made.driver.vanish()
    assert made.driver.frame() is False
    assert "draw" not in made.did
    assert made.did[-1] == "end False"
