"""``visavis pair`` and ``visavis open``: know a therapist, and open their letters."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.clinic.client.sharing import hand_over
from sim.clinic.client.taking_in import Received, receive
from sim.clinic.contacts import Contact
from sim.clinic.envelopes import MOST_BYTES
from sim.clinic.errors import EnvelopeError, NotForYou
from sim.clinic.folder import Inbox
from sim.clinic.letters import Goodbye, Keys
from sim.clinic.pairing import INVITATION
from sim.clinic.pairing import MOST_BYTES as MOST_OF_INVITATION
from sim.clinic.post import Post
from sim.commands.assignments import show_one
from sim.commands.client_record import record
from sim.errors import BadInput, one_line
from sim.privacy.folder import write_private
from sim.privacy.vault import Vault
from sim.texts import text

_REFUSED: Final = 2


def run(arguments: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with record() as vault:
        if vault is None:
            return 2
        post = Post(vault)
        if arguments.command == "open":
            return _open(vault, post, Path(arguments.letter))
        if arguments.same:
            post.compared(arguments.same)
            sys.stderr.write(text("pairing.is_same") + "\n")
            return 0
        if arguments.end:
            return _end(post, arguments)
        if arguments.invitation:
            return _accept(post, arguments)
        return _show(post)


# pairing


def _accept(post: Post, arguments: argparse.Namespace) -> int:
    raw = _invitation(arguments.invitation)
    code = arguments.code or _asked("pairing.ask_code")
    made = post.accept(raw, code, arguments.alias)
    out = Path(arguments.out) if arguments.out else None
    if out is not None:
        _write(out, made.raw)
    console = Console(highlight=False)
    _say(console, text("pairing.words", name=made.contact.alias), is_bold=True)
    _say(console, "   ".join(made.contact.phrase), is_bold=True)
    if out is not None:
        _say(console, text("pairing.answer_file", path=str(out)))
    else:
        _say(console, text("pairing.answer_line"))
        console.print(made.raw.decode().strip(), soft_wrap=True, markup=False)
    _compare(console, post, made.contact)
    return 0


def _compare(console: Console, post: Post, contact: Contact) -> None:
    """Have the words compared, where somebody can be asked."""
    if not sys.stdin.isatty():
        _say(console, text("pairing.compare_later", name=contact.alias))
        return
    said = _asked("pairing.compare").strip().lower()
    if said in ("yes", "y", "same"):
        post.compared(contact)
        _say(console, text("pairing.is_same"))
    elif said in ("no", "n", "other"):
        post.revoke(contact)
        _say(console, text("pairing.is_other"))
    else:
        _say(console, text("pairing.compare_later", name=contact.alias))


def _invitation(given: str) -> bytes:
    if given.strip().upper().startswith(INVITATION):
        return given.encode()
    return read_file(Path(given), MOST_OF_INVITATION)


def _end(post: Post, arguments: argparse.Namespace) -> int:
    gone = post.revoke(arguments.end)
    if arguments.out:
        where = hand_over(gone.raw, Path(arguments.out))
        sys.stderr.write(text("pairing.ended_letter", path=str(where)) + "\n")
    sys.stderr.write(text("pairing.ended", name=gone.to.alias) + "\n")
    return 0


def _show(post: Post) -> int:
    console = Console(highlight=False)
    for one in post.everybody:
        key = "over" if one.is_over else "same" if one.is_compared else "not_same"
        about = text(f"pairing.state_{key}", since=one.since)
        _say(console, f"{one.alias}: {about}")
        if not one.is_over:
            _say(console, "   ".join(one.phrase))
    if not post.everybody:
        _say(console, text("pairing.none"))
    return 0


# letters


def _open(vault: Vault, post: Post, where: Path) -> int:
    console = Console(highlight=False)
    if not where.is_dir():
        _told(console, vault, receive(post, vault, read_file(where, MOST_BYTES)))
        return 0
    inbox = Inbox(where, vault.notes)
    count, code = 0, 0
    for found in inbox.new():
        try:
            received = receive(post, vault, found.raw)
        except EnvelopeError as why:
            is_mine = not isinstance(why, NotForYou)
            inbox.done(found, "refused" if is_mine else "not_for_me")
            if is_mine:
                sys.stderr.write(f"{found.path.name}: {one_line(why)}\n")
                code = _REFUSED
            continue
        inbox.done(found, "taken")
        _told(console, vault, received)
        count += 1
    if not count:
        _say(console, text("pairing.folder_empty", path=str(where)))
    return code


def _told(console: Console, vault: Vault, received: Received) -> None:
    name = received.taken.sender.alias
    letter = received.taken.letter
    if isinstance(letter, Goodbye):
        _say(console, text("assigned.came_goodbye", name=name))
        if letter.note:
            _say(console, text("assigned.note", note=letter.note))
    elif isinstance(letter, Keys):
        _say(console, text("assigned.came_keys", name=name))
    elif received.kept is not None:
        key = "assigned.came_anew" if received.is_anew else "assigned.came"
        _say(console, text(key, name=name))
        show_one(console, vault, received.kept)


def read_file(path: Path, most: int) -> bytes:
    """A file from outside, of `most` bytes at most.

    Raises:
        BadInput: it is not there, no plain file, or too long.
    """
    try:
        if not path.is_file():
            raise BadInput(f"{path}: there is no such file.")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadInput(f"{path}: cannot be read ({why}).") from error
    if len(raw) > most:
        raise BadInput(f"{path}: is longer than {most} bytes, so it is none of ours.")
    return raw


def _write(path: Path, raw: bytes) -> None:
    try:
        write_private(path, raw)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadInput(f"{path}: cannot be written ({why}).") from error


def _asked(key: str) -> str:
    if not sys.stdin.isatty():
        raise BadInput(text("pairing.no_code"))
    sys.stderr.write(text(key) + " ")
    return sys.stdin.readline().strip()


def _say(console: Console, words: str, *, is_bold: bool = False) -> None:
    console.print(Padding(Text(words, style="bold" if is_bold else ""), (0, 0, 1, 2)))
