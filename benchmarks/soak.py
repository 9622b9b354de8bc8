"""Hours of talk without a window, as fast as it goes: does anything grow?

    python -m benchmarks.soak [--minutes 20] [--mind one|each] [--voice] [--json]

Stage and mind are the real ones, with a real vault. Somebody at a keyboard, or who
speaks and listens, takes about a quarter of a minute for a line and its answer
[judgement], so two hours of talk are 480 answers; here an answer is not waited for
longer than mind needs. ``--mind one`` keeps one mind for the whole run, ``--mind
each`` starts one for every conversation, as the program does.

Looked at after each conversation: memory in use (resident, MB), threads and open
files of both processes. Growth is the middle of the last fifth against the middle of
an early one; before that, caches of a fixed size fill (in stage for about 30
conversations, by 10 MB), which ``--warm`` leaves out.
"""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from assets import ROOT
from dialogue import scenario
from sim.app import App
from sim.config import Config
from sim.mind.link import MindLink
from sim.mind.messages import Ready
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import open_vault
from sim.rehearsal import Rehearsal
from sim.terminal import Terminal
from sim.typed import typed

ANSWERS_AN_HOUR = 240
"""Four a minute [judgement]."""
LONGEST_S = 60.0
"""Wait for one answer, on a machine that others use too."""
SCRIPTS = ROOT.parent / "examples" / "scripts"
STEP_S = 0.005


@dataclass(frozen=True, slots=True)
class Sample:
    """One process at one moment."""

    rss_mb: float
    threads: int
    files: int


