"""The debrief as one page: no script, no request to anywhere, fit to print."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from sim.privacy.folder import write_private
from sim.session.debrief import Debrief
from sim.session.debrief_costly import Costly
from sim.session.debrief_log import judged
from sim.session.debrief_moments import Moment
from sim.session.debrief_parts import Point, SkillResult
from sim.session.debrief_plot import plot
from sim.session.debrief_tags import because, hearing, listed, quoted, section
from sim.session.debrief_text import grade_or_count, ordinal, times
from sim.texts import text

_TRY = "<strong>You could try</strong>"
_HERE = Path(__file__).parent


def as_html(debrief: Debrief) -> str:
    """The whole page. Its title in the browser is neutral on purpose."""
    parts = [_heading(debrief)]
    if debrief.status != "stopped":
        parts += [
            _well(debrief),
            _turned(debrief),
            _goals(debrief),
            _before(debrief),
            _costly(debrief),
            _missed(debrief),
            _course(debrief),
            _unsaid(debrief),
            _moments(debrief),
            _rest(debrief),
            _speech(debrief),
            _noticed(debrief),
            _gone(debrief),
        ]
    parts.append(_notes(debrief))
    template = Template((_HERE / "debrief.html").read_text("utf-8"))
    style = (_HERE / "debrief.css").read_text("utf-8")
    return template.substitute(style=style, body="\n".join(filter(None, parts)))


def save(debrief: Debrief, path: Path) -> None:
    """Write the page, readable by its owner only; only when the user asked for it.

    It is not encrypted: say so to the user before.
    """
    write_private(path, as_html(debrief).encode())


def _heading(debrief: Debrief) -> str:
    out = f"<header><h1>{escape(debrief.title)}</h1>"
    out += f'<p class="lead">{escape(debrief.headline)}</p>'
    out += because(debrief, "headline")
    if debrief.epilogue:
        out += f"<p>{escape(debrief.epilogue)}</p>"
    if debrief.carried:
        carried = f"Last time you wanted to use it here: “{debrief.carried}”"
        out += f"<p>{escape(carried)}</p>"
    return out + "</header>"


def _well(debrief: Debrief) -> str:
    well = debrief.well
    if well is None:
        return ""
    return section(
        "One thing you did well",
        f'<div class="card good">{quoted(well.quote)}'
        f"<p>{escape(well.title)}. {escape(well.took)}</p>"
        f"{because(debrief, judged(well.skill, well.quote.turn))}</div>",
    )


def _turned(debrief: Debrief) -> str:
    out = ""
    for one in debrief.turned:
        kind = "good" if one.is_better else "care"
        way = "It got easier" if one.is_better else "It got harder"
        out += (
            f'<div class="card {kind}"><span class="grade">turn {one.quote.turn}</span>'
            f"<h3>{way}</h3>{quoted(one.quote)}<p>{escape(one.change)}</p>"
            f'<p class="quiet">{escape(one.reason)}</p>'
            f"{because(debrief, one.key)}</div>"
        )
    return section("Where it turned", out)


def _goals(debrief: Debrief) -> str:
    cards = "".join(_goal(debrief, one) for one in debrief.goals)
    return section("What you set out to practise", cards)


def _goal(debrief: Debrief, goal: SkillResult) -> str:
    out = f'<span class="grade">{escape(debrief.grade(goal))}</span>'
    out += f"<h3>{escape(goal.title)}</h3>"
    out += because(debrief, f"goal:{goal.skill}")
    for quote in (*goal.quotes, *goal.marked):
        out += quoted(quote) + because(debrief, judged(goal.skill, quote.turn))
    if goal.took:
        out += f"<p>{escape(goal.took)}</p>"
    if goal.hint:
        hint = f"{goal.hint} For example: “{goal.example}”"
        out += f'<p class="quiet">{escape(hint)}</p>'
    for quote in goal.unsure:
        out += f'<p class="quiet">Not sure about: “{escape(quote.words)}”</p>'
        out += because(debrief, judged(goal.skill, quote.turn))
    kind = "card good" if goal.count else "card"
    return f'<div class="{kind}">{out}</div>'


def _before(debrief: Debrief) -> str:
    rows = [
        f"<strong>{escape(one.title)}</strong>: {escape(one.text)}"
        f"{because(debrief, one.key)}"
        for one in debrief.before
    ]
    return section("This time and earlier", listed(rows) if rows else "")


def _costly(debrief: Debrief) -> str:
    cards = "".join(_one_costly(debrief, one) for one in debrief.costly)
    return section("What cost the most", cards)


def _one_costly(debrief: Debrief, one: Costly) -> str:
    out = f'<span class="grade">turn {one.quote.turn}</span>'
    if one.heard:
        out += hearing(debrief, one.heard)
    out += f'<span class="who">You</span>{quoted(one.quote)}'
    out += f"<p>{escape(one.title)}. {escape(one.took)}</p>"
    out += because(debrief, judged(one.skill, one.quote.turn))
    out += _better(one.better, one.why) + because(debrief, one.key)
    return f'<div class="card care">{out}</div>'


def _better(better: str, why: str) -> str:
    out = ""
    if better:
        out += f'<div class="better">{_TRY}“{escape(better)}”</div>'
    return out + (f'<p class="why">{escape(why)}</p>' if why else "")


def _missed(debrief: Debrief) -> str:
    out = ""
    for one in debrief.missed:
        card = ""
        if one.heard:
            card += hearing(debrief, one.heard)
        if one.quote is not None:
            card += f'<span class="who">You</span>{quoted(one.quote)}'
        card += f"<p>{escape(one.text)}</p>{because(debrief, one.key)}"
        out += f'<div class="card">{card}{_better(one.better, one.why)}</div>'
    return section("A chance that went by", out)


def _course(debrief: Debrief) -> str:
    if len(debrief.course) < 2:
        return ""
    name = escape(debrief.partner)
    rows = "".join(_row(debrief, one) for one in debrief.course)
    body = (
        f"<figure>{plot(debrief.course, debrief.partner)}<figcaption>How open {name} "
        "was after each of your turns. Point at a dot, or move to it with the Tab key, "
        "to see what was said.</figcaption></figure>"
        "<details><summary>The same as a table</summary><table><thead><tr>"
        '<th scope="col">Turn</th><th scope="col">Openness</th><th scope="col">Trust'
        '</th><th scope="col">Felt safety</th><th scope="col">What moved it</th></tr>'
        f"</thead><tbody>{rows}</tbody></table></details>"
    )
    return section(f"How it was for {name}", body)


def _row(debrief: Debrief, point: Point) -> str:
    numbers = (point.openness, point.trust, point.felt_safety)
    cells = "".join(f'<td class="number">{one:.2f}</td>' for one in numbers)
    reason = because(debrief, f"moved@{point.turn}")
    when = "start" if point.turn == 0 else str(point.turn)
    return f"<tr><td>{when}</td>{cells}<td>{escape(point.why)}{reason}</td></tr>"


def _unsaid(debrief: Debrief) -> str:
    out = ""
    if debrief.told:
        rows = enumerate(debrief.told)
        out += listed(
            [escape(one) + because(debrief, f"told:{at}") for at, one in rows]
        )
    if debrief.unsaid is not None:
        out += f"<p>{escape(debrief.unsaid.text)}</p>{because(debrief, 'unsaid')}"
    return section(f"What {escape(debrief.partner)} told you, and what not", out)


def _moments(debrief: Debrief) -> str:
    return "".join(_moment(debrief, one) for one in debrief.moments)


def _moment(debrief: Debrief, moment: Moment) -> str:
    cards = ""
    for index, one in enumerate(moment.tries):
        cards += (
            f'<div class="card"><h3>{ordinal(index)} try</h3>'
            f'<span class="who">You</span><p>“{escape(one.said)}”</p>'
            f'<span class="who">{escape(debrief.partner)}</span>'
            f"<p>“{escape(one.reply)}”</p>"
            f'<p class="quiet">openness {one.openness:.2f}, {escape(one.mood)}</p>'
            "</div>"
        )
    heard = (
        f'<p class="quiet">After “{escape(moment.heard)}”</p>' if moment.heard else ""
    )
    body = f'{heard}<div class="tries">{cards}</div>'
    return section(f"A moment you tried again (turn {moment.turn})", body)


def _rest(debrief: Debrief) -> str:
    out = ""
    if debrief.others:
        rows = [_seen(debrief, one, grade_or_count(one)) for one in debrief.others]
        out += section("Also seen", listed(rows))
    if debrief.harder:
        rows = [_seen(debrief, one, times(one.count)) for one in debrief.harder]
        out += section("What made it harder", f'<div class="care">{listed(rows)}</div>')
    return out


def _seen(debrief: Debrief, one: SkillResult, label: str) -> str:
    words = "".join(
        quoted(quote) + because(debrief, judged(one.skill, quote.turn))
        for quote in (*one.quotes, *one.marked)
    )
    why = because(debrief, f"goal:{one.skill}")
    return f"<strong>{escape(one.title)}</strong>, {escape(label.lower())}{why}{words}"


def _speech(debrief: Debrief) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(one.title)}</th><td>{escape(one.value)}</td>'
        f'<td class="quiet">{escape(one.reference)} ({escape(one.source)})'
        f"{because(debrief, f'speech:{one.id}')}</td></tr>"
        for one in debrief.speech
    )
    body = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    return section("How it sounded", body)


def _noticed(debrief: Debrief) -> str:
    rows = [
        f"{escape(one.says)}{because(debrief, f'noticed:{one.id}')}"
        for one in debrief.noticed
    ]
    intro = f'<p class="quiet">{escape(text("noticed.intro"))}</p>'
    return section(text("noticed.title"), intro + listed(rows) if rows else "")


def _gone(debrief: Debrief) -> str:
    """What was marked and is no longer said above."""
    rows = [
        f"{escape(one.says)}{because(debrief, one.key)}"
        for one in debrief.statements
        if one.is_gone
    ]
    return section("What you marked as wrong", listed(rows) if rows else "")


def _notes(debrief: Debrief) -> str:
    notes = list(debrief.notes)
    if debrief.transfer:
        notes.insert(0, f"You wanted to use this here: “{debrief.transfer}”")
    if debrief.felt:
        notes.insert(0, debrief.felt)
    if debrief.left_out:
        lines = times(debrief.left_out, "line")
        notes.insert(0, f"Not scored: {lines}, where the safety check had a question.")
    if not notes:
        return ""
    return "<footer>" + "".join(f"<p>{escape(one)}</p>" for one in notes) + "</footer>"
