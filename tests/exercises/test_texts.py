"""What the exercises say: easy to read, and each claim with a source that was read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assets import folder
from benchmarks.exercise_texts import Text, exercise_files, texts
from sim.exercises._guide import ExerciseError, files, load, sources
from tests.screening.reading import grade, sentences_of, syllables_of, words_of

HIGHEST = 8.0
"""School grade (issue 7)."""
LONG_WORDS, LONG_SENTENCES = 25, 3
"""From here on a text is graded by itself; shorter ones together with their step's."""
PLACES = (
    "exercise",
    "exposure",
    "body",
    "calming",
    "mirror",
    "path",
    "plan",
    "instrument",
)
"""Beginnings of the sections of the locale that exercises show."""


def shown(one: Text) -> str:
    """What is graded: without quotations, with a stop at its end."""
    words = re.sub(r"“[^”]*”", "this", one.as_shown).strip()
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def is_long(words: str) -> bool:
    many = len(words_of(words)) >= LONG_WORDS
    return many or len(sentences_of(words)) >= LONG_SENTENCES


def graded(found: tuple[Text, ...]) -> Iterator[tuple[str, str]]:
    """Where, and what is graded there together."""
    pooled: dict[str, list[str]] = {}
    for one in found:
        if one.is_slot:
            continue
        words, where = shown(one), f"{one.file} {one.step or one.key}"
        if is_long(words):
            yield f"{where} {one.key}", words
        else:
            pooled.setdefault(where, []).append(words)
    for where, parts in pooled.items():
        words = " ".join(parts)
        if is_long(words):  # a grade says nothing of a label
            yield where, words


def texts_of_locale() -> tuple[Text, ...]:
    found = texts(folder("locales") / "en.toml")
    return tuple(one for one in found if one.step.startswith(PLACES))


FILES = {
    **{f"{path.parent.name}/{path.name}": texts(path) for path in exercise_files()},
    "screening/screen.toml": texts(folder("screening") / "screen.toml"),
    "safety/texts.toml": texts(folder("safety") / "texts.toml"),
    "locales/en.toml": texts_of_locale(),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_text_reads_at_the_eighth_grade_or_below(name: str) -> None:
    hard = [
        f"{where}: grade {grade(words):.1f}: {max(sentences_of(words), key=grade)}"
        for where, words in graded(FILES[name])
        if grade(words) > HIGHEST
    ]
    assert not hard, "\n".join(hard)


@pytest.mark.parametrize(
    ("text", "words", "syllables", "level"),
    [  # counted by hand; the second is Wikipedia's example for the formula, 11.3
        ("The cat sat on the mat.", 6, 6, -1.45),
        (
            "The Australian platypus is seemingly a hybrid of a mammal and reptilian "
            "creature.",
            13,
            24,
            11.26,
        ),
        ("Go. Come back to it.", 5, 5, -2.81),
    ],
)
def test_the_grade_is_the_formula_over_counted_words(
    text: str, words: int, syllables: int, level: float
) -> None:
    assert len(words_of(text)) == words
    assert sum(map(syllables_of, words_of(text))) == syllables
    assert grade(text) == pytest.approx(level, abs=0.01)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("breathe", 1), ("quiet", 2), ("little", 2), ("noticed", 2), ("don’t", 1)),
        *(("grounding", 2), ("everyone", 3), ("Inês", 2), ("undressable", 4)),
    ],
)
def test_syllables_are_those_that_are_spoken(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_the_check_would_find_a_hard_text() -> None:
    hard = Text(
        "a.toml",
        "b",
        "say",
        "Habituation subsequently facilitates considerable amelioration of "
        "debilitating anticipatory apprehension, notwithstanding individual "
        "variability in physiological responsiveness and situational determinants of "
        "individually maintained precautionary or premeditated interpersonal "
        "avoidance behaviour in intimate relationships.",
    )
    assert [grade(words) > HIGHEST for _, words in graded((hard,))] == [True]


def test_short_texts_of_a_step_are_graded_together() -> None:
    made = tuple(Text("a.toml", "b", "say", "Look at a lamp now.") for _ in range(3))
    assert [where for where, _ in graded(made)] == ["a.toml b"]


# claims


def every_text() -> tuple[Text, ...]:
    return tuple(one for path in exercise_files() for one in texts(path))


def test_every_exercise_names_the_sources_of_its_claims() -> None:
    known = sources()
    for path in files():
        guide = load(path)
        assert guide.sources, f"{path.name}: why has no source"
        assert set(guide.sources) <= set(known), path.name


def test_a_source_that_is_not_there_is_refused(tmp_path) -> None:
    path = tmp_path / "made_up.toml"
    written = (folder("exercises") / "grounding.toml").read_text("utf-8")
    path.write_text(written.replace("samhsa_2014", "samhsa_2041"), "utf-8")
    with pytest.raises(ExerciseError, match="samhsa_2014"):
        load(path)


CLAIM = re.compile(
    r"\b(stud(y|ies)|trials?|research|review|meta-analys\w+|evidence"
    r"|(was|were|been) found(?! out)|per cent"
    r"|\d+ (people|students|women|men|adults|patients)"
    r"|scientists?|experts?|proven|shown to)\b",
    re.IGNORECASE,
)
"""Words by which a text says that somebody has found something out."""


def test_what_sounds_like_a_finding_stands_where_sources_are_named() -> None:
    """In a `why`, below which the exercise's sources are listed, or beside its own."""
    loose = [
        f"{one.file} {one.step} {one.key}: {one.words}"
        for one in every_text()
        if one.key != "why" and not one.sources and CLAIM.search(one.words)
    ]
    assert not loose, "\n".join(loose)


def test_the_check_would_find_a_finding_without_a_source() -> None:
    assert CLAIM.search("Studies show that it helps.")
    assert CLAIM.search("It was shown to help 40 people.")
    assert not CLAIM.search("I found that a relief.")


def test_every_source_that_a_text_names_is_there() -> None:
    named = {item for one in every_text() for item in one.sources}
    assert named
    assert named <= set(sources())


@pytest.mark.parametrize("name", sorted(sources()))
def test_a_source_says_who_when_where_and_what_was_read_of_it(name: str) -> None:
    source = sources()[name]
    assert len(source.text.split(",")) >= 2, "a title, and who wrote or made it"
    # a page that is kept up to date has no year
    has_year = re.search(r"\b(19|20)\d\d\b", source.text)
    assert has_year or not re.search(r"\d{4}$", name), "no year"
    assert re.match(r"https?://[\w.-]+/\S+$", source.where), source.where
    assert source.read in ("source", "abstract", "quoted")
    if year := re.search(r"_(\d{4})[a-z]?$", name):
        assert year[1] in source.text, f"{name} is of another year than its text says"


def test_no_source_stands_there_unused_and_none_twice() -> None:
    used = {item for one in every_text() for item in one.sources}
    unused = [name for name in sources() if name not in used]
    assert not unused, f"no exercise rests on {', '.join(unused)}"
    places = [one.where for one in sources().values()]
    assert len(set(places)) == len(places)
