"""Where the eyes look, and how much of it the head does.

Angles are degrees, yaw positive to the body's own left, pitch positive up, in the frame
that the head has in the seated rest pose.
"""

from __future__ import annotations

import math

import numpy as np

from avatars.moods import Mood
from avatars.motion import Follower, ease

LISTEN_ON_S = 3.3
"""Preferred length of one look into the eyes, on average (Binetti et al. 2016). With
the 75 % share of listeners glances away take 1.1 s; Andrist, Mutlu & Gleicher 2013 have
1.14 s (that figure from memory)."""
SPEAK_ON_S = 2.2
"""Mean length of mutual face gaze in conversation (Rogers et al. 2018)."""
ON_SHAPE = 3.0
"""Gamma shape of these lengths; ours, keeps most within half and twice the mean."""
ON_TARGET_DEG = 5.0
"""Within this of the user's eyes counts as looking at the user's face: a face 22 cm
high spans 10 degrees at 1.2 m."""
SACCADE_BASE_S = 0.025
SACCADE_S_PER_DEG = 0.0025
"""Duration and peak speed grow with the size of a saccade, the main sequence (Bahill,
Clark & Stark 1975). Textbooks give 30-100 ms, and 60 ms with a peak of 400 deg/s for 10
degrees (Enderle, in Introduction to Biomedical Engineering): here it takes 50 ms and
peaks at 375 deg/s, as the profile of `ease` is more peaked than an eye's. The two
numbers themselves are ours."""
FACE_POINTS: tuple[tuple[float, float], ...] = ((1.5, 0.0), (-1.5, 0.0), (0.0, -2.6))
"""The user's right eye, left eye and mouth as seen from 1.2 m: 6.2 cm between the
pupils, about 5.5 cm from eyes to upper lip. Gaze during talk alternates between eyes
and mouth (Rogers et al. 2018)."""
FACE_SHARE = (0.42, 0.42, 0.16)
"""Ours; mostly eyes, so that the user feels seen. People differ: some look at eyes,
some at mouths (Rogers et al. 2018)."""
REFIXATE_S = (0.5, 1.7)
"""Between small shifts on the face; ours."""
HEAD_TO_USER = 0.88
"""The head faces who it talks with; the eyes do the rest."""
HEAD_AWAY = 0.38
"""Heads join in with shifts of as little as 5 to 10 degrees (Stern, Brown, Wang &
Russo, Psychologia 48); by how much is ours: an iris alone is hard to see at 1.5 m."""
HEAD_QUICKNESS = 5.5
"""Head turns take about 0.7 s; ours, gentle."""
PURSUIT_QUICKNESS = 12.0
"""How fast the eyes take up the user's own movement; ours."""
HEAD_YAW_LIMIT_DEG = 35.0
HEAD_PITCH_LIMIT_DEG = 20.0
EYE_YAW_LIMIT_DEG = 30.0
EYE_UP_LIMIT_DEG = 22.0
EYE_DOWN_LIMIT_DEG = 26.0
"""Inside the reach of real eyes (45 degrees), where a face still looks at ease."""
THINKING_AVERTS: tuple[tuple[float, float], ...] = (
    (10, 7),
    (-11, 6),
    (14, -3),
    (6, -12),
)
"""People avert their gaze while they work out an answer, the more the harder it is
(Glenberg, Schroeder & Robertson 1998); where to is ours."""

THINK_SHARE = 0.4
"""Of a long search for words the eyes spend this on the user; ours."""
DOWNCAST_DEG = 6.0
"""A mood whose glances all go further down than this is downcast."""


