"""Two seconds of speech in every mood as ten frames: contact_sheet.py OUT.png [BODY]"""

import sys

import numpy as np
from direct.showbase.ShowBase import ShowBase
from panda3d.core import Filename, PNMImage, Point3, load_prc_file_data

from avatars.bodies import baked
from avatars.director import Director
from avatars.performance import PerformanceChunk, Speech, VisemeSpan
from dialogue.messages import MOODS, Levels
from scenes import comfort, room

SOUNDS = ("sil", "PP", "aa", "FF", "oh", "SS", "ih", "ou", "DD", "E")
BODY = sys.argv[2] if len(sys.argv) > 2 else baked.DEFAULT_BODY
load_prc_file_data("", "load-display p3headlessgl\nwin-size 240 270")
base = ShowBase(windowType="offscreen")
stage, body = room.load_room("living_room"), baked.create({"body": BODY})
stage.node.reparent_to(base.render)
stage.sit(body.node)
eyes = body.eyes_in_world()
near = comfort.View(
    tuple((eyes * 3 + Point3(*stage.user_eye) * 2) / 5), tuple(eyes), 22
)
comfort.frame(base.camera, base.camLens, near, 240 / 270)
spans = tuple(VisemeSpan(s, k / 5, k / 5 + 0.2, 1.0) for k, s in enumerate(SOUNDS))
speech = Speech(np.zeros(44100, np.int16), 22050, spans, (), "")
sheet, tile = PNMImage(2400, 270 * len(MOODS)), PNMImage()
for row, mood in enumerate(MOODS):
    director = Director(3)
    director.set_mood(mood, Levels(), 0.0)
    director.speak(PerformanceChunk(row, 0, True, mood, speech, ""), 0.0)
    for k in range(300):  # three seconds of quiet, then two of speech, 60 a second
        director.audio_at(row, 0, k / 60 - 3)
        body.apply(director.update(k / 60))
        if k > 180 and k % 12 == 6:
            base.task_mgr.step()
            base.win.get_screenshot(tile)
            sheet.copy_sub_image(tile, (k // 12 - 15) * 240, row * 270)
sheet.write(Filename.from_os_specific(sys.argv[1]))
