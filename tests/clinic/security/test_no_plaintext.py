"""Nothing of a letter can be read in what is carried between two people.

Every string of every letter, and of every file in it, is looked for in the bytes that
are exchanged, as text in several encodings and as what tools make of text.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from dialogue.scenario.rules import Never, Rule
from sim.clinic.folder import Outbox
from sim.clinic.letters import (
    Answer,
    Assignment,
    Goodbye,
    Item,
    Keys,
    Letter,
    Part,
    Report,
    Withdrawal,
    written,
)
from tests.clinic.people import Person

SHORTEST = 4
"""Bytes; fewer turn up in random bytes by chance."""
ALIAS = "Robin"
FILES = {"the_lighthouse.toml": b'title = "The lighthouse keeper of our marriage"\n'}
LETTERS: tuple[tuple[Letter, dict[str, bytes]], ...] = (
    (
        Assignment(
            "lantern0001",
            "2026-11-23",
            "The lighthouse evening",
            (
                Part(
                    "p1",
                    "rehearsal",
                    "the_lighthouse",
                    goals=("request", "feeling"),
                    setting={"user": "Philippa", "relationship": "husband"},
                    rules=(Rule("Never a joke", Never(words=("haberdasher",))),),
                    note="Begin with what you told me of the summer",
                ),
                Part("p2", "exercise", "values", ladder=("hold hands", "one kiss")),
            ),
            "Dear Philippa, take your time with Ωμέγα and straße",
            "2026-12-24",
            ("violence",),
            2,
            ("grades", "suds"),
        ),
        FILES,
    ),
    (
        Report(
            "report0001",
            "rehearsal",
            "the_lighthouse",
            "The lighthouse evening",
            "2026-11-24",
            (
                Item(
                    "quotes.1",
                    "quotes",
                    "You said",
                    "I have never told anybody about the summer of the blue car",
                    turn=1,
                    reason="It names a feeling of one's own",
                ),
                Item("suds.1", "suds", "Distress", numbers={"before": 61.5}),
            ),
            17,
            "lantern0001",
            "p1",
            "Please do not tell my brother Aurelio",
        ),
        {},
    ),
    (Answer("lantern0001", ("p1",), ("p2",), "Not the second, thank you"), {}),
    (Withdrawal("report0001"), {}),
    (Keys("ab" * 32, "cd" * 32), {}),
    (Goodbye("We move to Valparaiso"), {}),
)


def strings(value: Any) -> Iterator[str]:
    """Every string in it, keys included."""
    if isinstance(value, str):
        yield value
        yield from value.split()
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (*strings(key), *strings(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
    elif isinstance(value, int | float) and value > 9999:
        yield str(value)


def forms(word: str) -> Iterator[bytes]:
    """The word as it could stand in a file."""
    for raw in {word.encode(), word.upper().encode(), word.lower().encode()}:
        yield raw
        yield raw[::-1]
        yield raw.hex().encode()
        for shift in range(3):  # base64 of it at any place in a longer text
            cut = base64.b64encode(b"\0" * shift + raw)[shift + 1 : -4]
            if len(cut) > 5:
                yield cut
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")


def told(letter: Letter, files: dict[str, bytes]) -> set[bytes]:
    """Everything that must not be found."""
    words = set(strings(asdict(letter)))
    for name, body in files.items():
        words |= {name, *body.decode().split(), body.decode()}
    words |= {type(letter).__name__.lower(), "letter", "format"}
    found = {form for word in words if word for form in forms(word)}
    return {one for one in found if len(one) >= SHORTEST} | {zlib.compress(b"")[:2] * 2}


@pytest.mark.parametrize(
    ("letter", "files"), LETTERS, ids=[type(one).__name__ for one, _ in LETTERS]
)
def test_no_string_of_a_letter_stands_in_its_envelope(
    pair_of: tuple[Person, Person], letter: Letter, files: dict[str, bytes]
) -> None:
    therapist, client = pair_of
    for sender, to in ((therapist, ALIAS), (client, "therapist")):
        if isinstance(letter, Assignment) == (sender is therapist):
            raw = sender.post.send(letter, files, to)
            for word in told(letter, files):
                assert word not in raw and word not in raw.lower(), word


def test_it_would_be_found_if_it_were_there() -> None:
    """The search itself can fail."""
    for letter, files in LETTERS:
        body = written(letter)
        assert any(word in body for word in told(letter, files))
        packed = base64.b64encode(b"?" + body)
        assert any(word in packed for word in told(letter, files))
        assert any(word in body.hex().encode() for word in told(letter, files))


def test_neither_the_folder_nor_an_invitation_names_anybody(
    therapist: Person, client: Person, tmp_path: Any
) -> None:
    invited = therapist.post.invite(ALIAS)
    accepted = client.post.accept(invited.raw, invited.code, "Dr Mandelbaum")
    therapist.post.finish(accepted.raw)
    (tmp_path / "both").mkdir()
    letter, files = LETTERS[0]
    Outbox(tmp_path / "both").put(therapist.post.send(letter, files, ALIAS))
    carried = [invited.raw, accepted.raw]
    for path in (tmp_path / "both").iterdir():
        carried += [path.read_bytes(), path.name.encode()]
    for raw in carried:
        for word in {*told(letter, files), b"Robin", b"Mandelbaum"}:
            assert word.lower() not in raw.lower(), word
    code = invited.code.replace("-", "").replace(" ", "").encode()
    assert all(code not in raw.replace(b"-", b"") for raw in carried)
    phrase = therapist.post.contact(ALIAS).phrase
    assert not any(word.encode() in raw for raw in carried for word in phrase)


def test_the_length_of_an_envelope_says_little(
    pair_of: tuple[Person, Person],
) -> None:
    _, client = pair_of
    lengths = {
        len(
            client.post.send(
                Answer("lantern0001", ("p1",), (), "x" * much), {}, "therapist"
            )
        )
        for much in range(0, 200, 10)
    }
    assert len(lengths) <= 2