class Gaze:
    """Looks at the user and away again, in saccades."""

    __slots__ = (
        "_age_s",
        "_base_pitch",
        "_base_yaw",
        "_from",
        "_head_pitch",
        "_head_yaw",
        "_left_s",
        "_length_s",
        "_refix_s",
        "_rng",
        "_side",
        "_spot",
        "_to",
        "head_pitch",
        "head_yaw",
        "on",
        "pitch",
        "shift_deg",
        "user_pitch",
        "user_yaw",
        "yaw",
    )

    def __init__(
        self,
        rng: np.random.Generator,
        user: tuple[float, float],
        *,
        other_side: bool = False,
    ) -> None:
        self._rng = rng
        self._side = -1.0 if other_side else 1.0
        self.user_yaw, self.user_pitch = user
        self._base_yaw = Follower(user[0])
        self._base_pitch = Follower(user[1])
        self._head_yaw = Follower(user[0] * HEAD_TO_USER)
        self._head_pitch = Follower(user[1] * HEAD_TO_USER)
        self._from = self._to = self._spot = (0.0, 0.0)
        self._age_s, self._length_s = 1.0, SACCADE_BASE_S
        self._left_s = float(rng.uniform(0.5, LISTEN_ON_S))
        self._refix_s = 0.6
        self.on = True
        """Whether the gaze rests on the user's face."""
        self.shift_deg = 0.0
        """Size of the last gaze shift; who has reacted to it sets it back to 0."""
        self.yaw, self.pitch = user
        self.head_yaw, self.head_pitch = self._head_yaw.value, self._head_pitch.value

    def step(
        self,
        dt_s: float,
        share: float,
        on_s: float,
        averts: tuple[tuple[float, float], ...],
    ) -> None:
        """Advance; `share` of the time on the user, in looks of about `on_s`."""
        self._left_s -= dt_s
        self._refix_s -= dt_s
        if self._left_s <= 0.0:
            self._switch(share, on_s, averts)
        elif self._refix_s <= 0.0:
            self._refixate()
        self._age_s += dt_s
        done = ease(self._age_s / self._length_s)
        base_yaw = self._base_yaw.step(self.user_yaw, PURSUIT_QUICKNESS, dt_s)
        base_pitch = self._base_pitch.step(self.user_pitch, PURSUIT_QUICKNESS, dt_s)
        (yaw0, pitch0), (yaw1, pitch1) = self._from, self._to
        self.yaw = base_yaw + yaw0 + (yaw1 - yaw0) * done
        self.pitch = base_pitch + pitch0 + (pitch1 - pitch0) * done
        self._turn_head(base_yaw, base_pitch, dt_s)

    def look_at_user(self, hold_s: float) -> None:
        """Look at the user's face now and stay for at least `hold_s`."""
        if not self.on:
            self.on = True
            self._aim(self._face_point())
        self._left_s = max(self._left_s, hold_s) if self._left_s > 0.0 else hold_s

    def look_away(self, averts: tuple[tuple[float, float], ...], hold_s: float) -> None:
        """Look away now and stay away for `hold_s`."""
        self.on = False
        yaw, pitch = averts[int(self._rng.integers(len(averts)))]
        self._spot = self._side * yaw, pitch
        scale = float(self._rng.uniform(0.85, 1.15))
        self._aim((self._spot[0] * scale, self._spot[1] * scale))
        self._left_s = hold_s

    def _switch(
        self, share: float, on_s: float, averts: tuple[tuple[float, float], ...]
    ) -> None:
        never, share = share <= 0.0, min(max(share, 0.05), 0.95)
        # The longer of the two phases gets the mean, so a shy gaze is not a flicker.
        mean_on = on_s if share >= 0.5 else on_s * share / (1.0 - share)
        mean_off = mean_on * (1.0 - share) / share
        mean = mean_off if self.on else mean_on
        length = float(self._rng.gamma(ON_SHAPE, mean / ON_SHAPE))
        length = min(max(length, 0.35 * mean), 2.2 * mean)
        if self.on or never:
            self.look_away(averts, length)
        else:
            self.on = True
            self._left_s = length
            self._aim(self._face_point())

    def _refixate(self) -> None:
        if self.on:
            self._aim(self._face_point())
            return
        jitter = self._rng.uniform(-1.5, 1.5, 2)
        self._aim((self._spot[0] + float(jitter[0]), self._spot[1] + float(jitter[1])))

    def _face_point(self) -> tuple[float, float]:
        draw = self._rng.random()
        index = 0 if draw < FACE_SHARE[0] else 1 if draw < 1.0 - FACE_SHARE[2] else 2
        yaw, pitch = FACE_POINTS[index]
        jitter = self._rng.uniform(-0.3, 0.3, 2)
        return yaw + float(jitter[0]), pitch + float(jitter[1])

    def _aim(self, to: tuple[float, float]) -> None:
        """Begin a saccade from where the eyes are to `to`, relative to the user."""
        at = (self.yaw - self._base_yaw.value, self.pitch - self._base_pitch.value)
        size = math.hypot(to[0] - at[0], to[1] - at[1])
        self._from, self._to, self._age_s = at, to, 0.0
        self._length_s = SACCADE_BASE_S + SACCADE_S_PER_DEG * size
        self._refix_s = float(self._rng.uniform(*REFIXATE_S))
        self.shift_deg = size

    def _turn_head(self, base_yaw: float, base_pitch: float, dt_s: float) -> None:
        away = 0.0 if self.on else HEAD_AWAY
        yaw = base_yaw * HEAD_TO_USER + self._spot[0] * away
        pitch = base_pitch * HEAD_TO_USER + self._spot[1] * away
        yaw = min(max(yaw, -HEAD_YAW_LIMIT_DEG), HEAD_YAW_LIMIT_DEG)
        pitch = min(max(pitch, -HEAD_PITCH_LIMIT_DEG), HEAD_PITCH_LIMIT_DEG)
        self.head_yaw = self._head_yaw.step(yaw, HEAD_QUICKNESS, dt_s)
        self.head_pitch = self._head_pitch.step(pitch, HEAD_QUICKNESS, dt_s)


