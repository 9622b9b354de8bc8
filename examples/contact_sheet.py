"""How partners look: every mood with every sound, and ten seconds of a talk.

    contact_sheet.py sheet OUT.png [BODY]      moods down, sounds across
    contact_sheet.py strip OUT.png [BODY,...]  listening, heard, thinking, speaking and
                                               listening again, four pictures a second
    contact_sheet.py moods OUT.png [BODY,...]  moods from the seat, a row for each body
    contact_sheet.py blind OUT.png [BODY,...]  the same, shuffled; its key beside it

Needs no display; without a graphics driver of its own: scripts/gl-run python ... .
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from panda3d.core import Point3

from avatars.bodies import baked
from avatars.director import Director
from avatars.performance import PerformanceChunk, Speech, VisemeSpan, WordSpan
from dialogue.messages import MOODS, Levels
from scenes import room
from scenes.comfort import View
from scenes.offscreen import Offscreen, Picture
from sim.commands.shot import encoded
from sim.stage_cast import look_at

SOUNDS = ("sil", "PP", "aa", "FF", "oh", "SS", "ih", "ou", "DD", "E")
TALK = ("aa", "PP", "oh", "DD", "E", "SS", "ih", "FF", "ou", "nn")
PEOPLE = "maya,samuel,walter,amina"
DRIVEN = {"warm": "trust", "amused": "trust", "angry": "anger", "hurt": "hurt"}
DRIVEN |= {"sad": "hurt", "tender": "openness", "relieved": "felt_safety"}
LISTENS_S, STOPS_S, SPEAKS_S, SPOKEN_S, LASTS_S = 0.0, 3.0, 5.0, 3.0, 10.0
BREATHES_S, GOES_ON_S = 1.5, 1.7
"""A pause for breath in the midst of what the user says."""


class Stage:
    """One partner in the living room, seen from the user's seat."""

    def __init__(self, tile: tuple[int, int]) -> None:
        self.picture = Offscreen(*tile)
        self.room = room.load_room("living_room")
        self.room.node.reparent_to(self.picture.scene)
        self.body: baked.BakedBody | None = None

    def sit(self, body: str) -> None:
        """Let another partner sit there."""
        if self.body is not None:
            self.body.node.remove_node()
            self.seat.remove_node()  # with its shade
        self.body = baked.create({"body": body})
        self.seat = self.room.sit(self.body.node)
        self.eyes = self.body.eyes_in_world()

    def aim(self, director: Director) -> None:
        """Let the partner know where the user's eyes are."""
        assert self.body is not None
        look_at(director, self.seat, self.body, Point3(*self.room.user_eye))

    def look(self, director: Director, now_s: float, fov_deg: float) -> Picture:
        """The partner now, `fov_deg` wide; a wide picture shows the hands, too."""
        assert self.body is not None
        self.body.apply(director.update(now_s))
        self.aim(director)
        below = Point3(0, 0, 0.02 if fov_deg < 10 else 0.10 if fov_deg < 20 else 0.22)
        return self.picture.draw(
            View(self.room.user_eye, tuple(self.eyes - below), fov_deg)
        )


def levels(mood: str) -> Levels:
    """What a partner in this mood feels."""
    return Levels(**{DRIVEN[mood]: 0.8}) if mood in DRIVEN else Levels()


def said(sounds: tuple[str, ...], each_s: float, every: int = 1) -> Speech:
    """A phrase of these sounds; each `every`-th vowel is stressed."""
    spans = tuple(
        VisemeSpan(s, k * each_s, (k + 1) * each_s, float(k % every == 0))
        for k, s in enumerate(sounds)
    )
    samples = np.zeros(round(len(sounds) * each_s * 22050), np.int16)
    return Speech(samples, 22050, spans, (WordSpan("word", 0, 1),), "word")


def in_mood(stage: Stage, mood: str, seed: int) -> Director:
    """Someone who has been in this mood, and listens, for three seconds."""
    director = Director(seed)
    stage.aim(director)
    director.set_mood(mood, levels(mood), 0.0)
    director.user_started(0.0)
    for k in range(180):
        director.update(k / 60)
    return director


