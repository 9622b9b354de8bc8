"""The vault keeps, opens, refuses and forgets as it says."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from sim.privacy import keys, sources
from sim.privacy.errors import (
    ExportRefused,
    KeyMissing,
    NoSuchSession,
    PassphraseNeeded,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultNewer,
    WrongPassphrase,
)
from sim.privacy.export import export
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource, key_source
from sim.privacy.vault import Vault, open_vault, vault_exists

CHEAP = Cost(passes=1, memory_kib=64, lanes=1)
"""Argon2id at almost no cost: these tests are about everything else."""
SAID = "Ich vermisse dich, whispered quietly on Tuesday"


def source(passphrase: str | None = "open sesame") -> KeySource:
    return KeySource(passphrase, None, CHEAP)


class DictKeyring:
    """A system keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def fill(vault: Vault, session: str = "aa11", lines: int = 3) -> None:
    vault.begin(session, "desire", "A difference", "2026-03-01T20:00:00+00:00")
    vault.append(session, 0, {"event": "session_started", "partner": "Sam"})
    for turn in range(1, lines + 1):
        event = {"event": "utterance", "turn": turn, "text": f"{SAID} {turn}"}
        vault.append(session, turn, event, "2026-03-01T20:00:01+00:00")


def test_what_was_appended_is_read_back_in_order_after_reopening(
    tmp_path: Path,
) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
    with open_vault(source(), tmp_path) as vault:
        texts = [one["text"] for one in vault.events("aa11")[1:]]
        (info,) = vault.sessions()
    assert texts == [f"{SAID} {turn}" for turn in (1, 2, 3)]
    assert (info.id, info.scenario, info.status, info.turns) == (
        "aa11",
        "desire",
        "open",
        3,
    )


def test_nothing_said_can_be_read_in_any_file(tmp_path: Path) -> None:
    vault = open_vault(source(), tmp_path)
    fill(vault)
    secret = [SAID.encode(), b"session_started", b"utterance", b"desire", b"SQLite"]
    while_open = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in while_open} >= {
        "vault.db",
        "vault.db-wal",
        "key.json",
    }
    for path in while_open:
        assert not any(word in path.read_bytes() for word in secret), path
    vault.close()
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or not any(word in path.read_bytes() for word in secret)


@pytest.mark.skipif(os.name != "posix", reason="file modes are posix")
def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_vault(source(), home) as vault:
        fill(vault)
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in home.rglob("*")
        }
        modes["home"] = stat.S_IMODE(home.stat().st_mode)
    assert modes.pop("vault") == modes.pop("home") == 0o700
    assert set(modes.values()) == {0o600}, modes


def test_a_wrong_passphrase_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
    before = {
        path: path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file() and path.name != "lock"
    }
    with pytest.raises(WrongPassphrase, match=r"does not open the vault\. Nothing"):
        open_vault(source("open sesam"), tmp_path)
    assert {path: path.read_bytes() for path in before} == before


def test_without_passphrase_or_keyring_the_caller_is_told_to_ask(
    tmp_path: Path,
) -> None:
    with pytest.raises(PassphraseNeeded) as new:
        open_vault(source(None), tmp_path)
    assert new.value.new
    assert not vault_exists(tmp_path)
    open_vault(source(), tmp_path).close()
    with pytest.raises(PassphraseNeeded) as known:
        open_vault(source(None), tmp_path)
    assert not known.value.new
    open_vault(source(None).with_passphrase("open sesame"), tmp_path).close()


def test_the_same_passphrase_in_another_unicode_form_opens(tmp_path: Path) -> None:
    open_vault(source("Zoe\u0308"), tmp_path).close()
    open_vault(source("Zoë"), tmp_path).close()


def test_a_keyring_opens_the_vault_without_asking(tmp_path: Path) -> None:
    ring = DictKeyring()
    with open_vault(KeySource(None, ring), tmp_path) as vault:
        fill(vault)
    with open_vault(KeySource(None, ring), tmp_path) as vault:
        assert len(vault.events("aa11")) == 4
    with pytest.raises(KeyMissing, match="keyring"):
        open_vault(KeySource(None, DictKeyring()), tmp_path)


def test_plain_file_keyrings_are_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = DictKeyring()
    monkeypatch.setattr("keyring.get_keyring", lambda: ring)
    assert sources.system_keyring() is ring
    assert not ring.kept  # the probe is cleaned up
    monkeypatch.setattr(DictKeyring, "__module__", "keyrings.alt.file")
    assert sources.system_keyring() is None


def test_the_system_keyring_is_not_touched_when_a_passphrase_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> None:
        raise AssertionError("asked for the keyring")

    monkeypatch.setattr("keyring.get_keyring", asked)
    given = key_source("open sesame", {})
    assert given.use_system_keyring
    open_vault(given, tmp_path).close()
    open_vault(given, tmp_path).close()


