"""The letters of panels and captions: Inter, or a family that is easier to read.

The easier one is Atkinson Hyperlegible, drawn by the Braille Institute so that letters
are hard to take for each other. It helps some people and is no treatment of anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from direct.gui import DirectGuiGlobals
from panda3d.core import (
    Filename,
    FontPool,
    TextProperties,
    TextPropertiesManager,
    load_prc_file_data,
)

from assets import folder

LINE_HEIGHT: Final = 1.25
"""In sizes of the text; close lines are hard to follow on a lit screen."""
CAP_SHARE: Final = 0.70
"""Of a capital letter in the size of its text: Inter 0.71, the easier one 0.70."""
EASY_SCALE: Final = 1.08
"""The easier family is drawn this much larger, so that its capitals are as high."""
SIGNS: Final = frozenset("✓→●")
"""What the easier family has no letters for; Inter lends its own."""
MARGIN_PX: Final = 6
"""Between letters in their texture: with less, a small letter shows a line of its
neighbour there, as it is drawn from a smaller picture of both."""
# Panda3D's own choice, a border without colour, is solid in OpenGL's core profile: the
# letters at the edge of their texture would have a line beside them
load_prc_file_data("fonts", "text-wrap-mode clamp")
_LENT: Final = "inter"
_EASY: Final = "easy"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The two weights that panels use."""

    regular: Any
    bold: Any


def load_fonts(*, easy: bool = False) -> Fonts:
    """Fonts of ``assets/fonts``; Panda3D's own where the files are missing.

    With `easy` the family whose letters are hard to take for each other.
    """
    if not easy:
        return Fonts(_font("Inter-Regular*"), _font("Inter-SemiBold*"))
    lent = TextProperties()
    lent.setFont(_font("Inter-Regular*"))
    TextPropertiesManager.getGlobalPtr().setProperties(_LENT, lent)
    return Fonts(_easy("AtkinsonHyperlegible-Regular*"), _easy("AtkinsonHyper*-Bold*"))


def with_signs(words: str, font: Any) -> str:
    """`words` with the signs that `font` lacks in the letters of another."""
    if font.getName() != _EASY or not SIGNS.intersection(words):
        return words
    return "".join(f"\1{_LENT}\1{c}\2" if c in SIGNS else c for c in words)


def _font(pattern: str, scale: float = 1.0) -> Any:
    found: list[Path] = sorted(folder("fonts").glob(pattern))
    if not found:
        return DirectGuiGlobals.getDefaultFont()
    font = FontPool.loadFont(Filename.fromOsSpecific(str(found[0])).getFullpath())
    if font.getNumPages() == 0:  # once letters are drawn they keep their size
        font.setPixelsPerUnit(72)
        font.setPointSize(10 * scale)
        font.setTextureMargin(MARGIN_PX)
        font.setPageSize(512, 512)
    font.setLineHeight(LINE_HEIGHT)
    return font


def _easy(pattern: str) -> Any:
    font = _font(pattern, EASY_SCALE)
    font.setName(_EASY)
    return font
