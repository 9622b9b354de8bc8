"""The single rules: the number, the time, the distance, the fade, the edge."""

import numpy as np
import pytest

from sim.comfort import discomfort, moving, vignette
from sim.comfort.breaks import Breaks
from sim.comfort.discomfort import Discomfort, read_number, verdict
from sim.comfort.moving import Fading, Standing, change, turn_between
from sim.comfort.space import NEAREST_M, distance_m, may_lean_m, moved_back
from sim.comfort.vignette import Vignette, opening_deg, wanted

# the number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("0", 0),
        ("Three.", 3),
        ("about twelve I think", 12),
        ("twenty", 20),
        ("nought", 0),
        ("21", None),
        ("thirty", None),
        ("not too bad", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_say_it(words, number):
    assert read_number(words) == number


def test_a_number_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="not from 0 to 20"):
        Discomfort().take(0.0, 21)


def test_the_rule_stops_before_laboratories_do():
    assert discomfort.STOP_AT < 15
    assert verdict(9, 9) == "fine"
    assert [verdict(n, 0) for n in (4, 5, 9, 10, 20)] == [
        *("fine", "ease", "ease", "stop", "stop")
    ]
    assert verdict(7, None) == "fine"  # nobody knows how they came
    assert verdict(None, 3) == "fine"


def test_a_rise_counts_from_the_first_number_given_not_from_nought():
    one = Discomfort()
    assert one.take(0.0, None) == "fine"
    assert one.take(300.0, 4) == "fine"
    assert one.take(600.0, 8) == "fine"
    assert one.take(900.0, 9) == "ease"


def test_breaks_are_suggested_again_to_whoever_goes_on():
    breaks = Breaks(20.0)
    assert not breaks.is_due(1199.0)
    assert breaks.is_due(1200.0)
    breaks.told(1200.0)
    assert not breaks.is_due(1799.0)
    assert breaks.is_due(1800.0)
    breaks.begin()
    assert not breaks.is_due(1199.0)


# the distance


@pytest.mark.parametrize("seed", range(20))
def test_a_seat_that_is_too_near_is_moved_back_and_never_forward(seed):
    random = np.random.default_rng(seed)
    partner = random.uniform((-1, -1, 0.2), (1, 1, 2.2))
    eyes = partner + random.uniform(-0.9, 0.9, 3)
    moved = moved_back(eyes, partner)
    assert distance_m(moved, partner) >= min(NEAREST_M, distance_m(eyes, partner))
    assert distance_m(moved, partner) >= NEAREST_M - 1e-9
    assert distance_m(moved, partner) >= distance_m(eyes, partner) - 1e-9
    assert moved[2] == eyes[2]


def test_a_seat_that_is_far_enough_stays():
    eyes, partner = np.array((0.0, 0.0, 1.2)), np.array((0.0, 1.5, 1.2))
    assert (moved_back(eyes, partner) == eyes).all()


def test_a_seat_on_the_very_spot_still_has_somewhere_to_go():
    spot = np.array((0.0, 0.0, 1.2))
    assert distance_m(moved_back(spot, spot), spot) >= NEAREST_M


def test_the_partner_never_leans_nearer_than_a_metre():
    for rest_m in np.linspace(1.0, 3.0, 60):
        may_m = may_lean_m(rest_m, 0.0)
        assert may_m >= 0.0
        assert rest_m - may_m >= NEAREST_M


def test_whoever_leans_in_is_not_met_and_not_fled_from():
    for rest_m in (0.2, 0.6, 0.99):
        assert may_lean_m(rest_m, 0.0) == 0.0
        assert may_lean_m(rest_m, 0.05) == 0.05


# the fade


def test_a_change_that_can_be_seen_fades():
    assert change(0.5, 0.0) == "fade"
    assert change(0.0, 30.0) == "fade"
    assert change(0.001, 0.1) == "cut"
    assert change(2.0, 90.0, is_seen=False) == "cut"
    assert change(0.0, 0.0) == "none"


@pytest.mark.parametrize(("a", "b", "angle"), [(350, 10, 20), (0, 180, 180), (5, 5, 0)])
def test_angles_are_taken_the_short_way(a, b, angle):
    assert turn_between(a, b) == pytest.approx(angle)
    assert turn_between(b, a) == pytest.approx(angle)


@pytest.mark.parametrize("seed", range(10))
def test_the_view_never_moves_where_it_is_seen(seed):
    """Whatever is asked for, whenever: a change that shows happens in the dark."""
    random = np.random.default_rng(seed)
    stands = Standing(np.zeros(3))
    now_s = 0.0
    for _ in range(600):
        if random.random() < 0.02:
            stands.go(random.uniform(-2, 2, 3), float(random.uniform(-180, 180)))
        place, heading = stands.place.copy(), stands.heading_deg
        now_s += float(random.uniform(0.005, 0.3))
        level = stands.tick(now_s)
        moved_m = distance_m(place, stands.place)
        if moved_m > moving.UNSEEN_M or turn_between(heading, stands.heading_deg) > 1:
            assert level == 1.0
        assert stands.speed_m_s == 0.0 and stands.turn_deg_s == 0.0


def test_nothing_moves_unasked():
    stands = Standing((1.0, 2.0, 0.0), 30.0)
    for frame in range(1000):
        assert stands.tick(frame / 90) == 0.0
    assert stands.place.tolist() == [1.0, 2.0, 0.0] and stands.heading_deg == 30.0


def test_a_fade_goes_out_acts_once_and_comes_back_without_a_jump():
    fading, done = Fading(), []
    fading.tick(0.0)
    fading.through(lambda: done.append(fading.level))
    levels = [fading.tick(frame / 90) for frame in range(1, 120)]
    assert done == [1.0]
    assert max(levels) == 1.0 and levels[-1] == 0.0
    assert max(abs(np.diff(levels))) < 0.06


def test_one_slow_frame_does_not_swallow_the_fade():
    fading, done = Fading(), []
    fading.tick(0.0)
    fading.through(lambda: done.append(1))
    assert fading.tick(3.0) < 1.0
    assert done == []


def test_nobody_looking_means_no_fade():
    stands, done = Standing(np.zeros(3)), []
    how = stands.go((1, 0, 0), 0.0, is_seen=False, then=lambda: done.append(1))
    assert how == "cut" and done == [1]
    assert stands.place.tolist() == [1, 0, 0]


def test_another_room_in_the_same_place_fades_too():
    stands, done = Standing(np.zeros(3)), []
    assert stands.go(np.zeros(3), 0.0, then=lambda: done.append(1)) == "fade"
    assert done == []


# the edge


def test_the_edge_stays_open_unless_it_is_wanted():
    assert wanted(5.0, 200.0, is_on=False) == 0.0
    still = Vignette(False)
    assert [still.tick(3.0, 90.0, n / 90) for n in range(90)] == [0.0] * 90


def test_the_edge_follows_speed_and_never_jumps():
    edge = Vignette(True)
    strengths = [edge.tick(2.0 if n < 90 else 0.0, 0.0, n / 90) for n in range(270)]
    assert strengths[0] == 0.0 and max(strengths) == 1.0 and strengths[-1] == 0.0
    assert max(abs(np.diff(strengths))) < 0.06
    assert wanted(0.05, 2.0, is_on=True) == 0.0
    assert wanted(0.5, 0.0, is_on=True) < wanted(1.0, 0.0, is_on=True)
    assert opening_deg(1.0) == vignette.NARROWEST_DEG < opening_deg(0.0)
