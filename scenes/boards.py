"""Boards in the room: panels, captions, what is within reach, and calm errors.

Every board stands still in the room, comes and goes by fading, and is drawn anew only
when something on it has changed.
"""

from scenes.boards_captions import Captions as Captions
from scenes.boards_parts import Hit as Hit
from scenes.boards_reach import CalmPanel as CalmPanel
from scenes.boards_reach import Reach as Reach
from scenes.boards_surface import Board as Board
from scenes.boards_ui import UiBoard as UiBoard
