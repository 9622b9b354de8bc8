"""Twelve words open the vault once more; they can be renewed, and taken back."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from pathlib import Path

import pytest

from assets import folder
from assets.words import word_list
from sim.privacy import keys, recovery
from sim.privacy.errors import NoRecovery, VaultError, WrongPassphrase
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault, open_vault
from tests.privacy.terminal import Person
from tests.privacy.test_vault import CHEAP, DictKeyring, fill, source
from tests.sim.running import visavis


def test_the_list_has_2048_words_that_four_letters_tell_apart() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == len({word[:4] for word in words}) == 2048
    assert list(words) == sorted(words)
    assert all(
        word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in words
    )
    assert (folder("recovery") / "LICENSE").read_text().startswith("The MIT License")
    for stinging in ("abuse", "victim", "violence", "gun", "hurt", "guilt", "suffer"):
        assert stinging not in words


def test_a_phrase_holds_128_random_bits() -> None:
    assert recovery.WORDS * math.log2(2048) == 132
    drawn = {recovery.new_words() for _ in range(200)}
    assert len(drawn) == 200
    assert len({word for words in drawn for word in words}) > 1200
    # the last four bits check the others, as in BIP-39
    entropy = bytes(range(16))
    numbers = [word_list().index(w) for w in recovery._words_of(entropy)]
    bits = "".join(f"{number:011b}" for number in numbers)
    assert int(bits[:128], 2).to_bytes(16) == entropy
    assert bits[128:] == f"{hashlib.sha256(entropy).digest()[0]:08b}"[:4]


def test_it_is_read_however_it_is_typed() -> None:
    words = recovery.new_words()
    for typed in (
        " ".join(words),
        "  ".join(words).upper(),
        ", ".join(words),
        "\n".join(word[:4] for word in words),
    ):
        assert recovery.checked(typed) == " ".join(words)
    assert recovery.is_same("color", "Colour ")
    assert recovery.is_same("sun", "sun") and not recovery.is_same("sun", "sunny")


def test_what_is_no_phrase_is_told_apart() -> None:
    words = list(recovery.new_words())
    with pytest.raises(NoRecovery, match="has 12 words, and these are 11"):
        recovery.checked(" ".join(words[:11]))
    with pytest.raises(NoRecovery, match="Word 3, 'xylophone', is not on the list"):
        recovery.checked(" ".join([*words[:2], "xylophone", *words[3:]]))
    right = 0
    for other in word_list()[:200]:
        try:
            recovery.checked(" ".join([*words[:5], other, *words[6:]]))
            right += 1
        except NoRecovery as why:
            assert "together they are no recovery phrase" in str(why)
    assert right < 40, "a wrong word goes unnoticed more often than one time in 16"


def test_it_opens_the_vault_and_lets_one_choose_a_new_passphrase(
    tmp_path: Path,
) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
        assert not vault.has_recovery
        phrase = " ".join(vault.new_recovery())
        assert vault.has_recovery
    with open_vault(source(), tmp_path) as vault:  # the passphrase opens as before
        assert vault.has_recovery
    with Vault.open(source(None), tmp_path, phrase=phrase) as vault:
        assert len(vault.events("aa11")) == 4
        vault.change_passphrase("remembered")
        assert not vault.has_recovery, "the words have done their work"
    with open_vault(source("remembered"), tmp_path) as vault:
        assert len(vault.events("aa11")) == 4
        assert vault.check() == []
    with pytest.raises(WrongPassphrase):
        open_vault(source(), tmp_path)
    with pytest.raises(NoRecovery, match="has no recovery phrase"):
        Vault.open(source(None), tmp_path, phrase=phrase)


def test_a_renewed_or_removed_phrase_opens_nothing(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        old = " ".join(vault.new_recovery())
        new = " ".join(vault.new_recovery())
    with pytest.raises(NoRecovery, match="not its newest one"):
        Vault.open(source(None), tmp_path, phrase=old)
    with Vault.open(source(None), tmp_path, phrase=new) as vault:
        vault.remove_recovery()
    with pytest.raises(NoRecovery):
        Vault.open(source(None), tmp_path, phrase=new)
    open_vault(source(), tmp_path).close()


def test_a_vault_of_the_keyring_can_have_one(tmp_path: Path) -> None:
    ring = DictKeyring()
    with open_vault(KeySource(None, ring, CHEAP), tmp_path) as vault:
        fill(vault)
        phrase = " ".join(vault.new_recovery())
    with Vault.open(
        KeySource(None, DictKeyring(), CHEAP), tmp_path, phrase=phrase
    ) as vault:
        vault.change_passphrase("mine")
    with open_vault(source("mine"), tmp_path) as vault:
        assert len(vault.events("aa11")) == 4


def test_the_words_stand_in_no_file(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        words = vault.new_recovery()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert " ".join(words).encode() not in data
            assert sum(word.encode() in data for word in words if len(word) > 4) < 3


def test_the_words_are_stretched_like_a_passphrase(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        vault.new_recovery()
    body = json.loads((tmp_path / "vault" / "key.json").read_text())
    assert body["format"] == 2
    assert body["recovery"]["kind"] == "recovery"
    assert body["recovery"]["argon2id"]["passes"] >= 1


def test_a_key_file_of_the_first_format_is_still_read(tmp_path: Path) -> None:
    with open_vault(source(), tmp_path) as vault:
        fill(vault)
    path = tmp_path / "vault" / "key.json"
    body = json.loads(path.read_text())
    del body["sha256"]
    body["format"] = 1
    body["sha256"] = keys._checksum(body)
    path.write_text(json.dumps(body))
    with open_vault(source(), tmp_path) as vault:
        assert len(vault.events("aa11")) == 4


def test_an_old_key_file_is_strengthened_when_its_passphrase_is_known(
    tmp_path: Path,
) -> None:
    open_vault(source(), tmp_path).close()
    more = Cost(passes=2, memory_kib=128, lanes=2)
    with open_vault(KeySource("open sesame", None, more), tmp_path) as vault:
        fill(vault)
    (slot,) = keys.read_key_file(tmp_path / "vault" / "key.json").slots
    assert slot.cost == more
    with open_vault(source(), tmp_path) as vault:  # never weaker again
        assert len(vault.events("aa11")) == 4
    (slot,) = keys.read_key_file(tmp_path / "vault" / "key.json").slots
    assert slot.cost == more


def test_a_change_of_passphrase_that_was_cut_off_keeps_the_phrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the database is under the new key, all is as it was."""
    vault = open_vault(source(), tmp_path)
    fill(vault)
    phrase = " ".join(vault.new_recovery())

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.privacy.vault.files_of", dies)
    with pytest.raises(KeyboardInterrupt):
        vault.change_passphrase("second")
    vault.close()
    monkeypatch.undo()
    with Vault.open(source(None), tmp_path, phrase=phrase) as again:
        assert len(again.events("aa11")) == 4
    with open_vault(source(), tmp_path) as again:
        assert again.has_recovery


