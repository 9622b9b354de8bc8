"""Exercises about the body: private, kind, and with nothing kept unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from assets.cards import card
from dialogue import safety
from dialogue.messages import Safety
from sim.exercises._body_frame import frame
from sim.exercises._catalog import guides, make
from sim.exercises._guide import load
from sim.exercises._instruments import shipped
from sim.exercises._own_words import tone
from sim.exercises._reading import Reading
from sim.exercises._running import Run, step
from sim.exercises._sitting import Sitting
from sim.exercises._told import told
from sim.exercises.base import Before, View
from sim.exercises.body_image import MOST_BACK, MOST_HARD, VOICES
from sim.session.events import Event
from tests.exercises.players import finish
from tests.fakes import FakeClock

ALL = ("functionality", "neutral_description", "self_compassion", "mirror_exposure")
OPEN = ALL[:3]
SAID = "They hold the cup for me"


@pytest.fixture(autouse=True)
def calm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The safety screen hears nothing, so that only the exercise is tried here."""
    if "alarm" not in request.node.name:
        silent = Safety()
        monkeypatch.setattr(safety, "screen", lambda *_, **__: silent)


def begun(name: str, *answers: str, country: str = "") -> Sitting:
    made = Sitting(make(name, Before(country=country)), FakeClock(), hurries=True)
    made.start()
    for one in answers:
        answer(made, one)
    return made


def answer(made: Sitting, words: str) -> None:
    assert made.answer(words) == "", (made.view.step, words)
    assert made.run.flag is None, words


def skip_to(made: Sitting, name: str) -> None:
    for _ in range(60):
        if at(made) == name:
            return
        made.skip()
    raise AssertionError(f"{name} was not reached")


def at(made: Sitting) -> str:
    return made.view.step.removeprefix("unkept.").removeprefix("wordless.")


def records(made: Sitting) -> list[Event]:
    return [made.exercise.kept(event) for event in made.log]


def texts(name: str) -> Iterator[str]:
    guide, around = load(name), frame()
    for one in (*around.before, around.hard, *guide.steps, *around.after):
        yield from (*one.say, *one.partner_says, one.ask)
        yield from (option.label for option in one.options)


def test_three_are_open_and_the_mirror_is_the_therapists() -> None:
    found = {guide.id: guide.locked for guide in guides() if guide.id in ALL}
    assert found == dict.fromkeys(OPEN, False) | {"mirror_exposure": True}


@pytest.mark.parametrize("name", ALL)
def test_no_text_takes_a_body_for_granted_or_gives_it_a_mark(name: str) -> None:
    page = " ".join(texts(name))
    taken = r"\b(stand up|stand in front|both (feet|legs|hands|arms)|your two|slim|"
    taken += r"lose weight|calorie|kilo|pound|size \d|body shape|ideal|flawless|"
    taken += r"problem zone|how (attractive|fat|thin|big)|rate your body)\b"
    assert re.search(taken, page, re.IGNORECASE) is None


@pytest.mark.parametrize("name", ALL)
def test_no_scene_changes_a_body_and_numbers_come_only_from_the_instrument(
    name: str,
) -> None:
    asked = {step.id for step in load(name).steps if step.kind == "number"}
    if name != "mirror_exposure":  # there, unease and expectation, with a therapist
        assert asked == set()
    assert all(found.instrument is not None for found in shipped())


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("way", [("yes",), ("no", "yes"), ("rather_not", "yes")])
def test_a_yes_leads_elsewhere_with_help_and_without_a_record(
    name: str, way: tuple[str, ...]
) -> None:
    made = begun(name, *way, country="GB")
    page = " ".join(made.view.lines)
    assert "Samaritans: 116 123" in page
    assert "999" not in page  # nobody here is an emergency
    answer(made, "breathe")
    assert made.view.kind == "breathe"
    made.tick()
    assert made.run.phase == "done"
    kept = json.dumps(records(made))
    assert "yes" not in kept and "elsewhere" not in kept


