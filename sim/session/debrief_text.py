"""The debrief in a terminal, or as plain text where there is none."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dialogue.scorers.grades import NOT_YET_SEEN
from sim.session.debrief import Debrief
from sim.session.debrief_costly import Costly
from sim.session.debrief_parts import (
    Moment,
    Point,
    Quote,
    SkillResult,
    Well,
    short,
)

_WIDTH = 88
"""Longest line; prose wider than this is hard to read."""
_BAR = 20


def render(debrief: Debrief, console: Console | None = None) -> None:
    """Print the debrief; without a terminal `console` leaves out colours itself."""
    out = console or Console(width=_WIDTH, highlight=False)
    _heading(debrief, out)
    if debrief.status == "stopped":
        return
    _well(debrief.well, out)
    _goals(debrief, out)
    _costly(debrief, out)
    _course(debrief, out)
    _unsaid(debrief, out)
    _rest(debrief, out)
    for moment in debrief.moments:
        _moment(moment, out)
    _speech(debrief, out)
    _notes(debrief, out)


def as_text(debrief: Debrief, width: int = _WIDTH) -> str:
    """The debrief as plain text, without colours or control characters."""
    console = Console(
        width=width, highlight=False, color_system=None, force_terminal=False
    )
    with console.capture() as capture:
        render(debrief, console)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def times(count: int, what: str = "time") -> str:
    """Say a count: once, 3 times; 1 line, 3 lines."""
    if count == 1:
        return "once" if what == "time" else f"1 {what}"
    return f"{count} {what}s"


def grade_or_count(one: SkillResult) -> str:
    """The grade, or how often where it was seen too little for one."""
    is_graded = one.grade and one.grade != NOT_YET_SEEN
    return one.grade if is_graded else times(one.count)


def ordinal(index: int) -> str:
    """Say which try it was; 0 is the first."""
    names = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
    return names[index] if index < len(names) else "Later"


def _heading(debrief: Debrief, out: Console) -> None:
    out.print()
    out.print(Rule(escape(debrief.title or "Debrief"), style="dim"))
    out.print()
    _say(out, debrief.headline)
    if debrief.epilogue:
        _say(out, debrief.epilogue, style="italic")


def _well(well: Well | None, out: Console) -> None:
    if well is None:
        return
    _title(out, "One thing you did well")
    _quote(out, well.quote, "bold green")
    _say(out, f"{well.title}. {well.took}", indent=2)


def _goals(debrief: Debrief, out: Console) -> None:
    if not debrief.goals:
        return
    _title(out, "What you set out to practise")
    for goal in debrief.goals:
        out.print(
            Padding(
                Text.assemble((goal.title, "bold"), f": {goal.grade}"), (0, 0, 0, 2)
            )
        )
        for quote in goal.quotes:
            _quote(out, quote, "green", indent=4)
        if goal.took:
            _say(out, goal.took, indent=4)
        if goal.hint:
            _say(
                out, f"{goal.hint} For example: “{goal.example}”", indent=4, style="dim"
            )
        for quote in goal.unsure:
            _say(out, f"Not sure about: “{quote.words}”", indent=4, style="dim")
        out.print()


def _costly(debrief: Debrief, out: Console) -> None:
    if not debrief.costly:
        return
    _title(out, "What cost the most" if len(debrief.costly) > 1 else "What cost most")
    for one in debrief.costly:
        _one_costly(debrief, one, out)


def _one_costly(debrief: Debrief, one: Costly, out: Console) -> None:
    _say(out, f"Turn {one.quote.turn}", indent=2, style="bold")
    if one.heard:
        _say(out, f"{debrief.partner}: “{one.heard}”", indent=2, style="dim")
    _quote(out, one.quote, "yellow")
    _say(out, f"{one.title}. {one.took}", indent=2)
    if one.better:
        _say(out, "You could try:", indent=2, style="bold")
        _say(out, f"“{one.better}”", indent=4)
        _say(out, one.why, indent=4, style="dim")
    out.print()


def _course(debrief: Debrief, out: Console) -> None:
    if len(debrief.course) < 2:
        return
    _title(out, f"How open {debrief.partner} was")
    for point in debrief.course:
        out.print(Padding(_bar(point), (0, 0, 0, 2), expand=False))
        if point.why:
            _say(out, point.why, indent=8, style="dim")


def _bar(point: Point) -> Text:
    full = round(point.openness * _BAR)
    return Text.assemble(
        f"{point.turn:>3}  ",
        ("█" * full, "cyan"),
        ("·" * (_BAR - full), "dim"),
        f"  {point.openness:.2f}  {point.mood}",
    )


def _unsaid(debrief: Debrief, out: Console) -> None:
    if not debrief.told and debrief.unsaid is None:
        return
    _title(out, f"What {debrief.partner} told you, and what not")
    for one in debrief.told:
        _say(out, f"· {one}", indent=2)
    if debrief.unsaid is not None:
        _say(out, debrief.unsaid.text, indent=2)


def _rest(debrief: Debrief, out: Console) -> None:
    if debrief.others:
        _title(out, "Also seen")
        for one in debrief.others:
            _seen(one, out, f"{one.title}: {grade_or_count(one)}")
    if debrief.harder:
        _title(out, "What made it harder")
        for one in debrief.harder:
            _seen(one, out, f"{one.title}, {times(one.count)}")


def _seen(one: SkillResult, out: Console, label: str) -> None:
    words = f"  “{short(one.quotes[0].line)}”" if one.quotes else ""
    out.print(
        Padding(Text.assemble((label, "bold"), words), (0, 0, 0, 2), expand=False)
    )


def _moment(moment: Moment, out: Console) -> None:
    _title(out, f"Tried again: turn {moment.turn}")
    if moment.heard:
        _say(out, f"After “{moment.heard}”", indent=2, style="dim")
    for index, one in enumerate(moment.tries):
        _say(out, f"{ordinal(index)} try: “{one.said}”", indent=2)
        _say(out, f"answer: “{one.reply}” (openness {one.openness:.2f})", indent=4)


def _speech(debrief: Debrief, out: Console) -> None:
    if not debrief.speech:
        return
    _title(out, "How it sounded")
    for one in debrief.speech:
        out.print(
            Padding(
                Text.assemble((one.title, "bold"), f": {one.value}"),
                (0, 0, 0, 2),
                expand=False,
            )
        )
        _say(out, f"{one.reference} ({one.source})", indent=4, style="dim")


def _notes(debrief: Debrief, out: Console) -> None:
    out.print()
    out.print(Rule(style="dim"))
    if debrief.left_out:
        _say(
            out,
            f"Not scored: {times(debrief.left_out, 'line')}, because the safety check "
            "had a question there.",
            style="dim",
        )
    for note in debrief.notes:
        _say(out, note, style="dim")


def _title(out: Console, title: str) -> None:
    out.print()
    out.print(Text(title, style="bold underline"))
    out.print()


def _say(out: Console, words: str, indent: int = 0, style: str = "") -> None:
    out.print(Padding(Text(words, style=style), (0, 0, 0, indent), expand=False))


def _quote(out: Console, quote: Quote, style: str, indent: int = 2) -> None:
    """The line in quotation marks, the part that counts marked."""
    text = Text.assemble(
        "“",
        quote.line[: quote.start],
        (quote.words, style),
        quote.line[quote.end :],
        "”",
    )
    out.print(Padding(text, (0, 0, 0, indent), expand=False))
