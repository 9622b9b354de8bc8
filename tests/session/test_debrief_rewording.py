"""A better wording keeps the user's subject and leaves the harm behind."""

from __future__ import annotations

import re
import tomllib

import pytest

from assets import folder
from dialogue.skills import HARMFUL
from sim.session.debrief_grammar import SHAPES, gerund, past, present, turned
from sim.session.debrief_rewording import Rewordings, rewordings
from sim.session.debrief_rules import Said

DATA = tomllib.loads((folder("rubrics") / "rewordings.toml").read_text("utf-8"))


def reword(skill: str, text: str, heard: str = "", **more) -> str:
    said = Said(text, heard, ((0, len(text)),), **more)
    made = rewordings().reword(skill, said, "Sam")
    assert made is not None
    return made.text


@pytest.mark.parametrize(
    ("skill", "heard", "text", "better"),
    [
        (
            "criticism",
            "",
            "You never touch me anymore.",
            "There are times when I'd like you to touch me, and when it doesn't happen "
            "I feel ___. Could we talk about it?",
        ),
        (
            "criticism",
            "",
            "You never told me anything!",
            "I would have liked you to tell me something, and when that didn't happen "
            "I felt ___. Could we talk about it?",
        ),
        (
            "criticism",
            "",
            "You’re so cold.",
            "I'd love more warmth between us. At the moment I feel ___. How is it for "
            "you?",
        ),
        (
            "criticism",
            "",
            "Why can't you just hold me for once?",
            "I'd love it if you could hold me. What makes that hard?",
        ),
        (
            "pressure",
            "I'm too tired tonight.",
            "Let me at least kiss you.",
            "I'd have liked to kiss you. You said no, and I'll leave it there. What "
            "would feel right for you?",
        ),
        (
            "pressure",
            "I don't kiss on the first date.",
            "even after i paid for the lobster",
            "I hear that you don't kiss on the first date. Thank you for telling me; I "
            "won't push. What would feel right for you?",
        ),
        (
            "pressure",
            "I want us to use a condom. Every time.",
            "But it feels like nothing with those on. Just this once?",
            "All right, then that is how we do it, every time. I want you to feel safe "
            "with me.",
        ),
        (
            "demand",
            "",
            "Tell me what you're thinking right now!",
            "Would you be willing to tell me what you're thinking? A no is all right "
            "too.",
        ),
        (
            "demand",
            "",
            "Stop looking at your phone.",
            "Would you be willing to stop looking at your phone? It's all right to say "
            "no.",
        ),
        (
            "advice",
            "I can't sleep.",
            "You should see a doctor about that.",
            "I have a thought about seeing a doctor about that, but first I'd like to "
            "hear you. What do you think would help?",
        ),
        (
            "mind_reading",
            "",
            "You obviously don't want me anymore.",
            "Sometimes I tell myself that you don't want me. Is that how it is, or is "
            "it something else?",
        ),
        (
            "mind_reading",
            "",
            "You only say that because you're angry with me.",
            "Sometimes I tell myself that you only say that because you're angry with "
            "me. Is that how it is, or is it something else?",
        ),
        (
            "invalidation",
            "I'm really scared. That's all.",
            "Don't be silly.",
            "So you feel scared. That makes sense to me, and I'd like to hear more. "
            "What is the hardest part?",
        ),
        (
            "invalidation",
            "I'm really scared of losing you.",
            "Don't be silly.",
            "I hear that you're scared of losing me, and I believe you. What is the "
            "hardest part?",
        ),
        (
            "invalidation",
            "I don't want you to see the bag. Ever.",
            "You're being vain.",
            "I hear that you don't want me to see the bag, and I believe you. What is "
            "the hardest part?",
        ),
        (
            "defensiveness",
            "You didn't call last night.",
            "I told you I might be working.",
            "You're telling me that I didn't call last night. Let me take that in "
            "before I explain anything. What was it like for you?",
        ),
        (
            "defensiveness",
            "",
            "I didn't mean to hurt you.",
            "I didn't mean to hurt you, and I can see that I did. I'm sorry. What was "
            "it like for you?",
        ),
        (
            "stonewalling",
            "We never talk about sex.",
            "Whatever. I'm done.",
            "I can't talk well about this right now. Can we take half an hour, and "
            "then I'll come back to you?",
        ),
        (
            "contempt",
            "I'm not ready for us to sleep in one room.",
            "Wow. What a surprise.",
            "I hear that you're not ready for us to sleep in one room. I was about to "
            "be sharp about it, and you deserve better. Would you tell me more?",
        ),
    ],
)
def test_the_wording_is_about_what_was_said(
    skill: str, heard: str, text: str, better: str
) -> None:
    assert reword(skill, text, heard) == better


