"""What every exercise has in common, played by simulated users."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exercises._catalog import calming, guides, make
from sim.exercises._guide import OVER, ExerciseError, check, load
from sim.exercises._running import Run, step
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.exercises.base import Breath, View
from sim.exercises.guided import FORGOTTEN
from sim.session.events import Event
from tests.exercises.players import answer_to, finish
from tests.fakes import FakeClock

IDS = [guide.id for guide in guides()]
OPEN = [guide.id for guide in guides() if guide.module == "guided"]


def sitting_of(name: str, **options: bool) -> Sitting:
    return Sitting(make(name), FakeClock(), **options)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("taste", range(4))
def test_every_exercise_comes_to_its_end(name: str, taste: int) -> None:
    sitting = sitting_of(name, hurries=True)
    finish(sitting, taste)
    assert sitting.run.phase == "done"


@pytest.mark.parametrize("name", IDS)
@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["answer", "skip", "pause", "resume", "calm", "tick"])))
def test_leave_ends_it_in_one_step_from_any_state(name: str, acts: list[str]) -> None:
    sitting = sitting_of(name)
    sitting.start()
    for act in acts:
        if act == "answer":
            sitting.answer(answer_to((sitting.calm or sitting).view, 0))
        elif act == "calm":
            sitting.open_calm(lambda: sitting_of(calming()[0].id))
        else:
            getattr(sitting, act)()
    typed(sitting, "leave")
    assert sitting.is_over
    assert sitting.calm is None


@pytest.mark.parametrize("name", IDS)
def test_skipping_every_step_reaches_the_end(name: str) -> None:
    sitting = sitting_of(name)
    sitting.start()
    for _ in range(400):
        sitting.skip()
    assert sitting.run.phase == "done"


@pytest.mark.parametrize("name", IDS)
def test_what_was_kept_gives_the_same_way_again(name: str) -> None:
    sitting = sitting_of(name, hurries=True)
    seen: list[str] = []

    class Watch:
        def on_event(self, event: Event, run: Run) -> None:
            return

        def on_view(self, view: View) -> None:
            seen.append(view.step)

    sitting.observe(Watch())
    finish(sitting, 1)
    run, again = Run(), []
    for event in sitting.log:
        run = step(sitting.exercise, run, sitting.exercise.kept(event))
        if run.phase == "running":
            again.append(sitting.exercise.view(run.inner).step)
    assert run.phase == "done"
    assert list(dict.fromkeys(again)) == list(dict.fromkeys(seen))


@pytest.mark.parametrize("name", OPEN)
def test_words_that_are_not_declared_are_not_kept(name: str) -> None:
    guide = load(name)
    keeps = {one.id for one in guide.steps if one.keep}
    sitting = sitting_of(name, hurries=True)
    finish(sitting, 0)
    for event in map(sitting.exercise.kept, sitting.log):
        words = [s.id for s in guide.steps if s.kind == "words"]
        if event["event"] == "answered" and event["step"] in set(words) - keeps:
            assert event["value"] == ""
            assert event["forgotten"]


def test_something_calming_comes_back_to_where_one_was() -> None:
    sitting = sitting_of("grounding")
    sitting.start()
    sitting.answer("")
    sitting.answer("a lamp")
    before = sitting.view
    sitting.open_calm(lambda: sitting_of("grounding", hurries=True))
    assert sitting.calm is not None
    finish(sitting.calm, 0)
    sitting.tick()
    assert sitting.calm is None
    assert sitting.run.phase == "running"
    assert sitting.view == before


def test_a_word_that_alarms_stops_the_exercise_with_nothing_more_asked() -> None:
    sitting = sitting_of("grounding")
    sitting.start()
    sitting.answer("")
    sitting.answer("I want to kill myself")
    assert sitting.run.phase == "stopped"
    assert sitting.run.flag is not None
    assert sitting.run.flag.category == "suicidality"


def test_a_pause_holds_the_wait() -> None:
    clock = FakeClock()
    sitting = Sitting(make("grounding"), clock)
    sitting.start()
    sitting.pause()
    sitting.answer("nothing is taken while it is paused")
    assert sitting.view.step == "arrive"
    sitting.resume()
    sitting.answer("")
    assert sitting.view.step == "see"


def test_forgotten_words_leave_a_mark_and_not_a_gap() -> None:
    exercise = make("grounding")
    run = step(exercise, Run(), {"event": "session_started"})
    run = step(exercise, run, {"event": "answered", "step": "arrive", "value": ""})
    lost = {"event": "answered", "step": "see", "value": "", "forgotten": True}
    run = step(exercise, run, lost)
    assert run.inner.all_of("seen") == (FORGOTTEN,)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('goto = "nowhere"', "not a known step"),
        ('kind = "breathe"', "needs minutes"),
        ('kind = "choice"', "needs options"),
        ('kind = "dance"', "not a known value"),
        ('goto = "a"', "end cannot be reached"),
    ],
)
def test_a_wrong_file_says_where_and_what_is_allowed(
    tmp_path: object, change: str, says: str
) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "wrong.toml"
    path.write_text(
        'id = "wrong"\ntitle = "t"\nsummary = "s"\nfamily = "calming"\nminutes = 1\n'
        'why = "w"\nrecords = []\n[[steps]]\nid = "a"\nsay = ["Hello."]\n'
        f"{change}\n",
        "utf-8",
    )
    with pytest.raises(ExerciseError, match=says) as found:
        load(path)
    assert "wrong.toml" in str(found.value)


def test_an_unknown_exercise_names_the_near_one() -> None:
    with pytest.raises(ExerciseError, match='Did you mean "grounding"'):
        load("groundin")


def test_all_files_hold_together() -> None:
    for guide in guides():
        check(guide)
        assert guide.sources, guide.id
        assert all(one.id != OVER for one in guide.steps)


@given(
    st.floats(4.0, 8.0), st.floats(0.3, 0.5), st.floats(0.0, 600.0), st.floats(0, 0.02)
)
def test_a_paced_breath_never_jumps_and_never_holds(
    rate: float, share: float, at_s: float, later_s: float
) -> None:
    from sim.exercises._pacing import moment

    breath = Breath(rate, share, 600.0)
    now, then = moment(breath, at_s), moment(breath, at_s + later_s)
    assert 0.0 <= now.fullness <= 1.0
    # the steepest a half cosine over the shortest way can be
    steepest = 3.1416 / 2 / (60.0 / rate * share)
    assert abs(then.fullness - now.fullness) <= steepest * later_s + 1e-6
    assert now.left_s > 0
