"""Does what a therapist has assigned in a real window; prints what it saw as JSON.

    python -m tests.exercises.assigned_play FOLDER

From the list to the assignment, into each exercise, to its end and back. Pictures are
left in FOLDER.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sim.clinic.client.counting import times_done
from sim.clinic.client.kept import Kept
from sim.clinic.client.taking_in import receive
from sim.clinic.letters import Part
from sim.session.given import given_in
from tests.clinic.client.homework import assignment
from tests.clinic.client.window_play import FOLDER, Play
from tests.clinic.people import Clock, pair, person
from tests.exercises.players import answer_to

PARTS = (
    Part("p1", "exercise", "mirror_exposure", unlocks=True, note="As we said."),
    Part("p2", "exercise", "exposure", ladder=("No to a cup of tea", "No to a plan")),
    Part("p3", "exercise", "breathing", 3),
)
MOST = 60


class Homework:
    """One assignment, and the window in which it is done."""

    def __init__(self, play: Play, kept: Kept) -> None:
        self.play, self.kept = play, kept

    def open(self, title: str) -> dict[str, Any]:
        """From the list to what is said of the part `title`, and into it."""
        play = self.play
        play.window.choices.lobby()
        seen: dict[str, Any] = {"list": play.labels()}
        play.press("From your therapist")
        seen["parts"] = play.words()
        play.press(title)
        seen["part"] = play.words()
        play.press("Do it")
        play.frames(2)
        seen["info"] = self.words()
        return seen

    def words(self) -> list[str]:
        """All that can be read on the exercise's panel."""
        doing = self.play.window.exercises.doing
        panel = doing.panel if doing is not None else None
        found = panel.root.findAllMatches("**/+TextNode") if panel else ()
        return [one.node().getText() for one in found]

    def do(self, name: str) -> dict[str, Any]:
        """The exercise to its end, and back to the list."""
        play = self.play
        doing = play.window.exercises.doing
        assert doing is not None and doing.panel is not None
        play.shot(f"{name}-info")
        play.headset.base.messenger.send("1")
        play.frames(2)
        steps: list[str] = []
        offered: dict[str, list[str]] = {}
        for _ in range(MOST):
            if doing.sitting.run.phase == "paused" and doing.panel is not None:
                doing.panel.press(len(doing.panel.buttons))  # who stands in
            if doing.sitting.run.phase != "running":
                break
            view = doing.sitting.view
            if view.step not in steps:
                play.shot(f"{name}-{view.step}")
            steps.append(view.step)
            offered.setdefault(view.step, [one.label for one in view.options])
            self.answer(doing, view)
            play.frames(2)
        seen: dict[str, Any] = {"phase": doing.sitting.run.phase, "steps": steps}
        seen["offered"] = offered
        play.shot(f"{name}-done")
        play.headset.base.messenger.send("1")
        play.frames(3)
        seen["is_back"] = play.window.exercises.doing is None and bool(play.labels())
        play.shot(f"{name}-back")
        seen["times"] = times_done(play.client.vault, self.kept)
        return seen

    def answer(self, doing: Any, view: Any) -> None:
        """As somebody does who keeps their numbers and stops after one scene."""
        if view.kind in ("wait", "breathe"):
            doing.sitting.skip()
            return
        here = [one.id for one in view.options]
        wanted = {"keep": "numbers", "next": "stop"}.get(view.step, "")
        is_there = view.kind == "choice" and wanted in here
        problem = doing.sitting.answer(wanted if is_there else answer_to(view, 0))
        assert not problem, (view.step, problem)


def main() -> None:
    clock = Clock(datetime.now(UTC))
    seen: dict[str, Any] = {}
    with (
        person(FOLDER / "therapist", clock) as therapist,
        person(FOLDER / "client", clock) as client,
    ):
        pair(therapist, client)
        letter = assignment(*PARTS, title="Before Thursday")
        raw = therapist.post.send(letter, {}, "Robin")
        kept = receive(client.post, client.vault, raw, client.clock).kept
        assert kept is not None
        play = Play(therapist, client)
        homework = Homework(play, kept)
        for name, title in (
            ("mirror_exposure", "The mirror, bit by bit"),
            ("exposure", "Small steps"),
            ("breathing", "Breathe slowly"),
        ):
            seen[name] = homework.open(title) | homework.do(name)
        seen["sessions"] = [
            [one.scenario, bool(given_in(client.vault.events(one.id)))]
            for one in client.vault.sessions()
        ]
        play.window.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