def test_a_line_that_only_a_poet_would_say_is_not_parroted() -> None:
    for heard in (
        "I'm fifty-eight, not a puzzle.",
        "I said no to that.",
        "I'll keep it.",
    ):
        assert "I hear that you" not in reword("invalidation", "It's nothing.", heard)


def test_every_harmful_skill_has_a_wording_even_for_a_strange_line() -> None:
    assert rewordings().skills >= HARMFUL
    for skill in rewordings().skills:
        for text in ("...", "Hm", "qwerty!!", "никогда", "you you you", "a" * 2000):
            better = reword(skill, text)
            assert better.endswith((".", "?")), better
            assert "{" not in better


def test_no_harsh_word_is_carried_over() -> None:
    harsh = re.compile("selfish|bitch|victim|stupid|whin|shut up|manipul|fuck", re.I)
    for text in (
        "You never stop being a selfish bitch.",
        "You always play the victim.",
        "Tell me you're stupid.",
        "You should stop whining and shut up.",
        "You just want to manipulate me.",
        "Let me fuck you.",
    ):
        for skill in HARMFUL:
            assert not harsh.search(reword(skill, text)), (skill, text)


def test_a_good_sentence_before_the_harm_is_kept() -> None:
    text = "I miss you. You never touch me."
    said = Said(text, "", ((12, 31),), ((0, 11),))
    made = rewordings().reword("criticism", said, "Sam")
    assert made is not None
    assert made.text.startswith(
        "I miss you. There are times when I'd like you to touch"
    )


def test_the_users_own_word_for_a_feeling_is_used() -> None:
    session = ("I feel so rejected when that happens.", "You never kiss me.")
    assert "I feel rejected" in reword(
        "criticism", "You never kiss me.", session=session
    )


def test_the_second_wording_of_a_debrief_is_another_one() -> None:
    said = Said("You don't want me.", "", ((0, 18),))
    first = rewordings().reword("mind_reading", said, "Sam")
    assert first is not None
    second = rewordings().reword("mind_reading", said, "Sam", [first.text])
    assert second is not None and second.text != first.text


def test_an_unknown_skill_has_none() -> None:
    assert rewordings().reword("observation", Said("Hi"), "Sam") is None


def test_why_names_the_partner() -> None:
    made = rewordings().reword("invalidation", Said("Don't be silly."), "Alex")
    assert made is not None and "Alex" in made.why


def test_every_rule_can_be_reached_and_filled() -> None:
    """Each slot is a known one or a group of the rule, each shape exists."""
    common = {"topic", "wish", "feeling", "alone", "heard", "echo", "charge", "quote"}
    common |= {"own", "hope"}
    for skill, body in DATA["skills"].items():
        for rule in body.get("rules", ()):
            groups = set(re.compile(rule.get("match", "")).groupindex)
            for say in rule["say"]:
                assert set(re.findall(r"{(\w+)}", say)) <= common | groups, skill
            assert set(rule.get("take", {})) <= groups, (skill, rule)
            assert set(rule.get("take", {}).values()) <= set(SHAPES)
        if "rules" in body:
            last = body["rules"][-1]
            plain = [say for say in last["say"] if not re.findall(r"{(?!feeling)", say)]
            assert plain and "match" not in last, f"{skill} may find no wording"


def test_broken_rules_are_refused() -> None:
    with pytest.raises(re.error):
        Rewordings({**DATA, "harsh": "("})


