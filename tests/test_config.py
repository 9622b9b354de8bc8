"""A setting has one name everywhere, and the nearest source wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.config import Config, ConfigError, Settings


def load(home: Path, text: str = "", environ=None, **flags) -> Config:
    if text:
        (home / "config.toml").write_text(text)
    return Config.load(flags, environ or {}, home)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.settings == Settings()
    assert {value.origin for value in config.values()} == {"default"}
    assert all(value.text for value in config.values())


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    text = "deadline_s = 1\ncaptions = false\nwords = 'transformers_local'\n"
    environ = {"VISAVIS_DEADLINE_S": "2", "VISAVIS_CAPTIONS": "on"}
    config = load(tmp_path, text, environ, deadline_s=3.0, seed=None)
    settings = config.settings
    assert settings.deadline_s == 3.0
    assert settings.captions is True
    assert settings.words == "transformers_local"
    assert settings.seed is None
    origins = {value.name: (value.origin, value.where) for value in config.values()}
    assert origins["deadline_s"] == ("flag", "--deadline-s")
    assert origins["captions"] == ("environment", "VISAVIS_CAPTIONS")
    assert origins["words"] == ("file", f"{tmp_path / 'config.toml'}: words")
    assert origins["seed"] == ("default", "")


def test_home_moves_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("seed = 5")
    config = Config.load({}, {"VISAVIS_HOME": str(tmp_path)})
    assert (config.home, config.settings.seed) == (tmp_path, 5)


@pytest.mark.parametrize(
    ("text", "environ", "flags", "message"),
    [
        ("capttions = true", {}, {}, r"config\.toml: 'capttions' .* 'captions'\?"),
        ("", {"VISAVIS_MODLE": "x"}, {}, "'VISAVIS_MODLE' .* 'VISAVIS_MODEL'"),
        ("", {}, {"dead_line_s": 1}, "'--dead-line-s' .* '--deadline-s'"),
        ("captions = 3", {}, {}, "captions is 3; allowed is on or off"),
        ("deadline_s = 0", {}, {}, r"deadline_s is 0\.0; allowed is 0\.1 to 30"),
        ("deadline_s = nan", {}, {}, r"deadline_s is nan; allowed is 0\.1 to 30"),
        ("deadline_s = true", {}, {}, "allowed is a number"),
        ("seed = 1.5", {}, {}, "seed is 1.5; allowed is a whole number"),
        ("", {"VISAVIS_SEED": "-1"}, {}, "VISAVIS_SEED is -1; allowed is 0"),
        ("words = ['a']", {}, {}, "allowed is a text"),
        ("words = ", {}, {}, r"config\.toml: cannot be read"),
        ("[voice]\nid = 'x'", {}, {}, "voice is .* allowed is on or off"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    tmp_path: Path, text: str, environ, flags, message: str
) -> None:
    with pytest.raises(ConfigError, match=message) as refused:
        load(tmp_path, text, environ, **flags)
    assert "\n" not in str(refused.value).strip()


def test_secrets_are_no_settings(tmp_path: Path) -> None:
    environ = {"VISAVIS_PASSPHRASE": "x", "VISAVIS_MODEL_MINILM": "/there"}
    assert "x" not in {value.value for value in load(tmp_path, "", environ).values()}
    with pytest.raises(ConfigError):
        load(tmp_path, "passphrase = 'x'")


def test_switches_understand_plain_words(tmp_path: Path) -> None:
    for word, meaning in (("on", True), ("OFF", False), ("yes", True), ("0", False)):
        environ = {"VISAVIS_VOICE": word}
        assert load(tmp_path, "", environ).settings.voice is meaning
