"""The lines of help in two columns, for a panel that has more to say than them."""

from __future__ import annotations

from collections.abc import Sequence

from panda3d.core import NodePath

from scenes.panels import GAP, INK, SMALL_SIZE, Fonts, Panel, text_block

APART = 0.014
"""Between two entries, in half window heights."""


def blocks(lines: Sequence[str]) -> list[str]:
    """`lines` with what belongs to the line above it, indented, in one block each."""
    made: list[str] = []
    for line in lines:
        if line.startswith(" ") and made:
            made[-1] += f"\n{line.strip()}"
        else:
            made.append(line)
    return made


def add_help(panel: Panel, fonts: Fonts, lines: Sequence[str]) -> None:
    """Put all of `lines` into `panel`, in two columns of about the same height."""
    width = (panel.inner - GAP) / 2
    made = [
        text_block(words, fonts.regular, SMALL_SIZE, width, INK)
        for words in blocks(lines)
    ]
    half = sum(height + APART for _, height in made) / 2
    root = NodePath("help")
    column, y, deepest = 0, 0.0, 0.0
    for path, height in made:
        if column == 0 and y + height / 2 > half:  # the nearer end of the first
            column, y = 1, 0.0
        path.reparentTo(root)
        path.setPos(column * (width + GAP), 0, -y + path.getZ())
        y += height + APART
        deepest = max(deepest, y)
    panel.add(root, deepest)
