"""Turns what happens in a conversation into the pose of a body, frame by frame.

The director has no clock: callers pass `time_s` of the session. All chance comes from
its seed, so the same calls give the same motion.
"""

from __future__ import annotations

import math

import numpy as np

from avatars import gaze as gazing
from avatars.blink import SPEAKING_FACTOR, Blink
from avatars.expression import HEARD, LISTENING, THINKING, Expression
from avatars.face import FACES, mood_named
from avatars.hands import Hands
from avatars.manners import MANNERS
from avatars.moods import Mood
from avatars.performance import PerformanceChunk, Pose
from avatars.phases import Phase, Phases
from avatars.stance import Stance
from avatars.visemes import Mouth
from dialogue.messages import Levels

LONGEST_STEP_S = 0.1
"""After a stall the body goes on from where it was instead of jumping."""
HALF_PUPILS_M = 0.0315
"""Half the distance between the pupils of an adult (63 mm, from memory)."""
NOD_WAIT_S = (0.15, 0.40)
"""After the user's silence was noticed, which takes 0.1 s. Listeners move in the pauses
of the other's speech (Hadar, Steiner & Clifford Rose 1985) and answer a stretch of low
pitch with a delay of some tenths of a second, quoted as 0.7 s (Ward & Tsukahara 2000,
figure not checked); the early end is ours because a nod takes time to see."""
LOOK_AWAY_AT_START = 0.5
"""Speakers begin a turn with averted gaze and end it looking at the other (Kendon
1967; Ho, Foulsham & Kingstone 2015); the share is ours."""
LOOK_BACK_S = 0.7
"""This long before the last word has ended the eyes are back on the user (the same
study); the length is ours."""
THINK_AWAY_S = (1.6, 3.2)
"""People look away to think (Glenberg, Schroeder & Robertson 1998), for around 3.5 s
(Andrist, Mutlu & Gleicher 2013, figure from memory); ours is shorter because the reply
should be."""
BLINK_SHIFT_DEG = 9.0
BLINK_SHARE = 0.35
"""Beyond 33 degrees 97 % of gaze shifts come with a blink (Evinger et al. 1994); ours
are smaller, so size and share are ours."""


