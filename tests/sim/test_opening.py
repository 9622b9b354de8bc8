"""Where the room is shown: named, in turn, or where a headset's program runs."""

from __future__ import annotations

import pytest

from dialogue import dropins
from sim.commands import opening
from sim.config import Config
from sim.errors import BadInput
from sim.headsets.base import HeadsetUnavailable
from sim.openxr import registered, running
from sim.openxr.registered import Registered


@pytest.fixture
def world(monkeypatch, tmp_path):
    """Says which runtime is set up, and whether it runs."""

    class World:
        found: Registered | None = None
        runs: bool | None = False

    world = World()
    monkeypatch.setattr(registered, "find", lambda environ=None: world.found)
    monkeypatch.setattr(running, "is_running", lambda found: world.runs)
    world.manifest = tmp_path / "a.json"
    return world


def test_without_a_headset_program_the_default_is_a_window(world):
    assert Config.load({}).settings.headset == "auto"
    assert opening.order("auto") == ("desktop",)


@pytest.mark.parametrize(
    ("runs", "names"),
    [(True, ("openxr", "desktop")), (False, ("desktop",)), (None, ("desktop",))],
)
def test_a_program_that_does_not_run_is_never_started_by_the_default(
    runs, names, world
):
    world.found, world.runs = Registered(world.manifest, "here"), runs
    assert opening.order("auto") == names
    world.found = Registered(world.manifest, "here", problem="broken")
    assert opening.order("auto") == ("desktop",)


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("openxr", ("openxr", "desktop")),
        ("openxr, desktop", ("openxr", "desktop")),
        ("openxr,none", ("openxr",)),
        ("desktop", ("desktop",)),
        ("Desktop,auto", ("desktop",)),
        ("none", ()),
        ("null", ()),
        ("none,desktop", ()),
    ],
)
def test_what_is_named_is_tried_in_its_order(setting, names, world):
    assert opening.order(setting) == names


@pytest.mark.parametrize("setting", ["opnexr", "desktop,vr", "", " , "])
def test_a_name_that_is_not_known_is_said_with_those_that_are(setting, world):
    with pytest.raises(BadInput, match="openxr"):
        opening.order(setting)


class Headset:
    """Opens, or says why not."""

    def __init__(self, why=""):
        self._why = why

    def open(self):
        if self._why:
            raise HeadsetUnavailable(self._why)


class App:
    """As much of one as opening needs."""

    class care:  # noqa: N801 - as the app names it
        is_careful = False

    def __init__(self, setting):
        self.settings = Config.load({"headset": setting}).settings


@pytest.mark.parametrize(
    ("setting", "is_said"),
    [("auto", False), ("openxr", True), ("openxr,desktop", True)],
)
def test_only_somebody_who_named_a_headset_hears_why_there_is_none(
    setting, is_said, world, monkeypatch, capsys
):
    world.found, world.runs = Registered(world.manifest, "here"), True
    window = Headset()
    made = {"openxr": Headset("No headset."), "desktop": window}
    given = []

    def create(package, name, options):
        given.append(options["settings"])
        return made[name]

    monkeypatch.setattr(dropins, "create", create)
    app = App(setting)
    assert opening.opened(app) is window
    assert given == [app.settings, app.settings]
    assert (capsys.readouterr().err == "No headset.\n") is is_said


def test_where_nothing_opens_it_is_the_terminal(world, monkeypatch, capsys):
    monkeypatch.setattr(dropins, "create", lambda *words: Headset("No display."))
    assert opening.opened(App("auto")) is None
    assert capsys.readouterr().err == "No display.\n"
    assert opening.opened(App("none")) is None
    assert capsys.readouterr().err == ""
