"""The debrief in a terminal, or as plain text where there is none."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule
from rich.text import Text

from dialogue.scorers.grades import NOT_YET_SEEN
from sim.session.debrief import Debrief
from sim.session.debrief_costly import Costly
from sim.session.debrief_log import judged
from sim.session.debrief_moments import Moment
from sim.session.debrief_page import MARKED, Page
from sim.session.debrief_parts import Point, SkillResult
from sim.session.debrief_why import Statement
from sim.texts import text

_WIDTH = 88
"""Longest line; prose wider than this is hard to read."""
_BAR = 20


def render(debrief: Debrief, console: Console | None = None, hint: str = "") -> None:
    """Print the debrief; without a terminal `console` leaves out colours itself.

    `hint` says how to ask about the numbers, in the words of the front end.
    """
    out = console or Console(width=_WIDTH, highlight=False)
    page = Page(debrief, out)
    _heading(page)
    if debrief.status == "stopped":
        return
    for part in (
        _well,
        _turned,
        _goals,
        _before,
        _costly,
        _missed,
        _course,
        _unsaid,
        _rest,
    ):
        part(page)
    for moment in debrief.moments:
        _moment(page, moment)
    _speech(page)
    _noticed(page)
    _marked(page)
    _notes(page, hint)


def as_text(debrief: Debrief, width: int = _WIDTH) -> str:
    """The debrief as plain text, without colours or control characters."""
    console = Console(
        width=width, highlight=False, color_system=None, force_terminal=False
    )
    with console.capture() as capture:
        render(debrief, console)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def explain(statement: Statement, console: Console) -> None:
    """Print what one statement rests on."""
    console.print(Text(f"  [{statement.number}] {statement.says}", style="bold"))
    for line in statement.why:
        console.print(Text(f"    · {line}"))
    if statement.is_marked:
        note = f" “{statement.note}”" if statement.note else ""
        console.print(Text(f"    · {MARKED}{note}", style="italic"))


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


def _heading(page: Page) -> None:
    made = page.debrief
    page.gap()
    page.out.print(Rule(escape(made.title or "Debrief"), style="dim"))
    page.gap()
    page.say(made.headline, key="headline")
    if made.epilogue:
        page.say(made.epilogue, style="italic")
    if made.carried:
        page.say(f"Last time you wanted to use it here: “{made.carried}”")


def _well(page: Page) -> None:
    well = page.debrief.well
    if well is None:
        return
    page.title("One thing you did well")
    page.quote(well.quote, "bold green", key=judged(well.skill, well.quote.turn))
    page.say(f"{well.title}. {well.took}".rstrip(), indent=2)


def _turned(page: Page) -> None:
    if not page.debrief.turned:
        return
    page.title("Where it turned")
    for one in page.debrief.turned:
        way = "It got easier" if one.is_better else "It got harder"
        page.say(f"{way}, with your line {one.quote.turn}", indent=2, style="bold")
        page.quote(one.quote, "green" if one.is_better else "yellow")
        page.say(one.change, indent=2, key=one.key)
        page.say(one.reason, indent=2, style="dim")
        page.gap()


def _goals(page: Page) -> None:
    if not page.debrief.goals:
        return
    page.title("What you set out to practise")
    for goal in page.debrief.goals:
        label = Text.assemble((goal.title, "bold"), f": {page.debrief.grade(goal)}")
        page.say(label, indent=2, key=f"goal:{goal.skill}")
        for quote in (*goal.quotes, *goal.marked):
            page.quote(quote, "green", 4, judged(goal.skill, quote.turn))
        if goal.took:
            page.say(goal.took, indent=4)
        if goal.hint:
            hint = f"{goal.hint} For example: “{goal.example}”"
            page.say(hint, indent=4, style="dim")
        for quote in goal.unsure:
            key = judged(goal.skill, quote.turn)
            page.say(f"Not sure about: “{quote.words}”", 4, "dim", key)
        page.gap()


def _before(page: Page) -> None:
    if not page.debrief.before:
        return
    page.title("This time and earlier")
    for one in page.debrief.before:
        line = Text.assemble((one.title, "bold"), f": {one.text}")
        page.say(line, indent=2, key=one.key)


def _costly(page: Page) -> None:
    found = page.debrief.costly
    if not found:
        return
    page.title("What cost the most" if len(found) > 1 else "What cost most")
    for one in found:
        _one_costly(page, one)


def _one_costly(page: Page, one: Costly) -> None:
    page.say(f"Turn {one.quote.turn}", indent=2, style="bold")
    if one.heard:
        page.say(f"{page.debrief.partner}: “{one.heard}”", indent=2, style="dim")
    page.quote(one.quote, "yellow")
    page.say(f"{one.title}. {one.took}", 2, key=judged(one.skill, one.quote.turn))
    _try(page, one.better, one.why, one.key)


def _missed(page: Page) -> None:
    if not page.debrief.missed:
        return
    page.title("A chance that went by")
    for one in page.debrief.missed:
        if one.heard:
            page.say(f"{page.debrief.partner}: “{one.heard}”", indent=2, style="dim")
        if one.quote is not None:
            page.quote(one.quote, "yellow")
        page.say(one.text, 2, key=one.key)
        _try(page, one.better, one.why)


def _try(page: Page, better: str, why: str, key: str = "") -> None:
    if better:
        page.say("You could try:", indent=2, style="bold")
        page.say(f"“{better}”", indent=4, key=key)
    if why:
        page.say(why, indent=4, style="dim")
    page.gap()


def _course(page: Page) -> None:
    if len(page.debrief.course) < 2:
        return
    page.title(f"How open {page.debrief.partner} was")
    for point in page.debrief.course:
        page.say(_bar(point), indent=2)
        if point.why:
            page.say(point.why, 8, "dim", f"moved@{point.turn}")


def _bar(point: Point) -> Text:
    full = round(point.openness * _BAR)
    return Text.assemble(
        f"{point.turn:>3}  ",
        ("█" * full, "cyan"),
        ("·" * (_BAR - full), "dim"),
        f"  {point.openness:.2f}  {point.mood}",
    )


def _unsaid(page: Page) -> None:
    made = page.debrief
    if not made.told and made.unsaid is None:
        return
    page.title(f"What {made.partner} told you, and what not")
    for index, one in enumerate(made.told):
        page.say(f"· {one}", indent=2, key=f"told:{index}")
    if made.unsaid is not None:
        page.say(made.unsaid.text, indent=2, key="unsaid")


def _rest(page: Page) -> None:
    if page.debrief.others:
        page.title("Also seen")
        for one in page.debrief.others:
            _seen(page, one, f"{one.title}: {grade_or_count(one)}")
    if page.debrief.harder:
        page.title("What made it harder")
        for one in page.debrief.harder:
            _seen(page, one, f"{one.title}, {times(one.count)}")


def _seen(page: Page, one: SkillResult, label: str) -> None:
    page.say(label, 2, "bold", f"goal:{one.skill}")
    for quote in (*one.quotes, *one.marked):
        page.quote(quote, "", 4, judged(one.skill, quote.turn))


def _moment(page: Page, moment: Moment) -> None:
    page.title(f"Tried again: turn {moment.turn}")
    if moment.heard:
        page.say(f"After “{moment.heard}”", indent=2, style="dim")
    for index, one in enumerate(moment.tries):
        page.say(f"{ordinal(index)} try: “{one.said}”", indent=2)
        answer = f"answer: “{one.reply}” (openness {one.openness:.2f})"
        page.say(answer, indent=4)


def _speech(page: Page) -> None:
    if not page.debrief.speech:
        return
    page.title("How it sounded")
    for one in page.debrief.speech:
        line = Text.assemble((one.title, "bold"), f": {one.value}")
        page.say(line, indent=2, key=f"speech:{one.id}")
        page.say(f"{one.reference} ({one.source})", indent=4, style="dim")


def _noticed(page: Page) -> None:
    if page.debrief.noticed:
        page.title(text("noticed.title"))
        page.say(text("noticed.intro"), indent=2, style="dim")
    for one in page.debrief.noticed:
        page.say(f"· {one.says}", indent=2, key=f"noticed:{one.id}")


def _marked(page: Page) -> None:
    """What was marked and is no longer said above."""
    gone = [one for one in page.debrief.statements if one.is_gone]
    if gone:
        page.title("What you marked as wrong")
        for one in gone:
            page.say(one.says, indent=2, key=one.key)
            if one.words:
                page.say(f"“{one.words}”", indent=4, style="dim")


def _notes(page: Page, hint: str) -> None:
    made = page.debrief
    page.gap()
    if made.transfer:
        page.say(f"You wanted to use this here: “{made.transfer}”")
    page.out.print(Rule(style="dim"))
    if made.felt:
        page.say(made.felt, style="dim")
    if made.left_out:
        page.say(
            f"Not scored: {times(made.left_out, 'line')}, because the safety check "
            "had a question there.",
            style="dim",
        )
    for note in (*made.notes, hint):
        if note:
            page.say(note, style="dim")
