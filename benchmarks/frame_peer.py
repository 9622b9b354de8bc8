"""The same room and people as simplepbr draws them for two cameras, as it comes."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

WARM_ROOM = (0.30, 0.28, 0.26)


def peer(bench: Any) -> tuple[Any, Callable[[float], None], str]:
    """Two pictures with a camera and a pipeline each; see `benchmarks.stereo.ours`.

    Stock settings but for shadows, which crash Mesa 22. The people sit and move as a
    whole: no face, no skin, no skeleton, so this does less than the stage does.
    """
    from direct.task.Task import TaskManager
    from panda3d.core import NodePath

    scene = NodePath("peer")
    _room(bench.room).reparent_to(scene)
    people = [_person(node) for node in bench.bodies]
    for person, node in zip(people, bench.bodies, strict=True):
        person.reparent_to(scene)
        person.set_mat(node.get_mat(bench.room.node))
    _lights(scene, bench.room)
    eyes = [_eye(bench, scene, eye) for eye in (0, 1)]
    tasks = TaskManager()
    lines = [_pipeline(scene, *eye, tasks) for eye in eyes]
    set_active = _switch(eyes, lines)

    def aim(now_s: float) -> None:
        for person in people:
            person.set_h(2 * np.sin(now_s))
        for eye, (_, camera) in enumerate(eyes):
            camera.set_pos(*bench.places[eye].tolist())
            camera.set_quat(tuple(bench.turns[eye].tolist()))
        for line in lines:
            line._update(SimpleNamespace(DS_cont=1))

    set_active(False)
    return SimpleNamespace(set_active=set_active), aim, "simplepbr"


def _switch(eyes: list[Any], lines: list[Any]) -> Callable[[bool], None]:
    def set_active(is_active: bool) -> None:
        for buffer, _ in eyes:
            buffer.set_active(is_active)
        for line in lines:
            for inner in line._filtermgr.buffers:
                inner.set_active(is_active)

    return set_active


def _eye(bench: Any, scene: Any, eye: int) -> tuple[Any, Any]:
    from panda3d.core import (
        Camera,
        FrameBufferProperties,
        GraphicsOutput,
        GraphicsPipe,
        PerspectiveLens,
        Texture,
        WindowProperties,
    )

    from benchmarks.stereo_scene import TANGENTS

    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    wanted.set_depth_bits(24)
    base = bench.base
    size = WindowProperties.size(*bench.eye_size)
    flags = GraphicsPipe.BF_refuse_window
    buffer: Any = base.graphicsEngine.make_output(
        base.pipe, f"peer{eye}", -50, wanted, size, flags, base.win.get_gsg(), base.win
    )
    buffer.add_render_texture(Texture(), GraphicsOutput.RTM_bind_or_copy)
    left, right, up, down = TANGENTS[eye]
    lens = PerspectiveLens()
    lens.set_focal_length(1)
    lens.set_film_size(right - left, up - down)
    lens.set_film_offset((left + right) / 2, (up + down) / 2)
    lens.set_near_far(0.05, 40)
    camera = scene.attach_new_node(Camera(f"peer{eye}", lens))
    buffer.make_display_region().set_camera(camera)
    return buffer, camera


def _pipeline(scene: Any, buffer: Any, camera: Any, tasks: Any) -> Any:
    import simplepbr

    return simplepbr.init(
        render_node=scene,
        window=buffer,
        camera_node=camera,
        taskmgr=tasks,
        enable_shadows=False,
    )


def _lights(scene: Any, room: Any) -> None:
    from panda3d.core import AmbientLight, PointLight

    ambient = AmbientLight("ambient")
    ambient.set_color((*WARM_ROOM, 1))
    scene.set_light(scene.attach_new_node(ambient))
    key = PointLight("window")
    key.set_color((3, 3, 3, 1))
    node = scene.attach_new_node(key)
    node.set_pos(*room.partner_seat.light.key_place)
    scene.set_light(node)


def _room(room: Any) -> Any:
    """The room's groups with normals and textures where any renderer looks for them."""
    from panda3d.core import NodePath

    out = NodePath("room")
    for group in room.node.get_children():
        if not group.node().is_geom_node():
            continue
        copy = group.copy_to(out)
        copy.node().modify_geom(0).set_vertex_data(_with_normals(group))
        copy.set_texture(group.get_shader_input("albedo_map").get_texture())
    return out


def _with_normals(group: Any) -> Any:
    from panda3d.core import Geom, GeomVertexData, GeomVertexFormat

    from scenes.room import ROW

    geom = group.node().get_geom(0)
    old = geom.get_vertex_data()
    rows = np.frombuffer(bytes(old.get_array_handle(0).get_data()), ROW)
    indices = geom.get_primitive(0).get_vertices().get_handle().get_data()
    tris = np.frombuffer(bytes(indices), np.uint32).reshape(-1, 3)
    points = rows["point"]
    sides = points[tris]
    face = np.cross(sides[:, 1] - sides[:, 0], sides[:, 2] - sides[:, 0])
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, tris[:, corner], face)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    new = GeomVertexData("peer", GeomVertexFormat.get_v3n3t2(), Geom.UH_static)
    new.unclean_set_num_rows(len(points))
    made = np.concatenate((points, normals, rows["uv"]), 1).astype(np.float32)
    new.modify_array_handle(0).copy_data_from(made.view(np.uint8))
    return new


def _person(body: Any) -> Any:
    """A body's parts as they were baked, with their colours."""
    from panda3d.core import NodePath

    from scenes.lighting import LOOK_TAG

    out = NodePath("person")
    for part in body.find_all_matches("**/=material"):
        image = part.get_shader_input("albedo_map").get_texture()
        copy = part.copy_to(out)
        copy.clear_shader()
        copy.clear_tag(LOOK_TAG)
        copy.set_texture(image)
    return out
