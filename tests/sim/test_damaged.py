"""A damaged or foreign file of a room or a person: said in a line, and gone on with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import assets
from assets.cards import cards
from avatars.bodies.baked import BakedBody
from avatars.bodies.nobody import NoBody
from sim.standins import StandIns, alike
from sim.unreadable import unreadable
from tests.sim.damaged import KINDS, WAYS, copied, damage

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The assets of this test."""
    (tmp_path / "assets").mkdir()
    made = copied(tmp_path / "assets")
    monkeypatch.setattr(assets, "ROOT", made)
    return made


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("kind", "item"), [("bodies", "grace"), ("rooms", "kitchen")])
def test_another_one_stands_in_and_a_line_names_the_file(folder, kind, item, way):
    damage(folder / kind / f"{item}.npz", way)
    told = []
    opener = StandIns(told.append)
    for _ in range(2):
        made = opener.body(item) if kind == "bodies" else opener.room(item)
    assert made.about.id != item
    assert len(told) == 1, "said once"
    assert f"assets/{kind}/{item}.npz" in told[0]
    assert str(folder) not in told[0], "nobody's folders"
    assert "\n" not in told[0]
    assert len(told[0]) < 420


@pytest.mark.parametrize("words", ["", "id = 3", "title = ", 'id = "x"\n' * 2])
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_that_cannot_be_read_leaves_the_others_usable(folder, kind, words):
    item = {"bodies": "grace", "rooms": "kitchen"}[kind]
    path = folder / kind / f"{item}.toml"
    path.unlink()
    path.write_text(words, "utf-8")
    known = cards(kind)
    assert [one.id for one in known if one.fault] == [item]
    assert len(known) == len(list((assets.ROOT / kind).glob("*.toml")))
    told = []
    opener = StandIns(told.append)
    made = opener.body(item) if kind == "bodies" else opener.room(item)
    assert made.about.id != item
    assert f"assets/{kind}/{item}.toml" in told[0]


def test_a_room_whose_card_has_no_place_for_the_user_is_done_without(folder):
    path = folder / "rooms" / "kitchen.toml"
    text = path.read_text("utf-8")
    path.unlink()
    path.write_text(text.replace("eye = [", "eye = ['here', "), "utf-8")
    told = []
    assert StandIns(told.append).room("kitchen").about.id == "living_room"
    assert "user.eye" in told[0]


def test_who_stands_in_is_alike():
    about = {one.id: one for one in cards("bodies")}
    for name in about:
        first = about[alike(name)[0]].description
        kinds = {" man ", " woman ", " person "}
        kind = next(k for k in kinds if k in f" {about[name].description} ")
        assert kind in first


def test_where_nothing_can_be_read_there_is_a_place_and_nobody(folder):
    for kind in KINDS:
        for one in cards(kind):
            damage(one.data, "truncated")
    told = []
    opener = StandIns(told.append)
    room, body = opener.room("kitchen"), opener.body("grace")
    room.sit(body.node)
    assert body.eyes_in_world().z > 1
    assert [words for words in told if "visavis doctor" in words]
    assert len(unreadable()) == len(cards("bodies")) + len(cards("rooms"))


def test_nobody_can_do_what_every_body_can():
    wanted = {name for name in dir(BakedBody) if not name.startswith("_")}
    assert wanted <= set(dir(NoBody)) | {"about"}


def test_the_doctor_names_the_file(folder, capsys):
    from sim.commands.doctor import _pictures

    assert _pictures()[0].is_fine
    damage(folder / "bodies" / "jun.npz", "flipped")
    found = _pictures()[0]
    assert not found.is_fine
    assert "assets/bodies/jun.npz" in found.found
    assert "install again" in found.remedy


def ran(folder, *words, **environment):
    return subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.sim.damaged", str(folder), *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.gpu
def test_a_picture_is_drawn_with_what_there_is(folder, tmp_path):
    damage(folder / "rooms" / "kitchen.npz", "flipped")
    damage(folder / "bodies" / "grace.npz", "truncated")
    out = tmp_path / "shot.png"
    words = ("shot", "kitchen", "--people", "grace", "--out", str(out))
    done = ran(folder, *words, "--size", "160x120")
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 5000
    assert "assets/rooms/kitchen.npz" in done.stderr
    assert "assets/bodies/grace.npz" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2


@pytest.mark.window
@pytest.mark.parametrize("reach", ["some", pytest.param("all", marks=pytest.mark.soak)])
def test_a_talk_in_a_window_goes_on_to_its_end(folder, tmp_path, display, reach):
    broken = [one.data for kind in KINDS for one in cards(kind)]
    if reach == "some":
        told = {"lobby", "living_room", "bedroom", "office", "maya", "samuel"}
        broken = [path for path in broken if path.stem in told]
    for number, path in enumerate(broken):
        damage(path, list(WAYS)[number % len(WAYS)])
    script = tmp_path / "lines.txt"
    script.write_text("Thank you for listening.\n", "utf-8")
    words = ("rehearse", "sex_hurts", "--script", str(script), "--no-save")
    done = ran(
        folder,
        *(*words, "--headset", "desktop", "--voice", "off", "--json"),
        DISPLAY=display,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert '"event": "ended"' in done.stdout or '"event": "left"' in done.stdout
