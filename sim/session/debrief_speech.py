"""Measures of how the user's lines were spoken."""

from __future__ import annotations

from dataclasses import dataclass

from sim.session.debrief_log import Story


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of speech; told beside a reference, never as a virtue."""

    id: str
    title: str
    value: str
    reference: str
    source: str


def speech(story: Story) -> tuple[Measure, ...]:
    """Measures of the spoken lines; nothing for a typed session."""
    spoken = [(turn, turn.speech) for turn in story.said if turn.speech]
    seconds = sum(one.duration_s for _, one in spoken)
    if not spoken or seconds <= 0:
        return ()
    return (
        _pace(sum(one.pace_wpm * one.duration_s for _, one in spoken) / seconds),
        _loudness([one.loudness_db for _, one in spoken]),
        Measure(
            "pauses",
            "Pauses",
            f"{sum(one.pause_count for _, one in spoken)} within your lines, "
            f"{sum(one.pause_s for _, one in spoken):.0f} s in all",
            "Pausing gives both time to think; there is no right number.",
            "your own voice",
        ),
        _interruptions(sum(one.barge_in for _, one in spoken), len(spoken)),
    )


def _pace(words_per_minute: float) -> Measure:
    return Measure(
        "pace",
        "Pace",
        f"{words_per_minute:.0f} words a minute",
        "English speakers in the United States average about 150; accent, age, a "
        "second language and nerves all move it.",
        "National Center for Voice and Speech; Jacewicz, Fox & Wei 2010, "
        "J. Acoust. Soc. Am. 128:839",
    )


def _loudness(levels_db: list[float]) -> Measure:
    return Measure(
        "loudness",
        "Loudness",
        f"between {min(levels_db):+.0f} and {max(levels_db):+.0f} dB",
        "Compared with your own first line only; there is no right loudness.",
        "your own voice",
    )


def _interruptions(count: int, lines: int) -> Measure:
    return Measure(
        "interruptions",
        "Speaking while the other spoke",
        f"{count} of {lines} times",
        "Some overlap is ordinary: across ten languages people begin about 0.2 s "
        "after the other ends.",
        "Stivers et al. 2009, PNAS 106:10587",
    )
