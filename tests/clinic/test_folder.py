"""A folder both sides see carries letters, and trusts nothing in it."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from sim.clinic import folder as folders
from sim.clinic.errors import (
    EnvelopeError,
    FolderError,
    Replayed,
    Revoked,
    UnknownSender,
)
from sim.clinic.folder import Found, Inbox, Outbox
from sim.clinic.gathering import gather
from sim.clinic.letters import Keys
from tests.clinic.people import ANSWER, REPORT, Clock, Person, pair, person

Pair = tuple[Person, Person]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    made = tmp_path / "synced"
    made.mkdir()
    return made


def inbox_of(one: Person, shared: Path) -> Inbox:
    return Inbox(shared, one.vault.notes)


def taken(one: Person, inbox: Inbox) -> list[object]:
    """The letters that a look brings."""
    return [found.letter for found in gather(one.post, inbox).taken]


def test_letters_go_both_ways_through_one_folder(pair_of: Pair, shared: Path) -> None:
    therapist, client = pair_of
    Outbox(shared).put(therapist.post.send(ANSWER, {}, "Robin"))
    Outbox(shared).put(client.post.send(REPORT, {}, "therapist"))
    assert taken(client, inbox_of(client, shared)) == [ANSWER]
    assert taken(therapist, inbox_of(therapist, shared)) == [REPORT]
    assert list(shared.iterdir()) == [], "what was taken is cleared away"


def test_names_and_rights_say_nothing(pair_of: Pair, shared: Path) -> None:
    therapist, _ = pair_of
    made = [
        Outbox(shared).put(therapist.post.send(ANSWER, {}, "Robin")) for _ in range(5)
    ]
    assert len({path.name for path in made}) == 5
    for path in made:
        assert re.fullmatch(r"[0-9a-f]{32}\.visavis", path.name)
        if os.name == "posix":
            assert path.stat().st_mode & 0o077 == 0


def test_a_letter_for_another_stays_and_is_looked_at_once(
    pair_of: Pair, shared: Path, tmp_path: Path, clock: Clock
) -> None:
    therapist, client = pair_of
    with person(tmp_path / "third", clock) as third:
        pair(therapist, third, "Kim")
        path = Outbox(shared).put(therapist.post.send(ANSWER, {}, "Kim"))
        inbox = inbox_of(client, shared)
        assert taken(client, inbox) == []
        assert list(inbox.new()) == []
        assert list(inbox_of(client, shared).new()) == [], "after a restart, too"
        assert path.exists()
        assert taken(third, inbox_of(third, shared)) == [ANSWER]


def test_a_file_that_is_still_coming_is_waited_for(pair_of: Pair, shared: Path) -> None:
    therapist, client = pair_of
    raw = therapist.post.send(ANSWER, {}, "Robin")
    path, inbox = shared / ("0" * 32 + ".visavis"), inbox_of(client, shared)
    for length in (0, 1, 100, len(raw) // 2, len(raw) - 1):
        path.write_bytes(raw[:length])
        assert list(inbox.new()) == []
    path.write_bytes(raw)
    assert taken(client, inbox) == [ANSWER]


def test_a_letter_put_back_is_not_taken_again(pair_of: Pair, shared: Path) -> None:
    therapist, client = pair_of
    raw, inbox = therapist.post.send(ANSWER, {}, "Robin"), inbox_of(client, shared)
    Outbox(shared).put(raw)
    assert taken(client, inbox) == [ANSWER]
    Outbox(shared).put(raw)
    Outbox(shared).put(raw)
    assert taken(client, inbox) == []
    inbox.forget()
    assert len(list(inbox.new())) == 1, "two files with one letter are one"
    with pytest.raises(Replayed):
        client.post.take(raw)


@pytest.mark.skipif(os.name != "posix", reason="posix: links")
def test_links_pipes_and_folders_are_passed_over(
    pair_of: Pair, shared: Path, tmp_path: Path
) -> None:
    therapist, client = pair_of
    elsewhere = tmp_path / "elsewhere.visavis"
    elsewhere.write_bytes(therapist.post.send(ANSWER, {}, "Robin"))
    (shared / ("1" * 32 + ".visavis")).symlink_to(elsewhere)
    (shared / ("2" * 32 + ".visavis")).mkdir()
    os.mkfifo(shared / ("3" * 32 + ".visavis"))
    (shared / ("4" * 32 + ".visavis")).symlink_to("/dev/zero")
    done: list[Found] = []
    look = threading.Thread(
        target=lambda: done.extend(inbox_of(client, shared).new()), daemon=True
    )
    look.start()
    look.join(5)
    assert not look.is_alive(), "a pipe must not keep it waiting"
    assert done == []


@pytest.mark.skipif(os.name != "posix", reason="posix: links")
def test_a_link_is_no_folder(shared: Path, tmp_path: Path, client: Person) -> None:
    link = tmp_path / "link"
    link.symlink_to(shared)
    for odd in (link, tmp_path / "none", Path(__file__)):
        with pytest.raises(FolderError):
            Outbox(odd)
        with pytest.raises(FolderError):
            inbox_of(client, odd)


def test_rubbish_is_passed_over(client: Person, shared: Path) -> None:
    names = ("a.visavis", "..visavis", "5" * 32 + ".txt", "6" * 31 + ".visavis")
    for name in names:
        (shared / name).write_bytes(b"visavis\0\1\1" + bytes(16552))
    (shared / ("7" * 32 + ".visavis")).write_bytes(b"x" * 16562)
    (shared / ("8" * 32 + ".visavis")).write_bytes(bytes(9 * 2**20))
    assert list(inbox_of(client, shared).new()) == []


def test_one_look_reads_so_much_and_the_next_the_rest(
    pair_of: Pair, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    therapist, client = pair_of
    for _ in range(6):
        Outbox(shared).put(therapist.post.send(ANSWER, {}, "Robin"))
    monkeypatch.setattr(folders, "MOST_AT_ONCE", 40_000)
    inbox = inbox_of(client, shared)
    assert [len(taken(client, inbox)) for _ in range(4)] == [2, 2, 2, 0]


def test_only_envelopes_are_put_and_a_full_disk_leaves_nothing(
    pair_of: Pair, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    therapist, _ = pair_of
    with pytest.raises(EnvelopeError):
        Outbox(shared).put(b"plain words")
    raw = therapist.post.send(ANSWER, {}, "Robin")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "write_new", full)
    with pytest.raises(FolderError, match="No space left"):
        Outbox(shared).put(raw)
    assert list(shared.iterdir()) == []


def test_what_is_remembered_has_an_end(
    client: Person, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_REMEMBERED", 3)
    inbox = inbox_of(client, shared)
    for at in range(5):
        inbox.done(Found(shared / "x", b"", f"{at}"), "refused")
    assert list(inbox._known()) == ["2", "3", "4"]


def named(shared: Path, number: int, raw: bytes) -> Path:
    path = shared / f"{number:032x}.visavis"
    path.write_bytes(raw)
    return path


def test_letters_about_keys_may_come_after_what_they_explain(
    pair_of: Pair, shared: Path
) -> None:
    """Two changes of keys and a letter under the newest, found in the wrong order."""
    therapist, client = pair_of
    (first,) = therapist.post.rotate()
    (second,) = therapist.post.rotate()
    last = therapist.post.send(ANSWER, {}, "Robin")
    for number, raw in enumerate((last, second.raw, first.raw)):
        named(shared, number, raw)
    found = gather(client.post, inbox_of(client, shared))
    assert [type(one.letter) for one in found.taken] == [Keys, Keys, type(ANSWER)]
    assert found.refused == ()
    assert list(shared.iterdir()) == []


def test_what_is_refused_is_told_once_and_stays(pair_of: Pair, shared: Path) -> None:
    therapist, client = pair_of
    path = named(shared, 1, client.post.send(REPORT, {}, "therapist"))
    therapist.post.revoke("Robin")
    inbox = inbox_of(therapist, shared)
    ((told, error),) = gather(therapist.post, inbox).refused
    assert (told, type(error)) == (path, Revoked)
    assert gather(therapist.post, inbox).refused == ()
    assert gather(therapist.post, inbox_of(therapist, shared)).refused == ()
    assert path.exists()


def test_a_letter_that_came_before_the_pairing_opens_after_it(
    therapist: Person, client: Person, shared: Path
) -> None:
    invited = therapist.post.invite("Robin")
    accepted = client.post.accept(invited.raw, invited.code)
    named(shared, 1, client.post.send(REPORT, {}, "therapist"))
    inbox = inbox_of(therapist, shared)
    ((_, error),) = gather(therapist.post, inbox).refused
    assert isinstance(error, UnknownSender)
    assert gather(therapist.post, inbox).refused == (), "told once"
    therapist.post.finish(accepted.raw)
    inbox.look_again()
    assert taken(therapist, inbox) == [REPORT]
