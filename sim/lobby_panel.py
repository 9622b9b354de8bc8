"""The lobby's panel in a window: talks and exercises beside each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Any

from scenes.panels import Choice, Fonts, Panel
from sim.choosing import find
from sim.offered import ASSIGNED, Item, narrowed
from sim.texts import text

WIDEST = 3.3
"""In half window heights; a narrower window has a narrower panel."""
MOST_ROWS = 10
"""Rows of one column while the list is narrowed by typing."""
MOST_SENT = 3
"""Parts of an assignment that are named on its button."""
BACKSPACE = "backspace"
LONGEST = 40
"""Letters that can be typed to narrow the list."""

KINDS = ("talk", "exercise", "act")

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the lobby shows; nothing of it is on the screen yet."""

    items: tuple[Item, ...]
    """Everything that can be chosen, in the order of the numbers."""
    group: str = ""
    """Which group of talks is open; empty for the first."""
    idea: str = ""
    is_new: bool = False
    """Nothing was ever done here: the check-in is offered on top."""
    sent: tuple[str, ...] = ()
    """What a therapist has sent and is left to do; the first line names it."""
    news: tuple[str, ...] = ()
    """What has come from a therapist since, or could not be opened."""
    typed: str = ""
    told: str = ""
    """What the last spoken words led to."""
    near: tuple[Item, ...] = ()
    """What was perhaps meant, while it is asked back."""
    may_speak: bool = False
    is_listening: bool = field(default=False)

    def number(self, item: Item) -> int:
        """The number of `item`, from 1."""
        return self.items.index(item) + 1

    def of(self, kind: str) -> list[Item]:
        """The items of one kind that are shown, narrowed by what was typed."""
        if not self.typed:
            return [one for one in self.items if one.kind == kind]
        numbers = {self.number(one) for one in narrowed(self.typed, self.items)}
        return [
            one
            for one in self.items
            if one.kind == kind and self.number(one) in numbers
        ][:MOST_ROWS]

    @property
    def meant(self) -> Item | None:
        """What Enter opens, from what was typed; None for nothing."""
        sure = find(self.typed, self.items).sure
        shown = [one for kind in KINDS for one in self.of(kind)]
        return sure or next(iter(shown), None)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of talks, gentlest first."""
        found = (one.group for one in self.items if one.kind == "talk")
        return tuple(dict.fromkeys(found))

    @property
    def open_group(self) -> str:
        """The group of talks that stands there."""
        groups = self.groups
        return self.group if self.group in groups else next(iter(groups), "")


def lobby_panel(
    base: Any,
    fonts: Fonts,
    shown: Shown,
    choose: Callable[[Item], None],
    turn: Callable[[str], None],
    speak: Act,
    neither: Act,
) -> Panel:
    """The panel of `shown`.

    Args:
        base: the window.
        fonts: for its words.
        shown: what stands on it.
        choose: opens an item.
        turn: shows another group of talks.
        speak: begins or ends to listen.
        neither: none of what was asked back was meant.
    """
    width = min(WIDEST, 2 * base.getAspectRatio() - 0.16)
    panel = Panel(base.aspect2d, fonts, width)
    panel.heading(text("lobby.title"))
    if shown.sent and not (shown.typed or shown.near):
        panel.choices([_sent(shown, choose)])
    for line in _lines(shown):
        panel.small(line)
    if shown.near:
        _ask(panel, shown, choose, neither)
    else:
        if not shown.typed:
            panel.choices(_first(shown, choose, speak), in_row=True)
        if columns := _columns(shown, choose, turn):
            panel.columns(columns)
    panel.choices(_acts(shown, choose), in_row=True)
    panel.finish()
    return panel


def _sent(shown: Shown, choose: Callable[[Item], None]) -> Choice:
    """The button of what a therapist has sent."""
    item = next(one for one in shown.items if one.id == ASSIGNED)
    first, *lines = shown.sent
    under = " · ".join(lines[-MOST_SENT:])
    return Choice(first, partial(choose, item), is_primary=True, under=under)


def _lines(shown: Shown) -> list[str]:
    if shown.typed:
        is_any = any(shown.of(kind) for kind in KINDS)
        key = "lobby.found" if is_any else "lobby.none"
        return [text(key, typed=shown.typed)]
    if shown.told:
        return [shown.told]
    lines = (*shown.news, shown.idea, text("lobby.hint"))
    return [line for line in lines if line]


def _ask(
    panel: Panel, shown: Shown, choose: Callable[[Item], None], neither: Act
) -> None:
    panel.choices(
        [
            Choice(f"{number}   {one.title}", partial(choose, one), under=one.under)
            for number, one in enumerate(shown.near, 1)
        ]
    )
    panel.small(text("lobby.unsure_say"))
    panel.choices([Choice(text("lobby.neither"), neither)])


def _row(shown: Shown, item: Item, choose: Callable[[Item], None]) -> Choice:
    label = f"{shown.number(item)}   {item.title}"
    is_next = bool(shown.typed) and item == shown.meant
    return Choice(label, partial(choose, item), is_primary=is_next, under=item.under)


def _columns(
    shown: Shown, choose: Callable[[Item], None], turn: Callable[[str], None]
) -> list[list[str | Choice]]:
    """Talks on the left, exercises beside them; what is empty takes no room."""
    made = [_talks(shown, choose, turn), *_exercises(shown, choose)]
    return [column for column in made if column]


def _talks(
    shown: Shown, choose: Callable[[Item], None], turn: Callable[[str], None]
) -> list[str | Choice]:
    title, talks = text("lobby.talks"), shown.of("talk")
    if shown.typed:
        rows = [_row(shown, one, choose) for one in talks]
        return [title, *rows] if rows else []
    if not shown.groups:
        return [title, text("ceiling.none_left")]
    here = shown.open_group
    made: list[str | Choice] = [f"{title}: {here[0].lower()}{here[1:]}"]
    made += [_row(shown, one, choose) for one in talks if one.group == here]
    made += [
        Choice(f"{one}…", partial(turn, one)) for one in shown.groups if one != here
    ]
    return made


def _exercises(
    shown: Shown, choose: Callable[[Item], None]
) -> tuple[list[str | Choice], list[str | Choice]]:
    """Two columns, each group whole, the shorter one filled first."""
    left: list[str | Choice] = []
    right: list[str | Choice] = []
    for group, them in groupby(shown.of("exercise"), lambda one: one.group):
        column = left if len(left) <= len(right) else right
        column += [group, *(_row(shown, one, choose) for one in them)]
    return left, right


def _first(shown: Shown, choose: Callable[[Item], None], speak: Act) -> list[Choice]:
    """What stands above the list: the check-in, and choosing by saying it."""
    begin = next(one for one in shown.items if one.id == "path")
    label = text("lobby.begin") if shown.is_new else begin.title
    made = [Choice(label, partial(choose, begin), is_primary=shown.is_new)]
    if shown.may_speak:
        key = "lobby.listening_short" if shown.is_listening else "lobby.speak"
        made.append(Choice(text(key), speak))
    return made


def _acts(shown: Shown, choose: Callable[[Item], None]) -> list[Choice]:
    acts = [one for one in shown.items if one.kind == "act"]
    if shown.typed:
        acts = shown.of("act") or [one for one in acts if one.id == "leave"]
    elif not shown.near:
        above = ("path", ASSIGNED) if shown.sent else ("path",)  # above the list
        acts = [one for one in acts if one.id not in above]
    return [
        Choice(
            one.title,
            partial(choose, one),
            is_primary=bool(shown.typed) and one == shown.meant,
        )
        for one in acts
    ]


def with_key(shown: Shown, letter: str) -> Shown:
    """`shown` after one more letter was typed; `BACKSPACE` takes the last one away."""
    is_back = letter == BACKSPACE
    typed = shown.typed[:-1] if is_back else f"{shown.typed}{letter}"
    return replace(shown, typed=typed.lstrip()[:LONGEST], told="", near=())
