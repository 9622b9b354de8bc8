"""Real sessions that say on standard output which events are on the disk.

    python -m tests.privacy.acting quick HOME        for each line on standard input
                                                     a process with sessions without
                                                     models; its number comes first
    python -m tests.privacy.acting real HOME WORDS   ``visavis rehearse WORDS``

Each line is ``SESSION COUNT``, written after the vault has answered for the event.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from sim.session.recorder import Recorder

OUT = os.dup(1)
_record = Recorder.record


def record(self, event):
    number = _record(self, event)
    os.write(OUT, f"{self.session} {number + 1}\n".encode())
    return number


def quick(home):
    from dialogue import scenario
    from sim.app import App
    from sim.config import Config
    from sim.mind.messages import Answered, Ready
    from sim.privacy.keys import Cost
    from sim.privacy.sources import KeySource
    from sim.privacy.vault import open_vault
    from tests.sim.test_ears import FakeLink, partner

    source = KeySource("first", None, Cost(passes=1, memory_kib=64, lanes=1))
    app = App(Config.load({}, {}, home), open_vault(source, home))
    told, link = scenario.load("sex_hurts"), FakeLink()
    while True:  # one session after another, until somebody kills it
        link.number = 0
        rehearsal = app.rehearsal(told, link)
        rehearsal.start(1, (), {})
        link.inbox = [Ready({}, (), {}), Answered(1, partner(0), None, {})]
        rehearsal.tick()
        for turn in range(1, 12):
            rehearsal.say(f"{'This is what I wanted to say. ' * 2}{turn}")
            link.inbox = [Answered(turn + 1, partner(turn), None, {})]
            rehearsal.tick()
            time.sleep(0.002)
        rehearsal.leave()


def main():
    Recorder.record = record
    if sys.argv[1] == "quick":
        import sim.app  # noqa: F401  (once for all the processes, like these two)
        from dialogue import safety, scenario

        scenario.load("sex_hurts")
        safety.screen("a first line")
        while sys.stdin.readline():
            if child := os.fork():
                os.waitpid(child, 0)
                os.write(OUT, b"dead\n")
            else:
                os.write(OUT, f"{os.getpid()}\n".encode())
                quick(Path(sys.argv[2]))
        return 0
    from sim import cli

    os.environ["VISAVIS_HOME"] = sys.argv[2]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.argv = ["visavis", "rehearse", *sys.argv[3:]]
    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())
