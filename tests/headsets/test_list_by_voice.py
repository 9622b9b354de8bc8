"""The list hears whoever has asked for it once, and nobody else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim import lobby_window
from sim.config import Settings
from sim.lobby_window import LobbyWindow


class Heard:
    """The list of a window whose microphone only counts how often it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lobby_window, "lobby_panel", lambda *given: object())
        self.opened, self.has_ears = 0, True
        monkeypatch.setattr(
            lobby_window, "Sound", SimpleNamespace(open=self._open_sound)
        )
        link = SimpleNamespace(start=lambda: None, close=lambda: None)
        monkeypatch.setattr(lobby_window, "MindLink", lambda prepare: link)
        app = SimpleNamespace(settings=Settings(), is_new=False, links=[])
        throwers = [
            SimpleNamespace(
                node=lambda: SimpleNamespace(setKeystrokeEvent=lambda name: None)
            )
        ]
        nothing: Any = None
        parts: Any = (
            app,
            SimpleNamespace(set_task=lambda *given: None),
            SimpleNamespace(buttonThrowers=throwers),
            nothing,
        )
        self.list: Any = LobbyWindow(*parts, self._show, _nothing, _nothing)

    def _open_sound(self, *given: object) -> Any:
        self.opened += 1
        ears = SimpleNamespace(attach=lambda speech: None) if self.has_ears else None
        return SimpleNamespace(
            ears=ears, missing=(), recognizer="", tick=None, close=lambda: None
        )

    def _show(self, panel: Any) -> None:
        self.list.left(panel)

    def again(self) -> None:
        """Something else comes up, then the list."""
        self.list.left(None)
        self.list.open((), "")


def _nothing(*_: object) -> None:
    return


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    return Heard(monkeypatch)


def test_nobody_listens_before_the_user_asks_for_it(heard: Heard) -> None:
    heard.again()
    heard.again()
    assert heard.opened == 0


def test_whoever_has_asked_is_heard_when_the_list_is_there_again(heard: Heard) -> None:
    heard.again()
    heard.list.speak()
    assert heard.opened == 1
    heard.again()
    assert heard.opened == 2
    assert heard.list.shown.is_listening


def test_whoever_stopped_it_is_not_heard_again(heard: Heard) -> None:
    heard.again()
    heard.list.speak()
    heard.list.speak()
    heard.again()
    assert heard.opened == 1


def test_without_a_microphone_it_is_not_tried_every_time(heard: Heard) -> None:
    heard.has_ears = False
    heard.again()
    heard.list.speak()
    heard.again()
    assert heard.opened == 1


def test_a_controllers_button_only_begins(heard: Heard) -> None:
    heard.again()
    heard.list.listen_now()
    heard.list.listen_now()
    assert heard.opened == 1
    assert heard.list.shown.is_listening
