"""A headset that does not know where it is says so, once, and not too early."""

from sim.headsets._lost import AFTER_S, Lost


def said(*course):
    """Of (seconds, whether it is tracked), which frames say it."""
    lost = Lost()
    return [lost.tick(now_s, is_tracked=is_tracked) for now_s, is_tracked in course]


def test_a_short_loss_is_not_spoken_of():
    assert (
        said((0, True), (1, False), (1 + AFTER_S - 0.1, False), (4, True))
        == [False] * 4
    )


def test_a_loss_that_lasts_is_said_once():
    assert said((0, False), (AFTER_S, False), (AFTER_S + 1, False), (60, False)) == [
        False,
        True,
        False,
        False,
    ]


def test_the_next_loss_is_said_again_after_its_own_time():
    course = [(0, False), (3, False), (4, True), (5, False), (6, False), (7, False)]
    assert said(*course) == [False, True, False, False, False, True]