def test_in_a_terminal_the_words_are_shown_once_and_asked_for(home: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("terminals are posix")
    with Vault.create(source("abc"), home):
        pass
    person = Person(home, "recovery", "new", VISAVIS_PASSPHRASE="abc", TERM="xterm")
    shown = person.until("I have written them down")
    rows = [line.split() for line in shown.splitlines()]
    words = {int(row[0]): row[1] for row in rows if len(row) == 2 and row[0].isdigit()}
    assert sorted(words) == list(range(1, 13))
    person.until("Not now")
    person.type("1")
    assert "\x1b[2J" in person.until("Three of them")
    for _ in range(3):
        person.until("Word ")
        number = int(person.until(":").split(":")[0])
        person.type("zzzz")
        person.until(f"not word {number}")
        person.until(f"Word {number}")
        person.type(words[number][:4])
    person.until("Good. With these words")
    assert person.end() == 0
    phrase = " ".join(words[number] for number in range(1, 13))
    done = visavis("recovery", "use", stdin=f"{phrase}\nnew one\n")
    assert done.returncode == 0, done.stderr
    assert "new passphrase" in done.stderr
    env = {"VISAVIS_PASSPHRASE": "new one"}
    assert visavis("sessions", env=env).returncode == 0
    again = visavis("recovery", "use", stdin=f"{phrase}\nthird\n")
    assert again.returncode == 2
    assert "has no recovery phrase" in again.stderr


def test_words_that_were_not_written_down_open_nothing(home: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("terminals are posix")
    with Vault.create(source("abc"), home):
        pass
    person = Person(home, "recovery", "new", VISAVIS_PASSPHRASE="abc")
    person.until("Not now")
    person.type("2")
    person.until("they open nothing")
    person.end()
    with open_vault(source("abc"), home) as vault:
        assert not vault.has_recovery


def test_a_phrase_is_not_printed_where_nobody_can_see_it(home: Path) -> None:
    with Vault.create(source("abc"), home):
        pass
    done = visavis("recovery", "new", env={"VISAVIS_PASSPHRASE": "abc"})
    assert done.returncode == 2
    assert "use a terminal" in done.stderr
    assert issubclass(NoRecovery, VaultError)
