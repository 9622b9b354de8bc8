"""The debrief as one page: no script, no request to anywhere, fit to print."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from sim.privacy.folder import write_private
from sim.session.debrief import Debrief
from sim.session.debrief_costly import Costly
from sim.session.debrief_parts import Moment, Point, Quote, SkillResult
from sim.session.debrief_plot import plot
from sim.session.debrief_text import grade_or_count, ordinal, times

_HERE = Path(__file__).parent


def as_html(debrief: Debrief) -> str:
    """The whole page. Its title in the browser is neutral on purpose."""
    parts = [_heading(debrief)]
    if debrief.status != "stopped":
        parts += [
            _well(debrief),
            _goals(debrief),
            _costly(debrief),
            _course(debrief),
            _unsaid(debrief),
            _moments(debrief),
            _rest(debrief),
            _speech(debrief),
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
    if debrief.epilogue:
        out += f"<p>{escape(debrief.epilogue)}</p>"
    return out + "</header>"


def _well(debrief: Debrief) -> str:
    well = debrief.well
    if well is None:
        return ""
    return _section(
        "One thing you did well",
        f'<div class="card good">{_quote(well.quote)}'
        f"<p>{escape(well.title)}. {escape(well.took)}</p></div>",
    )


def _goals(debrief: Debrief) -> str:
    cards = "".join(_goal(one) for one in debrief.goals)
    return _section("What you set out to practise", cards)


def _goal(goal: SkillResult) -> str:
    out = f'<span class="grade">{escape(goal.grade)}</span>'
    out += f"<h3>{escape(goal.title)}</h3>"
    out += "".join(_quote(quote) for quote in goal.quotes)
    if goal.took:
        out += f"<p>{escape(goal.took)}</p>"
    if goal.hint:
        hint = f"{goal.hint} For example: “{goal.example}”"
        out += f'<p class="quiet">{escape(hint)}</p>'
    for quote in goal.unsure:
        out += f'<p class="quiet">Not sure about: “{escape(quote.words)}”</p>'
    kind = "card good" if goal.count else "card"
    return f'<div class="{kind}">{out}</div>'


def _costly(debrief: Debrief) -> str:
    cards = "".join(_one_costly(debrief, one) for one in debrief.costly)
    return _section("What cost the most", cards)


def _one_costly(debrief: Debrief, one: Costly) -> str:
    out = f'<span class="grade">turn {one.quote.turn}</span>'
    if one.heard:
        out += (
            f'<p class="quiet"><span class="who">{escape(debrief.partner)}</span>'
            f"“{escape(one.heard)}”</p>"
        )
    out += f'<span class="who">You</span>{_quote(one.quote)}'
    out += f"<p>{escape(one.title)}. {escape(one.took)}</p>"
    if one.better:
        out += (
            f'<div class="better"><strong>You could try</strong>“{escape(one.better)}”'
            f'</div><p class="why">{escape(one.why)}</p>'
        )
    return f'<div class="card care">{out}</div>'


def _course(debrief: Debrief) -> str:
    if len(debrief.course) < 2:
        return ""
    name = escape(debrief.partner)
    rows = "".join(_row(one) for one in debrief.course)
    body = (
        f"<figure>{plot(debrief.course, debrief.partner)}<figcaption>How open {name} "
        "was after each of your turns. Point at a dot, or move to it with the Tab key, "
        "to see what was said.</figcaption></figure>"
        "<details><summary>The same as a table</summary><table><thead><tr>"
        '<th scope="col">Turn</th><th scope="col">Openness</th><th scope="col">Trust'
        '</th><th scope="col">Felt safety</th><th scope="col">What moved it</th></tr>'
        f"</thead><tbody>{rows}</tbody></table></details>"
    )
    return _section(f"How it was for {name}", body)


def _row(point: Point) -> str:
    numbers = (point.openness, point.trust, point.felt_safety)
    cells = "".join(f'<td class="number">{one:.2f}</td>' for one in numbers)
    when = "start" if point.turn == 0 else str(point.turn)
    return f"<tr><td>{when}</td>{cells}<td>{escape(point.why)}</td></tr>"


def _unsaid(debrief: Debrief) -> str:
    out = ""
    if debrief.told:
        out += _list([escape(one) for one in debrief.told])
    if debrief.unsaid is not None:
        out += f"<p>{escape(debrief.unsaid.text)}</p>"
    return _section(f"What {escape(debrief.partner)} told you, and what not", out)


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
    return _section(f"A moment you tried again (turn {moment.turn})", body)


def _rest(debrief: Debrief) -> str:
    out = ""
    if debrief.others:
        rows = [_seen(one, grade_or_count(one)) for one in debrief.others]
        out += _section("Also seen", _list(rows))
    if debrief.harder:
        rows = [_seen(one, times(one.count)) for one in debrief.harder]
        out += _section("What made it harder", f'<div class="care">{_list(rows)}</div>')
    return out


def _seen(one: SkillResult, label: str) -> str:
    words = "".join(_quote(quote) for quote in one.quotes[:1])
    return f"<strong>{escape(one.title)}</strong>, {escape(label.lower())}{words}"


def _speech(debrief: Debrief) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(one.title)}</th><td>{escape(one.value)}</td>'
        f'<td class="quiet">{escape(one.reference)} ({escape(one.source)})</td></tr>'
        for one in debrief.speech
    )
    body = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    return _section("How it sounded", body)


def _notes(debrief: Debrief) -> str:
    notes = list(debrief.notes)
    if debrief.left_out:
        lines = times(debrief.left_out, "line")
        notes.insert(0, f"Not scored: {lines}, where the safety check had a question.")
    if not notes:
        return ""
    return "<footer>" + "".join(f"<p>{escape(one)}</p>" for one in notes) + "</footer>"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>" if body else ""


def _list(rows: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _quote(quote: Quote) -> str:
    before, after = quote.line[: quote.start], quote.line[quote.end :]
    return (
        f"<blockquote>“{escape(before)}<mark>{escape(quote.words)}</mark>"
        f"{escape(after)}”</blockquote>"
    )
