"""A hostile file is refused by name, quickly, and without room being made for it."""

from __future__ import annotations

import io
import json
import os
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets import arrays, folder
from assets.cards import Card, CardError, card
from avatars.bodies._checked import check as check_body
from dialogue import registry, scenario
from dialogue.scenario import ScenarioError
from dialogue.scenario.checking import check as check_scenario
from dialogue.scenario.schema import Scenario
from dialogue.scorers import _heads
from dialogue.strict import DataError, parsed, read
from scenes import _checked as rooms
from sim.audio import wav
from sim.config import Config, ConfigError
from tests.security.fuzz import damaged, fault
from tests.security.targets import TARGETS

ROUNDS = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**30), st.just(float("nan")),
    st.just(float("inf")), st.floats(), st.text(max_size=20), st.just("\x1b[2J"),
    st.just("\u202e"), st.just([]), st.just({}), st.just([[]]), st.just({"": ""}),
    st.just("x" * 20_000), st.lists(st.text(max_size=3), max_size=3),
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "scenario"])
@ROUNDS
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_raises_what_its_parser_names(name, seed):
    rng, target = np.random.default_rng(seed), TARGETS[name]
    for sound in target.seeds:
        data = damaged(sound, rng)
        found = fault(target, data)
        assert found is None, (found, data[:200])


def nodes(tree, path=()):
    """Every place of a tree of tables and lists."""
    yield path
    items = tree.items() if isinstance(tree, dict) else ()
    items = enumerate(tree) if isinstance(tree, list) else items
    for key, item in items:
        yield from nodes(item, (*path, key))


def with_odd(tree, path, odd):
    if not path:
        return odd
    made = tree.copy()
    made[path[0]] = with_odd(tree[path[0]], path[1:], odd)
    return made


TREE = parsed(folder("scenarios") / "hearing_no.toml")
PLACES = list(nodes(TREE))


@settings(ROUNDS, max_examples=60)
@given(place=st.sampled_from(PLACES), odd=ODD)
def test_a_scenario_with_one_odd_value_is_told_or_refused(place, odd):
    try:
        made = read(Scenario, with_odd(TREE, place, odd), "")
        check_scenario(made)
    except DataError as error:
        assert len(str(error)) < 5000
        return
    scenario.as_told(made, scenario.setting_of({}))


SOUND = (folder("scenarios") / "hearing_no.toml").read_text("utf-8")
TITLE = next(line for line in SOUND.splitlines() if line.startswith("title = "))
LIMITS = {
    "nested 5000 deep": ("a = " + "[" * 5000 + "]" * 5000, "deep"),
    "keys of 40,000 parts": (".".join("a" * 40_000) + " = 1", "dots"),
    "longer than a megabyte": (SOUND + "# " + "x" * 2**20, "longer than"),
    "a number of 5000 digits": (f"minutes = {'9' * 5000}", "."),
    "another direction": (SOUND.replace(TITLE, 'title = "\u202eabc"'), r"U\+202E"),
    "an escape code": (SOUND.replace(TITLE, r'title = "\u001b[2J"'), r"U\+001B"),
    "a key that clears": (rf'"\u001b[2J" = 1{chr(10)}{SOUND}', "unknown key"),
    "no number": (SOUND.replace("difficulty = ", "difficulty = nan #"), "whole number"),
}


@pytest.mark.parametrize(("text", "says"), LIMITS.values(), ids=LIMITS)
def test_a_scenario_file_has_limits(tmp_path, text, says):
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=says) as caught:
        scenario.load(path)
    assert str(caught.value).isprintable()


def test_what_is_no_plain_file_is_not_read(tmp_path):
    pipe = tmp_path / "x.toml"
    os.mkfifo(pipe)
    with pytest.raises(ScenarioError, match="no plain file"):
        scenario.load(pipe)
    sound = tmp_path / "x.wav"
    os.mkfifo(sound)
    with pytest.raises(wav.AudioError, match="no plain file"):
        wav.read(sound)


def test_a_path_cannot_be_smuggled_in_as_an_id():
    for name in ("../../etc/passwd", "/etc/passwd", "hearing_no/../x", "x\x00y", ""):
        with pytest.raises(ScenarioError):
            scenario.load(name)
        for kind in ("bodies", "rooms"):
            with pytest.raises(ValueError, match="is not one of"):
                card(kind, name)