def sheet(stage: Stage, body: str) -> Iterator[list[Picture]]:
    """A row for each mood, a column for each of `SOUNDS`."""
    stage.sit(body)
    phrase = said(SOUNDS, 0.2)
    for row, mood in enumerate(MOODS):
        director, tiles = in_mood(stage, mood, 3), []
        director.speak(PerformanceChunk(row, 0, True, mood, phrase, ""), 3.0)
        for k in range(120):
            director.audio_at(row, 0, k / 60)
            if k % 12 == 6:
                tiles.append(stage.look(director, 3.0 + k / 60, 8.5))
            director.update(3.0 + k / 60)
        yield tiles


def strip(stage: Stage, body: str, mood: str, seed: int) -> list[Picture]:
    """Ten seconds, four pictures a second, of a partner whose user says something."""
    stage.sit(body)
    director, tiles = Director(seed), []
    stage.aim(director)
    phrase = said(TALK * 4, SPOKEN_S / (4 * len(TALK)), 7)
    for k in range(180):
        director.update(k / 60 - 3.0)
    for k in range(round(60 * LASTS_S)):
        now_s = k / 60
        if now_s in (LISTENS_S, GOES_ON_S, SPEAKS_S + SPOKEN_S + 0.5):
            director.user_started(now_s)
        elif now_s == BREATHES_S:
            director.user_stopped(now_s)
        elif now_s == STOPS_S:
            director.user_stopped(now_s)
            director.reaction(mood, 0.7, now_s)
            director.thinking(now_s)
        elif now_s == SPEAKS_S:
            director.set_mood(mood, levels(mood), now_s)
            director.speak(PerformanceChunk(0, 0, True, mood, phrase, ""), now_s)
        if now_s >= SPEAKS_S:
            director.audio_at(0, 0, now_s - SPEAKS_S)
        if k % 15 == 0:
            tiles.append(stage.look(director, now_s, 16))
        director.update(now_s)
    return tiles


def from_seat(stage: Stage, body: str, mood: str, seed: int) -> Picture:
    """Someone in this mood, at a moment without a blink."""
    stage.sit(body)
    director = in_mood(stage, mood, seed)
    now_s = 3.0
    while director.update(now_s).shapes[8:10].max() > 0.35 and now_s < 4.0:
        now_s += 1 / 60
    return stage.look(director, now_s, 23)


def main(kind: str, out: Path, people: str) -> None:
    """Draw and write."""
    bodies = people.split(",")
    sizes = {"sheet": (200, 225), "strip": (300, 300)}
    stage = Stage(sizes.get(kind, (420, 420)))
    if kind == "sheet":
        rows = list(sheet(stage, bodies[0]))
    elif kind == "strip":
        moods = ("warm", "hurt", "guarded", "angry")
        rows = []
        for k, body in enumerate(bodies):
            tiles = strip(stage, body, moods[k % 4], k)
            rows += [tiles[i : i + 10] for i in range(0, 40, 10)]
    else:
        shown = [(body, mood) for body in bodies for mood in MOODS]
        if kind == "blind":
            random.SystemRandom().shuffle(shown)
            key = "\n".join(f"{k + 1} {b} {m}" for k, (b, m) in enumerate(shown))
            out.with_name(out.name + ".key").write_text(key + "\n", "utf-8")
        tiles = [from_seat(stage, b, m, k) for k, (b, m) in enumerate(shown)]
        rows = [tiles[i : i + len(MOODS)] for i in range(0, len(tiles), len(MOODS))]
    whole = np.concatenate([np.concatenate(row, axis=1) for row in rows])
    out.write_bytes(encoded(whole, out.suffix))


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("sheet", "strip", "moods", "blind"):
        sys.exit(__doc__)
    default = "maya" if sys.argv[1] == "sheet" else PEOPLE
    main(sys.argv[1], Path(sys.argv[2]), [*sys.argv[3:], default][0])
