"""What the partner takes from a score: what can be, and the kinder of two."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore, SkillScore
from dialogue.partner.plausible import plausible

LINE = "You're a wonderful mother, really."


def taken(**chances: float) -> tuple[str, ...]:
    score = LineScore({name: SkillScore(p, True) for name, p in chances.items()})
    return plausible(LINE, score, was_declined=True).shown()


@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        ("contempt", "appreciation"),
        ("criticism", "appreciation"),
        ("invalidation", "validation"),
        ("defensiveness", "responsibility"),
    ],
)
def test_a_line_that_reads_as_both_is_taken_for_the_kinder(
    harm: str, kind: str
) -> None:
    assert taken(**{harm: 0.84, kind: 0.74}) == (kind,)


def test_sure_harm_stays_beside_kind_words() -> None:
    assert set(taken(contempt=0.93, appreciation=0.9)) == {"contempt", "appreciation"}


def test_a_push_stays_a_push_beside_a_no_taken() -> None:
    assert "pressure" in taken(pressure=0.6, accepts_no=0.9)


def test_much_surer_harm_stays_too() -> None:
    assert "contempt" in taken(contempt=0.8, appreciation=0.5)


def test_a_no_can_only_be_taken_after_a_no() -> None:
    score = LineScore({"accepts_no": SkillScore(0.9, True)})
    assert plausible(LINE, score, was_declined=False).shown() == ()
    assert plausible(LINE, score, was_declined=True).shown() == ("accepts_no",)