def test_what_the_private_questions_ask_for_is_heard_in_words_too() -> None:
    made = begun("functionality", "no", "no", "numbers", "30", "40", "", "without")
    answer(made, "I throw up after meals")
    assert at(made) == "elsewhere"
    assert "Thank you for telling" in made.view.lines[0]
    assert "throw up" not in json.dumps(records(made))
    made.skip()
    assert made.run.phase == "done"


@pytest.mark.parametrize("name", OPEN)
def test_passing_over_that_does_not_lead_into_the_exercise(name: str) -> None:
    made = begun(name, "yes")
    made.skip()
    assert made.run.phase == "done"


@pytest.mark.parametrize("name", OPEN)
def test_private_questions_are_free_and_each_answer_leaves_the_same_record(
    name: str,
) -> None:
    pages = set()
    for value in ("no", "rather_not", ""):
        made = begun(name)
        for _ in range(2):
            answer(made, value) if value else made.skip()
        assert at(made) == "keep"
        pages.add(json.dumps(records(made)[1:]))
    assert len(pages) == 1


def test_who_would_rather_not_say_is_told_kindly_and_not_aloud() -> None:
    made = begun("functionality", "rather_not", "no")
    assert "all right" in made.view.lines[0]
    assert made.view.silent


def test_the_voice_reads_no_private_step() -> None:
    sent: list[object] = []

    class Link:
        def send(self, message: object) -> None:
            sent.append(message)

        def next_request(self) -> int:
            return 1

    class Performer:
        director = None

    reading = Reading(Link(), Performer(), "kokoro")  # type: ignore[arg-type]
    reading._is_ready = True
    for one in ("private_eating", "private_looks", "elsewhere"):
        way = {"private_looks": ["no"], "elsewhere": ["yes"]}.get(one, [])
        view = begun("functionality", *way).view
        assert view.step.endswith(one)
        reading.read(view)
    assert sent == []
    reading.read(View("x", "next", ("Hello.",)))
    assert len(sent) == 1


def test_the_locked_one_asks_nothing_private() -> None:
    assert at(begun("mirror_exposure")) == "keep"


def played(keep: str) -> Sitting:
    made = begun("functionality", "no", "no", keep, "30", "40", "", "without")
    for one in (SAID, SAID, SAID, SAID, SAID, SAID, SAID, "", SAID, "", ""):
        answer(made, one)
    for one in ("35", "45", "", ""):
        answer(made, one)
    assert made.run.phase == "done"
    return made


def test_nothing_keeps_only_that_it_was_opened() -> None:
    kept = records(played("nothing"))
    page = json.dumps(kept[4:])
    assert {event["step"] for event in kept[4:] if "step" in event} == {"unkept"}
    for word in (SAID, "30", "45", "without", "breath"):
        assert word not in page, word


def test_numbers_keep_no_words() -> None:
    kept = records(played("numbers"))
    assert SAID not in json.dumps(kept)
    values = {event["step"]: event["value"] for event in kept if "value" in event}
    assert values["before.body_now.kindness"] == "30"
    assert values["after.body_now.ease"] == "45"
    assert values["mirror"] == "without"


def test_everything_keeps_the_words_and_gives_the_same_session_again() -> None:
    made = played("all")
    kept = records(made)
    assert json.dumps(kept).count(SAID) == 8
    run = Run()
    for event in kept:
        run = step(made.exercise, run, event)
    assert run == made.run


def test_what_was_kept_can_be_read_again() -> None:
    found = told(records(played("all")))
    assert found[0].asked == "What shall be kept?"
    assert found[0].answer == "All of that, and my own words"
    assert [one.answer for one in found].count(SAID) == 8
    assert any("at ease" in one.asked and one.answer == "45" for one in found)
    page = " ".join(one.answer for one in told(records(played("numbers"))))
    assert SAID not in page
    assert told(records(played("nothing")))[1:] == ()


def test_a_record_can_be_read_when_its_exercise_is_gone() -> None:
    log = records(played("numbers"))
    log[0] = {**log[0], "scenario": "exercise:gone"}
    assert "before: body now: kindness" in {one.asked for one in told(log)}


