"""Fill the slots of a line from the user's setting; no slot breaks when unset.

Slots: ``{user}`` (the user's name; only as an address: ", {user}" or "{user}, "),
``{partner}``, ``{relationship}``, pronoun forms ``{user_they}``, ``{partner_them}``
and so on (``{partner_are}`` is "is" or "are", ``want{partner_s}`` "wants" or "want",
``go{partner_es}`` "goes" or "go"; only after a pronoun, for it is "Sam is" whatever
the pronoun), ``{echo}`` (the user's own word, filled by the
engine), and the scenario's own slots.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogue.strict import DataError, one_of

FORMS = (
    "they",
    "them",
    "their",
    "theirs",
    "themself",
    "are",
    "were",
    "have",
    "do",
    "s",
    "es",
)
_VERBS_OF_ONE = ("is", "was", "has", "does", "s", "es")
_PRONOUNS: dict[str, tuple[str, ...]] = {
    "she": ("she", "her", "her", "hers", "herself", *_VERBS_OF_ONE),
    "he": ("he", "him", "his", "his", "himself", *_VERBS_OF_ONE),
    "they": (*FORMS[:-2], "", ""),
    "ze": ("ze", "zir", "zir", "zirs", "zirself", *_VERBS_OF_ONE),
    "xe": ("xe", "xem", "xyr", "xyrs", "xemself", *_VERBS_OF_ONE),
}
_SLOT = re.compile(r"\{([a-z_]+)\}")
_ADDRESS = re.compile(
    r", ?\{user\}(?=[.!?…,;:—]|$)"
    r"|(?<![^ “\"(])\{user\}, "
    r"| \{user\}(?=[.!?…;:—]|$)"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the user has said about the two of them; all of it may be left out."""

    name: str = ""
    pronouns: str = ""
    """Such as "she/her"; they/them when empty."""
    relationship: str = ""
    """What the partner is to the user; the persona's word when empty."""
    words: dict[str, str] = field(default_factory=dict)
    """The scenario's own slots that the user has changed."""
    partner_name: str = ""
    """The persona's when empty."""
    partner_pronouns: str = ""


NAMES: dict[str, str] = {
    "user": "name",
    "user_pronouns": "pronouns",
    "relationship": "relationship",
    "partner": "partner_name",
    "partner_pronouns": "partner_pronouns",
}
"""Key in plain values, such as a session's log, to the field of `Setting`."""
MOST_CHARACTERS = 40
"""A longer name or fact makes spoken lines stumble [judgement]."""
_PRONOUN_WORDS = re.compile(r"[a-zà-ÿ]+(?:/[a-zà-ÿ']+){0,4}", re.I)


def check_value(name: str, value: str) -> None:
    """Refuse a value that would break a text.

    Raises:
        DataError: one line that names the value and says what is allowed.
    """
    if not value:
        return
    why = ""
    if set("{}<>") & set(value):
        why = "leave out braces and angle brackets"
    elif not value.isprintable():
        why = "keep it on one line, without control characters"
    elif len(value) > MOST_CHARACTERS:
        why = f"at most {MOST_CHARACTERS} characters, this has {len(value)}"
    elif not value.strip():
        why = "give a word, or leave it out"
    elif name.endswith("pronouns") and not _PRONOUN_WORDS.fullmatch(value.strip()):
        why = 'write pronouns with strokes between, such as "she/her"'
    elif not name.endswith("pronouns") and not any(map(str.isalnum, value)):
        why = "give a letter or a number"
    if why:
        shown = value if len(value) <= MOST_CHARACTERS else value[:20] + "…"
        raise DataError(f"{name} is {shown!r}: {why}.")


def pronoun_forms(pronouns: str) -> dict[str, str]:
    """Forms of pronouns such as "she/her", by the words of they/them.

    Sets that are not in the table are built from what is given: "ey/em".
    """
    parts = [part.strip().lower() for part in pronouns.split("/") if part.strip()]
    subject = parts[0] if parts else "they"
    if subject in _PRONOUNS:
        return dict(zip(FORMS, _PRONOUNS[subject], strict=True))
    them = parts[1] if len(parts) > 1 else subject
    their = parts[2] if len(parts) > 2 else f"{them}'s"
    theirs = parts[3] if len(parts) > 3 else their
    made = (subject, them, their, theirs, f"{them}self", *_VERBS_OF_ONE)
    return dict(zip(FORMS, made, strict=True))


def slot_values(
    partner: str,
    pronouns: str,
    relationship: str,
    own: Mapping[str, str],
    setting: Setting,
) -> dict[str, str]:
    """All slots with their values, ``echo`` aside; the setting's before the others."""
    values = dict(own)
    values.update({key: word for key, word in setting.words.items() if word})
    partner, pronouns = (
        setting.partner_name or partner,
        setting.partner_pronouns or pronouns,
    )
    values["partner"] = partner.strip()
    values["relationship"] = setting.relationship or relationship
    for who, forms in (("user", setting.pronouns), ("partner", pronouns)):
        for form, word in pronoun_forms(forms).items():
            values[f"{who}_{form}"] = word
    values["user"] = setting.name.strip()
    return values


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill the slots of `text`; an empty ``{user}`` goes with its comma.

    Raises:
        KeyError: a slot has no value.
    """
    return sentence_case(fill_words(text, values))


def fill_words(text: str, values: Mapping[str, str]) -> str:
    """Fill the slots of a few words that are no sentence; capitals stay as written."""
    if not values["user"]:
        text = _ADDRESS.sub("", text)
    return _SLOT.sub(lambda match: values[match[1]], text).strip()


def sentence_case(text: str) -> str:
    """Capitals at the start of each sentence."""
    return re.sub(
        r"(^[“‘\"']?|(?<![.…])[.!?] [“‘\"']?)([a-zà-ÿ])",
        lambda match: match[1] + match[2].upper(),
        text,
    )


def check_slots(text: str, path: str, own: Mapping[str, str]) -> None:
    """Refuse slots that are unknown, or ``{user}`` where it cannot be left out.

    Raises:
        DataError: names the slot and how to write it.
    """
    known = {*own, "user", "partner", "relationship", "echo"}
    known |= {f"{who}_{form}" for who in ("user", "partner") for form in FORMS}
    for name in _SLOT.findall(text):
        one_of(f"{path}: slot", name, sorted(known), "slot")
    if "{user}" in _ADDRESS.sub("", text):
        raise DataError(
            f'{path}: {{user}} must be an address that can be left out: ", {{user}}." '
            'or "{user}, …".'
        )
    if re.search(r"[{}]", _SLOT.sub("", text)):
        raise DataError(f"{path}: a brace stands alone; slots look like {{partner}}.")
