"""What a typed line does in an exercise: an answer, or a command such as ``/skip``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence

from dialogue.safety.texts import FixedText
from sim import quick_exit
from sim.choosing import is_yes
from sim.exercises._catalog import calming, make
from sim.exercises._sitting import Sitting
from sim.exercises._spoken import command
from sim.support import CALM_OF, choice_of, fixed_text
from sim.texts import text

COMMANDS: dict[str, str] = {
    "pause": "stop everything where it is",
    "resume": "go on after a pause",
    "skip": "go past this step; it costs nothing",
    "calm": "do something calming first, then come back here",
    "back": "leave something calming, back to where you were",
    "why": "why this is offered, and what it rests on",
    "about": "what this is, and what it is not",
    "people": "people you can talk to",
    "leave": "end the exercise now; plain leave does it too",
    "quit now": "empty this screen at once and close everything",
    "help": "show these commands",
}


BARE = ("pause", "skip", "help")
"""Commands that count without their slash wherever they are all that was typed. The
safety screen heard "pause" as a wish to stop everything; other words may be answers."""
HINTED = ("pause", "skip", "calm", "people", "leave", "help")
"""Commands that are named before the first step; each must be in `COMMANDS`."""


def typed(
    sitting: Sitting, line: str, calm: Callable[[str], Sitting] | None = None
) -> str:
    """Do what `line` says; returns what to tell the user, or an empty string.

    Args:
        sitting: the exercise.
        line: what was typed.
        calm: makes the sitting of a calming exercise by its id.

    Raises:
        QuickExit: everything must be gone at once; the exercise is left.
    """
    if quick_exit.is_asked(line):
        quick_exit.wipe()
        sitting.leave("quick exit")
        raise quick_exit.QuickExit
    line = _with_slash(sitting, line.strip())
    if line.startswith("/"):
        return _command(sitting, line[1:], calm)
    if sitting.inner.run.phase == "checking_in":
        return _check_in(sitting.inner, line, calm)
    if sitting.inner.run.phase == "paused":
        if not line:
            sitting.resume()
            return ""
        return text("exercise.paused_hint")
    options = sitting.inner.view.options
    is_choice = sitting.inner.view.kind == "choice"
    line = chosen(sitting, line)
    is_on = _goes_on(sitting, line)
    if is_on and sitting.inner.view.kind == "wait":  # "ok" wants nothing cut short
        return text("exercise.by_itself")
    problem = sitting.answer("" if is_on else line)
    if not problem or not is_choice:
        return problem
    if len(options) == 1:
        return text("exercise.enter")
    # whole sentences in a row are no list that anybody can read
    return text("exercise.choose", most=str(len(options)))


def _with_slash(sitting: Sitting, line: str) -> str:
    """`line`, as the command that it is where its slash was left out."""
    inner, word = sitting.inner, line.lower()
    if word == "leave":
        return "/leave"
    here = {option.id for option in inner.view.options}
    if check_in_choice(sitting, line):
        return line  # "help" is a choice there, with numbers to call
    if inner.run.phase == "running" and chosen(sitting, line) in here:
        return line  # what can be chosen here comes first
    if inner.run.phase == "paused":
        meant = command(line) or word
        return f"/{meant}" if meant in COMMANDS else line
    if word in BARE:
        return f"/{word}"
    is_free = inner.run.phase == "running" and inner.view.kind == "words"
    return f"/{word}" if word in ("calm", "back", "why") and not is_free else line


def _goes_on(sitting: Sitting, line: str) -> bool:
    """Whether `line` means no more than Enter does: "ok", "next", "I'm ready"."""
    view = sitting.inner.view
    if view.kind not in ("next", "breathe", "wait") or line in {
        one.id for one in view.options
    }:
        return False
    return command(line) == "resume" or (is_yes(line) and " " not in line.strip())


def chosen(sitting: Sitting, line: str) -> str:
    """The option that a typed number or label means; else `line` itself."""
    options = sitting.inner.view.options
    is_choice = sitting.inner.view.kind == "choice"  # elsewhere a number is a number
    if is_choice and not line and len(options) == 1:
        return options[0].id
    if is_choice and line.isdecimal() and 1 <= int(line) <= len(options):
        return options[int(line) - 1].id
    for option in options:
        if line.lower() in (option.id, option.label.lower()):
            return option.id
    return line


def _asked(sitting: Sitting) -> FixedText | None:
    """The check-in that waits for an answer."""
    run = sitting.inner.run
    if run.phase != "checking_in" or run.flag is None:
        return None
    return fixed_text(run.flag, "")


def check_in_choices(sitting: Sitting) -> list[str]:
    """Ids of what a check-in offers."""
    asked = _asked(sitting)
    return [item.id for item in asked.choices] if asked else []


def check_in_choice(sitting: Sitting, line: str) -> str:
    """Id of what `line` chooses at a check-in; "" when it chooses nothing."""
    asked = _asked(sitting)
    return choice_of(line, asked) if asked else ""


def answer_check_in(
    sitting: Sitting, choice: str, calm: Callable[[str], Sitting] | None = None
) -> None:
    """Do what the choice of a check-in says; `calm` makes calming exercises."""
    if choice in ("go_on", "adult"):
        sitting.check_in("go_on")
    elif choice in CALM_OF:
        sitting.check_in("pause")
        if calm is not None:
            sitting.open_calm(lambda: calm(CALM_OF[choice]))
    elif choice in ("stop_here", "leave", "quick_exit", "start"):
        sitting.leave()
    else:
        sitting.check_in(choice)


def _check_in(
    sitting: Sitting, line: str, calm: Callable[[str], Sitting] | None
) -> str:
    if choice := check_in_choice(sitting, line):
        answer_check_in(sitting, choice, calm)
        if choice == "quick_exit":
            quick_exit.wipe()
            raise quick_exit.QuickExit
        return ""
    before = sitting.run.phase
    sitting.answer(line)  # words are heard and screened like any other line
    if sitting.run.phase == before:
        most = len(check_in_choices(sitting))
        return text("terminal.choose", most=str(most))
    return ""


def _command(
    sitting: Sitting, words: str, calm: Callable[[str], Sitting] | None
) -> str:
    name, _, argument = words.partition(" ")
    name = name.lower()
    acts: dict[str, Callable[[], None]] = {
        "pause": sitting.pause,
        "resume": sitting.resume,
        "skip": sitting.skip,
        "leave": sitting.leave,
        "back": sitting.go_back,
    }
    if name in acts:
        acts[name]()
        return ""
    if name == "why":
        inner = sitting.inner
        return inner.view.why or inner.exercise.info.why
    if name == "calm" and calm is not None:
        return _calm(sitting, argument.strip(), calm)
    if name in sitting.pages:
        return "\n".join(_page(sitting, name))
    if name == "help":
        return "\n".join(f"/{key:<9}{what}" for key, what in COMMANDS.items())
    near = difflib.get_close_matches(name, COMMANDS, 1)
    hint = f" Did you mean /{near[0]}?" if near else ""
    return f"There is no /{name}.{hint} /help lists what there is."


def _page(sitting: Sitting, name: str) -> Sequence[str]:
    """Something to read beside the exercise, which waits; Enter shows it again."""
    if sitting.inner.run.phase == "running":
        sitting.pause()
    return sitting.pages[name]()


def _calm(sitting: Sitting, name: str, make_sitting: Callable[[str], Sitting]) -> str:
    known = [guide.id for guide in calming()]
    if not known:
        return text("exercise.no_calm")
    if name and name not in known:
        return f"/calm takes one of: {', '.join(known)}."
    sitting.open_calm(lambda: make_sitting(name or known[0]))
    return ""


def calm_maker(like: Callable[[Sitting], Sitting]) -> Callable[[str], Sitting]:
    """Make sittings of calming exercises; `like` adds observers and voice."""

    def made(name: str) -> Sitting:
        from sim.session.clock import SystemClock

        return like(Sitting(make(name), SystemClock()))

    return made
