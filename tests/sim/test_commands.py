"""The command line answers in one line, and says what to do."""

from __future__ import annotations

import json

import pytest

from assets import folder
from tests.sim.running import visavis

KINDS = ("scenarios", "models", "voices", "bodies", "rooms", "headsets")


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_has_ids_and_titles(kind):
    done = visavis("list", kind, "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert rows
    assert all(row["id"] and row["title"] for row in rows)


def test_listing_loads_no_model_library():
    done = visavis("list", "models", "--json", env={"PYTHONPROFILEIMPORTTIME": "1"})
    for library in ("torch", "transformers", "sentence_transformers", "onnxruntime"):
        assert f" {library}\n" not in done.stderr


def test_an_unknown_scenario_names_the_near_one():
    done = visavis("rehearse", "sex_hurt", "--headset", "none", "--no-save")
    assert done.returncode == 2
    assert "sex_hurts" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def broken(tmp_path, old, new):
    text = (folder("scenarios") / "sex_hurts.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes =", "minuts =", ("minuts", "minutes")),
        ('goals = ["', 'goals = ["i_statment", "', ("goals", "i_statment")),
    ],
)
def test_a_wrong_scenario_file_names_file_key_and_near_name(
    tmp_path, old, new, expected
):
    done = visavis("rehearse", broken(tmp_path, old, new), "--headset", "none")
    assert done.returncode == 2
    assert "mine.toml" in done.stderr
    for word in expected:
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_script_that_is_not_there_is_said_in_one_line(tmp_path):
    done = visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--script", tmp_path / "no.txt"
    )
    assert done.returncode == 2
    assert "no.txt" in done.stderr


def test_a_microphone_file_that_is_no_sound_is_said_in_one_line(tmp_path):
    path = tmp_path / "x.wav"
    path.write_bytes(b"this is no sound")
    done = visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--mic", path, "--no-save",
        "--voice", "off", stdin="1\n2\n4\n1\n\n",
    )  # fmt: skip
    assert done.returncode == 2
    assert "x.wav" in done.stderr


def test_an_unknown_goal_names_the_near_one():
    done = visavis("rehearse", "sex_hurts", "--headset", "none", "--goals", "feelings")
    assert done.returncode == 2
    assert "'feeling'" in done.stderr


def test_without_a_vault_there_is_nothing_to_read():
    assert visavis("sessions").returncode == 0
    done = visavis("debrief")
    assert done.returncode == 2
    assert "no vault" in done.stderr


def test_doctor_names_what_is_missing_and_how_to_get_it():
    done = visavis("doctor", "--json", env={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert done.returncode == 0
    found = json.loads(done.stdout)["findings"]
    assert all(item["remedy"] for item in found if not item["is_fine"])
    display = next(item for item in found if item["what"] == "display")
    assert not display["is_fine"]


def test_under_eighteen_is_led_out_kindly_and_nothing_is_kept(home):
    done = visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--text", "--no-save", stdin="2\n"
    )
    assert done.returncode == 0
    assert "adults" in done.stdout
    assert not home.exists() or not list(home.rglob("*.db"))


def test_the_consent_screen_says_program_storage_limits_and_help():
    done = visavis(
        "rehearse", "sex_hurts", "--headset", "none", "--text", "--no-save",
        "--country", "GB", stdin="3\n",
    )  # fmt: skip
    for words in ("a program", "kept", "not treatment", "leave", "999"):
        assert words in done.stdout, words
