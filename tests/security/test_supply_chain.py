"""What comes from others: pinned, permissive, numbers instead of programs."""

from __future__ import annotations

import ast
import json
import re
import runpy
import zipfile
from dataclasses import replace

import pytest

from assets import ROOT, folder
from dialogue import genuine, registry
from sim.packages import installed
from tests.sim.running import visavis

TOP = ROOT.parent
OURS = ("sim", "avatars", "scenes", "dialogue", "assets", "benchmarks", "scripts")
BESIDE = {"pip", "setuptools", "wheel", "visavis"}
"""Of Python's own making, and the program itself."""
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|Zlib|CC0|PSF|Python|MPL|Mozilla|"
    r"Boost|BSL|CNRI|Unlicense|HPND|3-Clause)\b",
    re.I,
)
READ_BY_HAND = {
    "anny": "Apache-2.0; used to bake bodies, in no running program",
    "embreex": "BSD-2-Clause; bakes light, in no running program",
    "num2words": "LGPL; imported as it is by gruut, replaceable, not changed",
    "sqlcipher3": "Zlib, as its LICENSE file says; its metadata name none",
}
"""What is known of packages whose metadata do not say, or say something stronger."""
COPYLEFT = re.compile(
    r"\b(A?GPL|SSPL|Commons Clause|proprietary|non-?commercial)\b", re.I
)


def pins():
    lines = (TOP / "constraints.txt").read_text().splitlines()
    text = (TOP / "scripts" / "install").read_text()
    found = [*lines, *re.findall(r"[a-z0-9-]+==[\w.]+", text)]
    pairs = (line.split("==") for line in found if re.fullmatch(r"\S+==\S+", line))
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pairs}


def sources():
    for name in OURS:
        for path in (TOP / name).rglob("*"):
            is_script = name == "scripts" and path.is_file() and not path.suffix
            if path.suffix == ".py" or (
                is_script and b"python" in path.read_bytes()[:60]
            ):
                yield path, ast.parse(path.read_text("utf-8"))


def test_every_installed_package_is_pinned():
    wanted = pins()
    for package in installed():
        if package.name not in BESIDE:
            version = package.version.partition("+")[0]  # "+cpu" names a build
            assert wanted.get(package.name) == version, package


def test_every_licence_lets_others_build_on_it():
    for package in installed():
        if package.name in READ_BY_HAND:
            continue
        assert PERMISSIVE.search(package.licence), package
        assert not COPYLEFT.search(package.licence), package


def test_the_bill_of_materials_is_one_command():
    told = json.loads(visavis("doctor", "--json").stdout)["packages"]
    names = {item["name"] for item in told}
    assert {"numpy", "panda3d", "torch", "sqlcipher3"} <= names
    assert all(item["version"] for item in told)


def called(node):
    """The dotted name of what is called: "np.load"."""
    parts, found = [], node.func
    while isinstance(found, ast.Attribute):
        parts.append(found.attr)
        found = found.value
    parts.append(found.id if isinstance(found, ast.Name) else "")
    return ".".join(reversed(parts))


def test_no_pickle_is_ever_opened():
    programs = {
        "pickle",
        "cPickle",
        "dill",
        "marshal",
        "shelve",
        "joblib",
        "cloudpickle",
    }
    seen = 0
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [item.name.partition(".")[0] for item in node.names]
                names.append((getattr(node, "module", "") or "").partition(".")[0])
                assert not programs & set(names), path
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            assert name not in ("eval", "exec", "yaml.load"), path
            given = {item.arg: item.value for item in node.keywords}
            if name == "torch.load":  # a builder's own unfinished training
                is_numbers = getattr(given.get("weights_only"), "value", False)
                assert "build" in path.parts and is_numbers is True, path
            if name in ("np.load", "numpy.load"):
                seen += 1
                is_off = getattr(given.get("allow_pickle"), "value", False) is False
                assert is_off, path
                if "build" not in path.parts:
                    assert "allow_pickle" in given, f"{path}:{node.lineno}"
    assert seen