@pytest.mark.parametrize(
    ("statement", "back"),
    [
        ("I don't want to rush with you.", "you don't want to rush with me"),
        ("You've been on my back all week.", "I've been on your back all week"),
        ("I was scared you'd leave me.", "you were scared I'd leave you"),
        ("I told you about my day.", "you told me about your day"),
        ("I'm not a touchy person, you know that.", "you're not a touchy person"),
        ("Not tonight, love. ", ""),
        ("Do you love me?", ""),
        ("I do.", ""),
    ],
)
def test_a_statement_is_said_back(statement: str, back: str) -> None:
    assert turned(statement) == back


def test_verbs_change_their_form() -> None:
    assert gerund("lie down with me") == "lying down with me"
    assert gerund("stop drinking") == "stopping drinking"
    assert past("tried anything new") == "try something new"
    assert present("listen to me, ever") == "listen to me"
    assert present("told me") == "" == past("tell me")


def test_nobody_is_told_what_they_feel() -> None:
    """A feeling that the user has not named is a blank, and the why says so."""
    said = Said("You're so cold.", "", ((0, 15),))
    made = rewordings().reword("criticism", said, "Sam")
    assert made is not None
    assert "I feel ___" in made.text and "blank" in made.why
    named = Said("You're so cold.", "", ((0, 15),), session=("I feel rejected.",))
    made = rewordings().reword("criticism", named, "Sam")
    assert made is not None
    assert "I feel rejected" in made.text and "blank" not in made.why


def test_the_users_own_feeling_is_not_handed_to_the_partner() -> None:
    """“Ashamed. Oh, love.” is the user's word, said back."""
    heard = "Ashamed. Oh, love. I wish you hadn't been alone with that."
    own = ("I think I felt ashamed.",)
    better = reword("invalidation", "Anyway.", heard, session=own)
    assert "you feel ashamed" not in better
    assert "you feel ashamed" in reword("invalidation", "Anyway.", heard)


def test_what_hurt_is_owned_and_not_explained_to_the_partner() -> None:
    heard = "That's the bit that hurts. Not the no."
    better = reword("invalidation", "Don't sulk.", heard)
    assert better.startswith("I hear that what I said hurt you, and I'm sorry.")


def test_after_a_no_nothing_is_asked_for_again() -> None:
    for skill, text in (
        ("demand", "Let me come back to our bed tonight."),
        ("pressure", "At least let me hold you."),
        ("pressure", "Come on."),
    ):
        better = reword(skill, text, "No. Pressing is how you lose it.", refused=True)
        assert not re.search("would you (?:be willing|like it)|I'd like", better, re.I)
        assert re.search(r"\bno\b", better)


def test_a_no_that_nobody_said_is_not_accepted() -> None:
    heard = "No. I've got my listening face on."
    better = reword("pressure", "Please don't be sad.", heard, refused=False)
    assert better.startswith("You may be sad.")
    assert "your no" not in reword("pressure", "Come on.", heard, refused=False)


def test_an_angry_remark_is_not_quoted_back_as_a_confidence() -> None:
    for heard in (
        "I've put drunks off my tram with better manners.",
        "Careful, I'll bite.",
    ):
        for skill in ("invalidation", "contempt", "mind_reading", "advice"):
            better = reword(skill, "You're broken. Admit it.", heard)
            assert "drunks" not in better and "Careful" not in better, (skill, better)


def test_a_jabbing_question_is_not_kept_before_the_wording() -> None:
    text = "What's the harm? It's only a hug."
    said = Said(text, "It's no.", ((17, 33),), ((0, 16),))
    made = rewordings().reword("invalidation", said, "Sam")
    assert made is not None and "harm" not in made.text


def test_chances_have_a_wording_with_a_question() -> None:
    for event in ("walked_past", "never_asked"):
        for heard in ("", "I'm scared.", "I don't want to rush.", "The cat came in."):
            assert reword(event, "Anyway, the shopping.", heard).endswith("?")


def test_who_gives_in_or_holds_back_is_not_told_to_take_a_break() -> None:
    for skill in ("stonewalling", "invalidation"):
        giving_in = reword(skill, "Whatever you want is fine, really.", "I'm here.")
        assert "want" in giving_in and "half an hour" not in giving_in
        holding = reword(skill, "It's nothing really.", "I'm here.")
        assert "I do want to tell you." in holding


def test_nobody_is_called_defensive_by_their_own_wording() -> None:
    better = reword("defensiveness", "I only wanted to say that I support you.")
    assert "defensive" not in better
