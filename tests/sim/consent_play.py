"""Draws the first screen for countries and sizes; prints what stands on it as JSON.

    python -m tests.sim.consent_play FOLDER

A picture of each size and country is left in FOLDER.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from panda3d.core import Filename, PNMImage, TextNode

from scenes.panels import load_fonts
from sim.config import Config
from sim.engine import Engine
from sim.headsets.desktop import Desktop
from sim.screens import Screens

FOLDER = Path(sys.argv[1])
SIZES = ((960, 540), (1280, 720), (800, 600))
COUNTRIES = ("", "GB", "AU", "DE")
"""Unknown, and those with the most to show."""


def _nothing() -> None:
    return


def look(headset: Desktop, country: str, name: str) -> dict[str, object]:
    base = headset.base
    panel = Screens(base.aspect2d, load_fonts(), country).consent(
        "encrypted, in /home/someone/visavis.", _nothing, _nothing, _nothing
    )
    engine = Engine(headset)
    for _ in range(2):
        engine.frame()
    image = PNMImage()
    base.win.getScreenshot(image)
    image.write(Filename.fromOsSpecific(str(FOLDER / f"{name}.png")))
    low, high = panel.root.getTightBounds(base.render2d)
    found = panel.root.findAllMatches("**/+TextNode")
    seen = {
        "words": [
            node.node().getText() for node in found if isinstance(node.node(), TextNode)
        ],
        "edges": [low.x, high.x, low.z, high.z],
        "scale": panel.root.getScale().x,
    }
    panel.remove()
    return seen


def main() -> None:
    Config.load({"text": True})
    seen = {}
    for size in SIZES:
        headset = Desktop(size)
        headset.open()
        for country in COUNTRIES:
            name = f"{size[0]}-{country or 'unknown'}"
            seen[name] = look(headset, country, name)
        headset.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
