"""Sentences that no wording of the two scenarios has, heard by meaning."""

from __future__ import annotations

import importlib

import pytest

from dialogue.messages import LineScore
from dialogue.partner.analysis import Ear
from dialogue.partner.banks import banks
from dialogue.partner.matching import Matcher
from tests.scenario.scripted import partner, scenario

HELD_OUT: dict[str, tuple[tuple[str, str], ...]] = {
    "sex_hurts": (
        ("Whenever we sleep together I'm in real pain.", "it_hurts"),
        ("honestly sex has become quite painful lately", "it_hurts"),
        ("intercourse gives me pain", "it_hurts"),
        ("It has been like this since about March.", "how_long"),
        ("I'd say nearly two years now.", "how_long"),
        ("I was too embarrassed to bring it up.", "why_silent"),
        ("I thought you would take it badly.", "why_silent"),
        ("I really ought to have said something before.", "should_have_told"),
        ("You haven't done anything bad, please believe me.", "not_your_fault"),
        ("None of this is down to you.", "not_your_fault"),
        ("Did you ever sense that something was off?", "stillness"),
        ("How are you feeling now that you know?", "first_feeling"),
        ("What frightens you about this?", "fear_of_quiet"),
        ("How was it when you were with Robin?", "robin"),
        ("Did you ever just go along with it yourself?", "gone_along"),
        ("Is there anything you need from me?", "true_yes"),
        ("Are you thinking of leaving me?", "c_leaving"),
        ("You're far too rough with me.", "your_fault"),
        ("This is not about you and your feelings.", "only_about_you"),
        ("For the time being I don't want to have sex.", "pause"),
        ("Could we give sex a rest for a month?", "pause"),
        ("If it hurts, can I tell you to stop right away?", "stop_in_moment"),
        ("I don't want us to stop cuddling.", "closeness"),
        ("I do still find you really attractive, you know.", "still_want_you"),
        ("I've been pretending to like it.", "pretending"),
        ("Most of the time I faked it.", "pretending"),
        ("Some days it's okay, other days it isn't.", "sometimes"),
        ("It hurts each and every time.", "every_time"),
        ("I have no idea where the pain comes from.", "cause"),
        ("I feel like damaged goods.", "broken"),
        ("What if it stays like this forever?", "scared"),
        ("So what happens next?", "c_what_now"),
        ("Could we be slower and softer with each other?", "other_ways"),
        ("I've got an appointment with a specialist.", "come_along"),
        ("Please keep this between the two of us.", "keep_secret"),
        ("Would you just hold me tonight?", "c_hold"),
        ("I can bear the pain, let's carry on as usual.", "endure"),
        ("Promise me that you won't be disappointed.", "promise_me"),
        ("You could look for it elsewhere, with another lover.", "someone_else"),
        ("I need a pause, let's go on tomorrow.", "break_please"),
        ("Oh forget it, it's not important.", "never_mind"),
    ),
    "affection_only": (
        ("I'd love to be held more often.", "miss_touch"),
        ("we don't really cuddle these days and I miss it", "miss_touch"),
        ("Just closeness, it doesn't have to turn into sex.", "just_that"),
        ("I don't expect anything to happen afterwards.", "just_that"),
        ("I feel pushed away when you step back.", "feels_rejected"),
        ("It's lonely next to you.", "lonely"),
        ("You're an ice block.", "your_fault"),
        ("All the other couples hug each other.", "compare"),
        ("You can always stop, I won't be upset.", "not_toni"),
        ("I could ask you before I put my arm round you.", "ask_first"),
        ("I know that I grabbed you from behind.", "no_from_behind"),
        ("When you hold me I know that we're all right.", "meaning"),
        ("That explains a lot, I can see why it's hard.", "understands_her"),
        ("You ought to just relax a bit.", "fix_it"),
        ("Why does everything have to be on your terms?", "unfair"),
        ("We can go as slowly as you like.", "she_starts"),
        ("Why do you move off when I touch you?", "stepping_away"),
        ("Tell me about your marriage.", "kitchen_booking"),
        ("How did Toni react if you refused?", "the_sigh"),
        ("What goes through your head when I hug you?", "counting"),
        ("Do you think I'm after something when I touch you?", "exam"),
        ("Is there some kind of touch that you enjoy?", "rain_stop"),
        ("Do you miss being held as well?", "sink"),
        ("Are you not attracted to me any longer?", "desire"),
        ("Is it to do with the menopause?", "body_changes"),
        ("What would help you to feel safe with it?", "stop_for_free"),
        ("Do you love me at all?", "c_love_asked"),
        ("You stroke the cat all evening, and not me.", "cat"),
        ("How was the shift today?", "tram"),
        ("May I take your hand?", "hold_hands"),
        ("Can I get a hug?", "c_hold"),
        ("Let's cuddle up on the couch for ten minutes.", "sofa"),
        ("A quick kiss every morning at the door?", "regular"),
        ("Could you be the one to reach out now and then?", "you_reach"),
        ("Let's have a code word for when you want to stop.", "stop_signal"),
        ("Can I hold you in bed while we fall asleep?", "bed"),
        ("Shall I rub your back?", "massage"),
        ("Maybe it turns into sex after all.", "more_than_that"),
        ("You'd hug me if you really loved me.", "prove_it"),
        ("Let's pause here and pick it up tomorrow.", "break_please"),
        ("Ah, leave it, it's nothing.", "never_mind"),
    ),
}
"""Sentence and what it is about; written after the wordings, and in none of them."""


@pytest.fixture(scope="module")
def minilm() -> Matcher:
    """The product's matcher; skips cleanly where its weights are not installed."""
    module = importlib.import_module("dialogue.models._embedding")
    try:
        matcher: Matcher = module.create({})
    except module.EmbeddingUnavailable as error:
        pytest.skip(str(error))
    return matcher


def test_no_held_out_sentence_is_a_wording() -> None:
    for scenario_id, pairs in HELD_OUT.items():
        own = scenario(scenario_id)
        every = [item.wordings for item in own.facts]
        every += [item.wordings for item in own.topics]
        every += [item.wordings for item in own.requests]
        wordings = {text.lower().strip(".?! ") for texts in every for text in texts}
        assert not [t for t, _ in pairs if t.lower().strip(".?! ") in wordings]


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("scenario_id", sorted(HELD_OUT))
def test_most_unseen_sentences_are_heard_as_meant(
    scenario_id: str, minilm: Matcher
) -> None:
    ear = Ear(scenario(scenario_id), banks(), minilm)
    memory = partner(scenario_id, 1).open().memory
    missed = []
    for text, subject in HELD_OUT[scenario_id]:
        heard = ear.hear(text, LineScore({}), memory)
        if subject not in [match.id for match in heard.matches[:2]]:
            missed.append((text, subject, [m.id for m in heard.matches[:3]]))
    share = 1 - len(missed) / len(HELD_OUT[scenario_id])
    assert share >= 0.85, missed
