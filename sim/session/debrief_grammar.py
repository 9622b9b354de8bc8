"""Just enough English grammar to put a person's own words into another sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

_IRREGULAR = {
    past: base
    for base, pasts in {
        "be": "been was were",
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "do": "did done",
        "fall": "fell fallen",
        "feel": "felt",
        "fight": "fought",
        "find": "found",
        "forget": "forgot forgotten",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone",
        "have": "had",
        "hear": "heard",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "leave": "left",
        "lose": "lost",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "pay": "paid",
        "say": "said",
        "see": "saw seen",
        "show": "shown",
        "sleep": "slept",
        "speak": "spoke spoken",
        "spend": "spent",
        "stand": "stood",
        "take": "took taken",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "understand": "understood",
        "wake": "woke woken",
        "write": "wrote written",
    }.items()
    for past in pasts.split()
}
_REGULAR: tuple[str, ...] = tuple(
    re.findall(
        r"\w+",
        "accept admit agree allow answer apologise apologize ask avoid blame book "
        "bother brush call calm care caress change check close comfort compare "
        "complain cook cuddle decide deny disappear discuss enjoy explain force get "
        "help hug ignore initiate interrupt invite joke kiss laugh lie like listen "
        "look love manage mention miss move need notice offer open plan play please "
        "prefer pressure pretend promise pull push raise react refuse reject relax "
        "remember reply respect respond roll share shout shrug sigh smile snap "
        "start stay stop suggest support talk tease thank touch trust try turn use "
        "visit wait walk want watch wish wonder work worry yell ",
    )
)
_LOOSE_ENDS = re.compile(
    r"(?:[\s,]+(?:any ?more|any longer|ever|at all|all the time|right now|right away|"
    r"now|again|already|for once(?: in your life)?|once in a while|immediately|please|"
    r"you know|okay|ok|right|then|though|anyway|either|too|instead|don't you|do you|"
    r"aren't you|are you|won't you))+$",
    re.I,
)
_NEXT_CLAUSE = re.compile(
    r"\s*(?:[,;:!?.…]|\s[-–—]\s|\b(?:but|because|cause|and (?:you|i|it|then|now)|"
    r"so (?:you|i|that)|or (?:else|i)|when(?:ever)? (?:you|i)|unless)\b).*$",
    re.I | re.S,
)
_NEXT_SENTENCE = re.compile(
    r"\s*(?:[,;:!?.…]|\s[-–—]\s|\b(?:but|and)\s).*$", re.I | re.S
)
_CERTAIN = re.compile(r"\b(?:obviously|clearly|probably|totally|honestly)\s+", re.I)
_SOFTENERS = re.compile(
    r"\b(?:just|only|obviously|clearly|simply|probably|totally|actually|even|"
    r"basically|literally|honestly|definitely)\s+",
    re.I,
)
_OPENERS = re.compile(
    r"^(?:(?:and|but|so|well|oh|no|yes|yeah|okay|look|listen|sorry|honestly|maybe|"
    r"i mean|the thing is|not tonight)\b[,.: ]*(?:love[,. ]+|darling[,. ]+)?)+",
    re.I,
)
_TAGS = re.compile(
    r"(?:, (?:you know(?: that)?|okay|ok|love|darling|just so you know|it turns out|"
    r"if you must know|(?:to be|if i'm) honest(?: with you)?|"
    r"if that's okay|if that makes sense)|"
    r",? so (?:i|you|we)\b.*)+$",
    re.I,
)
_STATEMENT = re.compile(
    r"(?:I|I'm|I've|I'd|I'll|my|you|you're|you've|it|it's|that's|this)\s[^?\"]+$", re.I
)
_TURNED_WORDS = range(4, 15)
_TURNS = re.compile(
    r"\b(I'm|I am|I wasn't|I was|I've|I'd|I'll|I|me|my|mine|myself|am|you're|you are|"
    r"you weren't|you were|you've|you'd|you'll|you|your|yours|yourself)\b",
    re.I,
)
_TURNED = {
    "i'm": "you're",
    "i am": "you are",
    "i was": "you were",
    "i wasn't": "you weren't",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "am": "are",
    "you're": "I'm",
    "you are": "I am",
    "you were": "I was",
    "you weren't": "I wasn't",
    "you've": "I've",
    "you'd": "I'd",
    "you'll": "I'll",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
}
_OBJECT_AFTER = re.compile(
    r"^(?:\s*$|\s*[,.;:!…-]|\s+(?:a|an|about|again|all|and|anything|as|at|because|but|"
    r"by|for|from|if|in|into|lately|near|next|now|of|off|on|or|out|over|since|so|"
    r"that|the|this|to|tonight|too|up|what|when|while|with|without|everything|yet|\w+ing)\b)",
    re.I,
)
_OBJECT_BEFORE = re.compile(
    r"\b(?:about|at|behind|beside|by|for|from|near|next to|of|on|to|towards|with|"
    r"without|ask|asked|believe|gave|give|hear|heard|hold|hug|hurt|kiss|let|lets|love|"
    r"made|make|makes|miss|need|saw|see|show|tell|told|touch|want|watch)\s+$",
    re.I,
)
_POSITIVE = {
    "anything": "something",
    "anyone": "someone",
    "anybody": "somebody",
    "anywhere": "somewhere",
    "any": "some",
    "ever": "",
}


def clause(words: str) -> str:
    """The first clause of `words`, without what trails after it."""
    text = _NEXT_CLAUSE.sub("", words.strip())
    return _lower(_LOOSE_ENDS.sub("", text).strip(" ,.;:!?…-–—\"'"))


def plain(words: str) -> str:
    """The first clause without "just", "only", "obviously" and their like."""
    return _SOFTENERS.sub("", clause(words))


def guess(words: str) -> str:
    """What is claimed, with its "because", without "obviously" and its like."""
    text = _CERTAIN.sub("", _NEXT_SENTENCE.sub("", words.strip()))
    return _lower(_LOOSE_ENDS.sub("", text).strip(" ,.;:!?…-–—\"'"))


def present(words: str) -> str:
    """The first clause when it begins with a verb in its base form, else empty."""
    text = plain(words)
    first = _first(text)
    is_past = bool(_base_of_past(first)) or _is_strange_past(first)
    return "" if is_past else _positive(text)


def past(words: str) -> str:
    """The first clause with its past verb put into the base form, else empty."""
    text = plain(words)
    first = _first(text)
    base = _base_of_past(first)
    return _positive(base + text[len(first) :]) if base else ""


def told(words: str) -> str:
    """The first clause as it is when it begins with a past verb, else empty."""
    text = plain(words)
    return text if _base_of_past(_first(text)) else ""


def gerund(words: str) -> str:
    """The first clause with its first verb as an -ing form."""
    text = plain(words)
    first = _first(text)
    if not first.isalpha():
        return ""
    return _ing(first) + text[len(first) :]


def sentence(text: str) -> str:
    """`text` with a capital at the start of each sentence and single spaces."""
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(
        r"(^|[.!?…]\s+)([a-z])", lambda found: found[1] + found[2].upper(), text
    )


def turned(text: str) -> str:
    """A statement of the partner as the user would say it back, else empty.

    "I don't want to rush with you" gives "you don't want to rush with me".
    """
    text = _TAGS.sub("", _OPENERS.sub("", text.strip()).rstrip(" .!…"))
    if not _STATEMENT.match(text) or len(text.split()) not in _TURNED_WORDS:
        return ""
    parts = _TURNS.split(re.sub(r"\b(?:just|really|honestly) ", "", text))
    for index in range(1, len(parts), 2):
        parts[index] = _turn(parts[index], parts[index - 1], parts[index + 1])
    whole = "".join(parts)
    return whole[:1].lower() + whole[1:] if whole[:2] not in ("I ", "I'") else whole


SHAPES: dict[str, Callable[[str], str]] = {
    "clause": clause,
    "plain": plain,
    "guess": guess,
    "present": present,
    "past": past,
    "told": told,
    "gerund": gerund,
}
"""How a captured piece may be changed, by the name that data uses."""


def _turn(word: str, before: str, after: str) -> str:
    low = word.lower()
    if low != "you":
        return _TURNED[low]
    is_object = before and (_OBJECT_AFTER.match(after) or _OBJECT_BEFORE.search(before))
    return "me" if is_object else "I"


def _first(text: str) -> str:
    return text.split(" ", 1)[0]


def _lower(text: str) -> str:
    if re.match(r"(?:I\b|[A-Z]{2})", text):
        return text
    return text[:1].lower() + text[1:]


def _positive(text: str) -> str:
    words = [_POSITIVE.get(word, word) for word in text.split()]
    return " ".join(word for word in words if word)


def _base_of_past(word: str) -> str:
    """The base of a past form that we know; empty for a base form or a strange verb."""
    return _IRREGULAR.get(word) or _REGULAR_PAST.get(word, "")


def _is_strange_past(word: str) -> bool:
    return word.endswith("ed") and word not in _REGULAR and not _base_of_past(word)


def _ing(verb: str) -> str:
    if verb in ("be", "see", "agree"):
        return verb + "ing"
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + _doubled(verb) + "ing"


def _ed(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    single = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) or verb == "admit"
    return verb[-1] if single else ""


_REGULAR_PAST = {_ed(verb): verb for verb in _REGULAR}