@dataclass
class Findings:
    """What was seen of one process, conversation by conversation."""

    samples: list[Sample] = field(default_factory=list)

    def look(self, pid: int) -> None:
        """Take one sample of process `pid`."""
        place = Path(f"/proc/{pid}")
        pages = int((place / "statm").read_text().split()[1])
        status = (place / "status").read_text()
        threads = int(status.split("Threads:")[1].split()[0])
        files = len(list((place / "fd").iterdir()))
        rss_mb = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        self.samples.append(Sample(round(rss_mb, 2), threads, files))

    def figures(self, warm: int = 0) -> dict[str, Any]:
        """Early and late samples, and the growth of memory as a share.

        Args:
            warm: conversations that fill the caches and are left out; 0 for a fifth.
        """
        kept = self.samples[warm or len(self.samples) // 5 :]
        fifth = max(1, len(kept) // (5 if warm else 4))
        early, late = kept[:fifth], kept[-fifth:]
        before = statistics.median(one.rss_mb for one in early)
        after = statistics.median(one.rss_mb for one in late)
        return {
            "rss_mb": [round(before, 1), round(after, 1)],
            "growth": round(after / before - 1, 4),
            "most_threads": [max(o.threads for o in part) for part in (early, late)],
            "most_files": [max(o.files for o in part) for part in (early, late)],
            "last": asdict(self.samples[-1]),
        }


class Kept(MindLink):
    """One mind for many conversations: each is told again that it is ready."""

    told: Ready | None = None
    is_new = False

    def poll(self) -> Iterator[Any]:
        """All that has arrived; `Ready` first where a conversation begins."""
        if self.is_new and self.told is not None:
            self.is_new = False
            yield self.told
        for message in super().poll():
            if isinstance(message, Ready):
                self.told, self.is_new = message, False
            yield message


class Soak:
    """Conversations one after another in one stage process."""

    def __init__(self, name: str, home: Path, *, voice: bool, keep: bool) -> None:
        self.told = scenario.load(name)
        flags = {"text": True, "voice": voice, "seed": 1}
        self.app = App(Config.load(flags, {}, home))
        cost = Cost(passes=1, memory_kib=64, lanes=1)
        self.app.vault = open_vault(KeySource("a passphrase", None, cost), home)
        self.voice = f"kokoro:{self.told.persona.voice}" if voice else ""
        self.stage, self.mind = Findings(), Findings()
        self.answers = self.conversations = 0
        self._keep = keep
        self._link: MindLink | None = None
        self._numbers = itertools.count(1)
        folder = SCRIPTS / name
        self._scripts = [
            [line for line in path.read_text("utf-8").splitlines() if line.strip()]
            for path in sorted(folder.glob("*.txt"))
        ]

    def conversation(self) -> None:
        """One conversation to its end, with its debrief; then look at both."""
        link = self._connected()
        rehearsal = self.app.rehearsal(self.told, link)
        out = Console(file=io.StringIO())
        rehearsal.observe(Terminal(out, self.told, "GB"))
        rehearsal.start(self.conversations, (), self.app.values(self.told))
        self._until(rehearsal, lambda: rehearsal.state.waiting == "user")
        script = self._scripts[self.conversations % len(self._scripts)]
        for line in script:
            if rehearsal.state.is_over or line.startswith("#"):
                continue
            self._say(rehearsal, line)
        rehearsal.leave()
        self._until(rehearsal, lambda: not rehearsal.is_reading)
        if not self._keep:
            self._look(link)
            link.close()
            self._link = None
        else:
            self._look(link)
        self.conversations += 1

    def close(self) -> None:
        """End mind and close the vault."""
        self.app.close()

    def _connected(self) -> MindLink:
        if isinstance(self._link, Kept):
            self._link.is_new = True
            return self._link
        link = self.app.start_mind(
            self.told, self.told.id, 1, voice=self.voice, recognizer=""
        )
        if self._keep:
            link.__class__ = Kept  # the same mind, said to be ready again
        self._link = link
        return link

    def _say(self, rehearsal: Rehearsal, line: str) -> None:
        number = next(self._numbers)
        if number % 3 == 0 and not line.startswith("/"):
            line = f"{line} That was {number} days ago."  # no text is ever the same
        before = len(rehearsal.state.lines)
        typed(rehearsal, line, "typed")
        self._until(
            rehearsal,
            lambda: rehearsal.state.waiting == "user" or rehearsal.state.is_over
            or rehearsal.state.phase != "talking",
        )  # fmt: skip
        self._until(rehearsal, lambda: not rehearsal.is_voicing or not self.voice)
        self.answers += len(rehearsal.state.lines) > before

    def _until(self, rehearsal: Rehearsal, is_done: Any) -> None:
        end_s = time.perf_counter() + LONGEST_S
        while not is_done():
            rehearsal.tick()
            if rehearsal.is_broken or time.perf_counter() > end_s:
                raise SystemExit("mind gave no answer; nothing was measured")
            time.sleep(STEP_S)

    def _look(self, link: MindLink) -> None:
        gc.collect()
        self.stage.look(os.getpid())
        if link.pid is not None:
            self.mind.look(link.pid)

    def figures(self, warm: int = 0) -> dict[str, Any]:
        """What was found, ready to be printed; `warm` as in `Findings.figures`."""
        return {
            "conversations": self.conversations,
            "answers": self.answers,
            "hours_of_talk": round(self.answers / ANSWERS_AN_HOUR, 2),
            "stage": self.stage.figures(warm),
            "mind": self.mind.figures(warm),
        }


def run(
    minutes: float,
    *,
    name: str = "sex_hurts",
    keep: bool = True,
    voice: bool = False,
    least: int = 5,
    warm: int = 0,
    progress: bool = False,
) -> dict[str, Any]:
    """Talk for `minutes` and for at least `least` conversations; the figures."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        soak = Soak(name, Path(home), voice=voice, keep=keep)
        try:
            while (
                soak.conversations < least or time.perf_counter() - begin < minutes * 60
            ):
                soak.conversation()
                if progress:
                    last = soak.stage.samples[-1], soak.mind.samples[-1]
                    sys.stderr.write(f"{soak.conversations} {soak.answers} {last}\n")
            found = soak.figures(warm)
        finally:
            soak.close()
    return {"minutes": round((time.perf_counter() - begin) / 60, 1), **found}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--mind", choices=("one", "each"), default="one")
    parser.add_argument("--scenario", default="sex_hurts")
    parser.add_argument("--voice", action="store_true")
    parser.add_argument("--warm", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = run(
        given.minutes,
        name=given.scenario,
        keep=given.mind == "one",
        voice=given.voice,
        warm=given.warm,
        progress=not given.json,
    )
    found |= {"mind_kept": given.mind == "one", "voice": given.voice}
    print(json.dumps(found) if given.json else json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
