"""What is shown is what was written: no codes for the terminal, no turned letters."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dialogue import safety, scenario
from dialogue.messages import to_json
from dialogue.plain import hidden, plain, shown
from dialogue.slots import check_value
from dialogue.strict import DataError
from sim.errors import one_line
from sim.rehearsal import Rehearsal
from sim.session import debrief, debrief_html, events
from sim.terminal import Terminal
from tests.fakes import FakeClock
from tests.session.played import Line, begin, say

TRAPS = {
    "empty the screen": "\x1b[2J\x1b[H",
    "write the clipboard": "\x1b]52;c;ZWNobw==\x07",
    "set the title": "\x1b]0;gone\x07",
    "8-bit escape": "\x9b2J",
    "turn the line": "\u202eevil\u202c",
    "isolate": "\u2066x\u2069",
    "no width": "k\u200bill",
    "bell and backspace": "\x07abc\x08\x08\x08",
    "return": "safe\rdanger",
    "pile of accents": "a" + "\u0301" * 200,
    "half a pair": "\udcff",
    "graphics of the renderer": "\x05name\x05",
}
TOLD = scenario.load("hearing_no")


class Silent:
    """A mind that is never there."""

    def next_request(self):
        return 1

    def send(self, message):
        return

    def poll(self):
        return ()


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_plain_text_holds_no_trap(trap):
    made = plain(f"Hello {trap} there.")
    assert not hidden(made)
    assert not set("\x1b\x9b\x07\x08\r\x05\u202e\u200b\u2066") & set(made)
    assert plain(made) == made
    assert made.startswith("Hello ")
    assert made.endswith(" there.")
    assert len(made) < 60
    assert len(shown(trap * 500)) <= 60


def test_ordinary_writing_stays_as_it_is():
    for text in (
        "I’m tired — really… “no”.", "Ça va, Zoë? Grüße! Ångström", "Привет",
        "愛してる",
        "👩‍❤️‍👩 👍🏽 ❤️", "1 < 2 & 3 > 2\n\tnext", "Łukasz, Đặng, naïve",
    ):  # fmt: skip
        assert plain(text) == text
        assert not hidden(text)


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_a_users_line_is_kept_and_shown_plain(trap):
    rehearsal = Rehearsal(TOLD, Silent(), FakeClock())
    rehearsal.start(1, (), {})
    rehearsal.emit(events.event("memory", turn=0, memory=to_json(_memory())))
    rehearsal.emit(events.event("reply", turn=0, text="Hm.", mood="calm"))
    rehearsal.say(f"Well {trap} then")
    (said,) = [e["text"] for e in rehearsal.log if e["event"] == "utterance"]
    assert not hidden(said)
    assert "\n" not in said


def _memory():
    from dialogue.messages import Memory

    return Memory(texts=("Hm.",))


def test_letters_of_no_width_hide_nothing_from_the_screen():
    rehearsal = Rehearsal(TOLD, Silent(), FakeClock())
    rehearsal.start(1, (), {})
    spaced = "I want to k\u200bi\u2060ll my\u00adself to\u200dnight"
    assert safety.screen(plain(spaced)).action == "stop"
    assert rehearsal.is_stop(spaced)


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_a_name_or_fact_with_a_trap_is_refused(trap):
    with pytest.raises(DataError) as caught:
        check_value("user_name", f"Kim{trap}")
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_an_error_cannot_steer_the_terminal(trap):
    message = one_line(ValueError(f"{trap}: no such file"))
    assert not hidden(message)
    assert "\n" not in message


def test_the_terminal_shows_markup_as_it_was_written():
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80)
    terminal = Terminal(console, TOLD, "GB")
    terminal.on_event(
        {"event": "reply", "text": "[bold red]Hm[/] [link=http://x]y[/link]"}, None
    )
    assert "[bold red]Hm[/]" in out.getvalue()
    assert "]8;" not in out.getvalue(), "a link"


def test_a_debrief_page_holds_no_program():
    evil = '<script>alert(1)</script><img src=x onerror="x"> & "so" </style>'
    log = begin(TOLD, TOLD.goals[:1], "Hm.")
    log += say(TOLD, log, [Line(evil, {TOLD.goals[0]: ""}, f"Oh {evil}")])
    page = debrief_html.as_html(debrief.build(log, TOLD))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script" in page
