"""Each room is one to sit in: seats, floor, free sight, and small enough to draw."""

import numpy as np
import pytest

from assets.arrays import read
from assets.cards import cards

ROOMS = {about.id: about for about in cards("rooms")}
EYES_M = 1.14
"""Height of a seated adult's eyes, about."""
FARTHEST_M = 3.0
"""From eye to eye in an exercise at most."""
MOST_TRIANGLES = 70_000
MOST_BYTES = 2.1e6


class Walls:
    """A room's triangles, and what a straight line meets."""

    def __init__(self, about):
        arrays = read(about.data)
        corners = []
        for group in arrays["groups"]:
            points = np.asarray(arrays[f"{group}/positions"], float)
            corners.append(points[np.asarray(arrays[f"{group}/tris"], int)])
        self.corners = np.concatenate(corners)

    def first(self, start, end):
        """Share of the way from `start` to `end` at which something stands; inf."""
        start, way = np.array(start, float), np.subtract(end, start)
        a, b, c = self.corners.transpose(1, 0, 2)
        one, two = b - a, c - a
        across = np.cross(way, two)
        size = (one * across).sum(1)
        size[abs(size) < 1e-12] = np.nan  # along the surface
        away = start - a
        over = np.cross(away, one)
        u = (away * across).sum(1) / size
        v = (over @ way) / size
        far = (over * two).sum(1) / size
        hit = (u >= 0) & (v >= 0) & (u + v <= 1) & (far > 1e-6) & (far <= 1)
        return far[hit].min() if hit.any() else np.inf

    def height(self, x, y, top):
        """Of what is met from `top` metres straight down."""
        return top - (top + 0.1) * self.first((x, y, top), (x, y, -0.1))


@pytest.fixture(scope="module", params=ROOMS)
def room(request):
    about = ROOMS[request.param]
    return about, Walls(about)


def seats(about):
    for name, seat in about.fields["seats"].items():
        turn = np.radians(seat["heading_deg"])
        yield name, np.array(seat["place"]), np.array([np.sin(turn), -np.cos(turn), 0])


def test_the_rooms_of_the_product_are_there():
    assert set(ROOMS) >= {
        "bedroom",
        "bedroom_night",
        "changing_room",
        "kitchen",
        "living_room",
        "lobby",
        "office",
        "park",
    }


def test_every_room_is_told_in_one_line():
    lines = [about.description for about in ROOMS.values()]
    assert all(30 < len(line) < 90 and line.endswith(".") for line in lines)
    assert len(set(lines)) == len(lines)


def test_a_room_is_small_enough(room):
    about, walls = room
    assert len(walls.corners) <= MOST_TRIANGLES
    assert about.data.stat().st_size <= MOST_BYTES


def test_there_is_something_to_sit_on_and_a_floor(room):
    about, walls = room
    for name, place, ahead in seats(about):
        under = [place - ahead * back for back in (0.0, 0.03, 0.06)]
        found = max(walls.height(x, y, 0.70) for x, y, _ in under)  # slats have gaps
        assert 0.38 < found < 0.47, name
        if name != "own":  # a user's own body may stand there instead
            x, y, _ = place + ahead * 0.47
            assert walls.height(x, y, 0.30) < 0.05, name


def test_nothing_stands_between_two_faces(room):
    about, walls = room
    eye = about.fields["user"]["eye"]
    for name, place, ahead in seats(about):
        if name == "own":
            continue
        face = place + ahead * 0.084 + [0, 0, EYES_M]
        for aside in (-0.12, 0.0, 0.12):
            for lower in (0.0, 0.25):
                end = face + np.array([aside, 0, -lower])
                assert walls.first(eye, end) == np.inf, name


def test_the_user_can_sit_three_metres_away(room):
    about, walls = room
    if "mirror" in about.fields:
        return  # that room has its own places
    eye = np.array(about.fields["user"]["eye"])
    _, place, ahead = next(one for one in seats(about) if one[0] == "partner")
    face = place + ahead * 0.084 + [0, 0, EYES_M]
    away = (eye - face) * [1, 1, 0]
    far = eye + away / np.linalg.norm(away) * (FARTHEST_M - np.linalg.norm(away) + 0.2)
    assert walls.first(eye, far) == np.inf


def test_nothing_is_near_the_users_head(room):
    about, walls = room
    gap = np.linalg.norm(walls.corners - about.fields["user"]["eye"], axis=2)
    assert gap.min() > 0.3


def test_day_and_night_are_the_same_corner():
    day, night = ROOMS["bedroom"].fields, ROOMS["bedroom_night"].fields
    assert day["user"] == night["user"]
    assert day["seats"] == night["seats"]
