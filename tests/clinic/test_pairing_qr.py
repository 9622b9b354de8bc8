"""An invitation's QR code holds the invitation, and fits where it is shown."""

from __future__ import annotations

import re
from datetime import date

import segno

from sim.clinic import pairing, qr
from sim.clinic.identity import Own
from tests.privacy.test_vault import CHEAP

DAY = date(2026, 11, 23)
ANNA, BERT = Own.new(), Own.new()
INVITED, KEY = pairing.invite(ANNA, "7KQ-4MD-2XWP", DAY, cost=CHEAP)
ANSWERED, _ = pairing.answer(pairing.read_invitation(INVITED, DAY), KEY, BERT)
DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def matrix(text: bytes) -> list[list[int]]:
    made = segno.make_qr(text.decode().strip(), error="l")
    return [list(row) for row in made.matrix_iter(border=4)]


def test_the_dense_mode_of_the_code_is_used() -> None:
    made = segno.make_qr(INVITED.decode().strip(), error="l")
    assert made.mode == "alphanumeric", "small enough for any camera"


def test_a_terminal_shows_every_module_and_needs_80_columns() -> None:
    for text in (INVITED, ANSWERED):
        shown = qr.lines(text)
        upper = [[DARK[one][0] for one in line] for line in shown]
        lower = [[DARK[one][1] for one in line] for line in shown]
        rows = [row for both in zip(upper, lower, strict=True) for row in both]
        wanted = matrix(text)
        assert rows[: len(wanted)] == wanted
        assert len(shown[0]) <= 80
        assert len(shown) <= 40


def test_the_picture_holds_no_style_and_no_program() -> None:
    made = qr.svg(INVITED)
    assert made.startswith("<svg")
    assert not re.search(r"style|script|href|on\w+=|<!", made)
    assert made.count("<path") == 2, "a light ground and the dark modules"
