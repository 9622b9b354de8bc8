"""A frame has its order, and nothing is tidied up while somebody talks."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field

import pytest

from sim import engine
from sim.engine import Engine


@dataclass
class Headset:
    """Writes down what it is asked for; closed after `most` frames."""

    most: int = 3
    did: list[str] = field(default_factory=list)
    saw: list[bool] = field(default_factory=list)

    def open(self) -> None:
        self.did.append("open")

    def begin(self) -> None:
        self.did.append("begin")

    def frame(self) -> bool:
        self.did.append("frame")
        self.saw.append(gc.isenabled())
        return self.did.count("frame") < self.most

    def close(self) -> None:
        self.did.append("close")


def test_one_looks_where_the_user_is_then_acts_then_draws() -> None:
    headset = Headset(most=2)
    one = Engine(headset)
    for name in reversed(engine.ORDER):
        one.set_task(name, lambda name=name: headset.did.append(name))  # type: ignore[misc]
    one.frame()
    assert headset.did == ["begin", *engine.ORDER, "frame"]


def test_a_place_that_a_frame_does_not_have_is_named() -> None:
    with pytest.raises(KeyError, match="input, ears"):
        Engine(Headset()).set_task("music", lambda: None)


def test_nothing_is_collected_while_somebody_talks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "TIDY_EVERY_S", 0.0)
    headset, looked = Headset(most=4), []
    one = Engine(headset)
    one.is_quiet = lambda: False
    monkeypatch.setattr(gc, "collect", lambda: looked.append(len(headset.saw)))
    one.run(lambda: False)
    assert headset.saw == [False] * 4
    assert looked == [0]  # before the first frame only
    assert gc.isenabled()


def test_a_pause_is_used_to_tidy_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TIDY_EVERY_S", 0.0)
    headset, looked = Headset(most=4), []
    one = Engine(headset)
    one.is_quiet = lambda: len(headset.saw) == 2
    monkeypatch.setattr(gc, "collect", lambda: looked.append(len(headset.saw)))
    one.run(lambda: False)
    assert looked == [0, 2]


def test_the_collector_is_back_when_something_breaks() -> None:
    headset = Headset()
    one = Engine(headset)

    def broken() -> None:
        raise RuntimeError("broken")

    one.set_task("mind", broken)
    with pytest.raises(RuntimeError, match="broken"):
        one.run(lambda: False)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
