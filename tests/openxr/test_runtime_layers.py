"""Boards of the runtime's own, the real room behind, and what some headsets have."""

from __future__ import annotations

import numpy as np
import pytest
import xr

from sim.openxr.layers import BLEND, UNPREMULTIPLIED
from tests.openxr.fake_session import frames, opened

OPAQUE, ADDITIVE, ALPHA = (
    xr.EnvironmentBlendMode.OPAQUE,
    xr.EnvironmentBlendMode.ADDITIVE,
    xr.EnvironmentBlendMode.ALPHA_BLEND,
)


def board(session, graphics, **options):
    quad = session.layers.add_quad((640, 320), (0.8, 0.4), **options)
    quad.texture = graphics.picture
    return quad


def test_a_board_is_laid_over_the_room_where_it_was_put(fake):
    _, graphics, session = opened()
    quad = board(session, graphics)
    quad.place[:] = (0.5, 1.0, 1.2)
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection", "Quad"]
    shown = fake.frames[-1]["layers"][1]
    where = shown.pose.position
    assert (where.x, where.y, where.z) == pytest.approx((0.5, 1.2, -1.0))
    assert (shown.size.width, shown.size.height) == pytest.approx((0.8, 0.4))
    assert shown.layer_flags == BLEND | UNPREMULTIPLIED
    quad.size_m = (0.4, 0.2)
    frames(session)
    assert fake.frames[-1]["layers"][1].size.width == pytest.approx(0.4)
    assert quad.size_m == pytest.approx((0.4, 0.2))


def test_a_board_is_copied_when_it_changed_and_shown_when_it_did_not(fake):
    _, graphics, session = opened()
    quad = board(session, graphics)
    frames(session, 5)
    copies = graphics.gl.names().count("glCopyImageSubData")
    assert copies == 1
    assert fake.frames[-1]["kinds"] == ["Projection", "Quad"]
    quad.redraw()
    frames(session, 5)
    assert graphics.gl.names().count("glCopyImageSubData") == 2


def test_a_board_that_is_hidden_or_has_no_picture_is_left_out(fake):
    _, graphics, session = opened()
    empty = session.layers.add_quad((64, 32), (0.4, 0.2))
    quad = board(session, graphics)
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection", "Quad"]
    quad.is_shown = False
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection"]
    assert not empty.chain.was_filled


def test_a_board_may_move_with_the_head(fake):
    _, graphics, session = opened()
    quad = board(session, graphics)
    quad.anchor = "head"
    frames(session)
    assert fake.frames[-1]["layers"][1].space == session.spaces.view


def test_boards_keep_their_order_and_leave_nothing_when_taken_away(fake):
    _, graphics, session = opened()
    first, second = board(session, graphics), board(session, graphics)
    frames(session)
    handles = [one.sub_image.swapchain for one in fake.frames[-1]["layers"][1:]]
    assert handles == [first.chain.handle, second.chain.handle]
    session.layers.remove(first)
    session.layers.remove(first)
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection", "Quad"]
    assert fake.left()["swapchain"] == 3


def test_no_more_boards_than_the_runtime_takes(fake):
    fake.most_layers = 4
    _, graphics, session = opened()
    assert board(session, graphics) and board(session, graphics)
    assert session.layers.add_quad((64, 32), (1, 1)) is None
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection", "Quad", "Quad"]


def test_a_layer_too_many_is_left_out_at_the_end(fake):
    fake.most_layers = 1
    _, _, session = opened()
    assert session.set_passthrough(True)
    frames(session)
    assert fake.frames[-1]["kinds"] == ["PassthroughFB"]


def test_a_board_that_cannot_be_made_is_none_and_the_room_goes_on(fake):
    _, _, session = opened()
    fake.failing["xrCreateSwapchain"] = int(xr.Result.ERROR_OUT_OF_MEMORY)
    assert session.layers.add_quad((64, 32), (1, 1)) is None
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection"]


def test_boards_are_shown_before_the_room_has_a_picture(fake):
    _, graphics, session = opened()
    board(session, graphics)
    frames(session, copied=False)
    assert fake.frames[-1]["kinds"] == ["Quad"]


