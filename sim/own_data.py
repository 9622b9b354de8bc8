"""The user's own data in a terminal: consents that are due, recovery words."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.covering import cover
from sim.lines import Keyboard
from sim.privacy import recovery
from sim.privacy.consents import Consents
from sim.privacy.network import leaves_computer
from sim.privacy.overview import Agreed, Overview
from sim.privacy.retention import Rule
from sim.privacy.vault import Vault
from sim.terminal import Leave, choose
from sim.texts import text, texts


def at_start(
    console: Console, keyboard: Keyboard, vault: Vault | None, base_url: str
) -> None:
    """Keep the yes of the first screen, and ask what else has to be asked.

    `base_url` is the address of the model server that the settings name, or "".

    Raises:
        Leave: the user leaves.
    """
    if vault is None:
        return
    told = Consents(vault)
    told.agree_at_start()
    for one in told.due():
        note(console, text("privacy.changed"), is_bold=True)
        note(console, text("privacy.changed_body", purpose=text(f"privacy.{one.id}")))
        told.answer(one.id, is_given=_agrees(console, keyboard))
    if leaves_computer(base_url) and told.last("network_model") is None:
        note(console, f"{text('privacy.network_model')}: {base_url}?")
        told.answer("network_model", is_given=_agrees(console, keyboard))
    if vault.is_new and sys.stdin.isatty():  # shown once, so to a person only
        offer_recovery(console, keyboard, vault)


def _agrees(console: Console, keyboard: Keyboard) -> bool:
    answers = [text(f"privacy.{key}").capitalize() for key in ("yes", "no")]
    return choose(console, keyboard, answers) == 0


def note(console: Console, words: str, *, is_bold: bool = False) -> None:
    """One paragraph, set in a little."""
    console.print(Padding(Text(words, style="bold" if is_bold else ""), (1, 0, 0, 2)))


def offer_recovery(console: Console, keyboard: Keyboard, vault: Vault) -> None:
    """Offer a recovery phrase; skipping costs nothing.

    Raises:
        Leave: the user leaves.
    """
    note(console, text("recovery.title"), is_bold=True)
    key = "recovery.offer" if vault.needs_passphrase else "recovery.offer_keyring"
    note(console, text(key))
    options = [text("recovery.make"), text("recovery.skip")]
    if choose(console, keyboard, options) == 0:
        make_recovery(console, keyboard, vault)
    else:
        note(console, text("recovery.later"))


def make_recovery(console: Console, keyboard: Keyboard, vault: Vault) -> bool:
    """Show twelve new words once and see that they were written down.

    Returns:
        Whether they were; if not, they open nothing.

    Raises:
        Leave: the user leaves; the words open nothing.
    """
    words = vault.new_recovery()
    try:
        is_kept = _is_written(console, keyboard, words)
    except BaseException:
        vault.remove_recovery()
        raise
    if not is_kept:
        vault.remove_recovery()
    note(console, text("recovery.kept" if is_kept else "recovery.dropped"))
    return is_kept


def _is_written(console: Console, keyboard: Keyboard, words: tuple[str, ...]) -> bool:
    note(console, text("recovery.show"), is_bold=True)
    console.print()
    for number, word in enumerate(words, 1):
        console.print(Text(f"    {number:>2}  {word}"))
    note(console, text("recovery.show_hint"))
    options = [text("recovery.written"), text("recovery.skip")]
    if choose(console, keyboard, options) != 0:
        cover(console.file)
        return False
    cover(console.file)
    note(console, text("recovery.ask_hint"))
    for number in recovery.to_ask():
        _ask(console, keyboard, number, words[number - 1])
    return True


def _ask(console: Console, keyboard: Keyboard, number: int, word: str) -> None:
    while True:
        note(console, text("recovery.ask_typed", number=str(number)))
        line = keyboard.wait()
        if line is None or line.strip() in ("/leave", "leave"):
            raise Leave
        if recovery.is_same(word, line):
            return
        note(console, text("recovery.wrong", number=str(number)))


def rows(found: Overview) -> list[tuple[str, list[str]]]:
    """The overview in words: headings, each with its lines."""
    agreed = [
        f"{text(f'privacy.{one.purpose}')}: {_answer(one)}" for one in found.agreed
    ]
    rights = [*texts("privacy.right_rows")]
    if found.corrections:
        count = f"{found.corrections} statement{'s'[: found.corrections != 1]}"
        rights[1] += f". {text('privacy.corrected', count=count)}"
    return [
        (text("privacy.title"), kept(found)),
        (text("privacy.how_long"), how_long(found)),
        (text("privacy.what_for"), agreed),
        (text("privacy.rights"), rights),
    ]


def kept(found: Overview) -> list[str]:
    """What is kept, and what opens it."""
    if found.first is None or found.last is None:
        first = text("privacy.kept_none", folder=found.folder)
    else:
        first = text(
            "privacy.kept",
            rehearsals=_count("rehearsals", found.rehearsals),
            lines=_count("lines", found.lines),
            first=found.first.isoformat(),
            last=found.last.isoformat(),
            size=_size(found.size_bytes),
            folder=found.folder,
        )
    opens = "opens_passphrase" if found.has_passphrase else "opens_keyring"
    phrase = "has_recovery" if found.has_recovery else "no_recovery"
    lines = [first, f"{text(f'privacy.{opens}')} {text(f'privacy.{phrase}')}"]
    if found.paired:
        lines.append(text("privacy.paired", names=", ".join(found.paired)))
    return lines


def how_long(found: Overview) -> list[str]:
    """The rules for keeping."""
    return [
        text(f"privacy.keeps_{kind}", rule=told_rule(rule))
        for kind, rule in found.rules.items()
    ]


def told_rule(rule: Rule) -> str:
    """A rule in words."""
    if rule.days is None:
        return text("privacy.always")
    return (
        text("privacy.days", days=str(rule.days))
        if rule.days
        else text("privacy.no_days")
    )


def _answer(one: Agreed) -> str:
    if not one.is_here:
        return text("privacy.not_here")
    if one.is_given is None:
        return text("privacy.not_asked")
    answer = text("privacy.yes" if one.is_given else "privacy.no")
    return text("privacy.since", answer=answer, day=str(one.on))


def _count(what: str, count: int) -> str:
    if count == 1:
        return text(f"privacy.{what}_one")
    return text(f"privacy.{what}_many", count=str(count))


def _size(size_bytes: int) -> str:
    kib = max(1, round(size_bytes / 1024))
    return f"{kib} KB" if kib < 1024 else f"{kib / 1024:.1f} MB"
