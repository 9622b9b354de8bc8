"""How much of the talk was the user's: from the sound, with a headset and without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.sensors.base import ENOUGH_S, Counted, Scene, Sentence, Sums, share, total
from sim.texts import text, texts
from sim.viewing import Viewing


class Talk:
    """Sums the seconds in which the partner is heard.

    The user's own are not counted here: the log has them, measured from the sound of
    each line (`sim.audio.measures`), and whoever tells adds them as ``user_s``.
    """

    needs_headset = False

    def __init__(self) -> None:
        self._partner_s = 0.0

    def observe(self, viewing: Viewing, scene: Scene) -> None:
        """Count this frame if the partner is heard."""
        if scene.who == "partner":
            self._partner_s += scene.heard_s

    def take(self) -> Sums:
        """Seconds in which the partner was heard."""
        heard_s, self._partner_s = round(self._partner_s, 2), 0.0
        return {"partner_s": heard_s} if heard_s else {}

    def tell(self, counted: Iterable[Counted], partner: str) -> tuple[Sentence, ...]:
        """The user's share; nothing where they typed or nobody was heard."""
        rows = list(counted)
        user_s, partner_s = total(rows, "user_s"), total(rows, "partner_s")
        whole_s = user_s + partner_s
        if not user_s or not partner_s or whole_s < ENOUGH_S:
            return ()
        says = text("noticed.talk", partner=partner, share=share(user_s, whole_s))
        numbers = {
            "share": round(user_s / whole_s, 2),
            "user_s": round(user_s),
            "partner_s": round(partner_s),
        }
        why = texts(
            "noticed.talk_why",
            partner=partner,
            user=f"{user_s:.0f}",
            partner_s=f"{partner_s:.0f}",
        )
        return (Sentence("talk", says, numbers, why),)


def create(options: Mapping[str, Any]) -> Talk:
    """Make the sensor; it has no options."""
    return Talk()