# arrays


def packed(path, **held):
    np.savez_compressed(path, **held)
    return path


def with_member(path, name, data, packing=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "a", packing) as archive:
        archive.writestr(name, data)
    return path


def header(text):
    body = text.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(body)) + body


def refused(path, says, **limits):
    tracemalloc.start()
    try:
        with pytest.raises(arrays.ArraysError, match=says):
            arrays.read(path, **limits)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = packed(tmp_path / "b.npz", a=np.zeros(40_000_000, np.float32))
    assert bomb.stat().st_size < 400_000
    assert refused(bomb, "unpacks to 152 MB") < 20


def test_a_header_that_claims_terabytes_makes_no_room(tmp_path):
    claim = header("{'descr': '<f8', 'fortran_order': False, 'shape': (10**12,), }")
    claim = claim.replace(b"10**12", b"999999999999")
    path = with_member(tmp_path / "c.npz", "a.npy", claim + b"1234")
    assert refused(path, "not as long as its header says") < 20


def test_pickles_and_programs_are_not_opened(tmp_path):
    path = packed(tmp_path / "p.npz", a=np.array([{"a": 1}], object))
    refused(path, "which is not read")
    path = packed(tmp_path / "s.npz", a=np.zeros(2, [("a", "<i4"), ("b", "O")]))
    refused(path, "which is not read")
    np.save(tmp_path / "plain.npy", np.array([os.system], object))
    refused(tmp_path / "plain.npy", "damaged")


def test_numbers_and_texts_are_whole(tmp_path):
    refused(packed(tmp_path / "n.npz", a=np.array([1, np.nan])), "infinite or none")
    refused(packed(tmp_path / "i.npz", a=np.array([np.inf])), "infinite or none")
    wrong = np.array([0x110000], "<u4").view("<U1")
    refused(packed(tmp_path / "u.npz", a=wrong), "a letter that does not exist")


def test_an_archive_has_limits_and_no_name_twice(tmp_path):
    many = {f"a{n}": np.zeros(1) for n in range(arrays.MOST_ARRAYS + 1)}
    np.savez(tmp_path / "m.npz", **many)
    refused(tmp_path / "m.npz", "arrays; 2048 at most")
    out = io.BytesIO()
    np.save(out, np.zeros(2))
    twice = packed(tmp_path / "t.npz", a=np.zeros(2))
    with pytest.warns(UserWarning, match="Duplicate name"):
        with_member(twice, "a.npy", out.getvalue())
    refused(twice, "twice")
    squeezed = with_member(
        tmp_path / "z.npz", "a.npy", out.getvalue(), zipfile.ZIP_LZMA
    )
    refused(squeezed, "packed in an unknown way")