@pytest.mark.parametrize("keep", ["nothing", "numbers"])
def test_that_words_were_harsh_is_not_kept(keep: str) -> None:
    made = begun("functionality", "no", "no", keep, "30", "40", "", "without")
    answer(made, "I hate it")
    answer(made, "on")
    assert "hard" not in json.dumps(records(made))


def test_harsh_words_are_met_and_never_said_back() -> None:
    made = begun("functionality", "no", "no", "all", "30", "40", "", "without")
    answer(made, "I hate it, it is useless")
    assert at(made) == "breath.hard"
    assert "Nobody has to like their body" in made.view.lines[0]
    answer(made, "on")
    answer(made, SAID)
    answer(made, "nothing")
    skip_to(made, "said")
    page = " ".join(made.view.lines)
    assert SAID in page
    assert "hate" not in page and "nothing" not in page.split("Read it")[0]


def test_nobody_who_said_nothing_is_shown_an_empty_list() -> None:
    made = begun("functionality", "no", "no", "all", "30", "40", "", "without")
    for _ in range(7):
        answer(made, "")
    assert at(made) == "meaning"


def test_hard_words_are_not_spoken_of_again_and_again() -> None:
    made = begun("functionality", "no", "no", "all", "30", "40", "", "without")
    met = 0
    while at(made) != "rest":
        if at(made).endswith(".hard"):
            met += 1
            answer(made, "on")
        else:
            answer(made, "I hate it" if made.view.kind == "words" else "")
    assert met == MOST_HARD


def test_enough_leads_to_rest_from_a_hard_place() -> None:
    made = begun("functionality", "no", "no", "all", "30", "40", "", "without")
    answer(made, "I hate it")
    answer(made, "enough")
    assert at(made) == "rest"


def test_a_verdict_can_be_said_once_more_as_plain_words() -> None:
    made = begun("neutral_description", "no", "no", "all", "30", "40", "", "without")
    answer(made, "too thin, and a bad colour")
    assert at(made) == "head.hard"
    answer(made, "again")
    assert at(made) == "head"
    answer(made, "brown, short, some grey at the sides")
    assert at(made) == "face"


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("nothing", "none"),
        ("Nothing really.", "none"),
        ("idk", "none"),
        ("I can't think of anything", "none"),
        ("I hate it", "harsh"),
        ("ugly and useless", "harsh"),
        ("I can’t stand my legs", "harsh"),
        ("my nose is too big", "judged"),
        ("pretty good", "judged"),
        ("brown, with some grey", "plain"),
        ("warm", "plain"),
        ("I have no left hand; the steel one holds my pen", "plain"),
        ("a fat belly that moves when I laugh", "plain"),
        ("nothing hurts when I float", "plain"),
        ("I throw up after meals", "worry"),
        ("I make myself sick", "worry"),
        ("I can't stop checking the mirror", "worry"),
        ("it throws a ball", "plain"),
        ("it tells me when I am sick", "plain"),
    ],
)
def test_how_words_about_a_body_are_heard(words: str, heard: str) -> None:
    assert tone(words) == heard


TO_KIND = ("no", "no", "numbers", "30", "40", "", "leila")
KIND = "You do not have to be anything else today."


def test_kind_words_come_back_by_voice_only_if_wanted() -> None:
    made = begun("self_compassion", *TO_KIND, KIND, "", "hear", "")
    view = made.view
    assert view.partner_lines == (KIND,)
    assert (view.scene.seat, view.scene.voice) == ("other", "robin")
    assert not any(KIND in line for line in view.lines)


def test_kind_words_are_otherwise_only_there_to_be_read() -> None:
    made = begun("self_compassion", *TO_KIND, KIND, "")
    assert made.view.silent  # the choice itself must not say them aloud
    answer(made, "read")
    answer(made, "")
    assert made.view.silent
    assert made.view.partner_lines == ()
    assert KIND in made.view.lines[0]


@pytest.mark.parametrize("words", ["nothing", "I hate you", "you are disgusting"])
def test_unkind_words_are_never_given_back(words: str) -> None:
    made = begun("self_compassion", *TO_KIND, words)
    assert at(made) == "kind.hard"
    answer(made, "borrow")
    answer(made, "here")
    assert words not in " ".join(made.view.lines)
    assert "You do not have to look any way to be welcome here." in made.view.lines[0]