def test_a_keyring_that_fails_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(DictKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise RuntimeError("no bus")

    monkeypatch.setattr("keyring.get_keyring", Broken)
    assert sources.system_keyring() is None


def test_the_passphrase_comes_from_argument_environment_or_descriptor() -> None:
    assert key_source("a", {"VISAVIS_PASSPHRASE": "b"}).passphrase == "a"
    assert key_source(None, {"VISAVIS_PASSPHRASE": "b"}).passphrase == "b"
    ours, theirs = os.pipe()
    os.write(theirs, "naïve pass\nrest".encode())
    os.close(theirs)
    assert key_source(None, {"VISAVIS_PASSPHRASE_FD": str(ours)}).passphrase == (
        "naïve pass"
    )
    os.close(ours)
    with pytest.raises(PassphraseNeeded, match="VISAVIS_PASSPHRASE_FD=nine"):
        key_source(None, {"VISAVIS_PASSPHRASE_FD": "nine"})


def test_a_passphrase_is_not_shown_when_its_source_is_printed() -> None:
    assert "open sesame" not in repr(source())


def test_the_default_cost_is_the_second_option_of_rfc_9106() -> None:
    slot = keys.wrap(keys.new_key(), "x", "passphrase")
    assert (slot.cost.passes, slot.cost.lanes, slot.cost.memory_kib) == (3, 4, 65536)
    assert len(slot.salt) == 16
    ((_, key),) = keys.unwrap((slot,), "x")
    assert len(key) == 32


@pytest.mark.parametrize("where", [10, 5000, -100])
def test_a_damaged_database_is_named_and_left_alone(tmp_path: Path, where: int) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault, lines=40)
    path = tmp_path / "vault" / "vault.db"
    data = bytearray(path.read_bytes())
    data[where] ^= 0xFF
    path.write_bytes(data)
    named = pytest.raises(VaultDamaged, match=r"vault\.db.*left as it is")
    with named, open_vault(source(), tmp_path) as vault:
        assert vault.check()
        vault.events("aa11")
    assert path.read_bytes() == data


def test_a_cut_off_database_is_named_and_left_alone(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault, lines=40)
    path = tmp_path / "vault" / "vault.db"
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(VaultDamaged), open_vault(source(), tmp_path) as vault:
        vault.events("aa11")
    assert path.stat().st_size == 6000


def test_a_missing_database_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    open_vault(source(), tmp_path).close()
    (tmp_path / "vault" / "vault.db").unlink()
    with pytest.raises(VaultDamaged, match="missing"):
        open_vault(source(), tmp_path)
    assert not (tmp_path / "vault" / "vault.db").exists()


def test_a_missing_key_file_does_not_start_a_new_vault(tmp_path: Path) -> None:
    open_vault(source(), tmp_path).close()
    (tmp_path / "vault" / "key.json").unlink()
    with pytest.raises(VaultDamaged, match=r"key\.json"):
        open_vault(source(), tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"",
        lambda body: body[:50],
        lambda body: b"[]",
        lambda body: b"\xff\xfe",
        lambda body: body.replace(b'"salt": "', b'"salt": "A'),
        lambda body: body.replace(b'"memory_kib": 64', b'"memory_kib": 99999999'),
        lambda body: body.replace(b'"ready": true', b'"ready": false'),
    ],
)
def test_a_damaged_key_file_is_no_wrong_passphrase(tmp_path: Path, spoil) -> None:
    open_vault(source(), tmp_path).close()
    path = tmp_path / "vault" / "key.json"
    whole = path.read_bytes()
    spoiled = spoil(whole)
    assert spoiled != whole
    path.write_bytes(spoiled)
    with pytest.raises(VaultDamaged, match="key file is damaged"):
        open_vault(source(), tmp_path)
    assert path.read_bytes() == spoiled