def eye_angles(
    gaze: tuple[float, float], head: tuple[float, float, float], vergence_deg: float
) -> tuple[float, float, float, float]:
    """Left yaw, left pitch, right yaw, right pitch of the eyes in the moving head.

    Args:
        gaze: Yaw and pitch of the gaze in the rest frame, degrees.
        head: Yaw, pitch and roll of the head in the rest frame, degrees.
        vergence_deg: How much each eye turns inwards; half of the angle between them.
    """
    yaw, pitch = tilt(gaze[0] - head[0], gaze[1] - head[1], head[2])
    yaw = min(max(yaw, -EYE_YAW_LIMIT_DEG), EYE_YAW_LIMIT_DEG)
    pitch = min(max(pitch, -EYE_DOWN_LIMIT_DEG), EYE_UP_LIMIT_DEG)
    return yaw - vergence_deg, pitch, yaw + vergence_deg, pitch


def tilt(yaw: float, pitch: float, roll: float) -> tuple[float, float]:
    """A direction as seen by a head that leans `roll` degrees to its own left."""
    cos, sin = math.cos(math.radians(roll)), math.sin(math.radians(roll))
    return yaw * cos - pitch * sin, pitch * cos + yaw * sin


def steer(
    gaze: Gaze, mood: Mood, phase: str, dt_s: float, share: float | None = None
) -> None:
    """Advance `gaze` as one in this mood looks while in this phase of the talk.

    `share` of the time on the user, 0..1, stands in for that of the mood.
    """
    if phase == "thinking":
        most = THINK_SHARE if share is None else min(share, THINK_SHARE)
        gaze.step(dt_s, most, SPEAK_ON_S, thinking_averts(mood))
    elif phase == "speaking":
        own = mood.gaze_speak if share is None else share
        gaze.step(dt_s, own, SPEAK_ON_S, mood.averts)
    else:
        own = mood.gaze_listen if share is None else share
        gaze.step(dt_s, own, LISTEN_ON_S, mood.averts)


def thinking_averts(mood: Mood) -> tuple[tuple[float, float], ...]:
    """Where the eyes go to think; who is low looks down, as at all other times."""
    is_low = max(pitch for _, pitch in mood.averts) < -DOWNCAST_DEG
    return mood.averts if is_low else THINKING_AVERTS
