"""The contact sheet of moods and sounds is drawn without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.gpu
def test_the_contact_sheet_shows_moving_lips_and_differing_moods(tmp_path):
    pytest.importorskip("PIL")
    import numpy as np
    from PIL import Image

    out = tmp_path / "sheet.png"
    run = [str(ROOT / "scripts/gl-run"), sys.executable]
    run += [str(ROOT / "examples/contact_sheet.py"), "sheet", str(out)]
    subprocess.run(
        run,
        check=True,
        capture_output=True,
        timeout=400,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with Image.open(out) as image:
        sheet = np.asarray(image.convert("L"), np.float32)
    tiles = sheet.reshape(11, 225, 10, 200).swapaxes(1, 2)
    # The open mouth of /a/ against the closed one of /p/, same mood.
    assert all(np.abs(row[2] - row[1]).mean() > 0.5 for row in tiles)
    # Another mood, same sound.
    for other in tiles[1:]:
        assert np.abs(other[1] - tiles[0][1]).mean() > 0.8