def test_a_newer_vault_is_left_to_a_newer_program(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        vault._run("INSERT INTO migrations VALUES (99)")
    with pytest.raises(VaultNewer, match="version 99"):
        open_vault(source(), tmp_path)
    path = tmp_path / "vault" / "key.json"
    path.write_text(json.dumps({"format": 7}))
    with pytest.raises(VaultNewer, match="format 7"):
        open_vault(source(), tmp_path)


def test_a_second_process_is_told_who_has_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from sim.privacy.vault import open_vault\n"
        "from sim.privacy.sources import KeySource\n"
        "v = open_vault(KeySource('open sesame'), Path(sys.argv[1]))\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    open_vault(source(), tmp_path).close()
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None and other.stdout.readline() == b"open\n"
    with pytest.raises(VaultBusy, match=rf"process {other.pid}\) has the vault open"):
        open_vault(source(), tmp_path)
    other.kill()
    other.communicate()
    open_vault(source(), tmp_path).close()


def test_an_interrupted_session_is_open_until_it_is_closed(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
        fill(vault, "bb22")
        vault.close_session("aa11", "2026-03-01T21:00:00+00:00")
        assert [one.id for one in vault.sessions("open")] == ["bb22"]
        assert [one.id for one in vault.sessions("closed")] == ["aa11"]


def test_a_session_is_found_by_id_beginning_or_last(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        with pytest.raises(NoSuchSession):
            vault.info("last")
        fill(vault, "aa11")
        fill(vault, "aa22")
        assert vault.info("aa1").id == "aa11"
        assert vault.info("last").id == "aa22"
        for wrong in ("aa", "cc", ""):
            with pytest.raises(NoSuchSession):
                vault.events(wrong)


def test_a_number_cannot_be_used_twice(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
        with pytest.raises(VaultError):
            vault.append("aa11", 0, {"event": "reply"})
        with pytest.raises(VaultError):
            vault.append("unknown", 0, {"event": "reply"})


def test_an_erased_session_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault, "aa11", lines=200)
        fill(vault, "bb22")
        size = (tmp_path / "vault" / "vault.db").stat().st_size
        vault._run("PRAGMA wal_checkpoint(TRUNCATE)")
        full = (tmp_path / "vault" / "vault.db").stat().st_size
        vault.erase_session("aa11")
        assert (tmp_path / "vault" / "vault.db").stat().st_size < max(size, full)
        assert (tmp_path / "vault" / "vault.db-wal").stat().st_size == 0
        assert [one.id for one in vault.sessions()] == ["bb22"]
        with pytest.raises(NoSuchSession):
            vault.erase_session("aa11")
        rows = vault._run("SELECT count(*) FROM events WHERE session = 'aa11'")
        assert rows[0][0] == 0


def test_erasing_everything_makes_even_a_saved_copy_unreadable(tmp_path: Path) -> None:
    ring = DictKeyring()
    vault = open_vault(KeySource(None, ring), tmp_path)
    fill(vault)
    vault._run("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = (tmp_path / "vault" / "vault.db").read_bytes()
    vault.erase_all()
    assert not ring.kept
    assert [one.name for one in (tmp_path / "vault").iterdir()] == ["lock"]
    with open_vault(source(), tmp_path) as fresh:
        assert fresh.sessions() == []
    (tmp_path / "vault" / "vault.db").write_bytes(copy)
    with pytest.raises(VaultDamaged):
        open_vault(source(), tmp_path)


def test_a_changed_passphrase_locks_out_the_former_one(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
        old = (tmp_path / "vault" / "key.json").read_bytes()
        vault.change_passphrase("another")
        fill(vault, "bb22")
    with pytest.raises(WrongPassphrase):
        open_vault(source(), tmp_path)
    with open_vault(source("another"), tmp_path) as vault:
        assert [one.id for one in vault.sessions()] == ["aa11", "bb22"]
        assert vault.check() == []
    # A copy of the former key file does not help whoever knew the old passphrase.
    (tmp_path / "vault" / "key.json").write_bytes(old)
    with pytest.raises(VaultDamaged):
        open_vault(source(), tmp_path)


def test_a_keyring_vault_can_move_to_a_passphrase(tmp_path: Path) -> None:
    ring = DictKeyring()
    with open_vault(KeySource(None, ring, CHEAP), tmp_path) as vault:
        fill(vault)
        vault.change_passphrase("mine")
    assert not ring.kept
    with open_vault(source("mine"), tmp_path) as vault:
        assert len(vault.events("aa11")) == 4


def test_an_export_holds_everything_and_overwrites_nothing(tmp_path: Path) -> None:
    out, page = tmp_path / "all.json", tmp_path / "all.md"
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
        fill(vault, "bb22")
        assert export(vault, out) == 2
        assert export(vault, page, "markdown", ["aa11"]) == 1
        with pytest.raises(ExportRefused):
            export(vault, out)
        told = json.loads(out.read_text())["sessions"]
        assert [one["event"] for one in told[0]["events"]] == vault.events("aa11")
    assert f"**You:** {SAID} 2" in page.read_text()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="limits are posix")
def test_a_full_disk_is_named_and_loses_nothing_recorded_before(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from sim.privacy.errors import VaultDamaged, VaultError\n"
        "from sim.privacy.sources import KeySource\n"
        "from sim.privacy.vault import open_vault\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "v = open_vault(KeySource('open sesame'), Path(sys.argv[1]))\n"
        "v.begin('full', 's', 'S', 'now')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "kept = 0\n"
        "try:\n"
        "    for kept in range(1000):\n"
        "        v.append('full', kept, {'event': 'utterance', 'text': 'x' * 3000})\n"
        "except VaultError as error:\n"
        "    assert not isinstance(error, VaultDamaged), error\n"
        "    print(kept)\n"
    )
    open_vault(source(), tmp_path).close()
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with open_vault(source(), tmp_path) as vault:
        assert len(vault.events("full")) == int(done.stdout) > 10
        assert vault.check() == []


def test_the_tables_of_a_stranger_are_not_touched(tmp_path: Path) -> None:
    """A plain SQLite file in the vault's place is damage, not an empty vault."""
    open_vault(source(), tmp_path).close()
    path = tmp_path / "vault" / "vault.db"
    path.unlink()
    plain = dbapi2.connect(str(path))
    plain.execute("CREATE TABLE theirs (x)")
    plain.commit()
    plain.close()
    before = path.read_bytes()
    with pytest.raises(VaultDamaged):
        open_vault(source(), tmp_path)
    assert path.read_bytes() == before
