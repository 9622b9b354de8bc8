"""The folder both sides see is looked into beside the lobby, and never stops it."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from rich.console import Console

from sim import assigned
from sim.app import App
from sim.clinic import gathering
from sim.clinic.client import watching
from sim.clinic.client.kept import Assignments
from sim.clinic.client.watching import EVERY_S, Watching, folder_named
from sim.clinic.folder import ENDING, Outbox
from sim.clinic.letters import Letter
from sim.commands.client_record import where_to
from sim.config import Config
from sim.errors import BadInput
from sim.lines import Keyboard
from sim.lobby_text import TextLobby
from sim.offered import Sent
from tests.clinic.client.homework import assignment, own_scenario
from tests.clinic.people import ANSWER, Person

Pair = tuple[Person, Person]
NEW = "Something new from your therapist"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    made = tmp_path / "synced"
    made.mkdir()
    return made


def put(therapist: Person, shared: Path, letter: Letter | None = None) -> Path:
    files = {} if letter else {"my_own_no.toml": own_scenario()}
    raw = therapist.post.send(letter or assignment(), files, "Robin")
    return Outbox(shared).put(raw)


def looked(made: Watching, one: Person) -> tuple[str, ...]:
    made.opened(one.vault)
    made.wait(20)
    return made.lines


def test_what_lies_there_is_kept_and_the_lobby_says_so(
    pair_of: Pair, shared: Path
) -> None:
    therapist, client = pair_of
    put(therapist, shared)
    config = Config.load({"shared_folder": str(shared)}, environ={})
    app = App(config, client.vault)
    assigned.look(app)
    app.watching.wait(20)
    sent = assigned.sent(app)
    assert sent.news == (NEW,)
    assert sent.is_there
    assert len(Assignments(client.vault).all()) == 1
    assert not list(shared.iterdir())
    app.watching.seen()
    assert assigned.sent(app).news == ()


def test_a_fault_is_one_line_and_the_rest_goes_on(pair_of: Pair, shared: Path) -> None:
    therapist, client = pair_of
    for number in range(3):
        path = put(therapist, shared)
        raw = bytearray(path.read_bytes())
        raw[-1] ^= 1
        path.unlink()
        (shared / (f"{number:032x}" + ENDING)).write_bytes(raw)
    put(therapist, shared, ANSWER)  # opens, and is for no client
    put(therapist, shared)
    made = Watching(shared)
    news, fault = looked(made, client)
    assert news == NEW
    assert fault.startswith("A letter in your shared folder did not open;")
    assert "\n" not in fault
    assert looked(made, client) == (NEW,), "told once"


def test_a_folder_that_is_gone_is_one_line_until_it_is_back(
    pair_of: Pair, shared: Path
) -> None:
    _, client = pair_of
    shared.rmdir()
    made = Watching(shared)
    (line,) = looked(made, client)
    assert line.startswith("Your shared folder cannot be read now;")
    shared.mkdir()
    assert looked(made, client) == ()


def test_without_a_record_or_a_pairing_nothing_is_read(
    client: Person, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "gather", lambda *_: pytest.fail("was read"))
    monkeypatch.setattr(watching, "Inbox", lambda *_: pytest.fail("was opened"))
    made = Watching(shared)
    assert looked(made, client) == ()
    made.opened(None)
    assert made.lines == ()


def test_the_list_never_waits_and_looks_at_most_every_half_minute(
    pair_of: Pair, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    therapist, client = pair_of
    now, slow, looks = [0.0], threading.Event(), []
    gather = gathering.gather

    def slowly(*given):  # type: ignore[no-untyped-def]
        looks.append(now[0])
        slow.wait(20)
        return gather(*given)

    monkeypatch.setattr(watching, "gather", slowly)
    made = Watching(shared, lambda: now[0])
    put(therapist, shared)
    made.opened(client.vault)
    assert not made.tick(client.vault), "the folder is slow, the list is not"
    slow.set()
    made.wait(20)
    assert made.lines == (NEW,)
    for now[0] in (1.0, EVERY_S - 1, EVERY_S, EVERY_S + 1):
        made.tick(client.vault)
        made.wait(20)
    assert looks == [0.0, EVERY_S]


def test_letters_go_to_that_folder_unless_another_place_is_named(
    shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISAVIS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("VISAVIS_SHARED_FOLDER", raising=False)
    with pytest.raises(BadInput, match="shared_folder"):
        where_to(None)
    monkeypatch.setenv("VISAVIS_SHARED_FOLDER", str(shared))
    assert where_to(None) == shared
    assert where_to("here.visavis") == Path("here.visavis")
    assert folder_named("") is None


def test_the_terminals_list_says_it_too() -> None:
    console = Console(record=True, width=100, file=io.StringIO())
    lobby = TextLobby(console, Keyboard(), (), sent=Sent(news=(NEW,)))
    lobby._assigned()
    lines = [one for one in console.export_text().splitlines() if one.strip()]
    assert lines[0].strip() == NEW
