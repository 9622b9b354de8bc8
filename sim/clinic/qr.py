"""An invitation as a QR code: for a page, and for a terminal."""

from __future__ import annotations

import io
from typing import Final

import segno

_QUIET: Final = 4
"""Light modules around it; ISO/IEC 18004 asks for four."""
_HALVES: Final = {
    (False, False): " ",
    (True, False): "▀",
    (False, True): "▄",
    (True, True): "█",
}


def svg(text: bytes, module_px: int = 4) -> str:
    """A picture without style or script, black on white, with its quiet zone.

    Args:
        text: what a reader of the code gets, such as an invitation.
        module_px: width of one module.
    """
    out = io.BytesIO()
    _made(text).save(
        out,
        kind="svg",
        scale=module_px,
        border=_QUIET,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=False,
    )
    return out.getvalue().decode()


def lines(text: bytes) -> tuple[str, ...]:
    """Lines of half blocks; print them black on white, whatever the terminal's colours.

    At most 80 letters wide for an invitation or an answer.
    """
    made = [tuple(map(bool, row)) for row in _made(text).matrix_iter(border=_QUIET)]
    if len(made) % 2:
        made.append((False,) * len(made[0]))
    pairs = zip(made[::2], made[1::2], strict=True)
    return tuple(
        "".join(_HALVES[both] for both in zip(upper, lower, strict=True))
        for upper, lower in pairs
    )


def _made(text: bytes) -> segno.QRCode:
    # error correction L: shown on a screen, it is not worn or torn
    return segno.make_qr(text.decode("ascii").strip(), error="l", boost_error=True)