class Director:
    """Plays one partner.

    Args:
        seed: Same seed and same calls, same motion. Odd ones turn and tilt to the
            other side in a mood, so that not all people do so alike.
        manner: One of `MANNERS`.
        gaze_target: Yaw and pitch in degrees of the user's eyes in the frame of the
            partner's head in the seated rest pose; `user_eye` refines it.

    Raises:
        ValueError: `manner` is unknown.
    """

    def __init__(
        self,
        seed: int,
        manner: str = "plain",
        gaze_target: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        if manner not in MANNERS:
            raise ValueError(
                f'manner "{manner}" is unknown; allowed: {", ".join(MANNERS)}'
            )
        rng = np.random.default_rng(seed)
        self._rng = rng
        self._manner = MANNERS[manner]
        self._expression = Expression(rng, self._manner.face)
        self._blink = Blink(rng)
        is_odd = seed % 2 == 1
        self._gaze = gazing.Gaze(rng, gaze_target, other_side=is_odd)
        self._mouth = Mouth()
        self._pose = Pose()
        joints = self._pose.joints
        self._stance = Stance(rng, self._manner, joints, other_side=is_odd)
        self._hands = Hands()
        self._mood = "calm"
        self._levels = Levels()
        self._chunks: dict[tuple[int, int], tuple[str, float, bool, bool]] = {}
        self._phases = Phases(rng)
        self._paused = False
        self._gaze_share: float | None = None
        self._time_s: float | None = None
        self._vergence_deg = math.degrees(math.atan(HALF_PUPILS_M / 1.2))

    @property
    def phase(self) -> Phase:
        """waiting, listening, heard, thinking or speaking."""
        return self._phases.now

    # What happens in the conversation.

    def user_eye(
        self, yaw_deg: float, pitch_deg: float, distance_m: float = 1.2
    ) -> None:
        """Say where the point between the user's eyes is, in the partner's head frame.

        The frame is that of the head as it is drawn now, with the pose that `update`
        returned last; yaw positive to the partner's own left, pitch positive up.
        """
        yaw, pitch, roll = self._stance.head_angles()
        across, up = gazing.tilt(yaw_deg, pitch_deg, -roll)
        self.user_eye_in_seat(yaw + across, pitch + up, distance_m)

    def user_eye_in_seat(
        self, yaw_deg: float, pitch_deg: float, distance_m: float = 1.2
    ) -> None:
        """The same as seen from the partner's eyes but along the axes of the seat.

        These axes stay when the head turns, so it is enough to call this once for a
        user who sits still; called every frame it also follows both heads as they lean.
        """
        self._gaze.user_yaw, self._gaze.user_pitch = yaw_deg, pitch_deg
        half = math.atan(HALF_PUPILS_M / max(distance_m, 0.3))
        self._vergence_deg = math.degrees(half)

    @property
    def leaning_m(self) -> float:
        """How far leaning has brought the head forward now, metres."""
        return self._stance.leaning_m

    def set_forward(self, most_m: float) -> None:
        """Let leaning bring the head forward by `most_m` at most, from 0 on."""
        self._stance.forward_m = max(most_m, 0.0)

    def set_gaze_share(self, share: float | None) -> None:
        """Look at the user for this share of the time, 0..1, whatever the mood.

        0 never looks; None gives the gaze back to the mood.
        """
        self._gaze_share = share
        if share == 0.0 and self._gaze.on:
            self._gaze.look_away(FACES[self._mood].averts, 1.0)

    def set_mood(self, mood: str, levels: Levels, time_s: float) -> None:
        """Let face, posture, gaze and breath ease into `mood`.

        Raises:
            ValueError: `mood` is not one of `dialogue.messages.MOODS`.
        """
        mood_named(mood)
        self._levels = levels
        self._take_mood(mood)

    def reaction(self, mood: str, strength: float, time_s: float) -> None:
        """Show `mood` on the face at once and for about a second, before any words.

        Args:
            mood: One of `dialogue.messages.MOODS`.
            strength: 0 nothing to 1 the full face of that mood.
            time_s: Session time.

        Raises:
            ValueError: `mood` is unknown.
        """
        mood_named(mood)
        size = min(max(strength, 0.0), 1.0)
        self._expression.react(mood, size, self._levels, 0.6 + 0.8 * size)

    def user_started(self, time_s: float) -> None:
        """The user begins to speak: look at them and listen."""
        self._enter("listening")
        self._look(2.0)
        self._phases.await_nod()

    def user_stopped(self, time_s: float) -> None:
        """The user has finished: the face answers within 200 ms."""
        self._enter("heard")
        self._look(0.8)
        self._answer_pause(0.9)

    def thinking(self, time_s: float) -> None:
        """The reply is being found: look away, breathe in.

        Just after `user_stopped` this waits until the user could see the answer of the
        face.
        """
        self._phases.think_soon()

    def speak(self, chunk: PerformanceChunk, time_s: float) -> None:
        """Queue a phrase; it is played when `audio_at` says that it is heard.

        A phrase without audio moves no lips; its mood is taken at once.
        """
        mood_named(chunk.mood)
        if chunk.speech is None:
            self._take_mood(chunk.mood)
            self._enter("waiting")
            self._look(1.5)
            return
        duration_s = chunk.speech.duration_s
        key = (chunk.turn, chunk.index)
        self._chunks[key] = (chunk.mood, duration_s, chunk.last, chunk.filler)
        self._mouth.queue(chunk)
        if not chunk.filler:
            self._stance.beats.prepare(chunk.turn, chunk.index, chunk.speech)
            if chunk.index == 0:
                self._stance.breath.inhale(0.8)

    def audio_at(self, turn: int, index: int, position_s: float) -> None:
        """Say what is being heard now; this clock alone moves the lips."""
        entry = self._chunks.get((turn, index))
        if entry is None:
            return
        mood, duration_s, last, filler = entry
        began = self._mouth.hear(turn, index, position_s)
        if began:
            self._forget_before((turn, index))
        if filler:
            return
        self._stance.beats.hear(turn, index, position_s)
        if began or (self.phase == "waiting" and self._mouth.heard):
            self._begin_phrase(mood)
        if last and duration_s - position_s < LOOK_BACK_S:
            self._look(1.0)

    def stop_speaking(self, time_s: float) -> None:
        """The audio was cut or has ended: close the mouth, drop what was queued."""
        self._mouth.stop()
        self._stance.beats.stop()
        self._chunks.clear()
        if self.phase == "speaking":
            self._enter("waiting")
            self._look(1.5)

    def pause(self, time_s: float) -> None:
        """Wait calmly, breathing and blinking, until `resume`."""
        self._paused = True
        self._stance.nods.stop()
        self._show_mood("calm")
        self._expression.attend(None)

    def resume(self, time_s: float) -> None:
        """Go on after `pause`, in the mood that holds now."""
        self._paused = False
        self._show_mood(self._mood)
        self._look(1.5)

    # The frame.

    def update(self, time_s: float) -> Pose:
        """Advance to `time_s` and return the pose, always the same object."""
        dt_s = 0.0 if self._time_s is None else time_s - self._time_s
        dt_s = min(max(dt_s, 0.0), LONGEST_STEP_S)
        self._time_s = time_s
        self._follow_phase(dt_s)
        mood = FACES["calm" if self._paused else self._mood]
        speaking = self.phase == "speaking"
        self._move_gaze(mood, dt_s)
        self._stance.step(self._gaze, self.phase, self._paused, dt_s)
        self._hands.step(self._stance.lifts, dt_s, self._pose.hands)
        self._pose.joined = self._stance.posture.joined
        articulation, brow = mood.articulation, self._stance.beats.brow * mood.gesture
        self._expression.step(self._mouth, articulation, brow, dt_s)
        per_min = mood.blinks_per_min * (SPEAKING_FACTOR if speaking else 1.0)
        blink = self._blink.step(per_min, dt_s)
        self._move_eyes(blink)
        return self._pose

    def _enter(self, phase: Phase) -> None:
        self._phases.enter(phase)
        shapes = {"listening": LISTENING, "heard": HEARD[self._mood]}
        shapes["thinking"] = THINKING
        self._expression.attend(shapes.get(phase))

    def _follow_phase(self, dt_s: float) -> None:
        """Enter and leave phases that need no event."""
        due = self._phases.step(dt_s, is_heard=self._mouth.heard)
        if due == "think":
            self._think()
        elif due == "nod" and not self._paused:
            self._phases.await_nod()
            self._answer_pause(0.8)
        elif due == "wait":
            self._enter("waiting")
        elif due == "end":
            self._end_turn()

    def _think(self) -> None:
        self._enter("thinking")
        hold_s = float(self._rng.uniform(*THINK_AWAY_S))
        self._gaze.look_away(gazing.thinking_averts(FACES[self._mood]), hold_s)
        self._stance.breath.inhale(0.9)

    def _look(self, hold_s: float) -> None:
        """Look at the user, the shorter the shyer the mood."""
        share = self._gaze_share
        if share is None:
            share = FACES[self._mood].gaze_listen
        if share > 0.0:
            self._gaze.look_at_user(hold_s * min(share / 0.75, 1.0))

    def _take_mood(self, mood: str) -> None:
        self._mood = mood
        if not self._paused:
            self._show_mood(mood)

    def _show_mood(self, mood: str) -> None:
        self._expression.set_mood(mood, self._levels)
        self._stance.set_mood(mood, self._levels)
        self._hands.set_mood(mood, self._levels)

    def _answer_pause(self, chance: float) -> None:
        """Nod, perhaps, to what the user has just said."""
        mood = FACES[self._mood]
        if self._paused or self._rng.random() > chance * mood.nod * self._manner.nod:
            return
        draw = float(self._rng.random())
        cycles = 1 if draw < 0.5 else 2 if draw < 0.85 else 3
        wait_s = float(self._rng.uniform(*NOD_WAIT_S))
        self._stance.nods.nod(cycles, 0.7 + 0.3 * mood.nod, wait_s)

    def _begin_phrase(self, mood: str) -> None:
        if mood != self._mood:
            self._take_mood(mood)
        if self.phase == "speaking":
            return
        self._enter("speaking")
        if self._rng.random() < LOOK_AWAY_AT_START:
            hold_s = float(self._rng.uniform(0.6, 1.3))
            self._gaze.look_away(FACES[mood].averts, hold_s)
        else:
            self._look(1.0)

    def _end_turn(self) -> None:
        self._enter("waiting")
        self._stance.beats.rest()
        self._look(2.0)
        if self._rng.random() < 0.3:
            self._stance.posture.shift(0.8)

    def _forget_before(self, key: tuple[int, int]) -> None:
        for old in [k for k in self._chunks if k < key]:
            del self._chunks[old]
        self._stance.beats.forget_before(key)

    def _move_gaze(self, mood: Mood, dt_s: float) -> None:
        gaze = self._gaze
        gazing.steer(gaze, mood, self.phase, dt_s, self._gaze_share)
        if gaze.shift_deg > BLINK_SHIFT_DEG and self._rng.random() < BLINK_SHARE:
            self._blink.close()
        gaze.shift_deg = 0.0

    def _move_eyes(self, blink: float) -> None:
        gaze = (self._gaze.yaw, self._gaze.pitch)
        eyes = gazing.eye_angles(gaze, self._stance.head_angles(), self._vergence_deg)
        self._pose.eyes[0] = eyes[:2]
        self._pose.eyes[1] = eyes[2:]
        self._expression.write(blink, self._pose.shapes)