@pytest.mark.model
def test_a_model_from_a_folder_brings_numbers_and_no_program(monkeypatch, tmp_path):
    import transformers

    from dialogue.models.base import ModelError
    from dialogue.models.transformers_local import create

    (tmp_path / "config.json").write_text(
        json.dumps({"model_type": "llama", "auto_map": {"AutoConfig": "evil.Evil"}})
    )
    (tmp_path / "evil.py").write_text("raise SystemExit('ran')")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04cos\nsystem\n.")
    given = {}
    kept = transformers.AutoModelForCausalLM.from_pretrained

    def load(place, **options):
        given.update(options)
        return kept(place, **options)

    made = create({"model": str(tmp_path)})
    monkeypatch.setattr(transformers.AutoModelForCausalLM, "from_pretrained", load)
    monkeypatch.setattr(
        transformers.AutoTokenizer, "from_pretrained", lambda *a, **k: None
    )
    with pytest.raises(ModelError):
        made.warm()
    assert given["use_safetensors"] is True
    assert given["trust_remote_code"] is False
    assert given["local_files_only"] is True


# weights


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A model of two small files, unpacked where the program looks."""
    place = tmp_path / "share" / "visavis" / "models" / "tiny"
    place.mkdir(parents=True)
    for name in ("model.safetensors", "config.json"):
        (place / name).write_bytes(name.encode() * 9)
    monkeypatch.setattr(registry.sys, "prefix", str(tmp_path))
    monkeypatch.setenv("VISAVIS_CACHE", str(tmp_path / "cache"))
    entry = replace(
        registry.model("mpnet"),
        id="tiny",
        hub="",
        files=("model.safetensors", "config.json"),
        sha256=genuine.summed((place / "model.safetensors",)),
        sums={"config.json": genuine.summed((place / "config.json",))},
    )
    monkeypatch.setattr(registry, "models", lambda: (entry,))
    return entry, place


def test_weights_are_used_only_with_the_sum_of_the_registry(copied):
    _, place = copied
    assert registry.resolve("tiny").origin == "unpacked"
    for name in ("model.safetensors", "config.json"):
        sound = (place / name).read_bytes()
        (place / name).write_bytes(sound[:-1] + b"?")
        with pytest.raises(registry.WrongWeights, match="not those that were tested"):
            registry.resolve("tiny")
        assert not registry.available()[0].is_available
        (place / name).write_bytes(sound)
    assert registry.resolve("tiny").origin == "unpacked"


def test_sums_are_read_once_and_again_when_a_file_has_changed(copied, monkeypatch):
    read = []
    kept = genuine.summed
    monkeypatch.setattr(genuine, "summed", lambda paths: read.append(1) or kept(paths))
    registry.resolve("tiny")
    first = len(read)
    registry.resolve("tiny")
    assert len(read) == first > 0


def test_a_models_own_name_in_the_registry_has_a_whole_sum():
    for entry in registry.models():
        assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
        # a file that code reads is summed, or carried by a package of a pinned version
        others = set(entry.files) - {entry.main} - set(entry.sums)
        assert not others, (entry.id, others)


# what scripts/fetch-model unpacks


def fetcher():
    return runpy.run_path(str(TOP / "scripts" / "fetch-model"), run_name="fetcher")


def test_a_fetched_archive_cannot_unpack_to_more_than_is_expected(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/model.safetensors", b"\0" * (20 << 20))
    with zipfile.ZipFile(bomb) as archive, archive.open("x/model.safetensors") as part:
        out = (tmp_path / "out").open("wb")
        with out, pytest.raises(ValueError, match="unpacks to more than 4 MB"):
            fetcher()["copy"](part, out, 4 << 20)
    assert (tmp_path / "out").stat().st_size <= 4 << 20


def test_a_copy_with_another_sum_is_not_taken(copied):
    entry, place = copied
    is_whole = fetcher()["is_whole"]
    assert is_whole(entry, place)
    (place / "config.json").write_bytes(b"{}")
    assert not is_whole(entry, place)
    (place / "config.json").unlink()
    assert not is_whole(entry, place)


def test_every_baked_file_has_the_sum_of_its_card():
    from assets.cards import cards

    for kind in ("bodies", "rooms"):
        for about in cards(kind):
            assert genuine.summed((about.data,)) == about.fields["sha256"]
    assert folder("safety").joinpath("classifier.npz").exists()
