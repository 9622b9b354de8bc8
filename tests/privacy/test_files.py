"""The files are the user's own: closed to others, no links, gone when erased."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sim.privacy.errors import VaultBusy, VaultDamaged, VaultError, VaultUnsafe
from sim.privacy.folder import check_own, mend_modes, write_private
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault, open_vault
from tests.privacy.test_vault import CHEAP, fill, source
from tests.sim.running import visavis

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes are posix")
ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "scripts" / "sex_hurts" / "contemptuous.txt"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_rights_that_are_too_wide_are_mended_and_told(home: Path) -> None:
    with open_vault(source(), home) as vault:
        fill(vault)
        assert vault.warnings == ()
    folder = home / "vault"
    folder.chmod(0o755)
    (folder / "vault.db").chmod(0o644)
    (folder / "key.json").chmod(0o660)
    with open_vault(source(), home) as vault:
        told = "\n".join(vault.warnings)
    for name in ("vault:", "vault.db:", "key.json:"):
        assert name in told
    assert "yours only" in told
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    folder.chmod(0o777)
    done = visavis("sessions", env={"VISAVIS_PASSPHRASE": "open sesame"})
    assert "was open to other users" in done.stderr


def test_what_a_disk_cannot_keep_closed_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_vault(source(), home).close()
    (home / "vault").chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    notes = mend_modes(home / "vault")
    assert "cannot keep them out" in notes[0]


@pytest.mark.parametrize("name", ["vault.db", "key.json", "lock", "vault.db-wal"])
def test_a_link_in_the_vault_is_refused_and_not_followed(
    home: Path, tmp_path: Path, name: str
) -> None:
    open_vault(source(), home).close()
    path, theirs = home / "vault" / name, tmp_path / "theirs"
    if path.exists():
        path.rename(theirs)
    else:
        theirs.write_bytes(b"theirs")
    path.symlink_to(theirs)
    before = theirs.read_bytes()
    with pytest.raises((VaultUnsafe, VaultDamaged, OSError)) as told:
        open_vault(source(), home)
    assert theirs.read_bytes() == before
    assert isinstance(told.value, VaultError), "the user would see a traceback"


def test_a_folder_that_is_a_link_is_refused(home: Path, tmp_path: Path) -> None:
    open_vault(source(), home).close()
    shutil.move(home / "vault", tmp_path / "elsewhere")
    (home / "vault").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VaultUnsafe, match="is a link"):
        open_vault(source(), home)
    (tmp_path / "dangling").mkdir()
    (tmp_path / "dangling" / "vault").symlink_to(tmp_path / "nowhere")
    with pytest.raises((VaultUnsafe, VaultError)):
        open_vault(source(), tmp_path / "dangling")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="posix: only root can give files away",
)
def test_a_file_of_another_user_is_refused(home: Path) -> None:
    open_vault(source(), home).close()
    os.chown(home / "vault" / "vault.db", 12345, 12345)
    with pytest.raises(VaultUnsafe, match="another user \\(number 12345\\)"):
        open_vault(source(), home)
    os.chown(home / "vault" / "vault.db", 0, 0)
    os.chown(home / "vault", 12345, 12345)
    with pytest.raises(VaultUnsafe):
        open_vault(source(), home)


def test_a_draft_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / "key.json.new").symlink_to(theirs)
    write_private(tmp_path / "key.json", b"mine")
    assert theirs.read_text() == "theirs"
    assert (tmp_path / "key.json").read_bytes() == b"mine"
    assert check_own(tmp_path / "key.json")


# erased


def test_after_erasing_nothing_opens_what_is_left_or_was_copied(
    home: Path, tmp_path: Path
) -> None:
    with open_vault(source(), home) as vault:
        fill(vault, lines=40)
        phrase = " ".join(vault.new_recovery())
    shutil.copy(home / "vault" / "vault.db", tmp_path / "copy.db")
    with (home / "vault" / "key.json").open("rb") as still_open:
        key_file = still_open.read()
        still_open.seek(0)
        done = visavis(
            "erase", "--all", "--yes", env={"VISAVIS_PASSPHRASE": "open sesame"}
        )
        assert done.returncode == 0, done.stderr
        left = still_open.read()  # the same place on the disk
    assert len(left) == len(key_file)
    assert left != key_file and b"vault_id" not in left, "the key was not overwritten"
    assert [path.name for path in (home / "vault").iterdir()] == ["lock"]
    for secret in (KeySource("open sesame", None, CHEAP), KeySource(None)):
        with pytest.raises(VaultError):
            Vault.open(secret, home)
    with pytest.raises(VaultError):
        Vault.open(source(None), home, phrase=phrase)
    shutil.copy(tmp_path / "copy.db", home / "vault" / "vault.db")
    with pytest.raises(VaultDamaged, match="cannot be read"):
        open_vault(source(), home)


def test_a_key_file_that_is_replaced_is_overwritten_where_it_lay(home: Path) -> None:
    """Else a wrapped key would stay on the disk whenever something is changed."""
    with open_vault(source(), home) as vault:
        for change in (vault.new_recovery, vault.remove_recovery):
            with (home / "vault" / "key.json").open("rb") as still_open:
                change()
                assert b"wrapped" not in still_open.read()


def test_the_database_is_overwritten_too(home: Path) -> None:
    vault = open_vault(source(), home)
    fill(vault)
    vault._run("PRAGMA wal_checkpoint(TRUNCATE)")
    path = home / "vault" / "vault.db"
    before = path.read_bytes()
    with path.open("rb") as still_open:
        vault.erase_all()
        after = still_open.read()
    assert len(after) == len(before)
    same = sum(a == b for a, b in zip(before, after, strict=True))
    assert same < len(before) / 50, "most bytes are what they were"


# a second process, a full disk


def test_a_second_process_is_told_on_one_line(home: Path) -> None:
    with open_vault(source(), home), pytest.raises(VaultBusy):
        open_vault(source(), home)
    with open_vault(source(), home):
        for words in (
            ("sessions",),
            ("privacy",),
            ("export", "x.json"),
            ("erase", "--all", "--yes"),
        ):
            done = visavis(*words, env={"VISAVIS_PASSPHRASE": "open sesame"})
            assert done.returncode == 2
            assert done.stderr.count("\n") == 1
            assert f"process {os.getpid()}) has the vault open" in done.stderr
            assert "Close it and try again" in done.stderr


def test_a_rehearsal_on_a_full_disk_goes_on_and_says_so(home: Path) -> None:
    """The disk takes about twenty events; the talk still comes to its end."""
    open_vault(source(), home).close()
    full = (home / "vault" / "vault.db").stat().st_size + 90_000
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({full}, {full}))\n"
        "sys.argv = ['visavis', *sys.argv[1:]]\n"
        "from sim.cli import main\n"
        "if __name__ == '__main__':\n"
        "    raise SystemExit(main())\n"
    )
    program = home.parent / "full.py"
    program.write_text(code)
    words = ("rehearse", "sex_hurts", "--headset", "none", "--text", "--seed", "5",
             "--script", str(SCRIPT))  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(program), *words],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "VISAVIS_PASSPHRASE": "open sesame",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    told = " ".join(done.stdout.split())
    assert "Your record cannot be written now" in told, done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    with open_vault(source(), home) as vault:
        (info,) = vault.sessions("open")
        kept = vault.events(info.id)
        assert len(kept) >= 5, "what was written before is safe"
        assert kept[0]["event"] == "session_started"
        assert vault.check() == []


def test_a_full_disk_leaves_no_half_export_and_the_old_passphrase(
    home: Path, tmp_path: Path
) -> None:
    with open_vault(source(), home) as vault:
        fill(vault, lines=200)
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from sim.privacy.errors import VaultError\n"
        "from sim.privacy.export import export\n"
        "from tests.privacy.test_vault import source\n"
        "from sim.privacy.vault import open_vault\n"
        "vault = open_vault(source(), Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "for act in (lambda: export(vault, Path(sys.argv[2])),\n"
        "            lambda: vault.change_passphrase('another')):\n"
        "    try:\n"
        "        act()\n"
        "    except (VaultError, OSError) as error:\n"
        "        print(type(error).__name__)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "print(len(vault.events('aa11')))\n"
    )
    out = tmp_path / "mine.json"
    (tmp_path / "mine.json.new").write_text("the user's own")
    done = subprocess.run(
        [sys.executable, "-c", code, str(home), str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["OSError", "VaultError", "201"], done.stderr
    assert not out.exists(), "half of an export was left"
    assert (tmp_path / "mine.json.new").read_text() == "the user's own"
    assert not (home / "vault" / "vault.db.new").exists()
    with open_vault(source(), home) as vault:
        assert len(vault.events("aa11")) == 201
        assert vault.check() == []