def test_who_finds_no_words_is_offered_some_and_may_leave_it() -> None:
    made = begun("self_compassion", *TO_KIND, "")
    assert at(made) == "borrow"
    made.skip()
    assert at(made) == "rest"


def test_not_today_goes_to_rest_without_the_other_chair() -> None:
    made = begun("self_compassion", *TO_KIND, KIND, "", "not")
    assert at(made) == "rest"


def test_who_sits_there_is_the_users_choice() -> None:
    for who, voice in VOICES.items():
        scene = begun("self_compassion", *TO_KIND[:-1], who).view.scene
        assert (scene.body, scene.voice, scene.seat) == (who, voice, "")


def test_who_can_sit_there_are_people_of_both_ages_and_all_genders() -> None:
    step = next(one for one in load("self_compassion").steps if one.id == "who")
    assert {one.id for one in step.options} == {*VOICES, "nobody"}
    ages = [card("bodies", who).fields["age_years"] for who in VOICES]
    assert min(ages) < 35
    assert max(ages) > 65


def test_nobody_sits_there_if_the_user_wants_that() -> None:
    made = begun("self_compassion", *TO_KIND[:-1], "nobody", KIND, "", "hear", "")
    assert (made.view.scene.body, made.view.scene.seat) == ("", "")
    assert made.view.partner_lines == (KIND,)


def test_a_way_back_is_not_offered_for_ever() -> None:
    made = begun("self_compassion", *TO_KIND)
    for _ in range(MOST_BACK):
        answer(made, KIND)
        answer(made, "")
        answer(made, "other")
    answer(made, KIND)
    answer(made, "")
    assert "other" not in {one.id for one in made.view.options}
    assert made.answer("other") != ""


@pytest.mark.parametrize("name", ("functionality", "neutral_description"))
def test_the_mirror_is_there_only_for_who_chose_it(name: str) -> None:
    for choice, is_there in (("without", False), ("with", True)):
        made = begun(name, "no", "no", "nothing", "30", "40", "", choice)
        assert made.view.scene.mirror is is_there
        skip_to(made, "rest")
        assert not made.view.scene.mirror


def test_the_therapists_mirror_goes_by_small_steps_and_ends_on_what_was_learned() -> (
    None
):
    made = begun("mirror_exposure", "all", "30", "40", "", "I will feel disgusting")
    assert at(made) == "likely"  # what is feared may be harsh: it is what one works on
    answer(made, "80")
    made.tick()
    assert not made.view.scene.mirror  # the hands come first
    answer(made, "95")
    assert at(made) == "first_strong"
    answer(made, "")
    answer(made, "same")
    assert at(made) == "hands_only"
    made.tick()
    answer(made, "60")
    answer(made, "on")
    assert made.view.scene.mirror
    made.tick()
    answer(made, "50")
    answer(made, "enough")
    assert at(made) == "came"
    assert "I will feel disgusting" in made.view.lines[0]


@pytest.mark.parametrize("name", ALL)
def test_words_that_alarm_stop_it(name: str) -> None:
    made = begun(name)
    for _ in range(40):
        if made.view.kind == "words":
            break
        made.skip()
    made.answer("I want to kill myself")
    assert made.run.phase == "stopped"


@pytest.mark.parametrize("name", OPEN)
def test_every_claim_has_a_source(name: str) -> None:
    assert len(load(name).sources) >= 4


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("taste", range(4))
def test_no_answer_is_left_as_a_name_in_braces(name: str, taste: int) -> None:
    seen: list[View] = []

    class Watch:
        def on_event(self, event: Event, run: Run) -> None:
            return

        def on_view(self, view: View) -> None:
            seen.append(view)

    made = Sitting(make(name), FakeClock(), hurries=True)
    made.observe(Watch())
    finish(made, taste)
    for view in seen:
        page = " ".join((*view.lines, *view.partner_lines, view.ask))
        assert "{" not in page, view.step
