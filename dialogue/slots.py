"""Fill the slots of a line from the user's setting; no slot breaks when unset.

Slots: ``{user}`` (the user's name; only as an address: ", {user}" or "{user}, "),
``{partner}``, ``{relationship}``, pronoun forms ``{user_they}``, ``{partner_them}``
and so on (``{partner_are}`` is "is" or "are", ``want{partner_s}`` "wants" or "want",
``go{partner_es}`` "goes" or "go"), ``{echo}`` (the user's own word, filled by the
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
    "they": (
        "they",
        "them",
        "their",
        "theirs",
        "themself",
        "are",
        "were",
        "have",
        "do",
        "",
        "",
    ),
    "ze": ("ze", "zir", "zir", "zirs", "zirself", *_VERBS_OF_ONE),
    "xe": ("xe", "xem", "xyr", "xyrs", "xemself", "is", "was", "has"),
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
    """What the user calls the partner; the persona's word when empty."""
    words: dict[str, str] = field(default_factory=dict)
    """The scenario's own slots that the user has changed."""


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
    """All slots with their values, ``echo`` aside."""
    values = dict(own)
    values.update({key: word for key, word in setting.words.items() if word})
    values["partner"] = partner
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
    if not values["user"]:
        text = _ADDRESS.sub("", text)
    filled = _SLOT.sub(lambda match: values[match[1]], text)
    return sentence_case(filled.strip())


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
