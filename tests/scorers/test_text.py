import pytest

from dialogue.scorers import _cues, _evidence
from dialogue.scorers._text import spelled, tokens, undress

KNOWN = frozenset(
    [
        "thank",
        "you",
        "for",
        "telling",
        "me",
        "how",
        "was",
        "it",
        "i",
        "can",
        "t",
        "well",
    ]
)


def test_spans_point_into_the_line_as_given():
    line = "I’m  tired, love… can't we talk?"
    for token in tokens(line):
        assert line[token.start : token.end].strip() == line[token.start : token.end]
    assert line[tokens(line)[-1].start] == "?"


def test_names_fold_to_one_name_but_ordinary_words_stay():
    noor = [t.form for t in tokens("Thank you for telling me, Noor.", KNOWN)]
    steven = [t.form for t in tokens("Thank you for telling me, Steven.", KNOWN)]
    assert noor == steven
    assert "telling" in noor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "My wife was late and she never rang.",
            "My husband was late and he never rang.",
        ),
        ("I can't, mum.", "I cant, dad."),
        ("we're gonna talk", "we're going to talk"),
    ],
)
def test_gender_apostrophe_and_spelling_do_not_change_the_forms(one, other):
    assert [t.form for t in tokens(one)] == [t.form for t in tokens(other)]


def test_an_undressed_contraction_is_spelled_out_again_for_the_sentence_model():
    assert spelled(tokens("i dont know"))[0] == "i don't know"
    assert undress("I don't know, OK?") == "i dont know ok"


def test_each_cue_has_its_own_name_and_stays_between_zero_and_one():
    names = _cues.names()
    assert len(set(names)) == len(names)
    values = _cues.cues(tokens("You never call, do you?"), tokens("I waited."))
    assert values.shape == (len(names),)
    assert values.min() >= 0 and values.max() <= 1
    assert values[names.index("you always/never")] == 1
    assert values[names.index("question mark")] == 1


def test_clauses_cover_every_token_once():
    user = tokens("I'm sorry, I was late again. It was rude, and I know it. Tea?")
    parts = _evidence.clauses(user)
    assert [at for part in parts for at in part] == list(range(len(user)))
    assert len(parts) >= 3


def test_he_and_she_with_a_short_verb_are_read_alike():
    one, other = (
        [token.spelled for token in tokens(line)]
        for line in ("He'll say he'd come.", "She'll say she'd come.")
    )
    assert one == other
    assert [token.form for token in tokens("hell, a shed")] == [
        "hell",
        ",",
        "a",
        "shed",
    ]


def test_first_names_are_folded_whatever_their_case_and_words_are_not():
    def forms(line):
        return [token.form for token in tokens(line, frozenset({"mark", "i", "ask"}))]

    assert forms("I asked Gary.") == forms("i asked gary .") == forms("I asked Amara.")
    assert "mark" in forms("leave a mark")
    assert "mark" not in forms("I asked Mark.")
