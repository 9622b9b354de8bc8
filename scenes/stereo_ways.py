"""The four ways to draw both eyes into one double-wide picture."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

from panda3d.core import (
    AntialiasAttrib,
    CardMaker,
    CullBinManager,
    Lens,
    NodePath,
    OmniBoundingVolume,
    Plane,
    PlaneNode,
    PythonCallbackObject,
    RenderState,
    Texture,
)

from scenes.lighting import LOOK_TAG, LOOKS, Mode, paint, shader_of
from scenes.mirror import MIRROR_BIT
from scenes.stereo_views import Views

WayName = Literal["instanced", "multiview", "shared", "two"]
ORDER: Final[tuple[WayName, ...]] = ("instanced", "multiview", "shared", "two")
"""From the quickest to the one that every driver has."""
ABOVE: Final = 10
"""Priority of a headset's shaders, above what a node was given for windows."""
PER_EYE: Final = ("mirror", "mask", "cover")
"""Looks that must know the eye even where each has a camera of its own."""
LAST_BIN, LAST_SORT = "eyes-last", 200
FIRST: Final = -10_000
EVERYTHING_M: Final = 1e6
"""Below the head: nothing is farther."""
FULL, LEFT, RIGHT = (0, 1, 0, 1), (0, 0.5, 0, 1), (0.5, 1, 0, 1)


class WayUnavailable(Exception):
    """This way cannot be had here; one line says why."""


class _Way:
    """Regions of a picture, and cameras that find their own variant of each shader."""

    name: ClassVar[WayName]
    mode: ClassVar[Mode]
    looks: ClassVar[tuple[str, ...]]
    samples_itself: ClassVar[bool] = False
    copies: ClassVar[int] = 0

    def __init__(
        self, buffer: Any, views: Views, eye_size: tuple[int, int], samples: int
    ) -> None:
        """Draw `views` into `buffer`.

        Raises:
            WayUnavailable: the driver cannot.
        """
        self._buffer, self._views = buffer, views
        self._eye_size, self._samples = eye_size, samples

    def _region(self, part: tuple[float, ...], camera: NodePath | None) -> Any:
        made = self._buffer.make_mono_display_region(*part)
        made.set_sort(self._buffer.get_num_display_regions())
        if camera is not None:
            made.set_camera(camera)
        return made

    def _teach(self, camera: NodePath, eye: int = 0) -> None:
        """Let `camera` draw every look in its own way."""
        node = camera.node()
        node.set_initial_state(self._inputs(eye).get_state())
        node.set_tag_state_key(LOOK_TAG)
        for look in self.looks or LOOKS:
            node.set_tag_state(look, self._state(look))

    def _inputs(self, eye: int) -> NodePath:
        """What holds for all that a camera draws."""
        views, holder = self._views, NodePath("inputs")
        holder.set_shader_input("eye_number", eye)
        holder.set_shader_input("eye_matrix", views.matrices)
        holder.set_shader_input("eye_place", views.places)
        holder.set_shader_input("eye_tangents", views.tangents)
        holder.set_antialias(AntialiasAttrib.M_multisample)
        return holder

    def _state(self, look: str) -> RenderState:
        holder = NodePath(look)
        holder.set_shader(shader_of(look, self.mode), ABOVE)
        if self.copies:
            holder.set_instance_count(self.copies)
        return holder.get_state()

    def _resolve_all(self) -> None:
        # samples are resolved within what the last region left as scissors: without
        # this one, which draws nothing, the left eye stays black
        self._region(FULL, None)

    def _guard(self) -> None:
        """Draw nothing, with a texture, before and after everything else.

        Round a draw callback Panda3D takes the sampler off the first texture unit and
        may forget that it did: text on a board, drawn next, came out empty. What has
        another texture is bound anew; this one needs no sampler.
        """
        texture = Texture("guard")
        texture.setup_2d_texture(1, 1, Texture.T_unsigned_byte, Texture.F_rgb)
        texture.set_ram_image(b"\xff\xff\xff")
        manager = CullBinManager.get_global_ptr()
        manager.add_bin(LAST_BIN, CullBinManager.BT_fixed, LAST_SORT)
        maker = CardMaker("guard")
        maker.set_frame(0, 0, 0, 0)
        for bin_name in ("background", LAST_BIN):
            card = self._views.head.attach_new_node(maker.generate())
            card.set_texture(texture)
            paint(card, "textured")
            card.set_bin(bin_name, FIRST)
            card.set_depth_write(False)
            card.hide(MIRROR_BIT)
            card.node().set_bounds(OmniBoundingVolume())
            card.node().set_final(True)

    def remove(self) -> None:
        """Give back what the driver holds."""


class Two(_Way):
    """A camera for each eye."""

    name, mode, looks = "two", "TWO", PER_EYE

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        for eye, part in enumerate((LEFT, RIGHT)):
            self._teach(self._views.eyes[eye], eye)
            self._region(part, self._views.eyes[eye])
        self._resolve_all()


class Shared(_Way):
    """One walk through the scene, two draws."""

    name, mode, looks = "shared", "SHARED", ()

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._teach(self._views.head)
        for part, channel in ((LEFT, Lens.SC_left), (RIGHT, Lens.SC_right)):
            region = self._region(part, self._views.head)
            region.set_stereo_channel(channel)
            region.set_tex_view_offset(0)
        self._resolve_all()


class Instanced(_Way):
    """One draw of two copies, each cut at the middle of the picture."""

    name, mode, looks = "instanced", "INSTANCED", ()
    copies = 2

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # a plane that cuts nothing by itself: with it Panda3D lets the driver cut by
        # gl_ClipDistance[0], which has the same number as the first clip plane
        plane = PlaneNode("middle", Plane(0, 0, 1, EVERYTHING_M))
        self._plane = self._views.head.attach_new_node(plane)
        self._teach(self._views.head)
        self._region(FULL, self._views.head)

    def _inputs(self, eye: int) -> NodePath:
        holder = super()._inputs(eye)
        holder.set_clip_plane(self._plane)
        return holder

    def remove(self) -> None:
        """Take the plane away."""
        self._plane.remove_node()


class Multiview(_Way):
    """One draw to a layer for each eye."""

    name, mode, looks = "multiview", "MULTIVIEW", ()
    samples_itself = True

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        from scenes.stereo_layers import EXTENSION, Layers

        gsg = self._buffer.get_gsg()
        if not gsg.has_extension(EXTENSION):
            raise WayUnavailable(f"the driver has no {EXTENSION}")
        self._teach(self._views.head)
        region = self._region(LEFT, self._views.head)
        self._layers = Layers(self._eye_size, self._samples)

        def draw(data: Any) -> None:
            self._layers.draw(data.upcall, self._buffer.get_clear_color())

        region.set_draw_callback(PythonCallbackObject(draw))
        self._guard()
        self._region(FULL, None)

    def remove(self) -> None:
        """Give back the layers."""
        self._layers.remove()


WAYS: Final[dict[WayName, type[_Way]]] = {
    "instanced": Instanced,
    "multiview": Multiview,
    "shared": Shared,
    "two": Two,
}
