"""Choosing how the body looks that stands for the user, beside the covered mirror."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from direct.gui.DirectButton import DirectButton

from assets.cards import card
from scenes.panels import Choice, Fonts, Panel, make_button
from sim.own_look import (
    CLOTHS,
    HAIRS,
    LEAST_SCALE,
    MOST_SCALE,
    NOBODY,
    SKINS,
    STANCES,
    STEP_CM,
    Look,
    bodies,
)
from sim.own_place import WIDE, OwnPlace
from sim.texts import text

WIDTH: Final = 1.0
KEY: Final = "f8"
"""Opens it again; a letter would be typed instead."""
BELOW: Final = 0.84
"""Upper edge of the button, below that of the mirror's cover."""
Act = Callable[[], None]
T = TypeVar("T")


class LookButton:
    """Below the button that covers the mirror: choose the figure anew."""

    def __init__(self, base: Any, fonts: Fonts, act: Act) -> None:
        self._base, self._fonts, self._act = base, fonts, act
        self._button: DirectButton | None = None

    def show(self, is_there: bool) -> None:
        """Show it where there is a mirror, and take it away where there is none."""
        if is_there == (self._button is not None):
            return
        if self._button is not None:
            self._button.destroy()
            self._button = None
            return
        label = f"{text('mirror.change')} ({KEY.upper()})"
        made, _ = make_button(
            self._base.aspect2d, self._fonts, Choice(label, self._act), WIDE, 0
        )
        made.setPos(0.05 - self._base.getAspectRatio(), 0, BELOW)
        self._button = made


class LookChoice:
    """One panel at the left; each button goes to the next of its kind."""

    def __init__(
        self,
        base: Any,
        fonts: Fonts,
        place: OwnPlace,
        show: Callable[[Panel], None],
        done: Act,
        *,
        has_mirror: bool = True,
    ) -> None:
        """`show` puts a panel on the screen; `done` is called when all is chosen."""
        self._has_mirror = has_mirror
        self._base, self._fonts, self._place = base, fonts, place
        self._show, self._done = show, done
        self._panel: Panel | None = None
        place.on_toggle = self._toggled
        self._again()

    def _toggled(self) -> None:
        """The mirror was covered or uncovered: say so here, while this still stands."""
        if self._panel is not None and not self._panel.root.isEmpty():
            self._again()
        else:  # a step went on, or help came up, in its place
            self._place.on_toggle = None

    def _again(self) -> None:
        look = self._place.look
        panel = Panel(self._base.aspect2d, self._fonts, WIDTH)
        panel.heading(text("mirror.choose"))
        about = [text("mirror.about")]
        if self._has_mirror:
            about.append(text("mirror.covered"))
        panel.small(" ".join(about))
        panel.choices([Choice(*one) for one in self._rows(look)])
        if self._has_mirror:
            panel.choices([Choice(self._place.cover_label, self._place.toggle)])
        panel.choices([Choice(text("mirror.done"), self._finish, is_primary=True)])
        panel.finish()
        panel.root.setX(0.05 - self._base.getAspectRatio())
        self._panel = panel
        self._show(panel)

    def _rows(self, look: Look) -> list[tuple[str, Act]]:
        name = text("mirror.nobody") if not look.is_somebody else _title(look.body)
        rows = [
            self._row(
                "body",
                name,
                dataclasses.replace(look, body=_next(bodies(), look.body), height=0),
            )
        ]
        if not look.is_somebody:
            return rows
        own = text("mirror.as_is")
        skins = tuple(range(len(SKINS) + 1))
        for key, values, shown in (
            ("skin", skins, text("mirror.of_six", number=str(look.skin))),
            ("hair", ("", *HAIRS), _named(look.hair)),
            ("top", ("", *CLOTHS), _named(look.top)),
            ("trousers", ("", *CLOTHS), _named(look.trousers)),
        ):
            value = getattr(look, key)
            after = dataclasses.replace(look, **{key: _next(values, value)})
            rows.append(self._row(key, shown if value else own, after))
        tall = look.height or round(look.natural_cm)
        after = dataclasses.replace(
            look, height=_next(_heights(look), _near(look, tall))
        )
        rows.append(self._row("height", f"{tall} cm", after))
        stance = dataclasses.replace(look, stance=_next(STANCES, look.stance))
        rows.append(self._row("stance", text(f"mirror.{look.stance}"), stance))
        return rows

    def _row(self, key: str, shown: str, after: Look) -> tuple[str, Act]:
        def act() -> None:
            self._place.wear(after)
            self._again()

        return f"{text(f'mirror.{key}')}: {shown}", act

    def _finish(self) -> None:
        self._place.on_toggle = None
        self._place.keep()
        self._done()


def _next(values: Sequence[T], value: T) -> T:
    return values[(values.index(value) + 1) % len(values)]


def _heights(look: Look) -> tuple[int, ...]:
    """In steps from the least to the most that this body goes to, and round again."""
    low = round(look.natural_cm * LEAST_SCALE)
    return tuple(range(low, round(look.natural_cm * MOST_SCALE) + 1, STEP_CM))


def _near(look: Look, tall: int) -> int:
    return min(_heights(look), key=lambda one: abs(one - tall))


def _title(body: str) -> str:
    return card("bodies", body).title if body != NOBODY else text("mirror.nobody")


def _named(colour: str) -> str:
    return text(f"mirror.{colour}") if colour else ""