def odd_arrays(found):
    """What may stand in an array's place."""
    flat = found.reshape(-1)
    yield None
    yield found.reshape(-1)[:1]
    yield np.array("x" * 40)
    yield np.zeros((0, *found.shape[1:]), found.dtype)
    if found.dtype.kind in "iuf" and flat.size:
        for value in (60_000, -60_000):
            made = found.astype(np.float32 if found.dtype.kind == "f" else np.int64)
            made.reshape(-1)[flat.size // 2] = value
            yield made
        yield found.astype(np.int16)
    if found.dtype.kind == "U":
        made = found.astype("<U40")
        made.reshape(-1)[0] = "a:b:c/../../x"
        yield made


@pytest.mark.parametrize("kind", ["body", "room"])
def test_arrays_that_do_not_fit_each_other_never_reach_the_renderer(kind, tmp_path):
    """A row number beyond the end would be read by the graphics card without a look."""
    about = card("bodies", "maya") if kind == "body" else card("rooms", "living_room")
    sound = arrays.read(about.data)
    refusals = 0
    for name, found in sound.items():
        for odd in odd_arrays(found):
            made = {key: value for key, value in sound.items() if key != name}
            if odd is not None:
                made[name] = odd
            try:
                if kind == "body":
                    check_body(made)
                else:
                    rooms._check(made, list(about.fields["seats"]))
            except arrays.ArraysError as error:
                refusals += 1
                assert "\n" not in str(error)
                continue
            check_in_range(made)
    assert refusals > 4 * len(sound) / 2


def check_in_range(made):
    for name, found in made.items():
        part = name.rpartition("/")[0]
        if not found.size:
            continue
        if name.endswith(("/tris", "/morph.index")) and f"{part}/positions" in made:
            assert found.min() >= 0
            assert found.max() < len(made[f"{part}/positions"])
        if name.endswith("/joints"):
            assert found.max() < len(made["joint.names"])


def test_a_skeleton_that_runs_in_a_circle_is_refused():
    sound = arrays.read(card("bodies", "maya").data)
    sound["joint.parents"] = sound["joint.parents"].copy()
    sound["joint.parents"][0] = len(sound["joint.names"]) - 1
    with pytest.raises(arrays.ArraysError, match="own ancestor"):
        check_body(sound)


def test_a_picture_that_unpacks_to_gigabytes_is_refused():
    pytest.importorskip("panda3d")
    from avatars.bodies._mesh import texture

    size = struct.pack(">II", 60_000, 60_000)
    chunk = b"IHDR" + size + b"\x08\x02\x00\x00\x00"
    import zlib

    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    png += struct.pack(">I", zlib.crc32(chunk))
    with pytest.raises(arrays.ArraysError, match=r"texels a side|not a readable"):
        texture("face", np.frombuffer(png, np.uint8), True)
    with pytest.raises(arrays.ArraysError, match="not a readable"):
        texture("face", np.frombuffer(b"P6 9 9 255 " + bytes(243), np.uint8), True)


def test_a_room_without_places_is_refused():
    about = card("rooms", "living_room")
    for fields in ({}, {"user": {"eye": [1, 2], "look": [0, 0, 0]}, "seats": {}}):
        made = Card("x", "x", "x", about.data, fields)
        with pytest.raises(CardError):
            rooms.loaded(made)


def test_heads_of_another_shape_are_refused():
    facts = json.loads((folder("rubrics") / "heads.json").read_text())
    sound = arrays.read(folder("rubrics") / "heads.npz")
    for name, found in sound.items():
        for odd in (None, found.reshape(-1)[:3], np.array("x")):
            made = {key: value for key, value in sound.items() if key != name}
            if odd is not None:
                made[name] = odd
            if name in ("known",) and odd is not None and odd.dtype.kind == "u":
                continue  # fewer known words are still words
            if name.endswith("_scale") and odd is None:
                continue  # weights without a scale are as they stand
            with pytest.raises(ValueError, match=r"."):
                _heads._assemble(facts, made)


def test_a_model_may_not_name_files_outside_of_its_folder(tmp_path):
    sound = (folder("models.toml")).read_text()
    for wrong in ("../../x", "/etc/passwd", "C:\\\\x"):
        path = tmp_path / "models.toml"
        path.write_text(sound.replace('"model.bin"', f'"{wrong}"'))
        with pytest.raises(registry.RegistryError, match="leads out of"):
            registry.read_models(path)


def test_settings_of_a_stranger_are_refused(tmp_path):
    for text, says in (
        ('user_name = "\\u001b]0;x\\u0007"', "user_name"),
        ("seed = 1" + "0" * 400, "seed"),
        ("deadline_s = nan", "deadline_s"),
        ("seed = " + "[" * 500, "cannot be read"),
        ('"\\u202e" = 1', "not a setting"),
    ):
        (tmp_path / "config.toml").write_text(text)
        with pytest.raises(ConfigError, match=says) as caught:
            Config.load({}, {}, tmp_path)
        assert "\x1b" not in str(caught.value)


def test_sound_far_beyond_its_range_stays_in_it(tmp_path):
    body = np.array([1e30, -np.inf, np.nan, 0.5] * 100, "<f8").tobytes()
    form = struct.pack("<HHIIHH", 3, 1, 16_000, 128_000, 8, 64)
    data = b"WAVEfmt " + struct.pack("<I", 16) + form
    data += b"data" + struct.pack("<I", len(body)) + body
    path = tmp_path / "x.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(data)) + data)
    assert np.abs(wav.read(path, 8_000).astype(int)).max() <= 32_767
