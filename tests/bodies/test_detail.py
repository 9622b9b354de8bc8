"""Two sets of triangles for each person: the lighter one far away, and no flicker."""

import numpy as np
import pytest
from panda3d.core import Geom, GeomNode, GeomTriangles, GeomVertexData, NodePath
from panda3d.core import GeomVertexFormat as Format

from assets.cards import card, cards
from avatars.bodies._detail import FAR_M, NEAR_M, Detail

BODIES = [c.id for c in cards("bodies")]


def geom(triangles):
    table = GeomVertexData("t", Format.get_v3(), Geom.UH_static)
    table.unclean_set_num_rows(3)
    made = GeomTriangles(Geom.UH_static)
    for _ in range(triangles):
        made.add_vertices(0, 1, 2)
    out = Geom(table)
    out.add_primitive(made)
    return out


@pytest.fixture
def part():
    node = GeomNode("part")
    node.add_geom(geom(5))
    return NodePath(node)


def drawn(part):
    return part.node().get_geom(0).get_primitive(0).get_num_primitives()


def test_far_away_fewer_triangles_are_drawn_and_near_all(part):
    detail = Detail()
    detail.add(part, geom(2))
    assert drawn(part) == 5
    detail.seen_from(FAR_M + 0.1)
    assert (drawn(part), detail.is_far) == (2, True)
    detail.seen_from(NEAR_M - 0.1)
    assert (drawn(part), detail.is_far) == (5, False)


def test_a_head_that_moves_about_the_limit_makes_nothing_flicker(part):
    detail = Detail()
    detail.add(part, geom(2))
    middle = (FAR_M + NEAR_M) / 2
    seen = []
    for distance_m in (middle, FAR_M + 0.01, middle, FAR_M + 0.01, middle):
        detail.seen_from(distance_m)
        seen.append(drawn(part))
    assert seen == [5, 2, 2, 2, 2]


def test_a_file_with_one_set_of_triangles_stays_as_it_is():
    detail = Detail()
    detail.seen_from(FAR_M + 5)
    assert not detail.is_far


def test_the_lighter_set_has_a_third_of_the_triangles_and_no_vertex_of_its_own():
    """Every body has one, or none has: they are baked together."""
    have = []
    for body in BODIES:
        with np.load(card("bodies", body).data) as file:
            arrays = {name: file[name] for name in file.files}
        parts = [str(p).split(":")[0] for p in arrays["parts"]]
        far = {p: arrays.get(f"{p}/tris.far", arrays[f"{p}/tris"]) for p in parts}
        have.append(any(f"{p}/tris.far" in arrays for p in parts))
        if have[-1]:
            assert sum(map(len, far.values())) <= 11_000, body
            for p in parts:
                assert np.isin(far[p], arrays[f"{p}/tris"]).all(), (body, p)
    assert len(set(have)) == 1
