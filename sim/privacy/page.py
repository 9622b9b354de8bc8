"""The little Markdown that an export uses, as a page of its own: no script, no link."""

from __future__ import annotations

import html
import re
from typing import Final

_STYLE: Final = (
    "body{max-width:42rem;margin:3rem auto;padding:0 1rem;line-height:1.55;"
    "font-family:system-ui,sans-serif;color:#26211f;background:#f9f5ef}"
    "h1{font-size:1.5rem;margin-top:2.5rem}blockquote{color:#5c524a;margin:0 0 1rem "
    "1.5rem}hr{border:0;border-top:1px solid #d8cfc3;margin:3rem 0}"
)


def page(markdown: str) -> str:
    """A whole HTML page; whatever stands in `markdown` is text, never markup."""
    body = "\n".join(
        _block(one) for one in re.split(r"\n{2,}", markdown.strip()) if one
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        "<title>What you kept</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _block(block: str) -> str:
    if block == "---":
        return "<hr>"
    if block.startswith("# "):
        return f"<h1>{html.escape(block[2:])}</h1>"
    if block.startswith("> "):
        rows = (row.removeprefix("> ") for row in block.splitlines())
        return f"<blockquote>{'<br>'.join(map(html.escape, rows))}</blockquote>"
    text = html.escape(block).replace("\n", "<br>")
    text = re.sub(r"^\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"^\*([^*]+)\*", r"<em>\1</em>", text)
    return f"<p>{text}</p>"
