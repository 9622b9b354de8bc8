"""Where the scene of a window stands still: a pause, a check-in, a stop."""

from __future__ import annotations

from functools import partial

from dialogue.messages import Safety
from scenes.panels import Choice
from sim.session.state import SessionState
from sim.support import CALM_OF, answer_check_in, fixed_text, stop_text
from sim.texts import text
from sim.window_calm import Calm
from sim.window_shared import Shared


class Stops:
    """The panels over a scene that waits or has ended, and what their buttons do."""

    def __init__(self, shared: Shared, calm: Calm) -> None:
        self._shared, self._calm = shared, calm
        calm.paused = self.paused

    # a pause

    def paused(self) -> None:
        """The calm panel of a pause."""
        shared, name = self._shared, self._shared.partner
        more = [
            Choice(text(f"{page}.title", partner=name), partial(self.page, page))
            for page in ("why", "about")
        ]
        more.insert(0, Choice(text("calming.button"), self._calm.choose))
        again, leave = self._which_again, shared.ways.leave_scene
        plenty = shared.app.practice.line(once=True)
        rest = f"{shared.waits} {plenty} {self._by_voice()}".strip()
        shared.show(
            shared.screens.paused(name, self._go_back, again, leave, more, rest)
        )

    def _by_voice(self) -> str:
        """That one can say how to go on, where somebody listens."""
        sound = self._shared.sound
        ears = sound.ears if sound is not None else None
        return text("paused.by_voice") if ears is not None and ears.is_listening else ""

    def _go_back(self) -> None:
        if self._shared.rehearsal is not None:
            self._shared.rehearsal.resume()

    def _which_again(self) -> None:
        """Which of the user's lines to try again."""
        shared, rehearsal = self._shared, self._shared.rehearsal
        if rehearsal is None:
            return
        said = [event for event in rehearsal.log if event["event"] == "utterance"]
        # lines of a way that was left behind are no moments of this one
        last = rehearsal.state.turn + (rehearsal.state.pending is not None)
        latest = {
            event["turn"]: event["text"] for event in said if event["turn"] <= last
        }
        choices = [
            Choice(_short(words), partial(self._branch, turn - 1))
            for turn, words in sorted(latest.items())[-6:]
        ]
        back = Choice(text("talking.resume"), shared.ways.escape, is_primary=True)
        panel = shared.screens.message(text("talking.again"), "", [*choices, back])
        shared.show(panel)

    def _branch(self, turn: int) -> None:
        if self._shared.rehearsal is not None:
            self._shared.rehearsal.again(turn)

    def page(self, name: str) -> None:
        """A page beside the running scene, which waits."""
        rehearsal = self._shared.rehearsal
        if rehearsal is None or rehearsal.state.phase not in ("talking", "paused"):
            return
        rehearsal.pause()
        choices = [Choice(text("about.back"), self.paused, is_primary=True)]
        if name == "about":
            people = partial(self.page, "people")
            choices.append(Choice(text("about.people"), people))
        self._shared.read(name, rehearsal.pages[name](), choices)

    # a check-in

    def check_in(self, state: SessionState) -> None:
        """Ask how the user is, in words that are fixed."""
        shared = self._shared
        if state.flag is not None:
            fixed = fixed_text(state.flag, shared.partner)
            shared.show(shared.screens.fixed(fixed, self._answer))

    def _answer(self, choice: str) -> None:
        rehearsal, ways = self._shared.rehearsal, self._shared.ways
        if rehearsal is None:
            return
        if choice == "quick_exit":
            ways.quick_exit()
            return
        answer_check_in(rehearsal, choice)
        if choice in CALM_OF:
            self._calm.beside(CALM_OF[choice])
        if rehearsal.state.phase == "closed":
            ways.leave_scene()

    # a stop

    def stopped(self, state: SessionState) -> None:
        """The fiction has ended: the partner fades, the room stays, help is named."""
        if state.flag is None:
            return
        self._shared.stage.clear()
        self.stop_panel(state.flag, self._shared.partner)

    def stop_panel(self, flag: Safety, name: str = "") -> None:
        """The fixed words of a stop, and every way on from there."""
        shared, fixed = self._shared, stop_text(flag, name)

        def act(choice: str) -> None:
            if choice in CALM_OF:
                self._calm.open(CALM_OF[choice], show)
            elif choice in ("help", "help_country"):
                back = Choice(text("lobby.back"), show, is_primary=True)
                shared.show(shared.screens.help(flag.category, back))
            elif choice == "start":
                shared.app.care.ask_after(flag.category)
                shared.ways.start_over()
            elif choice == "quick_exit":
                shared.ways.quick_exit()
            else:
                shared.ways.leave()

        def show() -> None:
            shared.show(shared.screens.fixed(fixed, act))

        show()


def _short(words: str, most: int = 70) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