@pytest.mark.parametrize(
    ("modes", "has_layer", "kind", "off", "on"),
    [
        ([OPAQUE], False, None, OPAQUE, OPAQUE),
        ([OPAQUE], True, "layer", OPAQUE, OPAQUE),
        ([OPAQUE, ALPHA], True, "alpha", OPAQUE, ALPHA),
        ([OPAQUE, ADDITIVE], False, "additive", OPAQUE, ADDITIVE),
        ([ADDITIVE], False, "additive", ADDITIVE, ADDITIVE),
        ([ALPHA], False, "alpha", ALPHA, ALPHA),
    ],
)
def test_the_real_room_is_shown_the_way_the_headset_has(
    fake, modes, has_layer, kind, off, on
):
    fake.blend_modes = modes
    if not has_layer:
        fake.extensions.remove("XR_FB_passthrough")
    _, _, session = opened()
    assert session.passthrough.kind == kind
    frames(session)
    assert fake.frames[-1]["blend"] == off
    assert fake.frames[-1]["layers"][0].layer_flags == 0
    assert session.set_passthrough(True) is (kind is not None)
    frames(session)
    assert fake.frames[-1]["blend"] == on
    is_under = kind == "layer"
    assert fake.frames[-1]["kinds"] == [*["PassthroughFB"] * is_under, "Projection"]
    flags = fake.frames[-1]["layers"][-1].layer_flags
    assert bool(flags & BLEND) is (kind is not None)
    assert session.set_passthrough(False) is False
    frames(session)
    assert fake.frames[-1]["blend"] == off
    assert fake.frames[-1]["kinds"] == ["Projection"]
    session.close()
    assert set(fake.left()) == {"instance"}


@pytest.mark.parametrize(
    "name",
    [
        "xrCreatePassthroughFB",
        "xrCreatePassthroughLayerFB",
        "xrPassthroughStartFB",
        "xrPassthroughLayerResumeFB",
    ],
)
def test_a_real_room_that_is_refused_leaves_ours_closed(fake, name):
    fake.failing[name] = int(xr.Result.ERROR_NOT_PERMITTED_PASSTHROUGH_FB)
    _, _, session = opened()
    assert session.set_passthrough(True) is False
    frames(session)
    assert fake.frames[-1]["kinds"] == ["Projection"]
    assert fake.frames[-1]["layers"][0].layer_flags == 0
    session.close()
    assert set(fake.left()) == {"instance"}


def test_the_real_room_can_come_and_go_any_number_of_times(fake):
    _, _, session = opened()
    for _ in range(3):
        assert session.set_passthrough(True)
        assert not session.set_passthrough(False)
    assert fake.count("xrCreatePassthroughFB") == 1
    assert fake.count("xrPassthroughPauseFB") == 3


def test_the_display_takes_the_nearest_pace_it_has(fake):
    fake.rates = [120.0, 72.0, 90.0]
    _, _, session = opened()
    assert session.refresh_rates == (72.0, 90.0, 120.0)
    assert session.set_refresh_rate(88)
    assert session.refresh_rate == pytest.approx(90)
    assert session.set_refresh_rate(500)
    assert session.refresh_rate == pytest.approx(120)
    assert session.set_refresh_rate(0)
    assert fake.rate == 0  # the system's own choice
    fake.failing["xrRequestDisplayRefreshRateFB"] = int(
        xr.Result.ERROR_DISPLAY_REFRESH_RATE_UNSUPPORTED_FB
    )
    assert not session.set_refresh_rate(72)


def test_a_display_with_one_pace_keeps_it(fake):
    fake.extensions.remove("XR_FB_display_refresh_rate")
    _, _, session = opened()
    assert session.refresh_rates == () and session.refresh_rate is None
    assert not session.set_refresh_rate(90)


def test_a_display_that_does_not_list_its_paces_opens_all_the_same(fake):
    fake.failing["xrEnumerateDisplayRefreshRatesFB"] = int(
        xr.Result.ERROR_RUNTIME_FAILURE
    )
    assert opened()[2].refresh_rates == ()


def test_the_hidden_corners_are_points_of_the_tangent_plane(fake):
    _, _, session = opened()
    points, triangles = session.visibility_mask(0)
    assert points == pytest.approx(np.array([[-1, 1], [-0.5, 1], [-1, 0.5]]))
    assert triangles.tolist() == [[0, 1, 2]]


@pytest.mark.parametrize(
    "mask", [([], []), ([(0, 0)], []), ([(0, 0)], [0, 0]), ([(0, 0)], [0, 1, 2])]
)
def test_a_mask_that_is_empty_or_broken_hides_nothing(fake, mask):
    fake.mask = mask
    assert opened()[2].visibility_mask(1) is None


def test_without_the_extension_or_a_session_nothing_is_hidden(fake):
    _, _, session = opened()
    session.close()
    assert session.visibility_mask(0) is None
    fake.rules.__init__(fake)
    fake.extensions.remove("XR_KHR_visibility_mask")
    assert opened()[2].visibility_mask(0) is None
