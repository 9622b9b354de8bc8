"""What stands within reach fits the moment; a talk waits for who is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.app import App
from sim.beside import LEAVE, Beside
from sim.config import Config
from sim.pausing import PRESS_S, PauseButton
from sim.texts import text
from sim.viewing import Viewing
from sim.window_headset import InHeadset
from tests.fakes import FakeClock

PAUSE, LEAVE_IT = text("talking.pause_short"), text("talking.leave_short")
GO_ON = text("talking.resume")
CENTRE, LOOK_BACK = text("headset.centre"), text("headset.look_back")
MY_ROOM, THIS_ROOM = text("headset.real_room"), text("headset.our_room")


@dataclass
class Headset:
    """A headset whose buttons a test presses."""

    viewing: Viewing = field(default_factory=Viewing)
    beside: Beside = field(default_factory=Beside)
    can_see_through: bool = False
    is_refused: bool = False
    did: list[Any] = field(default_factory=list)
    on_worn: Any = None
    on_intent: Any = None

    def recentre(self) -> None:
        self.did.append("centre")

    def see_through(self, *, is_on: bool) -> bool:
        self.did.append(("real", is_on))
        return is_on and not self.is_refused


class Talk:
    """A rehearsal that only knows how far it is."""

    def __init__(self) -> None:
        self.state = SimpleNamespace(phase="talking", is_over=False, waiting="user")
        self.did: list[str] = []
        self.is_lull, self.is_users = False, True
        self.aside = None

    def pause(self) -> None:
        self.did.append("pause")
        self.state.phase = "paused"

    def interrupt(self) -> None:
        self.did.append("interrupt")

    def emit(self, event: Any) -> None:
        self.did.append(str(event))


@pytest.fixture
def place(tmp_path: Path) -> Any:
    """A window without a window: its parts, and what was sent to it."""
    app = App(Config.load({"ask_comfort": False, "break_minutes": 0}, home=tmp_path))
    sent: list[str] = []
    shared = SimpleNamespace(
        app=app,
        base=SimpleNamespace(messenger=SimpleNamespace(send=sent.append)),
        engine=SimpleNamespace(is_quiet=None),
        options={"lines": None},
        ways=SimpleNamespace(debrief=lambda: sent.append("debrief")),
        rehearsal=None,
        hud=None,
        panel=None,
        is_private=False,
        sound=None,
    )
    scene = SimpleNamespace(again=lambda: sent.append("again"))
    headset = Headset()
    made: Any = InHeadset
    doing: list[Any] = []  # the exercise that is being done, if any

    def now() -> Any:
        return doing[-1] if doing else None

    one = made(shared, scene, headset, lambda: False, now)
    return SimpleNamespace(
        one=one, shared=shared, headset=headset, sent=sent, doing=doing
    )


def exercise(phase: str = "running") -> Any:
    """An exercise in a window that only knows how far it is."""
    run = SimpleNamespace(phase=phase)
    made = SimpleNamespace(panel=None, pause=lambda: None)
    made.sitting = SimpleNamespace(inner=SimpleNamespace(run=run))
    made.heard = made
    return made


def talking(place: Any) -> Talk:
    place.shared.rehearsal = talk = Talk()
    place.shared.hud = SimpleNamespace(notice=place.headset.beside.tell)
    place.headset.beside.is_talking = True
    place.one.frame()
    return talk


def test_leave_is_always_within_reach_and_pause_where_something_goes_on(
    place: Any,
) -> None:
    place.one.frame()
    moments = [dict(place.headset.beside.acts)]
    talk = talking(place)
    moments.append(dict(place.headset.beside.acts))
    talk.state.phase = "ended"
    place.one.frame()
    moments.append(dict(place.headset.beside.acts))
    assert all(LEAVE_IT in acts and CENTRE in acts for acts in moments)
    assert PAUSE not in moments[0], "before a list there is nothing to hold"
    assert PAUSE in moments[1]
    assert LOOK_BACK in moments[2]
    moments[1][PAUSE]()
    moments[1][LEAVE_IT]()
    assert place.sent == ["escape", LEAVE]


def test_what_stands_there_is_not_made_anew_every_frame(place: Any) -> None:
    talking(place)
    before = place.headset.beside.acts
    place.one.frame()
    assert place.headset.beside.acts is before


def test_something_calming_over_a_talk_takes_the_talks_buttons_away(place: Any) -> None:
    talking(place)
    assert text("talking.again_short") in place.headset.beside.acts
    place.headset.beside.is_talking = False
    place.one.frame()
    assert text("talking.again_short") not in place.headset.beside.acts


def test_a_controllers_pause_never_ends_a_pause(place: Any) -> None:
    """The button is the beginning of a leave, too, and going on has its own."""
    talk = talking(place)
    talk.state.phase = "paused"
    place.headset.on_intent("pause")
    assert place.sent == []
    place.headset.on_intent("leave")
    assert place.sent == [LEAVE]


@pytest.mark.parametrize("is_worn", [True, False])
def test_a_talk_waits_while_the_headset_goes_on_or_off(
    place: Any, is_worn: bool
) -> None:
    talk = talking(place)
    place.headset.on_worn(is_worn)
    assert talk.did == ["pause"]
    assert place.shared.waits == text("headset.waits"), "the pause says why"


@pytest.mark.parametrize("is_worn", [True, False])
def test_an_exercise_waits_while_the_headset_goes_on_or_off(
    place: Any, is_worn: bool
) -> None:
    did: list[str] = []
    doing = exercise()
    doing.pause = lambda: did.append("pause")
    place.doing.append(doing)
    place.headset.on_worn(is_worn)
    assert did == ["pause"]


@pytest.mark.parametrize("is_worn", [True, False])
def test_something_calming_over_a_talk_waits_too(place: Any, is_worn: bool) -> None:
    did: list[str] = []
    talking(place).state.phase = "paused"
    calming = exercise()
    calming.pause = lambda: did.append("pause")
    place.one.calming = lambda: calming
    place.headset.on_worn(is_worn)
    assert did == ["pause"]


@pytest.mark.parametrize(
    ("phase", "offered"),
    [("new", ""), ("running", PAUSE), ("paused", GO_ON), ("checking_in", PAUSE)],
)
def test_pause_stands_there_where_an_exercise_can_be_held(
    place: Any, phase: str, offered: str
) -> None:
    place.doing.append(exercise(phase))
    place.one.frame()
    found = [one for one in place.headset.beside.acts if one in (PAUSE, GO_ON)]
    assert found == [offered] * bool(offered)


def test_something_calming_over_a_pause_can_be_held_itself(place: Any) -> None:
    talking(place).state.phase = "paused"
    place.headset.beside.is_talking = False
    place.one.calming = lambda: exercise("running")
    place.one.frame()
    assert PAUSE in place.headset.beside.acts


@pytest.mark.parametrize("is_worn", [True, False])
@pytest.mark.parametrize("is_private", [True, False])
def test_what_is_private_is_covered_when_it_goes_on_or_off(
    place: Any, is_worn: bool, is_private: bool
) -> None:
    veiled: list[bool] = []
    place.one.veil = lambda: veiled.append(True)
    doing = exercise()
    doing.panel = SimpleNamespace(is_private=is_private)
    place.doing.append(doing)
    place.headset.on_worn(is_worn)
    assert veiled == [True] * is_private


@pytest.mark.parametrize("is_private", [True, False])
def test_so_is_the_check_in_of_something_calming_beside_a_talk(
    place: Any, is_private: bool
) -> None:
    veiled: list[bool] = []
    place.one.veil = lambda: veiled.append(True)
    talking(place).state.phase = "paused"
    calming = exercise("checking_in")
    calming.panel = SimpleNamespace(is_private=is_private)
    place.one.calming = lambda: calming
    place.headset.on_worn(False)
    assert veiled == [True] * is_private


def test_below_a_lock_nothing_of_a_talk_is_within_reach(place: Any) -> None:
    talk = talking(place)
    talk.state.phase = "ended"
    place.one.frame()
    assert LOOK_BACK in place.headset.beside.acts
    place.headset.beside.is_locked = True
    place.one.frame()
    assert LOOK_BACK not in place.headset.beside.acts
    assert LEAVE_IT in place.headset.beside.acts


def test_a_pause_is_not_ended_by_putting_it_on(place: Any) -> None:
    talk = talking(place)
    talk.state.phase = "paused"
    place.headset.on_worn(True)
    assert talk.did == []


def test_two_presses_in_a_hurry_pause_and_do_not_go_on_at_once(place: Any) -> None:
    talking(place)
    place.headset.on_intent("pause")
    place.headset.on_intent("pause")
    assert place.sent == ["escape"]


def test_a_press_that_is_not_in_a_hurry_counts() -> None:
    clock, pressed = FakeClock(), []
    button = PauseButton(clock, lambda: pressed.append(1), lambda: False)
    button.press()
    clock.advance(PRESS_S)
    button.press()
    assert len(pressed) == 2


def test_in_careful_mode_the_second_press_is_told_as_it_is_a_quick_exit(
    place: Any,
) -> None:
    talking(place)
    place.shared.app.care.is_careful = True
    place.headset.on_intent("pause")
    place.headset.on_intent("pause")
    assert place.sent == ["escape", "escape"]


def test_what_goes_on_after_a_pause_is_called_so(place: Any) -> None:
    talk = talking(place)
    talk.state.phase = "paused"
    place.headset.beside.is_talking = False  # the panel of a pause is up
    place.one.frame()
    assert GO_ON in place.headset.beside.acts
    assert PAUSE not in place.headset.beside.acts


def test_a_script_that_plays_a_talk_is_not_stopped(place: Any) -> None:
    place.shared.options["lines"] = ["Hello."]
    talk = talking(place)
    place.headset.on_worn(True)
    assert talk.did == []


def test_the_buttons_of_a_controller_do_what_the_keys_do(place: Any) -> None:
    talk = talking(place)
    for wish in ("pause", "leave", "talk", "nonsense"):
        place.headset.on_intent(wish)
    assert place.sent == ["escape", LEAVE]
    assert talk.did == ["interrupt"]


def test_the_real_room_is_offered_where_it_can_be_seen_and_the_talk_waits(
    place: Any,
) -> None:
    talk = talking(place)
    assert MY_ROOM not in place.headset.beside.acts
    place.headset.can_see_through = True
    place.one.frame()
    place.headset.beside.acts[MY_ROOM]()
    place.one.frame()
    assert place.headset.did == [("real", True)]
    assert talk.did == ["pause"]
    place.headset.beside.acts[THIS_ROOM]()
    assert place.headset.did[-1] == ("real", False)


def test_where_the_headset_refuses_the_real_room_ours_is_not_called_so(
    place: Any,
) -> None:
    talk = talking(place)
    place.headset.can_see_through = place.headset.is_refused = True
    place.one.frame()
    place.headset.beside.acts[MY_ROOM]()
    place.one.frame()
    assert MY_ROOM in place.headset.beside.acts
    assert talk.did == [], "the talk goes on: nothing has changed"


def test_the_button_to_speak_lets_the_list_listen_where_it_stands(place: Any) -> None:
    asked: list[bool] = []
    place.one.listen = lambda: asked.append(True)
    place.headset.on_intent("talk")
    assert asked == []
    place.one._is_list_up = lambda: True
    place.headset.on_intent("talk")
    assert asked == [True]


def test_nothing_is_tidied_up_while_somebody_talks(place: Any) -> None:
    assert place.shared.engine.is_quiet()
    talk = talking(place)
    assert not place.shared.engine.is_quiet()
    talk.state.phase = "paused"
    assert place.shared.engine.is_quiet()


def test_nothing_is_felt_in_careful_mode(place: Any) -> None:
    place.one.frame()
    assert not place.headset.beside.is_discreet
    place.shared.app.care.is_careful = True
    place.one.frame()
    assert place.headset.beside.is_discreet
