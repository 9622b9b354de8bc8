"""The command line: reads words, calls one command, turns errors into one line."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dialogue.offline import stay_offline
from sim import crash
from sim.commands.client_words import add_client
from sim.commands.clinic_words import add_clinic
from sim.commands.shot_words import add_shot

VERSION = "0.1.0"

HEADSET = (
    "openxr, desktop (a window), or none for no window at all (default: auto, the "
    "headset if its program runs, else a window)"
)

DESCRIPTION = """\
Rehearse the conversation before you have it, face to face with a partner avatar.

  visavis                             choose a conversation, in a window
  visavis rehearse sex_hurts --text   the same in this terminal, typed and read
  visavis path                        four short questions: where to begin
  visavis list scenarios              what there is to practise
  visavis doctor                      what is here, what is missing, how to get it
"""


def parser() -> argparse.ArgumentParser:
    """The parser of all subcommands."""
    top = argparse.ArgumentParser(
        prog="visavis",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"visavis {VERSION}")
    top.add_argument(
        "--debug", action="store_true", help="show logs and where errors happen"
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _rehearse(commands)
    _exercise(commands)
    _path(commands)
    _plan(commands)
    _list(commands)
    _records(commands)
    add_client(commands, _command)
    add_clinic(commands, _command)
    _others(commands)
    return top


def _command(commands: Any, name: str, about: str, example: str) -> Any:
    return commands.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.\n\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _on_off(word: str) -> str:
    if word not in ("on", "off"):
        raise argparse.ArgumentTypeError(f"{word!r} is not one of on, off")
    return word


def _rehearse(commands: Any) -> None:
    one = _command(
        commands,
        "rehearse",
        "practise a conversation",
        "visavis rehearse desire_differs --headset none --text --seed 7",
    )
    one.add_argument(
        "scenario", nargs="?", help="scenario id or TOML file; none: choose from a list"
    )
    add = one.add_argument
    add("--headset", help=HEADSET)
    add("--text", action="store_true", default=None, help="type and read; no sound")
    add("--mic", help="default, or a WAV file heard in real time (default: default)")
    add(
        "--headphones",
        action="store_true",
        default=None,
        help="you wear headphones, so you can speak over the partner",
    )
    add("--voice", type=_on_off, help="on or off (default: on; off with --text)")
    add("--speaker", help="default, or a WAV file to write what you would hear")
    add("--script", help="text file with one of your lines per line; asks nothing")
    add("--seed", type=int, help="fixes the partner's choices (default: a new one)")
    add("--json", action="store_true", help="one event per line on standard output")
    add("--goals", help="skill ids to practise, with commas between")
    add(
        "--words", help="authored, tuned_partner, transformers_local, openai_compatible"
    )
    add("--model", help="language model: hub id, folder, GGUF file or server name")
    add("--base-url", help="address of a model server")
    add("--deadline-s", type=float, help="seconds a language model may take")
    add("--voice-id", help="a voice by id (default: the scenario's own)")
    add("--recognizer", help="what turns speech into text (default: faster_whisper)")
    _about_you(add)
    add("--assigned", metavar="N", help="what a therapist assigned, such as 1.2")
    add("--resume", metavar="SESSION", help="go on with a session that was cut off")
    add(
        "--no-save",
        action="store_true",
        help="keep nothing at all (without it: in the encrypted vault)",
    )
    one.set_defaults(run="sim.commands.rehearse")


def _exercise(commands: Any) -> None:
    one = _command(
        commands,
        "exercise",
        "do a guided exercise",
        "visavis exercise grounding --text",
    )
    add = one.add_argument
    add("name", help="exercise id or TOML file; visavis list exercises shows them")
    add("--headset", help=HEADSET)
    add("--text", action="store_true", default=None, help="type and read; no sound")
    add("--mic", help="default, or a WAV file heard in real time (default: default)")
    add(
        "--headphones",
        action="store_true",
        default=None,
        help="you wear headphones, so you can speak over the guide",
    )
    add("--recognizer", help="what turns speech into text (default: faster_whisper)")
    add("--voice", type=_on_off, help="on or off (default: on; off with --text)")
    add("--speaker", help="default, or a WAV file to write what you would hear")
    add("--script", help="text file with one answer per line; asks nothing else")
    add("--json", action="store_true", help="one event per line on standard output")
    add("--body", help="who stands for you in a mirror: visavis list bodies, or none")
    add("--look", help="its look, such as 'skin=3; hair=grey; top=blue; height=168'")
    add("--country", help="two letters, for help in your country")
    add(
        "--no-save",
        action="store_true",
        help="keep nothing at all (without it: what the exercise says it keeps)",
    )
    one.set_defaults(run="sim.commands.exercise")


def _plan(commands: Any) -> None:
    one = _command(
        commands,
        "plan",
        "show or write the plan that you kept",
        "visavis plan --format html --out plan.html",
    )
    add = one.add_argument
    kinds = ("md", "html", "json")
    add("--format", choices=kinds, default="md", help="how (default: md)")
    add("--out", metavar="FILE", help="into this file, which is not encrypted")
    one.set_defaults(run="sim.commands.plan")


def _path(commands: Any) -> None:
    one = commands.add_parser(
        "path",
        aliases=["start"],
        help="answer four short questions and see where to begin",
        description="Answer four short questions and see where to begin, and why.\n\n"
        "  visavis path --text",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = one.add_argument
    add("--headset", help=HEADSET)
    add("--text", action="store_true", default=None, help="type and read; no sound")
    add("--voice", type=_on_off, help="on or off (default: on; off with --text)")
    add("--script", help="text file with one answer per line; opens nothing")
    add("--json", action="store_true", help="one event per line; opens nothing")
    add("--rule-out", help="what you do not want to meet, such as pain,betrayal")
    add("--steepest", type=int, help="how steep it may get: 1, 2 or 3 (default: ask)")
    add("--country", help="two letters, for help in your country")
    add("--no-save", action="store_true", help="keep nothing at all")
    one.set_defaults(run="sim.commands.path")


def _about_you(add: Any) -> None:
    """Flags that say who the two are, and what the user does not want to meet."""
    add("--rule-out", help="what you do not want to meet, such as pain,betrayal")
    add("--shared-folder", help="a folder that your therapist sees, too")
    add("--steepest", type=int, help="how steep it may get: 1, 2 or 3 (default: 3)")
    add("--country", help="two letters, for help in your country")
    add("--user-name", help="what the partner calls you")
    add("--user-pronouns", help="your pronouns, such as she/her")
    add("--partner-name", help="your partner's name (default: the scenario's own)")
    add("--partner-pronouns", help="your partner's pronouns, such as they/them")
    add("--relationship", help="what your partner is to you, such as wife")
    add(
        "--set",
        action="append",
        metavar="NAME=VALUE",
        help="a fact of the scenario in your words, such as city=Porto; repeatable",
    )


def _list(commands: Any) -> None:
    things = ("models", "voices", "bodies", "rooms", "headsets")
    kinds = ("scenarios", "exercises", "instruments", *things)
    one = _command(commands, "list", "list what there is", "visavis list voices --json")
    one.add_argument("kind", choices=kinds)
    one.add_argument("--json", action="store_true", help="as a JSON list of objects")
    one.set_defaults(run="sim.commands.listing")


def _headset(commands: Any) -> None:
    one = _command(
        commands, "headset", "say what your headset offers", "visavis headset"
    )
    add = one.add_argument
    add("--quick", action="store_true", help="begin no session: ask the runtime only")
    add("--start", action="store_true", help="ask it although that may start it")
    add("--json", action="store_true", help="as one JSON object")
    one.set_defaults(run="sim.commands.headset")


def _records(commands: Any) -> None:
    def record(name: str, about: str, example: str) -> Any:
        one = _command(commands, name, about, example)
        one.set_defaults(run="sim.commands.records")
        return one

    one = record("sessions", "list the rehearsals in your vault", "visavis sessions")
    one.add_argument("--json", action="store_true", help="as a JSON list of objects")
    one.add_argument(
        "--hidden", action="store_true", help="hidden ones, too; asks your passphrase"
    )
    one = record(
        "replay", "read a rehearsal again, line by line", "visavis replay 2026-11"
    )
    one.add_argument("session", nargs="?", help="id or its beginning; none: the last")
    one.add_argument("--json", action="store_true", help="its events, one per line")
    _debriefs(record)
    one = _command(
        commands,
        "progress",
        "show which skills have shown, and what could be next",
        "visavis progress",
    )
    one.add_argument("--json", action="store_true", help="as one JSON object")
    one.add_argument(
        "--exposure",
        action="store_true",
        help="small steps instead: what seemed likely, what came, how strong it was",
    )
    one.add_argument("--html", metavar="FILE", help="with --exposure: as a page")
    one.set_defaults(run="sim.commands.progress")
    one = record(
        "export", "take everything along, readable", "visavis export mine.json"
    )
    one.add_argument("file", help="file to write; it is not encrypted")
    one.add_argument(
        "--format",
        choices=("json", "markdown", "html"),
        default="json",
        help="json, which another computer can take in, or markdown or html to read "
        "(default: json)",
    )
    one.add_argument("--session", action="append", default=[], help="only this one")
    one.add_argument(
        "--hidden",
        action="store_true",
        help="with what you have hidden or answered in private",
    )
    one = record("erase", "erase a rehearsal, or everything", "visavis erase --all")
    one.add_argument("session", nargs="?", help="id or its beginning")
    one.add_argument("--all", action="store_true", help="everything, and its key")
    one.add_argument("--yes", action="store_true", help="do not ask")
    one = record("close", "close a rehearsal that was cut off", "visavis close 2026-11")
    one.add_argument("session", nargs="?", help="id or its beginning; none: the last")
    record("passphrase", "change the vault's passphrase", "visavis passphrase")
    _rights(commands)


def _rights(commands: Any) -> None:
    def right(name: str, about: str, example: str) -> Any:
        one = _command(commands, name, about, example)
        one.set_defaults(run="sim.commands.privacy")
        return one

    one = right(
        "privacy", "show what is kept, how long and what for", "visavis privacy"
    )
    one.add_argument("--json", action="store_true", help="as one JSON object")
    one = right(
        "consent",
        "show or change what you have agreed to",
        "visavis consent no progress",
    )
    one.add_argument("answer", nargs="?", choices=("yes", "no"), help="none: show")
    one.add_argument(
        "purpose",
        nargs="?",
        help="record, progress, network_model, audio or share",
    )
    one.add_argument("--json", action="store_true", help="every answer ever given")
    one = right(
        "keep", "say how long things are kept", "visavis keep rehearsals 90 days"
    )
    one.add_argument("kind", choices=("rehearsals", "answers"))
    one.add_argument("rule", nargs="+", help="always, nothing, or a number of days")
    one = right(
        "recovery",
        "twelve words that open the vault without its passphrase",
        "visavis recovery new",
    )
    one.add_argument(
        "action",
        choices=("new", "use", "remove"),
        help="new: make them, former ones are void; use: open with them and choose a "
        "new passphrase; remove: let them open nothing",
    )
    one = right(
        "import", "take in an export of another computer", "visavis import mine.json"
    )
    one.add_argument("file", help="file that visavis export wrote as JSON")


def _debriefs(record: Any) -> None:
    one = record(
        "debrief",
        "show what your words did in a rehearsal",
        "visavis debrief --html debrief.html",
    )
    one.add_argument("session", nargs="?", help="id or its beginning; none: the last")
    add = one.add_argument
    add("--html", metavar="FILE", help="write it as a page of its own")
    add("--json", action="store_true", help="as one JSON object")
    add("--why", type=int, metavar="N", help="what statement [N] rests on")
    add("--wrong", type=int, metavar="N", help="mark statement [N] as wrong")
    add("--right", type=int, metavar="N", help="take that mark back")
    add("--note", default="", help="a note beside the mark")
    add("--use", metavar="TEXT", help="where you could use this; shown next time")
    add("--reread", action="store_true", help="read your lines once more, carefully")
    one = record(
        "corrections",
        "list what you marked as wrong in debriefs",
        "visavis corrections --json",
    )
    one.add_argument("--json", action="store_true", help="as a JSON list of objects")


def _others(commands: Any) -> None:
    one = _command(
        commands,
        "score",
        "score lines for skills and safety",
        "visavis score lines.jsonl --out scored.jsonl",
    )
    one.add_argument("input", help='lines of {"id", "partner_line", "user_line"}')
    one.add_argument("--out", required=True, help="file to write")
    one.set_defaults(run="sim.commands.score")
    _models(commands)
    add_shot(commands, _command)
    _honest(commands)
    one = _command(
        commands, "doctor", "say what is here and what is missing", "visavis doctor"
    )
    one.add_argument("--json", action="store_true", help="as one JSON object")
    one.set_defaults(run="sim.commands.doctor")
    _headset(commands)
    one = _command(
        commands, "config", "show every setting and its source", "visavis config"
    )
    one.add_argument("--json", action="store_true", help="as a JSON list of objects")
    one.set_defaults(run="sim.commands.settings")


def _honest(commands: Any) -> None:
    one = _command(
        commands,
        "about",
        "say what this program is, what it is not, and who can help",
        "visavis about --country GB",
    )
    one.add_argument("--country", help="two letters, for help in your country")
    one.set_defaults(run="sim.commands.about")
    one = _command(
        commands,
        "before",
        "answer the private questions that come before a talk with a partner",
        "visavis before --show",
    )
    one.add_argument("--country", help="two letters, for help in your country")
    one.add_argument("--show", action="store_true", help="what is kept of them")
    one.add_argument("--forget", action="store_true", help="keep nothing of them")
    one.set_defaults(run="sim.commands.before")


def _models(commands: Any) -> None:
    one = _command(
        commands,
        "models",
        "test whether a language model may word the partner",
        "visavis models test smollm2",
    )
    one.add_argument("action", choices=("test",))
    one.add_argument("name", help="hub id, folder, GGUF file, id or server's name")
    one.add_argument("--base-url", help="address of the server that runs the model")
    one.add_argument("--json", action="store_true", help="every answer, as JSON")
    one.set_defaults(run="sim.commands.models")


def _told(error: Exception, *, is_debug: bool) -> int:
    """Say what went wrong on one line; the exit code."""
    from sim.errors import USERS_OWN, one_line

    if is_debug:
        sys.stderr.write(f"{crash.outline(error)}\n")
    if isinstance(error, USERS_OWN):
        sys.stderr.write(f"{one_line(error)}\n")
        return 2
    # its message may quote the user, so the place has to do
    sys.stderr.write(
        f"Something went wrong that should not have: {crash.place(error)} "
        "(--debug shows more). Nothing that was recorded is lost.\n"
    )
    return 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``visavis``; returns the exit code: 2 the user's to mend, 1 ours."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = [word for word in words if word != "--debug"]
    if not options or (
        options[0].startswith("-") and options[0] not in ("-h", "--help", "--version")
    ):
        # without a command: a rehearsal, with whatever was given for it
        words = [word for word in words if word == "--debug"] + ["rehearse", *options]
    arguments = parser().parse_args(words)
    if sys.stdin is None:  # started with its input closed: nobody can be asked
        sys.stdin = Path(os.devnull).open()  # noqa: SIM115  (until the end)
    stay_offline()
    if argv is None:  # a process of its own, not a call from another program
        crash.keep_quiet(logging.INFO if arguments.debug else logging.CRITICAL)
    from sim.quick_exit import QuickExit

    try:
        command = importlib.import_module(arguments.run)
        code: int = command.run(arguments)
    except QuickExit:
        return 0
    except (KeyboardInterrupt, EOFError):  # Ctrl-D at a question, too
        return 130
    except BrokenPipeError:
        # whoever read this has gone; Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _told(error, is_debug=arguments.debug)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
