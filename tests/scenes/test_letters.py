"""Whatever a passphrase or a line needs can be written with letters to point at."""

from __future__ import annotations

import string

from panda3d.core import DynamicTextFont, Filename

from assets import folder
from scenes.boards_letters import LAYERS, LEADS

ROW = 10


def letters() -> str:
    return "".join("".join(rows) for rows in LAYERS.values())


def test_every_sign_of_an_english_keyboard_is_there() -> None:
    wanted = set(string.ascii_letters + string.digits + string.punctuation)
    assert wanted - set(letters()) == set()


def test_every_layer_is_reached_from_the_first_and_leads_back_to_it() -> None:
    seen = {"abc"}
    for _ in LAYERS:
        seen |= {other for layer in seen for other in LEADS[layer]}  # type: ignore[index]
    assert seen == set(LAYERS)
    assert all("abc" in others for layer, others in LEADS.items() if layer != "abc")
    assert all(layer not in others for layer, others in LEADS.items())


def test_every_row_is_full_and_no_layer_has_a_sign_twice() -> None:
    for rows in LAYERS.values():
        assert [len(row) for row in rows] == [ROW] * 3
        assert len(set("".join(rows))) == 3 * ROW


def test_both_fonts_can_draw_every_sign() -> None:
    fonts = folder("fonts")
    for name in ("Inter-Regular.otf", "AtkinsonHyperlegible-Regular.ttf"):
        font = DynamicTextFont(Filename.fromOsSpecific(str(fonts / name)))
        # one that it has not is drawn as another
        drawn = {one: font.getGlyph(ord(one)).getCharacter() for one in letters()}
        missing = [one for one, code in drawn.items() if code != ord(one)]
        assert missing == [], name
